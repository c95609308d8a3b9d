"""The illustration recipe: one drawn object, large, lit and grounded, where it leaves room for type."""

import math
from dataclasses import dataclass

import numpy as np
import skia

from spotwright.render.paint.backdrop import FLOATING, STANDING, Place
from spotwright.render.paint.objects import draw_object, matches
from spotwright.render.paint.palette import Lab, Palette, lab_of
from spotwright.render.paint.sheet import SHORT, Sheet, glow, ink

_MOST_PIXELS = 1800
_SMALL = 192
_INK = 40
"""Alpha, 0–255; a faint halo is not ink."""
_APART = 0.42
"""Colours this far apart are told apart at a glance; more is no better."""


@dataclass(frozen=True, slots=True)
class _Thing:
    """A drawn object: its square picture, the sides of its ink as fractions of it, and whether it has a foot."""

    name: str
    image: skia.Image
    left: float
    right: float
    bottom: float
    stands: bool
    color: Lab


def illustrate(sheet: Sheet, subject: str) -> bool:
    """Paint the object that ``subject`` names; False, with nothing painted, if no object fits."""
    names = matches(subject)
    if not names:
        return False
    size = 600.0 if sheet.wide else 680.0 if sheet.tall else 520.0
    thing = _thing(names[0], max(8, min(_MOST_PIXELS, round(size * min(sheet.pixels) / SHORT))))
    place = _place(sheet, size, _panel(sheet.palette, thing))
    backdrops = STANDING if thing.stands else FLOATING
    floor = backdrops[int(sheet.rng.integers(len(backdrops)))](sheet, place)
    if floor is None:
        _confetti(sheet, place)
        companion = names[1] if len(names) > 1 and sheet.chance(0.6) else names[0]
        _depth(sheet, place, draw_object(companion, _SMALL))
    else:
        _marbles(sheet, place, floor)
    _set_down(sheet, place, thing, floor)
    return True


def _place(sheet: Sheet, size: float, panel: Lab) -> Place:
    """Right of the middle in wide sheets, below it in tall ones, both in square ones."""
    width, height = sheet.width, sheet.height
    if sheet.wide:
        return Place(width * sheet.between(0.7, 0.74), height * 0.5, size, panel)
    if sheet.tall:
        return Place(width * sheet.between(0.48, 0.55), height * sheet.between(0.6, 0.64), size, panel)
    return Place(width * sheet.between(0.6, 0.66), height * 0.62, size, panel)


def _panel(palette: Palette, thing: _Thing) -> Lab:
    """The accent that sets the object off best, the first one unless it comes close to the object's own colour."""

    def distance(index: int) -> float:
        color = palette.bold(index)
        apart = abs(color.l - thing.color.l) + 2 * math.hypot(color.a - thing.color.a, color.b - thing.color.b)
        return min(apart, _APART) - 0.01 * index

    return palette.bold(max(range(3), key=distance))


def _thing(name: str, pixels: int) -> _Thing:
    """Draw an object and find out what it is like: it stands if the lowest part of its outline is wide."""
    image = draw_object(name, pixels)
    rgba = image.toarray(colorType=skia.kRGBA_8888_ColorType)
    inked = rgba[..., 3] > _INK
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    if not len(rows):
        return _Thing(name, image, 0.0, 1.0, 1.0, stands=False, color=Lab(0.5, 0.0, 0.0))
    tall = rows[-1] - rows[0] + 1
    foot = np.flatnonzero(inked[rows[-1] - max(1, round(tall * 0.03)) : rows[-1] + 1].any(axis=0))
    wide = columns[-1] - columns[0] + 1
    stands = bool((foot[-1] - foot[0] + 1) / wide >= 0.45)
    return _Thing(
        name,
        image,
        left=float(columns[0]) / pixels,
        right=float(columns[-1] + 1) / pixels,
        bottom=float(rows[-1] + 1) / pixels,
        stands=stands,
        color=lab_of(*(rgba[inked][:, :3].mean(axis=0) / 255).tolist()),
    )


def _set_down(sheet: Sheet, place: Place, thing: _Thing, floor: float | None) -> None:
    """Draw the object with its shadow: on the floor, hovering over it, or floating before a panel."""
    y, tilt = place.y, 0.0
    if floor is not None:
        lift = 0.0 if thing.stands else place.size * 0.12
        y = floor - lift - (thing.bottom - 0.5) * place.size
        _ground_shadow(sheet, place, thing, floor, lift)
    if not thing.stands:
        tilt = sheet.between(-9, 9)
    canvas = sheet.canvas
    canvas.save()
    canvas.translate(place.x, y)
    canvas.rotate(tilt)
    if floor is None:
        _cast(sheet, thing.image, place.size)
    box = skia.Rect.MakeXYWH(-place.size / 2, -place.size / 2, place.size, place.size)
    canvas.drawImageRect(thing.image, box, skia.SamplingOptions(skia.CubicResampler.Mitchell()))
    canvas.restore()


