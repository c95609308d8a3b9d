"""Tiles as pixels."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from spotwright.render import drawing
from spotwright.render.errors import MediaError
from spotwright.render.timeline import Emblem, Shape, Text, TextRun


def text(words: str, *, size: float = 80, color: str = "#ffffff", italic: bool = False, **options) -> Text:
    return Text(((TextRun(words, "Playfair Display", 400, size, color, italic=italic),),), **options)


def test_the_box_of_a_text_reaches_from_cap_height_to_baseline():
    drawn = drawing.draw(text("H"))
    assert drawn.height == pytest.approx(80 * 0.708, abs=0.5)
    assert drawn.y == pytest.approx(0, abs=1)
    assert drawn.rgba.shape[0] == pytest.approx(drawn.height, abs=2.5)


@pytest.mark.parametrize("words", ["Ågÿj", "f", "Éditorial fjord", "Ṩ̈q"])
def test_accents_descenders_and_overhangs_are_whole(words: str):
    """Pixels were trimmed to the ink, so an uncut glyph has an antialiased, not a full, outermost row."""
    for italic in (False, True):
        drawn = drawing.draw(text(words, italic=italic))
        assert drawn.rgba[0, :, 3].max() < 255 or drawn.rgba.shape[0] < 90
        assert drawn.y <= 0
        assert drawn.rgba.shape[0] >= drawn.height * 0.6


def test_descenders_reach_below_the_box():
    drawn = drawing.draw(text("gjpq"))
    assert drawn.y + drawn.rgba.shape[0] > drawn.height + 8


def test_pixels_are_premultiplied():
    rgba = drawing.draw(text("Rag", color="#ff8040")).rgba.astype(int)
    assert (rgba[..., :3] <= rgba[..., 3:]).all()
    solid = rgba[rgba[..., 3] == 255][0]
    assert solid.tolist() == [255, 128, 64, 255]


def test_alignment_moves_lines_within_the_width():
    left, right = (drawing.draw(text("Hi", width=500, align=align)) for align in ("left", "right"))
    assert left.x < 10
    assert right.x + right.rgba.shape[1] == pytest.approx(500, abs=4)


def test_a_shadow_reaches_further_than_its_letters():
    plain, shaded = drawing.draw(text("Hi")), drawing.draw(text("Hi", shadow=1.0))
    assert shaded.rgba.shape[0] > plain.rgba.shape[0] + 10


@pytest.mark.parametrize("words", ["", " ", "\u200d"])
def test_nothing_to_draw_is_one_clear_pixel(words: str):
    drawn = drawing.draw(text(words))
    assert drawn.rgba.shape == (1, 1, 4)
    assert not drawn.rgba.any()


def test_hebrew_is_read_from_the_right():
    """Written right to left, the full stop stands at the left of the ink."""
    stopped = drawing.draw(text("א" * 6 + ".", direction="rtl")).rgba[..., 3]
    plain = drawing.draw(text("א" * 6, direction="rtl")).rgba[..., 3]
    extra = stopped.shape[1] - plain.shape[1]
    assert extra > 5
    assert stopped[: stopped.shape[0] // 2, : extra // 2].max() < 40


def test_shapes_have_their_size_color_and_corners():
    drawn = drawing.draw(Shape("rect", 60, 30, "#00ff0080", radius=15))
    assert drawn.rgba.shape == (30, 60, 4)
    assert drawn.rgba[15, 30].tolist() == [0, 128, 0, 128]
    assert drawn.rgba[0, 0, 3] == 0
    ring = drawing.draw(Shape("ring", 60, 60, "#ffffff", stroke=4)).rgba
    assert ring[30, 30, 3] == 0
    assert ring[30, 2, 3] > 200


@pytest.mark.parametrize("toward", ["left", "right", "top", "bottom"])
def test_gradients_are_full_toward_their_side_and_follow_their_profile(toward: str):
    size = 200
    rgba = drawing.draw(Shape("gradient", size, size, "#102030ff", toward=toward)).rgba
    line = {"right": rgba[50, :, 3], "left": rgba[50, ::-1, 3], "bottom": rgba[:, 50, 3], "top": rgba[::-1, 50, 3]}[
        toward
    ]
    assert line[-1] == 255
    assert line[0] <= 3
    middle = line[len(line) - size // 2] / 255
    assert middle == pytest.approx(drawing.profile(0.5), abs=0.05)


def test_a_gradients_full_end_has_its_colors_own_opacity():
    assert drawing.draw(Shape("gradient", 50, 50, "#00000080")).rgba[..., 3].max() == pytest.approx(128, abs=1)


def test_an_emblem_keeps_its_proportions_and_loses_its_empty_border(tmp_path: Path):
    logo = np.zeros((100, 300, 4), np.uint8)
    logo[40:60, 100:200] = (200, 30, 30, 255)
    Image.fromarray(logo).save(tmp_path / "logo.png")
    drawn = drawing.draw(Emblem(str(tmp_path / "logo.png"), "x", 100, 100))
    assert drawn.rgba.shape == (20, 100, 4)
    assert (drawn.x, drawn.y) == (0, 40)


def test_a_broken_emblem_is_named_as_such(tmp_path: Path):
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\nnonsense")
    with pytest.raises(MediaError):
        drawing.draw(Emblem(str(tmp_path / "logo.png"), "x", 100, 100))


def test_the_same_drawing_is_the_same_bytes():
    assert (drawing.draw(text("Same")).rgba == drawing.draw(text("Same")).rgba).all()


@pytest.mark.parametrize("words", ["مُحَمَّصٌ طازجًا عجج", "ที่ปู่ญี่ปุ่น กุฏิ", "हूँ कॉफ़ी र्ध्रुव", "鑫龘「を」", "뷁훑쌇"])
def test_lines_of_tall_scripts_do_not_touch_at_the_tightest_leading(words: str):
    line = (TextRun(words, "Bebas Neue", 400, 200, "#ffffff"),)
    one = drawing.draw(Text((line,), leading=1.0))
    assert one.rgba.shape[0] <= 200 * 1.04
