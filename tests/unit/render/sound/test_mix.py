"""The mix has the film's length and loudness, and the voice in front."""

import numpy as np
import pytest

from spotwright.render.sound import loudness
from spotwright.render.sound.dynamics import Levels, apply_gain
from spotwright.render.sound.encode import decode, write_sound
from spotwright.render.sound.filters import SAMPLE_RATE, band_of, shape
from spotwright.render.sound.mix import activity, duck, mix
from spotwright.render.sound.music import compose
from spotwright.render.sound.voice import SILENCE


@pytest.fixture(scope="module")
def music():
    return compose("corporate", 10.0, seed=2).samples


@pytest.fixture
def bed(music):
    """Mixing uses music up, so every test has its own."""
    return music.copy()


@pytest.mark.parametrize("seconds", [5.0, 9.97, 12.0])
def test_length_loudness_and_peak(tmp_path, speech, bed, seconds):
    mixed = mix(seconds, bed, [(0.5, speech)])
    measured = write_sound(mixed, tmp_path / "sound.m4a")

    assert (round(seconds * SAMPLE_RATE), 2) == mixed.shape
    assert pytest.approx(measured.integrated, abs=0.3) == -14.0
    assert measured.true_peak <= -1.0


def test_a_master_has_the_loudness_and_the_peaks_asked_for(speech, bed):
    mixed = mix(8.0, bed, [(0.5, speech)])
    for target, ceiling in ((-14.0, -1.5), (-20.0, -3.0), (-12.0, -1.0)):
        master = apply_gain(mixed.copy(), Levels(mixed).gain(target, ceiling), loudness.PEAK_BLOCK)
        measured = loudness.measure(master)

        assert pytest.approx(measured.integrated, abs=0.3) == target
        assert measured.true_peak <= ceiling + 0.05


def test_a_file_that_needs_much_limiting_is_measured_and_corrected(tmp_path, speech, bed):
    measured = write_sound(mix(8.0, bed, [(0.5, speech)]), tmp_path / "sound.m4a", target_lufs=-11.0)

    assert pytest.approx(measured.integrated, abs=0.3) == -11.0
    assert measured.true_peak <= -1.0


def test_the_voice_is_well_above_the_music_it_speaks_over(speech, bed):
    talk = activity(bed.shape[0], [(1.0, speech)])
    ducked = duck(bed.copy(), talk)
    said = slice(int(1.5 * SAMPLE_RATE), int(3.0 * SAMPLE_RATE))

    def presence(samples):
        return loudness.integrated(shape(samples[said], band_of(900, 4500)))

    assert loudness.integrated(ducked[said]) < loudness.integrated(bed[said]) - 9
    assert presence(ducked) < presence(bed) - 12


def test_ducking_begins_before_the_first_word_and_never_jumps(speech):
    talk = activity(12 * SAMPLE_RATE, [(2.0, speech)])
    first = round((2.0 + speech.words[0].start) * 100)

    assert talk[0] == 0.0
    assert talk[first] > 0.95
    assert pytest.approx(talk[-1]) == 0.0
    assert np.abs(np.diff(talk)).max() < 0.08


def test_a_voice_without_music_and_music_without_a_voice(tmp_path, speech, bed):
    for mixed in (mix(8.0, None, [(0.2, speech)]), mix(8.0, bed, [])):
        assert pytest.approx(write_sound(mixed, tmp_path / "sound.m4a").integrated, abs=0.3) == -14.0


def test_silence_stays_silence():
    assert not mix(2.0, None, []).any()
    assert not mix(2.0, None, [(0.0, SILENCE)]).any()


def test_what_lies_outside_the_film_is_not_heard(speech):
    mixed = mix(3.0, None, [(-1.0, speech), (2.5, speech), (99.0, speech)])

    assert mixed.shape == (3 * SAMPLE_RATE, 2)


@pytest.mark.parametrize(("mood", "seconds"), [("energetic", 5.0), ("luxury", 6.02)])
def test_the_written_file_is_as_long_and_as_loud_as_it_should_be(tmp_path, speech, mood, seconds):
    path = tmp_path / "sound.m4a"
    measured = write_sound(mix(seconds, compose(mood, seconds, seed=1).samples, [(0.3, speech)]), path)
    heard = decode(path)

    assert round(seconds * SAMPLE_RATE) == heard.shape[0]
    assert loudness.measure(heard) == measured
    assert pytest.approx(measured.integrated, abs=0.3) == -14.0
    assert measured.true_peak <= -1.0


def test_what_is_written_is_where_it_was(tmp_path, speech):
    mixed = mix(6.0, None, [(1.0, speech)])
    write_sound(mixed, tmp_path / "sound.m4a")
    heard = decode(tmp_path / "sound.m4a")
    size = 1 << 20
    likeness = np.fft.irfft(np.fft.rfft(heard[:, 0], size) * np.conj(np.fft.rfft(mixed[:, 0], size)))

    assert int(np.argmax(likeness)) == 0


def test_very_quiet_sound_is_brought_up(tmp_path, bed):
    measured = write_sound(bed * np.float32(0.01), tmp_path / "sound.m4a")

    assert pytest.approx(measured.integrated, abs=0.3) == -14.0
    assert measured.true_peak <= -1.0


def test_one_loud_click_does_not_keep_the_rest_quiet_or_clip(tmp_path, bed):
    clicked = bed * np.float32(0.2)
    clicked[100_000:100_010] = 1.0
    measured = write_sound(clicked, tmp_path / "sound.m4a")

    assert pytest.approx(measured.integrated, abs=0.5) == -14.0
    assert measured.true_peak <= -1.0


def test_digital_silence_is_written_as_silence(tmp_path):
    measured = write_sound(np.zeros((SAMPLE_RATE, 2), np.float32), tmp_path / "sound.m4a")

    assert measured.integrated == loudness.SILENCE_LUFS
    assert decode(tmp_path / "sound.m4a").shape[0] == SAMPLE_RATE


def test_the_same_samples_give_the_same_bytes(tmp_path, bed):
    write_sound(bed, tmp_path / "one.m4a")
    write_sound(bed, tmp_path / "two.m4a")

    assert (tmp_path / "one.m4a").read_bytes() == (tmp_path / "two.m4a").read_bytes()
