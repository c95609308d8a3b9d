"""Where a picture's subject is, and what its colours are, from a small copy of it."""

from dataclasses import dataclass
from functools import lru_cache

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from spotwright.render import faces, files, pictures
from spotwright.render.camera import Window
from spotwright.render.canvas import tagged
from spotwright.render.clips import Clip
from spotwright.render.errors import MediaError
from spotwright.render.faces import Face
from spotwright.render.film import Media
from spotwright.render.footage import Adapter, Fit

_SIDE = 96
_FINE = 4
"""Pixels of the closer look along each side of a pixel of the small copy."""
_DETAIL = 0.05
"""Deviation of the luma within a cell from which on it is detail, not a surface."""
_EVEN = 0.004
_EVEN_SHARE = 0.15
_BUSY = 0.25
"""The share of detailed cells that makes a part of a picture busy."""
_MOMENTS = (0.0, 0.4, 0.8, 1.2, 1.6)
"""Seconds into a clip at which it is looked at."""
_LOOKS = 2.5
"""How often a second that is."""
_DAMAGE = (MediaError, OSError, ValueError, av.error.FFmpegError)


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """A small copy of a picture (H × W × 3, sRGB 0–1), its subject's centre in fractions, and its real size.

    ``texture`` (H × W) is how much the picture's luma varies within each pixel of the copy (a standard deviation).
    ``known`` is False when the file could not be read: the copy is then a mid grey that promises nothing.
    """

    pixels: NDArray[np.float64]
    texture: NDArray[np.float64]
    x: float
    y: float
    width: int
    height: int
    known: bool = True
    see_through: bool = False
    change: NDArray[np.float64] | None = None
    """For clips (H × W): how far the colours of a place go from their mean in time."""
    face: Face | None = None
    """Around the faces that it is about; then ``x`` and ``y`` are its centre."""

    @property
    def subject(self) -> Face:
        """What should stay on the screen and off the type: the faces, or just the centre of what stands out."""
        return self.face or Face(self.x, self.y, self.x, self.y)

    @property
    def busy(self) -> bool:
        """True when there is fine detail nearly everywhere, so that no type can stand on the picture."""
        return self._shares()[1] >= _BUSY

    @property
    def drawn(self) -> bool:
        """True for screenshots, tables, diagrams: detail in most places, and exactly even areas between it."""
        shares = self._shares()
        even = float((self.texture < _EVEN).mean())
        return self.known and even >= _EVEN_SHARE and shares[2] >= _BUSY / 2 and sum(shares) / len(shares) >= _BUSY

    def _shares(self) -> list[float]:
        """The share of detailed cells in each ninth of the picture, the calmest first."""
        parts = [part for row in np.array_split(self.texture, 3, 0) for part in np.array_split(row, 3, 1)]
        return sorted(float((part > _DETAIL).mean()) if part.size else 0.0 for part in parts)

    @property
    def ratio(self) -> float:
        """Width over height."""
        return self.width / self.height


def look(media: Media) -> Sight:
    """Look at a picture, or at the first moments used of a clip."""
    return _look(media.path, media.sha256, media.kind, media.in_point, media.width, media.height)


@lru_cache(maxsize=128)
def _look(path: str, sha256: str, kind: str, in_point: float, width: int, height: int) -> Sight:
    del sha256  # part of the cache's key only: a path may hold another picture later
    try:
        if kind == "video":
            return _moving(path, in_point)
        close, real = _still(path)
    except _DAMAGE:
        grey, unsure = np.full((9, 16, 3), 0.5), np.full((9, 16), 0.5)
        return Sight(grey, unsure, 0.5, 0.5, width or 1600, height or 900, known=False)
    rgba = np.asarray(close.convert("RGBA"), np.float64) / 255
    see_through = close.mode == "RGBA" and float((rgba[..., 3] < 0.5).mean()) > 0.05
    pixels, texture = _condensed(rgba[..., :3] * rgba[..., 3:] + 0.5 * (1 - rgba[..., 3:]))
    face = _face([close])
    return Sight(pixels, texture, *_subject(face, pixels), *real, see_through=see_through, face=face)


def _moving(path: str, in_point: float) -> Sight:
    """Several moments of a clip in one: type meets all that changes between them."""
    frames, real = _frames(path, in_point)
    copies = [_condensed(np.asarray(frame.convert("RGB"), np.float64) / 255) for frame in frames]
    pixels = np.stack([copy[0] for copy in copies])
    mean = pixels.mean(axis=0)
    face = _face(frames)
    change = np.abs(pixels - mean).max(axis=(0, 3))
    return Sight(mean, copies[0][1], *_subject(face, copies[0][0]), *real, change=change, face=face)


