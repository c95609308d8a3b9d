"""Contrast as WCAG measures it."""

import numpy as np
import pytest

from spotwright.render import contrast


def test_the_ends_of_the_scale():
    assert contrast.ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast.ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_worst_line_counts_and_not_the_mean():
    bands = np.stack([np.zeros((30, 3)), np.ones((30, 3))])
    assert contrast.worst_band("#ffffff", bands) == pytest.approx(1.0)
    assert contrast.worst_band("#ffffff", bands[:1]) == pytest.approx(21.0)


def test_a_scrim_is_just_strong_enough():
    bands = np.full((2, 10, 3), 0.9)
    strength = contrast.scrim("#ffffff", "#101010", bands)
    assert contrast.worst_band("#ffffff", contrast.mixed(bands, "#101010", strength)) >= 4.5
    assert contrast.worst_band("#ffffff", contrast.mixed(bands, "#101010", strength - 0.04)) < 4.5


def test_no_scrim_where_none_is_needed():
    assert contrast.scrim("#ffffff", "#101010", np.zeros((2, 10, 3))) == 0
