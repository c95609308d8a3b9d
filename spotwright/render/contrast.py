"""Contrast as WCAG 2 measures it, and how much of a scrim a picture needs so that type over it can be read."""

import numpy as np
from numpy.typing import NDArray

READABLE = 4.5
"""The least contrast of type with what lies beneath it."""

_WEIGHTS = np.array([0.2126, 0.7152, 0.0722])


def channels(color: str) -> NDArray[np.float64]:
    """The three sRGB channels, 0–1, of #rrggbb."""
    return np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)])


def hexadecimal(rgb: NDArray[np.float64]) -> str:
    """#rrggbb of three sRGB channels, 0–1."""
    return "#" + "".join(f"{round(float(min(max(channel, 0.0), 1.0)) * 255):02x}" for channel in rgb)


def luminance(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    """Relative luminance, 0–1, of sRGB colours 0–1 in the last axis."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ _WEIGHTS)


def ratio(one: str, other: str) -> float:
    """Contrast of two colours #rrggbb: 1 (the same) to 21 (black on white)."""
    a, b = sorted((float(luminance(channels(one))), float(luminance(channels(other)))))
    return (b + 0.05) / (a + 0.05)


def worst_band(ink: str, bands: NDArray[np.float64]) -> float:
    """The contrast of ink in the least favourable line of the colours beneath it, but for a few specks.

    ``bands`` is B × N × 3, 0–1: one band for each line of type.
    """
    mine = float(luminance(channels(ink)))
    light = np.sort(luminance(bands), axis=1)
    speck = light.shape[1] // 50
    against = light[:, -1 - speck].max() if mine > 0.4 else light[:, speck].min()
    low, high = sorted((mine, float(against)))
    return (high + 0.05) / (low + 0.05)


def mixed(beneath: NDArray[np.float64], color: str, alpha: float) -> NDArray[np.float64]:
    """What is seen of the colours beneath through a layer of colour, as a compositor mixes them."""
    return beneath * (1 - alpha) + channels(color) * alpha


def scrim(ink: str, color: str, bands: NDArray[np.float64], *, wanted: float = READABLE) -> float:
    """The least opacity, 0–0.94 in steps of 0.02, of a layer of ``color`` that makes ``ink`` readable everywhere."""
    for step in range(48):
        if worst_band(ink, mixed(bands, color, step / 50)) >= wanted:
            return step / 50
    return 0.94


def on(color: str, *, dark: str = "#15161a", light: str = "#ffffff") -> str:
    """The better of two inks on a colour; light ink wins while it is readable."""
    return light if ratio(color, light) >= READABLE or ratio(color, light) >= ratio(color, dark) else dark


def luma(color: str) -> float:
    """Rec. 709 luma, 0–1, as black-frame detectors see it."""
    return float(channels(color) @ np.array([0.2126, 0.7152, 0.0722]))
