"""Captions keep the rules of broadcasters, whatever is said."""

import itertools
import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotwright.render.cues import Word
from spotwright.render.sound.captions import FASTEST, LINE, LINES, SHORTEST, make_cues, to_srt, to_vtt
from spotwright.render.sound.voice import FASTEST as FASTEST_SPEECH

FPS = 25.0


@st.composite
def spoken(draw):
    """Words at the pace of speech, with pauses."""
    words, at = [], draw(st.floats(0, 3))
    for _ in range(draw(st.integers(0, 40))):
        text = draw(st.text(min_size=1, max_size=60) | st.sampled_from(["the", "now.", "watch,", "and", "today!"]))
        length = draw(st.floats(0.0, 1.2))
        words.append(Word(text, at, at + length))
        at += length + draw(st.sampled_from([0.0, 0.02, 0.1, 0.5, 1.5]))
    return words


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@settings(max_examples=40, deadline=None)
@given(spoken())
def test_lines_are_short_and_cues_follow_each_other(words):
    cues = make_cues(words, fps=FPS)

    for cue in cues:
        assert 1 <= len(cue.lines) <= LINES
        assert all(0 < len(line) <= LINE for line in cue.lines)
        assert cue.start < cue.end
    for before, after in itertools.pairwise(cues):
        assert before.start < after.start
        assert before.end <= after.start


@settings(max_examples=40, deadline=None)
@given(spoken(), st.none() | st.floats(0.5, 60))
def test_cues_can_be_read_where_the_next_one_leaves_room(words, until):
    cues = make_cues(words, fps=FPS, until=until)

    for cue, following in itertools.zip_longest(cues, cues[1:]):
        wanted = max(SHORTEST, sum(map(len, cue.lines)) / FASTEST)
        limit = math.inf if until is None else until
        room = min(limit, following.start - 2 / FPS if following else math.inf) - cue.start
        assert cue.end - cue.start >= min(wanted, room) - 1e-9
        assert until is None or cue.end <= max(until, cue.start + 0.04 + 1e-9)


@settings(max_examples=40, deadline=None)
@given(spoken())
def test_a_cue_comes_with_its_first_word(words):
    cues = make_cues(words, fps=FPS)

    for cue in cues:
        assert cue.words[0].start - 0.2 - 1e-9 <= cue.start <= cue.words[0].start + 0.25 + 2 / FPS + 0.04 * len(cues)


@settings(max_examples=40, deadline=None)
@given(spoken())
def test_no_word_is_lost(words):
    cues = make_cues(words, fps=FPS)

    assert [word for cue in cues for word in cue.words] == sorted(
        (word for cue in cues for word in cue.words), key=lambda word: word.start
    )
    shown = squeezed("".join(cue.text for cue in cues))
    assert squeezed("".join(word.text for cue in cues for word in cue.words)) == shown


@settings(max_examples=40, deadline=None)
@given(spoken())
def test_files_hold_one_block_a_cue_and_no_stray_markup(words):
    cues = make_cues(words, fps=FPS)
    srt, vtt = to_srt(cues), to_vtt(cues)

    assert len(cues) == srt.count(" --> ") == vtt.count(" --> ")
    assert vtt.startswith("WEBVTT\n")
    for line in srt.splitlines() + vtt.splitlines():
        assert "<" not in line
        assert "\0" not in line
    assert len(cues) == len([block for block in srt.split("\n\n") if block.strip()])


def pace(text: str, *, start: float = 0.0, per_letter: float = 0.055) -> list[Word]:
    words, at = [], start
    for token in text.split():
        length = per_letter * (len(token) + 1)
        words.append(Word(token, at, at + length))
        at += length + (0.35 if token[-1] in ".!?" else 0.0)
    return words


def test_speech_at_a_usual_pace_keeps_every_rule():
    text = (
        "Meet Aurora, the watch that moves with you wherever the day may lead. It is waterproof to 50 m, tracks your"
        " sleep, and lasts two weeks on one charge! Order today, and save 20% on your first strap."
    )
    cues = make_cues(pace(text), fps=FPS)

    assert text == " ".join(cue.text for cue in cues)
    for cue in cues:
        assert cue.end - cue.start >= SHORTEST
        assert len(cue.text) / (cue.end - cue.start) <= 20.5
        assert cue.lines[-1].split()[-1].lower() not in {"the", "and", "to", "with", "on", "your", "a"}
    for before, after in itertools.pairwise(cues):
        assert after.start - before.end >= 2 / FPS - 1e-9
        assert before.text[-1] in ".,!" or after.text[0].islower()


def test_a_cue_never_runs_into_the_next_sentence_when_there_is_room():
    cues = make_cues(pace("This is new. Try it now, it is here."), fps=FPS)

    assert [cue.text for cue in cues] == ["This is new.", "Try it now, it is here."]


def test_a_pause_ends_a_cue():
    words = [*pace("wait for"), *pace("it again", start=3.0)]

    assert [cue.text for cue in make_cues(words)] == ["wait for", "it again"]


def test_long_lines_are_broken_in_two_of_about_the_same_length():
    (cue,) = make_cues(pace("A strap made from ocean plastic, by hand, in Porto.", per_letter=0.02))

    assert len(cue.lines) == 2
    assert max(map(len, cue.lines)) - min(map(len, cue.lines)) <= 20


def test_the_last_cue_ends_with_the_film():
    (cue,) = make_cues([Word("Now!", 4.5, 4.95)], until=5.0)

    assert cue.end == 5.0


def test_formats():
    cues = make_cues([Word("<b>A&B</b>", 1.0, 2.0), Word("{x}", 2.0, 3661.5)])

    assert to_srt(cues) == "1\n00:00:01,000 --> 01:01:01,850\n‹b›A&B‹/b› (x)\n"
    assert to_vtt(cues) == "WEBVTT\n\n00:00:01.000 --> 01:01:01.850\n&lt;b&gt;A&amp;B&lt;/b&gt; {x}\n"


def test_nothing_said_gives_empty_files():
    assert make_cues([]) == ()
    assert to_srt([]) == ""
    assert to_vtt([]) == "WEBVTT\n"


ODD = (
    "Strength through thoughtful craftsmanship stretches everyday routines straight into brilliance.",
    "The smoothest, brightest, strongest straps: washed, brushed, stitched and matched.",
    "Get 3 for 2 & save 20% | today: www.aurora.com/deals → #1!",
    "Responsibly-manufactured, climate-neutral, dermatologically-tested hypoallergenic moisturiser for everyone.",
    "SALE!!! 50% OFF!!! NOW!!!",
    "I. Am. So. Very. Sure.",
    "<b>Bold</b> {and} “quoted”, naïve Zoë…",
)


@pytest.mark.parametrize("speed", [1.0, FASTEST_SPEECH])
@pytest.mark.parametrize("text", ODD)
def test_whatever_is_really_said_can_be_read(voice, text, speed):
    cues = make_cues(voice.say(text, speed=speed).words, fps=FPS, until=60.0)

    for cue, following in itertools.zip_longest(cues, cues[1:]):
        size = sum(map(len, cue.lines))
        assert size / (cue.end - cue.start) <= FASTEST + 0.5
        room = following.start - 2 / FPS - cue.start if following else math.inf
        assert cue.end - cue.start >= min(SHORTEST, room) - 1e-9
