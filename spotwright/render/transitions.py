"""The change from one scene to the next: two drawn pictures become one."""

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from spotwright.render import curves, kernels
from spotwright.render.canvas import Canvas
from spotwright.render.timeline import Rect, Side, Transition, TransitionKind

_BAND = 0.14
"""How long a wipe's coloured panel takes to pass, as a fraction of the transition."""

_SLATS = 9
_ZOOM = 0.55
_DRAG = 0.28
"""How far the covered picture moves, as a fraction of the way, while another slides over it."""

_SHADE = 0.35
_RING = 0.035

Ramp = NDArray[np.float64]
Shares = NDArray[np.int32]


def blend(transition: Transition, progress: float, before: Canvas, after: Canvas, out: Canvas) -> None:
    """Draws the transition at ``progress`` (0 all ``before``, 1 all ``after``) over all of ``out``.

    The three canvases have one size and lie apart.
    """
    _BLENDS[transition.kind](transition, min(max(progress, 0.0), 1.0), before, after, out)


def _cut(_: Transition, progress: float, before: Canvas, after: Canvas, out: Canvas) -> None:
    out.copy(before if progress < 0.5 else after)


def _dissolve(_: Transition, progress: float, before: Canvas, after: Canvas, out: Canvas) -> None:
    out.copy(before)
    _fade(out, after, curves.ease("in_out_sine", progress))


def _push(transition: Transition, progress: float, before: Canvas, after: Canvas, out: Canvas) -> None:
    shift = _along(transition.toward, out, curves.ease("in_out_cubic", progress))
    _paste(out, before, *shift)
    _paste(out, after, *_behind(transition.toward, out, shift))


def _slide_over(transition: Transition, progress: float, before: Canvas, after: Canvas, out: Canvas) -> None:
    eased = curves.ease("in_out_cubic", progress)
    _paste(out, before, *_along(transition.toward, out, eased * _DRAG))
    _fade(out, _panel("#000000", out.width, out.height), _SHADE * eased)
    _paste(out, after, *_behind(transition.toward, out, _along(transition.toward, out, eased)))


def _wipe(transition: Transition, progress: float, before: Canvas, after: Canvas, out: Canvas) -> None:
    """A coloured panel sweeps across and leaves the next scene behind it."""
    place = _places(transition.toward, out)
    soft = 3 / max(out.width, out.height)
    front = curves.ease("in_out_cubic", progress / (1 - _BAND)) * (1 + soft)
    back = curves.ease("in_out_cubic", (progress - _BAND) / (1 - _BAND)) * (1 + soft)
    out.copy(before)
    _sweep(out, _panel(transition.color, out.width, out.height), _step(front - place, soft), transition.toward)
    _sweep(out, after, _step(back - place, soft), transition.toward)


def _blinds(transition: Transition, progress: float, before: Canvas, after: Canvas, out: Canvas) -> None:
    """Slats open one after another."""
    place = _places(transition.toward, out)
    slat = np.floor(place * _SLATS)
    inside = place * _SLATS - slat
    started = np.clip(progress * 1.6 - 0.6 * slat / (_SLATS - 1), 0, 1)
    opened = 1 - (1 - started) ** 3
    out.copy(before)
    _sweep(out, after, _step(opened * 1.05 - inside, 0.05), transition.toward)


def _iris(transition: Transition, progress: float, before: Canvas, after: Canvas, out: Canvas) -> None:
    """A circle opens on the next scene, a thin coloured ring running ahead of it."""
    eased = curves.ease("in_out_cubic", progress)
    reach = math.hypot(out.width, out.height) / 2 + 2
    out.copy(before)
    _circle(
        out, _panel(transition.color, out.width, out.height), eased * reach + _RING * reach * math.sin(math.pi * eased)
    )
    _circle(out, after, eased * reach)


def _zoom_through(_: Transition, progress: float, before: Canvas, after: Canvas, out: Canvas) -> None:
    """The camera flies into the one scene and comes out in the other."""
    rush, land = curves.ease("in_cubic", progress), 1 - curves.ease("out_cubic", progress)
    share = curves.ease("in_out_sine", (progress - 0.25) / 0.5)
    if share < 1:
        _zoom(before, 1 + _ZOOM * rush, out)
    if share <= 0:
        return
    near = out if share >= 1 else Canvas.blank(out.width, out.height)
    _zoom(after, 1 + _ZOOM * 0.8 * land, near)
    if share < 1:
        _fade(out, near, share)


