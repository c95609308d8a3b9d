"""Art directions: coherent systems of type, colour, motion, grid and transitions. They are data (directions/*.json)."""

import json
import random
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from spotwright.render.styles import PaletteRules, Tone, TypeStyle
from spotwright.render.timeline import Easing, TransitionKind

FOLDER = Path(__file__).parent / "directions"

Entry = Literal["mask", "rise", "fade", "wipe", "pop"]
Kicker = Literal["plain", "tag", "pill", "rule", "dot"]
Ornament = Literal["none", "bar", "rule", "frame", "dots", "corners", "letterbox"]
Button = Literal["block", "pill", "rounded", "outline", "underline"]
Emphasis = Literal["none", "accent", "italic", "quiet"]
Over = Literal["shade", "blocks", "panel"]
Curtain = Literal["accent", "ground", "none"]
Treatment = Literal["natural", "duotone"]
Objects = Literal["own", "duotone"]
Signed = Literal["panel", "initial", "none"]


@dataclass(frozen=True, slots=True)
class Sizes:
    """Type sizes as fractions of the stage's unit."""

    display: float
    least_display: float
    text: float
    label: float


@dataclass(frozen=True, slots=True)
class Motion:
    """How type enters and how much cameras move (``camera`` and ``pan`` are fractions a second)."""

    entry: Entry
    unit: Literal["line", "word"]
    seconds: float
    stagger: float
    easing: Easing
    camera: float
    pan: float


@dataclass(frozen=True, slots=True)
class Grid:
    """Margins and corners as fractions of the stage's unit."""

    margin: float
    align: Literal["left", "center"]
    radius: float
    inset: bool
    """True when pictures beside type stand inside the margins, like prints on a page; else they bleed."""


@dataclass(frozen=True, slots=True)
class PhotoGrade:
    """The correction every photograph of the film gets."""

    contrast: float = 1.0
    saturation: float = 1.0
    warmth: float = 0.0
    exposure: float = 0.0


@dataclass(frozen=True, slots=True)
class Direction:
    """One art direction."""

    name: str
    words: tuple[str, ...]
    """What people ask for when this is meant."""
    faint: tuple[str, ...]
    """Words that may mean this and count half."""
    display: TypeStyle
    text: TypeStyle
    label: TypeStyle
    figure: TypeStyle
    """For numbers set large: a face with lining figures."""
    sizes: Sizes
    most_lines: int
    emphasis: Emphasis
    palette: PaletteRules
    tones: dict[str, tuple[Tone, ...]]
    recipes: dict[Tone, tuple[str, ...]]
    motion: Motion
    grid: Grid
    kicker: Kicker
    ornament: Ornament
    button: Button
    photo: tuple[str, ...]
    """Arrangements for a scene with one picture, the most typical first."""
    over: Over
    """What makes type readable on a photograph: a shade in it, a block behind each line, or one panel."""
    curtain: Curtain
    """The sheet that draws away from a picture as it enters: of accent colour, of the ground's, or none."""
    proof: Treatment
    """How the picture behind a proof is printed: as it is, or in two inks of the scheme."""
    objects: Objects
    """Illustrations in their own colours or in two of the scheme's."""
    signature: Signed
    """How a brand without a logo signs its end card: its initial on a panel of accent, in the ground, or not at all."""
    scrim: float
    """The least opacity of the shade under type over pictures, for the look of it; contrast may ask for more."""
    transitions: tuple[tuple[TransitionKind, float], ...]
    grade: PhotoGrade


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """The art directions there are, in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


@lru_cache(maxsize=32)
def load(name: str) -> Direction:
    """An art direction by its name; an unknown name is "minimal", which offends nobody."""
    chosen = name if name in names() else "minimal"
    entry = {key: _frozen(value) for key, value in json.loads((FOLDER / f"{chosen}.json").read_text("utf-8")).items()}
    entry.setdefault("faint", ())
    entry.setdefault("figure", {**entry["display"], "leading": 1.0})
    for style in ("display", "text", "label", "figure"):
        entry[style] = TypeStyle(**entry[style])
    return Direction(
        **{
            **entry,
            "name": chosen,
            "sizes": Sizes(**entry["sizes"]),
            "palette": PaletteRules(**{key: _frozen(value) for key, value in entry["palette"].items()}),
            "tones": {role: _frozen(tones) for role, tones in entry["tones"].items()},
            "recipes": {tone: _frozen(recipes) for tone, recipes in entry["recipes"].items()},
            "motion": Motion(**entry["motion"]),
            "grid": Grid(**entry["grid"]),
            "grade": PhotoGrade(**entry["grade"]),
        }
    )


def choose(style: str, tone: str | None = None, seed: int = 0) -> str:
    """The art direction for free words; a word in ``style`` counts twice one in ``tone``, chance settles a tie."""
    points = {name: _points(style, name) * 2 + _points(tone or "", name) for name in names()}
    most = max(points.values())
    if most == 0:
        return random.Random(f"{style}|{tone}|{seed}").choice(names())  # noqa: S311 - chance for looks, not for secrets
    best = [name for name in names() if points[name] == most]
    return random.Random(seed).choice(best)  # noqa: S311 - same


def _points(phrase: str, name: str) -> int:
    """How well words fit a direction: its own name 3, one of its words 2, a faint one or a like one 1."""
    total = 0
    direction = load(name)
    for word in re.findall(r"[a-z0-9-]+", phrase[:400].lower()):
        if word == name:
            total += 3
        elif word in direction.words:
            total += 2
        elif word in direction.faint or (
            len(word) > 4 and any(known.startswith(word[:5]) for known in direction.words)
        ):
            total += 1
    return total
