"""The same film is the same file, whoever makes it: sound, captions, pictures and all."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

PHOTO = Path(__file__).parents[2] / "examples" / "photos" / "espresso.jpg"

MAKE = """
import hashlib, sys
from pathlib import Path

from spotwright.render import production
from spotwright.render.settings import Settings
from spotwright.render.film import Brand, Film, FilmScene, Media

place, photo = Path(sys.argv[1]), Path(sys.argv[2])
media = Media(str(photo), hashlib.sha256(photo.read_bytes()).hexdigest(), "image", 1800, 1200)
scenes = (
    FilmScene("hook", "Good mornings start here", media=(media,), frames=50, transition="auto"),
    FilmScene("offer", "Half price until Sunday", "With KESTREL", "Offer", frames=50, subject="coffee"),
    FilmScene("cta", "Get your first bag", frames=50),
)
brand = Brand("Morgenrot", ("#A63A22", "#2B1B14"))
film = Film(640, 360, 24, "bold", scenes, brand, 7, "Order now", "morgenrot.example")
said = ["Good mornings start here.", "Half price until Sunday, for 5 €.", "Get your first bag today."]
told = {"on_progress": lambda done, total: None}
settings, cache = Settings(), str(place / "segments")
production.soundtrack(film, said, (None, "bold", "calm"), str(place), **told)
plan = production.timeline(film, str(place / "cues.json"), settings, str(place), **told)
keys = [segment["key"] for segment in plan["segments"]]
laid_out = str(place / plan["file"])
production.footage(laid_out, {}, keys, cache, settings, **told)
production.finish(laid_out, {}, keys, cache, str(place / "sound.m4a"), str(place), **told)
"""

SURROUNDINGS = (
    {"PYTHONHASHSEED": "1", "TZ": "UTC", "LANG": "C.UTF-8"},
    {
        "PYTHONHASHSEED": "4242",
        "TZ": "Pacific/Kiritimati",
        "LANG": "tr_TR.UTF-8",
        "LC_ALL": "de_DE.UTF-8",
        "NUMBA_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MALLOC_PERTURB_": "165",
    },
)


def made(folder: Path, surroundings: dict[str, str]) -> dict[str, str]:
    """Makes the film in a fresh process and returns the SHA-256 of everything it wrote, by name."""
    folder.mkdir()
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "NUMBA_CACHE_DIR") if name in os.environ}
    subprocess.run([sys.executable, "-c", MAKE, str(folder), str(PHOTO)], env={**kept, **surroundings}, check=True)
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_two_processes_make_the_same_film(tmp_path: Path) -> None:
    """Other hash seeds, time zones, languages, folders, numbers of threads and used memory change nothing."""
    one, two = (made(tmp_path / str(number), around) for number, around in enumerate(SURROUNDINGS))
    assert {"ad.mp4", "ad.srt", "ad.vtt", "cues.json", "poster.jpg", "sound.m4a"} <= set(one)
    assert one == two
