"""Soft recipes, computed as fields: no outlines, only colour and light flowing into one another."""

import math

import numpy as np

from spotwright.render.paint.field import Array, Field, lay, ramp, smooth
from spotwright.render.paint.palette import Palette
from spotwright.render.paint.sheet import Sheet


def gradient(sheet: Sheet) -> None:
    """A broad slanting blend from shade to accent, bent a little, with one pool of light and faint wide folds."""
    palette, field = sheet.palette, sheet.field(270)
    angle = sheet.between(24, 52) if sheet.chance(0.5) else sheet.between(-52, -24)
    bend = field.noise(1.1, sheet.rng)
    along = field.along(angle) + np.float32(0.11) * bend
    stops = [
        (0.0, palette.shade(0.07 if palette.dark else 0.05)),
        (0.3, palette.base),
        (0.62, palette.soft(0, 0.15)),
        (1.0, palette.kin(0, 0.26)),
    ]
    picture = ramp(stops, along)
    side = 0.92 if angle > 0 else 0.9
    corner = 0.06 if angle < 0 else 0.94
    lay(picture, palette.soft(0, 0.34), 0.5 * field.spot(side, corner, sheet.between(0.3, 0.42)))
    lay(picture, palette.lit(0.12), 0.5 * field.spot(sheet.between(0.1, 0.4), sheet.between(0.0, 0.3), 0.42))
    folds = np.sin((along * np.float32(sheet.between(11, 15))) + np.float32(1.6) * bend)
    picture[..., 0] += np.float32(0.012) * folds
    sheet.cover(picture)


def mesh(sheet: Sheet) -> None:
    """Pools of the palette's colours melting into one another."""
    palette, rng, field = sheet.palette, sheet.rng, sheet.field(300)
    x, y = field.warp(rng, 0.14, 3.4)
    total = np.full(field.shape, 0.16, dtype=np.float32)
    picture = field.flat(palette.base) * np.float32(0.16)
    columns, rows = (3, 4) if sheet.tall else (4, 3)
    accents = list(rng.permutation(columns * rows))
    for spot in range(columns * rows):
        column, row = spot % columns, spot // columns
        px = ((column + 0.5 + rng.uniform(-0.38, 0.38)) / columns - 0.5) * field.wide * 1.1
        py = ((row + 0.5 + rng.uniform(-0.38, 0.38)) / rows - 0.5) * field.tall * 1.1
        rank = int(accents[spot])
        if rank < 4:
            color = palette.soft(rank, 0.24)
        elif rank < 7:
            color = palette.lit(0.1) if rank % 2 else palette.base.mix(palette.kin(rank, 0.12), 0.5)
        else:
            color = palette.base
        dx, dy = x - np.float32(px), y - np.float32(py)
        spread = rng.uniform(0.16, 0.27)
        weight = np.exp(-(dx * dx + dy * dy) / np.float32(2 * spread * spread))
        weight *= weight * np.float32(0.5) + np.float32(0.5)
        total += weight
        picture += np.array(color, dtype=np.float32) * weight[..., None]
    picture /= total[..., None]
    lay(picture, palette.soft(0, 0.34), 0.45 * field.spot(sheet.between(0.75, 1.0), sheet.between(0.6, 1.0), 0.24))
    sheet.cover(picture)


def silk(sheet: Sheet) -> None:
    """Cloth lit from the side: a few long folds that gather towards one corner and lie calm elsewhere."""
    palette, rng, field = sheet.palette, sheet.rng, sheet.field(480)
    angle = math.radians(sheet.between(24, 46) * (1 if sheet.chance(0.5) else -1))
    x, y = field.warp(rng, 0.13, 2.1, rounds=4)
    across = x * np.float32(-math.sin(angle)) + y * np.float32(math.cos(angle))
    down = x * np.float32(math.cos(angle)) + y * np.float32(math.sin(angle))
    phase = rng.uniform(0, math.tau, 3)
    wave = across * np.float32(5.4) + np.float32(0.8) * np.sin(down * np.float32(1.7) + np.float32(phase[0]))
    height = np.sin(wave + np.float32(phase[1])) + np.float32(0.42) * np.sin(wave * np.float32(2.1) + down * 2)
    height += np.float32(0.14) * np.sin(wave * np.float32(4.6) - down * np.float32(2.6) + np.float32(phase[2]))
    gather = np.float32(0.5) + np.float32(0.5) * smooth(0.15, 0.85, field.along(25))
    slope_y, slope_x = np.gradient(height * gather, 1 / min(field.shape))
    slope_x, slope_y = slope_x * np.float32(0.075), slope_y * np.float32(0.075)
    facing = 1 / np.sqrt(slope_x * slope_x + slope_y * slope_y + 1)
    light = (np.float32(-0.5) * slope_x - np.float32(0.62) * slope_y + np.float32(0.62)) * facing
    shine = np.clip((np.float32(-0.38) * slope_x - np.float32(0.46) * slope_y + np.float32(0.8)) * facing, 0, 1) ** 16
    stops = [(0.0, palette.soft(0, 0.12)), (0.5, palette.base), (1.0, palette.kin(0, 0.1))]
    picture = ramp(stops, 0.5 + 0.3 * height)
    lay(picture, palette.soft(0, 0.2), 0.5 * field.spot(0.95, sheet.between(0.2, 0.9), 0.45))
    picture[..., 0] += np.float32(0.21 if palette.dark else 0.16) * (light - np.float32(0.62))
    lay(picture, palette.lit(0.26), np.float32(0.45 if palette.dark else 0.6) * shine * gather)
    sheet.cover(picture)


