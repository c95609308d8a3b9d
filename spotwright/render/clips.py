"""Video clips, decoded forward: which frame is on the screen at a time."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import av

from spotwright.render import recordings
from spotwright.render.decoding import Decoder
from spotwright.render.errors import MediaUnreadable, MediaUnsupported

_SLACK = 0.001
"""Seconds a frame may come late and still count as due: time bases of files are coarse."""

_SKIPPED = 4.0
"""Seconds ahead beyond which it is quicker to look for a key frame than to decode all on the way."""

_BACK = (0.0, 2.0, 10.0)
"""Seconds further back at which a key frame is looked for, where one was found too late; then from the beginning."""

_BRIDGED = 1.0
"""Seconds of damage over which the frame before it is held; longer, it would look as if the film had stopped."""

_CHANCE = 3
"""Damaged packets that may have nothing to do with a frame's being the last."""

_NARROWEST = 0.2
"""Width of a pixel to its height, or the other way round, below which a header does not tell the truth."""


@dataclass(frozen=True, slots=True)
class ClipFacts:
    """The picture of a clip as a person sees it: upright, with square pixels."""

    width: int
    height: int
    rotation: int
    """Degrees, counter-clockwise, that the coded picture is turned by to be upright: a multiple of 90."""
    has_alpha: bool
    mirrored: bool = False
    """True when the coded picture is mirrored left to right before it is turned."""


class Clip:
    """One video file, read forward. Close it, or use it in a ``with`` statement.

    Raises MediaError when the file cannot be opened or holds no video.
    """

    def __init__(self, path: str, threads: int = 2, fps: float | None = None) -> None:
        """Opens the file and decodes its first frame. ``fps`` is how often a second it will be looked at, if known."""
        self._container = recordings.opened(path)
        stream = recordings.moving_picture(self._container)
        if stream is None:
            self._container.close()
            raise MediaUnsupported("The file holds no video.")
        self._stream = stream
        self._stream.thread_type = "AUTO"
        self._stream.codec_context.thread_count = threads
        self._fps = fps
        self._decoder = Decoder(self._container, stream, fps)
        self._frames: Iterator[av.VideoFrame] = iter(())
        self._shown: av.VideoFrame | None = None
        self._next: av.VideoFrame | None = None
        self._asked = 0.0
        self._origin = 0.0
        try:
            first = self._begun(0.0)
        except MediaUnreadable:
            self.close()
            raise
        self._origin = first.time or 0.0
        self.facts = _facts(first, self._pixel_width())
        self.length = self._length()
        """Seconds from the first frame to the end, by the file's headers; 0 when they do not say."""

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
        """The frame on the screen at ``t`` seconds of the file: the first before its start, the last after its end.

        Raises MediaError where the file is too damaged to go on.
        """
        t = max(t, 0.0)
        if self._shown is None or t > self._asked + _SKIPPED or (t < self._asked and t < self._time(self._shown)):
            self._seek(t)
        self._asked = t
        self._advance(t)
        assert self._shown is not None
        since = self._time(self._shown)
        if self._decoder.lost >= _CHANCE and min(t, self.length) > since + _BRIDGED:
            raise MediaUnreadable(f"The video is damaged from second {since:.1f} on and cannot be shown further.")
        return self._shown

    def _advance(self, t: float) -> None:
        while self._next is not None and self._time(self._next) <= t + _SLACK:
            self._shown, self._next = self._next, next(self._frames, None)
            if self._decoder.thins and self._gapes():
                # Without the frames that were left out it would stutter.
                self._decoder.thins = False
                self._seek(t)

    def _gapes(self) -> bool:
        """True when the next frame comes later than one frame of the film."""
        assert self._fps is not None
        assert self._shown is not None
        return self._next is not None and self._time(self._next) - self._time(self._shown) > 1.05 / self._fps

    def _seek(self, t: float) -> None:
        """Restarts decoding at a key frame at or before ``t``."""
        for back in _BACK:
            if t - back <= 0:
                break
            if self._time(self._begun(t - back)) <= t + _SLACK:
                return
        self._begun(0.0)

    def _begun(self, t: float) -> av.VideoFrame:
        """Restarts decoding at whatever key frame the file knows for ``t``; the first frame from there."""
        base = self._stream.time_base
        assert base is not None
        try:
            if t > 0:
                self._container.seek(int((t + self._origin) / base), stream=self._stream, backward=True)
            else:
                self._container.seek(0)
        except av.error.FFmpegError:
            # Some containers cannot seek; whoever asks for a time in them waits for the frames before it.
            self._container.seek(0)
        self._frames = self._decoder.frames(t + self._origin)
        self._shown = next(self._frames, None)
        if self._shown is None:
            raise MediaUnreadable("The video holds no frame that can be read.")
        self._next = next(self._frames, None)
        return self._shown

    def _time(self, frame: av.VideoFrame) -> float:
        return (frame.time or 0.0) - self._origin

    def _pixel_width(self) -> float:
        """Width of a pixel to its height."""
        ratio = self._stream.sample_aspect_ratio or self._stream.codec_context.sample_aspect_ratio
        return float(ratio) if ratio and _NARROWEST <= ratio <= 1 / _NARROWEST else 1.0

    def _length(self) -> float:
        stream = self._stream
        if stream.duration and stream.time_base:
            end = float(((stream.start_time or 0) + stream.duration) * stream.time_base)
        else:
            # Matroska counts its length from zero, wherever the pictures begin; the others from there.
            start = 0 if "matroska" in self._container.format.name else self._container.start_time or 0
            end = (start + (self._container.duration or 0)) / av.time_base
        return max(end - self._origin, 0.0)


def _facts(frame: av.VideoFrame, pixel_width: float) -> ClipFacts:
    rotation, mirrored = _orientation(frame)
    # The longer side keeps its pixels, so that nothing is enlarged only to be square.
    width = max(round(frame.width * max(pixel_width, 1.0)), 1)
    height = max(round(frame.height / min(pixel_width, 1.0)), 1)
    if rotation % 180:
        width, height = height, width
    return ClipFacts(width, height, rotation, any(part.is_alpha for part in frame.format.components), mirrored)


def _orientation(frame: av.VideoFrame) -> tuple[int, bool]:
    """Degrees counter-clockwise to the upright picture, and whether it is mirrored left to right before."""
    matrix = recordings.side_note(frame, "DISPLAYMATRIX")
    if len(matrix) < 36:
        return round(frame.rotation / 90) * 90, False
    a, b, _, c, d = struct.unpack("=5i", matrix[:20])
    mirrored = a * d - b * c < 0
    if mirrored:
        a, b = -a, -b
    # Phones turn by quarters; of anything else the nearest one is taken.
    if abs(a) >= abs(b):
        return (0 if a >= 0 else 180), mirrored
    return (-90 if b > 0 else 90), mirrored
