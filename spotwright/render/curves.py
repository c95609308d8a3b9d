"""Values of curves at a time: keyframes, easings, and the drift beyond them."""

import math
from collections.abc import Callable
from itertools import pairwise

from spotwright.render.timeline import Curve, Easing

_BACK = 1.70158
_EXPO_REST = 2.0**-10


def _out_expo(p: float) -> float:
    return (1 - 2 ** (-10 * p)) / (1 - _EXPO_REST)


def _out_back(p: float) -> float:
    return 1 + (_BACK + 1) * (p - 1) ** 3 + _BACK * (p - 1) ** 2


def _in_out_cubic(p: float) -> float:
    return 4 * p**3 if p < 0.5 else 1 - (2 - 2 * p) ** 3 / 2


_EASINGS: dict[Easing, Callable[[float], float]] = {
    "linear": lambda p: p,
    "in_sine": lambda p: 1 - math.cos(p * math.pi / 2),
    "out_sine": lambda p: math.sin(p * math.pi / 2),
    "in_out_sine": lambda p: (1 - math.cos(p * math.pi)) / 2,
    "in_cubic": lambda p: p**3,
    "out_cubic": lambda p: 1 - (1 - p) ** 3,
    "in_out_cubic": _in_out_cubic,
    "out_expo": _out_expo,
    "out_back": _out_back,
}

# How steep each easing is at its start and at its end, relative to a straight line.
_SLOPES: dict[Easing, tuple[float, float]] = {
    "linear": (1.0, 1.0),
    "in_sine": (0.0, math.pi / 2),
    "out_sine": (math.pi / 2, 0.0),
    "in_out_sine": (0.0, 0.0),
    "in_cubic": (0.0, 3.0),
    "out_cubic": (3.0, 0.0),
    "in_out_cubic": (0.0, 0.0),
    "out_expo": (10 * math.log(2) / (1 - _EXPO_REST), 10 * math.log(2) * _EXPO_REST / (1 - _EXPO_REST)),
    "out_back": (_BACK + 3, 0.0),
}


def ease(easing: Easing, progress: float) -> float:
    """The eased share of a move (0 to 1, ``out_back`` a little more) at ``progress`` 0–1."""
    return _EASINGS[easing](min(max(progress, 0.0), 1.0))


def value(curve: Curve, t: float) -> float:
    """The curve's value at ``t`` seconds. A curve without keyframes is 0."""
    frames = curve.keyframes
    if not frames:
        return 0.0
    if t <= frames[0].at:
        slope = _slope(curve, first=True) if curve.drifts else 0.0
        return frames[0].value + slope * (t - frames[0].at)
    if t >= frames[-1].at:
        slope = _slope(curve, first=False) if curve.drifts else 0.0
        return frames[-1].value + slope * (t - frames[-1].at)
    for before, after in pairwise(frames):
        if t < after.at:
            share = ease(after.easing, (t - before.at) / (after.at - before.at))
            return before.value + (after.value - before.value) * share
    return frames[-1].value


def is_still(curve: Curve) -> bool:
    """True when the curve has the same value at every time."""
    return len({frame.value for frame in curve.keyframes}) <= 1


def _slope(curve: Curve, *, first: bool) -> float:
    """Units a second at the curve's first or last keyframe."""
    if len(curve.keyframes) < 2:
        return 0.0
    before, after = curve.keyframes[:2] if first else curve.keyframes[-2:]
    if after.at <= before.at:
        return 0.0
    return _SLOPES[after.easing][0 if first else 1] * (after.value - before.value) / (after.at - before.at)
