"""Soft pictures computed as fields: arrays over the sheet at a modest, fixed resolution, made to be scaled up."""

import math

import numpy as np
import numpy.typing as npt
import skia

from spotwright.render.paint.palette import Lab

Array = npt.NDArray[np.float32]

_LMS = np.array(
    [
        [1.0, 0.3963377774, 0.2158037573],
        [1.0, -0.1055613458, -0.0638541728],
        [1.0, -0.0894841775, -1.2914855480],
    ],
    dtype=np.float32,
)
_RGB = np.array(
    [
        [4.0767416621, -3.3077115913, 0.2309699292],
        [-1.2684380046, 2.6097574011, -0.3413193965],
        [-0.0041960863, -0.7034186147, 1.7076147010],
    ],
    dtype=np.float32,
)
_STEPS = 16384


def _curve() -> Array:
    linear = np.linspace(0, 1, _STEPS, dtype=np.float32)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055).astype(np.float32)


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
    share = amount[..., None] if isinstance(amount, np.ndarray) else np.float32(amount)
    picture += (np.array(color, dtype=np.float32) - picture) * share
    return picture


def ramp(stops: list[tuple[float, Lab]], value: Array) -> Array:
    """Look ``value`` up in a row of colour stops, joined smoothly: ``(rows, columns, 3)`` OKLab."""
    at = np.linspace(0, 1, 512)
    marks = [stop for stop, _ in stops]
    table = np.stack([np.interp(at, marks, [color[axis] for _, color in stops]) for axis in range(3)], axis=1)
    kernel = np.hanning(65)
    padded = np.pad(table, ((32, 32), (0, 0)), mode="edge")
    table = np.stack([np.convolve(padded[:, axis], kernel / kernel.sum(), "valid") for axis in range(3)], axis=1)
    index = np.clip(value * np.float32(511), 0, 510.999)
    whole = index.astype(np.int32)
    part = (index - whole)[..., None]
    table32 = table.astype(np.float32)
    looked_up: Array = table32[whole] * (1 - part) + table32[whole + 1] * part
    return looked_up


def image_of(picture: Array) -> skia.Image:
    """Turn an OKLab picture ``(rows, columns, 3)`` into a float image of encoded sRGB."""
    roots = picture.reshape(-1, 3) @ _LMS.T
    linear = (roots * roots * roots) @ _RGB.T
    np.clip(linear, 0, 1, out=linear)
    encoded = _CURVE[(linear * np.float32(_STEPS - 1) + np.float32(0.5)).astype(np.int32)]
    rows, columns, _ = picture.shape
    rgba = np.ones((rows, columns, 4), dtype=np.float32)
    rgba[..., :3] = encoded.reshape(rows, columns, 3)
    return skia.Image.fromarray(rgba, colorType=skia.kRGBA_F32_ColorType)


_CURVE = _curve()
