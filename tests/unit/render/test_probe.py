"""What files are, by their bytes; and what is refused."""

import struct
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import av
import numpy as np
import pytest
from footage_samples import scenery, silence
from PIL import Image

from spotwright.render.errors import MediaError, MediaTooLarge, MediaUnreadable, MediaUnsupported
from spotwright.render.probe import MediaLimits, probe
from spotwright.render.thumbnail import write_thumbnail

Save = Callable[..., object]


@pytest.mark.parametrize(
    ("name", "format_", "mime"),
    [
        ("p.jpg", "jpeg", "image/jpeg"),
        ("p.png", "png", "image/png"),
        ("p.webp", "webp", "image/webp"),
        ("p.gif", "gif", "image/gif"),
        ("p.bmp", "bmp", "image/bmp"),
        ("p.tif", "tiff", "image/tiff"),
        ("p.avif", "avif", "image/avif"),
    ],
)
def test_a_picture_is_known_by_its_bytes(name: str, format_: str, mime: str, tmp_path: Path) -> None:
    """Its name may lie."""
    Image.fromarray(scenery(90, 60)).save(tmp_path / name)
    path = (tmp_path / name).rename(tmp_path / "film.mp4")
    info = probe(path)
    assert (info.kind, info.format, info.mime, info.width, info.height) == ("image", format_, mime, 90, 60)
    assert not info.has_alpha


def test_an_animated_gif_is_a_picture(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (40, 30), (shade, 0, 0)) for shade in (0, 100, 200)]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    assert probe(tmp_path / "a.gif").kind == "image"


def test_transparency_is_noticed(tmp_path: Path) -> None:
    Image.new("RGBA", (9, 9)).save(tmp_path / "a.png")
    assert probe(tmp_path / "a.png").has_alpha


@pytest.mark.parametrize(
    ("name", "format_", "mime", "codec"),
    [
        ("c.mp4", "mp4", "video/mp4", "h264"),
        ("c.mov", "mov", "video/quicktime", "h264"),
        ("c.webm", "webm", "video/webm", "vp9"),
        ("c.mkv", "mkv", "video/x-matroska", "h264"),
        ("c.avi", "avi", "video/x-msvideo", "h264"),
    ],
)
def test_a_clip_is_measured(name: str, format_: str, mime: str, codec: str, clip: Callable[..., Path]) -> None:
    info = probe(clip(name))
    assert (info.kind, info.format, info.mime) == ("video", format_, mime)
    assert codec in info.codec
    assert (info.width, info.height, info.has_audio, info.rotation) == (96, 64, False, 0)
    assert info.fps == pytest.approx(25, rel=0.01)
    assert info.duration == pytest.approx(0.8, abs=0.05)


def test_a_clip_with_sound_says_so(clip: Callable[..., Path]) -> None:
    assert probe(clip("c.mp4", sound=True)).has_audio


@pytest.mark.parametrize(
    ("name", "codec", "format_", "mime"),
    [
        ("s.mp3", "libmp3lame", "mp3", "audio/mpeg"),
        ("s.wav", "pcm_s16le", "wav", "audio/wav"),
        ("s.m4a", "aac", "m4a", "audio/mp4"),
        ("s.ogg", "libopus", "ogg", "audio/ogg"),
        ("s.flac", "flac", "flac", "audio/flac"),
    ],
)
def test_a_sound_is_measured(name: str, codec: str, format_: str, mime: str, tmp_path: Path) -> None:
    with av.open(str(tmp_path / name), "w") as container:
        track = container.add_stream(codec, rate=48000, layout="stereo")
        container.mux(track.encode(silence(48000)))
        container.mux(track.encode(None))
    info = probe(tmp_path / name)
    assert (info.kind, info.format, info.mime, info.has_audio) == ("audio", format_, mime, True)
    assert info.duration == pytest.approx(1, abs=0.1)
    with pytest.raises(MediaUnsupported):
        write_thumbnail(tmp_path / name, info, tmp_path / "t.jpg")


