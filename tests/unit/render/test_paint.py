"""Painted backgrounds: every recipe paints for every palette, shape and seed, and always the same picture."""

import numpy as np
import pytest

from spotwright.render.paint import RECIPES, find_illustration, objects, paint
from spotwright.render.paint.objects import draw_object
from spotwright.render.paint.palette import palette_of, parse
from spotwright.render.timeline import Painting

WARM = ("#f3ead9", "#c8553d", "#2d5d4f", "#e9b44c")
LUMA = np.array([0.2126, 0.7152, 0.0722])


def luma(picture):
    return float((picture / 255 @ LUMA).mean())


@pytest.mark.parametrize("recipe", RECIPES)
class TestEveryRecipe:
    def test_paints_the_asked_size_in_odd_shapes(self, recipe):
        for width, height in ((64, 64), (97, 41), (36, 64), (200, 7), (1, 1)):
            picture = paint(Painting(recipe, WARM, 3, "coffee"), width, height)
            assert picture.shape == (height, width, 3)
            assert picture.dtype == np.uint8

    def test_is_the_same_every_time(self, recipe):
        painting = Painting(recipe, WARM, 11, "running shoes")
        assert np.array_equal(paint(painting, 160, 90), paint(painting, 160, 90))

    def test_another_seed_is_another_picture(self, recipe):
        pictures = [paint(Painting(recipe, WARM, seed, "tea"), 96, 54).astype(int) for seed in (1, 2)]
        assert np.abs(pictures[0] - pictures[1]).mean() > 0.8

    def test_is_never_nearly_black(self, recipe):
        for colors in (("#000000",), ("#000000", "#050505"), ("#0b0b0c", "#c9a227"), ("#10203f", "#3f7bff")):
            assert luma(paint(Painting(recipe, colors, 5, "rocket"), 96, 54)) >= 0.13

    def test_shows_the_same_picture_at_every_size(self, recipe):
        painting = Painting(recipe, WARM, 4, "backpack")
        small = paint(painting, 160, 90).astype(float)
        large = paint(painting, 480, 270).astype(float)
        shrunk = large.reshape(90, 3, 160, 3, 3).mean(axis=(1, 3))
        assert np.abs(shrunk - small).mean() < 2.5

    def test_has_structure_everywhere_so_that_a_moving_camera_is_seen(self, recipe):
        picture = paint(Painting(recipe, WARM, 6, "watch"), 192, 108).astype(float) @ LUMA
        blocks = picture.reshape(3, 36, 4, 48).mean(axis=(1, 3))
        assert np.ptp(blocks) > 3

    def test_needs_no_more_than_one_colour_and_passes_over_what_is_none(self, recipe):
        for colors in ((), ("#3355ff",), ("nope", "#12", "#zzzzzz", "#ff8800", "\x00", ""), ("#fff",) * 40):
            assert paint(Painting(recipe, colors, 1, "pizza"), 48, 27).any()


def test_the_picture_takes_on_the_palette():
    for color in ("#d23b3b", "#2f9e44", "#1c55d8"):
        wanted = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)])
        for recipe in RECIPES:
            mean = paint(Painting(recipe, (color,), 2, None), 64, 36).reshape(-1, 3).mean(axis=0)
            assert int(np.argmax(mean)) == int(np.argmax(wanted)), recipe


def contrast_with_ink(picture, *, light_ink):
    linear = np.where(picture <= 10, picture / 255 / 12.92, ((picture / 255 + 0.055) / 1.055) ** 2.4) @ LUMA
    return np.sort((1.05 / (linear + 0.05) if light_ink else (linear + 0.05) / 0.06).ravel())


@pytest.mark.parametrize(
    "recipe", ["gradient", "mesh", "paper", "waves", "silk", "halftone", "contours", "prism", "studio"]
)
def test_type_stays_readable_all_over_the_quiet_recipes(recipe):
    for colors, light_ink in (
        (WARM, False),
        (("#10203f", "#3f7bff", "#f5b83d"), True),
        (("#ffffff", "#6d4aff"), False),
    ):
        for seed in (1, 2):
            ratios = contrast_with_ink(
                paint(Painting(recipe, colors, seed), 128, 72).astype(float), light_ink=light_ink
            )
            assert ratios[len(ratios) // 50] >= 4.5


def test_gradients_are_grained_so_that_no_flat_step_is_left_to_band():
    picture = paint(Painting("gradient", ("#10203f",), 3), 256, 144).astype(int)
    row = picture[72, :, 2]
    assert (np.diff(row) != 0).mean() > 0.4


def test_an_unknown_recipe_and_an_impossible_size_are_refused():
    with pytest.raises(ValueError, match="no painting recipe"):
        paint(Painting("oil", WARM, 1), 64, 64)
    with pytest.raises(ValueError, match="at least 1"):
        paint(Painting("mesh", WARM, 1), 0, 64)


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ("single-origin coffee subscription", "hot-beverage"),
        ("running shoes", "running-shoe"),
        ("tax software for freelancers", "laptop"),
        ("trail watch", "watch"),
        ("Nordkamm trail running shoe", "running-shoe"),
        ("ORGANIC DOG FOOD", "dog-face"),
        ("Café crème", "hot-beverage"),
        ("a mattress that remembers you", "bed"),
        ("hot-beverage", "hot-beverage"),
        ("travel insurance", "shield"),
        ("vegan protein bars", "flexed-biceps"),
        ("Nachhaltige Turnschuhe", "running-shoe"),
        ("Your receipts are read, sorted and filed", "receipt"),
    ],
)
def test_a_subject_finds_its_object(subject, name):
    assert find_illustration(subject) == name


HOSTILE = [
    "",
    " \n\t",
    "\x00\x00",
    "<svg onload=x>{%s}" * 50,
    "☕" * 400,
    "متجر القهوة",
    "\ud800 broken",
    "x" * 100_000,
    "the of for with",
    "' OR 1=1 --",
]


@pytest.mark.parametrize("subject", HOSTILE)
def test_any_subject_is_survived_and_painted(subject):
    find_illustration(subject)
    picture = paint(Painting("illustration", WARM, 9, subject), 64, 64)
    assert picture.std() > 1


def test_every_shipped_object_can_be_found_and_drawn():
    names = objects._drawings()
    assert len(names) > 250
    for name in names:
        assert find_illustration(name) is not None
        alpha = draw_object(name, 24).toarray()[..., 3]
        assert (alpha > 100).mean() > 0.05, name


def test_the_object_stands_right_or_low_and_leaves_room_for_type():
    for seed in range(6):
        wide = paint(Painting("illustration", WARM, seed, "laptop"), 320, 180).astype(float)
        left, right = wide[:, :120], wide[:, 180:]
        assert right.std() > 1.5 * left.std()
        tall = paint(Painting("illustration", WARM, seed, "laptop"), 180, 320).astype(float)
        assert tall[130:].std() > 1.5 * tall[:80].std()


def test_colours_are_read_and_written_back():
    for color in ("#ff8800", "#123456", "#ffffff", "#0af"):
        lab = parse(color)
        assert lab is not None
        digits = color[1:] if len(color) == 7 else "".join(c * 2 for c in color[1:])
        assert [round(channel * 255) for channel in lab.rgb()] == [int(digits[i : i + 2], 16) for i in (0, 2, 4)]
    assert parse("red") is None
    assert len(palette_of(("#808080",)).accents) >= 4
