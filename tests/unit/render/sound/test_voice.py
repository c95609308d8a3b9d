"""The voice says every word, always the same way, and tells when."""

import itertools

import numpy as np
import pytest

from spotwright.render.sound import voice
from spotwright.render.sound.voice import SAMPLE_RATE, speak, speak_to_fit


def test_words_are_those_written_in_order_and_inside_the_sound(speech):
    assert [word.text for word in speech.words] == [
        "Meet",
        "Aurora:",
        "the",
        "watch",
        "that",
        "moves",
        "with",
        "you.",
        "Only",
        "$199.99,",
        "at",
        "www.aurora.com!",
    ]
    assert all(word.start < word.end for word in speech.words)
    assert all(before.end <= after.start + 1e-9 for before, after in itertools.pairwise(speech.words))
    assert speech.words[0].start >= 0
    assert speech.words[-1].end <= speech.seconds


def test_sound_is_where_the_words_are(speech):
    def power(start: float, end: float) -> float:
        piece = speech.samples[int(start * SAMPLE_RATE) : int(end * SAMPLE_RATE)]
        return float(np.mean(piece**2))

    you, only = speech.words[7], speech.words[8]
    pause = power(you.end + 0.12, only.start - 0.08)
    assert all(power(word.start, word.end) > 100 * pause for word in speech.words)


def test_samples_are_clean_48_khz_mono(speech):
    assert np.float32 == speech.samples.dtype
    assert speech.samples.ndim == 1
    assert 0.05 < float(np.abs(speech.samples).max()) < 1.0
    assert 5.0 < speech.seconds < 9.0
    assert speech.samples[0] == 0.0
    assert abs(float(speech.samples[-1])) < 0.01


def test_there_is_no_image_above_the_voice(speech):
    spectrum = np.abs(np.fft.rfft(speech.samples)) ** 2
    hertz = np.fft.rfftfreq(speech.samples.size, 1 / SAMPLE_RATE)

    assert spectrum[hertz > 13_000].sum() < 1e-7 * spectrum.sum()


def test_the_same_text_gives_the_same_samples():
    assert np.array_equal(speak("Try it today.").samples, speak("Try it today.").samples)


def test_faster_speech_is_shorter():
    assert speak("Try it today, and love it.", speed=1.25).seconds < 0.9 * speak("Try it today, and love it.").seconds


def test_speech_hurries_only_as_much_as_it_must():
    line = "Meet the watch that moves with you all day long."
    own = speak(line).seconds

    assert own == speak_to_fit(line, own + 1).seconds
    assert own * 0.85 < speak_to_fit(line, own * 0.95).seconds <= own * 0.95
    assert speak_to_fit(line, 0.5).seconds == speak(line, speed=voice.FASTEST).seconds


@pytest.mark.parametrize("text", ["", "你好，世界", "😀", "\0"])
def test_what_cannot_be_said_is_silence(text):
    speech = speak(text)

    assert speech.samples.size == 0
    assert speech.words == ()


def test_hostile_text_is_said_in_bounded_time():
    speech = speak("<b>{x}</b> \0\0 [a](/b/) http://" + "a" * 500 + " ok " + "й" * 3 + "\n\n\t“quoted”")

    assert speech.words
    assert speech.words[-1].text == "“quoted”"


def test_long_sentences_are_said_in_parts():
    text = "a very long line of words without any end " * 20

    assert len(text.split()) == len(speak(text).words)


def test_without_durations_times_are_still_in_order(monkeypatch):
    monkeypatch.setattr(voice._engine(), "has_durations", False)
    speech = speak("Still in order.")

    assert [word.text for word in speech.words] == ["Still", "in", "order."]
    assert all(before.end <= after.start + 1e-9 for before, after in itertools.pairwise(speech.words))
    assert speech.words[-1].end <= speech.seconds + 1e-9
