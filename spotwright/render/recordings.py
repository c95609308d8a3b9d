"""Files with video or sound in them, opened by what their first bytes say they are."""

from pathlib import Path
from typing import Any

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from spotwright.render.errors import MediaUnreadable, MediaUnsupported

_HEAD = 64

# A title in a forgotten encoding is no reason to refuse a film. PyAV 19 is lenient by itself.
_LENIENT: dict[str, Any] = {"metadata_errors": "replace"} if int(av.__version__.split(".")[0]) < 19 else {}

_BOXES = {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
_STILL_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"}


def demuxer(head: bytes) -> str | None:
    """FFmpeg's name for the container that begins with these bytes; None for anything but the usual ones.

    FFmpeg is never left to guess: among what it knows are playlists, which make it open other files.

    Raises:
        MediaUnsupported: for a HEIC picture, which looks like a film from outside.
    """
    if head[4:8] in _BOXES:
        if head[4:8] == b"ftyp" and head[8:12] in _STILL_BRANDS:
            raise MediaUnsupported("HEIC pictures cannot be read here; save the picture as JPEG and upload that.")
        return "mov"
    if head[:4] == b"RIFF":
        return {b"AVI ": "avi", b"WAVE": "wav"}.get(head[8:12])
    for start, name in ((b"\x1aE\xdf\xa3", "matroska"), (b"fLaC", "flac"), (b"OggS", "ogg"), (b"ID3", "mp3")):
        if head.startswith(start):
            return name
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        return "aac" if head[1] & 0xF6 == 0xF0 else "mp3"
    return None


def head_of(path: str | Path) -> bytes:
    """The first bytes of a file, enough to tell what it is. Raises MediaUnreadable when there are none."""
    try:
        with Path(path).open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise MediaUnreadable("The file cannot be read.") from error
    if not head:
        raise MediaUnreadable("The file is empty.")
    return head


def opened(path: str | Path) -> InputContainer:
    """The file, its headers read. Raises MediaUnreadable or MediaUnsupported."""
    name = demuxer(head_of(path))
    if name is None:
        raise MediaUnsupported("The file is not a video or a sound in a format that can be used.")
    try:
        container: InputContainer = av.open(
            f"file:{path}", format=name, options={"protocol_whitelist": "file"}, **_LENIENT
        )
    except (av.error.FFmpegError, OSError, ValueError, OverflowError) as error:
        raise MediaUnreadable("The recording is damaged and cannot be read.") from error
    return container


def moving_picture(container: InputContainer) -> VideoStream | None:
    """The first video that can be decoded and is not the picture on a record's sleeve."""
    streams = (s for s in container.streams.video if not s.disposition & Disposition.attached_pic)
    return next((s for s in streams if _readable(s)), None)


def sound(container: InputContainer) -> AudioStream | None:
    """The first sound that can be decoded."""
    return next((s for s in container.streams.audio if _readable(s)), None)


def side_note(frame: av.VideoFrame, name: str) -> bytes:
    """What comes with a frame under this name of FFmpeg's (``DISPLAYMATRIX`` …); nothing when nothing does."""
    try:
        found: Any = frame.side_data.get(name)
    except ValueError:
        # One note of a kind that PyAV does not know hides all the others.
        return b""
    return b"" if found is None else bytes(found)


def _readable(stream: Stream) -> bool:
    """False for a codec that FFmpeg does not know, or that damage has made unknown; there is no context then."""
    return getattr(stream, "codec_context", None) is not None
