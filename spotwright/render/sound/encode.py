"""The sound file: AAC in an MP4 container, as loud after encoding as it should be."""

from pathlib import Path

import av
import numpy as np

from spotwright.render.sound import loudness
from spotwright.render.sound.dynamics import limit
from spotwright.render.sound.filters import SAMPLE_RATE, Samples
from spotwright.render.sound.loudness import Loudness

TARGET_LUFS = -14.0
CEILING_DBTP = -1.0
TOLERANCE = 0.3
"""LU that the encoded file may differ from the target."""
BIT_RATE = 192_000

_FRAME = 1024
_MARGIN = 0.5
"""dB below the ceiling that the limiter is first asked for: AAC adds peaks of its own."""
_MOST_PASSES = 5
_QUIETEST = -60.0
"""LUFS below which a track counts as silence and is left as it is."""


def write_sound(
    samples: Samples, path: Path, *, target_lufs: float = TARGET_LUFS, ceiling_dbtp: float = CEILING_DBTP
) -> Loudness:
    """Writes stereo samples (48 kHz, shaped ``(samples, 2)``) as AAC and tells the loudness of the decoded file.

    The file is decoded and measured, and encoded again with another gain until its integrated loudness is within
    :data:`TOLERANCE` of ``target_lufs`` and its true peak at or below ``ceiling_dbtp``. Silence stays silence.
    The same samples give the same bytes. An ``OSError`` is raised when the file cannot be written.
    """
    before = loudness.measure(samples)
    if before.integrated <= _QUIETEST:
        encode(samples, path)
        return loudness.measure(decode(path))
    gain = target_lufs - before.integrated
    ceiling = ceiling_dbtp - _MARGIN
    for _ in range(_MOST_PASSES):
        encode(limit(samples * np.float32(10 ** (gain / 20)), 10 ** (ceiling / 20)), path)
        after = loudness.measure(decode(path))
        error = target_lufs - after.integrated
        if abs(error) <= TOLERANCE and after.true_peak <= ceiling_dbtp:
            break
        # A limiter that works hard gives back less than it is given, so the correction leans forward a little.
        gain += 1.15 * error if abs(error) > TOLERANCE / 2 else 0.0
        if after.true_peak > ceiling_dbtp:
            ceiling -= after.true_peak - ceiling_dbtp + 0.1
    return after


def encode(samples: Samples, path: Path, *, bit_rate: int = BIT_RATE) -> None:
    """Writes stereo samples as AAC-LC; nothing in the file depends on the time or the place of writing."""
    with av.open(str(path), "w", format="ipod", options={"movflags": "+faststart", "fflags": "+bitexact"}) as container:
        stream = container.add_stream("aac", rate=SAMPLE_RATE, layout="stereo")
        stream.codec_context.bit_rate = bit_rate
        stream.codec_context.options = {"flags": "+bitexact", "threads": "1"}
        for start in range(0, samples.shape[0], _FRAME):
            planes = np.ascontiguousarray(np.clip(samples[start : start + _FRAME], -1.0, 1.0).T, dtype=np.float32)
            frame = av.AudioFrame.from_ndarray(planes, format="fltp", layout="stereo")
            frame.sample_rate = SAMPLE_RATE
            frame.pts = start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def decode(path: Path) -> Samples:
    """The samples of a sound file as players hear them: 48 kHz stereo, without the encoder's priming."""
    pieces: list[Samples] = []
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        length = stream.duration and stream.time_base and round(stream.duration * stream.time_base * SAMPLE_RATE)
        resampler = av.AudioResampler(format="flt", layout="stereo", rate=SAMPLE_RATE)
        for frame in [*container.decode(stream), None]:
            pieces += [piece.to_ndarray().reshape(-1, 2).astype(np.float32) for piece in resampler.resample(frame)]
    return np.concatenate(pieces or [np.zeros((0, 2), np.float32)])[: length or None]
