"""How scenes follow one another: the transition asked for, or one of the direction's own."""

import random
from typing import get_args

from spotwright.render.directions import Direction
from spotwright.render.film import Film
from spotwright.render.timeline import Side, Transition, TransitionKind

_SIDES: tuple[Side, ...] = ("left", "left", "top", "right")
_USUAL = 0.5


def joined(film: Film, direction: Direction, color: str) -> tuple[Transition, ...]:
    """One transition for each cut of the film, never longer than a third of the scenes it joins."""
    found: list[Transition] = []
    for index, (scene, following) in enumerate(zip(film.scenes, film.scenes[1:], strict=False)):
        chance = random.Random(f"{film.seed}/transition/{index}")  # noqa: S311 - chance for looks, not for secrets
        kind, seconds = _chosen(scene.transition, direction, index, film.seed)
        frames = min(seconds * film.fps, scene.frames / 3, following.frames / 3)
        frames = 0 if kind == "cut" else 2 * int(frames / 2)
        toward = _SIDES[chance.randrange(len(_SIDES))]
        found.append(Transition(kind if frames else "cut", frames, color, toward))
    return tuple(found)


def _chosen(asked: str, direction: Direction, index: int, seed: int) -> tuple[TransitionKind, float]:
    """The kind and its length in seconds; an unknown kind is treated as "auto"."""
    own = dict(direction.transitions)
    for kind in get_args(TransitionKind):
        if asked == kind:
            return kind, own.get(kind, _USUAL)
    return direction.transitions[(index + seed) % len(direction.transitions)]
