"""Painted grounds: what stands behind type and cards when no photograph fills the screen."""

from spotwright.render.layout.setup import Setup
from spotwright.render.layout.stage import Box
from spotwright.render.palette import Scheme
from spotwright.render.timeline import Camera, Curve, Grade, Painting, Plate

_SPEED = 0.034
"""Zoom a second: smooth paintings must move more than photographs to be seen to move."""


def ground(setup: Setup, box: Box | None = None, *, scheme: Scheme | None = None, radius: float = 0.0) -> Plate:
    """A painted plate in the scene's colours, drifting; no two scenes of a film get the same picture."""
    scheme = scheme or setup.scheme
    chance = setup.chance("ground")
    recipes = setup.direction.recipes[scheme.tone]
    recipe = recipes[(chance.randrange(len(recipes)) + setup.variant) % len(recipes)]
    painting = Painting(recipe, scheme.ground, chance.randrange(1 << 30), setup.scene.subject or None)
    view = (box or setup.stage.whole).rect()
    look = setup.scene.look
    grade = Grade(exposure=look.exposure * 0.5, warmth=look.warmth * 0.5, saturation=look.saturation)
    return Plate(painting, view, drift(setup), grade, radius=radius)


def drift(setup: Setup, speed: float = _SPEED) -> Camera:
    """A camera that never stands still: closer or wider, and sideways."""
    chance = setup.chance("drift")
    seconds = setup.clock.seconds
    travel = min(max(0.1, speed * seconds), 0.34)
    near, far = 1.1 + travel, 1.1
    start, end = (far, near) if chance.random() < 0.6 else (near, far)
    # The pan stays within what the widest moment leaves free beside the window.
    room = (1 - 1 / far) / 2
    across, down = (chance.choice((-1, 1)) * room * share for share in (0.9, 0.6))
    return Camera(
        x=Curve.between(0.5 - across, 0.5 + across, until=seconds, drifts=True),
        y=Curve.between(0.5 - down, 0.5 + down, until=seconds, drifts=True),
        zoom=Curve.between(start, end, until=seconds, drifts=True),
    )