def _face(moments: list[Image.Image]) -> Face | None:
    """Around the faces of all moments."""
    found = tuple(face for moment in moments for face in faces.find(moment))
    return faces.around(found) if found else None


def _subject(face: Face | None, pixels: NDArray[np.float64]) -> tuple[float, float]:
    if face is None:
        return _centre(pixels)
    return (face.left + face.right) / 2, (face.top + face.bottom) / 2


def seen(picture: NDArray[np.uint8], width: int, height: int) -> Sight:
    """Look at pixels (H × W × 3) that stand for a picture of another size."""
    pixels, texture = _condensed(picture.astype(np.float64) / 255)
    return Sight(pixels, texture, 0.5, 0.5, width, height)


def fine_size(width: float, height: float, side: int = _SIDE) -> tuple[int, int]:
    """The size at which a picture of this shape is looked at, for a copy with a longer side of ``side`` pixels."""
    share = side / max(width, height, 1)
    return max(2, round(width * share)) * _FINE, max(2, round(height * share)) * _FINE


def _condensed(close: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Means and deviations of the blocks of a closer look."""
    rows, columns = close.shape[0] // _FINE, close.shape[1] // _FINE
    blocks = close[: rows * _FINE, : columns * _FINE].reshape(rows, _FINE, columns, _FINE, 3)
    luma = blocks @ np.array([0.2126, 0.7152, 0.0722])
    return blocks.mean(axis=(1, 3)), luma.std(axis=(1, 3))


def _still(path: str) -> tuple[Image.Image, tuple[int, int]]:
    facts = pictures.facts(path)
    size = (max(1, facts.width), max(1, facts.height))
    return pictures.read(path, (0.0, 0.0, 1.0, 1.0), fine_size(*size)), size


def _frames(path: str, in_point: float) -> tuple[list[Image.Image], tuple[int, int]]:
    """Small copies of a few moments of a clip from ``in_point`` on, and the size of its frames."""
    with Clip(path, fps=_LOOKS) as clip:
        size = clip.facts.width, clip.facts.height
        adapter = Adapter(clip.facts, Fit(Window(0.0, 0.0, 1.0, 1.0), fine_size(*size), 0.0))
        shown = [clip.at(in_point + moment) for moment in _MOMENTS]
        # A clip that is over shows its last frame again.
        unlike = [frame for frame, before in zip(shown, [None, *shown], strict=False) if frame is not before]
        return [files.image(tagged(adapter.adapt(frame))) for frame in unlike], size


def _centre(pixels: NDArray[np.float64]) -> tuple[float, float]:
    """The centre of what stands out: strong edges and colours unlike the picture's mean, with a bias to the middle."""
    luma = pixels @ np.array([0.2126, 0.7152, 0.0722])
    down, across = np.gradient(luma)
    edges = np.hypot(down, across)
    unlike = np.linalg.norm(pixels - np.median(pixels.reshape(-1, 3), axis=0), axis=2)
    rows, columns = luma.shape
    y, x = np.mgrid[0:rows, 0:columns]
    y, x = (y + 0.5) / rows, (x + 0.5) / columns
    middle = np.exp(-(((x - 0.5) / 0.38) ** 2 + ((y - 0.48) / 0.38) ** 2))
    energy = _blurred(edges / (edges.max() + 1e-6) + 0.8 * unlike / (unlike.max() + 1e-6)) * (0.25 + 0.75 * middle)
    heavy = np.where(energy >= np.percentile(energy, 80), energy, 0.0) ** 2
    total = float(heavy.sum())
    if total <= 0:
        return 0.5, 0.5
    return float((heavy * x).sum() / total), float((heavy * y).sum() / total)


def _blurred(field: NDArray[np.float64], reach: int = 4) -> NDArray[np.float64]:
    """A box blur in both directions."""
    for axis in (0, 1):
        padded = np.pad(field, [(reach, reach) if a == axis else (0, 0) for a in (0, 1)], mode="edge")
        summed = np.cumsum(padded, axis=axis)
        zero = np.zeros_like(np.take(summed, [0], axis=axis))
        summed = np.concatenate([zero, summed], axis=axis)
        span = 2 * reach + 1
        size = field.shape[axis]
        upper = np.take(summed, range(span, span + size), axis=axis)
        field = (upper - np.take(summed, range(size), axis=axis)) / span
    return field