def flutes(sheet: Sheet) -> None:
    """Coloured light behind fluted glass: every rib shows its own bent slice of it."""
    palette, field = sheet.palette, sheet.field(480)
    ribs = sheet.between(8, 11)
    lean = np.float32(sheet.between(-0.12, 0.12))
    place = (field.x + field.y * lean) * np.float32(ribs)
    whole = np.floor(place)
    inside = place - whole - np.float32(0.5)
    edge = np.abs(inside) * np.float32(2)
    bent = (whole + np.float32(0.5)) / np.float32(ribs) - field.y * lean
    bent += inside * edge * np.float32(2.6 / ribs)
    picture = _lights(sheet, palette, field, bent)
    picture[..., 0] += np.float32(0.035) * (1 - edge * edge) - np.float32(0.03) * smooth(0.7, 1.0, edge)
    picture[..., 0] -= np.float32(0.05) * inside
    rim = (inside + np.float32(0.4)) / np.float32(0.04)
    lay(picture, palette.gleam(0.22), np.float32(0.16 if palette.dark else 0.4) * np.exp(-rim * rim))
    sheet.cover(picture)


def _lights(sheet: Sheet, palette: Palette, field: Field, x: Array) -> Array:
    """What lies behind the glass: a slanting bank of colours, bright towards one side."""
    side = 1 if sheet.chance(0.7) else -1
    tilt, start = sheet.between(0.5, 0.9), sheet.between(-0.1, 0.12)
    along = (x * np.float32(side) / np.float32(field.wide) * np.float32(tilt) + field.y / np.float32(field.tall)) * 0.8
    along = along + np.float32(0.5 + start) + np.float32(0.06) * np.sin(x * np.float32(5.2) + np.float32(start * 40))
    return ramp(
        [
            (0.0, palette.shade(0.06)),
            (0.34, palette.base),
            (0.6, palette.soft(0, 0.2)),
            (0.8, palette.kin(0, 0.3)),
            (1.0, palette.soft(0, 0.14)),
        ],
        along.astype(np.float32),
    )


def dunes(sheet: Sheet) -> None:
    """Great smooth ridges with a lit and a shaded flank, lost in haze towards the top."""
    palette, rng, field = sheet.palette, sheet.rng, sheet.field(480)
    haze = palette.lit(0.12).mix(palette.kin(0, 0.16), 0.3)
    down = field.y / np.float32(field.tall) + np.float32(0.5)
    picture = ramp([(0.0, palette.base), (0.5, haze), (1.0, palette.soft(0, 0.12))], down)
    lay(picture, palette.soft(0, 0.3), 0.4 * field.spot(sheet.between(0.6, 0.8), 0.3, 0.24))
    ridges = 4
    for ridge in range(ridges):
        near = (ridge + 1) / ridges
        phase = rng.uniform(0, math.tau, 2)
        rate = 2.5 - 1.2 * near
        line = np.sin(field.x * np.float32(rate) + np.float32(phase[0]))
        line += np.float32(0.3) * np.sin(field.x * np.float32(rate * 2.3) + np.float32(phase[1]))
        level = np.float32(0.4 + 0.16 * ridge) + line * np.float32(0.05 + 0.045 * near)
        depth = (down - level) * np.float32(field.tall)
        inside = smooth(-0.002, 0.002, depth)
        color = haze.mix(palette.soft(0, 0.2), 0.3 + 0.7 * near)
        lay(picture, color, inside)
        # A second, steeper line splits every dune into the side in the sun and the side in the shade.
        spine = np.sin(field.x * np.float32(rate) + np.float32(phase[0]) + depth * np.float32(7.0))
        flank = smooth(-0.35, 0.35, spine) * np.exp(-np.maximum(depth, 0) * np.float32(2.2))
        lay(picture, color.mix(palette.kin(0, 0.2), 0.5).lighter(0.07), inside * flank * np.float32(0.85))
        picture[..., 0] -= np.float32(0.05) * inside * (1 - flank) * smooth(0.0, 0.3, depth)
    sheet.cover(picture)
