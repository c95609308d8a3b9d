"""Drawn things over the plates: converted once, then moved, scaled, faded and revealed."""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from spotwright.render import curves, kernels, stills
from spotwright.render.canvas import Canvas, Plane, clipped
from spotwright.render.drawing import Drawn
from spotwright.render.timeline import Rect, Side, Tile

_MARGIN = 4
"""Transparent pixels around a drawing, so that filtering at its edge meets nothing but transparency."""

_Shares = NDArray[np.int32]

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
    if not may_show(tile, t, t, seconds):
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


def may_show(tile: Tile, first: float, last: float, seconds: float) -> bool:
    """False when nothing of the tile shows at any time from ``first`` to ``last`` of a scene that lasts ``seconds``."""
    return not ((last < tile.start and tile.start > 0) or (first >= tile.end and tile.end < seconds - 1e-3))


@dataclass(frozen=True, slots=True, eq=False)
class Sprite:
    """A drawing as standing premultiplied planes.

    ``x``, ``y``: the planes' corner relative to the drawing's box, whose size is ``box``.
    """

    planes: tuple[Plane, Plane, Plane]
    covers: tuple[Plane, Plane]
    x: float
    y: float
    box: tuple[float, float]

    @property
    def size(self) -> int:
        """Bytes held."""
        return sum(plane.nbytes for plane in (*self.planes, *self.covers))

    def laid(self, at: Pose, canvas: Canvas) -> "Laid":
        """What of the drawing lies on the canvas, in rows, at the pose's place and scale."""
        columns, rows = self.planes[0].shape
        left = at.x + self.box[0] / 2 + (self.x - self.box[0] / 2) * at.scale
        top = at.y + self.box[1] / 2 + (self.y - self.box[1] / 2) * at.scale
        whole = _around(left, top, columns * at.scale, rows * at.scale)
        part = clipped(whole, canvas)
        if part is None:
            return Laid((at.x, at.y, at.scale), whole, None, (), ())
        step = 1 / at.scale
        ox, oy = (part.x - left) * step, (part.y - top) * step
        luma = (ox + 0.5 * step - 0.5, oy + 0.5 * step - 0.5, step, step)
        chroma = ((ox + 0.5 * step - 0.5) / 2, (oy + step - 1.0) / 2, step, step)
        made = []
        for plane, k in zip((*self.planes, *self.covers), (1, 2, 2, 1, 2), strict=True):
            out = np.empty((part.height // k, part.width // k), np.uint8)
            kernels.resample(plane, out, 0, 0, part.width // k, part.height // k, *(luma if k == 1 else chroma))
            made.append(out)
        covers = (made[3], made[4], made[4])
        return Laid((at.x, at.y, at.scale), whole, part, tuple(made[:3]), covers)


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """A drawing at one place and scale: ``whole`` is where it lies, ``part`` what of that is on the canvas, in rows."""

    place: tuple[float, float, float]
    whole: Rect
    part: Rect | None
    planes: tuple[Plane, ...]
    covers: tuple[Plane, ...]
    _shares: "dict[tuple[float, float, Side], tuple[tuple[_Shares, _Shares], ...]]" = field(default_factory=dict)
    """How much of its columns and rows shows, by plane, as it was drawn last."""

    def fits(self, at: Pose) -> bool:
        """True when it lies where the pose says."""
        return self.place == (at.x, at.y, at.scale)

    def draw(self, canvas: Canvas, at: Pose, reveal_from: Side) -> None:
        """Lays the drawing over the canvas."""
        part, whole = self.part, self.whole
        if part is None:
            return
        shown = (at.opacity, at.reveal, reveal_from)
        if shown not in self._shares:
            self._shares.clear()
            across, down = _coverage(whole.width, whole.height, at, reveal_from)
            x, y = part.x - whole.x, part.y - whole.y
            across, down = across[x : x + part.width], down[y : y + part.height]
            luma, chroma = ((np.ascontiguousarray(across[::k]), np.ascontiguousarray(down[::k])) for k in (1, 2))
            self._shares[shown] = luma, chroma, chroma
        outs = (canvas.y, canvas.u, canvas.v)
        for out, plane, cover, k, shares in zip(
            outs, self.planes, self.covers, (1, 2, 2), self._shares[shown], strict=True
        ):
            kernels.over(out, part.x // k, part.y // k, plane, cover, *shares)


def _around(left: float, top: float, width: float, height: float) -> Rect:
    """The smallest rectangle with even edges around another one."""
    x, y = math.floor(left / 2) * 2, math.floor(top / 2) * 2
    return Rect(x, y, math.ceil((left + width - x) / 2) * 2, math.ceil((top + height - y) / 2) * 2)


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


def _coverage(width: int, height: int, at: Pose, side: Side) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """How much of each column and row shows, 0–256."""
    across = np.full(width, 256, np.int32)
    down = np.full(height, round(256 * at.opacity), np.int32)
    if at.reveal >= 1:
        return across, down
    if side in {"left", "right"}:
        across[:] = _ramp(width, at.reveal, backwards=side == "right")
    else:
        ramp = _ramp(height, at.reveal, backwards=side == "bottom")
        down[:] = (down * ramp) >> 8
    return across, down


def _ramp(length: int, reveal: float, *, backwards: bool) -> NDArray[np.int32]:
    """256 where the reveal has passed, 0 where it has not, a soft edge between."""
    soft = max(length * _SOFT_EDGE, 2.0)
    edge = reveal * (length + soft)
    levels = np.clip((edge - np.arange(length)) / soft, 0, 1) * 256
    ramp: NDArray[np.int32] = np.round(levels).astype(np.int32)
    return ramp[::-1] if backwards else ramp
