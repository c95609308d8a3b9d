"""What art directions are written in: how type is set and how colour is used. Words only; others set and paint."""

from dataclasses import dataclass
from typing import Literal

from spotwright.render.scripts import Language

Tone = Literal["dark", "light", "vivid"]


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """How a text is set, at any size. ``leading`` and ``tracking`` are in em."""

    family: str
    weight: int = 400
    italic: bool = False
    tracking: float = 0.0
    leading: float = 1.15
    case: Literal["as_is", "upper"] = "as_is"
    language: Language | None = None
    """Whose forms Chinese characters take where the words themselves do not tell; None asks only the words."""


@dataclass(frozen=True, slots=True)
class PaletteRules:
    """How an art direction uses colour. Lightness and chroma are OKLab's."""

    defaults: tuple[tuple[str, ...], ...]
    """Palettes for brands without colours."""
    dark_lightness: float = 0.29
    dark_chroma: float = 0.045
    light_lightness: float = 0.965
    light_chroma: float = 0.012
    vivid_chroma: float = 1.0
    """Factor on the brand colour's own chroma when it fills the ground."""
    neutral: str | None = None
    """A colour whose hue tints light and dark grounds in place of the brand's."""
    accent: str | None = None
    """An accent that the direction insists on when the brand brings only one colour."""
