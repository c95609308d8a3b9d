"""What pictures, clips and wishes do to a layout: all of them shown, none of them hidden beneath type."""

import dataclasses
from pathlib import Path

import av
import numpy as np
import pytest
from layout_films import BRAND, film, photograph, scenes, taken
from PIL import Image, ImageDraw

from spotwright.render import contrast, focus, layout, palette
from spotwright.render.film import Brand, Film, FilmScene, Media
from spotwright.render.layout import end_card
from spotwright.render.layout.stage import stage_of
from spotwright.render.styles import PaletteRules
from spotwright.render.timeline import Emblem, Footage, Picture, Plate, Scene, Shape, Text, Tile


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("photos")


def composed(folder: Path, scene: FilmScene, direction: str = "bold", **changes) -> Scene:
    return layout.compose(film(folder, direction, scenes=(scene,), **changes)).scenes[0]


def saved(pixels: Image.Image, path: Path) -> Media:
    pixels.save(path)
    return Media(str(path), path.name, width=pixels.width, height=pixels.height)


def screenshot(folder: Path) -> Media:
    page = Image.new("RGB", (960, 600), "#f6f7f9")
    drawn = ImageDraw.Draw(page)
    for y in range(8, 590, 18):
        for x in range(8, 940, 118):
            drawn.text((x, y), f"Row {y} / {x}", fill="#223")
    return saved(page, folder / "screen.png")


