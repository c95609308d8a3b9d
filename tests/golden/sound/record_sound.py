"""Records the golden sounds anew and prints how far each is from what was kept; they lie in ``out/golden`` to hear."""

import sys

from fingerprints import CAPTIONS, FILE, distance, fingerprint, keep, keep_captions, kept, kept_captions, written
from sound_films import FILMS

from spotwright.render.sound.encode import decode

OUT = FILE.parents[3] / "out" / "golden"


def main() -> None:
    """Makes all of them."""
    before = kept() if FILE.exists() else {}
    captions = kept_captions() if CAPTIONS.exists() else {}
    now, said = {}, {}
    OUT.mkdir(parents=True, exist_ok=True)
    for film in FILMS:
        path = OUT / f"{film.name}.m4a"
        said[film.name] = written(film.make(path).cues)
        found = now[film.name] = fingerprint(decode(path))
        same = film.name in before and before[film.name].shape == found.shape
        what = f"{distance(before[film.name], found):.2f} dB" if same else "recorded for the first time at this length"
        changed = "" if captions.get(film.name) == said[film.name] else ", other captions"
        sys.stdout.write(f"{film.name}: {what}{changed}\n")
    keep(now)
    keep_captions(said)


if __name__ == "__main__":
    main()
