"""Pictures on their way out: a frame as a picture, a picture as a file."""

import io
import os
from pathlib import Path

import av
from av.video.reformatter import ColorRange, Colorspace, Interpolation
from PIL import Image

_QUALITY = 88
_GROUND = (245, 245, 245)


def image(frame: av.VideoFrame, width: int | None = None) -> Image.Image:
    """A frame of limited-range BT.709 as an sRGB picture, at most ``width`` pixels wide."""
    wide = min(width or frame.width, frame.width)
    high = max(round(frame.height * wide / frame.width), 1)
    pixels = frame.reformat(
        width=wide,
        height=high,
        format="rgb24",
        src_colorspace=Colorspace.ITU709,
        dst_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.MPEG,
        dst_color_range=ColorRange.JPEG,
        interpolation=Interpolation.LANCZOS,
    )
    return Image.fromarray(pixels.to_ndarray())


def write_picture(picture: Image.Image, out: Path) -> None:
    """Saves a picture as WebP or, by any other name, JPEG; ``out`` appears complete or not at all.

    A JPEG has no transparency: it then lies on light grey.
    """
    buffer = io.BytesIO()
    if out.suffix.lower() == ".webp":
        picture.save(buffer, "WEBP", quality=_QUALITY, method=4)
    else:
        if picture.mode == "RGBA":
            ground = Image.new("RGB", picture.size, _GROUND)
            ground.paste(picture, mask=picture.getchannel("A"))
            picture = ground
        picture.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        part.write_bytes(buffer.getvalue())
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
