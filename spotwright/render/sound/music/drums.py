"""Drums and the noises that lead from one part of a piece to the next; every function makes stereo samples at 48 kHz.

They are soft by design: an advertisement's drums lie under a voice, and hiss above 8 kHz is the first thing that tires.
"""

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from spotwright.render.sound.filters import SAMPLE_RATE, Curve, Samples, chain, high_pass, low_pass, shape
from spotwright.render.sound.music.tones import Values, partials


def _time(seconds: float) -> Values:
    return np.arange(int(seconds * SAMPLE_RATE), dtype=np.float64) / SAMPLE_RATE


def _noise(seconds: float, seed: int, curve: Curve) -> Samples:
    """Stereo noise through a filter, each channel its own."""
    raw = np.random.default_rng(seed).standard_normal((int(seconds * SAMPLE_RATE), 2)).astype(np.float32)
    return shape(raw, curve)


def _band(low: float, high: float, *, order: int = 2) -> Curve:
    return chain(high_pass(low, order=order), low_pass(high, order=order))


def _stereo(mono: Samples | Values) -> Samples:
    return np.repeat(np.asarray(mono, np.float32)[:, None], 2, axis=1)


def _finished(sound: Samples, *, peak: float = 0.5) -> Samples:
    """A hit without a click at its end, with its peak where all drums have it."""
    fall = min(sound.shape[0] // 3, 960)
    sound[-fall:] *= np.linspace(1, 0, fall, dtype=np.float32)[:, None]
    sound[:24] *= np.linspace(0, 1, 24, dtype=np.float32)[:, None]
    return sound * np.float32(peak / max(float(np.abs(sound).max()), 1e-6))


def _thump(base: float, sweep: float, speed: float, decay: float, seconds: float, drive: float) -> Values:
    time = _time(seconds)
    frequency = base + sweep * np.exp(-speed * time)
    wave = np.sin(2 * np.pi * np.cumsum(frequency) / SAMPLE_RATE) * np.exp(-decay * time)
    return np.tanh(drive * wave)


def kick() -> Samples:
    """A tight, modern kick."""
    body = _thump(50, 150, 42, 8.5, 0.42, 1.7)
    click = _noise(0.42, 1, _band(1500, 5000))[:, 0] * np.exp(-300 * _time(0.42))
    return _finished(_stereo(body + 0.25 * click))


def soft_kick() -> Samples:
    """A round kick with no click."""
    return _finished(_stereo(_thump(46, 70, 34, 9.0, 0.40, 1.2)))


def boom() -> Samples:
    """A slow, deep drum in a large room."""
    body = _thump(38, 55, 14, 2.4, 2.2, 1.3)[:, None]
    skin = _noise(2.2, 2, _band(80, 500)) * np.exp(-6 * _time(2.2))[:, None]
    return _finished((body + 0.5 * skin).astype(np.float32))


def tom() -> Samples:
    """A low tom."""
    body = _thump(82, 50, 20, 6.0, 0.7, 1.3)[:, None]
    skin = _noise(0.7, 3, _band(150, 1200)) * np.exp(-22 * _time(0.7))[:, None]
    return _finished((body + 0.25 * skin).astype(np.float32))


def clap() -> Samples:
    """Several hands, not quite together."""
    time = _time(0.32)
    envelope = sum(
        (np.where(time >= at, np.exp(-220 * np.maximum(time - at, 0)), 0) for at in (0.0, 0.010, 0.021)),
        np.zeros_like(time),
    )
    envelope += np.where(time >= 0.028, np.exp(-19 * np.maximum(time - 0.028, 0)), 0) * 0.8
    return _finished((_noise(0.32, 4, _band(750, 4200)) * envelope[:, None]).astype(np.float32))


def snap() -> Samples:
    """Finger snaps."""
    time = _time(0.18)
    envelope = np.exp(-55 * time) + 0.6 * np.where(time > 0.012, np.exp(-60 * np.maximum(time - 0.012, 0)), 0)
    return _finished((_noise(0.18, 5, _band(1300, 3600, order=3)) * envelope[:, None]).astype(np.float32))


def snare() -> Samples:
    """A dry, low snare."""
    time = _time(0.30)
    head = partials(np.array([185.0, 331.0]), np.array([1.0, 0.5]), np.array([22.0, 30.0]), 0.30)
    wires = _noise(0.30, 6, _band(900, 6500)) * np.exp(-17 * time)[:, None]
    size = min(head.size, wires.shape[0])
    return _finished((0.9 * _stereo(head[:size]) + 0.55 * wires[:size]).astype(np.float32))


def rim() -> Samples:
    """A stick on the rim."""
    sound = partials(np.array([480.0, 1130.0, 1720.0]), np.array([1.0, 0.8, 0.5]), np.array([70.0, 90.0, 120.0]), 0.12)
    return _finished(_stereo(sound))


def hat() -> Samples:
    """A closed hi-hat."""
    return _finished((_noise(0.09, 7, _band(6500, 11500)) * np.exp(-62 * _time(0.09))[:, None]).astype(np.float32))


def open_hat() -> Samples:
    """An open hi-hat, closed soon."""
    return _finished((_noise(0.30, 8, _band(6000, 11000)) * np.exp(-13 * _time(0.30))[:, None]).astype(np.float32))


def shaker() -> Samples:
    """One stroke of a shaker: it swells before it stops."""
    time = _time(0.11)
    envelope = np.minimum(time / 0.028, 1.0) ** 1.5 * np.exp(-34 * np.maximum(time - 0.028, 0))
    return _finished((_noise(0.11, 9, _band(4500, 9500)) * envelope[:, None]).astype(np.float32))


def crash() -> Samples:
    """A dark cymbal that stays behind."""
    time = _time(2.6)
    wash = _noise(2.6, 10, _band(2200, 9000)) * (np.exp(-1.9 * time) * np.minimum(time / 0.004, 1))[:, None]
    return _finished(wash.astype(np.float32))


def impact() -> Samples:
    """A cinematic hit: a falling sub, air, and a dark cymbal."""
    time = _time(2.8)
    low = _thump(36, 60, 9, 1.9, 2.8, 1.2)[:, None]
    air = _noise(2.8, 12, _band(60, 1400)) * np.exp(-4.5 * time)[:, None]
    top = _noise(2.8, 13, _band(2000, 7000)) * np.exp(-2.4 * time)[:, None]
    return _finished((low + 0.30 * air + 0.10 * top).astype(np.float32))


def swell() -> Samples:
    """A cymbal played backwards: it ends where the next part begins (2 seconds long)."""
    time = _time(2.0)
    envelope = np.exp(2.6 * (time - 2.0)) * np.minimum((2.0 - time) / 0.012, 1.0)
    return _finished((_noise(2.0, 14, _band(1800, 8000)) * envelope[:, None]).astype(np.float32))


def riser() -> Samples:
    """Wind that climbs for two seconds."""
    time = _time(2.0)
    bands = [(300, 900), (700, 2000), (1600, 4200), (3000, 8000)]
    sound = np.zeros((time.size, 2), np.float32)
    for index, (low, high) in enumerate(bands):
        centre = 0.35 + 0.55 * index
        window = np.exp(-(((time - centre) / 0.55) ** 2)) if index < 3 else 1 / (1 + np.exp(-(time - centre) * 7))
        sound += (_noise(2.0, 20 + index, _band(low, high)) * window[:, None] * (0.9 - 0.12 * index)).astype(np.float32)
    envelope = (time / 2.0) ** 1.6 * np.minimum((2.0 - time) / 0.02, 1.0)
    return _finished((sound * envelope[:, None]).astype(np.float32))


def crackle() -> Samples:
    """Two seconds of an old record: a little hiss and a few ticks."""
    random = np.random.default_rng(30)
    sound = _noise(2.0, 31, _band(900, 7000, order=1)) * np.float32(0.02)
    for _ in range(26):
        at = int(random.integers(100, sound.shape[0] - 400))
        tick = random.standard_normal(40) * np.exp(-np.arange(40) / 6) * random.uniform(0.2, 1.0) ** 3
        sound[at : at + 40] += (tick[:, None] * random.uniform(0.3, 1.0, 2)).astype(np.float32)
    return _finished(shape(sound, low_pass(6000)))


DRUMS: dict[str, Callable[[], Samples]] = {
    "kick": kick,
    "soft_kick": soft_kick,
    "boom": boom,
    "tom": tom,
    "clap": clap,
    "snap": snap,
    "snare": snare,
    "rim": rim,
    "hat": hat,
    "open_hat": open_hat,
    "shaker": shaker,
    "crash": crash,
    "impact": impact,
    "swell": swell,
    "riser": riser,
    "crackle": crackle,
}


@lru_cache(maxsize=len(DRUMS))
def drum(name: str) -> Samples:
    """The hit of that name; made once, so do not write into it."""
    return np.ascontiguousarray(DRUMS[name]())
