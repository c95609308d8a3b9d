"""The inner loops of painting, compiled by numba: colours mixed, looked up and encoded, point by point.

Pictures are float32 OKLab, C-contiguous, ``(rows, columns, 3)``. Each loop reads and writes memory once, where whole
arrays would be made and thrown away for every operation of a formula.
"""

from typing import Any

import numpy as np
from numba import njit

from spotwright.render import kernel_cache

kernel_cache.ensure()

_float32 = np.float32
_STEPS = 16384


def _curve() -> Any:
    linear = np.linspace(0, 1, _STEPS, dtype=np.float32)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055).astype(np.float32)


CURVE = _curve()
"""Linear light, 0–1 in equal steps, encoded as sRGB."""


@njit(nogil=True, cache=True)
def lay(picture: Any, color: Any, amount: Any) -> None:
    """Moves a picture towards a colour (float32, 3), at each point by its share (float32, ``(rows, columns)``)."""
    rows, columns, _ = picture.shape
    one, two, three = color[0], color[1], color[2]
    for j in range(rows):
        for i in range(columns):
            share = amount[j, i]
            picture[j, i, 0] += (one - picture[j, i, 0]) * share
            picture[j, i, 1] += (two - picture[j, i, 1]) * share
            picture[j, i, 2] += (three - picture[j, i, 2]) * share


@njit(nogil=True, cache=True)
def look_up(table: Any, value: Any, picture: Any) -> None:
    """Fills a picture with colours from a table (float32, N × 3), 0 its first row and 1 its last."""
    rows, columns = value.shape
    last = table.shape[0] - 1
    for j in range(rows):
        for i in range(columns):
            at = min(max(value[j, i] * _float32(last), _float32(0)), _float32(last - 0.001))
            whole = int(at)
            part = at - _float32(whole)
            for axis in range(3):
                low, high = table[whole, axis], table[whole + 1, axis]
                picture[j, i, axis] = low * (_float32(1) - part) + high * part


@njit(nogil=True, cache=True, inline="always")
def _encoded(linear: Any, curve: Any) -> Any:
    within = min(max(linear, _float32(0)), _float32(1))
    return curve[int(within * _float32(_STEPS - 1) + _float32(0.5))]


@njit(nogil=True, cache=True)
def encode(picture: Any, curve: Any, out: Any) -> None:
    """Turns a picture into encoded sRGB with full opacity, float32 ``(rows, columns, 4)``; ``curve`` is CURVE."""
    rows, columns, _ = picture.shape
    for j in range(rows):
        for i in range(columns):
            light, a, b = picture[j, i, 0], picture[j, i, 1], picture[j, i, 2]
            long = light + _float32(0.3963377774) * a + _float32(0.2158037573) * b
            middle = light - _float32(0.1055613458) * a - _float32(0.0638541728) * b
            short = light - _float32(0.0894841775) * a - _float32(1.2914855480) * b
            long, middle, short = long * long * long, middle * middle * middle, short * short * short
            red = _float32(4.0767416621) * long - _float32(3.3077115913) * middle + _float32(0.2309699292) * short
            green = _float32(-1.2684380046) * long + _float32(2.6097574011) * middle - _float32(0.3413193965) * short
            blue = _float32(-0.0041960863) * long - _float32(0.7034186147) * middle + _float32(1.7076147010) * short
            out[j, i, 0] = _encoded(red, curve)
            out[j, i, 1] = _encoded(green, curve)
            out[j, i, 2] = _encoded(blue, curve)
            out[j, i, 3] = _float32(1)


@njit(nogil=True, cache=True)
def grain(band: Any, noise: Any, out: Any) -> None:
    """Rounds encoded colours (float32, ``(rows, columns, 4)``) to bytes, with noise (a tile, 0–1) against banding."""
    rows, columns, _ = out.shape
    width = noise.shape[1]
    for j in range(rows):
        for i in range(columns):
            for channel in range(3):
                level = (band[j, i, channel] + noise[j, i % width, channel]) * _float32(255) + _float32(0.5)
                out[j, i, channel] = np.uint8(min(max(level, _float32(0)), _float32(255)))


@njit(nogil=True, cache=True)
def zero_line(values: Any, strokes: Any) -> int:
    """Writes a short stroke (x0, y0, x1, y1, in cells) for each cell that the field's zero crosses; how many they are.

    Marching squares; ``strokes`` has room for two a cell.
    """
    rows, columns = values.shape
    count = 0
    x, y = np.empty(4), np.empty(4)
    for j in range(rows - 1):
        for i in range(columns - 1):
            a, b, c, d = values[j, i], values[j, i + 1], values[j + 1, i + 1], values[j + 1, i]
            ends = 0
            if (a > 0) != (b > 0):
                x[ends], y[ends] = i + a / (a - b), j
                ends += 1
            if (b > 0) != (c > 0):
                x[ends], y[ends] = i + 1, j + b / (b - c)
                ends += 1
            if (d > 0) != (c > 0):
                x[ends], y[ends] = i + d / (d - c), j + 1
                ends += 1
            if (a > 0) != (d > 0):
                x[ends], y[ends] = i, j + a / (a - d)
                ends += 1
            for end in range(0, ends, 2):
                strokes[count, 0], strokes[count, 1] = x[end], y[end]
                strokes[count, 2], strokes[count, 3] = x[end + 1], y[end + 1]
                count += 1
    return count
