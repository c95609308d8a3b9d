"""The layers of a scene, ready to be drawn: tiles, still plates and clips.

Every layer has a *look* at a time, a plain value. Equal looks are equal pixels, which is how the compositor knows what
it need not draw again.
"""

from collections import OrderedDict
from typing import Any, Protocol

import numpy as np
from PIL import Image, ImageDraw

from spotwright.render import camera, footage, framing, kernels, stills, tiles
from spotwright.render.camera import Window
from spotwright.render.canvas import Canvas, Plane, clipped
from spotwright.render.clips import Clip
from spotwright.render.drawing import draw
from spotwright.render.stills import Prepared
from spotwright.render.tiles import Pose, Sprite
from spotwright.render.timeline import Footage, Plate, Rect, Scene, Tile, digest

_MASK_SHARPNESS = 4


class Layer(Protocol):
    """Something that can be drawn at any time of its scene."""

    def look(self, t: float) -> Any:
        """What it looks like at ``t`` seconds."""
        ...

    def draw(self, canvas: Canvas, look: Any, t: float) -> None:
        """Draws it over the canvas as it looks at ``t``."""
        ...

    def close(self) -> None:
        """Closes its files."""
        ...


class Pictures:
    """Prepared sources, the latest kept up to a number of bytes; neighbouring segments share them."""

    def __init__(self, most_bytes: int = 96_000_000) -> None:
        """Keeps at least the latest source, however large."""
        self._most = most_bytes
        self._kept: OrderedDict[str, Prepared] = OrderedDict()

    def prepared(self, plate: Plate, seconds: float, screen_height: int) -> Prepared:
        """The plate's source, ready for its camera. Raises MediaError."""
        key = digest(plate) + f"/{seconds}/{screen_height}"
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        made = stills.prepare(plate, seconds, screen_height)
        self._kept[key] = made
        while len(self._kept) > 1 and sum(kept.size for kept in self._kept.values()) > self._most:
            self._kept.popitem(last=False)
        return made


def layers(scene: Scene, fps: int, screen_height: int, kept: Pictures) -> list[Layer]:
    """The scene's layers, lowest first, their sources opened. Raises RenderError."""
    seconds = scene.frames / fps
    opened: list[Layer] = []
    try:
        for layer in scene.layers:
            if isinstance(layer, Tile):
                opened.append(TileLayer(layer, seconds))
            elif isinstance(layer.source, Footage):
                opened.append(FootageLayer(layer, layer.source, seconds, screen_height))
            else:
                opened.append(StillLayer(layer, seconds, screen_height, kept))
    except BaseException:
        for made in opened:
            made.close()
        raise
    return opened


class TileLayer:
    """A tile; its look is its pose, or None while it does not show."""

    def __init__(self, tile: Tile, seconds: float) -> None:
        self._tile, self._seconds = tile, seconds
        self._sprite: Sprite | None = None

    def look(self, t: float) -> Pose | None:
        return tiles.pose(self._tile, t, self._seconds)

    def draw(self, canvas: Canvas, look: Pose | None, _t: float) -> None:
        if look is None:
            return
        if self._sprite is None:
            self._sprite = tiles.sprite(draw(self._tile.drawing))
        self._sprite.draw(canvas, look, self._tile.reveal_from)

    def close(self) -> None:
        self._sprite = None


class StillLayer:
    """A picture or painting; its look is what the camera sees."""

    def __init__(self, plate: Plate, seconds: float, screen_height: int, kept: Pictures) -> None:
        self._plate = plate
        self._size = stills.source_size(plate)
        self._area = framing.view(plate, self._size)
        self._prepared = kept.prepared(plate, seconds, screen_height)
        self._corners = Corners(self._area, plate.radius) if plate.radius > 0 else None

    def look(self, t: float) -> Window:
        shape = (float(self._size[0]), float(self._size[1]))
        return camera.window(self._plate.camera, t, shape, (self._area.width, self._area.height))

    def draw(self, canvas: Canvas, look: Window, _t: float) -> None:
        target = canvas if self._corners is None else self._corners.under(canvas)
        stills.project(self._prepared, look, self._area, target)
        if self._corners is not None:
            self._corners.apply(canvas)

    def close(self) -> None:
        pass


class FootageLayer:
    """A clip; its look is which of its frames is shown, and what of it."""

    def __init__(self, plate: Plate, source: Footage, seconds: float, screen_height: int) -> None:
        self._plate, self._in_point = plate, max(source.in_point, 0.0)
        self._clip = Clip(source.path)
        facts = self._clip.facts
        self._size = (facts.width, facts.height)
        self._area = framing.view(plate, self._size)
        sigma = max(plate.grade.blur, 0.0) * screen_height
        how = framing.framing(plate, self._area, seconds, self._size, sigma)
        self._fits = camera.is_still(plate.camera)
        size = (self._area.width, self._area.height) if self._fits else how.size
        share = size[0] / how.size[0]
        self._seen = how.seen
        self._adapter = footage.Adapter(facts, footage.Fit(how.seen, size, sigma * how.density * share), plate.grade)
        self._corners = Corners(self._area, plate.radius) if plate.radius > 0 else None

    def look(self, t: float) -> tuple[float, Window]:
        shape = (float(self._size[0]), float(self._size[1]))
        window = camera.window(self._plate.camera, t, shape, (self._area.width, self._area.height))
        frame = self._clip.at(self._in_point + t)
        return float(frame.pts or 0), window

    def draw(self, canvas: Canvas, look: tuple[float, Window], t: float) -> None:
        adapted = self._adapter.adapt(self._clip.at(self._in_point + t))
        target = canvas if self._corners is None else self._corners.under(canvas)
        part = clipped(self._area, target)
        if part is not None and self._fits:
            area = Rect(part.x - self._area.x // 2 * 2, part.y - self._area.y // 2 * 2, part.width, part.height)
            target.paste(Canvas.of(adapted), area, part.x, part.y)
        elif part is not None:
            stills.project(stills.turned(adapted, self._seen), look[1], self._area, target)
        if self._corners is not None:
            self._corners.apply(canvas)

    def close(self) -> None:
        self._clip.close()


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
