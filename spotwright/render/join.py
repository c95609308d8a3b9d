"""Segments and sound become one MP4, without encoding anything again."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from spotwright.render.errors import RenderError

_REORDER = 2
"""Frames that decoding runs ahead of showing, which is as far as x264's presets ever reorder."""

_UNSEEN = {"skip_frame": "all"}
"""Opening a file decodes its first picture to learn about it. Of all but the first part nothing need be learnt."""


def join(segments: Sequence[Path], sound: Path | None, out: Path, fps: int) -> int:
    """Writes the segments after one another, with a sound track cut to their length, and returns the frame count.

    ``sound`` is a file with an AAC track. ``out`` appears complete or not at all; its index comes first, so that it
    plays while it loads. Raises RenderError when segments do not belong together.
    """
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with ExitStack() as stack:
            model = stack.enter_context(av.open(str(segments[0]))).streams.video[0]
            heard = None if sound is None else stack.enter_context(av.open(str(sound)))
            options = {"movflags": "+faststart", "fflags": "+bitexact"}
            target = stack.enter_context(av.open(str(part), "w", format="mp4", options=options))
            # Every stream is added before the first packet is written: FFmpeg crashes otherwise.
            video = target.add_stream_from_template(model)
            video.time_base = Fraction(1, fps)
            audio = None if heard is None else target.add_stream_from_template(heard.streams.audio[0])
            packets = iter(()) if heard is None else heard.demux(heard.streams.audio[0])
            waiting = _next(packets)
            frames = 0
            for packet in _pictures(segments, bytes(model.codec_context.extradata or b""), fps):
                while waiting is not None and _seconds(waiting) <= frames / fps:
                    waiting.stream = audio
                    target.mux(waiting)
                    waiting = _next(packets)
                packet.stream = video
                target.mux(packet)
                frames += 1
            while waiting is not None and _seconds(waiting) < frames / fps:
                waiting.stream = audio
                target.mux(_shortened(waiting, Fraction(frames, fps)))
                waiting = _next(packets)
        part.replace(out)
    except (av.error.FFmpegError, IndexError) as error:
        raise RenderError("The parts of the film could not be joined.") from error
    finally:
        part.unlink(missing_ok=True)
    return frames


def _pictures(segments: Sequence[Path], headers: bytes, fps: int) -> Iterator[av.Packet[Any]]:
    """All packets of all segments in decoding order, with the times they have in the film."""
    base = decoded = 0
    frame = Fraction(1, fps)
    for path in segments:
        shown = 0
        with av.open(str(path), options=_UNSEEN) as container:
            stream = container.streams.video[0]
            if bytes(stream.codec_context.extradata or b"") != headers:
                raise RenderError("The parts of the film were encoded in different ways and cannot be joined.")
            assert stream.time_base is not None
            first, ticks = stream.start_time or 0, float(1 / (stream.time_base * fps))
            for packet in container.demux(stream):
                if packet.size == 0:
                    continue
                assert packet.pts is not None
                packet.pts = base + round((packet.pts - first) / ticks)
                packet.dts = decoded - _REORDER
                packet.duration = 1
                packet.time_base = frame
                yield packet
                decoded += 1
                shown += 1
        base += shown


def _next(packets: Iterator[av.Packet[Any]]) -> av.Packet[Any] | None:
    """The next packet with anything in it; the demuxer ends with an empty one."""
    return next((packet for packet in packets if packet.size), None)


def _seconds(packet: av.Packet[Any]) -> float:
    assert packet.time_base is not None
    return float((packet.pts or 0) * packet.time_base)


def _shortened(packet: av.Packet[Any], end: Fraction) -> av.Packet[Any]:
    """The packet, shown no longer than to the film's end."""
    assert packet.time_base is not None
    left = int(end / packet.time_base) - (packet.pts or 0)
    packet.duration = max(min(packet.duration or left, left), 1)
    return packet
