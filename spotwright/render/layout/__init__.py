"""Layout: a film becomes a timeline, scene by scene, for one shape of screen."""

from spotwright.render.layout.compose import compose

__all__ = ["compose"]
