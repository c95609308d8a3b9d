"""The inner loops against slow references."""

import numpy as np
import pytest
from footage_samples import scenery
from numpy.typing import NDArray

from spotwright.render import colour, kernels, stills


def catmull_rom(samples: NDArray[np.float64], positions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Samples along the last axis, interpolated at fractional positions; edges repeat."""
    base = np.floor(positions).astype(int)
    f = positions - base
    weights = [
        ((-0.5 * f + 1) * f - 0.5) * f,
        (1.5 * f - 2.5) * f * f + 1,
        ((-1.5 * f + 2) * f + 0.5) * f,
        (0.5 * f - 0.5) * f * f,
    ]
    last = samples.shape[-1] - 1
    return sum(w * samples[..., np.clip(base + k - 1, 0, last)] for k, w in enumerate(weights))


@pytest.mark.parametrize("size", [(64, 40), (65, 41), (130, 37), (7, 5), (1, 1)])
@pytest.mark.parametrize("step", [1.0, 0.43, 1.37])
def test_resampling_is_bicubic_at_sub_pixel_precision(size: tuple[int, int], step: float) -> None:
    """Any size and step, also beyond the source's edges, is within two levels of the exact result."""
    plane = scenery(90, 70)[..., 0]
    out = np.full((size[1] + 4, size[0] + 6), 7, np.uint8)
    kernels.resample(np.ascontiguousarray(plane.T), out, 3, 2, *size, -1.3, 2.61, step, step)
    across = catmull_rom(plane.astype(float), -1.3 + np.arange(size[0]) * step)
    exact = catmull_rom(across.T, 2.61 + np.arange(size[1]) * step).T.clip(0, 255)
    assert np.abs(out[2:-2, 3:-3] - exact).max() <= 2
    assert np.abs(out[2:-2, 3:-3] - exact).mean() < 0.5


def test_resampling_writes_nothing_outside_its_rectangle() -> None:
    out = np.full((30, 100), 7, np.uint8)
    kernels.resample(np.zeros((50, 50), np.uint8), out, 5, 6, 70, 10, 0.0, 0.0, 1.0, 1.0)
    out[6:16, 5:75] = 7
    assert (out == 7).all()


def test_a_whole_pixel_shift_copies() -> None:
    plane = scenery(80, 60)[..., 1]
    out = np.zeros((50, 70), np.uint8)
    kernels.resample(np.ascontiguousarray(plane.T), out, 0, 0, 70, 50, 4.0, 3.0, 1.0, 1.0)
    assert (out == plane[3:53, 4:74]).all()


def test_a_tenth_of_a_pixel_moves_the_picture_by_a_tenth_of_a_pixel() -> None:
    """A soft blob's centre of mass follows the camera in steps far below a pixel."""
    xs = np.arange(120)
    row = 200 * np.exp(-(((xs - 60) / 9) ** 2))
    plane = np.ascontiguousarray(np.tile(row, (16, 1)).round().astype(np.uint8).T)
    centres = []
    for tenth in range(10):
        out = np.zeros((8, 100), np.uint8)
        kernels.resample(plane, out, 0, 0, 100, 8, 10 + tenth / 10, 4.0, 1.0, 1.0)
        line = out[4].astype(float)
        centres.append((line * np.arange(100)).sum() / line.sum())
    assert np.diff(centres) == pytest.approx(-0.1, abs=0.03)


@pytest.mark.parametrize("color", ["#000000", "#ffffff", "#ff0000", "#00ff00", "#0000ff", "#808080", "#ffcc00"])
def test_pixels_become_the_planes_of_their_colour(color: str) -> None:
    pixels = np.tile(np.array(colour.rgb(color), np.uint8), (4, 6, 1))
    y, u, v, cover, half = stills.standing(pixels)
    assert cover is half is None
    found = [set(plane.ravel().tolist()) for plane in (y, u, v)]
    assert found == [{level} for level in colour.yuv(color)]


def test_luma_and_chroma_are_those_of_bt709() -> None:
    assert colour.yuv("#ffffff") == (235, 128, 128)
    assert colour.yuv("#000000") == (16, 128, 128)
    assert colour.yuv("#ff0000") == (63, 102, 240)
    assert colour.yuv("#00ff00") == (173, 42, 26)
    assert colour.yuv("#0000ff") == (32, 240, 118)


def test_full_cover_replaces_and_no_cover_keeps() -> None:
    out = np.full((4, 8), 90, np.uint8)
    source, alpha = np.full((4, 8), 200, np.uint8), np.full((4, 8), 255, np.uint8)
    source[:, :4] = alpha[:, :4] = 0
    full = np.full(8, 256, np.int32)
    kernels.over(out, 0, 0, source, alpha, full, full[:4].copy())
    assert (out == [[90] * 4 + [200] * 4] * 4).all()


def test_full_strength_is_a_special_case_of_any_strength() -> None:
    """A column at less than full strength has the whole drawing laid the general way; the others come out the same."""
    under, over, alpha = (scenery(40, 30, seed)[..., 0].copy() for seed in (1, 2, 3))
    source = np.minimum(over, alpha)
    full = np.full(40, 256, np.int32)
    less = full.copy()
    less[0] = 255
    fast, general = under.copy(), under.copy()
    kernels.over(fast, 0, 0, source, alpha, full, full[:30].copy())
    kernels.over(general, 0, 0, source, alpha, less, full[:30].copy())
    assert (fast[:, 1:] == general[:, 1:]).all()


def test_half_cover_is_the_mean() -> None:
    out = np.full((2, 2), 100, np.uint8)
    source, alpha = np.full((2, 2), 200, np.uint8), np.full((2, 2), 255, np.uint8)
    full = np.full(2, 256, np.int32)
    kernels.over(out, 0, 0, source, alpha, full, full // 2)
    assert (out == 150).all()


def test_crossing_reaches_both_ends_exactly() -> None:
    one, two = scenery(20, 10)[..., 0].copy(), scenery(20, 10, 2)[..., 0].copy()
    out = one.copy()
    full = np.full(20, 256, np.int32)
    kernels.cross(out, two, 20, 10, full, full[:10].copy() * 0)
    assert (out == one).all()
    kernels.cross(out, two, 20, 10, full, full[:10].copy())
    assert (out == two).all()


@pytest.mark.parametrize("height", [1, 5, 31, 32, 33, 63, 200])
def test_short_columns_are_mixed_like_long_ones(height: int) -> None:
    """The rows that a short and a long source have in common come out the same."""
    plane = np.ascontiguousarray(scenery(80, 300)[..., 0].T)
    long, short = np.zeros((height, 64), np.uint8), np.zeros((height, 64), np.uint8)
    kernels.resample(plane, long, 0, 0, 64, height, 2.3, 0.0, 1.1, 1.0)
    kernels.resample(np.ascontiguousarray(plane[:, : height + 3]), short, 0, 0, 64, height, 2.3, 0.0, 1.1, 1.0)
    assert (long == short).all()


@pytest.mark.parametrize("radius", [0.0, 0.4, 3.0, 17.5, 60.0])
def test_a_circle_is_round_and_smooth(radius: float) -> None:
    out, source = np.zeros((40, 64), np.uint8), np.full((40, 62), 255, np.uint8)
    kernels.circle(out, source, 60, 40, 29.5, 19.5, radius, 1.5)
    assert not out[:, 60:].any()
    ys, xs = np.mgrid[:40, :60]
    exact = ((radius - np.hypot(xs - 29.5, ys - 19.5)) / 1.5 + 0.5).clip(0, 1) * 255
    assert np.abs(out[:, :60] - exact).max() <= 1
