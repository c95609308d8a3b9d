"""The voice says every word, always the same way, and tells when."""

import itertools
from pathlib import Path

import numpy as np
import pytest
from hibari.g2p import G2P
from hypothesis import given
from hypothesis import strategies as st

from spotwright.render.sound import lexicon, neural
from spotwright.render.sound.remembered import RememberedVoice
from spotwright.render.sound.voice import FASTEST, SAMPLE_RATE, say_within


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


def test_the_same_text_gives_the_same_samples(voice):
    assert np.array_equal(voice.say("Try it today.").samples, voice.say("Try it today.").samples)


def test_faster_speech_is_shorter(voice):
    line = "Try it today, and love it."

    assert voice.say(line, speed=1.25).seconds < 0.9 * voice.say(line).seconds


def test_speech_hurries_only_as_much_as_it_must(voice):
    line = "Meet the watch that moves with you all day long."
    own = voice.say(line).seconds

    assert own == say_within(voice, line, own + 1).seconds
    assert own * 0.85 < say_within(voice, line, own * 0.95).seconds <= own * 0.95
    assert say_within(voice, line, 0.5).seconds == voice.say(line, speed=FASTEST).seconds


@pytest.mark.parametrize("text", ["", "你好，世界", "😀", "\0"])
def test_what_cannot_be_said_is_silence(voice, text):
    speech = voice.say(text)

    assert speech.samples.size == 0
    assert speech.words == ()


def test_hostile_text_is_said_in_bounded_time(voice):
    speech = voice.say("<b>{x}</b> \0\0 [a](/b/) http://" + "a" * 500 + " ok " + "й" * 3 + "\n\n\t“quoted”")

    assert speech.words
    assert speech.words[-1].text == "“quoted”"


def test_long_sentences_are_said_in_parts(voice):
    text = "a very long line of words without any end " * 20

    assert len(text.split()) == len(voice.say(text).words)


def test_without_durations_times_are_still_in_order(voice, monkeypatch):
    monkeypatch.setattr(neural._engine(), "has_durations", False)
    speech = voice.say("Still in order.")

    assert [word.text for word in speech.words] == ["Still", "in", "order."]
    assert all(before.end <= after.start + 1e-9 for before, after in itertools.pairwise(speech.words))
    assert speech.words[-1].end <= speech.seconds + 1e-9


def test_dictionaries_on_disk_read_text_as_those_in_memory_do():
    text = "Zoe's 3 well-read Kubernetes experts live in Nice, but read the record aloud; I lead. A US-made USB can't."
    mine, stock = lexicon.Reader(), G2P()

    def read(reader):
        return [(token.text, token.tag, token.phonemes) for token in reader.phonemize_tokens(reader.tokenize(text))]

    assert read(mine) == read(stock)


@pytest.fixture(scope="module")
def dictionaries(tmp_path_factory) -> Path:
    """The file of all dictionaries, as it is written where none lies."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("dictionaries")
        patch.setenv("NUMBA_CACHE_DIR", str(folder))
        assert lexicon.Reader().knows("coffee")
    return next(folder.iterdir())


@pytest.mark.parametrize("left", [0, 1, 4096, 1_000_000, -1])
def test_a_dictionary_that_a_loss_of_power_cut_short_is_written_anew(dictionaries, left, tmp_path, monkeypatch):
    whole = dictionaries.read_bytes()
    path = tmp_path / dictionaries.name
    path.write_bytes(whole[:left])
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))

    assert lexicon.Reader().knows("zucchini")
    assert path.read_bytes() == whole


def test_a_dictionary_of_zeros_is_written_anew(dictionaries, tmp_path, monkeypatch):
    path = tmp_path / dictionaries.name
    path.write_bytes(bytes(dictionaries.stat().st_size))
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))

    assert lexicon.Reader().knows("zucchini")
    assert path.read_bytes() == dictionaries.read_bytes()


@given(
    st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), st.integers()),
    st.dictionaries(st.text(alphabet="ab:é", max_size=4), st.text(st.characters(exclude_categories=["Cs"]))),
)
def test_a_table_finds_what_is_there_and_nothing_else(numbers, texts):
    numbers = {key: value for key, value in numbers.items() if not set("\t\n") & set(key)}
    data = lexicon.lines({"n:": numbers.items(), "t:": texts.items()})
    first, second = lexicon.Table(data, "n:"), lexicon.Table(data, "t:")

    assert all(first.get(key) == value for key, value in numbers.items())
    assert all(second.get(key) == value for key, value in texts.items())
    assert all((key in first) == (key in numbers) for key in [*texts, "", "a", "zz"])


class Counting:
    """A voice that counts what it is asked to say."""

    name = "counting-1"

    def __init__(self, voice):
        self.voice = voice
        self.asked = []

    def say(self, text, *, speed=1.0):
        self.asked.append((text, speed))
        return self.voice.say(text, speed=speed)


def test_nothing_is_said_twice(voice, tmp_path):
    counting = Counting(voice)
    remembered = RememberedVoice(counting, tmp_path / "spoken")
    first = remembered.say("Try it today.")
    again = RememberedVoice(counting, tmp_path / "spoken").say(" Try it today.\n")
    faster = remembered.say("Try it today.", speed=1.2)

    assert counting.asked == [("Try it today.", 1.0), ("Try it today.", 1.2)]
    assert np.array_equal(first.samples, again.samples)
    assert first.words == again.words
    assert faster.seconds < first.seconds


def test_a_damaged_memory_is_made_again(voice, tmp_path):
    first = RememberedVoice(voice, tmp_path).say("Try it today.")
    (kept,) = tmp_path.iterdir()
    for damage in (kept.read_bytes()[:-4000], b"", b"{}\n", b"[1]\n1234", b"\xff\xfe"):
        kept.write_bytes(damage)

        assert np.array_equal(RememberedVoice(voice, tmp_path).say("Try it today.").samples, first.samples)


def test_a_memory_that_cannot_be_written_costs_only_time(voice, tmp_path):
    (tmp_path / "file").write_text("in the way")

    assert RememberedVoice(voice, tmp_path / "file").say("Try it today.").words


def test_silence_is_remembered_too(voice, tmp_path):
    counting = Counting(voice)
    for _ in range(2):
        assert RememberedVoice(counting, tmp_path).say("你好").samples.size == 0
    assert len(counting.asked) == 1
