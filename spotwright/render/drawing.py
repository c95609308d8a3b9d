"""Small drawn things as pixels: set type, shapes, emblems. Drawn once, then moved by the compositor."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import skia
from numpy.typing import NDArray
from PIL import Image

from spotwright.render import colour, pictures, typeset
from spotwright.render.styles import TypeStyle
from spotwright.render.timeline import Drawing, Emblem, Shape, Side, Text, TextRun

LARGEST = 8192
"""Pixels on the longer side of a tile; nothing on a 2160p screen needs more."""

_GRADIENT_STOPS = 13
_LARGEST_EMBLEM = 2048


@dataclass(frozen=True, slots=True)
class Drawn:
    """Pixels of a drawing: ``rgba`` is uint8, H × W × 4, premultiplied.

    ``x`` and ``y`` place the pixels' top-left corner relative to the drawing's own box (negative where ink, a shadow
    or an accent reaches over the box); ``width`` and ``height`` are the box. The box of a text reaches from the top
    of the first line's capitals to the last line's baseline, and is as wide as ``Text.width`` or its widest line.
    """

    rgba: NDArray[np.uint8]
    x: int
    y: int
    width: float
    height: float


def draw(drawing: Drawing) -> Drawn:
    """The pixels of a drawing.

    Raises:
        MediaError: when an emblem's file cannot be read as a picture.
    """
    match drawing:
        case Text():
            return _draw_text(drawing)
        case Shape():
            return _draw_shape(drawing)
        case Emblem():
            return _draw_emblem(drawing)


@lru_cache(maxsize=512)
def extent(drawing: Drawing) -> tuple[int, int, int, int]:
    """Where a drawing's pixels lie relative to its box: x, y, width, height."""
    drawn = draw(drawing)
    return drawn.x, drawn.y, drawn.rgba.shape[1], drawn.rgba.shape[0]


def profile(position: float) -> float:
    """Opacity of a ``gradient`` shape between its empty end (0) and its full end (1)."""
    position = min(max(position / 0.62, 0.0), 1.0)
    return position * position * (3 - 2 * position)


def _color(value: str) -> int:
    """0xAARRGGBB of #rrggbb or #rrggbbaa."""
    digits = value.lstrip("#")
    alpha = int(digits[6:8], 16) if len(digits) == 8 else 255
    return (alpha << 24) | int(digits[:6], 16)


def _surface(width: int, height: int) -> tuple[NDArray[np.uint8], Any]:
    """A transparent buffer and the canvas that draws into it."""
    pixels = np.zeros((max(1, min(height, LARGEST)), max(1, min(width, LARGEST)), 4), np.uint8)
    info = skia.ImageInfo.Make(
        pixels.shape[1], pixels.shape[0], skia.ColorType.kRGBA_8888_ColorType, skia.AlphaType.kPremul_AlphaType
    )
    return pixels, skia.Surface.MakeRasterDirect(info, pixels, pixels.strides[0])


def _trimmed(pixels: NDArray[np.uint8], x: int, y: int, box: tuple[float, float]) -> Drawn:
    """The pixels without the empty rows and columns around them."""
    rows = np.flatnonzero(pixels[..., 3].any(axis=1))
    columns = np.flatnonzero(pixels[..., 3].any(axis=0))
    if rows.size == 0:
        return Drawn(np.zeros((1, 1, 4), np.uint8), 0, 0, *box)
    top, left = int(rows[0]), int(columns[0])
    cropped = np.ascontiguousarray(pixels[top : rows[-1] + 1, left : columns[-1] + 1])
    return Drawn(cropped, x + left, y + top, *box)


def _style(run: TextRun, leading: float) -> TypeStyle:
    return TypeStyle(run.family, run.weight, run.italic, run.tracking, leading, language=run.language)


def _draw_text(text: Text) -> Drawn:
    lines = [[run for run in line if run.text] for line in text.lines]
    if not any(lines):
        return Drawn(np.zeros((1, 1, 4), np.uint8), 0, 0, text.width or 0.0, 0.0)
    size = max(run.size for line in lines for run in line)
    rtl = text.direction == "rtl"
    shaped = []
    for line in lines:
        runs = [(run.text, _style(run, text.leading), _color(run.color)) for run in line]
        built = typeset.paragraph(runs, line[0].size if line else size, rtl=rtl)
        trailing = typeset.tracking(line[-1].text, _style(line[-1], text.leading)) * line[-1].size if line else 0.0
        shaped.append((built, max(0.0, float(built.MaxIntrinsicWidth) - trailing)))
    first = next(line for line in lines if line)[0]
    cap = typeset.metrics(_style(first, text.leading)).cap_height * first.size
    leading = text.leading * size
    box = (text.width or max(wide for _, wide in shaped), cap + leading * (len(lines) - 1))
    margin = math.ceil(size * (1.1 + 0.4 * text.shadow))
    widest = max(box[0], *(wide for _, wide in shaped))
    pixels, surface = _surface(math.ceil(widest) + 2 * margin, math.ceil(box[1]) + 2 * margin)
    with surface as canvas:
        if text.shadow > 0:
            canvas.saveLayer(None, _shadow(size, text.shadow))
        for row, (built, wide) in enumerate(shaped):
            share = {"left": 0.0, "center": 0.5, "right": 1.0}[text.align]
            baseline = margin + cap + row * leading
            built.paint(canvas, margin + (box[0] - wide) * share, baseline - float(built.AlphabeticBaseline))
        if text.shadow > 0:
            canvas.restore()
    return _trimmed(pixels, -margin, -margin, box)