def bars(folder: Path) -> Media:
    path = folder / "bars.mp4"
    colors = np.array([[255, 255, 0], [0, 0, 160], [0, 255, 0], [40, 0, 40]], np.uint8)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for t in range(60):
            row = colors[(np.arange(320) + t * 9) // 80 % 4]
            frame = av.VideoFrame.from_ndarray(
                np.ascontiguousarray(np.broadcast_to(row, (180, 320, 3))), format="rgb24"
            )
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return Media(str(path), "bars", "video", 320, 180, 2.0)


def shown(scene: Scene) -> set[str]:
    """The hashes of the files that are on the screen."""
    sources = [layer.source for layer in scene.layers if isinstance(layer, Plate)]
    emblems = [layer.drawing for layer in scene.layers if isinstance(layer, Tile) and isinstance(layer.drawing, Emblem)]
    return {item.sha256 for item in (*sources, *emblems) if isinstance(item, (Picture, Footage, Emblem))}


def words(scene: Scene) -> list[str]:
    tiles = [layer for layer in scene.layers if isinstance(layer, Tile)]
    return [run.text for tile in tiles if isinstance(tile.drawing, Text) for line in tile.drawing.lines for run in line]


@pytest.mark.parametrize("count", [2, 3, 4])
@pytest.mark.parametrize(
    ("role", "shot"), [("benefit", "medium"), ("hook", "wide"), ("proof", "type"), ("cta", "end_card")]
)
def test_every_picture_of_a_scene_is_shown_in_every_take(folder: Path, role: str, shot: str, count: int):
    media = tuple(photograph(folder, f"many{i}", i, clear=i == 1) for i in range(count))
    scene = FilmScene(role, "94% come back", media=media, shot=shot)
    for variant in range(4):
        made = composed(folder, taken(scene, variant=variant), "minimal")
        assert shown(made) == {item.sha256 for item in media}


@pytest.mark.parametrize("shot", ["wide", "split", "medium", "detail"])
def test_a_color_that_was_asked_for_is_seen(folder: Path, shot: str):
    scene = dataclasses.replace(scenes(folder)[0], shot=shot)
    for variant in range(3):
        made = composed(folder, taken(scene, variant=variant, accent="#1040d0"), "minimal")
        full = next(p for p in made.layers if isinstance(p, Plate) and isinstance(p.source, Picture))
        seen = contrast.channels(made.background)
        assert seen[2] > 1.4 * max(seen[0], seen[1]), (shot, variant, made.background)
        if (full.viewport.width, full.viewport.height) == (480, 270):
            tints = [t.drawing.color for t in made.layers if isinstance(t, Tile) and isinstance(t.drawing, Shape)]
            assert any(lab.b < -0.05 for lab in (palette.lab(color[:7]) for color in tints))
            assert full.grade.tint_strength >= 0.2


def test_closer_is_closer_and_wider_shows_more(folder: Path):
    for shot in ("wide", "split", "medium"):
        scene = dataclasses.replace(scenes(folder)[0], shot=shot)

        def seen(scene: FilmScene = scene, **look) -> float:
            made = composed(folder, taken(scene, **look), "minimal")
            plate = next(p for p in made.layers if isinstance(p, Plate) and isinstance(p.source, Picture))
            view, sight = plate.viewport, focus.look(scene.media[0])
            across = min(1.0, view.width / view.height / sight.ratio) * min(1.0, sight.ratio * view.height / view.width)
            return across / plate.camera.zoom.keyframes[0].value ** 2

        assert seen(zoom=1.5) < 0.7 * seen()
        assert seen(zoom=0.6) > seen()


def test_a_brand_of_black_and_gold_stays_black_and_gold():
    for direction in ("luxury", "bold", "cinematic", "tech"):
        brand = Brand("AURUM", ("#0B0B0C", "#C9A24B"))
        made = layout.compose(
            Film(480, 270, 30, direction, (FilmScene("hook", "Time, slowed down", shot="type"),), brand)
        )
        base = palette.lab(made.scenes[0].background)
        gold = palette.lab("#C9A24B")
        assert base.chroma < 0.02 or abs(base.b / base.a - gold.b / gold.a) < 0.3


def test_hues_are_not_invented_for_a_brand_of_one_color():
    rules = PaletteRules(defaults=(("#123456",),), neutral="#4b7c8c", accent="#c9a35b")
    for tone in ("dark", "light", "vivid"):
        scheme = palette.build(("#1d4ed8",), rules, 0).scheme(tone)
        for color in (*scheme.ground, scheme.surface, scheme.accent, *scheme.spots):
            lab = palette.lab(color)
            assert lab.chroma < 0.02 or lab.b < 0, (tone, color)


def test_screenshots_are_shown_whole_and_never_beneath_type(folder: Path):
    page = screenshot(folder)
    assert focus.look(page).drawn
    assert not focus.look(scenes(folder)[0].media[0]).drawn
    for variant in range(3):
        scene = taken(dataclasses.replace(scenes(folder)[0], media=(page,)), variant=variant)
        plate = next(
            p for p in composed(folder, scene).layers if isinstance(p, Plate) and isinstance(p.source, Picture)
        )
        assert plate.viewport.width < 480
        assert plate.viewport.width / plate.viewport.height == pytest.approx(1.6, abs=0.05)
        assert max(key.value for key in plate.camera.zoom.keyframes) < 1.06


@pytest.mark.parametrize(("width", "height"), [(2000, 200), (260, 180), (200, 1400)])
def test_panoramas_and_small_pictures_do_not_fill_the_screen(folder: Path, width: int, height: int):
    photo = Image.open(scenes(folder)[0].media[0].path).resize((width, height))
    media = saved(photo, folder / f"{width}.png")
    for variant in range(3):
        scene = taken(dataclasses.replace(scenes(folder)[0], media=(media,)), variant=variant)
        plate = next(
            p for p in composed(folder, scene).layers if isinstance(p, Plate) and isinstance(p.source, Picture)
        )
        assert (plate.viewport.width, plate.viewport.height) != (480, 270)


def test_a_picture_of_one_pixel_is_left_out_and_told(folder: Path):
    dot = saved(Image.new("RGB", (1, 1), "red"), folder / "dot.png")
    scene = dataclasses.replace(scenes(folder)[0], media=(dot,))
    assert shown(composed(folder, scene)) == set()
    assert layout.warnings(film(folder, scenes=(scene,))) == ("Scene 1: picture 1 is too small to be shown; left out.",)


@pytest.mark.parametrize("direction", ["minimal", "warm", "playful"])
def test_type_over_a_clip_is_light_on_a_strong_shade(folder: Path, direction: str):
    clip = bars(folder)
    sight = focus.look(clip)
    assert sight.change is not None
    assert sight.change.max() > 0.3
    for variant in range(4):
        scene = taken(dataclasses.replace(scenes(folder)[0], media=(clip,)), variant=variant)
        made = composed(folder, scene, direction)
        plate = made.layers[0]
        if not isinstance(plate, Plate) or not isinstance(plate.source, Footage):
            continue
        shades = [t.drawing for t in made.layers if isinstance(t, Tile) and isinstance(t.drawing, Shape)]
        strengths = [int(shade.color[7:9], 16) / 255 for shade in shades if shade.kind == "gradient"]
        assert max(*strengths, plate.grade.tint_strength, 0.0) >= 0.75
        inks = [t.drawing.lines[0][0].color for t in made.layers if isinstance(t, Tile) and isinstance(t.drawing, Text)]
        assert min(float(contrast.luminance(contrast.channels(ink))) for ink in inks) > 0.3


def test_captions_stand_low_on_tall_screens():
    zone = stage_of(1080, 1920, 0.07).caption_zone
    assert zone.bottom >= 0.64 * 1920


@pytest.mark.parametrize(
    ("headline", "support", "call", "said"),
    [
        ("Close the books", "Book a demo at ledgerly.example", "Book a demo", ("Close the books", "", "Book a demo")),
        ("BUY NOW", "Half price", "BUY", ("", "Half price", "BUY NOW")),
        ("Order now", "", "Order now!", ("", "", "Order now!")),
        ("Buy two and get the third pair free", "", "Buy", ("Buy two and get the third pair free", "", "")),
        ("Try it", "Free for a month", "Order now", ("Try it", "Free for a month", "Order now")),
    ],
)
def test_nothing_is_said_twice_on_an_end_card(headline: str, support: str, call: str, said: tuple[str, str, str]):
    assert end_card._once(headline, support, call, signed=True) == said


@pytest.mark.parametrize("shape", ["wide", "tall"])
def test_a_long_call_keeps_all_its_words(folder: Path, shape: str):
    call = "Start your completely free fourteen day trial of Ledgerly for teams today"
    scene = FilmScene("cta", "Try it", shot="end_card")
    made = layout.compose(film(folder, "minimal", shape, scenes=(scene,), call_to_action=call)).scenes[0]
    text = " ".join(words(made))
    assert call.rsplit(maxsplit=1)[-1] in text
    assert "…" not in text


def test_a_calm_place_takes_less_shade_than_a_restless_one(folder: Path):
    def shade(pixels: np.ndarray, name: str) -> float:
        media = saved(Image.fromarray(pixels.astype(np.uint8)), folder / f"{name}.png")
        scene = FilmScene("hook", "Let go", media=(media,), shot="wide")
        made = composed(folder, scene, "cinematic", brand=BRAND)
        tiles = [t.drawing for t in made.layers if isinstance(t, Tile) and isinstance(t.drawing, Shape)]
        return max((int(s.color[7:9], 16) / 255 for s in tiles if s.kind == "gradient"), default=1.0)

    calm = np.full((400, 700, 3), 40)
    restless = calm + np.kron(np.random.default_rng(1).integers(0, 215, (8, 14, 1)), np.ones((50, 50, 1), int))
    assert shade(calm, "calm") < 0.6 * shade(restless, "restless")


def test_type_alone_is_not_chosen_where_a_picture_was_given(folder: Path):
    scene = dataclasses.replace(scenes(folder)[0], shot="type")
    assert shown(composed(folder, scene)) == {scene.media[0].sha256}
