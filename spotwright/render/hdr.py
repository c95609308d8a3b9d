"""High dynamic range and wide colour brought to what an ordinary screen shows, as a table for FFmpeg.

Light is measured in nits. 203 of them are the white of paper (ITU-R BT.2408); what is brighter is rolled off below the
white of the screen by the curve of ITU-R BT.2390, by the brightest of its channels, so that no colour changes its hue.
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import av
import numpy as np
from numpy.typing import NDArray

from spotwright.render import recordings

Transfer = Literal["pq", "hlg", "gamma"]
Light = NDArray[np.float64]

_NODES = 49
_WHITE = 203.0
_HLG_PEAK = 1000.0
_PEAKS = (1000, 2000, 4000)
"""Peaks of masters, in nits, that a table is made for."""

_WIDE = 9
"""The code for the primaries of BT.2020."""

_TRANSFERS: dict[int, Transfer] = {16: "pq", 18: "hlg"}
_TO_709 = np.array([[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]])
_LUMA_2020 = np.array([0.2627, 0.6780, 0.0593])
_LUMA_709 = np.array([0.2126, 0.7152, 0.0722])


def transfer_of(frame: av.VideoFrame) -> Transfer | None:
    """How light is written in a frame that an ordinary screen would show wrong; None for all others."""
    wide = int(frame.color_primaries) == _WIDE
    return _TRANSFERS.get(int(frame.color_trc), "gamma" if wide else None)


def peak_of(frame: av.VideoFrame) -> int:
    """Nits of the brightest that a frame's master can hold, as far as it says so."""
    light = recordings.side_note(frame, "CONTENT_LIGHT_LEVEL")
    named = struct.unpack("=I", light[:4])[0] if len(light) >= 4 else 0
    return next((peak for peak in _PEAKS if named <= peak), _PEAKS[-1])


@contextmanager
def cube(transfer: Transfer, peak: int) -> Iterator[str]:
    """The table as a file for the filter ``lut3d``, which reads it while the graph is configured."""
    with TemporaryDirectory(prefix="spotwright-") as folder:
        path = Path(folder) / "shown.cube"
        path.write_text(_text(transfer, peak), encoding="ascii")
        yield str(path)


@lru_cache(maxsize=4)
def _text(transfer: Transfer, peak: int) -> str:
    steps = np.linspace(0.0, 1.0, _NODES)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    shown = shown_colors(np.stack([red, green, blue], axis=-1).reshape(-1, 3), transfer, peak)
    lines = ("%.5f %.5f %.5f\n" * len(shown)) % tuple(shown.ravel().tolist())
    return f"LUT_3D_SIZE {_NODES}\n{lines}"


def shown_colors(colors: Light, transfer: Transfer, peak: int = 1000) -> Light:
    """Colours of BT.709 for colours of BT.2020; both … × 3, as they are written, 0–1."""
    if transfer == "gamma":
        return _written(_fitted(colors**2.4 @ _TO_709.T))
    nits = _pq_light(colors) if transfer == "pq" else _hlg_light(colors)
    brightest = np.maximum(nits.max(axis=-1, keepdims=True), 1e-6)
    most = float(peak) if transfer == "pq" else _HLG_PEAK
    return _written(_fitted(nits * (_rolled(brightest, most) / brightest) / _WHITE @ _TO_709.T))


def _pq_light(written: Light) -> Light:
    """Nits, by SMPTE ST 2084."""
    power = written ** (1 / 78.84375)
    light: Light = 10000 * (np.maximum(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)) ** (1 / 0.1593017578125)
    return light


def _pq_written(nits: Light) -> Light:
    power = (nits / 10000) ** 0.1593017578125
    written: Light = ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375
    return written


def _hlg_light(written: Light) -> Light:
    """Nits on a screen of 1000, by BT.2100."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = np.where(written <= 0.5, written**2 / 3, (np.exp((written - c) / a) + b) / 12)
    light: Light = _HLG_PEAK * scene * np.maximum(scene @ _LUMA_2020, 1e-9)[..., None] ** 0.2
    return light


def _rolled(nits: Light, peak: float) -> Light:
    """What is left of a brightness: all of it up to a knee, and no more than white at the peak."""
    top, white = float(_pq_written(np.array(peak))), float(_pq_written(np.array(_WHITE)))
    share = np.minimum(_pq_written(nits) / top, 1.0)
    most = white / top
    knee = 1.5 * most - 0.5
    t = np.maximum(share - knee, 0) / (1 - knee)
    curve = (2 * t**3 - 3 * t**2 + 1) * knee + (t**3 - 2 * t**2 + t) * (1 - knee) + (-2 * t**3 + 3 * t**2) * most
    return _pq_light(np.where(share < knee, share, curve) * top)


def _fitted(light: Light) -> Light:
    """Colours beyond the reach of the screen, mixed with grey of their own brightness until they are within it."""
    grey = np.clip(light @ _LUMA_709, 0, 1)[..., None]
    away = light - grey
    over = np.where(away > 0, (1 - grey) / np.maximum(away, 1e-9), np.inf)
    under = np.where(away < 0, grey / np.maximum(-away, 1e-9), np.inf)
    room = np.minimum(over, under).min(axis=-1, keepdims=True)
    fitted: Light = np.clip(grey + away * np.minimum(room, 1.0), 0, 1)
    return fitted


def _written(light: Light) -> Light:
    """As BT.1886 writes it."""
    written: Light = light ** (1 / 2.4)
    return written
