"""Scripts are spoken in their scenes; what does not fit is said so."""

import itertools

import numpy as np
import pytest

from spotwright.render.sound.narration import narrate

SCRIPTS = [
    (0.0, 3.0, "Tired of watches that die by noon?"),
    (3.0, 3.5, "Meet Aurora: the watch that moves with you."),
    (6.5, 3.5, ""),
]


def test_words_stay_in_their_scenes(voice):
    narration = narrate(10.0, SCRIPTS, voice)

    assert pytest.approx(narration.voices[0][0]) == 0.25
    assert all(word.end < 3.0 for word in narration.words[:7])
    assert all(word.start > 3.0 and word.end < 6.5 for word in narration.words[7:])


def test_a_long_script_runs_into_the_silence_that_follows(voice):
    long = "Meet Aurora, the watch that moves with you, day and night."
    narration = narrate(8.0, [(0.0, 2.0, long), (2.0, 6.0, "")], voice)

    assert narration.warnings == ()
    assert long.split() == [word.text for word in narration.words]


def test_a_script_too_long_for_everything_loses_its_last_clauses(voice):
    narration = narrate(
        6.0,
        [
            (0.0, 3.0, "It is light, it is strong, it is waterproof, and it lasts for two weeks."),
            (3.0, 3.0, "Buy now."),
        ],
        voice,
    )
    (warning,) = narration.warnings

    assert "Scene 1" in warning
    assert "two weeks" in warning
    assert "It is light, it is" in " ".join(word.text for word in narration.words)
    assert [word.text for word in narration.words[-2:]] == ["Buy", "now."]
    assert all(before.end <= after.start for before, after in itertools.pairwise(narration.words))


def test_a_script_without_a_clause_loses_words_but_no_half_phrase(voice):
    script = "The softest blanket that you will ever put on the bed of your own child"
    narration = narrate(2.0, [(0.0, 2.0, script)], voice)

    assert narration.warnings
    assert narration.words[-1].text not in {"the", "of", "your", "on", "that"}
    assert narration.words[-1].end <= 2.0


def test_scripts_in_other_languages_are_named_not_spoken(voice):
    narration = narrate(6.0, [(0.0, 3.0, "你好，世界"), (3.0, 3.0, "Hello.")], voice)

    assert "Scene 1" in narration.warnings[0]
    assert [word.text for word in narration.words] == ["Hello."]


def test_hostile_scripts_do_no_harm(voice):
    narration = narrate(4.0, [(0.0, 2.0, "word, " * 2000), (2.0, 0.05, "x"), (2.05, 1.95, "\0😀<b>")], voice)

    assert all(word.end <= 4.0 for word in narration.words)


def test_a_scene_as_long_as_its_script_wants_is_spoken_at_its_own_pace(voice):
    script = "It is light, it is strong, it is waterproof."
    seconds = voice.say(script).seconds + 0.4
    narration = narrate(seconds, [(0.0, seconds, script)], voice)

    assert voice.say(script).seconds == narration.voices[0][1].seconds
    assert narration.warnings == ()


def test_a_short_script_in_a_long_scene_is_spoken_with_more_ease(voice):
    script = "It is here. Try it now."
    narration = narrate(7.0, [(0.0, 7.0, script)], voice)
    own, ((begin, speech),) = voice.say(script), narration.voices

    assert script.split() == [word.text for word in narration.words]
    assert speech.seconds > own.seconds + 0.45
    assert 0.5 < begin + speech.words[0].start < 1.1
    assert narration.words[3].start - narration.words[2].end > own.words[3].start - own.words[2].end + 0.4
    # The samples went where the words went.
    for word, before in zip(speech.words, own.words, strict=True):
        assert np.abs(speech.samples[int(word.start * 48_000) : int(word.end * 48_000)]).max() > 0.02, (word, before)


@pytest.mark.parametrize("seconds", [1.0, 1.5, 2.0])
def test_even_the_shortest_take_says_something(voice, seconds):
    narration = narrate(seconds, [(0.0, seconds, "Meet Aurora, the watch that moves with you.")], voice)

    assert narration.words[0].text == "Meet"
    assert narration.words[-1].end <= seconds
    assert "too long" in narration.warnings[0]


def test_a_lone_weak_word_is_not_worth_saying(voice):
    narration = narrate(3.3, [(0.0, 0.6, "Only $1,199.99, at www.aurora-watches.com!"), (0.6, 2.7, "Buy now.")], voice)

    assert [word.text for word in narration.words] == ["Buy", "now."]
    assert "too long" in narration.warnings[0]