def _ground_shadow(sheet: Sheet, place: Place, thing: _Thing, floor: float, lift: float) -> None:
    """A wide faint shadow and a tight dark one; both soften as the object rises."""
    half = (thing.right - thing.left) / 2 * place.size
    center = place.x + ((thing.left + thing.right) / 2 - 0.5) * place.size
    far = 1 + lift / place.size * 6
    for wide, thick, alpha, blur in ((1.2, 0.15, 0.3, 24 * far), (0.92 / far, 0.05 * far, 0.5 / far, 9 * far)):
        sides = (center - half * wide, floor - half * thick, center + half * wide, floor + half * thick)
        oval = skia.Path.Oval(skia.Rect.MakeLTRB(*sides))
        sheet.shadow(oval, sheet.palette.umbra(0.42), alpha, blur, 8, 2)


def _cast(sheet: Sheet, image: skia.Image, size: float) -> None:
    """The soft silhouette an object throws on the panel behind it."""
    frame = _SMALL * 3 // 2
    surface = skia.Surface(frame, frame)
    dark = ink(sheet.palette.umbra(0.42), 0.42).toColor()
    paint = skia.Paint(
        ColorFilter=skia.ColorFilters.Blend(dark, skia.BlendMode.kSrcIn), ImageFilter=skia.ImageFilters.Blur(7, 7)
    )
    inner = skia.Rect.MakeXYWH(_SMALL / 4, _SMALL / 4, _SMALL, _SMALL)
    smooth = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear)
    surface.getCanvas().drawImageRect(image, inner, smooth, paint)
    outer = skia.Rect.MakeXYWH(-size * 0.72, -size * 0.68, size * 1.5, size * 1.5)
    sheet.canvas.drawImageRect(surface.makeImageSnapshot(), outer, skia.SamplingOptions(skia.CubicResampler.Mitchell()))


def _depth(sheet: Sheet, place: Place, companion: skia.Image) -> None:
    """Copies out of focus: one small and far behind, one large and near at the edge of the sheet."""
    width, height = sheet.width, sheet.height
    far = (place.x - place.size * sheet.between(0.66, 0.78), place.y - place.size * sheet.between(0.36, 0.56))
    near = (width * sheet.between(0.955, 1.0), height * sheet.between(0.9, 0.97))
    if sheet.tall:
        far = (width * sheet.between(0.1, 0.2), place.y - place.size * sheet.between(0.6, 0.7))
    for (x, y), size, sigma in ((far, place.size * 0.16, 7.0), (near, place.size * 0.46, 9.0)):
        sheet.canvas.save()
        sheet.canvas.translate(x, y)
        sheet.canvas.rotate(sheet.between(-32, 32))
        box = skia.Rect.MakeXYWH(-size * 0.75, -size * 0.75, size * 1.5, size * 1.5)
        smooth = skia.SamplingOptions(skia.CubicResampler.Mitchell())
        sheet.canvas.drawImageRect(_blurred(companion, sigma), box, smooth)
        sheet.canvas.restore()


def _blurred(image: skia.Image, sigma: float) -> skia.Image:
    """The picture out of focus, in a frame half as large again."""
    frame = image.width() * 3 // 2
    surface = skia.Surface(frame, frame)
    paint = skia.Paint(ImageFilter=skia.ImageFilters.Blur(sigma, sigma))
    surface.getCanvas().drawImage(image, image.width() / 4, image.width() / 4, skia.SamplingOptions(), paint)
    return surface.makeImageSnapshot()


def _confetti(sheet: Sheet, place: Place) -> None:
    """A few dots, rings and crosses around a floating object."""
    turn = sheet.between(0, math.tau)
    for index in range(6):
        angle = turn + index * 1.05 + sheet.between(-0.25, 0.25)
        reach = place.size * sheet.between(0.76, 0.92)
        x, y = place.x + reach * math.cos(angle), place.y + reach * 0.86 * math.sin(angle)
        size = sheet.between(9, 17)
        paint = skia.Paint(AntiAlias=True, Color4f=ink(sheet.palette.bold(index)))
        if index % 3:
            paint.setStyle(skia.Paint.kStroke_Style)
            paint.setStrokeWidth(5.5)
            paint.setStrokeCap(skia.Paint.kRound_Cap)
        if index % 3 == 1:
            sheet.canvas.drawLine(x - size, y, x + size, y, paint)
            sheet.canvas.drawLine(x, y - size, x, y + size, paint)
        else:
            sheet.canvas.drawCircle(x, y, size * 0.8, paint)


def _marbles(sheet: Sheet, place: Place, floor: float) -> None:
    """Small spheres that lie on the floor beside the object."""
    for index, side in enumerate((-0.66, 0.7, 0.58)):
        radius = place.size * sheet.between(0.03, 0.06)
        x = place.x + place.size * (side + sheet.between(-0.05, 0.05))
        y = floor + place.size * (0.02 + 0.05 * index) - radius
        color = sheet.palette.bold(index)
        oval = skia.Rect.MakeLTRB(x - radius, y + radius * 0.75, x + radius * 1.2, y + radius * 1.15)
        sheet.shadow(skia.Path.Oval(oval), sheet.palette.umbra(0.4), 0.4, radius * 0.16)
        stops = [(0.0, ink(color.lighter(0.16))), (0.6, ink(color)), (1.0, ink(color.lighter(-0.1)))]
        light = glow((x - radius * 0.4, y - radius * 0.45), radius * 1.7, stops)
        sheet.fill(skia.Path.Circle(x, y, radius), skia.Paint(Shader=light))
