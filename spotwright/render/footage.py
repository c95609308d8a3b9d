"""Video clips as sources: decoded forward, turned upright, brought to the encoder's colour space and to size."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import IO, Any, Self

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace

from spotwright.render import colour, kernels
from spotwright.render.camera import Window
from spotwright.render.canvas import Canvas
from spotwright.render.errors import MediaUnreadable, MediaUnsupported
from spotwright.render.stills import Prepared
from spotwright.render.timeline import Grade

_HD_HEIGHT = 720
_SLACK = 0.001
"""Seconds a frame may come late and still count as due: time bases of files are coarse."""

_TURNS = {
    90: ("transpose", "cclock"),
    -270: ("transpose", "cclock"),
    -90: ("transpose", "clock"),
    270: ("transpose", "clock"),
}


@dataclass(frozen=True, slots=True)
class ClipFacts:
    """The picture of a clip as a person sees it: upright, with square pixels."""

    width: int
    height: int
    rotation: int
    """Degrees, counter-clockwise, that the coded picture is turned by to be upright."""


class Clip:
    """One video file, read forward. Close it, or use it in a ``with`` statement.

    Raises MediaError when the file cannot be opened or holds no video.
    """

    def __init__(self, path: str, threads: int = 2) -> None:
        """Opens the file and decodes its first frame."""
        try:
            self._container = av.open(path, options={"enable_drefs": "0"})
        except (av.error.FFmpegError, OSError, ValueError) as error:
            raise MediaUnreadable("The video is damaged and cannot be read.") from error
        if not self._container.streams.video:
            self._container.close()
            raise MediaUnsupported("The file holds no video.")
        self._stream = self._container.streams.video[0]
        self._stream.thread_type = "AUTO"
        self._stream.codec_context.thread_count = threads
        self._frames: Iterator[av.VideoFrame] = iter(())
        self._shown: av.VideoFrame | None = None
        self._next: av.VideoFrame | None = None
        self._asked = float("inf")
        self._origin = 0.0
        try:
            first = self._seek(0.0)
            self._origin = first.time or 0.0
        except MediaUnreadable:
            self.close()
            raise
        self.facts = _facts(first)

    def __enter__(self) -> Self:
        """The clip itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closes the file."""
        self.close()

    def close(self) -> None:
        """Frees the decoder. Harmless when done twice."""
        self._frames = iter(())
        self._shown = self._next = None
        self._container.close()

    def at(self, t: float) -> av.VideoFrame:
        """The frame on the screen at ``t`` seconds of the file: the first before its start, the last after its end."""
        t = max(t, 0.0)
        if self._shown is None or t < self._asked or t > self._asked + 4.0:
            self._seek(t)
        self._asked = t
        while self._next is not None and self._time(self._next) <= t + _SLACK:
            self._shown, self._next = self._next, self._read()
        assert self._shown is not None
        return self._shown

    def _seek(self, t: float) -> av.VideoFrame:
        """Restarts decoding at the key frame at or before ``t``."""
        base = self._stream.time_base
        assert base is not None
        try:
            self._container.seek(int((t + self._origin) / base), stream=self._stream, backward=True)
        except av.error.FFmpegError:
            # Some containers cannot seek; whoever asks for a time in them waits for the frames before it.
            self._container.seek(0)
        self._frames = self._container.decode(self._stream)
        self._shown = self._read()
        if self._shown is None:
            raise MediaUnreadable("The video holds no frame that can be read.")
        self._next = self._read()
        return self._shown

    def _read(self) -> av.VideoFrame | None:
        """The next frame that can be decoded; damaged ones are passed over."""
        for _ in range(64):
            try:
                return next(self._frames, None)
            except av.error.EOFError:
                return None
            except (av.error.FFmpegError, ValueError):
                self._frames = self._container.decode(self._stream)
        return None

    def _time(self, frame: av.VideoFrame) -> float:
        return (frame.time or 0.0) - self._origin


def _facts(frame: av.VideoFrame) -> ClipFacts:
    rotation = int(frame.rotation)
    width, height = frame.width, frame.height
    if rotation % 180:
        width, height = height, width
    return ClipFacts(width, height, rotation)


@dataclass(frozen=True, slots=True)
class Fit:
    """What of a clip is wanted, and at how many pixels (even)."""

    seen: Window
    size: tuple[int, int]
    sigma: float
    """Blur in prepared pixels."""


class Adapter:
    """Turns a clip's frames into the wanted part, size and colour space. One filter graph, built once."""

    def __init__(self, facts: ClipFacts, fit: Fit, grade: Grade) -> None:
        """Nothing is built before the first frame, whose format the graph depends on."""
        self._facts, self._fit, self._grade = facts, fit, grade
        self._graph: av.filter.Graph | None = None
        self._shape: tuple[Any, ...] = ()
        self._made: tuple[av.VideoFrame, av.VideoFrame] | None = None

    def adapt(self, frame: av.VideoFrame) -> av.VideoFrame:
        """The frame in yuv420p, limited-range BT.709, at the fit's size. The same frame is adapted once."""
        if self._made is not None and self._made[0] is frame:
            return self._made[1]
        shape = (frame.width, frame.height, frame.format.name, frame.colorspace, frame.color_range)
        if self._graph is None or shape != self._shape:
            self._graph, self._shape = self._built(frame), shape
        try:
            self._graph.push(frame)
            adapted = self._graph.pull()
        except (av.error.FFmpegError, ValueError) as error:
            raise MediaUnreadable("The video cannot be converted.") from error
        assert isinstance(adapted, av.VideoFrame)
        self._made = (frame, adapted)
        return adapted

    def _built(self, frame: av.VideoFrame) -> av.filter.Graph:
        graph = av.filter.Graph()
        chain = [
            graph.add_buffer(
                width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base, name="in"
            )
        ]
        with tempfile.NamedTemporaryFile("w", suffix=".cube", prefix="spotwright-") as cube:
            steps = [*self._upright(), self._crop(), self._scale(frame), *self._tone(cube)]
            steps.append(("format", "pix_fmts=yuv420p"))
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
        return "crop", f"{width}:{height}:{left}:{top}:exact=1"

    def _scale(self, frame: av.VideoFrame) -> tuple[str, str]:
        width, height = self._fit.size
        # A file that names no matrix means the one of its size: standard definition came before BT.709.
        unnamed = frame.colorspace in {Colorspace.DEFAULT, 2, 0}
        matrix = "auto" if not unnamed else "bt709" if frame.height >= _HD_HEIGHT else "bt601"
        spread = "pc" if frame.color_range == ColorRange.JPEG else "auto"
        return "scale", (
            f"{width}:{height}:flags=bicubic+accurate_rnd+full_chroma_int:in_color_matrix={matrix}:in_range={spread}"
            ":out_color_matrix=bt709:out_range=tv"
        )

    def _tone(self, cube: IO[str]) -> list[tuple[str, str]]:
        """The grade; its table goes by way of a file, which the filter reads while it is added."""
        steps = []
        if self._fit.sigma > 0.2:
            steps.append(("gblur", f"sigma={self._fit.sigma:.3f}"))
        if colour.changes(self._grade):
            cube.write(colour.cube(self._grade))
            cube.flush()
            steps.append(("lut3d", f"file={cube.name}"))
            steps.append(("scale", "out_color_matrix=bt709:out_range=tv"))
        return steps


def standing(frame: av.VideoFrame, seen: Window) -> Prepared:
    """A frame's planes, turned for the camera."""
    source = Canvas.of(frame)
    made = []
    for plane, k in ((source.y, 1), (source.u, 2), (source.v, 2)):
        width, height = frame.width // k, frame.height // k
        out = np.empty((width, height), np.uint8)
        kernels.stand(plane, width, height, out)
        made.append(out)
    return Prepared(seen, *made)
