"""From film to timeline."""

import dataclasses
import functools
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from layout_films import SIZES, film, is_ornament, scenes, taken

from spotwright.render import curves, directions, layout
from spotwright.render.film import Brand, Film, FilmScene
from spotwright.render.layout.stage import stage_of
from spotwright.render.timeline import Painting, Plate, Text, Tile, Timeline, digest

MIXED = tuple(zip(directions.names(), (*SIZES, *SIZES), strict=True))
"""Every direction once and every shape twice."""


@functools.lru_cache
def laid_out(folder: Path, direction: str, shape: str) -> Timeline:
    """The film of all scenes, laid out once for all tests."""
    return layout.compose(film(folder, direction, shape))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("photos")


def texts(timeline: Timeline, scene: int) -> list[tuple[Tile, Text]]:
    tiles = (tile for tile in timeline.scenes[scene].layers if isinstance(tile, Tile) and not is_ornament(tile))
    return [(tile, tile.drawing) for tile in tiles if isinstance(tile.drawing, Text)]


def said(timeline: Timeline, scene: int) -> str:
    return " ".join(run.text for _, text in texts(timeline, scene) for line in text.lines for run in line)


@pytest.mark.parametrize(("direction", "shape"), MIXED)
def test_every_scene_keeps_its_length_and_has_a_plate(folder: Path, direction: str, shape: str):
    made = film(folder, direction, shape)
    timeline = laid_out(folder, direction, shape)
    assert timeline.frames == made.frames
    assert len(timeline.transitions) == len(made.scenes) - 1
    for scene in timeline.scenes:
        assert isinstance(scene.layers[0], Plate)
        for plate in (layer for layer in scene.layers if isinstance(layer, Plate)):
            view = plate.viewport
            assert view.x % 2 == view.y % 2 == view.width % 2 == view.height % 2 == 0
            assert view.x >= 0
            assert view.y >= 0
            assert view.x + view.width <= timeline.width
            assert view.y + view.height <= timeline.height


def test_transitions_are_even_and_leave_scenes_time(folder: Path):
    made = film(folder, "luxury")
    timeline = layout.compose(made)
    for (before, after), cut in zip(pairwise(timeline.scenes), timeline.transitions, strict=True):
        assert cut.frames % 2 == 0
        assert cut.frames <= min(before.frames, after.frames) / 3
        assert (cut.kind == "cut") == (cut.frames == 0)
    assert [timeline.transitions[3].kind, timeline.transitions[5].kind, timeline.transitions[7].kind] == [
        "push",
        "wipe",
        "cut",
    ]


@pytest.mark.parametrize("frames", [1, 2, 5, 12])
def test_scenes_of_a_few_frames_work(folder: Path, frames: int):
    short = tuple(dataclasses.replace(scene, frames=frames) for scene in scenes(folder))
    assert layout.compose(film(folder, "tech", scenes=short)).frames == frames * len(short)


def test_the_same_film_is_the_same_timeline(folder: Path):
    one = layout.compose(film(folder))
    sys.modules["spotwright.render.layout.compose"]._laid_out.cache_clear()
    assert digest(layout.compose(film(folder))) == digest(one)


def test_another_headline_is_another_background():
    def painted(headline: str) -> set[str]:
        made = Film(480, 270, 30, "tech", (FilmScene("hook", headline, shot="type"),), Brand("A"))
        return {digest(p.source) for p in layout.compose(made).scenes[0].layers if isinstance(p, Plate)}

    assert painted("Bread") != painted("Trains")


def test_editing_one_scene_leaves_the_others_alone(folder: Path):
    whole = scenes(folder)
    edited = (*whole[:2], taken(whole[2], variant=1), *whole[3:])
    before, after = (layout.compose(film(folder, scenes=some)) for some in (whole, edited))
    same = [digest(a) == digest(b) for a, b in zip(before.scenes, after.scenes, strict=True)]
    assert same == [index != 2 for index in range(len(whole))]


