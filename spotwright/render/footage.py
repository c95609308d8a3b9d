"""Frames of clips, turned upright and brought to the wanted part, size and colour space."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import av
from av.video.reformatter import ColorRange

from spotwright.render.camera import Window
from spotwright.render.clips import ClipFacts
from spotwright.render.errors import MediaUnreadable

_HD_HEIGHT = 720

_UNNAMED = {0, 2}
"""Matrix codes that say nothing (0 is RGB, which needs none)."""

_TURNS = {
    90: ("transpose", "cclock"),
    -270: ("transpose", "cclock"),
    -90: ("transpose", "clock"),
    270: ("transpose", "clock"),
}


@dataclass(frozen=True, slots=True)
class Fit:
    """What of a clip is wanted, and at how many pixels (even)."""

    seen: Window
    size: tuple[int, int]
    sigma: float
    """Blur in prepared pixels."""


class Adapter:
    """Turns a clip's frames into the wanted part, size and colour space. One filter graph, built once."""

    def __init__(self, facts: ClipFacts, fit: Fit) -> None:
        """Nothing is built before the first frame, whose format the graph depends on."""
        self._facts, self._fit = facts, fit
        self._graph: av.filter.Graph | None = None
        self._shape: tuple[Any, ...] = ()

    def adapt(self, frame: av.VideoFrame) -> av.VideoFrame:
        """The frame in yuv420p, limited-range BT.709, at the fit's size."""
        shape = (frame.width, frame.height, frame.format.name, frame.colorspace, frame.color_range)
        try:
            if self._graph is None or shape != self._shape:
                self._graph, self._shape = self._built(frame), shape
            self._graph.push(frame)
            adapted = self._graph.pull()
        except (av.error.FFmpegError, ValueError) as error:
            raise MediaUnreadable("The video cannot be converted.") from error
        assert isinstance(adapted, av.VideoFrame)
        return adapted

    def _built(self, frame: av.VideoFrame) -> av.filter.Graph:
        graph = av.filter.Graph()
        chain = [
            graph.add_buffer(
                width=frame.width,
                height=frame.height,
                format=frame.format,
                time_base=frame.time_base or Fraction(1, 25),
                name="in",
            )
        ]
        steps = [*self._upright(), self._crop(), self._scale(frame), *self._blur(), ("format", "pix_fmts=yuv420p")]
        chain += [graph.add(name, arguments) for name, arguments in steps]
        chain.append(graph.add("buffersink"))
        for before, after in pairwise(chain):
            before.link_to(after)
        graph.configure()
        return graph

    def _upright(self) -> list[tuple[str, str]]:
        rotation = self._facts.rotation
        if rotation in _TURNS:
            return [_TURNS[rotation]]
        return [("hflip", ""), ("vflip", "")] if rotation % 360 else []

    def _crop(self) -> tuple[str, str]:
        seen = self._fit.seen
        width = max(round(seen.width * self._facts.width), 2)
        height = max(round(seen.height * self._facts.height), 2)
        left, top = round(seen.left * self._facts.width), round(seen.top * self._facts.height)
        return "crop", f"{width}:{height}:{left}:{top}"

    def _scale(self, frame: av.VideoFrame) -> tuple[str, str]:
        width, height = self._fit.size
        # A file that names no matrix means the one of its size: standard definition came before BT.709.
        unnamed = int(frame.colorspace) in _UNNAMED
        matrix = "auto" if not unnamed else "bt709" if frame.height >= _HD_HEIGHT else "bt601"
        # JPEG puts chroma in the middle of its four pixels, and with it whatever is in its pixel formats.
        sited = "center" if frame.format.name.startswith("yuvj") else "auto"
        spread = "pc" if frame.color_range == ColorRange.JPEG else "auto"
        return "scale", (
            f"{width}:{height}:flags=bicubic+accurate_rnd+full_chroma_int:in_color_matrix={matrix}:in_range={spread}"
            f":out_color_matrix=bt709:out_range=tv:in_chroma_loc={sited}:out_chroma_loc=left"
        )

    def _blur(self) -> list[tuple[str, str]]:
        return [("gblur", f"sigma={self._fit.sigma:.3f}")] if self._fit.sigma > 0.2 else []
