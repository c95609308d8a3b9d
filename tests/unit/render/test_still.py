"""Storyboard pictures: single frames as JPEGs."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from footage_samples import decoded
from PIL import Image

from spotwright.render import colour, movie, still
from spotwright.render.errors import RenderError, TimelineInvalid
from spotwright.render.settings import Settings
from spotwright.render.timeline import Scene, Timeline


def test_a_still_is_the_films_frame(film: Callable[..., Timeline], tmp_path: Path) -> None:
    timeline = film()
    movie.render_movie(timeline, tmp_path / "film.mp4", cache=tmp_path / "cache", settings=Settings(crf=6))
    frames = decoded(tmp_path / "film.mp4")
    for number in (0, 11, 20, 35):
        still.render_still(timeline, number, tmp_path / "still.jpg")
        with Image.open(tmp_path / "still.jpg") as picture:
            assert picture.size == (160, 90)
            luma = np.asarray(picture.convert("RGB"), float) @ [0.2126, 0.7152, 0.0722]
        assert np.abs(luma * 219 / 255 + 16 - frames[number]).mean() < 2.5


@pytest.mark.parametrize("color", ["#ff0000", "#00a0ff", "#ffffff", "#101010"])
def test_colours_come_back_as_they_were(color: str, tmp_path: Path) -> None:
    still.render_still(Timeline(64, 64, 30, (Scene(3, (), color),)), 1, tmp_path / "s.jpg")
    with Image.open(tmp_path / "s.jpg") as picture:
        shown = picture.getpixel((30, 30))
    assert shown == pytest.approx(colour.rgb(color), abs=4)


def test_a_still_can_be_smaller_but_not_larger(film: Callable[..., Timeline], tmp_path: Path) -> None:
    for width, expected in ((80, (80, 45)), (9999, (160, 90))):
        still.render_still(film(), 3, tmp_path / "s.jpg", width=width)
        with Image.open(tmp_path / "s.jpg") as picture:
            assert picture.size == expected


@pytest.mark.parametrize(("keyframe_seconds", "shown"), [(10.0, 7), (8 / 30, 8), (0.2, 7)])
def test_a_poster_shows_the_first_scene_settled(
    film: Callable[..., Timeline], tmp_path: Path, keyframe_seconds: float, shown: int
) -> None:
    """It is the film's frame at three fifths of the scene, or the key frame that follows soon."""
    settings = Settings(crf=6, preset="ultrafast", keyframe_seconds=keyframe_seconds)
    movie.render_movie(film(), tmp_path / "film.mp4", cache=tmp_path / "cache", settings=settings)
    still.poster(film(), tmp_path / "film.mp4", tmp_path / "poster.jpg")
    assert still.settled(film(), 0) == 7
    assert _nearest(film(), tmp_path / "poster.jpg", tmp_path) == shown


def _nearest(timeline: Timeline, picture: Path, folder: Path) -> int:
    """The film's frame that a picture shows."""
    wanted = np.asarray(Image.open(picture), float)
    distances = []
    for number in range(timeline.frames):
        still.render_still(timeline, number, folder / "frame.jpg")
        distances.append(np.abs(np.asarray(Image.open(folder / "frame.jpg"), float) - wanted).mean())
    return int(np.argmin(distances))


@pytest.mark.parametrize("frames", [1, 2, 5])
def test_the_shortest_film_has_a_poster(frames: int, tmp_path: Path) -> None:
    timeline = Timeline(64, 64, 30, (Scene(frames, (), "#00a0ff"),))
    movie.render_movie(timeline, tmp_path / "film.mp4", cache=tmp_path)
    still.poster(timeline, tmp_path / "film.mp4", tmp_path / "poster.jpg")
    with Image.open(tmp_path / "poster.jpg") as shown:
        assert shown.getpixel((30, 30)) == pytest.approx((0, 160, 255), abs=6)


@pytest.mark.parametrize("content", [b"", b"no film"])
def test_what_is_no_film_has_no_poster(film: Callable[..., Timeline], content: bytes, tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(content)
    with pytest.raises(RenderError):
        still.poster(film(), tmp_path / "film.mp4", tmp_path / "poster.jpg")
    assert not (tmp_path / "poster.jpg").exists()


def test_there_is_no_frame_outside_the_film(film: Callable[..., Timeline], tmp_path: Path) -> None:
    for number in (-1, 36):
        with pytest.raises(TimelineInvalid):
            still.render_still(film(), number, tmp_path / "s.jpg")
    assert not (tmp_path / "s.jpg").exists()
