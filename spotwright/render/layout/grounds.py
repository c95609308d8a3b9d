"""Painted grounds: what stands behind type and cards when no photograph fills the screen."""

import itertools
from dataclasses import replace
from functools import lru_cache

from spotwright.render import contrast, focus, palette
from spotwright.render.layout import shades
from spotwright.render.layout.photos import Framed
from spotwright.render.layout.setup import Setup
from spotwright.render.layout.stack import Inks
from spotwright.render.layout.stage import Box
from spotwright.render.paint import find_illustration, paint
from spotwright.render.paint.palette import Lab
from spotwright.render.palette import Scheme
from spotwright.render.timeline import Camera, Curve, Grade, Layer, Painting, Plate, Side

_SPEED = 0.06
"""Zoom a second: smooth paintings must move more than photographs to be seen to move."""

_OBJECT_SPEED = 0.024
"""Zoom a second over an illustration: it must not come near the type."""

_TRIES = 3
"""Paintings of one recipe, before another recipe is tried."""

_LOOK = 48
"""Pixels along the longer side of the copy by which a painting is judged."""

_EXPOSURES = tuple((step * 0.12, 0.0) for step in range(6))
_VEILS = tuple((0.4, step / 20) for step in range(2, 20))

_READABLE = 1.06 * contrast.READABLE
_UNREADABLE = 10.0
_CALM = 0.11


def ground(
    setup: Setup,
    box: Box | None = None,
    *,
    scheme: Scheme | None = None,
    radius: float = 0.0,
    beneath: tuple[tuple[Box, tuple[str, ...]], ...] = (),
    illustrated: bool = False,
) -> tuple[Layer, ...]:
    """A painted plate in the scene's colours, drifting; no two scenes of a film get the same picture.

    ``beneath`` names boxes of type with their inks: of several paintings one that is calm there is taken, and if even
    that one is too restless to read on, its own base colour is laid over it until it is not: over an illustration
    from the side of the type, so that the object stays clear, over others as a whole.
    """
    scheme = scheme or setup.scheme
    view = (box or setup.stage.whole).rect()
    look = setup.scene.look
    grade = Grade(exposure=look.exposure * 0.8, warmth=look.warmth * 0.8, saturation=look.saturation)
    if illustrated and setup.direction.objects == "duotone":
        grade = replace(grade, duotone=_two_inks(scheme))
    found: list[tuple[float, Framed]] = []
    for painting in _paintings(setup, scheme, illustrated=illustrated):
        lens = (
            drift(setup, _OBJECT_SPEED, 1.04)
            if illustrated
            else drift(setup, far=1.16 * min(max(look.zoom, 0.95), 1.6))
        )
        plate = Plate(painting, view, lens, grade, radius=radius)
        framed = Framed(plate, _sight(painting, view.width, view.height))
        found.append((_unrest(setup, _away(framed, scheme, _EXPOSURES[3]), beneath), framed))
        if found[-1][0] < _CALM:
            break
    best = min(found, key=_first)[1]
    return _veiled(setup, best, scheme, beneath) if illustrated else (_washed(setup, best, scheme, beneath),)


def _first(pair: tuple[float, Framed]) -> float:
    return pair[0]


def can_illustrate(setup: Setup) -> str | None:
    """The illustration that fits what the scene is about, if there is one.

    Headlines are asked only where they name the product: elsewhere they speak in pictures of their own.
    """
    said = (setup.scene.subject, setup.wording.headline) if setup.scene.role == "product" else (setup.scene.subject,)
    return next((found for words in said if words and (found := find_illustration(words))), None)


def _two_inks(scheme: Scheme) -> tuple[str, str]:
    """Shadows and lights for an illustration that should look like a part of the page, not like a toy on it."""
    base, lead = palette.lab(scheme.base), palette.lab(scheme.accent)
    if scheme.tone == "light":
        return palette.hexed(Lab(0.3, lead.a * 0.6, lead.b * 0.6)), palette.hexed(base.lighter(0.02))
    return palette.hexed(Lab(max(base.l - 0.1, 0.14), base.a, base.b)), palette.hexed(
        Lab(0.9, lead.a * 0.6, lead.b * 0.6)
    )


def inks_on(box: Box, inks: Inks) -> tuple[tuple[Box, tuple[str, ...]], ...]:
    """What :func:`ground` has to keep readable for a stack of type."""
    return ((box, (inks.ink, inks.quiet, inks.accent_ink)),)


