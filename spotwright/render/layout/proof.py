"""Proof: a number that counts up, or someone's words."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from spotwright.render import typeset
from spotwright.render.layout import entrances, grounds, ornaments, photos
from spotwright.render.layout.arranged import Arranged
from spotwright.render.layout.setup import Setup, Wording
from spotwright.render.layout.stack import Align, Inks, Placed, inks_of, line_text, stack
from spotwright.render.layout.stage import Box
from spotwright.render.timeline import Curve, Layer, Tile

_NUMBER = re.compile(
    r"[$€£¥]?\d[\d.,\u2009\u00a0]*\d(?:\s?(?:%|x|×|k|K|M|m|bn|\+|°C?|€|/\s?\d+))*\+?|[$€£¥]?\d(?:\s?(?:%|x|×|k|K|M|\+|/\s?\d+))*\+?"
)
_QUOTES = "\"“”„«»‘’'"
_STEPS = 10


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
    """The number, or the quotation, or the plain headline, over a quiet picture or a painting."""
    zone, inks = setup.stage.type_zone, inks_of(setup)
    align: Align = "center" if setup.variant % 2 == 1 or setup.direction.grid.align == "center" else "left"
    figure = figure_of(setup.wording.headline)
    if figure is not None:
        return _counted(setup, figure, zone, inks, align)
    quoted = is_quote(setup.wording.headline)
    words = replace(setup.wording, headline=f"“{setup.wording.headline.strip(_QUOTES)}”") if quoted else setup.wording
    block = stack(replace(setup, wording=words), zone, inks, align=align, scale=0.82 if quoted else 1.0)
    marks = ornaments.around(setup, inks)
    back = _back(setup, block.box, inks)
    return Arranged((*back, *entrances.entered(setup, marks + block.placed)), setup.scheme.base, block.whole)


def _counted(setup: Setup, figure: Figure, zone: Box, inks: Inks, align: Align) -> Arranged:
    """The number two to three times as large as a headline; what it means stands below."""
    style = setup.direction.figure
    share = 0.52 if figure.rest or setup.wording.support else 0.8
    number = typeset.fit(
        figure.number,
        style,
        box=(zone.width, zone.height * share),
        largest=setup.stage.unit * setup.direction.sizes.display * 3.0,
        smallest=setup.stage.unit * 0.06,
        most_lines=1,
    )
    cap = typeset.metrics(style).cap_height * number.size
    gap = setup.px(0.05)
    rest = Wording("", figure.rest[:1].upper() + figure.rest[1:], setup.wording.support)
    below = Box(zone.x, zone.y, zone.width, max(1.0, zone.height - cap - gap))
    block = stack(replace(setup, wording=rest), below, inks, align=align, valign="top", scale=0.5, opening=False)
    top = zone.y + max(0.0, zone.height - cap - gap - block.box.height) * 0.46
    moved = tuple(replace(item, y=item.y - zone.y + top + cap + gap, order=item.order + 2) for item in block.placed)
    width = max(number.width, block.box.width)
    left = zone.x + (zone.width - width) * (0.5 if align == "center" else 0.0)
    filled = Box(left, top, width, cap + gap + block.box.height)
    counting = _counting(setup, number.lines[0], number.size, style, zone, top, align, inks)
    marks = ornaments.around(setup, inks)
    back = _back(setup, filled, inks)
    tiles = entrances.entered(setup, marks + moved)
    return Arranged((*back, *tiles, *counting), setup.scheme.base, block.whole and number.whole)


def _counting(
    setup: Setup,
    number: str,
    size: float,
    style: typeset.TypeStyle,
    zone: Box,
    y: float,
    align: Align,
    inks: Inks,
) -> tuple[Tile, ...]:
    """The number on its way up from nothing: a few tiles one after the other, each a little longer than the last."""
    steps = _ways(number)
    seconds = min(0.9, max(0.3, setup.clock.settled - setup.clock.begin))
    tiles = []
    start = setup.clock.begin
    for step, shown in enumerate(steps):
        last = step == len(steps) - 1
        end = setup.clock.begin + seconds * (1 - (1 - (step + 1) / len(steps)) ** 0.55)
        width = typeset.width(shown, style) * size
        flush = typeset.bearing(shown, style) * size if align == "left" else 0.0
        x = zone.x - flush if align == "left" else zone.x + (zone.width - width) / 2
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


def _back(setup: Setup, filled: Box, inks: Inks) -> tuple[Layer, ...]:
    """A painting, or the scene's picture veiled in the ground's colour."""
    if not setup.scene.media:
        return grounds.ground(setup, beneath=grounds.inks_on(filled, inks))
    grade = photos.grade_of(setup, tint=setup.scheme.base, strength=0.82, blur=0.008)
    return (photos.photo(setup, setup.scene.media[0], setup.stage.whole, close=1.1, grade=grade).plate,)
