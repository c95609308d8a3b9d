"""Films that were listened to with instruments once sound the same today."""

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from fingerprints import distance, fingerprint, kept, kept_captions, written
from sound_films import FILMS, SoundFilm

from spotwright.render.sound.encode import decode
from spotwright.render.sound.filters import band_of, shape

AUDIBLE = 0.5
"""dB: the RMS over time that no band may be away from what was recorded."""


@pytest.mark.parametrize("film", FILMS, ids=lambda film: film.name)
def test_films_sound_as_they_were_recorded(film: SoundFilm, tmp_path: Path) -> None:
    """``python tests/golden/sound/record_sound.py`` records them anew and says what changed: hear ``out/golden``."""
    track = film.make(tmp_path / "sound.m4a")

    assert distance(kept()[film.name], fingerprint(decode(tmp_path / "sound.m4a"))) <= AUDIBLE
    assert kept_captions()[film.name] == written(track.cues)


def test_another_process_makes_the_same_bytes(tmp_path: Path) -> None:
    film = FILMS[1]
    film.make(tmp_path / "here.m4a")
    code = "import sys; from pathlib import Path; from sound_films import FILMS; FILMS[1].make(Path(sys.argv[1]))"
    command = [sys.executable, "-c", code, str(tmp_path / "there.m4a")]
    subprocess.run(command, check=True, cwd=Path(__file__).parent, env={"PYTHONPATH": ":".join(sys.path)})
    here, there = (hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() for name in ("here.m4a", "there.m4a"))

    assert here == there


def _louder_presence(samples):
    return samples + shape(samples, band_of(2000, 4000)) * np.float32(0.15)


def _late(samples):
    return np.roll(samples, 4800, axis=0)


def _left_softer(samples):
    return samples * np.array([0.9, 1.0], np.float32)


def _gap(samples):
    return np.concatenate([samples[:96_000], np.zeros((9600, 2), np.float32), samples[105_600:]])


@pytest.mark.parametrize("change", [_louder_presence, _late, _left_softer, _gap])
def test_what_can_be_heard_is_noticed(change, tmp_path: Path) -> None:
    film = FILMS[1]
    film.make(tmp_path / "sound.m4a")

    assert distance(kept()[film.name], fingerprint(change(decode(tmp_path / "sound.m4a")))) > AUDIBLE