def _paintings(setup: Setup, scheme: Scheme, *, illustrated: bool) -> list[Painting]:
    chance = setup.chance("ground")
    if illustrated:
        subject = can_illustrate(setup)
        colors = (scheme.base, *scheme.spots)
        return [Painting("illustration", colors, chance.randrange(1 << 30), subject) for _ in range(2 * _TRIES)]
    recipes = setup.direction.recipes[scheme.tone]
    # Neighbouring scenes and takes step through the recipes, so that they never share one by chance.
    first = setup.film_key + setup.index + setup.variant
    return [
        Painting(
            recipes[(first + attempt // _TRIES) % len(recipes)],
            scheme.ground,
            chance.randrange(1 << 30),
            setup.scene.subject or None,
        )
        for attempt in range(2 * _TRIES)
    ]


@lru_cache(maxsize=256)
def _sight(painting: Painting, width: int, height: int) -> focus.Sight:
    return focus.seen(paint(painting, *focus.fine_size(width, height, _LOOK)), width, height)


def _unrest(setup: Setup, framed: Framed, beneath: tuple[tuple[Box, tuple[str, ...]], ...]) -> float:
    """How much a painting disturbs the type on it; 10 more for every ink that cannot be read."""
    total = 0.0
    for box, inks in beneath:
        seen = framed.beneath(box, setup.clock.seconds)
        total += float(seen.std(axis=(0, 1)).mean())
        total += _UNREADABLE * sum(contrast.worst_band(ink, seen) < _READABLE for ink in inks)
    return total


def _washed(setup: Setup, framed: Framed, scheme: Scheme, beneath: tuple[tuple[Box, tuple[str, ...]], ...]) -> Plate:
    """The painting a little away from the ink's lightness, which keeps its drawing; then under its base colour."""
    for step in (*_EXPOSURES, *_VEILS):
        washed = _away(framed, scheme, step)
        if _unrest(setup, washed, beneath) < _UNREADABLE:
            break
    return washed.plate


def _away(framed: Framed, scheme: Scheme, step: tuple[float, float]) -> Framed:
    """A painting darker under light ink, or lighter under dark ink, by some stops, and under a veil."""
    stops, strength = step
    dark_ink = contrast.luminance(contrast.channels(scheme.ink)) < 0.2
    grade = replace(
        framed.plate.grade,
        exposure=framed.plate.grade.exposure + (stops if dark_ink else -stops),
        tint=scheme.base if strength else None,
        tint_strength=strength,
    )
    return replace(framed, plate=replace(framed.plate, grade=grade))


def _veiled(
    setup: Setup, framed: Framed, scheme: Scheme, beneath: tuple[tuple[Box, tuple[str, ...]], ...]
) -> tuple[Layer, ...]:
    """An illustration under a gradient from where the type stands: the left of wide screens, the top of others.

    A short gradient is tried before a long one, which would veil the object as well.
    """
    side: Side = "left" if setup.stage.shape == "wide" else "top"
    whole = setup.stage.whole
    far = max(box.right if side == "left" else box.bottom for box, _ in beneath)
    extent = whole.width if side == "left" else whole.height
    for longer, step in itertools.product((1.3, 1.5, 1.8), range(19)):
        reach, strength = min(far * longer, extent), step / 20
        if all(
            contrast.worst_band(
                ink,
                shades.over(framed.beneath(box, setup.clock.seconds), scheme.base, box, whole, side, reach, strength),
            )
            >= _READABLE
            for box, inks in beneath
            for ink in inks
        ):
            break
    if strength == 0:
        return (framed.plate,)
    return (framed.plate, shades.gradient(whole, scheme.base, strength, side, reach))


def drift(setup: Setup, speed: float = _SPEED, far: float = 1.16) -> Camera:
    """A camera that never stands still: closer or wider, and sideways."""
    chance = setup.chance("drift")
    seconds = setup.clock.seconds
    travel = min(max(2.7 * speed, speed * seconds), 9.6 * speed)
    near = far + travel
    start, end = (far, near) if chance.random() < 0.6 else (near, far)
    # The pan stays within what the widest moment leaves free beside the window.
    room = (1 - 1 / far) / 2
    across, down = (chance.choice((-1, 1)) * room * share for share in (0.9, 0.6))
    return Camera(
        x=Curve.between(0.5 - across, 0.5 + across, until=seconds, drifts=True),
        y=Curve.between(0.5 - down, 0.5 + down, until=seconds, drifts=True),
        zoom=Curve.between(start, end, until=seconds, drifts=True),
    )
