"""Soft pictures computed as fields: arrays over the sheet at a modest, fixed resolution, made to be scaled up."""

import math

import numpy as np
import numpy.typing as npt
import skia

from spotwright.render.paint import mixing
from spotwright.render.paint.palette import Lab

Array = npt.NDArray[np.float32]


class Field:
    """Coordinates of a sheet, ``(rows, columns)`` float32, in units of the short side with the origin in the centre.

    ``x`` runs right and ``y`` down; the short side spans −0.5 … 0.5. A field has ``detail`` rows or columns along
    the short side whatever the size of the output, so every size shows the same picture.
    """

    def __init__(self, width: float, height: float, detail: int) -> None:
        short = min(width, height)
        columns = max(2, round(detail * width / short))
        rows = max(2, round(detail * height / short))
        self.shape = (rows, columns)
        self.wide = width / short
        self.tall = height / short
        across = ((np.arange(columns, dtype=np.float32) + 0.5) / columns - 0.5) * self.wide
        down = ((np.arange(rows, dtype=np.float32) + 0.5) / rows - 0.5) * self.tall
        self.x: Array = np.broadcast_to(across[None, :], self.shape).astype(np.float32)
        self.y: Array = np.broadcast_to(down[:, None], self.shape).astype(np.float32)

    def along(self, degrees: float) -> Array:
        """How far along a direction each point lies, 0 at one corner and 1 at the opposite one."""
        angle = math.radians(degrees)
        dx, dy = math.cos(angle), math.sin(angle)
        reach = abs(dx) * self.wide + abs(dy) * self.tall
        return ((self.x * dx + self.y * dy) / reach + 0.5).astype(np.float32)

    def spot(self, x: float, y: float, radius: float, squash: float = 1.0) -> Array:
        """A Gaussian pool of light of ``radius`` (its sigma) around a point given as fractions of the sheet."""
        dx = self.x - np.float32((x - 0.5) * self.wide)
        dy = (self.y - np.float32((y - 0.5) * self.tall)) * np.float32(squash)
        return np.exp((dx * dx + dy * dy) * np.float32(-0.5 / (radius * radius)))

    def noise(self, cells: float, rng: np.random.Generator) -> Array:
        """Smooth noise, about −1 … 1, with ``cells`` bumps along the short side."""
        high = math.ceil(self.tall * cells) + 4
        wide = math.ceil(self.wide * cells) + 4
        lattice = rng.uniform(-1, 1, (high, wide)).astype(np.float32)
        rows = _spline((np.arange(self.shape[0]) + 0.5) / self.shape[0] * self.tall * cells + 1, high)
        columns = _spline((np.arange(self.shape[1]) + 0.5) / self.shape[1] * self.wide * cells + 1, wide)
        return (rows @ lattice @ columns.T * np.float32(1.7)).astype(np.float32)

    def warp(self, rng: np.random.Generator, amount: float, turns: float, rounds: int = 3) -> tuple[Array, Array]:
        """The coordinates, bent into one another by sines: marbled, flowing, never repeating in view."""
        x, y = self.x.copy(), self.y.copy()
        for step in range(1, rounds + 1):
            one, two, tilt = rng.uniform(0, math.tau, 3)
            pull = np.float32(amount / step)
            rate = np.float32(turns * step)
            x += pull * np.sin(rate * y + np.float32(one) + np.float32(0.6 * math.sin(tilt)) * x)
            y += pull * np.sin(rate * x + np.float32(two) + np.float32(0.6 * math.cos(tilt)) * y)
        return x, y

    def flat(self, color: Lab) -> Array:
        """One OKLab colour everywhere, ``(rows, columns, 3)``."""
        return np.broadcast_to(np.array(color, dtype=np.float32), (*self.shape, 3)).copy()


def _spline(at: npt.NDArray[np.float64], knots: int) -> Array:
    """Rows of cubic B-spline weights: a dense ``(len(at), knots)`` matrix."""
    whole = np.floor(at).astype(int)
    part = (at - whole)[:, None]
    weights = np.concatenate(
        [
            (1 - part) ** 3 / 6,
            (3 * part**3 - 6 * part**2 + 4) / 6,
            (-3 * part**3 + 3 * part**2 + 3 * part + 1) / 6,
            part**3 / 6,
        ],
        axis=1,
    )
    matrix = np.zeros((len(at), knots), dtype=np.float32)
    for offset in range(4):
        column = np.clip(whole - 1 + offset, 0, knots - 1)
        matrix[np.arange(len(at)), column] += weights[:, offset].astype(np.float32)
    return matrix


def smooth(low: float, high: float, value: Array) -> Array:
    """0 below ``low``, 1 above ``high``, an S between."""
    part = np.clip((value - np.float32(low)) / np.float32(high - low), 0, 1)
    curve: Array = part * part * (3 - 2 * part)
    return curve


def lay(picture: Array, color: Lab, amount: Array | float) -> Array:
    """Mix a colour into an OKLab picture, in place; ``amount`` 0–1 is a number or ``(rows, columns)``."""
    share = np.broadcast_to(np.asarray(amount, dtype=np.float32), picture.shape[:2])
    mixing.lay(picture, np.array(color, dtype=np.float32), share)
    return picture


def ramp(stops: list[tuple[float, Lab]], value: Array) -> Array:
    """Look ``value`` up in a row of colour stops, joined smoothly: ``(rows, columns, 3)`` OKLab."""
    at = np.linspace(0, 1, 512)
    marks = [stop for stop, _ in stops]
    table = np.stack([np.interp(at, marks, [color[axis] for _, color in stops]) for axis in range(3)], axis=1)
    kernel = np.hanning(65)
    padded = np.pad(table, ((32, 32), (0, 0)), mode="edge")
    table = np.stack([np.convolve(padded[:, axis], kernel / kernel.sum(), "valid") for axis in range(3)], axis=1)
    looked_up = np.empty((*value.shape, 3), dtype=np.float32)
    mixing.look_up(table.astype(np.float32), value.astype(np.float32, copy=False), looked_up)
    return looked_up


def image_of(picture: Array) -> skia.Image:
    """Turn an OKLab picture ``(rows, columns, 3)`` into a float image of encoded sRGB."""
    rows, columns, _ = picture.shape
    rgba = np.empty((rows, columns, 4), dtype=np.float32)
    mixing.encode(picture, mixing.CURVE, rgba)
    return skia.Image.fromarray(rgba, colorType=skia.kRGBA_F32_ColorType)
