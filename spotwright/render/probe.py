"""What a file is, judged by its bytes: a picture, a clip or a sound, and whether it can be used."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.stream import VideoStream

from spotwright.render import pictures, recordings
from spotwright.render.clips import Clip
from spotwright.render.errors import MediaTooLarge, MediaUnreadable, MediaUnsupported

Kind = Literal["image", "video", "audio"]


@dataclass(frozen=True, slots=True)
class MediaLimits:
    """The most that is accepted."""

    pixels: int = pictures.MOST_PIXELS
    """Of a still picture."""
    side: int = 30_000
    video_pixels: int = 4096 * 2304
    """Of a frame of a clip."""
    seconds: float = 15 * 60.0
    file_bytes: int = 2_000_000_000


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """What was found. Sizes are those of the upright picture; what does not apply is 0 or None."""

    kind: Kind
    format: str
    """The container's or picture's format: jpeg, png, mp4, webm, mp3 …"""
    mime: str
    width: int = 0
    height: int = 0
    duration: float = 0.0
    fps: float = 0.0
    codec: str = ""
    has_audio: bool = False
    has_alpha: bool = False
    rotation: int = 0
    """Degrees clockwise that the stored picture is turned by to be upright: 0, 90, 180 or 270."""


def probe(path: str | Path, limits: MediaLimits | None = None) -> MediaInfo:
    """Reads headers, and of clips and sounds the first frame, to be sure that there is one.

    Raises:
        MediaUnreadable: empty, truncated or damaged.
        MediaUnsupported: something else than a picture, a video or a sound, or of a kind that cannot be used.
        MediaTooLarge: beyond the limits.
    """
    limits = limits or MediaLimits()
    path = Path(path)
    head = recordings.head_of(path)
    if path.stat().st_size > limits.file_bytes:
        raise MediaTooLarge(f"The file is larger than {limits.file_bytes // 1_000_000} MB.")
    if _is_picture(head):
        return _picture(path, limits)
    name = recordings.demuxer(head)
    if name is None:
        raise MediaUnsupported("The file is not a picture, a video or a sound in a format that can be used.")
    return _recording(path, name, limits)


def _is_picture(head: bytes) -> bool:
    return (
        head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"BM"))
        or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")
        or (head[4:8] == b"ftyp" and head[8:12] in {b"avif", b"avis"})
    )


_PLAIN_FORMATS = {"MPO": "jpeg"}


def _picture(path: Path, limits: MediaLimits) -> MediaInfo:
    facts = pictures.facts(path, limits.pixels)
    if max(facts.width, facts.height) > limits.side:
        raise MediaTooLarge(f"The picture is longer than {limits.side} pixels on one side.")
    pictures.check(path, limits.pixels)
    return MediaInfo(
        kind="image",
        format=_PLAIN_FORMATS.get(facts.format, facts.format.lower()),
        mime=pictures.FORMATS[facts.format],
        width=facts.width,
        height=facts.height,
        codec=_PLAIN_FORMATS.get(facts.format, facts.format.lower()),
        has_alpha=facts.has_alpha,
        rotation=facts.rotation,
    )


def _recording(path: Path, demuxer: str, limits: MediaLimits) -> MediaInfo:
    try:
        with recordings.opened(path) as container:
            moving = recordings.moving_picture(container)
            heard = recordings.sound(container)
            if moving is None and heard is None:
                raise MediaUnsupported("The file holds neither a picture nor a sound.")
            duration = _duration(container)
            if duration > limits.seconds:
                raise MediaTooLarge(f"The recording is longer than {limits.seconds / 60:g} minutes.")
            if moving is not None:
                return _video(path, demuxer, container, moving, duration, limits)
            assert heard is not None
            return _audio(demuxer, container, heard, duration)
    except (av.error.FFmpegError, OSError, ValueError, OverflowError) as error:
        raise MediaUnreadable("The recording is damaged and cannot be read.") from error


def _video(
    path: Path, demuxer: str, container: InputContainer, stream: VideoStream, duration: float, limits: MediaLimits
) -> MediaInfo:
    width, height = stream.codec_context.width, stream.codec_context.height
    if width * height > limits.video_pixels:
        raise MediaTooLarge(f"The video has {width} × {height} pixels, more than can be used.")
    with Clip(str(path)) as clip:
        facts = clip.facts
    rate = stream.average_rate or stream.guessed_rate
    name = _video_format(demuxer, container, stream)
    return MediaInfo(
        kind="video",
        format=name,
        mime={"mp4": "video/mp4", "mov": "video/quicktime", "webm": "video/webm", "avi": "video/x-msvideo"}.get(
            name, "video/x-matroska"
        ),
        width=facts.width,
        height=facts.height,
        duration=duration,
        fps=float(rate) if rate else 0.0,
        codec=stream.codec_context.name,
        has_audio=recordings.sound(container) is not None,
        has_alpha=facts.has_alpha,
        rotation=-facts.rotation % 360,
    )


def _audio(demuxer: str, container: InputContainer, stream: AudioStream, duration: float) -> MediaInfo:
    if next(container.decode(stream), None) is None:
        raise MediaUnreadable("The recording holds no sound that can be read.")
    name = {"mov": "m4a", "matroska": "webm"}.get(demuxer, demuxer)
    mime = {"m4a": "audio/mp4", "mp3": "audio/mpeg", "wav": "audio/wav"}.get(name, f"audio/{name}")
    return MediaInfo(
        kind="audio", format=name, mime=mime, duration=duration, codec=stream.codec_context.name, has_audio=True
    )


def _duration(container: InputContainer) -> float:
    """Seconds, by the longest that any header names, so that none can understate it."""
    found = [float(container.duration or 0) / av.time_base]
    found += [float(s.duration * s.time_base) for s in container.streams if s.duration and s.time_base]
    return max(found)


def _video_format(demuxer: str, container: InputContainer, stream: VideoStream) -> str:
    if demuxer == "mov":
        return "mov" if container.metadata.get("major_brand", "").strip() == "qt" else "mp4"
    if demuxer == "matroska":
        return "webm" if stream.codec_context.name in {"vp8", "vp9", "av1", "libdav1d", "libvpx-vp9"} else "mkv"
    return demuxer
