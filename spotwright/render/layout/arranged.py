"""What an arrangement hands back."""

from dataclasses import dataclass

from spotwright.render.timeline import Layer


@dataclass(frozen=True, slots=True)
class Arranged:
    """A scene's layers, lowest first; ``whole`` is False when some of its words did not fit."""

    layers: tuple[Layer, ...]
    background: str
    whole: bool = True
