"""What is drawn or decoded once and used by several segments: prepared sources and sprites."""

from collections import OrderedDict
from collections.abc import Callable
from threading import RLock
from typing import Generic, Protocol, TypeVar

from spotwright.render import stills, tiles
from spotwright.render.drawing import draw
from spotwright.render.errors import about
from spotwright.render.stills import Prepared
from spotwright.render.tiles import Sprite
from spotwright.render.timeline import Drawing, Plate, digest

_PICTURES, _DRAWINGS = 36_000_000, 12_000_000


class _Sized(Protocol):
    @property
    def size(self) -> int:
        """Bytes."""
        ...


Made = TypeVar("Made", bound=_Sized)


class Stock:
    """Keeps the latest things, up to a number of bytes. May be shared by threads.

    Only one thread at a time draws, and only one decodes or paints: the text engine is not made for more, and what two
    segments need is then made once. Neither waits for the other.
    """

    def __init__(self, most_bytes: int = _PICTURES) -> None:
        """``most_bytes`` is what prepared sources may take; the latest is kept however large it is."""
        self._prepared = _Shelf[Prepared](most_bytes)
        self._sprites = _Shelf[Sprite](_DRAWINGS)

    def prepared(self, plate: Plate, seconds: float, screen_height: int) -> Prepared:
        """The plate's source, ready for its camera. Raises MediaError."""
        key = f"{digest(plate)}/{seconds}/{screen_height}"
        return self._prepared.get(key, lambda: stills.prepare(plate, seconds, screen_height))

    def sprite(self, drawing: Drawing) -> Sprite:
        """The drawing, ready to be laid. Raises RenderError."""
        with about(getattr(drawing, "sha256", "")):
            return self._sprites.get(digest(drawing), lambda: tiles.sprite(draw(drawing)))


class _Shelf(Generic[Made]):
    """Things by name, of which the one that was not asked for longest goes first."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._kept: OrderedDict[str, Made] = OrderedDict()
        self._bytes = 0
        self._lock = RLock()

    def get(self, key: str, make: Callable[[], Made]) -> Made:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            made = self._kept[key] = make()
            self._bytes += made.size
            while len(self._kept) > 1 and self._bytes > self._most:
                self._bytes -= self._kept.popitem(last=False)[1].size
            return made
