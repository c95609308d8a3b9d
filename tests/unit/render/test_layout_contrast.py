"""Contrast of type, measured on the frames that are really drawn."""

import dataclasses
import itertools
from pathlib import Path

import numpy as np
import pytest
from layout_films import SIZES, film, is_ornament, scenes

from spotwright.render import contrast, directions, drawing, layout
from spotwright.render.canvas import Canvas
from spotwright.render.files import image
from spotwright.render.segments import draw_frame
from spotwright.render.timeline import Layer, Scene, Text, Tile, Timeline

DRAWN = tuple(itertools.product(directions.names(), SIZES))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("photos")


def pixels(timeline: Timeline, frame: int) -> np.ndarray:
    canvas = Canvas.blank(timeline.width, timeline.height)
    draw_frame(timeline, frame, canvas)
    return np.asarray(image(canvas.frame(), None), np.float64) / 255


def bare(scene: Scene) -> Scene:
    """The scene without its type, but with the tags, buttons and shades beneath it."""
    return dataclasses.replace(scene, layers=tuple(layer for layer in scene.layers if not is_type(layer)))


def is_type(layer: Layer) -> bool:
    """True for what has to be read."""
    return isinstance(layer, Tile) and isinstance(layer.drawing, Text) and not is_ornament(layer)


@pytest.mark.parametrize(("direction", "shape"), DRAWN)
def test_type_can_be_read_on_what_lies_beneath_it(folder: Path, direction: str, shape: str):
    """In each direction and shape; of the scenes every other one is looked at, in turn."""
    given = scenes(folder)[(len(direction) + len(shape)) % 2 :: 2]
    timeline = layout.compose(film(folder, direction, shape, scenes=given))
    beneath = dataclasses.replace(timeline, scenes=tuple(bare(scene) for scene in timeline.scenes))
    start = 0
    for scene in timeline.scenes:
        seen = pixels(beneath, start + 60)
        start += scene.frames
        for tile in scene.layers:
            if not (is_type(tile) and tile.end > 2 and tile.start < 2):
                continue
            x, y, width, height = drawing.extent(tile.drawing)
            left, top = round(tile.x.keyframes[-1].value + x), round(tile.y.keyframes[-1].value + y)
            area = seen[max(0, top) : top + height, max(0, left) : left + width]
            run = tile.drawing.lines[0][0]
            found = contrast.worst_band(run.color, area.reshape(1, -1, 3))
            assert found >= 4.5, (scene.background, run.text, found)


@pytest.mark.parametrize("direction", directions.names()[::3])
def test_no_frame_is_black_and_the_first_is_not_empty(folder: Path, direction: str):
    timeline = layout.compose(film(folder, direction))
    for frame in (0, 45, 89, 180, 300, timeline.frames - 1):
        luma = pixels(timeline, frame) @ np.array([0.2126, 0.7152, 0.0722])
        assert (luma < 0.1).mean() < 0.9
    assert pixels(timeline, 0).std() > 0.02
