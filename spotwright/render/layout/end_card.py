"""The end card: who it was, what to do now, and where."""

import re
from dataclasses import replace

from spotwright.render import typeset
from spotwright.render.directions import Direction
from spotwright.render.layout import collage, entrances, grounds, logo, measure, ornaments, photos, signature
from spotwright.render.layout.arranged import Arranged
from spotwright.render.layout.halves import halves
from spotwright.render.layout.setup import Setup, drawable
from spotwright.render.layout.stack import Align, Inks, Kind, Placed, inks_of, line_text
from spotwright.render.layout.stage import Box
from spotwright.render.styles import TypeStyle
from spotwright.render.timeline import Shape
from spotwright.render.typeset import Setting

_WORD = re.compile(r"[^\W_]+")

_BUTTON_LETTERS = 28
"""Letters that are not too many for one button."""

_MOSTLY = 0.3
"""The share of a text that another one makes up, from which on it says little more."""


def arrange(setup: Setup) -> Arranged:
    """Logo or name, the last line, a button with the call to action, the address: one column, animated."""
    inks = inks_of(setup)
    centred = (setup.direction.grid.align == "center") != (setup.variant % 2 == 1)
    align: Align = "center" if centred or setup.wording.side == "rtl" else "left"
    if setup.scene.media:
        return _beside_picture(setup, inks, align)
    signed = signature.sign(setup, inks, "right" if setup.wording.side == "rtl" else align)
    placed, whole = column(setup, signed.zone, inks, align)
    framed = ornaments.around(setup, inks) if setup.direction.signature != "panel" else ()
    tiles = entrances.entered(setup, signed.placed + framed + placed)
    ground = grounds.ground(setup, beneath=grounds.inks_on(extent_of(placed, signed.zone), inks))
    return Arranged((*ground, *tiles), setup.scheme.base, whole)


def _beside_picture(setup: Setup, inks: Inks, align: Align) -> Arranged:
    """The card on one half, the scene's picture on the other."""
    parts = halves(setup, flipped=setup.variant % 2 == 1, picture=0.46)
    placed, whole = column(setup, parts.type_zone, inks, align)
    if len(setup.scene.media) > 1:
        shown, behind = collage.pictures(setup, parts.picture), None
    else:
        shown, behind = (photos.photo(setup, setup.scene.media[0], parts.picture, close=1.05).plate,), parts.panel
    ground = grounds.ground(setup, behind, beneath=grounds.inks_on(extent_of(placed, parts.type_zone), inks))
    return Arranged((*ground, *shown, *entrances.entered(setup, placed)), setup.scheme.base, whole)


def extent_of(placed: tuple[Placed, ...], zone: Box) -> Box:
    """The part of a zone that a column fills from its first to its last thing."""
    if not placed:
        return zone
    top = min(item.y for item in placed)
    left = min(item.x for item in placed)
    bottom = max(item.y + measure.size_of(item.drawing)[1] for item in placed)
    right = max(item.x + measure.size_of(item.drawing)[0] for item in placed)
    return Box(left, top, right - left, bottom - top)


def column(setup: Setup, zone: Box, inks: Inks, align: Align) -> tuple[tuple[Placed, ...], bool]:
    """The card's column of type set in a zone; the headline gives way until the parts have air between them."""
    for scale in (1.6, 1.4, 1.2, 1.05, 0.92, 0.82, 0.74, 0.66, 0.58, 0.5, 0.43, 0.36):
        parts, whole = _parts(setup, zone, inks, align, scale)
        heights = sum(height for _, height, _ in parts)
        if whole and heights + 0.85 * sum(gap for gap, _, _ in parts[1:]) <= zone.height:
            break
    return _stacked(parts, zone), whole