def turned(path: Path, degrees: int) -> Path:
    """The clip with a display matrix that turns it, as phones write."""
    content = bytearray(path.read_bytes())
    at = content.index(b"tkhd") + 4 + 40
    one, zero = 1 << 16, 0
    matrices = {90: (zero, one, -one, zero), 180: (-one, zero, zero, -one), 270: (zero, -one, one, zero)}
    a, b, c, d = matrices[degrees]
    content[at : at + 36] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_clip_is_upright(degrees: int, tmp_path: Path) -> None:
    """Red is at the top of the upright picture."""
    path = tmp_path / "turned.mp4"
    upright = np.full((96, 64, 3) if degrees != 180 else (64, 96, 3), 30, np.uint8)
    upright[: upright.shape[0] // 2] = (220, 30, 30)
    stored = np.ascontiguousarray(np.rot90(upright, degrees // 90))
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = stored.shape[1], stored.shape[0], "yuv420p"
        for _ in range(3):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(stored, format="rgb24")))
        container.mux(stream.encode(None))
    info = probe(turned(path, degrees))
    assert (info.width, info.height, info.rotation) == (upright.shape[1], upright.shape[0], degrees)
    write_thumbnail(path, info, tmp_path / "t.png.jpg", 96)
    with Image.open(tmp_path / "t.png.jpg") as picture:
        pixels = np.asarray(picture).astype(int)
    assert pixels[10, pixels.shape[1] // 2, 0] > 150
    assert pixels[-10, pixels.shape[1] // 2, 0] < 90


def png_header(width: int, height: int) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(100_000, 100_000), (2_000_000_000, 1), (31_000, 10)])
def test_a_picture_that_claims_to_be_huge_is_refused(size: tuple[int, int], tmp_path: Path) -> None:
    (tmp_path / "bomb.png").write_bytes(png_header(*size))
    with pytest.raises(MediaTooLarge):
        probe(tmp_path / "bomb.png")


def test_limits_are_the_callers(clip: Callable[..., Path], tmp_path: Path) -> None:
    with pytest.raises(MediaTooLarge, match="minutes"):
        probe(clip(), MediaLimits(seconds=0.5))
    with pytest.raises(MediaTooLarge, match="96 × 64"):
        probe(clip(), MediaLimits(video_pixels=1000))
    with pytest.raises(MediaTooLarge, match="MB"):
        probe(clip(), MediaLimits(file_bytes=100))


def test_a_header_that_claims_ten_hours_is_refused(clip: Callable[..., Path]) -> None:
    path = clip("c.mkv")
    content = bytearray(path.read_bytes())
    at = content.index(b"\x44\x89\x88") + 3
    content[at : at + 8] = struct.pack(">d", 36_000_000.0)
    path.write_bytes(content)
    with pytest.raises(MediaTooLarge):
        probe(path)


@pytest.mark.parametrize(
    "content",
    [
        b"hello world",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"\0" * 500,
        b"PK\x03\x04" + b"x" * 60,
        b"RIFF\0\0\0\0????",
    ],
)
def test_other_files_are_not_media(content: bytes, tmp_path: Path) -> None:
    """Playlists neither: FFmpeg would open the files they name."""
    (tmp_path / "x.mp4").write_bytes(content)
    with pytest.raises(MediaUnsupported):
        probe(tmp_path / "x.mp4")


def test_a_heic_picture_is_refused_with_advice(tmp_path: Path) -> None:
    (tmp_path / "x.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 50)
    with pytest.raises(MediaUnsupported, match="JPEG"):
        probe(tmp_path / "x.heic")


def test_an_empty_or_missing_file_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    for name in ("empty", "missing"):
        with pytest.raises(MediaUnreadable):
            probe(tmp_path / name)


@pytest.mark.parametrize("name", ["c.mp4", "c.webm", "c.avi", "p.jpg", "p.png", "p.webp", "p.gif"])
def test_damaged_files_end_in_an_error_or_in_a_picture(name: str, clip: Callable[..., Path], tmp_path: Path) -> None:
    """Cut anywhere or with bytes overwritten, a file is refused or used; nothing else is raised."""
    path = tmp_path / name
    if name.startswith("p"):
        Image.fromarray(scenery(90, 60)).save(path)
    else:
        clip(name)
    whole = path.read_bytes()
    generator = np.random.default_rng(5)
    for turn in range(24):
        content = bytearray(whole)
        if turn % 2:
            del content[int(generator.integers(1, len(whole))) :]
        else:
            for place in generator.integers(0, len(whole), 1 + len(whole) // 200):
                content[place] = int(generator.integers(0, 256))
        path.write_bytes(content)
        with suppress(MediaError):
            info = probe(path)
            if info.kind != "audio":
                write_thumbnail(path, info, tmp_path / "thumbnail.jpg", 64)


@pytest.mark.parametrize(("name", "format_"), [("t.jpg", "JPEG"), ("t.webp", "WEBP")])
def test_a_thumbnail_fits_and_never_grows(name: str, format_: str, tmp_path: Path) -> None:
    for size, expected in (((900, 300), (320, 107)), ((30, 90), (30, 90)), ((3000, 1), (320, 1))):
        Image.new("RGBA", size, (255, 0, 0, 128)).save(tmp_path / "p.png")
        path = tmp_path / "p.png"
        assert write_thumbnail(path, probe(path), tmp_path / name) == expected
        with Image.open(tmp_path / name) as written:
            assert (written.size, written.format) == (expected, format_)
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(["p.png", name])
