"""A setup: everything an arrangement needs to know to lay out one scene."""

import random
from dataclasses import dataclass
from typing import Literal

from spotwright.render import fonts, text
from spotwright.render.directions import Direction
from spotwright.render.film import Brand, Film, FilmScene
from spotwright.render.layout.stage import Stage
from spotwright.render.palette import Palette, Scheme
from spotwright.render.timeline import digest


@dataclass(frozen=True, slots=True)
class Clock:
    """When things happen in a scene, in seconds from its start."""

    seconds: float
    begin: float
    """From here on type may enter: the transition into the scene is almost over."""
    settled: float
    """All type has to stand by now, so that it can be read."""
    until: float
    """The scene's end with the second half of the transition out of it."""
    leave: float | None = None
    """From here on type fades, where a transition mixes this scene with the next one."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A scene's words, cleaned, with nothing in them that cannot be drawn."""

    kicker: str
    headline: str
    support: str

    @property
    def side(self) -> Literal["ltr", "rtl"]:
        """The side from which the headline is read."""
        return text.direction(self.headline or self.support or self.kicker)


@dataclass(frozen=True, slots=True)
class Setup:
    """One scene of a film on one stage, with its art direction and colours."""

    stage: Stage
    direction: Direction
    palette: Palette
    scheme: Scheme
    scene: FilmScene
    wording: Wording
    clock: Clock
    brand: Brand
    call_to_action: str
    homepage: str
    index: int
    film_key: int
    """Chance for the whole film: its seed and whose film it is."""
    seed: int
    """Chance for this scene: it follows from the film's seed and what the scene is about."""

    def chance(self, purpose: str) -> random.Random:
        """A stream of chance of its own for each purpose, so that one choice does not shift another."""
        return random.Random(f"{self.seed}/{purpose}")  # noqa: S311 - chance for looks, not for secrets

    @property
    def variant(self) -> int:
        """Which take of the scene this is."""
        return self.scene.look.variant

    def px(self, fraction: float) -> float:
        """Pixels for a fraction of the stage's unit."""
        return fraction * self.stage.unit


def drawable(words: str, family: str) -> str:
    """Words as they can be set in a family."""
    return fonts.drawable(text.clean(words), family)


def wording_of(scene: FilmScene, direction: Direction) -> Wording:
    """The scene's words for the direction's faces."""
    return Wording(
        kicker=drawable(scene.kicker, direction.label.family),
        headline=drawable(scene.headline, direction.display.family),
        support=drawable(scene.support, direction.text.family),
    )


def seed_of(film_seed: int, scene: FilmScene, index: int) -> int:
    """Chance for a scene: the same for the same words, place and take, another for any other."""
    key = digest((film_seed, index, scene.headline, scene.subject, scene.look.variant))
    return int(key[:12], 16)


def film_key(film: Film) -> int:
    """Chance for what all scenes of a film share; nothing in it changes when one scene is edited."""
    return int(digest((film.seed, film.brand.name))[:8], 16)


def clock_of(frames: int, fps: int, before: int, after: int, characters: int, *, mixes: bool = False) -> Clock:
    """The scene's clock; ``before`` and ``after`` are the frames of the transitions at its ends.

    ``mixes`` is True when the second of them shows this scene and the next one through each other.
    """
    seconds = frames / fps
    begin = min(before / fps / 2 * 0.75 + 0.08, seconds * 0.2)
    reading = 1.5 + 0.06 * characters
    latest = min(begin + 1.7, seconds - after / fps / 2 - reading)
    settled = max(begin + min(0.5, seconds * 0.2), min(latest, seconds * 0.5))
    leave = seconds - after / fps / 2 if mixes and after else None
    return Clock(seconds, begin, settled, seconds + after / fps / 2, leave)
