"""Music has the film's length, its beats, and the balance of a finished record."""

import itertools

import numpy as np
import pytest

from spotwright.render.sound import loudness
from spotwright.render.sound.filters import SAMPLE_RATE
from spotwright.render.sound.music import LUFS, MOODS, compose, effects, mood_for, theory, tones
from spotwright.render.sound.music.drums import DRUMS
from spotwright.render.sound.music.moods import DEFAULT
from spotwright.render.sound.music.tempo import find_tempo

CUTS = (2.1, 4.0, 6.2)


@pytest.fixture(scope="module", params=sorted(MOODS))
def piece(request):
    return request.param, compose(request.param, 8.0, seed=4, cuts=CUTS)


def test_length_is_exact_and_both_ends_are_silent(piece):
    samples = piece[1].samples

    assert samples.shape == (8 * SAMPLE_RATE, 2)
    assert np.float32 == samples.dtype
    assert np.isfinite(samples).all()
    assert not samples[0].any()
    assert np.abs(samples[-100:]).max() < 0.001


def test_loudness_is_level_and_nothing_clips(piece):
    measured = loudness.measure(piece[1].samples)

    assert pytest.approx(measured.integrated, abs=1.0) == LUFS
    assert -12.0 < measured.true_peak <= -0.9


def test_it_grows_towards_the_lift(piece):
    blocks = loudness.blocks(loudness.energies(piece[1].samples))

    assert blocks[:14].mean() + 0.8 < blocks[35:58].mean()


def test_the_spectrum_is_that_of_a_record(piece):
    thirds = effects._THIRDS
    # Over an octave: in a short piece single notes of the bass stand out of their thirds.
    error = np.convolve(effects.balance_error(piece[1].samples), np.ones(3) / 3, mode="same")

    assert np.abs(error[(thirds > 75) & (thirds < 9000)]).max() < 10.0
    assert error[(thirds > 2000) & (thirds < 5200)].max() < 4.0
    assert error[thirds < 45].max() < 3.0


def test_stereo_is_wide_and_survives_mono(piece):
    left, right = piece[1].samples.T
    middle = (left + right) / 2

    assert 0.2 < np.corrcoef(left, right)[0, 1] < 0.97
    assert loudness.integrated(np.stack([middle, middle], axis=1)) > loudness.integrated(piece[1].samples) - 2.5


def test_the_last_beat_leaves_time_to_ring(piece):
    beats = piece[1].beats

    assert 0.9 <= 8.0 - beats[-1] <= 2.2
    assert all(later > earlier for earlier, later in itertools.pairwise(beats))


def test_beats_meet_most_cuts(piece):
    beats = np.array(piece[1].beats)
    missed = [float(np.abs(beats - cut).min()) for cut in CUTS]

    low, high = MOODS[piece[0]].bpm
    # Slow music has fewer beats to offer.
    assert sum(miss < 0.03 for miss in missed) >= (2 if high > 100 else 1)
    assert low <= piece[1].bpm <= high


def test_there_are_no_clicks(piece):
    samples = piece[1].samples.mean(axis=1)
    bend = np.abs(np.diff(samples, 2))

    assert bend.max() < 0.25


def test_equal_arguments_give_equal_music_and_another_seed_another_piece():
    first = compose("tech", 2.5, seed=1).samples

    assert np.array_equal(first, compose("tech", 2.5, seed=1).samples)
    assert not np.allclose(first, compose("tech", 2.5, seed=2).samples)


@pytest.mark.parametrize("seconds", [1.0, 2.0, 5.017])
def test_short_films_have_music_too(seconds):
    music = compose("energetic", seconds, seed=0)

    assert (round(seconds * SAMPLE_RATE), 2) == music.samples.shape
    assert np.abs(music.samples).max() > 0.05
    assert len(music.beats) >= 2


def test_an_unknown_mood_is_the_default_one():
    assert np.array_equal(compose("?", 2.0, seed=1).samples, compose(DEFAULT, 2.0, seed=1).samples)


def test_cuts_outside_the_film_do_no_harm():
    assert compose("warm", 4.0, seed=1, cuts=(-3.0, 0.0, 4.0, 90.0)).beats[-1] < 4.0


@pytest.mark.parametrize(
    ("music", "style", "tone", "mood"),
    [
        ("Upbeat electronic dance", "minimal", None, "energetic"),
        ("lo-fi beats", "bold", "energetic", "chill"),
        (None, "luxury", "elegant", "luxury"),
        (None, "modern", "playful and fun", "playful"),
        (None, "corporate", None, "corporate"),
        ("acoustic guitar, folk", "", None, "warm"),
        ("futuristic synth", "", None, "tech"),
        ("inspiring", "", "", "uplifting"),
        (None, "", None, DEFAULT),
        ("音乐 \0 <x>", "?", "!", DEFAULT),
    ],
)
def test_free_words_choose_a_mood(music, style, tone, mood):
    assert mood == mood_for(music, style, tone)


def test_tempo_bends_to_meet_a_cut_exactly():
    tempo = find_tempo(15.0, [3.05, 6.0, 9.2], slowest=100, fastest=120, wish=0.5)
    steps = np.diff(tempo.times)

    assert min(abs(tempo.times - 3.05)) < 1e-6
    assert steps.max() / steps.min() < 1.085


def test_chord_symbols():
    assert theory.Chord(9, 5, (5, 9, 0, 4, 7)) == theory.chord("Fmaj9/A", 0)
    assert theory.Chord(1, 11, (11, 2, 6)) == theory.chord("Am/B", 2)
    with pytest.raises(ValueError, match="no chord symbol"):
        theory.chord("H7", 0)


def test_voices_move_little_from_chord_to_chord():
    before: tuple[int, ...] = ()
    moves = []
    for symbol in ["Cadd9", "G/B", "Am7", "Fadd9", "Cadd9"]:
        now = theory.voicing(theory.chord(symbol, 0), before, low=53, high=74)
        assert {note % 12 for note in now} <= set(theory.chord(symbol, 0).tones)
        if before:
            moves.append(abs(sum(now) / len(now) - sum(before) / len(before)))
        before = now

    assert max(moves) < 3


def test_every_mood_names_real_instruments_and_chords():
    for mood in MOODS.values():
        for symbols in [*mood.progressions, (mood.turn, mood.final)]:
            for symbol in symbols:
                theory.chord(symbol, mood.keys[0])
        for part in mood.parts:
            assert all(len(rhythm) in {0, 1, 16, 32} for rhythm in part.rhythms)
            assert part.line or part.role not in {"arp", "bass"}
            assert part.tone in (DRUMS if part.role == "drum" else tones.STRUCK.keys() | tones.SUSTAINED.keys())
