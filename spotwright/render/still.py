"""One frame of a film as a picture file."""

import io
import os
from pathlib import Path

import av
from av.video.reformatter import ColorRange, Colorspace, Interpolation
from PIL import Image

from spotwright.render.canvas import Canvas
from spotwright.render.segments import draw_frame
from spotwright.render.timeline import Timeline

_QUALITY = 88


def render_still(timeline: Timeline, frame: int, out: Path, *, width: int | None = None) -> None:
    """Writes the film's frame ``frame`` (counted from 0) as a JPEG, ``width`` pixels wide or as wide as the film.

    It looks like the same frame of the finished film. ``out`` appears complete or not at all. Raises RenderError.
    """
    canvas = Canvas.blank(timeline.width, timeline.height)
    draw_frame(timeline, frame, canvas)
    write_jpeg(image(canvas.frame(), width), out)


def poster(timeline: Timeline, out: Path, *, width: int | None = None) -> None:
    """Writes the frame that stands for the film: its first scene when everything in it has arrived."""
    render_still(timeline, settled(timeline, 0), out, width=width)


def settled(timeline: Timeline, scene: int) -> int:
    """The film's frame in which a scene shows what it has to show: three fifths into it."""
    before = sum(s.frames for s in timeline.scenes[:scene])
    return before + timeline.scenes[scene].frames * 3 // 5


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


def write_jpeg(picture: Image.Image, out: Path, quality: int = _QUALITY) -> None:
    """Saves an RGB picture by way of a temporary file beside ``out``."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality, optimize=True)
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        part.write_bytes(buffer.getvalue())
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
