"""The frames of a video stream from any place on, whole and in order, as cheaply as what is wanted of them allows."""

from collections.abc import Iterator
from contextlib import suppress

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from spotwright.render.errors import MediaTooLarge
from spotwright.render.fields import Deinterlacer

_FORGIVEN = 256
"""Packets in a row without a frame, each damaged, after which a clip counts as over."""

_LEAD = 0.5
"""Seconds before the wanted time from which on every frame is decoded: later frames are built on some of these."""

_THINNED = 1.9
"""How many times the film's rate a clip's must be, so that frames no other one needs may be left out."""

_REVERSED_BY = 1.1
"""How much faster than a clip a film must be, for each half of an interlaced frame to be worth a frame."""


_MOST_PIXELS = 4096 * 2304
"""Of a frame. A file that is accepted for its first frame may have larger ones further on."""


class Decoder:
    """Decodes one stream of an open file. Damaged packets and frames are passed over, and counted."""

    def __init__(self, container: InputContainer, stream: VideoStream, fps: float | None) -> None:
        """``fps`` is the rate at which frames will be looked at; None decodes all of them."""
        self._container, self._stream = container, stream
        self._rate = float(stream.average_rate or stream.guessed_rate or 0)
        self._fps = fps
        self.thins = fps is not None and self._rate >= fps * _THINNED
        """True while frames that no other frame needs are not decoded; whoever misses one sets it to False."""

        self.lost = 0
        """How many packets and frames were damaged since decoding was last begun."""

    def frames(self, target: float) -> Iterator[av.VideoFrame]:
        """From where the file stands on. Of what comes long before ``target`` (a time of the stream) not all is given.

        They end with the file, or where nothing more of it can be read.
        """
        woven: Deinterlacer | None = None
        for frame in self._decoded(target):
            if woven is None and not frame.interlaced_frame:
                yield frame
                continue
            if woven is None or not woven.fits(frame):
                woven = Deinterlacer(frame, each_field=bool(self._fps and self._fps > self._rate * _REVERSED_BY))
            yield from woven.push(frame)
        if woven is not None:
            yield from woven.push(None)

    def _decoded(self, target: float) -> Iterator[av.VideoFrame]:
        in_a_row, sound = 0, False
        self.lost = 0
        for packet in self._packets():
            self._spare(packet, target)
            try:
                found = packet.decode()
            except av.error.EOFError:
                return
            except (av.error.FFmpegError, ValueError):
                self.lost += 1
                in_a_row += 1
                if in_a_row > _FORGIVEN:
                    return
                continue
            for frame in found:
                assert isinstance(frame, av.VideoFrame)
                if frame.width * frame.height > _MOST_PIXELS:
                    raise MediaTooLarge(f"The video turns to {frame.width} × {frame.height} pixels on the way.")
                # What comes before the first frame that is whole may still be the picture: some clips begin softly.
                if frame.is_corrupt and sound:
                    self.lost += 1
                    continue
                sound, in_a_row = sound or not frame.is_corrupt, 0
                yield frame

    def _packets(self) -> "Iterator[Packet[VideoStream]]":
        """The stream's packets, and an empty one at their end, which brings out what the decoder still holds."""
        for _ in range(_FORGIVEN):
            with suppress(av.error.FFmpegError, ValueError):
                yield from self._container.demux(self._stream)
                return

    def _spare(self, packet: "Packet[VideoStream]", target: float) -> None:
        early = packet.pts is not None and packet.time_base and float(packet.pts * packet.time_base) < target - _LEAD
        self._stream.codec_context.skip_frame = "NONREF" if early or self.thins else "DEFAULT"
