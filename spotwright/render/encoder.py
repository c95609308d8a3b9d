"""Frames in, H.264 out: one closed run of pictures that needs no other to be decoded."""

from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av

from spotwright.render.canvas import tagged
from spotwright.render.memory import steady_memory
from spotwright.render.settings import Settings


class SegmentEncoder:
    """Writes one segment: an MP4 with nothing but video, first frame an IDR, in memory order.

    Used in a ``with`` statement; leaving it normally completes the file.
    """

    def __init__(self, path: Path, width: int, height: int, fps: int, settings: Settings) -> None:
        """Opens the file. ``width`` and ``height`` are even."""
        steady_memory(width, height)
        self._fps = fps
        self._count = 0
        self._container = av.open(str(path), "w", format="mp4", options={"fflags": "+bitexact"})
        self._stream = self._container.add_stream("libx264", rate=fps)
        stream = self._stream
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        context = stream.codec_context
        context.time_base = Fraction(1, fps)
        context.thread_type = "FRAME"
        context.thread_count = settings.threads
        context.gop_size = settings.group_of_pictures(fps)
        context.color_range, context.colorspace = 1, 1
        context.color_primaries, context.color_trc = 1, 1
        # "stitchable" keeps content out of the headers, so that all segments of a film share theirs.
        context.options = {
            "preset": settings.preset,
            "crf": f"{settings.crf:g}",
            "x264-params": "stitchable=1:open-gop=0:force-cfr=1",
        }

    def __enter__(self) -> Self:
        """The encoder itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Completes the file, or closes it as it is after an error."""
        if kind is None:
            self._container.mux(self._stream.encode(None))
        self._container.close()

    def encode(self, frame: av.VideoFrame) -> None:
        """Adds a yuv420p frame. Its pixels may be overwritten as soon as this returns."""
        tagged(frame)
        frame.pts = self._count
        frame.time_base = Fraction(1, self._fps)
        self._count += 1
        self._container.mux(self._stream.encode(frame))
