"""Frames that were looked at once are drawn the same today."""

import dataclasses
import typing
from pathlib import Path

import numpy as np
import pytest
from golden_measures import difference, drawn, kept
from golden_timelines import GOLDENS, Golden, Sources, motion, photographs

from spotwright.render import movie, segments
from spotwright.render.paint import RECIPES
from spotwright.render.timeline import Drawing, Layer, Plate, Rect, Side, Source, Tile, Timeline, TransitionKind

LARGER = (640, 360)
"""x264's output is only determined from this size on; nothing smaller is delivered."""


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    return Sources(tmp_path_factory.mktemp("sources"))


@pytest.mark.parametrize("golden", GOLDENS, ids=lambda golden: golden.name)
def test_frames_look_as_they_were_recorded(golden: Golden, sources: Sources) -> None:
    """`make golden` records them anew and shows what changed: look at it, and raise the engine's version."""
    for moment, before, now in zip(golden.moments, kept(golden), drawn(golden, sources), strict=True):
        found = difference(before, now)
        assert found.small, f"frame {moment}: {found}"


def test_the_goldens_show_everything_there_is(sources: Sources) -> None:
    timelines = [golden.build(sources) for golden in GOLDENS]
    layers = [layer for timeline in timelines for scene in timeline.scenes for layer in scene.layers]
    plates = [layer for layer in layers if isinstance(layer, Plate)]
    tiles = [layer for layer in layers if isinstance(layer, Tile)]
    assert len(GOLDENS) == 12
    assert {type(layer) for layer in layers} == set(typing.get_args(Layer))
    assert {type(plate.source) for plate in plates} == set(typing.get_args(Source))
    assert {type(tile.drawing) for tile in tiles} == set(typing.get_args(Drawing))
    assert {tile.reveal_from for tile in tiles} == set(typing.get_args(Side))
    assert {plate.fit for plate in plates} == {"cover", "contain"}
    assert {plate.source.recipe for plate in plates if hasattr(plate.source, "recipe")} == set(RECIPES)
    kinds = {change.kind for timeline in timelines for change in timeline.transitions}
    assert kinds == set(typing.get_args(TransitionKind))
    shapes = {(timeline.width * 36) // timeline.height for timeline in timelines}
    assert {64, 20, 36, 28} <= shapes


def test_a_small_change_of_a_frame_is_noticed(sources: Sources) -> None:
    """The measure itself: a shift by a pixel, a lost line of type, another tint and another black do not pass."""
    golden = GOLDENS[-1]
    frame = drawn(golden, sources)[-1]
    height = frame.shape[0] * 2 // 3
    shifted, lost, tinted, lifted = (frame.copy() for _ in range(4))
    shifted[:height, 1:] = frame[:height, :-1]
    lost[212:224, 18:160] = np.median(frame[228:230, 18:160])
    tinted[height:] += 3
    lifted[:height] = np.clip(frame[:height].astype(int) + 8, 0, 255)
    assert [difference(frame, other).small for other in (frame, shifted, lost, tinted, lifted)] == [True, *[False] * 4]


def test_a_frame_does_not_depend_on_those_drawn_before(sources: Sources) -> None:
    """Drawn alone, in reverse or in a row, the same frame has the same pixels."""
    golden = Golden("motion", motion, (5, 15, 26))
    forward = drawn(golden, sources)
    backward = drawn(dataclasses.replace(golden, moments=(26, 15, 5)), sources)
    assert all(np.array_equal(one, two) for one, two in zip(forward, reversed(backward), strict=True))


@pytest.fixture(scope="module")
def large(sources: Sources) -> Timeline:
    """Two moving photographs and a dissolve, as large as is delivered."""
    small = photographs(sources)
    scenes = [
        dataclasses.replace(
            scene,
            frames=14,
            layers=tuple(dataclasses.replace(plate, viewport=Rect(0, 0, *LARGER)) for plate in scene.layers),
        )
        for scene in small.scenes
    ]
    return dataclasses.replace(small, width=LARGER[0], height=LARGER[1], scenes=tuple(scenes))


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_segments_have_the_same_bytes_however_many_work(large: Timeline, workers: int, tmp_path: Path) -> None:
    """Each time, and whatever is drawn and encoded beside them."""
    keys = [segment.key for segment in segments.plan(large)]
    movie.render_segments(large, keys, tmp_path / "once", workers=1)
    movie.render_segments(large, keys, tmp_path / "again", workers=workers)
    for key in keys:
        assert (tmp_path / "once" / f"{key}.mp4").read_bytes() == (tmp_path / "again" / f"{key}.mp4").read_bytes()
