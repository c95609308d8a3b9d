"""Draws golden frames, keeps them, and says how alike two of them are.

A frame is a grey picture: its luma plane above its two chroma planes side by side. So nothing is converted between what
the compositor drew, what is kept, and what is compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from golden_timelines import Golden, Sources
from numpy.typing import NDArray
from PIL import Image

from spotwright.render.canvas import Canvas
from spotwright.render.segments import draw_frame

FOLDER = Path(__file__).parent
Frame = NDArray[np.uint8]
Values = NDArray[np.float64]

_WINDOW, _STEP = 8, 4
_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2


@dataclass(frozen=True)
class Difference:
    """How far two frames are from each other."""

    ssim: float
    """Of the luma planes; 1 is equal."""
    patch: float
    """The largest difference, in levels, between two mean lumas of the same 16 × 16 pixels: nothing small gets lost."""
    chroma: float
    """The mean difference of the chroma planes, in levels."""
    tinge: float
    """The largest difference between two mean chromas of the same 8 × 8 samples."""

    @property
    def small(self) -> bool:
        """True when a person would call them the same picture."""
        return self.ssim >= 0.99 and self.patch <= 6.0 and self.chroma <= 1.0 and self.tinge <= 6.0


def difference(one: Frame, two: Frame) -> Difference:
    """Of two frames of the same size."""
    (luma, chroma), (other, others) = _planes(one), _planes(two)
    return Difference(
        ssim(luma, other),
        float(np.abs(_means(luma, 16) - _means(other, 16)).max()),
        float(np.abs(chroma - others).mean()),
        float(np.abs(_means(chroma, 8) - _means(others, 8)).max()),
    )


def ssim(one: Values, two: Values) -> float:
    """Mean structural similarity over windows of 8 × 8 pixels, one every 4, as FFmpeg's filter takes them."""
    mean_one, mean_two = _windows(one), _windows(two)
    over = _WINDOW**2 / (_WINDOW**2 - 1)
    spread = (_windows(one * one) + _windows(two * two) - mean_one**2 - mean_two**2) * over
    common = (_windows(one * two) - mean_one * mean_two) * over
    alike = (2 * mean_one * mean_two + _C1) * (2 * common + _C2)
    return float((alike / ((mean_one**2 + mean_two**2 + _C1) * (spread + _C2))).mean())


def drawn(golden: Golden, sources: Sources) -> list[Frame]:
    """The golden's frames as the compositor draws them now."""
    timeline = golden.build(sources)
    canvas = Canvas.blank(timeline.width, timeline.height)
    frames = []
    for number in golden.moments:
        draw_frame(timeline, number, canvas)
        frames.append(np.vstack([canvas.y, np.hstack([canvas.u, canvas.v])]))
    return frames


def kept(golden: Golden) -> list[Frame]:
    """The golden's frames as they were recorded."""
    with Image.open(FOLDER / f"{golden.name}.webp") as strip:
        pixels = np.asarray(strip.convert("L"))
    return np.hsplit(pixels, len(golden.moments))


def keep(golden: Golden, frames: Sequence[Frame]) -> None:
    Image.fromarray(np.hstack(frames)).convert("RGB").save(
        FOLDER / f"{golden.name}.webp", lossless=True, quality=100, method=6
    )  # fmt: skip


def _planes(frame: Frame) -> tuple[Values, Values]:
    rows = frame.shape[0] * 2 // 3
    return frame[:rows].astype(float), frame[rows:].astype(float)


def _windows(plane: Values) -> Values:
    """The mean of each window."""
    seen = np.lib.stride_tricks.sliding_window_view(plane, (_WINDOW, _WINDOW))[::_STEP, ::_STEP]
    means: Values = seen.mean(axis=(2, 3))
    return means


def _means(plane: Values, side: int) -> Values:
    """The mean of each square; what is left over at the right and at the bottom belongs to the last ones."""
    rows, columns = (np.arange(0, max(length - side + 1, 1), side) for length in plane.shape)
    sums = np.add.reduceat(np.add.reduceat(plane, rows, axis=0), columns, axis=1)
    counts = np.outer(np.diff([*rows, plane.shape[0]]), np.diff([*columns, plane.shape[1]]))
    means: Values = sums / counts
    return means
