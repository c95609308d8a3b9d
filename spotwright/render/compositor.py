"""Draws any frame of a scene: its layers, lowest first, at any time."""

from dataclasses import dataclass, field
from typing import Any

from spotwright.render.canvas import Canvas
from spotwright.render.layers import Layer, layers
from spotwright.render.stock import Stock
from spotwright.render.timeline import Scene


@dataclass(slots=True, eq=False)
class SceneCompositor:
    """One scene for one size of screen. Frames are asked for in any order; forward order is fast.

    Layers at the bottom that look as they did one frame earlier are drawn once and then copied.
    """

    scene: Scene
    fps: int
    width: int
    height: int
    stock: Stock
    _layers: list[Layer] = field(init=False)
    _last: tuple[Any, ...] = field(default=(), init=False)
    _base: Canvas | None = field(default=None, init=False)
    _base_looks: tuple[Any, ...] = field(default=(), init=False)

    def __post_init__(self) -> None:
        """Opens the scene's sources. Raises RenderError."""
        self._layers = layers(self.scene, self.fps, self.height, self.stock)

    def close(self) -> None:
        """Closes the scene's clips."""
        for layer in self._layers:
            layer.close()

    def draw(self, frame: int, canvas: Canvas) -> None:
        """Draws frame ``frame`` of the scene (0 is its first, others may lie outside it) over all of the canvas."""
        t = frame / self.fps
        looks = tuple(layer.look(t) for layer in self._layers)
        start = self._begin(looks, canvas)
        same = _common(looks, self._last)
        for index in range(start, len(looks)):
            if index == same and index > start:
                self._keep(canvas, looks[:index])
            self._layers[index].draw(canvas, looks[index], t)
        if same == len(looks) > start:
            self._keep(canvas, looks)
        self._last = looks

    def _begin(self, looks: tuple[Any, ...], canvas: Canvas) -> int:
        """Copies what is kept of the lowest layers, if it still holds; returns how many layers that was."""
        kept = len(self._base_looks)
        if self._base is not None and kept and looks[:kept] == self._base_looks:
            canvas.copy(self._base)
            return kept
        if not self._layers or not self._layers[0].hides(canvas):
            canvas.fill(self.scene.background)
        return 0

    def _keep(self, canvas: Canvas, looks: tuple[Any, ...]) -> None:
        if self._base is None:
            self._base = Canvas.blank(self.width, self.height)
        self._base.copy(canvas)
        self._base_looks = looks


def _common(looks: tuple[Any, ...], before: tuple[Any, ...]) -> int:
    """How many of the lowest layers look as they did before."""
    count = 0
    for now, then in zip(looks, before, strict=False):
        if now != then:
            break
        count += 1
    return count
