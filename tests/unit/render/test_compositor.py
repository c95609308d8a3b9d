"""Frames as they are composed: colours, places, edges."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from footage_samples import scenery
from PIL import Image

from spotwright.render import colour
from spotwright.render.canvas import Canvas
from spotwright.render.compositor import SceneCompositor
from spotwright.render.stock import Stock
from spotwright.render.timeline import (
    Camera,
    Curve,
    Footage,
    Grade,
    Layer,
    Painting,
    Picture,
    Plate,
    Rect,
    Scene,
    Shape,
    Tile,
)

Save = Callable[..., Picture]
SCREEN = Rect(0, 0, 128, 72)


def frame(*layers: Layer, at: int = 0, frames: int = 30, background: str = "#000000") -> Canvas:
    compositor = SceneCompositor(Scene(frames, layers, background), 30, 128, 72, Stock())
    canvas = Canvas.blank(128, 72)
    compositor.draw(at, canvas)
    compositor.close()
    return canvas


def color_at(canvas: Canvas, x: int, y: int) -> tuple[int, int, int]:
    return int(canvas.y[y, x]), int(canvas.u[y // 2, x // 2]), int(canvas.v[y // 2, x // 2])


def near(color: str, tolerance: int = 2) -> object:
    return pytest.approx(colour.yuv(color), abs=tolerance)


@pytest.mark.parametrize("name", ["p.png", "p.jpg"])
@pytest.mark.parametrize("color", ["#ff0000", "#12a050", "#ffffff", "#000000", "#7f7f7f"])
def test_a_flat_picture_keeps_its_colour(name: str, color: str, picture: Save) -> None:
    options = {"quality": 100, "subsampling": 0} if name == "p.jpg" else {}
    saved = picture(Image.new("RGB", (300, 200), colour.rgb(color)), name, **options)
    canvas = frame(Plate(saved, SCREEN, Camera(zoom=Curve.still(1.3))))
    assert color_at(canvas, 3, 3) == near(color)
    assert int(np.ptp(canvas.y)) <= 1


def test_a_shape_lies_where_it_is_put() -> None:
    canvas = frame(Tile(Shape("rect", 20, 10, "#ff0000"), Curve.still(31), Curve.still(17)), background="#ffffff")
    assert color_at(canvas, 40, 22) == near("#ff0000")
    red = canvas.y < 150
    rows, columns = np.flatnonzero(red.any(axis=1)), np.flatnonzero(red.any(axis=0))
    assert (rows[0], rows[-1], columns[0], columns[-1]) == (17, 26, 31, 50)


def test_half_a_pixel_moves_an_edge_by_half_a_pixel() -> None:
    """The weight of a bar's edge column follows its place below the pixel."""
    weights = []
    for tenth in range(11):
        bar = Tile(Shape("rect", 20, 40, "#ffffff"), Curve.still(40 + tenth / 10), Curve.still(10))
        weights.append((frame(bar).y[30].astype(float) - 16).sum() / 219)
        assert frame(bar).y[30, 40] == pytest.approx(16 + 219 * (1 - tenth / 10), abs=25)
    assert weights == pytest.approx([20] * 11, abs=0.2)


@pytest.mark.parametrize(("opacity", "level"), [(0.0, 16), (0.5, 126), (1.0, 235)])
def test_opacity_mixes_with_what_lies_below(opacity: float, level: int) -> None:
    tile = Tile(Shape("rect", 60, 40, "#ffffff"), Curve.still(20), Curve.still(20), opacity=Curve.still(opacity))
    assert frame(tile).y[40, 50] == pytest.approx(level, abs=1)


def test_scale_grows_about_the_middle() -> None:
    tile = Tile(Shape("rect", 20, 20, "#ffffff"), Curve.still(40), Curve.still(30), scale=Curve.still(2.0))
    bright = frame(tile).y > 120
    columns = np.flatnonzero(bright.any(axis=0))
    assert (columns[0], columns[-1]) == (30, 69)


@pytest.mark.parametrize("side", ["left", "right", "top", "bottom"])
def test_a_reveal_starts_at_its_side(side: str) -> None:
    tile = Tile(
        Shape("rect", 100, 60, "#ffffff"), Curve.still(14), Curve.still(6), reveal=Curve.still(0.5), reveal_from=side
    )
    y = frame(tile).y
    ends = {"left": y[36, 18], "right": y[36, 109], "top": y[9, 64], "bottom": y[62, 64]}
    other = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}[side]
    assert (ends[side], ends[other]) == (235, 16)


def test_a_tile_may_lie_partly_or_wholly_off_the_screen() -> None:
    for x, y in ((-30.5, -20.5), (110.25, 60.75), (500, 500), (-500, 0)):
        tile = Tile(Shape("rect", 60, 40, "#ffffff"), Curve.still(x), Curve.still(y))
        assert frame(tile).y.shape == (72, 128)


def test_a_tile_scaled_beyond_the_screen_costs_no_more_than_the_screen() -> None:
    tile = Tile(Shape("rect", 90, 50, "#ffffff"), Curve.still(19), Curve.still(11), scale=Curve.still(4000.0))
    assert frame(tile).y.min() == 235


def test_a_tile_lives_from_its_start_to_its_end() -> None:
    tile = Tile(Shape("rect", 60, 40, "#ffffff"), Curve.still(20), Curve.still(20), start=0.2, end=0.6)
    seen = [int(frame(tile, at=number).y[40, 50]) for number in (-3, 0, 5, 6, 17, 18, 29)]
    assert seen == [16, 16, 16, 235, 235, 16, 16]


