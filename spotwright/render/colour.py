"""Colours: names of colours to planes, and the grade of a picture as a lookup table."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from spotwright.render.timeline import Grade

_LUMA = np.array([0.2126, 0.7152, 0.0722])
_LATTICE = 17


def rgb(color: str) -> tuple[int, int, int]:
    """Red, green and blue (0–255) of ``#rrggbb``; an alpha after them is ignored."""
    digits = color.lstrip("#")
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def yuv(color: str) -> tuple[int, int, int]:
    """Limited-range BT.709 Y, U and V of ``#rrggbb``."""
    r, g, b = rgb(color)
    return (
        (11966 * r + 40254 * g + 4064 * b + 4112 * 255 + 32768) >> 16,
        (8 * (-6596 * r - 22189 * g + 28785 * b + 32896 * 255) + 262144) >> 19,
        (8 * (28785 * r - 26145 * g - 2640 * b + 32896 * 255) + 262144) >> 19,
    )


def changes(grade: Grade) -> bool:
    """True when the grade changes any colour (its blur does not count)."""
    plain = Grade(blur=grade.blur)
    if grade == plain:
        return False
    neutral_tint = grade.tint is None or grade.tint_strength <= 0
    return not neutral_tint or grade.duotone is not None or _toned(grade) != _toned(plain)


def _toned(grade: Grade) -> tuple[float, float, float, float]:
    return grade.exposure, grade.contrast, grade.saturation, grade.warmth


def apply(grade: Grade, colors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Graded colours; both arrays are … × 3, sRGB in 0–1."""
    # Exposure works on light: a stop doubles it. The power is close enough to the sRGB curve for a correction.
    gains = np.array([1 + 0.22 * grade.warmth, 1 + 0.03 * grade.warmth, 1 - 0.22 * grade.warmth]).clip(0.05)
    gains *= 2.0**grade.exposure
    toned = _soft_clipped(np.clip(colors, 0, 1) ** 2.2 * gains, float(gains.max())) ** (1 / 2.2)
    toned = 0.5 + (toned - 0.5) * grade.contrast
    grey = (toned @ _LUMA)[..., None]
    toned = np.clip(grey + (toned - grey) * grade.saturation, 0, 1)
    if grade.duotone is not None:
        dark, light = (np.array(rgb(color)) / 255 for color in grade.duotone)
        toned = dark + (light - dark) * (toned @ _LUMA)[..., None]
    if grade.tint is not None and grade.tint_strength > 0:
        share = min(grade.tint_strength, 1.0)
        toned = toned * (1 - share) + np.array(rgb(grade.tint)) / 255 * share
    clipped: NDArray[np.float64] = np.clip(toned, 0, 1)
    return clipped


def _soft_clipped(light: NDArray[np.float64], peak: float) -> NDArray[np.float64]:
    """Rolls highlights off above 0.8 instead of cutting them, where the brightest there can be is above 1."""
    if peak <= 1.0:
        return light
    knee = 0.8
    above = (light - knee) / (peak - knee)
    rolled = knee + (1 - knee) * (1 - (1 - above.clip(0, 1)) ** ((peak - knee) / (1 - knee)))
    return np.where(light > knee, rolled, light)


def table(grade: Grade) -> ImageFilter.Color3DLUT:
    """The grade as a filter for Pillow pictures in mode RGB."""
    steps = np.linspace(0, 1, _LATTICE)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    graded = apply(grade, np.stack([red, green, blue], axis=-1))
    return ImageFilter.Color3DLUT(_LATTICE, graded.astype(np.float32).ravel().tolist())


def graded(picture: Image.Image, grade: Grade) -> Image.Image:
    """The picture (RGB or RGBA) with its colours corrected; its transparency stays."""
    if not changes(grade):
        return picture
    return picture.filter(table(grade))
