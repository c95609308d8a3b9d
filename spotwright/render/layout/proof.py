"""Proof: a number that counts up, or someone's words."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from spotwright.render import typeset
from spotwright.render.layout import backs, entrances, grounds, ornaments
from spotwright.render.layout.arranged import Arranged
from spotwright.render.layout.setup import Setup, Wording
from spotwright.render.layout.stack import Align, Inks, Placed, inks_of, line_text, stack
from spotwright.render.layout.stage import Box
from spotwright.render.styles import TypeStyle
from spotwright.render.timeline import Curve, Layer, Shape, Side, Tile

_UNITS = r"[%٪]|‰|x|×|k|K|M|m|bn|km|cm|mm|kg|g|mg|ml|l|L|h|min|s|ms|W|kW|kWh|GB|TB|MB|Hz|\+|°C?|°F?|€|/\s?\d+"
_NUMBER = re.compile(rf"[$€£¥]?\d(?:[\d.,\u2009\u00a0]*\d)?(?:\s?(?:{_UNITS})(?![^\W\d_]))*\+?")
_QUOTES = "\"“”„«»‘’'"
_STEPS = 10
_FIGURE = 0.44
"""The largest size of a number, as a fraction of the stage's unit, and …"""
_BESIDE = 0.62
"""… what is said beside it, against a headline."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number worth showing large, and what is said around it."""

    number: str
    rest: str


def figure_of(headline: str) -> Figure | None:
    """The headline's number when it stands at its beginning or end, so that the rest still reads as a phrase."""
    for match in _NUMBER.finditer(headline):
        before, after = headline[: match.start()].strip(" –—-:,"), headline[match.end() :].strip(" –—-:,.")
        number = match[0].strip(".,")
        if len(number) > 9 or (before and after) or not (before or after):
            continue
        return Figure(number, before or after)
    return None


def is_quote(headline: str) -> bool:
    """True for words between quotation marks."""
    return len(headline) > 2 and headline[0] in _QUOTES and headline.rstrip(".!")[-1] in _QUOTES


def arrange(setup: Setup) -> Arranged:
    """The number, or the quotation, or the plain headline, over the scene's picture or a painting."""
    centred = setup.variant % 2 == 1 or setup.direction.grid.align == "center"
    align: Align = "center" if centred else "left"
    figure = figure_of(setup.wording.headline)
    put = _number if figure is not None else _words
    if not setup.scene.media:
        inks = inks_of(setup)
        set_up = put(setup, figure, align, inks)
        ground = grounds.ground(setup, beneath=grounds.inks_on(set_up.box, inks))
        return _arranged(setup, ground, set_up, inks, setup.scheme.base)
    first = put(setup, figure, align, inks_of(setup))
    backed = backs.behind(setup, first.box, align)
    set_up = put(replace(setup, scheme=backed.scheme), figure, align, backed.inks)
    return _arranged(setup, (backed.plate, *backed.tiles), set_up, backed.inks, backed.scheme.base)


@dataclass(frozen=True, slots=True)
class _Set:
    """What is said, set: what enters as a direction's type does, what moves by itself, and the box they fill."""

    placed: tuple[Placed, ...]
    moving: tuple[Tile, ...]
    box: Box
    whole: bool


def _arranged(setup: Setup, back: tuple[Layer, ...], made: _Set, inks: Inks, base: str) -> Arranged:
    tiles = entrances.entered(setup, ornaments.around(setup, inks) + made.placed)
    moving = tuple(entrances.leaving(setup, tile) for tile in made.moving)
    return Arranged((*back, *tiles, *moving), base, made.whole)


def _words(setup: Setup, _figure: Figure | None, align: Align, inks: Inks) -> _Set:
    """A quotation behind a large mark of its own, or the headline as it is."""
    quoted = is_quote(setup.wording.headline)
    words = replace(setup.wording, headline=f"“{setup.wording.headline.strip(_QUOTES)}”") if quoted else setup.wording
    zone = setup.stage.type_zone
    if setup.stage.shape == "wide":
        side = zone.width * 0.12
        zone = zone.inset(side, 0, side) if align == "center" else zone.inset(right=2 * side)
    block = stack(replace(setup, wording=words), zone, inks, align=align, scale=1.0)
    return _Set(block.placed, (), block.box, block.whole)


