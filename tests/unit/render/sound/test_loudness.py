"""Loudness and true peak are those of the recommendation."""

import math
import re
import shutil
import subprocess

import numpy as np
import pytest
from presence import needs

from spotwright.render.sound import loudness
from spotwright.render.sound.dynamics import compress, limit
from spotwright.render.sound.filters import SAMPLE_RATE


def tone(hertz: float, seconds: float, level: float = 1.0, phase: float = 0.0) -> np.ndarray:
    time = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    mono = level * np.sin(2 * np.pi * hertz * time + phase)
    return np.stack([mono, mono], axis=1).astype(np.float32)


def test_a_sine_of_minus_23_in_both_channels_is_minus_23_lufs():
    assert pytest.approx(loudness.integrated(tone(997, 4, 10 ** (-23 / 20))), abs=0.05) == -23.0


def test_silence_between_does_not_count():
    loud = tone(997, 4, 0.1)
    gapped = np.concatenate([loud, np.zeros((8 * SAMPLE_RATE, 2), np.float32)])

    assert loudness.integrated(loud) == pytest.approx(loudness.integrated(gapped), abs=0.3)


@pytest.mark.parametrize("samples", [np.zeros((0, 2), np.float32), np.zeros((9600, 2), np.float32), tone(997, 0.3)])
def test_nothing_and_almost_nothing_is_silence(samples):
    assert loudness.integrated(samples) == loudness.SILENCE_LUFS


def test_silence_has_no_peak():
    assert -math.inf == loudness.true_peak(np.zeros((4800, 2), np.float32))


def test_a_peak_between_the_samples_is_found():
    # At a quarter of the sample rate, 45° off, every sample is 3 dB below the wave's own peak.
    between = tone(SAMPLE_RATE / 4, 1, 0.5, math.pi / 4)[4800:-4800]

    assert pytest.approx(20 * math.log10(np.abs(between).max()), abs=0.01) == -9.03
    assert pytest.approx(loudness.true_peak(between), abs=0.2) == -6.02


def test_ffmpeg_measures_the_same(speech):
    needs("ffmpeg, the command line program", shutil.which("ffmpeg"))
    random = np.random.default_rng(1)
    noise = np.convolve(random.standard_normal(6 * SAMPLE_RATE), np.hanning(9) / 9, mode="same") * 0.2
    noise[: speech.samples.size] += speech.samples[: noise.size]
    sound = np.stack([noise, 0.5 * noise], axis=1).astype(np.float32)
    command = ["ffmpeg", "-hide_banner", "-nostats", "-f", "f32le", "-ar", "48000", "-ac", "2", "-i", "-"]
    command += ["-af", "ebur128=peak=true", "-f", "null", "-"]
    report = subprocess.run(command, input=sound.tobytes(), capture_output=True, check=True).stderr.decode()
    measured = loudness.measure(sound)

    assert float(re.findall(r"I:\s+(-?[\d.]+) LUFS", report)[-1]) == pytest.approx(measured.integrated, abs=0.1)
    assert float(re.findall(r"Peak:\s+(-?[\d.]+)", report)[-1]) == pytest.approx(measured.true_peak, abs=0.15)


def test_the_limiter_holds_the_true_peak(speech):
    loud = np.stack([speech.samples, speech.samples], axis=1) * np.float32(6)
    limited = limit(loud.copy(), 0.7)

    assert loudness.true_peak(loud) > 0
    assert loudness.true_peak(limited) <= 20 * math.log10(0.7) + 0.05
    assert loud.shape == limited.shape


def test_the_limiter_leaves_quiet_sound_alone(speech):
    quiet = np.stack([speech.samples, speech.samples], axis=1)

    assert np.array_equal(limit(quiet.copy(), 0.9), quiet)


def test_the_compressor_brings_loud_and_soft_together():
    loud, soft = tone(300, 1, 0.5), tone(300, 1, 0.02)
    even = compress(np.concatenate([loud, soft]), threshold=-20, ratio=4, attack=0.005, release=0.05)
    first, second = even[24_000:40_000], even[72_000:90_000]

    assert np.abs(first).max() < 0.6 * 0.5
    assert np.abs(second).max() == pytest.approx(0.02, rel=0.02)
