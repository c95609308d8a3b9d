"""The storyboard that everyone renders: four photographs and an end card, spoken, captioned and set to music."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from spotwright.render.film import Brand, Film, FilmScene, Media, SceneRole

EXAMPLES = Path(__file__).parents[2] / "examples" / "photos"
PHOTOS = ("dandelions", "espresso", "fig-bowl", "summit-sunset")
WIDE = 4000
"""Pixels across of the photographs, as a good camera of a telephone makes them."""

FPS = 30
SEED = 1
MOOD = (None, "editorial", "calm")
BRAND = Brand("Morgenrot", ("#F6EADB", "#A63A22", "#2B1B14"), ("Playfair Display",))
TRANSITIONS = ("dissolve", "push", "wipe", "iris", "cut")


@dataclass(frozen=True, slots=True)
class Beat:
    """One scene in words."""

    role: SceneRole
    headline: str
    tag: str
    script: str


BEATS = (
    Beat(
        "hook",
        "Good mornings start here",
        "Before the first mail, before the news",
        "Good mornings start with one good cup of coffee, long before the first mail.",
    ),
    Beat(
        "product",
        "This is Morgenrot",
        "Single-origin espresso from one valley",
        "This is Morgenrot, a single-origin espresso from one valley and nowhere else.",
    ),
    Beat(
        "benefit",
        "Roasted the day you order it",
        "Never from a shelf",
        "We roast yours on the very day you order it, never from a shelf.",
    ),
    Beat(
        "proof",
        "Posted within 24 hours",
        "To your door, in paper",
        "It is posted within twenty four hours, to your door, in a paper bag.",
    ),
    Beat(
        "cta",
        "Get your first bag",
        "",
        "Get your first bag for five euros, at morgenrot dot example.",
    ),
)


def photographs(folder: Path) -> list[Path]:
    """The example photographs, enlarged once to ``WIDE`` pixels and kept in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name in PHOTOS:
        path = folder / f"{name}.jpg"
        if not path.exists():
            with Image.open(EXAMPLES / path.name) as small:
                size = (WIDE, round(WIDE * small.height / small.width))
                small.convert("RGB").resize(size, Image.Resampling.BICUBIC).save(path, quality=90)
        made.append(path)
    return made


def beats(count: int = len(BEATS)) -> tuple[Beat, ...]:
    """So many scenes: the five, or as many more in the middle, each with words of its own so that none is reused."""
    middle = [
        Beat(beat.role, f"{beat.headline}, {number}", beat.tag, beat.script)
        for number in range(2, count)
        for beat in BEATS[1:-1]
    ]
    return (*BEATS[:-1], *middle[: max(0, count - len(BEATS))], BEATS[-1])


def film(photos: Sequence[Path], seconds: float, told: Sequence[Beat] = BEATS, *, height: int = 1080) -> Film:
    """The film of these scenes, which share its ``seconds``; all but the last show a photograph."""
    frames = round(seconds * FPS / len(told))
    media = [_media(path) for path in photos]
    scenes = tuple(
        FilmScene(
            beat.role,
            beat.headline,
            support=beat.tag,
            media=() if index == len(told) - 1 else (media[index % len(media)],),
            frames=frames,
            transition=TRANSITIONS[index % 4],
        )
        for index, beat in enumerate(told)
    )
    return Film(
        height * 16 // 9 // 2 * 2, height, FPS, "editorial", scenes, BRAND, SEED, told[-1].headline, "morgenrot.example"
    )


def _media(path: Path) -> Media:
    with Image.open(path) as picture:
        width, height = picture.size
    return Media(str(path), hashlib.sha256(path.read_bytes()).hexdigest(), "image", width, height)
