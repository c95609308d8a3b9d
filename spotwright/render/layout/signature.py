"""A brand's signature on its end card: its initial, as large as the screen, in the ground or on a panel of accent."""

from dataclasses import dataclass, replace

from spotwright.render import contrast, drawing, fonts, palette, text, typeset
from spotwright.render.layout import logo
from spotwright.render.layout.setup import Setup, drawable
from spotwright.render.layout.stack import Align, Inks, Placed, line_text
from spotwright.render.layout.stage import Box
from spotwright.render.styles import TypeStyle
from spotwright.render.timeline import Shape

_STRENGTHS = (0.34, 0.26, 0.18, 0.12, 0.07)
"""How much of the accent there is in an initial that stands in the ground, the strongest that can be read on first."""

_PANEL = 0.36
_READABLE = 4.8
_APART = 1.8
_HEIGHTS = {"wide": 0.86, "square": 0.62, "portrait": 0.5, "tall": 0.34}
"""The height of an initial's capital against the screen's."""

_BLEED = 0.06
_THIN = 0.4
"""The width, in em, of a letter that is too thin to stand for a name."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What is drawn, lowest first, and the zone that is left for type."""

    placed: tuple[Placed, ...]
    zone: Box


def sign(setup: Setup, inks: Inks, align: Align) -> Signature:
    """The signature in the direction's manner; nothing for a brand with a logo of its own, or without a name."""
    zone, manner = setup.stage.type_zone, setup.direction.signature
    name = drawable(setup.brand.name, setup.direction.display.family)
    if manner == "none" or not name or logo.is_readable(setup.brand):
        return Signature((), zone)
    initial = _letters(name, _style(setup))
    if manner == "panel":
        return _panel(setup, initial, inks, rtl=align == "right")
    return Signature(_initial(setup, initial, _tint(setup, inks), setup.stage.whole, align), zone)


def _letters(name: str, style: TypeStyle) -> str:
    """The name's initial; with the letter after it where it is hardly more than a line."""
    letters = text.clusters(name.upper())
    thin = typeset.width(letters[0], style) < _THIN
    return "".join(letters[:2]).strip() if thin else letters[0]


def _panel(setup: Setup, initial: str, inks: Inks, *, rtl: bool) -> Signature:
    """A panel at the end of wide screens, at the foot of others, with the initial running over its edges."""
    stage, zone = setup.stage, setup.stage.type_zone
    if stage.shape == "wide":
        cut = stage.width * (1 - _PANEL)
        box = Box(0 if rtl else cut, 0, stage.width * _PANEL, stage.height)
        air = setup.px(0.04)
        left = box.right + air if rtl else zone.x
        right = zone.right if rtl else cut - air
        zone = Box(left, zone.y, right - left, zone.height)
    else:
        # Below the captions of tall screens, where the platforms' own buttons are; behind them on others.
        top = stage.caption_zone.bottom + stage.height * 0.03 if stage.shape == "tall" else zone.bottom
        box = Box(0, top, stage.width, stage.height - top)
    view = box.rect()
    ground = Placed(Shape("rect", view.width, view.height, inks.accent), view.x, view.y, "mark")
    if stage.shape in ("square", "portrait"):
        return Signature((ground,), zone.inset(bottom=setup.px(0.045)))
    color = _on_panel(setup, inks)
    return Signature((ground, *_initial(setup, initial, color, box, "center")), zone)


def _on_panel(setup: Setup, inks: Inks) -> str:
    """The panel's colour on its way to the ground's, or to its ink's where the two are alike."""
    accent, base = palette.lab(inks.accent), palette.lab(setup.scheme.base)
    apart = contrast.ratio(inks.accent, setup.scheme.base) > _APART
    return palette.hexed(accent.mix(base, 0.3) if apart else accent.mix(palette.lab(inks.on_accent), 0.2))


def _initial(setup: Setup, initial: str, color: str, box: Box, align: Align) -> tuple[Placed, ...]:
    """The initial in a box of the screen: over its far corner, or in its middle."""
    style = _style(setup)
    tall = box.height if box.height < setup.stage.height else setup.stage.height * _HEIGHTS[setup.stage.shape]
    size = min(tall / typeset.metrics(style).cap_height, 0.98 * drawing.LARGEST / 3)
    wide = typeset.width(initial, style) * size
    limit = box.width * (1.0 if box.width < setup.stage.width or setup.stage.shape != "wide" else 0.5)
    if wide > limit:
        size, wide = size * limit / wide, limit
    cap = typeset.metrics(style).cap_height * size
    lettered = line_text(initial, style, size, color)
    if align == "center":
        x, y = box.x + (box.width - wide) / 2, box.y + (box.height - cap) / 2
        if box.height < setup.stage.height:
            y = box.bottom - cap * (1 - _BLEED)
    else:
        x = box.right - wide * (1 - _BLEED) if align == "left" else box.x - wide * _BLEED
        y = box.bottom - cap * (1 - 1.5 * _BLEED)
    kind = setup.direction.motion.entry in ("mask", "wipe")
    return (Placed(lettered, x, y, "headline" if kind else "emblem"),)


def _style(setup: Setup) -> TypeStyle:
    """The display face; slanted where the direction stresses words that way."""
    style = setup.direction.display
    slanted = setup.direction.emphasis == "italic" and fonts.nearest(style.family, style.weight, italic=True).italic
    return replace(style, italic=slanted, tracking=0.0)


def _tint(setup: Setup, inks: Inks) -> str:
    """The ground's colour on its way to the accent, as far as all inks can be read on it."""
    base, accent = palette.lab(setup.scheme.base), palette.lab(setup.scheme.accent)
    for strength in _STRENGTHS:
        color = palette.hexed(base.mix(accent, strength))
        if all(contrast.ratio(ink, color) >= _READABLE for ink in (inks.ink, inks.quiet, inks.accent_ink)):
            return color
    return palette.hexed(base.mix(palette.lab(inks.ink), 0.04))
