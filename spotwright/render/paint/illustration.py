"""The illustration recipe: one drawn object, large, lit and grounded, where it leaves room for type."""

import math
from dataclasses import dataclass

import numpy as np
import skia

from spotwright.render.paint.drawn import ground
from spotwright.render.paint.objects import draw_object, matches
from spotwright.render.paint.outline import organic
from spotwright.render.paint.scenic import studio, window_light
from spotwright.render.paint.sheet import SHORT, Sheet, glow, ink, sweep

_MOST_PIXELS = 1800
_SHADOW_PIXELS = 192


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the object stands: its centre and its size, in sheet units."""

    x: float
    y: float
    size: float


def illustrate(sheet: Sheet, subject: str) -> bool:
    """Paint the object that ``subject`` names; False, with nothing painted, if no object fits."""
    names = matches(subject)
    if not names:
        return False
    place = _place(sheet)
    setting = int(sheet.rng.integers(4))
    foot = (_on_disc, _on_arch, _on_pebble, _in_studio)[setting](sheet, place)
    _accents(sheet, place, names[1] if len(names) > 1 else names[0])
    tilt = 0.0 if foot is not None else sheet.between(-9, 9)
    _stand(sheet, place, names[0], tilt, foot)
    return True


def _place(sheet: Sheet) -> _Place:
    width, height = sheet.width, sheet.height
    if sheet.wide:
        return _Place(width * sheet.between(0.69, 0.74), height * 0.53, 600)
    if sheet.tall:
        return _Place(width * sheet.between(0.46, 0.56), height * sheet.between(0.58, 0.63), 700)
    return _Place(width * sheet.between(0.58, 0.64), height * 0.62, 540)


def _on_disc(sheet: Sheet, place: _Place) -> float | None:
    """A round panel behind the object, with a thin ring around it."""
    palette = sheet.palette
    ground(sheet)
    radius = place.size * 0.66
    color = palette.soft(0, 0.22)
    path = skia.Path.Circle(place.x, place.y, radius)
    sheet.shadow(path, palette.shade(0.3), 0.22, 40, 0, 24)
    stops = [(0.0, ink(color.lighter(0.09))), (1.0, ink(color.lighter(-0.04)))]
    sheet.fill(
        path,
        skia.Paint(Shader=sweep((place.x - radius, place.y - radius), (place.x + radius, place.y + radius), stops)),
    )
    ring = skia.Paint(Style=skia.Paint.kStroke_Style, StrokeWidth=3, Color4f=ink(palette.soft(1, 0.3), 0.7))
    sheet.fill(skia.Path.Circle(place.x + 26, place.y - 18, radius * 1.13), ring)
    return None


def _on_arch(sheet: Sheet, place: _Place) -> float | None:
    """A niche with a round top; the object stands on its floor."""
    palette, width, height = sheet.palette, sheet.width, sheet.height
    ground(sheet)
    window_light(sheet, 0.18)
    foot = place.y + place.size * 0.5
    half = place.size * 0.62
    for index, grow in enumerate((1.22, 1.0)):
        path = skia.Path()
        reach, top = half * grow, place.y - place.size * 0.72 * grow
        path.moveTo(place.x - reach, foot)
        path.lineTo(place.x - reach, top + reach)
        path.arcTo(skia.Rect.MakeLTRB(place.x - reach, top, place.x + reach, top + 2 * reach), 180, 180, False)
        path.lineTo(place.x + reach, foot)
        path.close()
        color = palette.soft(index, 0.1 + 0.1 * index)
        sheet.shadow(path, palette.shade(0.3), 0.22, 26, -8, 10)
        stops = [(0.0, ink(color.lighter(-0.05))), (1.0, ink(color.lighter(0.07)))]
        sheet.fill(path, skia.Paint(Shader=sweep((place.x - reach, 0), (place.x + reach, 300), stops)))
    floor = skia.Path.Rect(skia.Rect.MakeLTRB(-50, foot, width + 50, height + 50))
    sheet.shadow(floor, palette.shade(0.3), 0.18, 16, 0, -5)
    color = palette.base.mix(palette.soft(0, 0.16), 0.45)
    stops = [(0.0, ink(color.lighter(0.06))), (1.0, ink(color.lighter(-0.05)))]
    sheet.fill(floor, skia.Paint(Shader=sweep((0, foot), (0, height), stops)))
    return foot + place.size * 0.05


def _on_pebble(sheet: Sheet, place: _Place) -> float | None:
    """Two soft pebbles behind a floating object."""
    palette = sheet.palette
    ground(sheet)
    for index, (dx, dy, size) in enumerate(((0.16, -0.12, 0.74), (-0.06, 0.06, 0.6))):
        center = (place.x + dx * place.size, place.y + dy * place.size)
        path = organic(center, place.size * size, sheet.rng, 0.14)
        color = palette.soft(1 - index, 0.14 + 0.08 * index)
        sheet.shadow(path, palette.shade(0.3), 0.18, 34, 4, 18)
        stops = [(0.0, ink(color.lighter(0.08))), (1.0, ink(color.lighter(-0.05)))]
        light = (center[0] - place.size * 0.3, center[1] - place.size * 0.5)
        sheet.fill(path, skia.Paint(Shader=glow(light, place.size * 1.5, stops)))
    return None


def _in_studio(sheet: Sheet, place: _Place) -> float | None:
    """On the floor of a studio sweep."""
    studio(sheet, place.x / sheet.width)
    return place.y + place.size * 0.5


def _accents(sheet: Sheet, place: _Place, name: str) -> None:
    """Small things around the object: a few out-of-focus copies far and near, and dots of colour."""
    width, height, palette = sheet.width, sheet.height, sheet.palette
    small = draw_object(name, 128)
    turn = sheet.between(0, math.tau)
    for index in range(3):
        angle = turn + index * 2.1 + sheet.between(-0.2, 0.2)
        reach = place.size * sheet.between(0.74, 0.95)
        x, y = place.x + reach * math.cos(angle), place.y + reach * 0.8 * math.sin(angle)
        if not (width * 0.06 < x < width * 0.95 and height * 0.08 < y < height * 0.92):
            continue
        if sheet.wide and x < width * 0.46:
            continue
        size = place.size * sheet.between(0.13, 0.2)
        sheet.canvas.save()
        sheet.canvas.translate(x, y)
        sheet.canvas.rotate(sheet.between(-28, 28))
        soft = skia.Paint(ImageFilter=None, Alphaf=0.92)
        sheet.canvas.drawImageRect(
            _blurred(small, 2.0 + 1.6 * index),
            skia.Rect.MakeXYWH(-size * 0.75, -size * 0.75, size * 1.5, size * 1.5),
            skia.SamplingOptions(skia.CubicResampler.Mitchell()),
            soft,
        )
        sheet.canvas.restore()
    for index in range(7):
        angle = turn + 0.5 + index * 0.9 + sheet.between(-0.2, 0.2)
        reach = place.size * sheet.between(0.62, 0.92)
        x, y = place.x + reach * math.cos(angle), place.y + reach * 0.86 * math.sin(angle)
        radius = sheet.between(5, 15)
        paint = skia.Paint(AntiAlias=True, Color4f=ink(palette.accent(index), 0.9))
        if index % 3 == 0:
            paint.setStyle(skia.Paint.kStroke_Style)
            paint.setStrokeWidth(4)
        sheet.canvas.drawCircle(x, y, radius, paint)


def _blurred(image: skia.Image, sigma: float) -> skia.Image:
    """The picture out of focus, in a frame half as large again."""
    side = image.width()
    surface = skia.Surface(side * 3 // 2, side * 3 // 2)
    paint = skia.Paint(ImageFilter=skia.ImageFilters.Blur(sigma, sigma))
    surface.getCanvas().drawImage(image, side / 4, side / 4, skia.SamplingOptions(), paint)
    return surface.makeImageSnapshot()


def _stand(sheet: Sheet, place: _Place, name: str, tilt: float, foot: float | None) -> None:
    """Draw the object with its shadow: on the floor at ``foot``, or floating before its panel if None."""
    scale = min(sheet.pixels) / SHORT
    side = max(8, min(_MOST_PIXELS, round(place.size * scale)))
    image = draw_object(name, side)
    left, _, right, bottom = _ink_box(image)
    canvas, palette = sheet.canvas, sheet.palette
    y = place.y
    if foot is not None:
        y = foot - (bottom - 0.5) * place.size
        half = (right - left) / 2 * place.size
        center = place.x + ((left + right) / 2 - 0.5) * place.size
        for wide, thick, alpha, blur in ((1.25, 0.16, 0.3, 26), (0.9, 0.06, 0.5, 9)):
            oval = skia.Rect.MakeLTRB(
                center - half * wide, foot - half * thick, center + half * wide, foot + half * thick
            )
            sheet.shadow(skia.Path.Oval(oval), palette.shade(0.42), alpha, blur, 8, 4)
    canvas.save()
    canvas.translate(place.x, y)
    canvas.rotate(tilt)
    box = skia.Rect.MakeXYWH(-place.size / 2, -place.size / 2, place.size, place.size)
    if foot is None:
        _cast(sheet, image, place.size)
    canvas.drawImageRect(image, box, skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear))
    canvas.restore()


def _cast(sheet: Sheet, image: skia.Image, size: float) -> None:
    """The soft silhouette an object throws on the panel behind it."""
    surface = skia.Surface(_SHADOW_PIXELS * 3 // 2, _SHADOW_PIXELS * 3 // 2)
    dark = sheet.palette.shade(0.42)
    paint = skia.Paint(
        ColorFilter=skia.ColorFilters.Blend(ink(dark, 0.42).toColor(), skia.BlendMode.kSrcIn),
        ImageFilter=skia.ImageFilters.Blur(7, 7),
    )
    inner = skia.Rect.MakeXYWH(_SHADOW_PIXELS / 4, _SHADOW_PIXELS / 4, _SHADOW_PIXELS, _SHADOW_PIXELS)
    surface.getCanvas().drawImageRect(
        image, inner, skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear), paint
    )
    outer = skia.Rect.MakeXYWH(-size * 0.75 + size * 0.03, -size * 0.75 + size * 0.07, size * 1.5, size * 1.5)
    sheet.canvas.drawImageRect(surface.makeImageSnapshot(), outer, skia.SamplingOptions(skia.CubicResampler.Mitchell()))


def _ink_box(image: skia.Image) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is drawn, as fractions of the picture."""
    alpha = image.toarray()[..., 3] > 40
    rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    if not len(rows):
        return 0.0, 0.0, 1.0, 1.0
    tall, wide = alpha.shape
    return columns[0] / wide, rows[0] / tall, (columns[-1] + 1) / wide, (rows[-1] + 1) / tall
