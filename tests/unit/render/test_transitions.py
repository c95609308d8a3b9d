"""How one picture becomes another."""

from itertools import pairwise
from typing import get_args

import numpy as np
import pytest
from footage_samples import scenery

from spotwright.render import stills, transitions
from spotwright.render.canvas import Canvas
from spotwright.render.timeline import Side, Transition, TransitionKind

KINDS = [kind for kind in get_args(TransitionKind) if kind != "cut"]


def canvas(seed: int) -> Canvas:
    y, u, v, _, _ = stills.standing(scenery(160, 90, seed))
    return Canvas(160, 90, *(np.ascontiguousarray(plane.T) for plane in (y, u, v)))


def difference(one: Canvas, two: Canvas) -> float:
    return float(np.abs(one.y.astype(int) - two.y).mean() + np.abs(one.u.astype(int) - two.u).mean())


@pytest.mark.parametrize("toward", get_args(Side))
@pytest.mark.parametrize("kind", get_args(TransitionKind))
def test_it_begins_with_the_one_and_ends_with_the_other(kind: TransitionKind, toward: Side) -> None:
    before, after, out = canvas(1), canvas(2), Canvas.blank(160, 90)
    for progress, expected in ((0.0, before), (1.0, after)):
        out.fill("#00ff00")
        transitions.blend(Transition(kind, 10, "#ff0000", toward), progress, before, after, out)
        assert difference(out, expected) < 0.6


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_on_its_way_in_the_middle(kind: TransitionKind) -> None:
    """Halfway it shows neither the one picture nor the other, and draws over all of the screen."""
    before, after = canvas(1), canvas(2)
    outs = []
    for color in ("#00ff00", "#ff00ff"):
        out = Canvas.blank(160, 90)
        out.fill(color)
        transitions.blend(Transition(kind, 10, "#ffffff"), 0.5, before, after, out)
        assert min(difference(out, before), difference(out, after)) > 3
        outs.append(out)
    assert difference(*outs) == 0


@pytest.mark.parametrize("kind", KINDS)
def test_it_moves_in_every_frame(kind: TransitionKind) -> None:
    before, after = canvas(1), canvas(2)
    shown = []
    for step in range(1, 13):
        out = Canvas.blank(160, 90)
        transitions.blend(Transition(kind, 12, "#ffffff"), step / 13, before, after, out)
        shown.append(out)
    for one, two in pairwise(shown[2:-2]):
        assert difference(one, two) > 0.05


def test_opposite_sides_are_mirror_images() -> None:
    """A wipe to the right of mirrored pictures is the mirror of a wipe to the left."""
    before, after = canvas(1), canvas(2)
    left, right = Canvas.blank(160, 90), Canvas.blank(160, 90)
    transitions.blend(Transition("wipe", 10, "#ff0000", "left"), 0.4, before, after, left)
    flipped = [Canvas(160, 90, *(np.ascontiguousarray(p[:, ::-1]) for p in (c.y, c.u, c.v))) for c in (before, after)]
    transitions.blend(Transition("wipe", 10, "#ff0000", "right"), 0.4, *flipped, right)
    assert np.abs(left.y.astype(int) - right.y[:, ::-1]).max() <= 2
