"""What a sound is like, in few numbers: the level of eight bands every tenth of a second, and its captions."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spotwright.render.cues import Cue
from spotwright.render.sound.filters import SAMPLE_RATE, Samples

FILE = Path(__file__).parent / "fingerprints.npz"
CAPTIONS = Path(__file__).parent / "captions.json"
Levels = NDArray[np.float64]

_STEP = SAMPLE_RATE // 10
_EDGES = (40.0, 120.0, 250.0, 500.0, 1000.0, 2000.0, 4000.0, 8000.0, 16000.0)
_FLOOR = -66.0
"""dBFS below which nothing is heard of a band."""


def fingerprint(samples: Samples) -> Levels:
    """The level (dBFS) of each band of each channel, ``(steps, 2 × bands)``."""
    steps = samples.shape[0] // _STEP
    windows = np.pad(samples, ((_STEP // 2, _STEP), (0, 0)))
    window = np.hanning(2 * _STEP)[:, None]
    at = np.fft.rfftfreq(2 * _STEP, 1 / SAMPLE_RATE)
    edges = np.searchsorted(at, _EDGES)
    found = np.empty((steps, 2, len(_EDGES) - 1))
    for step in range(steps):
        power = np.abs(np.fft.rfft(windows[step * _STEP : (step + 2) * _STEP] * window, axis=0)) ** 2
        found[step] = np.add.reduceat(power, edges, axis=0)[:-1].T / (window**2).sum() / _STEP
    return np.maximum(10 * np.log10(np.maximum(found, 1e-12)), _FLOOR).reshape(steps, -1)


def distance(one: Levels, two: Levels) -> float:
    """dB between two sounds: the RMS over time of their difference, in the band where it is largest."""
    return float(np.sqrt(np.mean((one - two) ** 2, axis=0)).max())


def kept() -> dict[str, Levels]:
    """The fingerprints as they were recorded."""
    with np.load(FILE) as archive:
        return {name: archive[name].astype(np.float64) / 100 for name in archive.files}


def keep(found: dict[str, Levels]) -> None:
    """Records fingerprints, in hundredths of a dB."""
    np.savez_compressed(FILE, **{name: np.round(levels * 100).astype(np.int16) for name, levels in found.items()})


def written(cues: tuple[Cue, ...]) -> list[list[Any]]:
    """Captions as JSON: when each comes and goes (milliseconds), and its lines."""
    return [[round(cue.start * 1000), round(cue.end * 1000), *cue.lines] for cue in cues]


def kept_captions() -> dict[str, list[list[Any]]]:
    """The captions as they were recorded."""
    found: dict[str, list[list[Any]]] = json.loads(CAPTIONS.read_text("utf-8"))
    return found


def keep_captions(found: dict[str, list[list[Any]]]) -> None:
    """Records captions, one a line."""
    films = (
        f'"{name}": [\n' + ",\n".join(json.dumps(cue, ensure_ascii=False) for cue in cues) + "\n]"
        for name, cues in found.items()
    )
    CAPTIONS.write_text("{\n" + ",\n".join(films) + "\n}\n", "utf-8")
