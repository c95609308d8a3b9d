"""Burned-in captions."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from layout_films import SIZES, film

from spotwright.render import directions, drawing, layout
from spotwright.render.layout.stage import stage_of
from spotwright.render.timeline import Text


@dataclass(frozen=True)
class Word:
    text: str
    start: float
    end: float


@dataclass(frozen=True)
class Cue:
    start: float
    end: float
    lines: tuple[str, ...]
    words: tuple[Word, ...] = ()


def said(line: str, start: float, end: float) -> Cue:
    words = line.split()
    step = (end - start) / len(words)
    return Cue(
        start, end, (line,), tuple(Word(w, start + i * step, start + (i + 1) * step) for i, w in enumerate(words))
    )


@pytest.fixture
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("photos")


@pytest.mark.parametrize("shape", SIZES)
@pytest.mark.parametrize("direction", ["bold", "minimal"])
def test_captions_stay_in_their_zone_and_are_marked(folder: Path, direction: str, shape: str):
    made = film(folder, direction, shape)
    cues = (said("We roast small batches on the day they ship so that your", 0.2, 2.6),)
    stage = stage_of(made.width, made.height, directions.load(direction).grid.margin)
    tiles = layout.caption_tiles(made, cues)[0]
    assert tiles
    for tile in tiles:
        assert tile.caption
        x, y, width, height = drawing.extent(tile.drawing)
        left, top = tile.x.keyframes[0].value + x, tile.y.keyframes[0].value + y
        zone = stage.caption_zone
        assert zone.x - 2 <= left
        assert left + width <= zone.right + 2
        assert zone.y - 3 <= top
        assert top + height <= zone.bottom + 3


def test_words_light_up_one_after_the_other(folder: Path):
    tiles = layout.caption_tiles(film(folder), (said("one two three", 0.3, 1.2),))[0]
    words = [tile for tile in tiles if isinstance(tile.drawing, Text) and " " not in tile.drawing.lines[0][0].text]
    assert [tile.drawing.lines[0][0].text for tile in words] == ["one", "two", "three"]
    assert [tile.start for tile in words] == pytest.approx([0.3, 0.6, 0.9])


def test_a_cue_over_a_cut_is_in_both_scenes_in_their_own_time(folder: Path):
    tiles = layout.caption_tiles(film(folder), (Cue(2.5, 4.0, ("Over the cut",)),))
    assert [(tile.start, tile.end) for tile in tiles[0]] == [(2.5, 4.0)] * 2
    assert [(tile.start, tile.end) for tile in tiles[1]] == [(-0.5, 1.0)] * 2
    assert not any(tiles[2:])


def test_captions_lie_over_everything_and_change_only_their_scenes(folder: Path):
    made = film(folder)
    plain = layout.compose(made)
    written = layout.captioned(plain, made, (Cue(0.5, 1.5, ("Hello",)),))
    assert written.scenes[0].layers[: len(plain.scenes[0].layers)] == plain.scenes[0].layers
    assert written.scenes[0].layers[-1].caption
    assert written.scenes[2:] == plain.scenes[2:]


@pytest.mark.parametrize("cue", [Cue(1, 1, ("x",)), Cue(2, 1, ("x",)), Cue(0, 1, ()), Cue(0, 1, ("\x00",))])
def test_empty_cues_draw_nothing(folder: Path, cue: Cue):
    assert not any(layout.caption_tiles(film(folder), (cue,)))