def _number(setup: Setup, figure: Figure | None, align: Align, inks: Inks) -> _Set:
    """The number several times as large as a headline; what it means stands below, and a share fills a bar."""
    assert figure is not None
    style, zone = setup.direction.figure, setup.stage.type_zone
    if setup.wording.side == "rtl" and align == "left":
        align = "right"
    share = 0.54 if figure.rest or setup.wording.support else 0.8
    number = typeset.fit(
        figure.number,
        style,
        box=(zone.width, zone.height * share),
        largest=setup.stage.unit * _FIGURE,
        smallest=setup.stage.unit * 0.06,
        most_lines=1,
    )
    cap = typeset.metrics(style).cap_height * number.size
    part = share_of(figure.number)
    thick = setup.px(0.009)
    gap = setup.px(0.045)
    bar = gap + thick if part is not None else 0.0
    rest = Wording("", figure.rest[:1].upper() + figure.rest[1:], setup.wording.support)
    below = Box(zone.x, zone.y, zone.width, max(1.0, zone.height - cap - gap - bar))
    block = stack(replace(setup, wording=rest), below, inks, align=align, valign="top", scale=_BESIDE, opening=False)
    top = zone.y + max(0.0, zone.height - cap - gap - bar - block.box.height) * 0.46
    down = top + cap + gap + bar - zone.y
    moved = tuple(replace(item, y=item.y + down, order=item.order + 2) for item in block.placed)
    width = max(number.width, block.box.width)
    left = zone.x + (zone.width - width) * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
    counting = _counting(setup, number.lines[0], number.size, style, zone, top, align, inks)
    if part is not None:
        line = Box(left, top + cap + gap, width, thick)
        counting = (*counting, *_bar(setup, line, part, inks))
    filled = Box(left, top, width, cap + gap + bar + block.box.height)
    return _Set(moved, counting, filled, block.whole and number.whole)


def share_of(number: str) -> float | None:
    """The part of a whole that a number of per cent is, 0–1; None for any other number."""
    found = re.fullmatch(r"(\d{1,3}(?:[.,]\d+)?)\s?[%٪]", number)
    part = float(found[1].replace(",", ".")) / 100 if found else 0.0
    return part if 0 < part <= 1 else None


def _bar(setup: Setup, box: Box, part: float, inks: Inks) -> tuple[Tile, Tile]:
    """A line that fills as far as the number says, while it counts."""
    start, seconds = setup.clock.begin, _counts(setup)
    radius = box.height / 2 if setup.direction.grid.radius else 0.0
    track = Shape("rect", box.width, box.height, f"{inks.ink[:7]}38", radius=radius)
    fill = Shape("rect", box.width * part, box.height, inks.accent_ink, radius=radius)
    x, y, rtl = Curve.still(box.x), Curve.still(box.y), setup.wording.side == "rtl"
    drawn = Curve.between(0.0, 1.0, at=start, until=start + 0.4, easing="out_cubic")
    filled = Curve.between(0.0, 1.0, at=start + 0.1, until=start + 0.1 + seconds, easing="out_cubic")
    from_x = Curve.still(box.right - box.width * part) if rtl else x
    side: Side = "right" if rtl else "left"
    return (
        Tile(track, x, y, start=start, reveal=drawn, reveal_from=side),
        Tile(fill, from_x, y, start=start, reveal=filled, reveal_from=side),
    )


def _counts(setup: Setup) -> float:
    """Seconds that a number takes to count up."""
    return min(0.9, max(0.3, setup.clock.settled - setup.clock.begin))


def _counting(
    setup: Setup,
    number: str,
    size: float,
    style: TypeStyle,
    zone: Box,
    y: float,
    align: Align,
    inks: Inks,
) -> tuple[Tile, ...]:
    """The number on its way up from nothing: a few tiles one after the other, each a little longer than the last."""
    steps = _ways(number)
    seconds = _counts(setup)
    tiles = []
    start = setup.clock.begin
    for step, shown in enumerate(steps):
        last = step == len(steps) - 1
        end = setup.clock.begin + seconds * (1 - (1 - (step + 1) / len(steps)) ** 0.55)
        width = typeset.width(shown, style) * size
        flush = typeset.bearing(shown, style) * size if align == "left" else 0.0
        x = zone.x - flush + (zone.width - width) * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
        placed = Placed(line_text(shown, style, size, inks.accent_ink), x, y, "headline")
        tiles.append(
            Tile(
                placed.drawing,
                Curve.still(x),
                Curve.still(y),
                start=start,
                end=1e9 if last else end,
                opacity=Curve.between(0.0, 1.0, at=start, until=start + 0.15) if step == 0 else Curve.still(1.0),
            )
        )
        start = end
    return tuple(tiles)


def _ways(number: str) -> list[str]:
    """What a counter shows on the way to a number; only the number itself where it is not a plain one."""
    found = re.search(r"\d+(?:[.,]\d+)?", number)
    if found is None or not 2 <= float(found[0].replace(",", ".")) <= 9999 or number.count(",") + number.count(".") > 1:
        return [number]
    point: Literal["", ".", ","] = "." if "." in found[0] else "," if "," in found[0] else ""
    decimals = len(found[0].split(point)[1]) if point else 0
    if point == "," and decimals == 3:
        return [number]
    goal = float(found[0].replace(",", "."))
    ways = []
    for step in range(1, _STEPS):
        value = f"{goal * (0.1 + 0.9 * step / _STEPS):.{decimals}f}".replace(".", point or ".")
        ways.append(number[: found.start()] + value + number[found.end() :])
    return [*dict.fromkeys(ways), number]
