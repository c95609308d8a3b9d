"""A grade applied to planes as they are, without a detour over RGB.

The grade becomes a table: for each luma a lattice over the two chroma differences, whose nodes hold graded colours.
Between the nodes it is interpolated, which for all that a grade does is exact to within a level or two.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from spotwright.render import colour, kernels
from spotwright.render.canvas import Canvas
from spotwright.render.timeline import Grade

_YUV = np.array(
    [[0.2126, 0.7152, 0.0722], [-0.2126 / 1.8556, -0.7152 / 1.8556, 0.5], [0.5, -0.7152 / 1.5748, -0.0722 / 1.5748]]
)
_SCALE, _OFFSET = np.array([219.0, 224.0, 224.0]), np.array([16.0, 128.0, 128.0])


def toned(canvas: Canvas, grade: Grade) -> Canvas:
    """The picture with its colours corrected, as a canvas of its own; the same canvas when nothing changes."""
    if not colour.changes(grade):
        return canvas
    out = Canvas.blank(canvas.width, canvas.height)
    size = canvas.width // 2, canvas.height // 2
    kernels.tone(canvas.y, canvas.u, canvas.v, *size, _table(grade), out.y, out.u, out.v)
    return out


@lru_cache(maxsize=8)
def _table(grade: Grade) -> NDArray[np.int16]:
    """Graded Y, U and V (int16, in 64ths) by Y (256) and U and V (17 nodes each)."""
    nodes = np.arange(0, 256 + 1, kernels.TONE_STEP, dtype=np.float64)
    lattice = np.stack(np.meshgrid(np.arange(256.0), nodes, nodes, indexing="ij"), axis=-1)
    rgb = ((lattice - _OFFSET) / _SCALE) @ np.linalg.inv(_YUV).T
    graded = colour.apply(grade, rgb) @ _YUV.T * _SCALE + _OFFSET
    return np.ascontiguousarray(np.round(graded * kernels.TONE_ONE).astype(np.int16))
