"""Scripts are spoken in their scenes; what does not fit is said so."""

import itertools

import pytest

from spotwright.render.sound.encode import decode
from spotwright.render.sound.filters import SAMPLE_RATE
from spotwright.render.sound.soundtrack import make_soundtrack, narrate, seconds_for
from spotwright.render.sound.voice import speak

SCRIPTS = [
    (0.0, 3.0, "Tired of watches that die by noon?"),
    (3.0, 3.5, "Meet Aurora: the watch that moves with you."),
    (6.5, 3.5, ""),
]


def test_a_whole_soundtrack(tmp_path):
    out = tmp_path / "ad.m4a"
    track = make_soundtrack(10.0, SCRIPTS, mood="tech", seed=3, cuts=[3.0, 6.5], out=out)

    assert decode(out).shape[0] == 10 * SAMPLE_RATE
    assert track.warnings == ()
    assert pytest.approx(track.loudness.integrated, abs=0.3) == -14.0
    assert track.loudness.true_peak <= -1.0
    assert " ".join(text for _, _, text in SCRIPTS).split() == " ".join(cue.text for cue in track.cues).split()


def test_the_same_film_gives_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        make_soundtrack(3.0, SCRIPTS[:1], mood="chill", seed=3, cuts=[3.0], out=tmp_path / name)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_film_can_do_without_voice_or_music(tmp_path):
    silent = make_soundtrack(
        5.0, SCRIPTS[:1], mood="chill", seed=3, cuts=[], out=tmp_path / "a.m4a", voice=False, music=False
    )

    assert silent.cues == ()
    assert silent.loudness.integrated == -70.0


def test_words_stay_in_their_scenes():
    narration = narrate(10.0, SCRIPTS)

    assert pytest.approx(narration.voices[0][0]) == 0.25
    assert all(word.end < 3.0 for word in narration.words[:7])
    assert all(word.start > 3.0 and word.end < 6.5 for word in narration.words[7:])


def test_a_long_script_runs_into_the_silence_that_follows():
    long = "Meet Aurora, the watch that moves with you, day and night."
    narration = narrate(8.0, [(0.0, 2.0, long), (2.0, 6.0, "")])

    assert narration.warnings == ()
    assert long.split() == [word.text for word in narration.words]


def test_a_script_too_long_for_everything_loses_its_last_clauses():
    narration = narrate(
        6.0,
        [
            (0.0, 3.0, "It is light, it is strong, it is waterproof, and it lasts for two weeks."),
            (3.0, 3.0, "Buy now."),
        ],
    )
    (warning,) = narration.warnings

    assert "Scene 1" in warning
    assert "two weeks" in warning
    assert "It is light, it is" in " ".join(word.text for word in narration.words)
    assert [word.text for word in narration.words[-2:]] == ["Buy", "now."]
    assert all(before.end <= after.start for before, after in itertools.pairwise(narration.words))


def test_a_script_without_a_clause_loses_words_but_no_half_phrase():
    narration = narrate(2.0, [(0.0, 2.0, "The softest blanket that you will ever put on the bed of your own child")])

    assert narration.warnings
    assert narration.words[-1].text not in {"the", "of", "your", "on", "that"}
    assert narration.words[-1].end <= 2.0


def test_scripts_in_other_languages_are_named_not_spoken():
    narration = narrate(6.0, [(0.0, 3.0, "你好，世界"), (3.0, 3.0, "Hello.")])

    assert "Scene 1" in narration.warnings[0]
    assert [word.text for word in narration.words] == ["Hello."]


def test_hostile_scripts_do_no_harm():
    narration = narrate(4.0, [(0.0, 2.0, "word, " * 2000), (2.0, 0.05, "x"), (2.05, 1.95, "\0😀<b>")])

    assert all(word.end <= 4.0 for word in narration.words)


def test_a_scene_as_long_as_its_script_wants_is_spoken_at_its_own_pace():
    script = "It is light, it is strong, it is waterproof."
    seconds = seconds_for(script)
    narration = narrate(seconds, [(0.0, seconds, script)])

    assert speak(script).seconds == narration.voices[0][1].seconds
    assert narration.warnings == ()
    assert seconds_for("你好") == 0.0