def _parts(
    setup: Setup, zone: Box, inks: Inks, align: Align, scale: float
) -> tuple[list[tuple[float, float, list[Placed]]], bool]:
    """The column's parts from top to bottom: the gap above, the height, and what is placed relative to (zone.x, 0)."""
    direction, unit = setup.direction, setup.stage.unit * (1 + setup.stage.small) / 2
    large = setup.stage.unit * setup.stage.large
    share = {"left": 0.0, "center": 0.5, "right": 1.0}[align]
    name = drawable(setup.brand.name, direction.display.family)
    call = drawable(setup.call_to_action, direction.label.family)
    address = drawable(
        setup.homepage.removeprefix("https://").removeprefix("http://").strip("/"), direction.text.family
    )
    headline = "" if _same(setup.wording.headline, name) else setup.wording.headline
    headline, second, call = _once(
        headline, setup.wording.support, call, signed=bool(name) or logo.is_readable(setup.brand)
    )
    second = "" if _same(second, address) else second
    address = "" if _holds(f"{headline} {second}", address) else address
    parts: list[tuple[float, float, list[Placed]]] = []
    whole = True

    room = (min(zone.width * 0.5, unit * 0.32), unit * (0.07 if headline else 0.15))
    mark = logo.placed(setup, room, zone.width, share)
    if mark:
        parts.append((0.0, *mark))
    elif name:
        parts.append(_name_part(setup, name, zone, inks, share, alone=not headline))
    lines = _set(headline, direction.display, zone, large * direction.sizes.display * scale, 0.5, 3)
    if lines.lines:
        parts.append((unit * 0.055, *_lines(lines, direction.display, zone, inks.ink, share, 1, "headline")))
        whole = whole and lines.whole
    support = _set(second, direction.text, zone, unit * direction.sizes.text, 0.2, 2)
    if support.lines:
        parts.append((unit * 0.04, *_lines(support, direction.text, zone, inks.quiet, share, 3, "support")))
        whole = whole and support.whole
    where = _set(address, direction.text, zone, unit * direction.sizes.text * 0.92, 0.12, 1)
    button = _button(setup, call, zone, inks, share) if call else (0.0, [])
    beside = _beside(setup, button, where, zone, inks, share)
    if button[1]:
        parts.append((unit * 0.06, *(beside or button)))
    if where.lines and not beside:
        parts.append((unit * 0.042, *_lines(where, direction.text, zone, inks.quiet, share, 5, "support")))
    return parts, whole


def _same(one: str, other: str) -> bool:
    """True for the same words, whatever their case, punctuation or scheme."""
    bare = [re.sub(r"^https?://|[\W_]+", "", text.casefold()) for text in (one, other)]
    return bare[0] == bare[1] != ""


def _once(headline: str, second: str, call: str, *, signed: bool) -> tuple[str, str, str]:
    """Headline, support and call with nothing said twice; ``signed`` when a name or logo can carry the card.

    A headline that is little more than the call leaves the stage to the name and the button, which then says the
    fuller of the two; one that says much more takes the button's place.
    """
    if _holds(headline, call) or _holds(call, headline):
        fuller = max(headline, call, key=len)
        if signed and len(fuller) <= _BUTTON_LETTERS:
            headline, call = "", fuller
        elif signed and _repeats(headline, call):
            headline = ""
        else:
            headline, call = fuller, ""
    repeated = _repeats(second, call) or _repeats(second, headline)
    return headline, "" if repeated else second, call


def _holds(text: str, part: str) -> bool:
    """True when a text says all of another, word by word and whatever their case and punctuation."""
    longer, shorter = (" ".join(_WORD.findall(each.casefold())) for each in (text, part))
    return bool(shorter) and f" {shorter} " in f" {longer} "


def _repeats(text: str, part: str) -> bool:
    """True when a text says little more than another, or only a part of it."""
    return _holds(part, text) or (_holds(text, part) and len(part) >= _MOSTLY * len(text))


def _stacked(parts: list[tuple[float, float, list[Placed]]], zone: Box) -> tuple[Placed, ...]:
    """The parts one below the other, the whole column a little above the middle; gaps give way when it is full."""
    heights = sum(height for _, height, _ in parts)
    gaps = sum(gap for gap, _, _ in parts[1:])
    tight = min(1.0, max(0.25, (zone.height - heights) / gaps)) if gaps else 1.0
    y = zone.y + max(0.0, zone.height - heights - gaps * tight) * 0.5
    placed: list[Placed] = []
    for count, (gap, height, things) in enumerate(parts):
        y += gap * tight if count else 0.0
        placed += [Placed(t.drawing, zone.x + t.x, y + t.y, t.kind, t.order) for t in things]
        y += height
    return tuple(placed)


def _set(words: str, style: TypeStyle, zone: Box, size: float, share: float, most_lines: int) -> Setting:
    return typeset.fit(
        words,
        style,
        box=(zone.width, zone.height * share),
        largest=size,
        smallest=size * 0.42,
        most_lines=most_lines,
    )


