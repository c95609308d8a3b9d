"""Whether a photo can be found again in a frame that crops, scales and grades it, and writes over it."""

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_HEIGHTS = tuple(round(80 * 1.08**step) for step in range(24))
"""The photo's heights, in pixels of a frame whose shorter side has 160, in which it is looked for."""
_PATCH = 72
_FLAT = 1.0

Pixels = NDArray[np.float64]


def ranked(photos: Mapping[str, Image.Image], frame: NDArray[np.uint8]) -> list[str]:
    """The names of photos, the one that is most surely a part of the frame first."""
    return sorted(photos, key=lambda name: -likeness(photos[name], frame))


def likeness(photo: Image.Image, frame: NDArray[np.uint8]) -> float:
    """How well the richest parts of a photo are found again in a frame, in any size and place: 1 is exactly.

    Edges are compared, not colours: a grade changes these, and half of all photos share some.
    """
    drawn = _Searched(_edges(frame.mean(axis=2)))
    return max(drawn.best_match(patch) for patch in _patches(photo.convert("L")))


def _patches(photo: Image.Image) -> Iterator[Pixels]:
    for height in _HEIGHTS:
        small = photo.resize((round(photo.width * height / photo.height), height), Image.Resampling.BOX)
        pixels = _edges(np.asarray(small, np.float64))
        tops, lefts = (range(0, length - _PATCH + 1, _PATCH // 2) for length in pixels.shape)
        patches = [pixels[top : top + _PATCH, left : left + _PATCH] for top in tops for left in lefts]
        # What is nearly flat is like everything.
        yield from sorted(patches, key=lambda patch: -float(patch.std()))[: max(3, len(patches) // 3)]


def _edges(pixels: Pixels) -> Pixels:
    down, across = np.gradient(pixels)
    return np.hypot(across, down)


class _Searched:
    """A frame in which many patches are looked for."""

    def __init__(self, pixels: Pixels) -> None:
        self._shape = pixels.shape
        self._spectrum = np.fft.rfft2(pixels)
        spread = _sums(pixels**2) - _sums(pixels) ** 2 / _PATCH**2
        self._norm = np.sqrt(np.maximum(spread, _PATCH**2 * _FLAT))

    def best_match(self, patch: Pixels) -> float:
        """The largest normalised cross-correlation over all places of the patch in the frame."""
        template = patch - patch.mean()
        everywhere = np.fft.irfft2(self._spectrum * np.conj(np.fft.rfft2(template, self._shape)), self._shape)
        rows, columns = self._norm.shape
        return float((everywhere[:rows, :columns] / self._norm).max() / np.linalg.norm(template))


def _sums(values: Pixels) -> Pixels:
    """The sum of every square of a patch's size."""
    total = np.pad(values.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    return total[_PATCH:, _PATCH:] - total[:-_PATCH, _PATCH:] - total[_PATCH:, :-_PATCH] + total[:-_PATCH, :-_PATCH]