@pytest.mark.parametrize(
    ("direction", "index"), [("bold", 0), ("editorial", 2), ("playful", 4), ("luxury", 7), ("tech", 8), ("minimal", 1)]
)
def test_takes_differ_to_the_eye(folder: Path, direction: str, index: int):
    """Another arrangement, framing or ground: not just another seed for the same picture."""
    looks = set()
    for variant in range(3):
        scene = dataclasses.replace(taken(scenes(folder)[index], variant=variant), transition="cut")
        layers = layout.compose(film(folder, direction, scenes=(scene,))).scenes[0].layers
        plates = [(p.viewport, p.camera, p.source) for p in layers if isinstance(p, Plate)]
        places = [
            (round(t.x.keyframes[-1].value), round(t.y.keyframes[-1].value)) for t in layers if isinstance(t, Tile)
        ]
        looks.add(digest((plates, places)))
    assert len(looks) == 3


def test_a_reviewers_wishes_reach_the_picture(folder: Path):
    scene = scenes(folder)[0]

    def plate(**look) -> Plate:
        return layout.compose(film(folder, scenes=(taken(scene, **look),))).scenes[0].layers[0]

    plain = plate()
    assert plate(exposure=0.5).grade.exposure == pytest.approx(plain.grade.exposure + 0.5)
    assert plate(warmth=0.4).grade.warmth == pytest.approx(plain.grade.warmth + 0.4)
    assert plate(saturation=0.5).grade.saturation == pytest.approx(plain.grade.saturation * 0.5)
    assert plate(zoom=1.4).camera.zoom.keyframes[0].value > plain.camera.zoom.keyframes[0].value


@pytest.mark.parametrize(("direction", "shape"), MIXED)
def test_all_the_words_are_there(folder: Path, direction: str, shape: str):
    made = film(folder, direction, shape)
    timeline = laid_out(folder, direction, shape)
    assert layout.warnings(made) == ()
    for index, scene in enumerate(made.scenes):
        shown = said(timeline, index).lower()
        for word in f"{scene.headline} {scene.support} {scene.kicker}".lower().split():
            assert word in shown, (index, word, shown)
    end = said(timeline, len(made.scenes) - 1).lower()
    assert "order now" in end
    assert "kestrel.coffee" in end


@pytest.mark.parametrize("direction", ["luxury", "playful", "bold"])
def test_type_stands_still_long_enough_to_be_read(folder: Path, direction: str):
    long = tuple(dataclasses.replace(scene, frames=180) for scene in scenes(folder))
    timeline = layout.compose(film(folder, direction, scenes=long))
    for scene in range(len(long)):
        shown = texts(timeline, scene)
        standing = [t for t, _ in shown if t.end > 6]
        settled = max(max(c.keyframes[-1].at for c in (t.x, t.y, come(t), t.reveal)) for t in standing)
        until = min(t.opacity.keyframes[-2].at if come(t) != t.opacity else 6 for t in standing)
        assert until - settled >= min(1.5 + 0.06 * len(said(timeline, scene)), 4.0) - 0.2


def come(tile: Tile) -> curves.Curve:
    """How a tile fades in: its opacity without the fade at the end, if it has one."""
    kept = tile.opacity.keyframes
    return dataclasses.replace(tile.opacity, keyframes=kept[:-2]) if kept[-1].value == 0 else tile.opacity


def test_no_headline_shows_through_the_next_one(folder: Path):
    """Where one picture melts into the other, the old type is gone half-way, and the new has not come."""
    timeline = layout.compose(film(folder, "luxury"))
    melting = [i for i, cut in enumerate(timeline.transitions) if cut.kind in ("dissolve", "zoom_through")]
    assert melting
    for index in melting:
        seconds = timeline.scenes[index].frames / timeline.fps
        assert all(curves.value(tile.opacity, seconds) == 0 for tile, _ in texts(timeline, index))
        for tile, _ in texts(timeline, index + 1):
            assert tile.start > 0 or curves.value(tile.opacity, 0) == 0


