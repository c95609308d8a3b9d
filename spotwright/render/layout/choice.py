"""Which arrangement a scene gets: by its role and shot, the pictures it has, and its take."""

from collections.abc import Callable
from dataclasses import replace

from spotwright.render import focus
from spotwright.render.layout import card, collage, end_card, full_bleed, grounds, kinetic, ornaments, proof, split
from spotwright.render.layout.arranged import Arranged
from spotwright.render.layout.setup import Setup

_ARRANGEMENTS: dict[str, Callable[[Setup], Arranged]] = {
    "kinetic": kinetic.arrange,
    "illustrated": kinetic.illustrated,
    "full_bleed": full_bleed.arrange,
    "detail": full_bleed.detail,
    "split": split.arrange,
    "card": card.arrange,
    "collage": collage.arrange,
    "proof": proof.arrange,
    "end_card": end_card.arrange,
}

_LEAST_SIDE = 300
"""Pixels of a picture's shorter side below which it is too soft to fill a screen."""

_LONGEST = 3.0
"""Long side to short side, of the picture itself and against the screen's shape, from which it is shown whole."""

_WIDER = 0.9
"""A wish for a wider framing that only the whole picture can grant."""


def arrange(setup: Setup) -> Arranged:
    """Lay the scene out."""
    arranged = _ARRANGEMENTS[arrangement_of(setup)](setup)
    return replace(arranged, layers=(*arranged.layers, *ornaments.bars(setup)))


def arrangement_of(setup: Setup) -> str:
    """The arrangement's name; takes step through those that are possible."""
    possible = _possible(setup)
    return possible[setup.variant % len(possible)]


def _possible(setup: Setup) -> tuple[str, ...]:
    """The arrangements a scene can have, the most fitting first."""
    scene, headline = setup.scene, setup.wording.headline
    if scene.shot == "end_card" or scene.role == "cta":
        return ("end_card",)
    if len(scene.media) > 1:
        # Every other arrangement would leave pictures out that somebody asked for.
        return ("collage",)
    if scene.role in ("proof", "offer") and (proof.figure_of(headline) or proof.is_quote(headline)):
        return ("proof",)
    if not scene.media:
        return _without_picture(setup)
    return _with_picture(setup)


def _without_picture(setup: Setup) -> tuple[str, ...]:
    """Type alone, or beside a drawn object where one fits; the product itself is not drawn again and again."""
    if setup.scene.shot == "type" or grounds.can_illustrate(setup) is None:
        return ("kinetic",)
    first = setup.scene.role in ("hook", "product", "offer")
    return ("illustrated", "kinetic") if first else ("kinetic", "illustrated")


def _with_picture(setup: Setup) -> tuple[str, ...]:
    """The hook fills the screen; later scenes begin with the direction's other ways of showing a picture."""
    scene, usual = setup.scene, setup.direction.photo
    sight = focus.look(scene.media[0])
    if sight.see_through or sight.drawn or _is_panorama(setup, sight) or scene.look.zoom < _WIDER:
        return ("card",)
    if _needs_room(sight) or not full_bleed.spares_face(setup):
        beside = tuple(name for name in usual if name in ("card", "split"))
        return (*beside, *(name for name in ("card", "split") if name not in beside))
    if scene.shot in ("detail", "split"):
        return (scene.shot, *(name for name in usual if name != scene.shot))
    if scene.role == "hook" or scene.shot in ("wide", "close_up"):
        return ("full_bleed", *(name for name in usual if name != "full_bleed"))
    others = sorted(usual, key=lambda name: name == "full_bleed")
    turn = (setup.index - 1) % len(others)
    return (*others[turn:], *others[:turn])


def _needs_room(sight: focus.Sight) -> bool:
    """True for pictures that must not lie beneath type: busy nearly everywhere, or very small."""
    return sight.known and (sight.busy or min(sight.width, sight.height) < _LEAST_SIDE)


def _is_panorama(setup: Setup, sight: focus.Sight) -> bool:
    """True for pictures of which a screen full would be a snippet; a usual photograph on end is none."""
    shape = setup.stage.whole.ratio
    return min(max(sight.ratio, 1 / sight.ratio), max(sight.ratio / shape, shape / sight.ratio)) > _LONGEST
