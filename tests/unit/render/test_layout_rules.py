"""House rules that hold in every art direction and shape: safe zones, least sizes, scale, time, language."""

import dataclasses
import functools
import itertools
from pathlib import Path

import pytest
from layout_films import SIZES, film, is_ornament, scenes, taken

from spotwright.render import curves, directions, layout
from spotwright.render.film import Brand, Film, FilmScene
from spotwright.render.layout import measure, proof
from spotwright.render.timeline import Picture, Plate, Shape, Text, Tile, Timeline

EVERY = tuple(itertools.product(directions.names(), SIZES))
LEAST = {"wide": 0.013, "square": 0.02, "portrait": 0.022, "tall": 0.027}
"""The least size of type against the screen's width: about 14 pixels on a phone held in a hand."""


@functools.lru_cache
def laid_out(folder: Path, direction: str, shape: str) -> Timeline:
    return layout.compose(film(folder, direction, shape))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("photos")


def standing(timeline: Timeline) -> list[tuple[float, float, float, float, Tile]]:
    """Left, top, right and bottom of all type where it comes to rest."""
    found = []
    for scene in timeline.scenes:
        for tile in scene.layers:
            if isinstance(tile, Tile) and isinstance(tile.drawing, Text) and not is_ornament(tile):
                x, y = tile.x.keyframes[-1].value, tile.y.keyframes[-1].value
                wide, tall = measure.size_of(tile.drawing)
                found.append((x, y, x + wide, y + tall, tile))
    return found


@pytest.mark.parametrize(("direction", "shape"), EVERY)
def test_type_stays_inside_what_every_platform_shows(folder: Path, direction: str, shape: str):
    """On 9:16 the platforms' own words and buttons cover the top 14 %, the bottom 35 % and 6 % at each side."""
    timeline = laid_out(folder, direction, shape)
    width, height = timeline.width, timeline.height
    side = 0.06 if shape == "tall" else 0.05
    top, bottom = (0.14, 0.65) if shape == "tall" else (0.05, 0.95)
    for left, upper, right, lower, tile in standing(timeline):
        said = tile.drawing.lines[0][0].text
        assert left >= side * width - 0.15 * tile.drawing.lines[0][0].size, said
        assert right <= (1 - side) * width + 2, said
        assert upper >= top * height - 1, said
        assert lower <= bottom * height + 2, said


@pytest.mark.parametrize(("direction", "shape"), EVERY)
def test_no_type_is_too_small_for_a_phone(folder: Path, direction: str, shape: str):
    timeline = laid_out(folder, direction, shape)
    for *_, tile in standing(timeline):
        run = tile.drawing.lines[0][0]
        assert run.size >= LEAST[shape] * timeline.width, run.text


@pytest.mark.parametrize(("direction", "shape"), EVERY)
def test_grounds_under_type_stay_on_the_screen(folder: Path, direction: str, shape: str):
    timeline = laid_out(folder, direction, shape)
    for scene in timeline.scenes:
        for tile in (layer for layer in scene.layers if isinstance(layer, Tile) and isinstance(layer.drawing, Shape)):
            if tile.drawing.kind == "rect" and tile.start > 0:
                x, y = tile.x.keyframes[-1].value, tile.y.keyframes[-1].value
                assert x >= -1
                assert y >= -1
                assert x + tile.drawing.width <= timeline.width + 2
                assert y + tile.drawing.height <= timeline.height + 2


@pytest.mark.parametrize(("direction", "shape"), EVERY[::3])
def test_a_larger_screen_shows_the_same_layout(folder: Path, direction: str, shape: str):
    """From twice the size of these photographs on, which is when they are as close as their pixels let them be."""

    def places(scale: int) -> list[tuple[str, float, float]]:
        width, height = (side * scale for side in SIZES[shape])
        made = layout.compose(dataclasses.replace(film(folder, direction, shape), width=width, height=height))
        tiles = (tile for scene in made.scenes for tile in scene.layers if isinstance(tile, Tile))
        return [
            (
                tile.drawing.lines[0][0].text,
                tile.x.keyframes[-1].value / width,
                tile.y.keyframes[-1].value / height,
            )
            for tile in tiles
            if isinstance(tile.drawing, Text)
        ]

    for small, large in zip(places(2), places(4), strict=True):
        assert small[0] == large[0]
        assert small[1:] == pytest.approx(large[1:], abs=0.006)


