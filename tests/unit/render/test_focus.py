"""Where the subject is."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from spotwright.render import focus
from spotwright.render.film import Media


def saved(pixels: np.ndarray, path: Path) -> Media:
    Image.fromarray(pixels).save(path)
    return Media(str(path), sha256=path.name + str(pixels.sum()), width=pixels.shape[1], height=pixels.shape[0])


@pytest.mark.parametrize(("x", "y"), [(0.3, 0.4), (0.7, 0.6), (0.5, 0.3)])
def test_the_subject_is_found(tmp_path: Path, x: float, y: float):
    pixels = np.full((300, 480, 3), 120, np.uint8)
    left, top = int(x * 480) - 40, int(y * 300) - 40
    pixels[top : top + 80 : 4, left : left + 80] = (250, 60, 20)
    sight = focus.look(saved(pixels, tmp_path / "a.png"))
    assert sight.x == pytest.approx(x, abs=0.08)
    assert sight.y == pytest.approx(y, abs=0.08)


def test_an_even_picture_has_its_middle(tmp_path: Path):
    sight = focus.look(saved(np.full((100, 100, 3), 90, np.uint8), tmp_path / "b.png"))
    assert (sight.x, sight.y) == pytest.approx((0.5, 0.5), abs=0.12)
    assert sight.texture.max() < 0.01


def test_texture_is_seen(tmp_path: Path):
    pixels = np.zeros((400, 400, 3), np.uint8)
    pixels[::2] = 255
    assert focus.look(saved(np.kron(pixels, np.ones((2, 2, 1), np.uint8)), tmp_path / "c.png")).texture.mean() > 0.03


def test_a_cutout_is_known_by_its_clear_background(tmp_path: Path):
    pixels = np.zeros((100, 100, 4), np.uint8)
    pixels[20:80, 20:80] = 255
    assert focus.look(saved(pixels, tmp_path / "d.png")).see_through


def test_a_file_that_cannot_be_read_promises_nothing(tmp_path: Path):
    (tmp_path / "e.png").write_bytes(b"not a picture")
    sight = focus.look(Media(str(tmp_path / "e.png"), "e", width=640, height=480))
    assert not sight.known
    assert (sight.width, sight.height) == (640, 480)
