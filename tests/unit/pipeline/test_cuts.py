"""What a film is known by, and how it shrinks."""

from dataclasses import replace
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotwright.pipeline.cuts import Cut, animatic_of
from spotwright.render.film import Brand, Film, FilmScene, Look, Media
from spotwright.render.settings import Settings


def film(*frames: int, width: int = 1920, height: int = 1080, fps: int = 30) -> Film:
    scenes = tuple(FilmScene("hook", f"Scene {number}", frames=length) for number, length in enumerate(frames))
    return Film(width, height, fps, "editorial", scenes)


def cut(made: Film, **other: object) -> Cut:
    whole = Cut(
        made, made, tuple("Words" for _ in made.scenes), (None, "calm", None), captions=True, encoding=Settings()
    )
    return replace(whole, **other)


def with_scene(made: Film, **changes: object) -> Film:
    return replace(made, scenes=(replace(made.scenes[0], **changes), *made.scenes[1:]))


def test_what_only_changes_the_pictures_keeps_the_sound():
    before, after = film(60, 60), with_scene(film(60, 60), look=Look(exposure=0.5), headline="Other")
    assert cut(before).score_key == cut(after).score_key
    assert cut(before).layout_key != cut(after).layout_key
    assert cut(before).key != cut(after).key


@pytest.mark.parametrize(
    "other",
    [
        cut(film(61, 59)),
        cut(film(60, 60, fps=25)),
        cut(replace(film(60, 60), seed=2)),
        cut(film(60, 60), scripts=("Words", "Other words")),
        cut(film(60, 60), mood=("jazz", "calm", None)),
    ],
)
def test_whatever_is_heard_names_the_sound_and_the_film(other):
    same = cut(film(60, 60))
    assert other.score_key != same.score_key
    assert other.key != same.key


def test_the_encoding_and_the_captions_name_the_film_and_not_its_sound():
    same = cut(film(60, 60))
    for other in (replace(same, encoding=Settings(crf=30)), replace(same, captions=False)):
        assert other.score_key == same.score_key
        assert len({other.key, other.layout_key, same.key, same.layout_key}) == 4


def test_where_a_file_lies_names_nothing():
    here, there = (with_scene(film(60), media=(Media(path, "ab" * 32),)) for path in ("/here", "/there"))
    assert cut(here).key == cut(there).key
    assert cut(there).places == {"ab" * 32: "/there"}
    branded = replace(film(60), brand=Brand(logo_path="/logo", logo_sha256="cd" * 32))
    assert cut(branded).places == {"cd" * 32: "/logo"}


@pytest.mark.parametrize(
    ("size", "small"),
    [((1920, 1080), (640, 360)), ((1080, 1920), (360, 640)), ((1080, 1350), (360, 450)), ((480, 480), (360, 360))],
)
def test_an_animatic_has_the_films_shape_at_360_lines(size, small):
    made = animatic_of(cut(film(60, width=size[0], height=size[1]))).film
    assert (made.width, made.height) == small


@given(st.lists(st.integers(12, 200), min_size=1, max_size=7), st.sampled_from([24, 25, 30, 50, 60]))
def test_an_animatic_cuts_when_its_sound_does(frames, fps):
    whole = cut(film(*frames, fps=fps))
    shown = animatic_of(whole)
    assert shown.score_key == whole.score_key
    assert shown.film.fps <= 15
    for ours, theirs in zip(
        accumulate(scene.frames for scene in shown.film.scenes),
        accumulate(scene.frames for scene in whole.film.scenes),
        strict=True,
    ):
        assert abs(ours / shown.film.fps - theirs / fps) <= 0.5 / shown.film.fps + 1e-9
