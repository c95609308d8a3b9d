"""What of a clip is on the screen when it is shorter than its scene."""

import numpy as np
import pytest

from spotwright.render.playback import Shot, playback


@pytest.mark.parametrize(("length", "seconds"), [(10, 4), (4, 4), (4, 4.2), (0, 4)])
def test_a_clip_that_is_long_enough_plays_at_its_own_speed(length: float, seconds: float) -> None:
    shown = playback(length, seconds)
    assert shown.at(0.0) == (Shot(0.0),)
    assert shown.at(3.3) == (Shot(3.3),)
    assert shown.at(-0.3) == (Shot(-0.3),)
    assert shown.at(seconds + 0.5) == (Shot(seconds + 0.5),)


@pytest.mark.parametrize(("length", "seconds"), [(4, 4.5), (4, 5)])
def test_a_clip_that_is_nearly_long_enough_is_slowed_to_last(length: float, seconds: float) -> None:
    shown = playback(length, seconds)
    assert shown.speed >= 0.8
    assert shown.at(seconds) == (Shot(pytest.approx(length)),)


@pytest.mark.parametrize("length", [0.8, 1.0, 2.0, 3.0, 7.0])
def test_a_short_clip_begins_again_under_a_dissolve(length: float) -> None:
    """No time is shown that the clip does not have, nothing stands still, and nothing jumps."""
    shown = playback(length, 12.0)
    before: dict[str, float] = {}
    for t in np.arange(0, 12.0, 1 / 30):
        shots = shown.at(float(t))
        assert all(0 <= shot.time <= length + 1e-6 for shot in shots)
        main = {"goes": 1 - shots[1].share, "comes": shots[1].share} if len(shots) == 2 else {"only": 1.0}
        assert sum(main.values()) == pytest.approx(1)
        now = {"time": shots[-1].time, "share": shots[-1].share, "shots": len(shots)}
        if before and now["shots"] == before["shots"] == 1:
            assert now["time"] - before["time"] == pytest.approx(shown.speed / 30)
        if before and now["shots"] == before["shots"] == 2:
            assert 0 < now["share"] - before["share"] < 0.2
        if before and now["shots"] > before["shots"]:
            assert now["share"] < 0.2
        before = now


@pytest.mark.parametrize("length", [0.04, 0.5])
def test_less_than_a_moment_stands_still(length: float) -> None:
    """To begin it again and again would flicker."""
    assert playback(length, 5.0).at(4.0) == (Shot(4.0),)
