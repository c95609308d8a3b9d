"""How a source is prepared for its camera: what of it is seen, and at how many pixels."""

import math
from dataclasses import dataclass

from spotwright.render import camera
from spotwright.render.camera import Window
from spotwright.render.timeline import Plate, Rect

OVERHANG = 1.0
"""Seconds a scene can be shown before its start and after its end; sources are prepared for that much more."""

_DENSITY = 1.1
"""Prepared pixels to one pixel of the screen where the camera is closest: enough for bicubic filtering to be crisp."""

_WIDEST_DENSITY = 1.6
"""The same where the camera is widest: more would shimmer, for the filter takes four pixels only."""

_LARGEST = 6.0
"""Prepared pixels to all pixels of the screen, so that no panorama fills the memory."""

_SMALLEST = 16
_COARSE_BLUR = 8.0
"""Pixels of blur beyond which a picture is prepared smaller: nobody can see the difference."""


def view(plate: Plate, source: tuple[float, float]) -> Rect:
    """Where the plate's picture is drawn: its viewport, or for ``contain`` the part of it that the source fills."""
    area = _evened(plate.viewport)
    if plate.fit == "cover":
        return area
    ratio = min(area.width / source[0], area.height / source[1])
    width = min(max(round(source[0] * ratio / 2) * 2, 2), area.width)
    height = min(max(round(source[1] * ratio / 2) * 2, 2), area.height)
    left = area.x + (area.width - width) // 4 * 2
    return Rect(left, area.y + (area.height - height) // 4 * 2, width, height)


@dataclass(frozen=True, slots=True)
class Framing:
    """What of a source is seen during a scene, and how it is prepared for that."""

    seen: Window
    size: tuple[int, int]
    """Prepared pixels, both even."""
    scale: float
    """Prepared pixels to one pixel of the source."""
    density: float
    """Prepared pixels to one pixel of the screen, at zoom 1."""


def framing(plate: Plate, area: Rect, seconds: float, source: tuple[int, int], sigma: float) -> Framing:
    """How to prepare a source of this size (pixels) for ``area``; ``sigma`` is the blur in pixels of the screen."""
    shape, screen = (float(source[0]), float(source[1])), (area.width, area.height)
    swept = camera.sweep(plate.camera, -OVERHANG, seconds + OVERHANG, shape, screen)
    seen = _whole_pixels(swept.window, source)
    native = camera.largest(shape, screen)[0] * source[0] / screen[0]
    density = min(swept.closest * _DENSITY, swept.widest * _WIDEST_DENSITY, native)
    if sigma * density > _COARSE_BLUR:
        density = _COARSE_BLUR / sigma
    scale = density / native
    pixels = seen.width * source[0] * scale * seen.height * source[1] * scale
    shrink = min(1.0, math.sqrt(_LARGEST * screen[0] * screen[1] / max(pixels, 1.0)))
    scale, density = scale * shrink, density * shrink
    size = even(seen.width * source[0] * scale), even(seen.height * source[1] * scale)
    return Framing(seen, size, scale, density)


def _whole_pixels(seen: Window, source: tuple[int, int]) -> Window:
    """The window with edges on even pixels of the source, none of it lost; every decoder can cut there."""
    width, height = source
    left, top = math.floor(seen.left * width / 2) * 2, math.floor(seen.top * height / 2) * 2
    right = min(math.ceil((seen.left + seen.width) * width / 2) * 2, width)
    bottom = min(math.ceil((seen.top + seen.height) * height / 2) * 2, height)
    return Window(left / width, top / height, max(right - left, 1) / width, max(bottom - top, 1) / height)


def _evened(area: Rect) -> Rect:
    """The rectangle with even edges and some size."""
    x, y = area.x // 2 * 2, area.y // 2 * 2
    return Rect(x, y, max((area.width + 1) // 2 * 2, 2), max((area.height + 1) // 2 * 2, 2))


def even(length: float) -> int:
    """A number of pixels to prepare: even, and not too few to filter."""
    return max(_SMALLEST, round(length / 2) * 2)
