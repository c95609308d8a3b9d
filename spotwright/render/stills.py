"""Pictures and paintings prepared for the camera: decoded, graded and converted once, then only resampled."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from spotwright.render import colour, footage, kernels, pictures, tone
from spotwright.render.camera import Window
from spotwright.render.canvas import Canvas, Plane, clipped
from spotwright.render.clips import ClipFacts
from spotwright.render.framing import even, framing, view
from spotwright.render.paint import paint
from spotwright.render.timeline import Grade, Painting, Picture, Plate, Rect

_PAINTED = 1.25
"""Size of a painting relative to its viewport, where the camera comes close enough to need it."""

_SOFT = dict.fromkeys(("gradient", "mesh", "bokeh", "silk", "dunes", "flutes", "contours"), 0.75)
"""The same for paintings without sharp edges or with a few fine lines only: more would not be seen."""


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Standing planes (see ``kernels``) of the part of a source that is seen during a scene.

    ``cover`` and ``cover_half`` are its opacity at luma and chroma size, and the planes are premultiplied; both are
    None for opaque sources.
    """

    seen: Window
    y: Plane
    u: Plane
    v: Plane
    cover: Plane | None = None
    cover_half: Plane | None = None

    @property
    def size(self) -> int:
        """Bytes held."""
        planes = (self.y, self.u, self.v, self.cover, self.cover_half)
        return sum(plane.nbytes for plane in planes if plane is not None)


def prepare(plate: Plate, seconds: float, screen_height: int) -> Prepared:
    """Decodes or paints a plate's source for a scene of this length. Raises MediaError."""
    source = source_size(plate)
    sigma = max(plate.grade.blur, 0.0) * screen_height
    if isinstance(plate.source, Painting):
        # The camera moves over a painting as over a picture a little larger, or smaller, than the screen.
        share = _SOFT.get(plate.source.recipe, _PAINTED)
        large = (even(source[0] * share), even(source[1] * share))
        how = framing(plate, view(plate, source), seconds, large, sigma)
        whole = even(large[0] * how.scale), even(large[1] * how.scale)
        picture = Image.fromarray(paint(plate.source, *whole))
        return _converted(_corrected(picture, plate.grade, sigma * how.density), Window(0.0, 0.0, 1.0, 1.0))
    assert isinstance(plate.source, Picture)
    how = framing(plate, view(plate, source), seconds, source, sigma)
    facts = pictures.facts(plate.source.path)
    frame = pictures.decoded(plate.source.path) if facts.direct else None
    if frame is not None:
        clip = ClipFacts(facts.width, facts.height, -facts.rotation, has_alpha=False)
        fit = footage.Fit(how.seen, how.size, sigma * how.density)
        canvas = Canvas.of(footage.Adapter(clip, fit).adapt(frame))
        return turned(tone.toned(canvas, plate.grade), how.seen)
    box = (how.seen.left, how.seen.top, how.seen.left + how.seen.width, how.seen.top + how.seen.height)
    picture = pictures.read(plate.source.path, box, how.size)
    return _converted(_corrected(picture, plate.grade, sigma * how.density), how.seen)


def source_size(plate: Plate) -> tuple[int, int]:
    """Width and height of a still plate's source, as its camera counts them. Raises MediaError."""
    if isinstance(plate.source, Picture):
        facts = pictures.facts(plate.source.path)
        return facts.width, facts.height
    return max(plate.viewport.width, 2), max(plate.viewport.height, 2)


def project(prepared: Prepared, window: Window, area: Rect, canvas: Canvas) -> None:
    """Draws what is seen through ``window`` into ``area`` of the canvas (clipped to it)."""
    part = clipped(area, canvas)
    if part is None:
        return
    columns, rows = prepared.y.shape
    dx = window.width / area.width / prepared.seen.width * columns
    dy = window.height / area.height / prepared.seen.height * rows
    left = (window.left - prepared.seen.left) / prepared.seen.width * columns + (part.x - area.x) * dx
    top = (window.top - prepared.seen.top) / prepared.seen.height * rows + (part.y - area.y) * dy
    luma = (left + 0.5 * dx - 0.5, top + 0.5 * dy - 0.5, dx, dy)
    # A chroma sample lies on the left one of its two columns and between its two rows, in source and screen alike.
    chroma = ((left + 0.5 * dx - 0.5) / 2, (top + dy - 1.0) / 2, dx, dy)
    if prepared.cover is None or prepared.cover_half is None:
        for source, out, k, at in _three(prepared, canvas, luma, chroma):
            kernels.resample(source, out, part.x // k, part.y // k, part.width // k, part.height // k, *at)
        return
    covers = (prepared.cover, prepared.cover_half, prepared.cover_half)
    for (source, out, k, at), cover in zip(_three(prepared, canvas, luma, chroma), covers, strict=True):
        width, height = part.width // k, part.height // k
        seen, alpha = np.empty((height, width), np.uint8), np.empty((height, width), np.uint8)
        kernels.resample(source, seen, 0, 0, width, height, *at)
        kernels.resample(cover, alpha, 0, 0, width, height, *at)
        kernels.over(out, part.x // k, part.y // k, seen, alpha, _full(width), _full(height))


def _full(length: int) -> NDArray[np.int32]:
    return np.full(length, 256, np.int32)


_Sampling = tuple[float, float, float, float]


def _three(
    prepared: Prepared, canvas: Canvas, luma: _Sampling, chroma: _Sampling
) -> tuple[tuple[Plane, Plane, int, _Sampling], ...]:
    return (
        (prepared.y, canvas.y, 1, luma),
        (prepared.u, canvas.u, 2, chroma),
        (prepared.v, canvas.v, 2, chroma),
    )


def _corrected(picture: Image.Image, grade: Grade, sigma: float) -> Image.Image:
    if sigma > 0.2:
        if picture.mode == "RGBA":
            picture = picture.convert("RGBa").filter(ImageFilter.GaussianBlur(sigma)).convert("RGBA")
        else:
            picture = picture.filter(ImageFilter.GaussianBlur(sigma))
    return colour.graded(picture, grade)


def _converted(picture: Image.Image, seen: Window) -> Prepared:
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255):
        picture = picture.convert("RGB")
    clear = picture.mode == "RGBA"
    pixels = np.asarray(picture.convert("RGBa") if clear else picture)
    return Prepared(seen, *standing(pixels))


def turned(source: Canvas, seen: Window) -> Prepared:
    """A picture's planes, turned for the camera; ``seen`` is what of its source they hold."""
    made = []
    for plane, k in ((source.y, 1), (source.u, 2), (source.v, 2)):
        width, height = source.width // k, source.height // k
        out = np.empty((width, height), np.uint8)
        kernels.stand(plane, width, height, out)
        made.append(out)
    return Prepared(seen, *made)


def standing(pixels: NDArray[np.uint8]) -> tuple[Plane, Plane, Plane, Plane | None, Plane | None]:
    """Standing Y, U and V planes of pixels and, of four channels, their opacity at luma and chroma size.

    The pixels are H × W × 3 or 4, both sizes even, premultiplied.
    """
    height, width, channels = pixels.shape
    pixels = np.ascontiguousarray(pixels)
    y, cover = (np.empty((width, height), np.uint8) for _ in range(2))
    u, v, cover_half = (np.empty((width // 2, height // 2), np.uint8) for _ in range(3))
    kernels.luma(pixels, y, cover)
    kernels.chroma(pixels, u, v, cover_half)
    return (y, u, v, cover, cover_half) if channels == 4 else (y, u, v, None, None)
