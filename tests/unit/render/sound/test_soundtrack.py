"""One call makes the whole sound of a film."""

import pytest

from spotwright.render.sound.encode import decode
from spotwright.render.sound.filters import SAMPLE_RATE
from spotwright.render.sound.soundtrack import make_soundtrack

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
    for name, cache in (("one", None), ("two", tmp_path / "spoken"), ("three", tmp_path / "spoken")):
        make_soundtrack(3.0, SCRIPTS[:1], mood="chill", seed=3, cuts=[3.0], out=tmp_path / name, cache=cache)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes() == (tmp_path / "three").read_bytes()


def test_a_film_can_do_without_voice_or_music(tmp_path):
    silent = make_soundtrack(
        5.0, SCRIPTS[:1], mood="chill", seed=3, cuts=[], out=tmp_path / "a.m4a", voice=None, music=False
    )

    assert silent.cues == ()
    assert silent.loudness.integrated == -70.0
