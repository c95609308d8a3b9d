"""High dynamic range and wide colour brought to what an ordinary screen shows, as a table for FFmpeg.

Light is measured in nits. 203 of them are the white of paper (ITU-R BT.2408); what is brighter is rolled off below the
white of the screen by the curve of ITU-R BT.2390, by the brightest of its channels, so that no colour changes its hue.
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import av
import numpy as np
from numpy.typing import NDArray

from spotwright.render import recordings

Transfer = Literal["pq", "hlg", "gamma"]
Colors = NDArray[np.float64]

_NODES = 49
_WHITE = 203.0
_HLG_PEAK = 1000
_PEAKS = (1000, 2000, 4000)
"""Peaks of masters, in nits, that a table is made for."""

_WIDE = 9
"""The code for the primaries of BT.2020."""

_TRANSFERS: dict[int, Transfer] = {16: "pq", 18: "hlg"}
_TO_709 = np.array([[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]])
_LUMA_2020 = np.array([0.2627, 0.6780, 0.0593])
_LUMA_709 = np.array([0.2126, 0.7152, 0.0722])


@dataclass(frozen=True, slots=True)
class Light:
    """How light is written in a picture that an ordinary screen would show wrong."""

    transfer: Transfer
    peak: int
    """Nits of the brightest that it can hold."""


def light_of(frame: av.VideoFrame) -> Light | None:
    """How a frame's light is written; None where an ordinary screen shows it right."""
    transfer = _TRANSFERS.get(int(frame.color_trc))
    if transfer is None:
        return Light("gamma", 0) if int(frame.color_primaries) == _WIDE else None
    if transfer == "hlg":
        return Light("hlg", _HLG_PEAK)
    note = recordings.side_note(frame, "CONTENT_LIGHT_LEVEL")
    named = struct.unpack("=I", note[:4])[0] if len(note) >= 4 else 0
    return Light("pq", next((peak for peak in _PEAKS if named <= peak), _PEAKS[-1]))


@contextmanager
def cube(light: Light) -> Iterator[str]:
    """The table as a file for the filter ``lut3d``, which reads it while the graph is configured."""
    with TemporaryDirectory(prefix="spotwright-") as folder:
        path = Path(folder) / "shown.cube"
        path.write_text(_text(light), encoding="ascii")
        yield str(path)


@lru_cache(maxsize=4)
def _text(light: Light) -> str:
    steps = np.linspace(0.0, 1.0, _NODES)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    colors = shown(np.stack([red, green, blue], axis=-1).reshape(-1, 3), light)
    lines = ("%.5f %.5f %.5f\n" * len(colors)) % tuple(colors.ravel().tolist())
    return f"LUT_3D_SIZE {_NODES}\n{lines}"


def shown(colors: Colors, light: Light) -> Colors:
    """Colours of BT.709 for colours of BT.2020; both … × 3, as they are written, 0–1."""
    if light.transfer == "gamma":
        return _written(_fitted(colors**2.4 @ _TO_709.T))
    nits = _pq_light(colors) if light.transfer == "pq" else _hlg_light(colors)
    brightest = np.maximum(nits.max(axis=-1, keepdims=True), 1e-6)
    return _written(_fitted(nits * (_rolled(brightest, light.peak) / brightest) / _WHITE @ _TO_709.T))


def _pq_light(written: Colors) -> Colors:
    """Nits, by SMPTE ST 2084."""
    power = written ** (1 / 78.84375)
    light: Colors = 10000 * (np.maximum(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)) ** (1 / 0.1593017578125)
    return light


def _pq_written(nits: Colors) -> Colors:
    power = (nits / 10000) ** 0.1593017578125
    written: Colors = ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375
    return written


def _hlg_light(written: Colors) -> Colors:
    """Nits on a screen of 1000, by BT.2100."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = np.where(written <= 0.5, written**2 / 3, (np.exp((written - c) / a) + b) / 12)
    light: Colors = _HLG_PEAK * scene * np.maximum(scene @ _LUMA_2020, 1e-9)[..., None] ** 0.2
    return light


def _rolled(nits: Colors, peak: int) -> Colors:
    """What is left of a brightness: all of it up to a knee, and no more than white at the peak."""
    top, white = float(_pq_written(np.array(peak))), float(_pq_written(np.array(_WHITE)))
    share = np.minimum(_pq_written(nits) / top, 1.0)
    most = white / top
    knee = 1.5 * most - 0.5
    t = np.maximum(share - knee, 0) / (1 - knee)
    curve = (2 * t**3 - 3 * t**2 + 1) * knee + (t**3 - 2 * t**2 + t) * (1 - knee) + (-2 * t**3 + 3 * t**2) * most
    return _pq_light(np.where(share < knee, share, curve) * top)


def _fitted(light: Colors) -> Colors:
    """Colours beyond the reach of the screen, mixed with grey of their own brightness until they are within it."""
    grey = np.clip(light @ _LUMA_709, 0, 1)[..., None]
    away = light - grey
    over = np.where(away > 0, (1 - grey) / np.maximum(away, 1e-9), np.inf)
    under = np.where(away < 0, grey / np.maximum(-away, 1e-9), np.inf)
    room = np.minimum(over, under).min(axis=-1, keepdims=True)
    fitted: Colors = np.clip(grey + away * np.minimum(room, 1.0), 0, 1)
    return fitted


def _written(light: Colors) -> Colors:
    """As BT.1886 writes it."""
    written: Colors = light ** (1 / 2.4)
    return written
