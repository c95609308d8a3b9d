"""The layers of a scene, ready to be drawn: tiles, still plates and clips.

Every layer has a *look* at a time, a plain value. Equal looks are equal pixels, which is how the compositor knows what
it need not draw again.
"""

from typing import Any, Protocol

import numpy as np
from PIL import Image, ImageDraw

from spotwright.render import camera, footage, framing, kernels, stills, tiles
from spotwright.render.camera import Window
from spotwright.render.canvas import Canvas, Plane, clipped
from spotwright.render.errors import about
from spotwright.render.reels import Reel
from spotwright.render.stock import Stock
from spotwright.render.tiles import Laid, Pose
from spotwright.render.timeline import Footage, Plate, Rect, Scene, Tile

_MASK_SHARPNESS = 4


class Layer(Protocol):
    """Something that can be drawn at any time of its scene."""

    def look(self, t: float) -> Any:
        """What it looks like at ``t`` seconds."""
        ...

    def draw(self, canvas: Canvas, look: Any, t: float) -> None:
        """Draws it over the canvas as it looks at ``t``."""
        ...

    def hides(self, canvas: Canvas) -> bool:
        """True when nothing below it on the canvas ever shows."""
        ...

    def close(self) -> None:
        """Closes its files."""
        ...


def layers(scene: Scene, fps: int, screen_height: int, stock: Stock) -> list[Layer]:
    """The scene's layers, lowest first, their sources opened. Raises RenderError."""
    seconds = scene.frames / fps
    opened: list[Layer] = []
    try:
        for layer in scene.layers:
            if isinstance(layer, Tile):
                opened.append(TileLayer(layer, seconds, stock))
                continue
            with about(getattr(layer.source, "sha256", "")):
                if isinstance(layer.source, Footage):
                    opened.append(FootageLayer(layer, layer.source, seconds, fps, screen_height))
                else:
                    opened.append(StillLayer(layer, seconds, screen_height, stock))
    except BaseException:
        for made in opened:
            made.close()
        raise
    return opened


class TileLayer:
    """A tile; its look is its pose, or None while it does not show."""

    def __init__(self, tile: Tile, seconds: float, stock: Stock) -> None:
        """Nothing is drawn before it is seen."""
        self._tile, self._seconds, self._stock = tile, seconds, stock
        self._laid: Laid | None = None

    def look(self, t: float) -> Pose | None:
        return tiles.pose(self._tile, t, self._seconds)

    def draw(self, canvas: Canvas, look: Pose | None, _t: float) -> None:
        if look is None:
            return
        # A tile at rest is resampled once.
        if self._laid is None or not self._laid.fits(look):
            self._laid = self._stock.sprite(self._tile.drawing).laid(look, canvas)
        self._laid.draw(canvas, look, self._tile.reveal_from)

    def hides(self, _canvas: Canvas) -> bool:
        return False

    def close(self) -> None:
        self._laid = None


class StillLayer:
    """A picture or painting; its look is what the camera sees."""

    def __init__(self, plate: Plate, seconds: float, screen_height: int, stock: Stock) -> None:
        self._plate = plate
        self._size = stills.source_size(plate)
        self._area = framing.view(plate, self._size)
        self._prepared = stock.prepared(plate, seconds, screen_height)
        self._corners = Corners(self._area, plate.radius) if plate.radius > 0 else None

    def look(self, t: float) -> Window:
        shape = (float(self._size[0]), float(self._size[1]))
        return camera.window(self._plate.camera, t, shape, (self._area.width, self._area.height))

    def draw(self, canvas: Canvas, look: Window, _t: float) -> None:
        target = canvas if self._corners is None else self._corners.under(canvas)
        stills.project(self._prepared, look, self._area, target)
        if self._corners is not None:
            self._corners.apply(canvas)

    def hides(self, canvas: Canvas) -> bool:
        return self._prepared.cover is None and self._corners is None and _fills(self._area, canvas)

    def close(self) -> None:
        pass


class FootageLayer:
    """A clip; its look is which of its frames is shown, and what of it."""

    def __init__(self, plate: Plate, source: Footage, seconds: float, fps: int, screen_height: int) -> None:
        self._plate = plate
        self._reel = Reel(source, seconds, fps)
        facts = self._reel.facts
        self._size = (facts.width, facts.height)
        self._area = framing.view(plate, self._size)
        sigma = max(plate.grade.blur, 0.0) * screen_height
        how = framing.framing(plate, self._area, seconds, self._size, sigma)
        self._fits = camera.is_still(plate.camera)
        size = (self._area.width, self._area.height) if self._fits else how.size
        share = size[0] / how.size[0]
        self._seen = how.seen
        self._reel.load(footage.Fit(how.seen, size, sigma * how.density * share), plate.grade)
        self._corners = Corners(self._area, plate.radius) if plate.radius > 0 else None

    def look(self, t: float) -> tuple[Any, Window]:
        shape = (float(self._size[0]), float(self._size[1]))
        window = camera.window(self._plate.camera, t, shape, (self._area.width, self._area.height))
        return self._reel.look(t), window

    def draw(self, canvas: Canvas, look: tuple[Any, Window], t: float) -> None:
        picture = self._reel.draw(t)
        target = canvas if self._corners is None else self._corners.under(canvas)
        part = clipped(self._area, target)
        if part is not None and self._fits:
            area = Rect(part.x - self._area.x // 2 * 2, part.y - self._area.y // 2 * 2, part.width, part.height)
            target.paste(picture, area, part.x, part.y)
        elif part is not None:
            stills.project(stills.turned(picture, self._seen), look[1], self._area, target)
        if self._corners is not None:
            self._corners.apply(canvas)

    def hides(self, canvas: Canvas) -> bool:
        return self._corners is None and _fills(self._area, canvas)

    def close(self) -> None:
        self._reel.close()


def _fills(area: Rect, canvas: Canvas) -> bool:
    return clipped(area, canvas) == canvas.whole


class Corners:
    """Rounds the corners of an area: it is drawn beside the canvas and then mixed in by a mask."""

    def __init__(self, area: Rect, radius: float) -> None:
        """The mask is drawn large and reduced, which makes its edge smooth."""
        self._area = area
        k = _MASK_SHARPNESS
        radius = min(radius, area.width / 2, area.height / 2)
        large = Image.new("L", (area.width * k, area.height * k), 0)
        ImageDraw.Draw(large).rounded_rectangle((0, 0, area.width * k - 1, area.height * k - 1), radius * k, 255)
        self._mask: Plane = np.asarray(large.reduce(k))
        self._half: Plane = np.asarray(large.reduce(2 * k))
        self._side: Canvas | None = None

    def under(self, canvas: Canvas) -> Canvas:
        """A canvas that looks the same and may be drawn on."""
        if self._side is None:
            self._side = Canvas.blank(canvas.width, canvas.height)
        self._side.copy(canvas)
        return self._side

    def apply(self, canvas: Canvas) -> None:
        """Lays what was drawn into the canvas, without its corners."""
        part = clipped(self._area, canvas)
        if part is None or self._side is None:
            return
        side = self._side
        for out, source, mask, k in (
            (canvas.y, side.y, self._mask, 1),
            (canvas.u, side.u, self._half, 2),
            (canvas.v, side.v, self._half, 2),
        ):
            x, y, width, height = part.x // k, part.y // k, part.width // k, part.height // k
            left, top = (part.x - self._area.x) // k, (part.y - self._area.y) // k
            kernels.mix(out, x, y, source, x, y, np.ascontiguousarray(mask[top : top + height, left : left + width]))