def _lines(
    setting: Setting, style: TypeStyle, zone: Box, color: str, share: float, order: int, kind: Kind
) -> tuple[float, list[Placed]]:
    placed = []
    for row, line in enumerate(setting.lines):
        width = typeset.width(line, style) * setting.size
        flush = typeset.bearing(line, style) * setting.size if share == 0.0 else 0.0
        lettered = line_text(line, style, setting.size, color)
        y = row * style.leading * setting.size
        placed.append(Placed(lettered, (zone.width - width) * share - flush, y, kind, order + row))
    cap = typeset.metrics(style).cap_height
    return (cap + (len(setting.lines) - 1) * style.leading) * setting.size, placed


def _name_part(
    setup: Setup, name: str, zone: Box, inks: Inks, share: float, *, alone: bool
) -> tuple[float, float, list[Placed]]:
    """The brand's name as its mark: large when it stands alone, else a signature above the headline."""
    direction, unit = setup.direction, setup.stage.unit
    style = direction.display if alone else direction.label
    size = unit * (direction.sizes.display * setup.stage.large if alone else direction.sizes.label * 1.7)
    setting = _set(name, style, zone, size, 0.4, 2 if alone else 1)
    color = inks.ink if alone else inks.accent_ink
    height, placed = _lines(setting, style, zone, color, share, 0, "headline" if alone else "support")
    return 0.0, height, placed


def _beside(
    setup: Setup, button: tuple[float, list[Placed]], where: Setting, zone: Box, inks: Inks, share: float
) -> tuple[float, list[Placed]] | None:
    """The address in one row with the button, where the column is set from the left and wide enough for both."""
    height, placed = button
    if share or setup.stage.shape != "wide" or not placed or not where.lines:
        return None
    style, gap = setup.direction.text, setup.px(0.03)
    x = max(item.x + measure.size_of(item.drawing)[0] for item in placed) + gap
    if x + where.width > zone.width:
        return None
    cap = typeset.metrics(style).cap_height * where.size
    lettered = line_text(where.lines[0], style, where.size, inks.quiet)
    return height, [*placed, Placed(lettered, x, (height - cap) / 2, "support", 5)]


def _button(setup: Setup, call: str, zone: Box, inks: Inks, share: float) -> tuple[float, list[Placed]]:
    """The call to action on a button in the direction's manner."""
    direction, unit = setup.direction, setup.stage.unit * setup.stage.small
    manner = direction.button
    style = _button_style(direction)
    size = unit * max(direction.sizes.text, 0.026) * (1.4 if manner == "underline" else 1.15)
    pad = 0.0 if manner == "underline" else size * 1.5
    arrow = " →" if manner in ("underline", "rounded") and setup.wording.side == "ltr" else ""
    label = _label(call + arrow, style, zone.width - 2 * pad, size)
    if not label.lines:
        return 0.0, []
    cap = typeset.metrics(style).cap_height * label.size
    leading = max(style.leading, 1.25) * label.size
    width = label.width + 2 * pad
    block = cap + (len(label.lines) - 1) * leading
    height = block + (size * 0.9 if manner == "underline" else size * 1.9)
    x = (zone.width - width) * share
    line = max(2.0, size * 0.07)
    filled = manner in ("block", "pill", "rounded")
    color = inks.on_accent if filled else inks.ink
    placed = []
    if manner == "underline":
        placed.append(Placed(Shape("rect", width, line, inks.accent), x, height - line, "mark", 4))
        words_y = 0.0
    else:
        radius = {"pill": height / 2, "rounded": size * 0.4}.get(manner, 0.0)
        stroke = 0.0 if filled else line * 0.8
        shape = Shape("rect", width, height, inks.accent, radius=radius, stroke=stroke)
        placed.append(Placed(shape, x, 0.0, "button", 4))
        words_y = (height - block) / 2
    for row, words in enumerate(label.lines):
        start = (label.width - typeset.width(words, style) * label.size) * (share if manner == "underline" else 0.5)
        lettered = line_text(words, style, label.size, color)
        placed.append(Placed(lettered, x + pad + start, words_y + row * leading, "button", 4))
    return height, placed


def _label(call: str, style: TypeStyle, width: float, size: float) -> Setting:
    """The button's words: on one line, on two when they are many, smaller before any of them is lost."""
    for smallest, lines in ((0.72, 1), (0.72, 2), (0.4, 2), (0.4, 4)):
        label = typeset.fit(
            call,
            style,
            box=(width, size * 1.5 * lines),
            largest=size,
            smallest=size * smallest,
            most_lines=lines,
        )
        if label.whole:
            break
    return label


def _button_style(direction: Direction) -> TypeStyle:
    if direction.button in ("block", "outline"):
        return direction.label
    heavier = max(direction.text.weight, 600)
    return replace(direction.text, weight=heavier, tracking=0.0)