def _shadow(size: float, strength: float) -> Any:
    """A paint that lays what it draws over its own soft shadow."""
    color = skia.ColorSetARGB(round(150 * min(strength, 1.0)), 0, 0, 0)
    return skia.Paint(ImageFilter=skia.ImageFilters.DropShadow(0, size * 0.02, size * 0.09, size * 0.09, color))


def _draw_shape(shape: Shape) -> Drawn:
    width, height = min(max(shape.width, 0.0), LARGEST - 2), min(max(shape.height, 0.0), LARGEST - 2)
    if width <= 0 or height <= 0:
        return Drawn(np.zeros((1, 1, 4), np.uint8), 0, 0, width, height)
    pixels, surface = _surface(math.ceil(width) + 2, math.ceil(height) + 2)
    stroke = shape.stroke or (max(2.0, min(width, height) * 0.02) if shape.kind == "ring" else 0.0)
    paint = skia.Paint(AntiAlias=True, Color=_color(shape.color))
    inset = stroke / 2
    if stroke:
        paint.setStyle(skia.Paint.kStroke_Style)
        paint.setStrokeWidth(stroke)
    area = skia.Rect.MakeLTRB(1 + inset, 1 + inset, 1 + width - inset, 1 + height - inset)
    with surface as canvas:
        if shape.kind == "gradient":
            # A paint's own opacity would thin the shader's colours a second time.
            paint.setAlphaf(1.0)
            paint.setShader(_gradient(shape, width, height))
            paint.setDither(True)
            canvas.drawRect(skia.Rect.MakeXYWH(1, 1, width, height), paint)
        elif shape.kind == "rect":
            radius = max(0.0, min(shape.radius, width / 2, height / 2) - inset)
            canvas.drawRoundRect(area, radius, radius, paint)
        else:
            canvas.drawOval(area, paint)
    return _trimmed(pixels, -1, -1, (width, height))


def _gradient(shape: Shape, width: float, height: float) -> Any:
    ends: dict[Side, tuple[tuple[float, float], tuple[float, float]]] = {
        "bottom": ((0, 1), (0, 1 + height)),
        "top": ((0, 1 + height), (0, 1)),
        "right": ((1, 0), (1 + width, 0)),
        "left": ((1 + width, 0), (1, 0)),
    }
    start, end = ends[shape.toward]
    full = _color(shape.color)
    alpha, rgb = full >> 24, full & 0xFFFFFF
    stops = [i / (_GRADIENT_STOPS - 1) for i in range(_GRADIENT_STOPS)]
    colors = [(round(alpha * profile(stop)) << 24) | rgb for stop in stops]
    return skia.GradientShader.MakeLinear(points=[skia.Point(*start), skia.Point(*end)], colors=colors, positions=stops)


def _draw_emblem(emblem: Emblem) -> Drawn:
    picture = colour.graded(_opened(emblem.path), emblem.grade)
    box = (max(1.0, emblem.width), max(1.0, emblem.height))
    ratio = min(box[0] / picture.width, box[1] / picture.height)
    size = max(1, round(picture.width * ratio)), max(1, round(picture.height * ratio))
    # Filtering premultiplied colours keeps the colour of invisible pixels out of the edges.
    scaled = picture.convert("RGBa").resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    pixels = np.frombuffer(scaled.tobytes("raw", "RGBa"), np.uint8).reshape(size[1], size[0], 4).copy()
    pixels[..., :3] = np.minimum(pixels[..., :3], pixels[..., 3:])
    return Drawn(pixels, round((box[0] - size[0]) / 2), round((box[1] - size[1]) / 2), *box)


def _opened(path: str) -> Image.Image:
    """The emblem's picture as RGBA, without its transparent border."""
    facts = pictures.facts(path)
    share = min(1.0, _LARGEST_EMBLEM / max(facts.width, facts.height, 1))
    size = max(1, round(facts.width * share)), max(1, round(facts.height * share))
    picture = pictures.read(path, (0.0, 0.0, 1.0, 1.0), size).convert("RGBA")
    visible = picture.getchannel("A").point([0] * 9 + [255] * 247).getbbox()
    return picture.crop(visible) if visible else picture
