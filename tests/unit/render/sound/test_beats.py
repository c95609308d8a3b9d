"""What an onset detector, which knows nothing of the score, finds in the music."""

import itertools

import numpy as np
import pytest

from spotwright.render.sound.filters import SAMPLE_RATE
from spotwright.render.sound.music import MOODS, compose, effects

SECONDS = 15.0
PATTERNS = ((3.0, 6.0, 9.0, 12.0), (2.1, 4.0, 6.2, 9.9), (1.6, 3.1, 8.4, 11.2))
HOP = 480


def novelty(samples):
    """How much louder any part of the spectrum gets, every 10 ms: the log-spectral flux."""
    mono = samples.mean(axis=1)
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(mono, 1024), 2048)[::HOP] * np.hanning(2048)
    spectra = np.log1p(300 * np.abs(np.fft.rfft(frames, axis=1))[:, :512])
    return np.concatenate([[0.0], np.maximum(np.diff(spectra, axis=0), 0).sum(axis=1)])


def near(curve, second, reach=0.05):
    """The largest value around a moment."""
    first, last = (round((second + side * reach) * SAMPLE_RATE / HOP) for side in (-1, 1))
    return curve[max(0, first) : last + 1].max()


@pytest.fixture(scope="module", params=sorted(MOODS))
def pieces(request):
    return [(cuts, compose(request.param, SECONDS, seed=2, cuts=cuts)) for cuts in PATTERNS]


def test_something_begins_where_a_beat_meets_a_cut(pieces):
    met = heard = 0
    for cuts, piece in pieces:
        curve = novelty(piece.samples)
        usual = np.median(curve)
        on_beat = [cut for cut in cuts if np.abs(np.array(piece.beats) - cut).min() < 0.03]
        met += len(on_beat)
        heard += sum(near(curve, cut) > 2 * usual for cut in on_beat)

    assert met >= 0.75 * sum(len(cuts) for cuts, _ in pieces)
    # Felt hammers and bows begin softly; two in three are sharp enough for the detector.
    assert heard >= 0.66 * met


def test_beats_are_where_things_begin(pieces):
    """Far more begins on beats than between them."""
    for _, piece in pieces:
        curve = novelty(piece.samples)
        beats = piece.beats[4:-1]
        between = [(one + other) / 2 + (other - one) / 8 for one, other in itertools.pairwise(beats)]

        assert np.mean([near(curve, beat) for beat in beats]) > 1.2 * np.mean([near(curve, place) for place in between])


def test_the_piece_ends_on_its_last_beat(pieces):
    """The last chord begins there, nothing but its echoes comes after it, and it dies away."""
    for _, piece in pieces:
        curve = novelty(piece.samples)
        last = piece.beats[-1]
        after = curve[round((last + 0.25) * SAMPLE_RATE / HOP) :]
        level = np.sqrt(np.convolve(piece.samples.mean(axis=1) ** 2, np.ones(4800) / 4800, mode="valid")[::4800])
        ring = level[int(last * 10) + 2 :]

        assert near(curve, last) > 2 * np.median(curve)
        assert after.max() < 0.75 * near(curve, last)
        assert ring[-1] < 0.05 * ring[0]


def test_no_two_moods_sound_alike():
    """Each differs from each other in tempo, in how much happens, or in colour."""
    found = {}
    for mood in MOODS:
        piece = compose(mood, SECONDS, seed=2, cuts=PATTERNS[0])
        curve = novelty(piece.samples)
        colour = effects.bands(piece.samples)
        busy = np.mean(curve > 3 * np.median(curve)) * 100
        found[mood] = np.concatenate([[piece.bpm / 8, busy], (colour - colour.mean())[4:24:2]])
    apart = {
        (one, other): float(np.sqrt(np.mean((found[one] - found[other]) ** 2)))
        for one, other in itertools.combinations(found, 2)
    }

    assert min(apart.values()) > 1.0, min(apart, key=apart.__getitem__)
