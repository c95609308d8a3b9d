"""Type over pictures on grounds of its own, so that the picture stays as it is: blocks behind lines, or a panel."""

from dataclasses import replace
from typing import Literal

from spotwright.render import typeset
from spotwright.render.layout import measure
from spotwright.render.layout.setup import Setup
from spotwright.render.layout.stack import Align, Block, Inks, Placed, stack
from spotwright.render.layout.stage import Box
from spotwright.render.palette import Scheme
from spotwright.render.styles import TypeStyle
from spotwright.render.timeline import Shape, Text

Valign = Literal["top", "middle", "bottom"]

_ABOVE, _BELOW = 0.17, 0.19
"""A block's air above the capitals and below the baseline, in em."""

_BETWEEN = 0.05
_BESIDE = 0.2
_PANEL_SCALE = 0.84


def scheme_of(setup: Setup) -> Scheme:
    """The colours of the grounds: light where the direction is at home on light, unless a colour was asked for."""
    if setup.scene.look.accent:
        return setup.scheme
    light = "light" in setup.direction.tones[setup.scene.role]
    return setup.palette.scheme("light" if light else "dark")


def boxed(setup: Setup, zone: Box, *, align: Align, valign: Valign, scale: float) -> Block:
    """The scene's words set in a zone, with the grounds they stand on; the block's box is that of the grounds."""
    if setup.direction.over == "panel":
        return _on_panel(setup, zone, align=align, valign=valign, scale=scale)
    return _on_blocks(setup, zone, align=align, valign=valign, scale=scale)


def _on_panel(setup: Setup, zone: Box, *, align: Align, valign: Valign, scale: float) -> Block:
    """One panel behind everything, with a bar of accent along the side from which it is read."""
    scheme, air, bar = scheme_of(setup), setup.px(0.03), setup.px(0.0065)
    inks = Inks(scheme.ink, scheme.quiet, scheme.accent_ink, scheme.accent, scheme.on_accent)
    inner = zone.inset(air + bar, air, air, air)
    block = stack(setup, inner, inks, align=align, valign=valign, scale=scale * _PANEL_SCALE, opening=False)
    if not block.placed:
        return block
    box = block.box.inset(-air - bar, -air, -air, -air)
    ground = Placed(Shape("rect", box.width, box.height, scheme.surface), box.x, box.y, "mark")
    side = box.right - bar if setup.wording.side == "rtl" else box.x
    edge = Placed(Shape("rect", bar, box.height, scheme.accent), side, box.y, "mark", 1)
    return replace(block, placed=(ground, edge, *block.placed), box=box)


def _on_blocks(setup: Setup, zone: Box, *, align: Align, valign: Valign, scale: float) -> Block:
    """A block behind each line of the headline, the last one in the accent colour, and one behind the support."""
    scheme, display = scheme_of(setup), setup.direction.display
    below = _BELOW if display.case == "upper" else max(_BELOW, typeset.metrics(display).descent)
    leading = typeset.metrics(display).cap_height + _ABOVE + below + _BETWEEN
    direction = replace(setup.direction, display=replace(display, leading=max(leading, display.leading)))
    inks = Inks(scheme.ink, scheme.ink, scheme.on_accent, scheme.accent, scheme.on_accent)
    air = setup.px(0.018)
    inner = zone.inset(air, air, air, air)
    block = stack(
        replace(setup, direction=direction), inner, inks, align=align, valign=valign, scale=scale, opening=False
    )
    rows = sorted({item.y for item in block.placed if item.kind == "headline"})
    grounds: list[Placed] = []
    lettered: list[Placed] = []
    for item in block.placed:
        stressed = item.kind == "headline" and item.y == rows[-1]
        lettered.append(_inked(item, scheme.on_accent if stressed else scheme.ink) if item.kind == "headline" else item)
    for y in rows:
        line = [item for item in block.placed if item.kind == "headline" and item.y == y]
        color = scheme.accent if y == rows[-1] else scheme.surface
        grounds.append(_behind(line, color, below, setup.px(setup.direction.grid.radius) * 0.4))
    support = [item for item in block.placed if item.kind == "support"]
    if support:
        grounds.append(_behind(support, scheme.surface, 0.52, setup.px(setup.direction.grid.radius) * 0.3, 0.5))
    return replace(block, placed=(*grounds, *lettered), box=_around(block.box, grounds))


def _inked(item: Placed, color: str) -> Placed:
    if not isinstance(item.drawing, Text):
        return item
    lines = tuple(tuple(replace(run, color=color) for run in line) for line in item.drawing.lines)
    return replace(item, drawing=replace(item.drawing, lines=lines))


def _behind(items: list[Placed], color: str, below: float, radius: float, above: float = _ABOVE) -> Placed:
    """The ground of some type: as wide as its ink with air beside it, from over its capitals to under its baseline."""
    size = max(
        run.size for item in items if isinstance(item.drawing, Text) for line in item.drawing.lines for run in line
    )
    beside = _BESIDE * size if above == _ABOVE else 0.6 * size
    left = min(item.x for item in items) - beside
    right = max(item.x + measure.size_of(item.drawing)[0] for item in items) + beside
    top = min(item.y for item in items) - above * size
    bottom = max(item.y + _cap(item) for item in items) + below * size
    order = min(item.order for item in items)
    return Placed(Shape("rect", right - left, bottom - top, color, radius=radius), left, top, "mark", max(order - 1, 0))


def _cap(item: Placed) -> float:
    """The height of the capitals of one line."""
    run = item.drawing.lines[0][0] if isinstance(item.drawing, Text) else None
    return typeset.metrics(TypeStyle(run.family, run.weight, run.italic)).cap_height * run.size if run else 0.0


def _around(box: Box, grounds: list[Placed]) -> Box:
    left, top = min([box.x, *(item.x for item in grounds)]), min([box.y, *(item.y for item in grounds)])
    sizes = [
        (item.x + item.drawing.width, item.y + item.drawing.height)
        for item in grounds
        if isinstance(item.drawing, Shape)
    ]
    right = max([box.right, *(x for x, _ in sizes)])
    bottom = max([box.bottom, *(y for _, y in sizes)])
    return Box(left, top, right - left, bottom - top)
