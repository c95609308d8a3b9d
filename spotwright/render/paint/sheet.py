"""The sheet a recipe paints on: a canvas in units of the short side, with the palette and the dice of one painting."""

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import skia

from spotwright.render.paint import mixing
from spotwright.render.paint.field import Array, Field, image_of
from spotwright.render.paint.palette import Lab, Palette

SHORT = 1000.0
"""Units along the short side of every sheet."""
_LONGEST = 3.0
_GRAIN = 1.15 / 255
_GRAIN_TILE = 256
_BAND = 256
_LUMA_FLOOR = 0.15
_LUMA = np.array([0.2126, 0.7152, 0.0722], dtype=np.float32)


def dice(*seeds: object) -> np.random.Generator:
    """Random numbers that depend on the seeds' text alone, the same on every machine."""
    text = "\x1f".join(str(seed) for seed in seeds).encode("utf-8", "surrogatepass")
    return np.random.default_rng(int.from_bytes(hashlib.sha256(text).digest()[:8], "big"))


def ink(color: Lab, alpha: float = 1.0) -> skia.Color4f:
    """A palette colour as Skia takes it."""
    return skia.Color4f(*color.rgb(), alpha)


class Sheet:
    """A float canvas whose short side is 1000 units long, whatever its pixels; the origin is the top left corner.

    Very long sheets are painted as if their long side were 3000 units and stretched.
    """

    def __init__(self, width: int, height: int, palette: Palette, rng: np.random.Generator) -> None:
        self.pixels = (width, height)
        self.palette = palette
        self.rng = rng
        short = min(width, height)
        self.width = min(width / short, _LONGEST) * SHORT
        self.height = min(height / short, _LONGEST) * SHORT
        info = skia.ImageInfo.Make(width, height, skia.kRGBA_F16_ColorType, skia.kPremul_AlphaType)
        self._surface = skia.Surface.MakeRaster(info)
        self.canvas: skia.Canvas = self._surface.getCanvas()
        self.canvas.scale(width / self.width, height / self.height)

    @property
    def tall(self) -> bool:
        """True for portrait sheets."""
        return self.height > self.width * 1.12

    @property
    def wide(self) -> bool:
        """True for landscape sheets."""
        return self.width > self.height * 1.12

    @property
    def bounds(self) -> skia.Rect:
        """The whole sheet."""
        return skia.Rect.MakeWH(self.width, self.height)

    def chance(self, share: float) -> bool:
        """True in ``share`` of all paintings."""
        return bool(self.rng.random() < share)

    def between(self, low: float, high: float) -> float:
        """A number from the painting's dice."""
        return float(self.rng.uniform(low, high))

    def field(self, detail: int = 360) -> Field:
        """Coordinates over this sheet, for a soft picture, never finer than its pixels."""
        return Field(self.width, self.height, max(16, min(detail, *self.pixels)))

    def cover(self, picture: Array) -> None:
        """Fill the sheet with a soft OKLab picture ``(rows, columns, 3)``."""
        sampling = skia.SamplingOptions(skia.FilterMode.kLinear)
        self.canvas.drawImageRect(image_of(picture), self.bounds, sampling)

    def fill(self, path: skia.Path, paint: skia.Paint) -> None:
        """Draw a path with smooth edges."""
        paint.setAntiAlias(True)
        self.canvas.drawPath(path, paint)

    def shadow(self, path: skia.Path, color: Lab, alpha: float, blur: float, dx: float = 0, dy: float = 0) -> None:
        """Draw a path's soft shadow, ``blur`` units wide (sigma), moved by ``dx``, ``dy``."""
        paint = skia.Paint(AntiAlias=True, Color4f=ink(color, alpha))
        paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, blur))
        self.canvas.save()
        self.canvas.translate(dx, dy)
        self.canvas.drawPath(path, paint)
        self.canvas.restore()

    def finish(self) -> npt.NDArray[np.uint8]:
        """The painting as ``(height, width, 3)`` sRGB bytes, lifted if it is too dark and grained against banding."""
        width, height = self.pixels
        gamma = self._gamma()
        noise = np.random.default_rng(7).standard_normal(
            (min(_BAND, height), min(_GRAIN_TILE, width), 3), dtype=np.float32
        )
        noise *= np.float32(_GRAIN)
        out = np.empty((height, width, 3), dtype=np.uint8)
        for top in range(0, height, _BAND):
            rows = min(_BAND, height - top)
            band = self._read(top, rows)
            if gamma < 1:
                band = np.power(np.maximum(band, 0), np.float32(gamma))
            mixing.grain(band, noise, out[top : top + rows])
        return out

    def _read(self, top: int, rows: int) -> Array:
        width = self.pixels[0]
        info = skia.ImageInfo.Make(width, rows, skia.kRGBA_F32_ColorType, skia.kPremul_AlphaType)
        pixels = np.zeros((rows, width, 4), dtype=np.float32)
        self._surface.readPixels(info, pixels, width * 16, 0, top)
        return pixels

    def _gamma(self) -> float:
        """The exponent that brings the mean luma up to the floor; 1 when it is bright enough."""
        height = self.pixels[1]
        sample = np.concatenate([self._read(top, 1) for top in range(0, height, max(1, height // 48))])[..., :3]
        low, high = 0.3, 1.0
        if float((sample @ _LUMA).mean()) >= _LUMA_FLOOR:
            return 1.0
        for _ in range(12):
            middle = (low + high) / 2
            bright = float((np.power(np.maximum(sample, 0), np.float32(middle)) @ _LUMA).mean()) >= _LUMA_FLOOR
            low, high = (middle, high) if bright else (low, middle)
        return low


def sweep(
    start: tuple[float, float], end: tuple[float, float], stops: Sequence[tuple[float, skia.Color4f]]
) -> skia.Shader:
    """A linear gradient between two points, in sheet units."""
    return skia.GradientShader.MakeLinear(
        points=[skia.Point(*start), skia.Point(*end)],
        colors=[color.toColor() for _, color in stops],
        positions=[at for at, _ in stops],
    )


def glow(center: tuple[float, float], radius: float, stops: Sequence[tuple[float, skia.Color4f]]) -> skia.Shader:
    """A radial gradient around a point, in sheet units."""
    return skia.GradientShader.MakeRadial(
        center=skia.Point(*center),
        radius=radius,
        colors=[color.toColor() for _, color in stops],
        positions=[at for at, _ in stops],
    )
