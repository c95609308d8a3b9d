"""Interlaced video: two half pictures in each frame, a moment apart, turned into whole ones."""

from collections.abc import Iterator
from fractions import Fraction

import av


class Deinterlacer:
    """Takes the frames of a clip in order; gives whole ones, one frame late. Frames that are whole pass as they are.

    ``each_field`` makes a frame of each half, for films of more frames a second than the clip.
    """

    def __init__(self, first: av.VideoFrame, *, each_field: bool) -> None:
        self._graph = av.filter.Graph()
        source = self._graph.add_buffer(
            width=first.width, height=first.height, format=first.format, time_base=first.time_base or Fraction(1, 25)
        )
        mode = "send_field" if each_field else "send_frame"
        weave = self._graph.add("bwdif", f"mode={mode}:parity=auto:deint=interlaced")
        sink = self._graph.add("buffersink")
        source.link_to(weave)
        weave.link_to(sink)
        self._graph.configure()
        self._shape = _shape(first)

    def fits(self, frame: av.VideoFrame) -> bool:
        """False for a frame of another size or format, which needs a deinterlacer of its own."""
        return _shape(frame) == self._shape

    def push(self, frame: av.VideoFrame | None) -> Iterator[av.VideoFrame]:
        """The whole frames that are ready after this one; None says that it was the last."""
        self._graph.vpush(frame)
        while True:
            try:
                yield self._graph.vpull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return


def _shape(frame: av.VideoFrame) -> tuple[int, int, str]:
    return frame.width, frame.height, frame.format.name
