"""A stack of type: kicker, headline and support, set in a box with the hierarchy and the rhythm of a direction."""

from dataclasses import dataclass, replace
from typing import Literal

from spotwright.render import fonts, scripts, text, typeset
from spotwright.render.layout.setup import Setup
from spotwright.render.layout.stage import Box
from spotwright.render.styles import TypeStyle
from spotwright.render.timeline import Drawing, Shape, Text, TextRun
from spotwright.render.typeset import Setting

Kind = Literal["kicker", "headline", "support", "mark", "button", "emblem", "panel"]
Align = Literal["left", "center", "right"]

_RISE = 0.022
_GAP = 0.055
"""The most that stands between a headline and its support."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A drawing at its resting place (its box's top-left corner), before any motion."""

    drawing: Drawing
    x: float
    y: float
    kind: Kind
    order: int = 0
    """Later orders enter later."""


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours of a stack."""

    ink: str
    quiet: str
    accent_ink: str
    accent: str
    on_accent: str


@dataclass(frozen=True, slots=True)
class Block:
    """A set stack: what is placed, the box it fills, and whether all words are there."""

    placed: tuple[Placed, ...]
    box: Box
    whole: bool
    headline_size: float


def inks_of(setup: Setup) -> Inks:
    """The colours of the scene's scheme."""
    scheme = setup.scheme
    return Inks(scheme.ink, scheme.quiet, scheme.accent_ink, scheme.accent, scheme.on_accent)


def stack(
    setup: Setup,
    box: Box,
    inks: Inks,
    *,
    align: Align | None = None,
    valign: Literal["top", "middle", "bottom"] = "middle",
    scale: float = 1.0,
    opening: bool = True,
) -> Block:
    """Set the scene's words into a box; a stack without kicker begins with the direction's bar or rule."""
    align = align or setup.direction.grid.align
    rtl = setup.wording.side == "rtl"
    if rtl and align != "center":
        align = "right"
    sizes = setup.direction.sizes
    unit = setup.stage.unit * setup.stage.small * _density(setup, box)
    body = _support(setup, box, unit * sizes.text)
    label = _kicker(setup, box, unit * sizes.label)
    said = setup.wording.headline or setup.wording.support
    bar = _opening(setup, unit) if opening and said and not label.lines else None
    kicker_height = bar.height if bar else _kicker_height(setup, label)
    gap_above = unit * 0.034 if bar else max(label.size * 1.5, unit * 0.024) if label.lines else 0.0
    if gap_above and not bar and scripts.is_dense(setup.wording.headline):
        # Letters of these scripts rise over the capitals by which lines are placed.
        gap_above += unit * _RISE
    body_style = setup.direction.text
    body_height = _height(body, body_style)
    head_style = setup.direction.display
    room = box.height - kicker_height - gap_above - body_height - (unit * _GAP if body.lines else 0.0)
    head = typeset.fit(
        setup.wording.headline,
        head_style,
        box=(box.width, max(room, unit * 0.03)),
        largest=setup.stage.unit * setup.stage.large * sizes.display * scale,
        smallest=setup.stage.unit * min(sizes.least_display, sizes.display * scale) * 0.72,
        most_lines=setup.direction.most_lines + (1 if setup.stage.shape == "tall" else 0),
    )
    head_height = _height(head, head_style)
    gap_below = max(unit * 0.032, head.size * 0.5) if body.lines and head.lines else 0.0
    gap_below = min(gap_below, unit * _GAP)
    total = kicker_height + gap_above + head_height + gap_below + body_height
    spare = max(0.0, box.height - total)
    y = box.y + spare * {"top": 0.0, "middle": 0.46, "bottom": 1.0}[valign]
    top = y
    placed: list[Placed] = []
    if bar:
        x = box.x + (box.width - bar.width) * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
        placed.append(Placed(replace(bar, color=inks.accent), x, y, "mark"))
        y += kicker_height + gap_above
    if label.lines:
        placed += _place_kicker(setup, label, box, y, align, inks)
        y += kicker_height + gap_above
    placed += _place_headline(setup, head, box, y, align, inks)
    y += head_height + gap_below
    placed += _place_lines(body, body_style, box, y, align, inks.quiet, kind="support", order=len(head.lines) + 1)
    widest = max(head.width, body.width, label.width, 1.0)
    left = box.x + (box.width - widest) * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
    whole = head.whole and body.whole and label.whole
    return Block(tuple(placed), Box(left, top, widest, max(total, 1.0)), whole, head.size)


def _opening(setup: Setup, unit: float) -> Shape | None:
    """The bar or rule with which a stack begins, in no colour yet."""
    match setup.direction.ornament:
        case "bar":
            return Shape("rect", unit * 0.068, unit * 0.0115, "#000000")
        case "rule" | "letterbox":
            return Shape("rect", unit * 0.05, max(2.0, unit * 0.0016), "#000000")
        case _:
            return None


def _density(setup: Setup, box: Box) -> float:
    """Small boxes get a little smaller small type, never less than can be read on a phone."""
    share = box.width / setup.stage.width
    return 1.0 if share > 0.5 or setup.stage.shape != "wide" else 0.94


def _height(setting: Setting, style: TypeStyle) -> float:
    if not setting.lines:
        return 0.0
    return (typeset.metrics(style).cap_height + (len(setting.lines) - 1) * style.leading) * setting.size