def test_what_shows_from_the_first_to_the_last_moment_shows_beyond_them() -> None:
    """A transition shows a scene before its start and after its end; nothing pops there."""
    tile = Tile(Shape("rect", 60, 40, "#ffffff"), Curve.still(20), Curve.still(20), start=0.0, end=1.0)
    assert [int(frame(tile, at=number).y[40, 50]) for number in (-10, 40)] == [235, 235]


def test_corners_show_what_lies_below(picture: Save) -> None:
    saved = picture(Image.new("RGB", (64, 64), (255, 255, 255)))
    canvas = frame(Plate(saved, Rect(20, 10, 60, 40), radius=20), background="#ff0000")
    assert color_at(canvas, 21, 11) == near("#ff0000")
    assert color_at(canvas, 50, 30) == near("#ffffff")
    assert color_at(canvas, 10, 5) == near("#ff0000")


def test_a_contained_picture_shows_whole(picture: Save) -> None:
    image = Image.new("RGB", (50, 100), (255, 255, 255))
    canvas = frame(Plate(picture(image), SCREEN, fit="contain"), background="#ff0000")
    assert color_at(canvas, 10, 36) == near("#ff0000")
    assert color_at(canvas, 64, 2) == near("#ffffff")
    white = np.flatnonzero(canvas.y[36] > 200)
    assert (white[0], white[-1]) == (46, 81)


def test_transparent_parts_of_a_plate_show_what_lies_below(picture: Save) -> None:
    image = Image.new("RGBA", (128, 72), (0, 0, 0, 0))
    image.paste((255, 255, 255, 255), (64, 0, 128, 72))
    canvas = frame(Plate(picture(image), SCREEN), background="#00ff00")
    assert color_at(canvas, 20, 36) == near("#00ff00")
    assert color_at(canvas, 100, 36) == near("#ffffff")


def test_a_duotone_has_its_two_colours(picture: Save) -> None:
    image = Image.new("RGB", (128, 72), (0, 0, 0))
    image.paste((255, 255, 255), (64, 0, 128, 72))
    for name in ("p.png", "p.jpg"):
        canvas = frame(Plate(picture(image, name), SCREEN, grade=Grade(duotone=("#102030", "#ffcc00"))))
        assert color_at(canvas, 20, 36) == near("#102030", 4)
        assert color_at(canvas, 100, 36) == near("#ffcc00", 4)


def test_a_viewport_may_reach_over_the_screen(picture: Save) -> None:
    saved = picture(scenery(80, 60))
    odd = frame(Plate(saved, Rect(-31, -21, 101, 77)), background="#ffffff")
    assert int(np.ptp(odd.y[:50, :60])) > 20
    assert frame(Plate(saved, Rect(300, 300, 40, 40))).y.max() == 16


def test_a_painting_fills_the_screen() -> None:
    canvas = frame(Plate(Painting("gradient", ("#203040", "#e0a030"), 3), SCREEN))
    assert canvas.y.min() > 20


def test_the_same_frame_is_the_same_from_any_direction(picture: Save) -> None:
    """Drawn in order, backwards, or alone: what was kept from other frames never shows."""
    layers: tuple[Layer, ...] = (
        Plate(picture(scenery(200, 150)), SCREEN),
        Tile(Shape("rect", 30, 10, "#ff0000"), Curve.still(10), Curve.still(10), start=0.1),
        Tile(Shape("ellipse", 20, 20, "#00ff0080"), Curve.between(5, 90, until=0.5), Curve.still(40)),
        Tile(Shape("rect", 30, 10, "#0000ff"), Curve.still(60), Curve.still(10), end=0.4),
    )
    compositor = SceneCompositor(Scene(30, layers), 30, 128, 72, Stock())
    canvas = Canvas.blank(128, 72)
    order = [*range(-2, 30), *range(29, 0, -7), 3, 3, 20, 2]
    for number in order:
        compositor.draw(number, canvas)
        alone = frame(*layers, at=number, background=Scene(1, ()).background)
        assert (canvas.y == alone.y).all()
        assert (canvas.u == alone.u).all()
    compositor.close()


def test_footage_plays_at_its_own_speed_and_holds_its_last_frame(clip: Callable[..., Path]) -> None:
    """A clip of 20 frames at 25 fps, from 0.2 s, in a scene at 30 fps."""
    path = clip()
    for moving in (False, True):
        camera = Camera(zoom=Curve.between(1, 1.2, until=1)) if moving else Camera()
        plate = Plate(Footage(str(path), "x", 0.2), SCREEN, camera)
        for number in (-9, -3, 0, 1, 7, 15, 20, 29):
            shown = min(max(int((0.2 + number / 30) * 25 + 0.02), 0), 19)
            assert frame(plate, at=number).y[36, 64] == pytest.approx(20 + 8 * shown, abs=2), (moving, number)


def test_footage_is_drawn_forward_like_alone(clip: Callable[..., Path]) -> None:
    plate = Plate(Footage(str(clip("clip.webm")), "x"), SCREEN)
    compositor = SceneCompositor(Scene(30, (plate,)), 30, 128, 72, Stock())
    canvas = Canvas.blank(128, 72)
    for number in range(20):
        compositor.draw(number, canvas)
        assert canvas.y[36, 64] == pytest.approx(20 + 8 * int(number / 30 * 25 + 0.02), abs=3)
    compositor.close()