_BLENDS: dict[TransitionKind, Callable[[Transition, float, Canvas, Canvas, Canvas], None]] = {
    "cut": _cut,
    "dissolve": _dissolve,
    "push": _push,
    "wipe": _wipe,
    "iris": _iris,
    "slide_over": _slide_over,
    "zoom_through": _zoom_through,
    "blinds": _blinds,
}


def _along(toward: Side, out: Canvas, share: float) -> tuple[int, int]:
    """A shift by a share of the screen, in even pixels."""
    across, down = round(out.width * share / 2) * 2, round(out.height * share / 2) * 2
    return {"left": (-across, 0), "right": (across, 0), "top": (0, -down), "bottom": (0, down)}[toward]


def _behind(toward: Side, out: Canvas, shift: tuple[int, int]) -> tuple[int, int]:
    """Where a second picture is that follows directly behind one so shifted."""
    way = {"left": (out.width, 0), "right": (-out.width, 0), "top": (0, out.height), "bottom": (0, -out.height)}
    return shift[0] + way[toward][0], shift[1] + way[toward][1]


def _paste(out: Canvas, source: Canvas, x: int, y: int) -> None:
    left, top = max(x, 0), max(y, 0)
    right, bottom = min(x + out.width, out.width), min(y + out.height, out.height)
    if right > left and bottom > top:
        out.paste(source, Rect(left - x, top - y, right - left, bottom - top), left, top)


def _places(toward: Side, out: Canvas) -> Ramp:
    """How far along the way each column, or row, lies, 0–1."""
    length = out.width if toward in {"left", "right"} else out.height
    places = (np.arange(length) + 0.5) / length
    return places if toward in {"right", "bottom"} else 1 - places


def _step(ahead: Ramp, soft: float) -> Shares:
    """0 where ``ahead`` is negative, 256 where it is positive, a slope of width ``soft`` between."""
    return (np.clip(ahead / soft + 0.5, 0, 1) * 256 + 0.5).astype(np.int32)


@lru_cache(maxsize=4)
def _panel(color: str, width: int, height: int) -> Canvas:
    """A canvas of one colour, to be read only."""
    panel = Canvas.blank(width, height)
    panel.fill(color)
    return panel


def _sweep(out: Canvas, source: Canvas, shares: Shares, toward: Side) -> None:
    """Moves ``out`` to ``source`` by the shares of the columns or rows."""
    if toward in {"left", "right"}:
        _crossed(out, source, shares, np.full(out.height, 256, np.int32))
    else:
        _crossed(out, source, np.full(out.width, 256, np.int32), shares)


def _fade(out: Canvas, source: Canvas, share: float) -> None:
    """Moves all of ``out`` towards ``source``."""
    _crossed(out, source, np.full(out.width, 256, np.int32), np.full(out.height, round(256 * share), np.int32))


def _crossed(out: Canvas, source: Canvas, across: Shares, down: Shares) -> None:
    kernels.cross(out.y, source.y, out.width, out.height, across, down)
    half = np.ascontiguousarray(across[::2]), np.ascontiguousarray(down[::2])
    for to, plane in ((out.u, source.u), (out.v, source.v)):
        kernels.cross(to, plane, out.width // 2, out.height // 2, *half)


def _circle(out: Canvas, source: Canvas, radius: float) -> None:
    """Shows ``source`` in a circle in the middle."""
    for to, plane, k in ((out.y, source.y, 1), (out.u, source.u, 2), (out.v, source.v, 2)):
        middle = (out.width - 1) / 2 / k, (out.height - k) / 2 / k
        kernels.circle(to, plane, out.width // k, out.height // k, *middle, radius / k, 1.5 / k)


def _zoom(source: Canvas, zoom: float, out: Canvas) -> None:
    """Draws the middle of a picture, enlarged."""
    for plane, to, k in ((source.y, out.y, 1), (source.u, out.u, 2), (source.v, out.v, 2)):
        width, height = out.width // k, out.height // k
        turned = np.empty((width, height), np.uint8)
        kernels.stand(plane, width, height, turned)
        step = 1 / zoom
        # Chroma lies on its left column, a quarter of a chroma pixel left of the middle of the pair.
        nudge = 0.0 if k == 1 else 0.25 * (1 - step)
        left = (width - 1) / 2 * (1 - step) - nudge
        kernels.resample(turned, to, 0, 0, width, height, left, (height - 1) / 2 * (1 - step), step, step)
