"""The surface that frames are composed on: planar 4:2:0, in the encoder's own colour space."""

from dataclasses import dataclass
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from spotwright.render import colour
from spotwright.render.timeline import Rect

Plane = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Canvas:
    """Three planes of limited-range BT.709, chroma at half size and sited left.

    Each plane is C-contiguous and may be wider than the picture (an encoder's rows are padded); ``width`` and
    ``height`` are even and say what of it is seen.
    """

    width: int
    height: int
    y: Plane
    u: Plane
    v: Plane

    @staticmethod
    def blank(width: int, height: int) -> "Canvas":
        """A canvas of its own, with whatever was in its memory."""
        y = np.empty((height, width), np.uint8)
        u, v = (np.empty((height // 2, width // 2), np.uint8) for _ in range(2))
        return Canvas(width, height, y, u, v)

    @staticmethod
    def of(frame: av.VideoFrame) -> "Canvas":
        """A canvas whose pixels are those of a yuv420p frame; what is drawn is in the frame."""
        y, u, v = (_rows(plane) for plane in frame.planes)
        return Canvas(frame.width, frame.height, y, u, v)

    @property
    def whole(self) -> Rect:
        """The rectangle that is all of it."""
        return Rect(0, 0, self.width, self.height)

    def fill(self, color: str, area: Rect | None = None) -> None:
        """Paints a rectangle (even edges) in one colour."""
        r = area or self.whole
        for plane, level, k in zip((self.y, self.u, self.v), colour.yuv(color), (1, 2, 2), strict=True):
            plane[r.y // k : (r.y + r.height) // k, r.x // k : (r.x + r.width) // k] = level

    def paste(self, other: "Canvas", area: Rect, x: int = 0, y: int = 0) -> None:
        """Copies ``area`` of another canvas to (x, y); every edge even and inside both."""
        for to, source, k in ((self.y, other.y, 1), (self.u, other.u, 2), (self.v, other.v, 2)):
            to[y // k : (y + area.height) // k, x // k : (x + area.width) // k] = source[
                area.y // k : (area.y + area.height) // k, area.x // k : (area.x + area.width) // k
            ]

    def copy(self, other: "Canvas") -> None:
        """Becomes the same picture as a canvas of the same size."""
        self.paste(other, self.whole)

    def frame(self) -> av.VideoFrame:
        """The picture as a frame of its own, tagged with its colour space."""
        made = av.VideoFrame(self.width, self.height, "yuv420p")
        Canvas.of(made).copy(self)
        return tagged(made)


def tagged(frame: av.VideoFrame) -> av.VideoFrame:
    """The same frame, marked as limited-range BT.709."""
    frame.colorspace = 1
    frame.color_range = 1
    frame.color_primaries = 1
    frame.color_trc = 1
    return frame


def clipped(area: Rect, canvas: Canvas) -> Rect | None:
    """The part of a rectangle that lies on the canvas, with even edges; None when there is none."""
    left, top = max(area.x // 2 * 2, 0), max(area.y // 2 * 2, 0)
    right = min((area.x + area.width + 1) // 2 * 2, canvas.width)
    bottom = min((area.y + area.height + 1) // 2 * 2, canvas.height)
    if right <= left or bottom <= top:
        return None
    return Rect(left, top, right - left, bottom - top)


def _rows(plane: Any) -> Plane:
    return np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
