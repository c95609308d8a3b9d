"""Drawn things over the plates: converted once, then moved, scaled, faded and revealed."""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from spotwright.render import curves, kernels, stills
from spotwright.render.canvas import Canvas, Plane
from spotwright.render.drawing import Drawn
from spotwright.render.timeline import Side, Tile

_MARGIN = 4
"""Transparent pixels around a drawing, so that filtering at its edge meets nothing but transparency."""

_SOFT_EDGE = 0.06
"""Width of a reveal's soft edge, as a fraction of the way."""


@dataclass(frozen=True, slots=True)
class Pose:
    """Where and how a tile is at one moment. Equal poses look the same."""

    x: float
    y: float
    scale: float
    opacity: float
    reveal: float


def pose(tile: Tile, t: float, seconds: float) -> Pose | None:
    """The tile at ``t`` seconds of a scene that lasts ``seconds``; None when nothing of it shows.

    A tile that is there from the first moment was there before it, and one that stays to the end stays on: while a
    transition shows a scene a little before its start or after its end, nothing pops.
    """
    if (t < tile.start and tile.start > 0) or (t >= tile.end and tile.end < seconds - 1e-3):
        return None
    opacity = min(max(curves.value(tile.opacity, t), 0.0), 1.0)
    reveal = min(max(curves.value(tile.reveal, t), 0.0), 1.0)
    scale = curves.value(tile.scale, t)
    if opacity < 1 / 512 or reveal <= 0 or scale < 1e-3:
        return None
    # A thousandth of a pixel is below the precision of the filter, so poses that close are the same.
    return Pose(
        round(curves.value(tile.x, t), 3), round(curves.value(tile.y, t), 3), round(scale, 5), round(opacity, 4), reveal
    )


@dataclass(slots=True, eq=False)
class Sprite:
    """A drawing as standing premultiplied planes, and the last resampling of them (``_laid``).

    ``x``, ``y``: the planes' corner relative to the drawing's box, whose size is ``box``.
    """

    planes: tuple[Plane, Plane, Plane]
    covers: tuple[Plane, Plane]
    x: float
    y: float
    box: tuple[float, float]
    _laid: "_Laid | None" = field(default=None, init=False)

    def draw(self, canvas: Canvas, at: Pose, reveal_from: Side) -> None:
        """Lays the drawing over the canvas; what lies outside is cut off."""
        laid = self._lay(at)
        left, top = max(laid.x, 0), max(laid.y, 0)
        right = min(laid.x + laid.width, canvas.width)
        bottom = min(laid.y + laid.height, canvas.height)
        if right <= left or bottom <= top:
            return
        across, down = _coverage(laid, at, reveal_from)
        luma, half = laid.covers
        outs = (canvas.y, canvas.u, canvas.v)
        for out, plane, cover, k in zip(outs, laid.planes, (luma, half, half), (1, 2, 2), strict=True):
            x, y = (left - laid.x) // k, (top - laid.y) // k
            shown = across[::k][x : (right - laid.x) // k], down[::k][y : (bottom - laid.y) // k]
            kernels.over(out, left // k, top // k, plane, cover, x, y, *map(np.ascontiguousarray, shown))

    def _lay(self, at: Pose) -> "_Laid":
        """The planes in rows, at the pose's place and scale. A tile at rest is resampled once."""
        key = (at.x, at.y, at.scale)
        if self._laid is not None and self._laid.key == key:
            return self._laid
        columns, rows = self.planes[0].shape
        left = at.x + self.box[0] / 2 + (self.x - self.box[0] / 2) * at.scale
        top = at.y + self.box[1] / 2 + (self.y - self.box[1] / 2) * at.scale
        x, y = math.floor(left / 2) * 2, math.floor(top / 2) * 2
        width = math.ceil((left + columns * at.scale - x) / 2) * 2
        height = math.ceil((top + rows * at.scale - y) / 2) * 2
        step = 1 / at.scale
        ox, oy = (x - left) * step, (y - top) * step
        luma = (ox + 0.5 * step - 0.5, oy + 0.5 * step - 0.5, step, step)
        chroma = ((ox + 0.5 * step - 0.5) / 2, (oy + step - 1.0) / 2, step, step)
        made = []
        for plane, k, sampling in (
            (self.planes[0], 1, luma),
            (self.planes[1], 2, chroma),
            (self.planes[2], 2, chroma),
            (self.covers[0], 1, luma),
            (self.covers[1], 2, chroma),
        ):
            out = np.empty((height // k, width // k), np.uint8)
            kernels.resample(plane, out, 0, 0, width // k, height // k, *sampling)
            made.append(out)
        laid = _Laid(key, x, y, width, height, (made[0], made[1], made[2]), (made[3], made[4]))
        self._laid = laid
        return laid


@dataclass(frozen=True, slots=True, eq=False)
class _Laid:
    key: tuple[float, float, float]
    x: int
    y: int
    width: int
    height: int
    planes: tuple[Plane, Plane, Plane]
    covers: tuple[Plane, Plane]


def sprite(drawn: Drawn) -> Sprite:
    """Converts a drawing's pixels."""
    height, width = drawn.rgba.shape[:2]
    right = _MARGIN + (width % 2)
    bottom = _MARGIN + (height % 2)
    pixels = np.pad(drawn.rgba, ((_MARGIN, bottom), (_MARGIN, right), (0, 0)))
    y, u, v, cover, half = stills.standing(pixels)
    assert cover is not None
    assert half is not None
    corner = (float(drawn.x - _MARGIN), float(drawn.y - _MARGIN))
    return Sprite((y, u, v), (cover, half), *corner, (drawn.width, drawn.height))


def _coverage(laid: _Laid, at: Pose, side: Side) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """How much of each column and row shows, 0–256."""
    across = np.full(laid.width, 256, np.int32)
    down = np.full(laid.height, round(256 * at.opacity), np.int32)
    if at.reveal >= 1:
        return across, down
    if side in {"left", "right"}:
        across[:] = _ramp(laid.width, at.reveal, backwards=side == "right")
    else:
        ramp = _ramp(laid.height, at.reveal, backwards=side == "bottom")
        down[:] = (down * ramp) >> 8
    return across, down


def _ramp(length: int, reveal: float, *, backwards: bool) -> NDArray[np.int32]:
    """256 where the reveal has passed, 0 where it has not, a soft edge between."""
    soft = max(length * _SOFT_EDGE, 2.0)
    edge = reveal * (length + soft)
    levels = np.clip((edge - np.arange(length)) / soft, 0, 1) * 256
    ramp: NDArray[np.int32] = np.round(levels).astype(np.int32)
    return ramp[::-1] if backwards else ramp
