"""A small good file of every kind that is accepted, made on the spot; the same bytes every time."""

import io
from collections.abc import Callable
from fractions import Fraction
from functools import cache, partial

import av
import numpy as np
from PIL import Image

SIZE = (128, 72)


def scene(number: int = 0) -> Image.Image:
    """A picture with detail of several sizes that moves with its number."""
    width, height = SIZE
    y, x = np.mgrid[0:height, 0:width]
    waves = [np.sin((x + 3 * number) / 9 + y / 23), np.sin(y / 5 - number / 4), np.cos((x - y) / 14)]
    pixels = np.stack([127 + 100 * wave for wave in waves], axis=-1)
    pixels[20:50, (30 + 2 * number) % 90 : (30 + 2 * number) % 90 + 26] = (240, 80, 30)
    return Image.fromarray(pixels.astype(np.uint8))


def _picture(kind: str, mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    scene().convert(mode).save(out, kind, **options)
    return out.getvalue()


def _animation(kind: str) -> bytes:
    out = io.BytesIO()
    scene().save(out, kind, save_all=True, append_images=[scene(n) for n in range(1, 6)], duration=80)
    return out.getvalue()


def _turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return _picture("JPEG", exif=exif, quality=85)


def clip(
    container: str, codec: str, pix_fmt: str, *, frames: int = 24, sound: str | None = None, **options: str
) -> bytes:
    """A clip of the moving scene, at 24 frames a second."""
    out = io.BytesIO()
    with av.open(out, "w", format=container, options={"fflags": "bitexact"}) as file:
        stream = file.add_stream(codec, rate=24)
        stream.width, stream.height, stream.pix_fmt = *SIZE, pix_fmt
        stream.options = options
        stream.codec_context.thread_count = 1
        track = file.add_stream(sound, rate=48000, layout="stereo") if sound else None
        for number in range(frames):
            frame = av.VideoFrame.from_image(scene(number))
            frame.pts, frame.time_base = number, Fraction(1, 24)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
        if track is not None:
            file.mux(track.encode(_tone()))
            file.mux(track.encode(None))
    return out.getvalue()


def _sound(container: str, codec: str) -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format=container, options={"fflags": "bitexact"}) as file:
        track = file.add_stream(codec, rate=48000, layout="stereo")
        file.mux(track.encode(_tone()))
        file.mux(track.encode(None))
    return out.getvalue()


def _tone() -> av.AudioFrame:
    wave = (np.sin(np.arange(48000) / 17) * 9000).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(np.repeat(wave, 2)[None], format="s16", layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = 48000, 0, Fraction(1, 48000)
    return frame


_X264 = {"preset": "veryfast", "g": "8", "x264-params": "threads=1"}

_RECIPES: dict[str, Callable[[], bytes]] = {
    "plain.jpg": lambda: _picture("JPEG", quality=85),
    "progressive.jpg": lambda: _picture("JPEG", quality=85, progressive=True),
    "cmyk.jpg": lambda: _picture("JPEG", "CMYK"),
    "turned.jpg": _turned,
    "plain.png": lambda: _picture("PNG"),
    "clear.png": lambda: _picture("PNG", "RGBA"),
    "palette.png": lambda: _picture("PNG", "P"),
    "animated.png": lambda: _animation("PNG"),
    "plain.webp": lambda: _picture("WEBP"),
    "lossless.webp": lambda: _picture("WEBP", "RGBA", lossless=True),
    "animated.webp": lambda: _animation("WEBP"),
    "animated.gif": lambda: _animation("GIF"),
    "plain.bmp": lambda: _picture("BMP"),
    "plain.tif": lambda: _picture("TIFF"),
    "lzw.tif": lambda: _picture("TIFF", compression="tiff_lzw"),
    "plain.avif": lambda: _picture("AVIF"),
    "h264.mp4": lambda: clip("mp4", "libx264", "yuv420p", sound="aac", **_X264),
    "ten_bit.mp4": lambda: clip("mp4", "libx264", "yuv420p10le", **_X264),
    "prores.mov": lambda: clip("mov", "prores_ks", "yuv422p10le"),
    "h264.mkv": lambda: clip("matroska", "libx264", "yuv420p", **_X264),
    "vp9.webm": lambda: clip("webm", "libvpx-vp9", "yuv420p", sound="libopus", deadline="realtime"),
    "mjpeg.avi": lambda: clip("avi", "mjpeg", "yuvj420p"),
    "mpeg4.avi": lambda: clip("avi", "mpeg4", "yuv420p"),
    "plain.wav": lambda: _sound("wav", "pcm_s16le"),
    "plain.mp3": lambda: _sound("mp3", "libmp3lame"),
    "plain.flac": lambda: _sound("flac", "flac"),
    "opus.ogg": lambda: _sound("ogg", "libopus"),
    "plain.m4a": lambda: _sound("ipod", "aac"),
}


@cache
def _made(name: str) -> bytes:
    return _RECIPES[name]()


KINDS: dict[str, Callable[[], bytes]] = {name: partial(_made, name) for name in _RECIPES}
"""Files by name; each is made once, when it is called for."""
