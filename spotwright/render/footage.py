"""Frames of clips, turned upright and brought to the wanted part, size and colour space."""

from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import av
from av.video.reformatter import ColorRange

from spotwright.render import hdr
from spotwright.render.camera import Window
from spotwright.render.clips import ClipFacts
from spotwright.render.errors import MediaUnreadable

_HD_HEIGHT = 720

_SCALING = "flags=bicubic+accurate_rnd+full_chroma_int"

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
        light = hdr.light_of(frame)
        shape = (frame.width, frame.height, frame.format.name, frame.colorspace, frame.color_range, light)
        try:
            if self._graph is None or shape != self._shape:
                self._graph, self._shape = self._built(frame, light), shape
            self._graph.push(frame)
            adapted = self._graph.pull()
        except (av.error.FFmpegError, ValueError) as error:
            raise MediaUnreadable("The video cannot be converted.") from error
        assert isinstance(adapted, av.VideoFrame)
        return adapted

    def _built(self, frame: av.VideoFrame, light: hdr.Light | None) -> av.filter.Graph:
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
        steps = [*self._clear(), *self._upright(), self._crop(frame), *_reduced(frame, light, self._fit.size)]
        steps += [*self._blur(), ("format", "pix_fmts=yuv420p")]
        with ExitStack() as stack:
            for name, arguments in steps:
                if name == "lut3d":
                    assert light is not None
                    table = stack.enter_context(hdr.cube(light))
                    chain.append(graph.add(name, file=table, interp="tetrahedral"))
                else:
                    chain.append(graph.add(name, arguments))
            chain.append(graph.add("buffersink"))
            for before, after in pairwise(chain):
                before.link_to(after)
            graph.configure()
        return graph

    def _clear(self) -> list[tuple[str, str]]:
        """What shines through a clip with transparency is black, as in a player."""
        return [("premultiply", "inplace=1")] if self._facts.has_alpha else []

    def _upright(self) -> list[tuple[str, str]]:
        mirror = [("hflip", "")] if self._facts.mirrored else []
        rotation = self._facts.rotation
        if rotation in _TURNS:
            return [*mirror, _TURNS[rotation]]
        return [*mirror, *([("hflip", ""), ("vflip", "")] if rotation % 360 else [])]

    def _crop(self, frame: av.VideoFrame) -> tuple[str, str]:
        """The wanted part of the upright picture, in its own pixels, which need not be square."""
        sizes = (frame.width, frame.height)
        whole_width, whole_height = sizes[::-1] if self._facts.rotation % 180 else sizes
        seen = self._fit.seen
        left, top = round(seen.left * whole_width), round(seen.top * whole_height)
        width = min(max(round(seen.width * whole_width), 2), max(whole_width - left, 1))
        height = min(max(round(seen.height * whole_height), 2), max(whole_height - top, 1))
        return "crop", f"{width}:{height}:{left}:{top}"

    def _blur(self) -> list[tuple[str, str]]:
        return [("gblur", f"sigma={self._fit.sigma:.3f}")] if self._fit.sigma > 0.2 else []


def _reduced(frame: av.VideoFrame, light: hdr.Light | None, size: tuple[int, int]) -> list[tuple[str, str]]:
    """To the wanted size first, for fewer pixels to change; and to the colours of the screen."""
    whole = f"{size[0]}:{size[1]}:"
    into = f":{_source(frame, light)}"
    out = ":out_color_matrix=bt709:out_range=tv:out_chroma_loc=left"
    if light is None:
        return [("scale", f"{whole}{_SCALING}{into}{out}")]
    # For planes of 16 bits FFmpeg's table is five times as fast as for any other kind of pixels.
    return [
        ("scale", f"{whole}{_SCALING}{into}:out_range=pc"),
        ("format", "pix_fmts=gbrp16le"),
        ("lut3d", ""),
        ("scale", f"{_SCALING}:in_range=pc{out}"),
    ]


def _source(frame: av.VideoFrame, light: hdr.Light | None) -> str:
    """What the pixels of a frame mean, as far as the frame itself does not say it."""
    if int(frame.colorspace) not in _UNNAMED:
        matrix = "auto"
    elif light is not None:
        matrix = "bt2020"
    else:
        # A file that names no matrix means the one of its size: standard definition came before BT.709.
        matrix = "bt709" if frame.height >= _HD_HEIGHT else "bt601"
    # JPEG puts chroma in the middle of its four pixels, and with it whatever is in its pixel formats.
    sited = "center" if frame.format.name.startswith("yuvj") else "auto"
    spread = "pc" if frame.color_range == ColorRange.JPEG else "auto"
    return f"in_color_matrix={matrix}:in_range={spread}:in_chroma_loc={sited}"
