"""Curves at a time."""

from typing import get_args

import pytest

from spotwright.render import curves
from spotwright.render.timeline import Curve, Easing, Keyframe


@pytest.mark.parametrize("easing", get_args(Easing))
def test_every_easing_starts_at_nothing_and_ends_at_all(easing: Easing) -> None:
    assert curves.ease(easing, 0) == pytest.approx(0, abs=1e-9)
    assert curves.ease(easing, 1) == pytest.approx(1)
    assert curves.ease(easing, -3) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("easing", get_args(Easing))
def test_drift_continues_the_slope_at_both_ends(easing: Easing) -> None:
    """Just outside the keyframes a drifting curve is as steep as just inside."""
    curve = Curve.between(2, 5, until=2, easing=easing, drifts=True)
    step = 1e-4
    for end, sign in ((0.0, -1), (2.0, 1)):
        inside = curves.value(curve, end) - curves.value(curve, end - sign * step)
        outside = curves.value(curve, end + sign * step) - curves.value(curve, end)
        assert outside == pytest.approx(inside, abs=1e-5)


def test_a_curve_holds_its_ends() -> None:
    curve = Curve.between(2, 5, at=1, until=2)
    assert [curves.value(curve, t) for t in (-1, 1, 1.5, 2, 9)] == [2, 2, 3.5, 5, 5]


def test_two_keyframes_at_one_time_are_a_jump() -> None:
    curve = Curve((Keyframe(0, 0), Keyframe(1, 0), Keyframe(1, 8), Keyframe(2, 8)), drifts=True)
    assert curves.value(curve, 0.999) == 0
    assert curves.value(curve, 1.0) == 8


def test_a_curve_without_keyframes_is_nothing() -> None:
    assert curves.value(Curve(()), 1) == 0
    assert curves.is_still(Curve(()))
