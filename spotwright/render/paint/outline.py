"""Outlines recipes share: organic closed shapes and flowing edges, as Skia paths in sheet units."""

import math
from collections.abc import Sequence

import numpy as np
import skia

Point = tuple[float, float]


def closed_curve(points: Sequence[Point]) -> skia.Path:
    """A smooth closed curve through the points (Catmull–Rom)."""
    path = skia.Path()
    path.moveTo(*points[0])
    count = len(points)
    for index in range(count):
        before, here, there, after = (points[(index + step) % count] for step in (-1, 0, 1, 2))
        path.cubicTo(
            here[0] + (there[0] - before[0]) / 6,
            here[1] + (there[1] - before[1]) / 6,
            there[0] - (after[0] - here[0]) / 6,
            there[1] - (after[1] - here[1]) / 6,
            *there,
        )
    path.close()
    return path


def organic(center: Point, radius: float, rng: np.random.Generator, wobble: float = 0.16) -> skia.Path:
    """A pebble: a circle bent by a few slow waves."""
    phases = rng.uniform(0, math.tau, 3)
    sizes = rng.uniform(0.4, 1.0, 3) * (1.0, 0.6, 0.25)
    stretch = float(rng.uniform(0.86, 1.16))
    points = []
    for step in range(24):
        angle = math.tau * step / 24
        bend = sum(
            size * math.sin((wave + 2) * angle + phase)
            for wave, (size, phase) in enumerate(zip(sizes, phases, strict=True))
        )
        reach = radius * (1 + wobble * bend)
        points.append((center[0] + reach * stretch * math.cos(angle), center[1] + reach / stretch * math.sin(angle)))
    return closed_curve(points)


def flowing_edge(
    width: float, height: float, rng: np.random.Generator, swing: float, turns: float = 1.2
) -> list[float]:
    """Heights of a slow wave over ``width`` units, 64 of them, around ``height``, ``swing`` units up and down."""
    phases = rng.uniform(0, math.tau, 3)
    shares = (1.0, 0.42, 0.16)
    rates = (turns, turns * 1.9, turns * 3.7)
    span = max(width, 1.0)
    edge = []
    for step in range(65):
        at = span * step / 64 / 1000
        bend = sum(s * math.sin(math.tau * r * at * 0.6 + p) for s, r, p in zip(shares, rates, phases, strict=True))
        edge.append(height + swing * bend / 1.3)
    return edge


def below(edge: Sequence[float], width: float, height: float) -> skia.Path:
    """Everything under a flowing edge, down to ``height``; it reaches past the sheet's sides."""
    path = crest(edge, width)
    path.lineTo(width + 80, height + 80)
    path.lineTo(-80, height + 80)
    path.close()
    return path


def crest(edge: Sequence[float], width: float) -> skia.Path:
    """The edge itself, an open line from past the left side to past the right side."""
    steps = len(edge) - 1
    path = skia.Path()
    path.moveTo(-80, edge[0])
    points = [(width * step / steps, level) for step, level in enumerate(edge)]
    for index in range(steps):
        before = points[max(index - 1, 0)]
        here, there = points[index], points[index + 1]
        after = points[min(index + 2, steps)]
        if index == 0:
            path.lineTo(*here)
        path.cubicTo(
            here[0] + (there[0] - before[0]) / 6,
            here[1] + (there[1] - before[1]) / 6,
            there[0] - (after[0] - here[0]) / 6,
            there[1] - (after[1] - here[1]) / 6,
            *there,
        )
    path.lineTo(width + 80, edge[-1])
    return path


def doorway(center: float, foot: float, half: float, rise: float) -> skia.Path:
    """An opening with a round top, ``half`` units to each side of its centre, standing at ``foot``."""
    path = skia.Path()
    top = foot - max(rise, half)
    path.moveTo(center - half, foot)
    path.lineTo(center - half, top + half)
    path.arcTo(skia.Rect.MakeLTRB(center - half, top, center + half, top + 2 * half), 180, 180, False)
    path.lineTo(center + half, foot)
    path.close()
    return path