def _support(setup: Setup, box: Box, size: float) -> Setting:
    width = min(box.width, size * (24 if setup.stage.shape in ("tall", "portrait") else 27))
    return typeset.fit(
        setup.wording.support,
        setup.direction.text,
        box=(width, box.height * 0.42),
        largest=size,
        smallest=size * 0.78,
        most_lines=4,
    )


def _kicker(setup: Setup, box: Box, size: float) -> Setting:
    inner = 0.86 if setup.direction.kicker in ("tag", "pill", "rule", "dot") else 1.0
    return typeset.fit(
        setup.wording.kicker,
        setup.direction.label,
        box=(box.width * inner, size * 4),
        largest=size,
        smallest=size * 0.8,
        most_lines=1,
    )


def _kicker_height(setup: Setup, label: Setting) -> float:
    cap = _height(label, setup.direction.label)
    return cap + label.size * 1.1 if label.lines and setup.direction.kicker in ("tag", "pill") else cap


def _place_kicker(setup: Setup, label: Setting, box: Box, y: float, align: Align, inks: Inks) -> list[Placed]:
    """The kicker in the direction's manner: plain, in a tag or pill, or behind a rule or a dot."""
    style, manner, size = setup.direction.label, setup.direction.kicker, label.size
    cap = typeset.metrics(style).cap_height * size
    pad = size * 0.75 if manner in ("tag", "pill") else 0.0
    mark = {"rule": size * 2.6, "dot": size * 0.62}.get(manner, 0.0)
    gap = size * 0.9 if manner == "rule" else size * 0.6
    lead = mark + gap if mark and align == "left" else 0.0
    width = label.width + 2 * pad + lead
    x = box.x + (box.width - width) * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
    color = inks.on_accent if pad else inks.accent_ink
    placed: list[Placed] = []
    if pad:
        height = cap + size * 1.1
        radius = height / 2 if manner == "pill" else 0.0
        placed.append(Placed(Shape("rect", width, height, inks.accent, radius=radius), x, y, "mark"))
        y += (height - cap) / 2
    elif lead and manner == "rule":
        thick = max(1.5, size * 0.07)
        placed.append(Placed(Shape("rect", mark, thick, inks.accent_ink), x, y + cap / 2 - thick / 2, "mark"))
    elif lead:
        placed.append(Placed(Shape("rect", mark, mark, inks.accent), x, y + cap / 2 - mark / 2, "mark"))
    drawing = line_text(label.lines[0], style, size, color)
    flush = typeset.bearing(label.lines[0], style) * size if align == "left" and not pad else 0.0
    return [*placed, Placed(drawing, x + pad + lead - flush, y, "kicker")]


def _place_headline(setup: Setup, head: Setting, box: Box, y: float, align: Align, inks: Inks) -> list[Placed]:
    style = setup.direction.display
    last = len(head.lines) - 1
    placed: list[Placed] = []
    for row, line in enumerate(head.lines):
        stressed = row == last and last > 0
        emphasis = setup.direction.emphasis if stressed else "none"
        color = {"accent": inks.accent_ink, "quiet": inks.quiet}.get(emphasis, inks.ink)
        faced = replace(style, italic=True) if emphasis == "italic" and _has_italic(style) else style
        width = typeset.width(line, faced) * head.size
        flush = typeset.bearing(line, faced) * head.size if align == "left" else 0.0
        x = box.x + (box.width - width) * {"left": 0.0, "center": 0.5, "right": 1.0}[align] - flush
        baseline = y + row * style.leading * head.size
        if setup.direction.motion.unit == "word" and setup.wording.side == "ltr":
            placed += _words(line, faced, head.size, x, baseline, color, row)
        else:
            drawing = line_text(line, faced, head.size, color)
            placed.append(Placed(drawing, x, baseline, "headline", row + 1))
    return placed


def _words(line: str, style: TypeStyle, size: float, x: float, y: float, color: str, row: int) -> list[Placed]:
    """The words of a line, each on its own, where they stand in the whole line."""
    placed = []
    start = 0
    for count, word in enumerate(line.split(" ")):
        before = line[:start]
        offset = (typeset.width(before + word, style) - typeset.width(word, style)) * size if before else 0.0
        placed.append(Placed(line_text(word, style, size, color), x + offset, y, "headline", row * 2 + count + 1))
        start += len(word) + 1
    return placed


def _place_lines(
    setting: Setting,
    style: TypeStyle,
    box: Box,
    y: float,
    align: Align,
    color: str,
    *,
    kind: Kind,
    order: int,
) -> list[Placed]:
    placed = []
    for row, line in enumerate(setting.lines):
        width = typeset.width(line, style) * setting.size
        flush = typeset.bearing(line, style) * setting.size if align == "left" else 0.0
        x = box.x + (box.width - width) * {"left": 0.0, "center": 0.5, "right": 1.0}[align] - flush
        drawing = line_text(line, style, setting.size, color)
        placed.append(Placed(drawing, x, y + row * style.leading * setting.size, kind, order + row))
    return placed


def _has_italic(style: TypeStyle) -> bool:
    return fonts.nearest(style.family, style.weight, italic=True).italic


def line_text(line: str, style: TypeStyle, size: float, color: str) -> Text:
    """One line of type as a drawing."""
    language = style.language if scripts.HAN.search(line) else None
    run = TextRun(line, style.family, style.weight, size, color, style.italic, style.tracking, language)
    return Text(((run,),), leading=style.leading, direction=text.direction(line))