@pytest.mark.parametrize("fps", [24, 25, 50, 60])
def test_motion_takes_the_same_seconds_at_every_rate(folder: Path, fps: int):
    def timed(rate: int) -> list[float]:
        cut = tuple(dataclasses.replace(scene, frames=3 * rate) for scene in scenes(folder))
        made = layout.compose(dataclasses.replace(film(folder, "bold", scenes=cut), fps=rate))
        return [tile.y.keyframes[-1].at for *_, tile in standing(made)]

    assert timed(fps) == pytest.approx(timed(30), abs=1.5 / 24)


@pytest.mark.parametrize("direction", [name for name in directions.names() if directions.load(name).over != "shade"])
def test_pictures_under_type_with_grounds_of_its_own_stay_as_they_are(folder: Path, direction: str):
    scene = dataclasses.replace(scenes(folder)[0], transition="cut")
    (only,) = layout.compose(film(folder, direction, scenes=(scene,))).scenes
    (plate,) = (layer for layer in only.layers if isinstance(layer, Plate))
    assert plate.grade.tint_strength == 0
    assert not any(
        isinstance(layer, Tile) and getattr(layer.drawing, "kind", "") == "gradient" for layer in only.layers
    )


@pytest.mark.parametrize("direction", directions.names())
def test_the_picture_behind_a_proof_is_sharp_and_not_veiled(folder: Path, direction: str):
    scene = FilmScene("proof", "94% come back", media=scenes(folder)[0].media, frames=90)
    (only,) = layout.compose(film(folder, direction, scenes=(scene,))).scenes
    plate = only.layers[0]
    assert isinstance(plate.source, Picture)
    assert plate.grade.blur == 0
    assert plate.grade.duotone is not None or plate.grade.tint_strength < 0.7


def test_the_problem_has_less_color_than_what_solves_it(folder: Path):
    media = scenes(folder)[0].media
    problem, product = (
        layout.compose(film(folder, "warm", scenes=(FilmScene(role, "Hello", media=media, shot="wide"),)))
        .scenes[0]
        .layers[0]
        .grade.saturation
        for role in ("problem", "product")
    )
    assert problem < 0.6 * product


@pytest.mark.parametrize(
    ("headline", "number", "rest"),
    [
        ("240 g on the scale", "240 g", "on the scale"),
        ("11 s from push to preview", "11 s", "from push to preview"),
        ("10 minutes a day", "10", "minutes a day"),
        ("Saves 3 hours", None, None),
        ("3× stronger", "3×", "stronger"),
        ("٩٤٪ من العملاء", "٩٤٪", "من العملاء"),
        ("$49 for everything", "$49", "for everything"),
    ],
)
def test_a_number_keeps_its_unit(headline: str, number: str | None, rest: str | None):
    found = proof.figure_of(headline)
    assert (found and found.number, found and found.rest) == (number, rest)


@pytest.mark.parametrize(
    ("number", "share"), [("82%", 0.82), ("98.2 %", 0.982), ("140%", None), ("0%", None), ("9", None), ("٩٤٪", 0.94)]
)
def test_a_share_of_a_whole_fills_a_bar(number: str, share: float | None):
    assert proof.share_of(number) == (None if share is None else pytest.approx(share))


def languages(*headlines: str) -> list[str | None]:
    parts = tuple(FilmScene("hook", words, shot="type") for words in headlines)
    made = layout.compose(Film(480, 270, 30, "minimal", parts, Brand("A")))
    return [tile.drawing.lines[0][0].language for *_, tile in standing(made)]


def test_a_film_with_kana_in_it_is_japanese_throughout():
    assert languages("直火焙煎", "ゆっくり") == ["japanese", None]
    assert languages("直火焙煎", "慢慢来") == [None, None]
    assert languages("Bread", "ゆっくり")[0] is None


def test_an_end_card_without_a_logo_is_signed_with_the_initial(folder: Path):
    card = scenes(folder)[-1]
    for direction in directions.names():
        made = layout.compose(film(folder, direction, scenes=(taken(card),)))
        signed = [tile for tile in made.scenes[0].layers if isinstance(tile, Tile) and is_ornament(tile)]
        assert len(signed) == (directions.load(direction).signature != "none")


def test_nothing_moves_on_a_scene_that_has_settled(folder: Path):
    """Type at rest costs nothing: only pictures, and what floats on purpose, go on moving."""
    (only,) = layout.compose(film(folder, "bold", scenes=(scenes(folder)[0],))).scenes
    for tile in (layer for layer in only.layers if isinstance(layer, Tile)):
        assert curves.value(tile.x, 2.2) == curves.value(tile.x, 2.6)
        assert curves.value(tile.y, 2.2) == curves.value(tile.y, 2.6)
        assert curves.value(tile.scale, 2.2) == curves.value(tile.scale, 2.6)
