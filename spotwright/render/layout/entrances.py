"""How placed things come in and go: a direction's motion turned into tiles with curves."""

from dataclasses import replace

from spotwright.render.directions import Entry, Motion
from spotwright.render.layout import measure
from spotwright.render.layout.setup import Setup
from spotwright.render.layout.stack import Placed
from spotwright.render.layout.stage import Box
from spotwright.render.timeline import Curve, Keyframe, Shape, Tile

_QUICK = 0.24
_GONE = 0.9
"""The share of the first half of a transition in which type fades."""


def entered(setup: Setup, placed: tuple[Placed, ...]) -> tuple[Tile, ...]:
    """Tiles that bring each placed thing to its resting place, in order, in time to be read."""
    motion, clock = setup.direction.motion, setup.clock
    if not placed:
        return ()
    last = max(item.order for item in placed)
    window = max(clock.settled - clock.begin, _QUICK)
    seconds = min(motion.seconds, max(_QUICK, window * 0.75))
    stagger = min(motion.stagger, (window - seconds) / last) if last and window > seconds else 0.0
    tiles = (_tile(setup, item, clock.begin + item.order * stagger, seconds) for item in placed)
    return tuple(leaving(setup, tile) for tile in tiles)


def leaving(setup: Setup, tile: Tile) -> Tile:
    """The tile, gone before the next scene's type arrives where one picture melts into the other.

    Two headlines that show through each other can neither be read.
    """
    clock = setup.clock
    if clock.leave is None or clock.leave <= max(key.at for key in tile.opacity.keyframes):
        return tile
    until = clock.leave + (clock.seconds - clock.leave) * _GONE
    kept = tile.opacity.keyframes
    away = (Keyframe(clock.leave, kept[-1].value), Keyframe(until, 0.0, "in_out_sine"))
    return replace(tile, opacity=Curve((*kept, *away)))


def _tile(setup: Setup, item: Placed, start: float, seconds: float) -> Tile:
    motion = setup.direction.motion
    match item.kind:
        case "headline":
            return _by(motion.entry, motion, item, start, seconds)
        case "support":
            return _rise(item, start, seconds, 0.5, motion)
        case "mark":
            return _marked(item, start, seconds, motion)
        case "button" if motion.entry == "pop":
            return _pop(item, start, seconds)
        case "emblem" | "panel":
            return _fade(item, start, seconds)
        case _:
            return _rise(item, start, seconds, 0.6, motion)


def _by(entry: Entry, motion: Motion, item: Placed, start: float, seconds: float) -> Tile:
    match entry:
        case "mask":
            return _mask(item, start, seconds, motion)
        case "wipe":
            return _wipe(item, start, seconds, motion)
        case "pop":
            return _pop(item, start, seconds)
        case "fade":
            return _rise(item, start, seconds, 0.22, motion)
        case "rise":
            return _rise(item, start, seconds, 0.55, motion)


def _mask(item: Placed, start: float, seconds: float, motion: Motion) -> Tile:
    """The line rises out of an invisible slot: as much of it is uncovered, from its top, as it has risen."""
    height = measure.size_of(item.drawing)[1]
    end = start + seconds
    return Tile(
        item.drawing,
        x=Curve.still(item.x),
        y=Curve.between(item.y + height, item.y, at=start, until=end, easing=motion.easing),
        start=start,
        reveal=Curve.between(0.0, 1.0, at=start, until=end, easing=motion.easing),
        reveal_from="top",
    )


def _wipe(item: Placed, start: float, seconds: float, motion: Motion) -> Tile:
    width = measure.size_of(item.drawing)[0]
    end = start + seconds
    return Tile(
        item.drawing,
        x=Curve.between(item.x - min(0.06 * width, item.x * 0.4), item.x, at=start, until=end, easing=motion.easing),
        y=Curve.still(item.y),
        start=start,
        opacity=Curve.between(0.0, 1.0, at=start, until=start + seconds * 0.4),
        reveal=Curve.between(0.0, 1.0, at=start, until=end, easing="in_out_cubic"),
        reveal_from="left",
    )


def _rise(item: Placed, start: float, seconds: float, share: float, motion: Motion) -> Tile:
    """The thing fades in while it rises by a share of its height."""
    height = measure.size_of(item.drawing)[1]
    end = start + seconds
    easing = "out_cubic" if motion.easing == "out_back" else motion.easing
    return Tile(
        item.drawing,
        x=Curve.still(item.x),
        y=Curve.between(item.y + share * height, item.y, at=start, until=end, easing=easing),
        start=start,
        opacity=Curve.between(0.0, 1.0, at=start, until=start + seconds * 0.7, easing="out_sine"),
    )


def _pop(item: Placed, start: float, seconds: float) -> Tile:
    end = start + seconds
    return Tile(
        item.drawing,
        x=Curve.still(item.x),
        y=Curve.still(item.y),
        start=start,
        opacity=Curve.between(0.0, 1.0, at=start, until=start + seconds * 0.3),
        scale=Curve.between(0.55, 1.0, at=start, until=end, easing="out_back"),
    )


def _fade(item: Placed, start: float, seconds: float) -> Tile:
    return Tile(
        item.drawing,
        x=Curve.still(item.x),
        y=Curve.still(item.y),
        start=start,
        opacity=Curve.between(0.0, 1.0, at=start, until=start + seconds, easing="out_sine"),
    )


def _marked(item: Placed, start: float, seconds: float, motion: Motion) -> Tile:
    """Rules, bars and tags are drawn from one end."""
    shape = item.drawing
    if not isinstance(shape, Shape) or shape.kind in ("ellipse", "ring"):
        return _pop(item, start, seconds)
    upright = shape.height > 2 * shape.width
    return Tile(
        shape,
        x=Curve.still(item.x),
        y=Curve.still(item.y),
        start=start,
        reveal=Curve.between(
            0.0, 1.0, at=start, until=start + seconds, easing="in_out_cubic" if motion.entry == "fade" else "out_expo"
        ),
        reveal_from="top" if upright else "left",
    )


def curtain(setup: Setup, box: Box, order: int = 0) -> tuple[Tile, ...]:
    """A sheet of colour over a picture that draws away as the scene begins; none where the direction has none."""
    motion, clock, scheme = setup.direction.motion, setup.clock, setup.scheme
    if setup.direction.curtain == "none":
        return ()
    color = scheme.accent if setup.direction.curtain == "accent" else scheme.base
    start = max(0.0, clock.begin - 0.1) + order * motion.stagger
    seconds = min(max(motion.seconds * 0.9, 0.4), max(_QUICK, clock.settled - clock.begin))
    view = box.rect()
    upright = view.height > view.width
    sheet = Tile(
        Shape("rect", view.width, view.height, color),
        x=Curve.still(view.x),
        y=Curve.still(view.y),
        end=start + seconds,
        reveal=Curve.between(1.0, 0.0, at=start, until=start + seconds, easing="in_out_cubic"),
        reveal_from="bottom" if upright else "right",
    )
    return (sheet,)
