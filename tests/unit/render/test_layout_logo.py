"""The logo on the end card."""

from pathlib import Path

import numpy as np
import pytest
from layout_films import film
from PIL import Image

from spotwright.render import layout
from spotwright.render.film import Brand, FilmScene
from spotwright.render.timeline import Emblem, Shape, Text, Tile


def saved(path: Path, color: tuple[int, ...], *, opaque: bool = False) -> Path:
    pixels = np.zeros((60, 200, 4), np.uint8)
    if opaque:
        pixels[:] = (250, 250, 250, 255)
    pixels[15:45, 20:180] = color
    Image.fromarray(pixels).save(path)
    return path


def end_card(folder: Path, logo: Path, direction: str = "luxury") -> list[Tile]:
    scene = FilmScene("cta", "Taste the difference", shot="end_card")
    brand = Brand("Kestrel", ("#1b2a49",), (), str(logo), logo.name)
    made = film(folder, direction, scenes=(scene,), brand=brand)
    return [layer for layer in layout.compose(made).scenes[0].layers if isinstance(layer, Tile)]


def emblem_at(tiles: list[Tile]) -> int:
    return next(i for i, tile in enumerate(tiles) if isinstance(tile.drawing, Emblem))


def test_a_logo_stands_for_the_name_in_its_own_proportions(tmp_path: Path):
    tiles = end_card(tmp_path, saved(tmp_path / "white.png", (255, 255, 255, 255)))
    logo = tiles[emblem_at(tiles)].drawing
    assert logo.width / logo.height == pytest.approx(160 / 30, rel=0.05)
    assert "Kestrel" not in [run.text for t in tiles if isinstance(t.drawing, Text) for run in t.drawing.lines[0]]


@pytest.mark.parametrize(("color", "opaque"), [((20, 24, 40, 255), False), ((200, 30, 30, 255), True)])
def test_a_logo_that_would_drown_gets_a_panel(tmp_path: Path, color: tuple[int, ...], opaque: bool):
    tiles = end_card(tmp_path, saved(tmp_path / f"logo{opaque}.png", color, opaque=opaque))
    panel = tiles[emblem_at(tiles) - 1].drawing
    assert isinstance(panel, Shape)
    assert panel.width > tiles[emblem_at(tiles)].drawing.width
    assert panel.color in {"#ffffff", "#fafafa"}


def test_a_logo_that_cannot_be_read_gives_way_to_the_name(tmp_path: Path):
    (tmp_path / "logo.png").write_bytes(b"nonsense")
    tiles = end_card(tmp_path, tmp_path / "logo.png")
    assert not any(isinstance(tile.drawing, Emblem) for tile in tiles)
    words = [run.text.lower() for t in tiles if isinstance(t.drawing, Text) for run in t.drawing.lines[0]]
    assert "kestrel" in words
