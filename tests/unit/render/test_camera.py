"""What cameras see."""

import pytest

from spotwright.render import camera
from spotwright.render.timeline import Camera, Curve


def test_zoom_one_sees_as_much_as_fits() -> None:
    window = camera.window(Camera(), 0, (400, 300), (1920, 1080))
    assert (window.left, window.width) == (0, 1)
    assert window.height == pytest.approx((400 * 9 / 16) / 300)
    assert window.top == pytest.approx((1 - window.height) / 2)


@pytest.mark.parametrize("place", [-9.0, 0.0, 1.0, 9.0])
def test_the_window_stays_in_the_source(place: float) -> None:
    aside = Camera(Curve.still(place), Curve.still(place), Curve.still(1.7))
    window = camera.window(aside, 0, (300, 400), (160, 90))
    assert 0 <= window.left <= window.left + window.width <= 1 + 1e-12
    assert 0 <= window.top <= window.top + window.height <= 1 + 1e-12


def test_a_zoom_below_one_shows_no_more_than_there_is() -> None:
    assert camera.window(Camera(zoom=Curve.still(0.2)), 0, (16, 9), (160, 90)).width == 1


def test_a_sweep_holds_every_window_on_the_way() -> None:
    moving = Camera(
        Curve.between(0.3, 0.7, until=3, easing="in_out_cubic"), Curve.still(0.5), Curve.between(1, 2, until=3)
    )
    swept = camera.sweep(moving, -1, 4, (400, 300), (160, 90))
    for t in range(-10, 41):
        window = camera.window(moving, t / 10, (400, 300), (160, 90))
        assert swept.window.left - 1e-3 <= window.left
        assert window.left + window.width <= swept.window.left + swept.window.width + 1e-3
    assert swept.widest == pytest.approx(1)
    assert swept.closest == pytest.approx(2)
