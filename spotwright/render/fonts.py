"""The typefaces that ship with the package, what stands in for a font we do not have, and who can draw a letter."""

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import skia

from spotwright.render import scripts

FOLDER = Path(__file__).parent / "fonts"

_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")


@dataclass(frozen=True, slots=True)
class Face:
    """One font file."""

    family: str
    weight: int
    italic: bool
    path: str

    @property
    def alias(self) -> str:
        """The name under which the shaper knows exactly this file."""
        return f"{self.family}/{self.weight}{'/italic' if self.italic else ''}"


@dataclass(frozen=True, slots=True)
class Family:
    """A type family: its faces, and how heavy its stand-ins are (a condensed "regular" is as black as a bold)."""

    name: str
    kind: str
    faces: tuple[Face, ...]
    fallback_weight: int | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """The family used for a name, with a sentence to show when it is not the one that was asked for."""

    family: str
    warning: str | None = None


def _load() -> dict[str, Family]:
    families = {}
    for name, entry in json.loads((FOLDER / "families.json").read_text("utf-8")).items():
        faces = []
        for path in sorted((FOLDER / entry["folder"]).glob("*.ttf")):
            weight, _, slant = path.stem.partition("-")
            faces.append(Face(name, int(weight), slant == "italic", str(path)))
        families[name] = Family(name, entry["kind"], tuple(faces), entry.get("fallback_weight"))
    return families


FAMILIES: dict[str, Family] = _load()
_LIKENESS: dict[str, list[str]] = json.loads((FOLDER / "likeness.json").read_text("utf-8"))
_FALLBACKS = ("Inter", "Noto Sans")
_SCRIPTS = tuple(family.name for family in FAMILIES.values() if family.kind == "script")
_HAN = {"japanese": "Noto Sans JP", "chinese": "Noto Sans SC", "korean": "Noto Sans KR"}


def resolve(name: str) -> Match:
    """The shipped family for a brand's font name: the font itself, or the nearest of its class with a warning."""
    wanted = re.sub(r"[^a-z0-9]+", " ", name[:80].lower()).strip()
    for family in FAMILIES:
        if wanted == family.lower() or wanted.replace(" ", "") == family.lower().replace(" ", ""):
            return Match(family)
    for family in sorted(FAMILIES, key=len, reverse=True):
        if wanted.startswith(family.lower() + " "):
            return Match(family)
    hints = sorted(((hint, family) for family, some in _LIKENESS.items() for hint in some), key=lambda h: -len(h[0]))
    chosen = next((family for hint, family in hints if hint in wanted), "Inter")
    return Match(chosen, f'The font "{name[:80]}" is not installed; "{chosen}" stands in for it.')


@lru_cache(maxsize=1024)
def nearest(family: str, weight: int, *, italic: bool = False) -> Face:
    """The face of a family closest to a weight; upright when the family has no italic. Unknown families are Inter's."""
    faces = FAMILIES.get(family, FAMILIES["Inter"]).faces
    slanted = [face for face in faces if face.italic == italic] or list(faces)
    return min(slanted, key=lambda face: (abs(face.weight - weight), -face.weight))


@cache
def typeface(face: Face) -> Any:
    """The opened font (a ``skia.Typeface``)."""
    opened = skia.Typeface.MakeFromFile(face.path)
    if opened is None:
        raise FileNotFoundError(face.path)
    return opened


@lru_cache(maxsize=1)
def _provider() -> Any:
    provider = skia.textlayout.TypefaceFontProvider()
    for family in FAMILIES.values():
        for face in family.faces:
            provider.registerTypeface(typeface(face), face.alias)
    return provider


@lru_cache(maxsize=1)
def collection() -> Any:
    """The shaper's font collection: every shipped face under its alias, system faces as they are needed."""
    fonts = skia.textlayout.FontCollection()
    fonts.setDefaultFontManager(_provider())
    return fonts


@lru_cache(maxsize=1)
def _system() -> Any:
    return skia.FontMgr()


@lru_cache(maxsize=4096)
def _system_alias(char: str, *, bold: bool = False) -> str | None:
    """The alias of a font of this machine that has the character, or None."""
    style = skia.FontStyle.Bold() if bold else skia.FontStyle.Normal()
    try:
        found = _system().matchFamilyStyleCharacter("", style, [], ord(char))
    except (RuntimeError, TypeError):
        return None
    if found is None or not found.unicharToGlyph(ord(char)):
        return None
    alias = f"system/{found.getFamilyName()}/{found.fontStyle().weight()}"
    if alias not in _registered:
        _provider().registerTypeface(found, alias)
        _registered.add(alias)
    return alias


_registered: set[str] = set()


def _has(face: Face, char: str) -> bool:
    return bool(typeface(face).unicharToGlyph(ord(char)))


def _script_families(text: str, language: scripts.Language | None) -> list[str]:
    """The families for scripts beyond Latin, Greek and Cyrillic, the one whose Chinese characters suit the text first.

    Japan, China and Korea draw the same character in different ways, and none of them likes to read the others'.
    """
    suited = _HAN[language or scripts.language(text)]
    return sorted(_SCRIPTS, key=lambda name: name != suited)


@lru_cache(maxsize=4096)
def stack(
    family: str, weight: int, text: str, *, italic: bool = False, language: scripts.Language | None = None
) -> tuple[str, ...]:
    """The aliases to try, in order, so that every letter of ``text`` that can be drawn here is drawn.

    Shipped faces come first, so that a text looks the same on every machine.
    """
    first = nearest(family, weight, italic=italic)
    heavy = FAMILIES[first.family].fallback_weight or weight
    base = [first, *(nearest(name, heavy, italic=italic) for name in _FALLBACKS)]
    aliases = [face.alias for face in base]
    others = [nearest(name, heavy) for name in _script_families(text, language)]
    for char in dict.fromkeys(text):
        if char.isspace() or char in _JOINERS or any(_has(face, char) for face in base):
            continue
        shipped = next((face.alias for face in others if _has(face, char)), None)
        alias = shipped or _system_alias(char, bold=heavy >= 600)
        if alias and alias not in aliases:
            aliases.append(alias)
    return tuple(aliases)


@lru_cache(maxsize=8192)
def _drawable(char: str) -> bool:
    if char.isspace() or any(_has(nearest(name, 400), char) for name in (*_FALLBACKS, *_SCRIPTS)):
        return True
    return _system_alias(char) is not None


def drawable(text: str, family: str) -> str:
    """The text without the characters that no font here can draw (they would be boxes)."""
    first = nearest(family, 400)
    kept: list[str] = []
    lost = False
    for char in text:
        if char in _JOINERS:
            if kept and not lost and not kept[-1].isspace():
                kept.append(char)
            continue
        lost = not (_has(first, char) or _drawable(char))
        if not lost:
            kept.append(char)
    while kept and kept[-1] == "\u200d":
        kept.pop()
    return re.sub(" +", " ", "".join(kept)).strip(" ")


def lost_script(text: str, family: str) -> str | None:
    """The script of a text that would lose more than half of its letters, in words ("Khmer"), or None."""
    first = nearest(family, 400)
    letters = [char for char in text if char.isalpha()]
    lost = [char for char in letters if not (_has(first, char) or _drawable(char))]
    return scripts.name("".join(lost)) if len(lost) * 2 > len(letters) else None
