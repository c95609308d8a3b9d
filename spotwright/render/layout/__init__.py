"""Layout: a film becomes a timeline, scene by scene, for one shape of screen."""

from spotwright.render.layout.captions import caption_tiles, captioned
from spotwright.render.layout.compose import compose, warnings

__all__ = ["caption_tiles", "captioned", "compose", "warnings"]