@pytest.mark.parametrize(("direction", "shape"), MIXED)
def test_every_plate_keeps_moving(folder: Path, direction: str, shape: str):
    timeline = laid_out(folder, direction, shape)
    for scene in timeline.scenes:
        for plate in (layer for layer in scene.layers if isinstance(layer, Plate)):
            camera, seconds = plate.camera, scene.frames / 30
            zooms = [curves.value(camera.zoom, t) for t in (0.0, seconds)]
            shift = max(abs(curves.value(c, seconds) - curves.value(c, 0.0)) for c in (camera.x, camera.y))
            assert max(zooms) / min(zooms) > 1.04 or shift > 0.04
            assert camera.zoom.drifts
            if isinstance(plate.source, Painting) and plate.source.recipe != "illustration":
                assert max(zooms) / min(zooms) > 1.1


@pytest.mark.parametrize(("direction", "shape"), MIXED)
def test_type_stays_in_the_zone_that_is_kept_for_it(folder: Path, direction: str, shape: str):
    made = film(folder, direction, shape)
    timeline = laid_out(folder, direction, shape)
    zone = stage_of(made.width, made.height, directions.load(direction).grid.margin).type_zone
    for scene in range(len(made.scenes)):
        for tile, text in texts(timeline, scene):
            x, y = tile.x.keyframes[-1].value, tile.y.keyframes[-1].value
            size = max(run.size for line in text.lines for run in line)
            assert x >= zone.x - 0.15 * size
            assert y >= zone.y - 1
            assert y + 0.5 * size <= zone.bottom + 1


def test_zones_keep_the_platforms_distances():
    tall = stage_of(1080, 1920, 0.07)
    assert tall.type_zone.y >= 0.14 * 1920
    assert tall.caption_zone.bottom <= 0.65 * 1920 + 1
    assert tall.type_zone.x >= 0.06 * 1080
    wide = stage_of(1920, 1080, 0.02)
    assert wide.type_zone.x >= 0.05 * 1920
    assert wide.type_zone.y >= 0.05 * 1080
    assert wide.caption_zone.bottom <= 0.95 * 1080
    for width, height in ((1080, 1920), (1920, 1080), (1080, 1080), (1080, 1350), (854, 480), (3840, 2160)):
        stage = stage_of(width, height, 0.07)
        assert stage.caption_zone.y >= stage.type_zone.bottom


@pytest.mark.parametrize(
    "words",
    ["", "a" * 300, "word " * 2000, "\u0000\n\u202e", "שלום עולם", "مرحبا", "<b>{x}</b> %s", "🦄" * 50, "Ω" * 80, "."],
)
def test_hostile_words_are_laid_out(folder: Path, words: str):
    shape = "tall" if len(words) % 2 else "wide"
    photo = scenes(folder)[0].media
    hostile = (
        FilmScene("hook", words, words, words, photo, "wide", words, subject=words[:300]),
        FilmScene("proof", words, words, words),
        FilmScene("cta", words, words, shot="end_card"),
    )
    brand = Brand(words, (words, "#12", "url(x)"), (words,))
    made = film(folder, "editorial", shape, scenes=hostile, brand=brand, call_to_action=words, homepage=words)
    timeline = layout.compose(made)
    assert len(timeline.scenes) == 3
    for scene in range(3):
        for tile, text in texts(timeline, scene):
            assert tile.x.keyframes[-1].value < made.width
            assert all(run.text for line in text.lines for run in line)
    assert all(isinstance(sentence, str) for sentence in layout.warnings(made))


def test_an_unreadable_picture_and_a_stand_in_font_are_told(folder: Path):
    (folder / "broken.png").write_bytes(b"no")
    broken = dataclasses.replace(scenes(folder)[0].media[0], path=str(folder / "broken.png"), sha256="broken")
    scene = dataclasses.replace(scenes(folder)[0], media=(broken,), headline="Hi " + chr(0x10FFFD - 2) + "\u0e3f" * 2)
    found = layout.warnings(film(folder, scenes=(scene,), brand=Brand("K", (), ("Helvetica",))))
    assert any("Helvetica" in sentence for sentence in found)
    assert any("cannot be read" in sentence for sentence in found)


def test_a_brands_fonts_are_used(folder: Path):
    timeline = layout.compose(film(folder, "minimal", brand=Brand("K", (), ("Fredoka", "Poppins"))))
    families = {
        run.family for scene in range(9) for _, text in texts(timeline, scene) for line in text.lines for run in line
    }
    assert families == {"Fredoka", "Poppins"}
