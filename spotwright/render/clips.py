"""Video clips, decoded forward: which frame is on the screen at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import av

from spotwright.render import recordings
from spotwright.render.errors import MediaUnreadable, MediaUnsupported

_SLACK = 0.001
"""Seconds a frame may come late and still count as due: time bases of files are coarse."""


@dataclass(frozen=True, slots=True)
class ClipFacts:
    """The picture of a clip as a person sees it: upright, with square pixels."""

    width: int
    height: int
    rotation: int
    """Degrees, counter-clockwise, that the coded picture is turned by to be upright."""
    has_alpha: bool


class Clip:
    """One video file, read forward. Close it, or use it in a ``with`` statement.

    Raises MediaError when the file cannot be opened or holds no video.
    """

    def __init__(self, path: str, threads: int = 2) -> None:
        """Opens the file and decodes its first frame."""
        self._container = recordings.opened(path)
        stream = recordings.moving_picture(self._container)
        if stream is None:
            self._container.close()
            raise MediaUnsupported("The file holds no video.")
        self._stream = stream
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
    return ClipFacts(width, height, rotation, any(part.is_alpha for part in frame.format.components))
