"""The sound file: AAC in an MP4 container, as loud after encoding as it should be."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np

from spotwright.render.sound.dynamics import Gain, Levels, apply_gain
from spotwright.render.sound.filters import SAMPLE_RATE, Samples
from spotwright.render.sound.loudness import PEAK_BLOCK, Loudness, Meter

TARGET_LUFS = -14.0
CEILING_DBTP = -1.0
TOLERANCE = 0.3
"""LU that the encoded file may differ from the target."""
BIT_RATE = 192_000

_FRAME = 1024
_PIECE = 64 * _FRAME
_CODING = {"aac_coder": "fast", "aac_pns": "0", "aac_is": "0", "aac_tns": "0"}
"""At this bit rate the fast coder, which spends its bits on the waveform alone, is closer to it in every band."""
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
    levels = Levels(samples)
    if levels.integrated <= _QUIETEST:
        encode(samples, path)
        return _measured(path)
    target, ceiling = target_lufs, ceiling_dbtp - _MARGIN
    for _ in range(_MOST_PASSES):
        encode(samples, path, gain=levels.gain(target, ceiling))
        after = _measured(path)
        error = target_lufs - after.integrated
        if abs(error) <= TOLERANCE and after.true_peak <= ceiling_dbtp:
            break
        target += error if abs(error) > TOLERANCE / 2 else 0.0
        if after.true_peak > ceiling_dbtp:
            ceiling -= after.true_peak - ceiling_dbtp + 0.1
    return after


def encode(samples: Samples, path: Path, *, gain: Gain | None = None, bit_rate: int = BIT_RATE) -> None:
    """Writes stereo samples, turned by ``gain``, as AAC-LC; nothing in the file depends on when or where it is made."""
    with av.open(str(path), "w", format="ipod", options={"movflags": "+faststart", "fflags": "+bitexact"}) as container:
        stream = container.add_stream("aac", rate=SAMPLE_RATE, layout="stereo")
        stream.codec_context.bit_rate = bit_rate
        stream.codec_context.options = {"flags": "+bitexact", "threads": "1", **_CODING}
        for start in range(0, samples.shape[0], _PIECE):
            piece = samples[start : start + _PIECE]
            if gain is not None:
                piece = apply_gain(piece.copy(), gain, PEAK_BLOCK, start=start)
            planes = np.ascontiguousarray(np.clip(piece, -1.0, 1.0).T, dtype=np.float32)
            for at in range(0, planes.shape[1], _FRAME):
                part = np.ascontiguousarray(planes[:, at : at + _FRAME])
                frame = av.AudioFrame.from_ndarray(part, format="fltp", layout="stereo")
                frame.sample_rate = SAMPLE_RATE
                frame.pts = start + at
                container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def decode(path: Path) -> Samples:
    """The samples of a sound file as players hear them: 48 kHz stereo, without the encoder's priming."""
    return np.concatenate([np.zeros((0, 2), np.float32), *_pieces(path)])


def _pieces(path: Path) -> Iterator[Samples]:
    """The same in pieces of about a second."""
    waiting: list[Samples] = []
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        length = stream.duration and stream.time_base and round(stream.duration * stream.time_base * SAMPLE_RATE)
        left = length or 1 << 62
        resampler = av.AudioResampler(format="flt", layout="stereo", rate=SAMPLE_RATE)
        for frame in itertools.chain(container.decode(stream), [None]):
            for piece in resampler.resample(frame):
                waiting.append(piece.to_ndarray().astype(np.float32, copy=False).reshape(-1, 2)[:left])
                left -= waiting[-1].shape[0]
            if len(waiting) >= _PIECE // _FRAME:
                yield np.concatenate(waiting)
                waiting.clear()
    if waiting:
        yield np.concatenate(waiting)


def _measured(path: Path) -> Loudness:
    meter = Meter()
    for piece in _pieces(path):
        meter.feed(piece)
    return meter.loudness()
