"""The inner loops: resampling and blending of 8-bit planes, compiled by numba.

All arithmetic is fixed point in 32 bits, so a frame has the same bytes on every processor. Planes are C-contiguous
uint8 arrays. A *standing* plane is stored column by column (``[x, y]``): the horizontal half of a resampling then
reads whole columns with one weight each, which the compiler turns into vector code; reading rows would need a gather
for every pixel, which costs three times as much.
"""

from typing import Any

import numpy as np
from numba import njit

from spotwright.render import kernel_cache, lanes

kernel_cache.ensure()

_int32 = np.int32
_uint8 = np.uint8
_uint64 = np.uint64

_BLOCK = 64
"""Output columns a pass of ``resample`` works on: what lies between its two halves then stays in the L2 cache."""

_ROWS = 256


@njit(nogil=True, cache=True, inline="always")
def _weights(position: float, weights: Any) -> int:
    """Writes the four Catmull-Rom weights around ``position`` and returns the index of the second of their pixels."""
    base = np.floor(position)
    f = position - base
    before = int(np.floor(lanes.ONE * (((-0.5 * f + 1.0) * f - 0.5) * f) + 0.5))
    at = int(np.floor(lanes.ONE * ((1.5 * f - 2.5) * f * f + 1.0) + 0.5))
    beyond = int(np.floor(lanes.ONE * ((0.5 * f - 0.5) * f * f) + 0.5))
    weights[0] = before
    weights[1] = at
    weights[2] = lanes.ONE - before - at - beyond
    weights[3] = beyond
    return int(base)


@njit(nogil=True, cache=True)
def _few(p0: Any, p1: Any, p2: Any, p3: Any, weights: Any, out: Any) -> None:
    """What ``lanes.weighted`` does, one by one, for less than it takes at once."""
    for k in range(out.shape[0]):
        total = lanes.ROUND + (((int(p0[k]) << lanes.SHIFT) * weights[0]) >> 16)
        total += ((int(p1[k]) << lanes.SHIFT) * weights[1]) >> 16
        total += ((int(p2[k]) << lanes.SHIFT) * weights[2]) >> 16
        total += ((int(p3[k]) << lanes.SHIFT) * weights[3]) >> 16
        out[k] = min(max(total >> 5, 0), 255)


@njit(nogil=True, cache=True, inline="always")
def _mix(p0: int, p1: int, p2: int, p3: int, weights: Any, out: int, length: int) -> None:
    """Four neighbouring columns or rows, weighted, by their addresses. They have at least ``lanes.COUNT`` bytes."""
    a, b, c, d = int(weights[0]), int(weights[1]), int(weights[2]), int(weights[3])
    last = length - lanes.COUNT
    for k in range(0, last, lanes.COUNT):
        lanes.weighted(p0 + k, p1 + k, p2 + k, p3 + k, a, b, c, d, out + k)
    # The last piece overlaps the one before it where the length is no multiple.
    lanes.weighted(p0 + last, p1 + last, p2 + last, p3 + last, a, b, c, d, out + last)


@njit(nogil=True, cache=True, inline="always")
def _byte(value: int, place: int) -> Any:
    return _uint64(value) << _uint64(8 * place)


@njit(nogil=True, cache=True)
def _lay_down(columns: Any, packed: Any, count: int) -> None:
    """Turns a block of columns into rows, eight bytes at a time packed into a uint64 (little endian).

    Packing and spreading are two loops, because the compiler makes vector code of the first one only when it is alone.
    They work on so many rows that all they touch stays in the first cache.
    """
    eight = np.empty(_ROWS, np.uint64)
    for start in range(0, count, _ROWS):
        size = min(_ROWS, count - start)
        rows = packed[start : start + size]
        for g in range(_BLOCK // 8):
            c = columns[8 * g : 8 * g + 8, start : start + size]
            c0, c1, c2, c3, c4, c5, c6, c7 = c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]
            for k in range(size):
                low = _byte(c0[k], 0) | _byte(c1[k], 1) | _byte(c2[k], 2) | _byte(c3[k], 3)
                eight[k] = low | _byte(c4[k], 4) | _byte(c5[k], 5) | _byte(c6[k], 6) | _byte(c7[k], 7)
            for k in range(size):
                rows[k, g] = eight[k]


