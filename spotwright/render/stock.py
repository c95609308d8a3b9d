"""What is drawn or decoded once and used by several segments: prepared sources and sprites."""

from collections import OrderedDict
from collections.abc import Callable
from threading import RLock
from typing import Any

from spotwright.render import stills, tiles
from spotwright.render.drawing import draw
from spotwright.render.errors import about
from spotwright.render.stills import Prepared
from spotwright.render.tiles import Sprite
from spotwright.render.timeline import Drawing, Plate, digest


class Stock:
    """Keeps the latest things up to a number of bytes. May be shared by threads.

    Only one thread at a time draws or decodes: the text engine is not made for more, and what two segments need is
    then made once.
    """

    def __init__(self, most_bytes: int = 48_000_000) -> None:
        """The latest thing is kept however large it is."""
        self._most = most_bytes
        self._kept: OrderedDict[str, Any] = OrderedDict()
        self._bytes = 0
        self._lock = RLock()

    def prepared(self, plate: Plate, seconds: float, screen_height: int) -> Prepared:
        """The plate's source, ready for its camera. Raises MediaError."""
        key = f"{digest(plate)}/{seconds}/{screen_height}"
        made: Prepared = self._get(key, lambda: stills.prepare(plate, seconds, screen_height))
        return made

    def sprite(self, drawing: Drawing) -> Sprite:
        """The drawing, ready to be laid. Raises RenderError."""
        with about(getattr(drawing, "sha256", "")):
            made: Sprite = self._get(digest(drawing), lambda: tiles.sprite(draw(drawing)))
        return made

    def _get(self, key: str, make: Callable[[], Any]) -> Any:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            made = self._kept[key] = make()
            self._bytes += made.size
            while len(self._kept) > 1 and self._bytes > self._most:
                self._bytes -= self._kept.popitem(last=False)[1].size
            return made
