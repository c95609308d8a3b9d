"""What part of a source a camera sees, at any time and over a stretch of time."""

from dataclasses import dataclass

from spotwright.render import curves
from spotwright.render.timeline import Camera


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle of a source, in fractions of its width and height."""

    left: float
    top: float
    width: float
    height: float


def window(camera: Camera, t: float, source: tuple[float, float], view: tuple[int, int]) -> Window:
    """The window at ``t`` seconds, for a source and a viewport of these widths and heights. It lies in the source."""
    width, height = largest(source, view)
    zoom = max(curves.value(camera.zoom, t), 1.0)
    width, height = width / zoom, height / zoom
    left = min(max(curves.value(camera.x, t) - width / 2, 0.0), 1.0 - width)
    top = min(max(curves.value(camera.y, t) - height / 2, 0.0), 1.0 - height)
    return Window(left, top, width, height)


@dataclass(frozen=True, slots=True)
class Sweep:
    """All that a camera sees between two times: one window around it, and its widest and closest zoom on the way."""

    window: Window
    widest: float
    closest: float


def sweep(camera: Camera, start: float, end: float, source: tuple[float, float], view: tuple[int, int]) -> Sweep:
    """What the camera sees between two times."""
    steps = 1 if is_still(camera) else 48
    seen = [window(camera, start + (end - start) * i / steps, source, view) for i in range(steps + 1)]
    left, top = min(w.left for w in seen), min(w.top for w in seen)
    right, bottom = max(w.left + w.width for w in seen), max(w.top + w.height for w in seen)
    widths = [w.width for w in seen]
    full = largest(source, view)[0]
    return Sweep(Window(left, top, right - left, bottom - top), full / max(widths), full / min(widths))


def is_still(camera: Camera) -> bool:
    """True when the camera sees the same at every time."""
    return curves.is_still(camera.x) and curves.is_still(camera.y) and curves.is_still(camera.zoom)


def largest(source: tuple[float, float], view: tuple[int, int]) -> tuple[float, float]:
    """Width and height, in fractions of the source, of the largest window that has the viewport's shape."""
    ratio = (view[0] / view[1]) / (source[0] / source[1])
    return (1.0, 1.0 / ratio) if ratio >= 1 else (ratio, 1.0)