@njit(nogil=True, cache=True, inline="always")
def _within(index: int, low: int, high: int) -> int:
    return min(max(index, low), high)


@njit(nogil=True, cache=True)
def resample(
    source: Any, out: Any, x: int, y: int, width: int, height: int, left: float, top: float, dx: float, dy: float
) -> None:
    """Draws a standing plane into a rectangle of ``out`` with bicubic filtering.

    Output pixel (x + i, y + j) shows the source at column ``left + i * dx``, row ``top + j * dy`` (0 is the centre
    of the first pixel). Beyond its edges the source repeats its outermost pixels. The rectangle must lie in ``out``.
    """
    columns, rows = source.shape
    across = np.empty((width, 4), np.int32)
    down = np.empty((height, 4), np.int32)
    at_column = np.empty(width, np.int64)
    at_row = np.empty(height, np.int64)
    for i in range(width):
        at_column[i] = _weights(left + i * dx, across[i])
    for j in range(height):
        at_row[j] = _weights(top + j * dy, down[j])
    low = _within(at_row[0] - 1, 0, rows - 1)
    high = _within(at_row[height - 1] + 2, 0, rows - 1)
    count = high - low + 1
    block = np.zeros((_BLOCK, count), np.uint8)
    packed = np.empty((count, _BLOCK // 8), np.uint64)
    rest = np.empty(_BLOCK, np.uint8)
    first, lines, spare = source.ctypes.data + low, packed.ctypes.data, rest.ctypes.data
    to, pitch = out.ctypes.data + y * out.shape[1] + x, out.shape[1]
    for start in range(0, width, _BLOCK):
        size = min(_BLOCK, width - start)
        for i in range(size):
            k = at_column[start + i]
            k0, k1 = _within(k - 1, 0, columns - 1), _within(k, 0, columns - 1)
            k2, k3 = _within(k + 1, 0, columns - 1), _within(k + 2, 0, columns - 1)
            if count < lanes.COUNT:
                few = source[:, low : high + 1]
                _few(few[k0], few[k1], few[k2], few[k3], across[start + i], block[i])
                continue
            p0, p1, p2, p3 = first + k0 * rows, first + k1 * rows, first + k2 * rows, first + k3 * rows
            _mix(p0, p1, p2, p3, across[start + i], block.ctypes.data + i * count, count)
        _lay_down(block, packed, count)
        for j in range(height):
            k = at_row[j]
            p0 = lines + _BLOCK * (_within(k - 1, low, high) - low)
            p1 = lines + _BLOCK * (_within(k, low, high) - low)
            p2 = lines + _BLOCK * (_within(k + 1, low, high) - low)
            p3 = lines + _BLOCK * (_within(k + 2, low, high) - low)
            _mix(p0, p1, p2, p3, down[j], to + j * pitch + start if size == _BLOCK else spare, _BLOCK)
            if size != _BLOCK:
                out[y + j, x + start : x + start + size] = rest[:size]


@njit(nogil=True, cache=True, inline="always")
def _cover(row: Any, s: Any, a: Any) -> None:
    """Lays a row over another at full strength: what the general way comes to then, with half of its steps."""
    for i in range(row.size):
        clear = _int32(_int32(256) - _int32(_int32(a[i]) + _int32(_int32(a[i]) >> 7)))
        v = _int32(_int32(s[i]) + _int32(_int32(_int32(_int32(row[i]) * clear) + _int32(128)) >> 8))
        row[i] = _uint8(min(v, _int32(255)))


@njit(nogil=True, cache=True)
def over(out: Any, x: int, y: int, source: Any, alpha: Any, across: Any, down: Any) -> None:
    """Lays a premultiplied plane over a rectangle of ``out``, whose corner is (x, y) and whose size is the plane's.

    ``across`` and ``down`` (int32, 0–256) scale the coverage of each column and row: opacity and reveals.
    """
    height, width = source.shape
    full = across.min() == 256
    for j in range(height):
        strength = _int32(down[j])
        if strength == 0:
            continue
        row = out[y + j, x : x + width]
        s = source[j]
        a = alpha[j]
        if full and strength == 256:
            _cover(row, s, a)
            continue
        for i in range(width):
            level = _int32(_int32(strength * _int32(across[i])) >> 8)
            cover = _int32(_int32(_int32(a[i]) + _int32(_int32(a[i]) >> 7)) * level)
            under = _int32(_int32(row[i]) * _int32(_int32(65536) - cover))
            v = _int32(_int32(_int32(_int32(_int32(s[i]) * level) << 8) + under) + _int32(32768))
            row[i] = _uint8(min(_int32(v >> 16), _int32(255)))


@njit(nogil=True, cache=True)
def cross(out: Any, source: Any, width: int, height: int, across: Any, down: Any) -> None:
    """Moves the top left of ``out`` towards ``source`` by the shares (int32, 0–256) of each column and row."""
    for j in range(height):
        strength = _int32(down[j])
        if strength == 0:
            continue
        row = out[j, :width]
        s = source[j, :width]
        for i in range(width):
            share = _int32(_int32(strength * _int32(across[i])) >> 8)
            gap = _int32(_int32(s[i]) - _int32(row[i]))
            row[i] = _uint8(_int32(_int32(row[i]) + _int32(_int32(_int32(gap * share) + _int32(128)) >> 8)))


@njit(nogil=True, cache=True)
def mix(out: Any, x: int, y: int, source: Any, left: int, top: int, mask: Any) -> None:
    """Moves ``out``, at (x, y), towards a part of ``source`` that begins at (left, top), where ``mask`` (0–255) says.

    The mask has the part's size.
    """
    height, width = mask.shape
    for j in range(height):
        row = out[y + j, x : x + width]
        s = source[top + j, left : left + width]
        m = mask[j]
        for i in range(width):
            share = _int32(_int32(m[i]) + _int32(_int32(m[i]) >> 7))
            gap = _int32(_int32(s[i]) - _int32(row[i]))
            row[i] = _uint8(_int32(_int32(row[i]) + _int32(_int32(_int32(gap * share) + _int32(128)) >> 8)))


@njit(nogil=True, cache=True)
def circle(out: Any, source: Any, width: int, height: int, x: float, y: float, radius: float, soft: float) -> None:
    """Shows the top left of ``source`` in ``out`` inside a circle, with an edge that is a slope of width ``soft``."""
    for j in range(height):
        row = out[j, :width]
        s = source[j, :width]
        away = (j - y) * (j - y)
        reach = (radius + soft) * (radius + soft) - away
        if reach <= 0.0:
            continue
        outer = np.sqrt(reach)
        inner = np.sqrt(max((radius - soft) * abs(radius - soft) - away, 0.0))
        # Only the slope is computed pixel by pixel.
        first, last = max(int(x - outer), 0), min(int(x + outer) + 2, width)
        left, right = max(int(x - inner) + 1, first), min(int(x + inner), last)
        if inner > 1.0 and left < right:
            row[left:right] = s[left:right]
        else:
            left = right = last
        for begin, end in ((first, left), (right, last)):
            for i in range(begin, end):
                inside = (radius - np.sqrt((i - x) * (i - x) + away)) / soft + 0.5
                mask = int(min(max(inside, 0.0), 1.0) * 255.0 + 0.5)
                share = _int32(mask + (mask >> 7))
                gap = _int32(_int32(s[i]) - _int32(row[i]))
                row[i] = _uint8(_int32(_int32(row[i]) + _int32(_int32(_int32(gap * share) + _int32(128)) >> 8)))


_EDGE = 32
"""Side of the squares in which pictures are turned, so that reads and writes both stay in the first cache."""


@njit(nogil=True, cache=True)
def luma(rgba: Any, out: Any, cover: Any) -> None:
    """Limited-range BT.709 luma of pixels (H × W × 3 or 4, premultiplied) as a standing plane.

    ``cover`` becomes their opacity; with three channels they are opaque and it is left alone.
    """
    height, width, channels = rgba.shape
    for bx in range(0, width, _EDGE):
        for by in range(0, height, _EDGE):
            for x in range(bx, min(bx + _EDGE, width)):
                for y in range(by, min(by + _EDGE, height)):
                    a = int(rgba[y, x, 3]) if channels == 4 else 255
                    r, g, b = int(rgba[y, x, 0]), int(rgba[y, x, 1]), int(rgba[y, x, 2])
                    out[x, y] = (11966 * r + 40254 * g + 4064 * b + 4112 * a + 32768) >> 16
                    if channels == 4:
                        cover[x, y] = a


@njit(nogil=True, cache=True, inline="always")
def _six(rgba: Any, x: int, y: int, channel: int) -> int:
    """Eight times the mean of the six pixels around the chroma sample (x, y)."""
    before = max(2 * x - 1, 0)
    total = 0
    for line in range(2 * y, 2 * y + 2):
        total += int(rgba[line, before, channel]) + 2 * int(rgba[line, 2 * x, channel])
        total += int(rgba[line, 2 * x + 1, channel])
    return total


@njit(nogil=True, cache=True)
def chroma(rgba: Any, blue: Any, red: Any, cover: Any) -> None:
    """Limited-range BT.709 chroma of the same pixels (even sizes) as standing planes of half their size.

    It is sited left: at the even columns, between the rows.
    """
    height, width, channels = rgba.shape
    for bx in range(0, width // 2, _EDGE):
        for by in range(0, height // 2, _EDGE):
            for x in range(bx, min(bx + _EDGE, width // 2)):
                for y in range(by, min(by + _EDGE, height // 2)):
                    r, g, b = _six(rgba, x, y, 0), _six(rgba, x, y, 1), _six(rgba, x, y, 2)
                    a = _six(rgba, x, y, 3) if channels == 4 else 2040
                    blue[x, y] = (-6596 * r - 22189 * g + 28785 * b + 32896 * a + 262144) >> 19
                    red[x, y] = (28785 * r - 26145 * g - 2640 * b + 32896 * a + 262144) >> 19
                    if channels == 4:
                        cover[x, y] = (a + 4) >> 3


@njit(nogil=True, cache=True)
def stand(plane: Any, width: int, height: int, out: Any) -> None:
    """Copies the top left of a plane (rows) into a standing plane (columns) of ``width`` × ``height``."""
    for bx in range(0, width, _EDGE):
        for by in range(0, height, _EDGE):
            for x in range(bx, min(bx + _EDGE, width)):
                for y in range(by, min(by + _EDGE, height)):
                    out[x, y] = plane[y, x]


TONE_STEP = 16
"""Chroma levels from node to node of a tone table."""

TONE_ONE = 64
"""A level in a tone table."""


@njit(nogil=True, cache=True, inline="always")
def _between(nodes: Any, i: int, j: int, channel: int, across: int, down: int) -> int:
    """A value between four nodes of a table, ``across`` and ``down`` in sixteenths, as a level."""
    upper = (TONE_STEP - across) * int(nodes[i, j, channel]) + across * int(nodes[i + 1, j, channel])
    lower = (TONE_STEP - across) * int(nodes[i, j + 1, channel]) + across * int(nodes[i + 1, j + 1, channel])
    return ((TONE_STEP - down) * upper + down * lower + (1 << 13)) >> 14


@njit(nogil=True, cache=True)
def tone(y: Any, u: Any, v: Any, width: int, height: int, table: Any, to_y: Any, to_u: Any, to_v: Any) -> None:
    """Looks planes up in a table of ``tone.py`` (int16, 256 × 17 × 17 × 3); the size is that of the chroma."""
    for j in range(height):
        for i in range(width):
            blue, red = int(u[j, i]), int(v[j, i])
            a, b = blue // TONE_STEP, red // TONE_STEP
            across, down = blue % TONE_STEP, red % TONE_STEP
            mean = (int(y[2 * j, 2 * i]) + int(y[2 * j + 1, 2 * i]) + 1) >> 1
            to_u[j, i] = _between(table[mean], a, b, 1, across, down)
            to_v[j, i] = _between(table[mean], a, b, 2, across, down)
            for line in range(2 * j, 2 * j + 2):
                for k in range(2 * i, 2 * i + 2):
                    to_y[line, k] = _between(table[y[line, k]], a, b, 0, across, down)
