"""The storyboard that the benchmark renders."""

from pathlib import Path

import pytest

from benchmarks.render import story
from spotwright.render.layout import compose
from spotwright.render.segments import plan


@pytest.mark.parametrize("count", [5, 10, 20])
def test_a_longer_film_has_more_scenes_and_none_twice(count: int) -> None:
    told = story.beats(count)

    assert len(told) == len({beat.headline for beat in told}) == count
    assert told[-1].role == "cta"


def test_every_scene_but_the_end_card_shows_a_photograph(tmp_path: Path) -> None:
    photos = story.photographs(tmp_path)

    film = story.film(photos, 10, story.BEATS, height=180)

    assert [len(scene.media) for scene in film.scenes] == [1, 1, 1, 1, 0]
    assert {scene.media[0].width for scene in film.scenes[:-1]} == {story.WIDE}
    assert film.frames == 300
    kinds = [segment.kind for segment in plan(compose(film))]
    assert kinds.count("transition") == len(story.BEATS) - 1
