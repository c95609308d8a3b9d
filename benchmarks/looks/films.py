"""The films of the contact sheets: an ad of five scenes for each art direction, with photographs and without."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image

from spotwright.render.cues import Cue, Word
from spotwright.render.film import Brand, Film, FilmScene, Media

PHOTOS = Path(__file__).parents[2] / "examples" / "photos"
SIZES = {"wide": (768, 432), "square": (540, 540), "portrait": (486, 608), "tall": (432, 768)}
FPS = 30
_FRAMES = {"hook": 96, "problem": 90, "product": 108, "benefit": 96, "proof": 90, "offer": 90, "cta": 120}
_SPOKEN_FROM, _SPOKEN_UNTIL = 0.5, 0.4
"""Seconds of a scene before and after its captions."""
_LINE = 28
"""Characters that stay on one line of a caption."""


@cache
def _briefs() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(__file__).with_name("films.json").read_text("utf-8"))
    return found


@cache
def photograph(name: str) -> Media:
    """One of the example photographs."""
    path = PHOTOS / f"{name}.jpg"
    with Image.open(path) as picture:
        width, height = picture.size
    return Media(str(path), hashlib.sha256(path.read_bytes()).hexdigest(), width=width, height=height)


def film(direction: str, kind: str, size: tuple[int, int], fps: int = FPS) -> Film:
    """The direction's ad; ``kind`` is "with" photographs or "without"."""
    brief = _briefs()[direction][kind]
    scenes = tuple(_scene(entry, fps) for entry in brief["scenes"])
    brand = Brand(brief["brand"]["name"], tuple(brief["brand"]["colors"]))
    return Film(*size, fps, direction, scenes, brand, brief["seed"], brief["call"], brief["homepage"])


def _scene(entry: dict[str, Any], fps: int) -> FilmScene:
    given = {key: entry[key] for key in ("role", "headline", "support", "kicker", "shot", "subject") if key in entry}
    media = tuple(photograph(name) for name in entry.get("media", ()))
    return FilmScene(**given, media=media, transition="auto", frames=_FRAMES[entry["role"]] * fps // FPS)


def cues(film: Film) -> list[Cue]:
    """What a voice would say: each scene's headline and support."""
    found = []
    start = 0.0
    for scene in film.scenes:
        seconds = scene.frames / film.fps
        words = f"{scene.headline.rstrip('.')}. {scene.support}".split()[:11]
        begin, end = start + _SPOKEN_FROM, start + seconds - _SPOKEN_UNTIL
        step = (end - begin) / len(words)
        timed = tuple(Word(word, begin + i * step, begin + (i + 1) * step) for i, word in enumerate(words))
        half = len(words) if len(" ".join(words)) <= _LINE else (len(words) + 1) // 2
        lines = tuple(" ".join(part) for part in (words[:half], words[half:]) if part)
        found.append(Cue(begin, end, lines, timed))
        start += seconds
    return found
