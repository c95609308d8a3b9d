"""Compiles and loads what a first film would have to wait for: a tiny film with one of everything, thrown away.

Compiled kernels are kept on disk (see ``kernel_cache``), so this costs a fresh installation some seconds, once.
"""

import tempfile
from pathlib import Path
from typing import Any, get_args

from spotwright.render.movie import render_movie
from spotwright.render.sound.soundtrack import make_soundtrack
from spotwright.render.timeline import (
    Camera,
    Curve,
    Painting,
    Plate,
    Rect,
    Scene,
    Shape,
    Tile,
    Timeline,
    Transition,
    TransitionKind,
)

_WIDTH, _HEIGHT, _FPS = 192, 108, 24
_FRAMES, _OVERLAP = 12, 4


def warm_up(**_: object) -> dict[str, Any]:
    """Draw and encode one of everything, say something and make music."""
    kinds: tuple[TransitionKind, ...] = get_args(TransitionKind)
    scenes = tuple(_scene(index) for index in range(len(kinds) + 1))
    transitions = tuple(Transition(kind, _OVERLAP if kind != "cut" else 0) for kind in kinds)
    with tempfile.TemporaryDirectory() as folder:
        timeline = Timeline(_WIDTH, _HEIGHT, _FPS, scenes, transitions)
        render_movie(timeline, Path(folder) / "warm.mp4", cache=Path(folder))
        heard = Path(folder) / "warm.m4a"
        make_soundtrack(2.0, [(0.0, 2.0, "Ready.")], mood="energetic", seed=0, cuts=[1.0], out=heard)
    return {"frames": timeline.frames}


def _scene(index: int) -> Scene:
    seconds = _FRAMES / _FPS
    ground = Painting("gradient", ("#7a8fa6", "#d8c3a5"), index)
    moving = Camera(zoom=Curve.between(1.0, 1.2, until=seconds, drifts=True))
    half = Rect(0, 0, _WIDTH // 2, _HEIGHT)
    return Scene(
        _FRAMES,
        (
            Plate(ground, Rect(0, 0, _WIDTH, _HEIGHT), moving),
            Plate(ground, half, moving, radius=8.0),
            Tile(
                Shape("rect", 40.0, 20.0, "#ffffffcc", radius=4.0),
                x=Curve.between(10.0, 30.5, until=seconds),
                y=Curve.still(20.25),
                opacity=Curve.between(0.0, 1.0, until=seconds),
                scale=Curve.between(0.9, 1.1, until=seconds),
                reveal=Curve.between(0.0, 1.0, until=seconds),
            ),
        ),
    )
