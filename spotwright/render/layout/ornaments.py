"""Ornaments: the few marks a direction allows itself beside type."""

from spotwright.render.layout.setup import Setup
from spotwright.render.layout.stack import Inks, Placed
from spotwright.render.layout.stage import Box
from spotwright.render.timeline import Curve, Shape, Tile

_BAR = 0.054
"""A bar's height against the screen's: captions stay above the lower one."""
_BLACK = "#08090b"


def around(setup: Setup, inks: Inks) -> tuple[Placed, ...]:
    """Marks at the edge of the screen: a hairline frame, corner brackets, or nothing."""
    match setup.direction.ornament:
        case "frame":
            return _frame(setup, inks)
        case "corners":
            return _corners(setup, inks)
        case _:
            return ()


def bars(setup: Setup) -> tuple[Tile, ...]:
    """The dark bars of a wide picture in the cinema; only screens that are wide themselves have room for them."""
    if setup.direction.ornament != "letterbox" or setup.stage.shape != "wide":
        return ()
    stage, tall = setup.stage, 2 * round(setup.stage.height * _BAR / 2)
    shape = Shape("rect", stage.width, tall, _BLACK)
    return tuple(Tile(shape, Curve.still(0.0), Curve.still(y)) for y in (0.0, float(stage.height - tall)))


def _edge(setup: Setup) -> Box:
    """The line along which frames run: outside the type, well inside the screen."""
    inset = setup.px(0.032)
    return setup.stage.whole.inset(inset, inset, inset, inset)


def _frame(setup: Setup, inks: Inks) -> tuple[Placed, ...]:
    edge, thick = _edge(setup), max(1.5, setup.px(0.0012))
    color = f"{inks.accent}99"
    across, down = (
        Shape("rect", edge.width, thick, color),
        Shape("rect", thick, edge.height - 2 * thick, color),
    )
    return (
        Placed(across, edge.x, edge.y, "mark"),
        Placed(down, edge.x, edge.y + thick, "mark"),
        Placed(down, edge.right - thick, edge.y + thick, "mark", 1),
        Placed(across, edge.x, edge.bottom - thick, "mark", 1),
    )


def _corners(setup: Setup, inks: Inks) -> tuple[Placed, ...]:
    edge, thick, length = _edge(setup), max(2.0, setup.px(0.002)), setup.px(0.028)
    color = f"{inks.ink}b0"
    across, down = Shape("rect", length, thick, color), Shape("rect", thick, length, color)
    placed = []
    for right in (False, True):
        for low in (False, True):
            x = edge.right - length if right else edge.x
            y = edge.bottom - thick if low else edge.y
            placed.append(Placed(across, x, y, "mark"))
            x = edge.right - thick if right else edge.x
            y = edge.bottom - length if low else edge.y
            placed.append(Placed(down, x, y, "mark"))
    return tuple(placed)
