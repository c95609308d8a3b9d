"""Ads for the eye to read back: real photographs, real words, every art direction, four shapes of screen."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from spotwright.render import codec, sandbox
from spotwright.render.cues import Cue
from spotwright.render.film import Brand, Film, FilmScene, Media
from spotwright.render.settings import Settings

PHOTOS = Path(__file__).parents[3] / "examples" / "photos"

COFFEE = (
    ("Good mornings start here", "Good mornings start with one good cup of coffee."),
    ("Roasted the day you order", "We roast yours the day you order it, and post it within 24 hours."),
    ("Your first bag for 5 €", "Get your first bag for five euros today."),
)
TRAILS = (
    ("Mountains are waiting", "Leave the noise behind, and follow a quiet path."),
    ("Boots made for every trail", "Dry feet in the stream, firm steps on the summit, for 10 years."),
    ("Walk a little further", "Try them for thirty days. Walk a little further."),
)
Words = tuple[tuple[str, str], ...]

# The call to action, the homepage and the photographs that go with the words.
_COFFEE = ("Order now", "morgenrot.example", ("espresso", "fig-bowl"))
_TRAILS = ("Find your size", "fernweh.example", ("mountain-path", "forest-stream"))
_FPS = 24
_FRAMES = 84


@dataclass(frozen=True)
class Look:
    """One way to film the words."""

    direction: str
    size: tuple[int, int]
    brand: Brand
    words: Words
    pictures: bool = True

    @property
    def name(self) -> str:
        return f"{self.direction}-{self.size[0]}x{self.size[1]}"


LOOKS = (
    Look("bold", (1920, 1080), Brand("Morgenrot", ("#A63A22", "#2B1B14")), COFFEE),
    Look("editorial", (720, 1280), Brand("Morgenrot", ("#F6EADB", "#A63A22", "#2B1B14")), COFFEE),
    Look("luxury", (1280, 720), Brand("Fernweh", ("#0B1D26", "#C9A227")), TRAILS),
    Look("playful", (720, 1280), Brand("Fernweh", ("#FFD23F", "#3BCEAC", "#EE4266")), TRAILS),
    Look("tech", (1080, 1080), Brand("Fernweh", ("#5B5FEF", "#0F1020")), TRAILS, pictures=False),
    Look("minimal", (1080, 1350), Brand("Morgenrot", ("#FFFFFF", "#111111")), COFFEE),
    Look("cinematic", (1280, 720), Brand("Fernweh", ("#1F2A24", "#D8A24A")), TRAILS),
    Look("warm", (720, 1280), Brand("Morgenrot", ("#E2A54B", "#FFF4E0")), COFFEE, pictures=False),
)


def film_of(look: Look) -> Film:
    call, homepage, photographs = _COFFEE if look.words is COFFEE else _TRAILS
    media = [(photograph(name),) if look.pictures else () for name in photographs]
    scenes = tuple(
        FilmScene(role, headline, media=shown, frames=_FRAMES, transition="auto", subject=headline)
        for role, (headline, _), shown in zip(("hook", "benefit", "cta"), look.words, (*media, ()), strict=True)
    )
    return Film(*look.size, _FPS, look.direction, scenes, look.brand, 3, call, homepage)


def photograph(name: str) -> Media:
    path = PHOTOS / f"{name}.jpg"
    with Image.open(path) as opened:
        width, height = opened.size
    return Media(str(path), hashlib.sha256(path.read_bytes()).hexdigest(), "image", width, height)


@dataclass(frozen=True)
class Ad:
    """A finished ad, and what is known of it besides its pictures."""

    film: Film
    cues: tuple[Cue, ...]
    video: Path


def spoken(look: Look, folder: Path) -> Path:
    """Speaks the words of a look, for all looks that say the same, and returns the folder with sound and captions."""
    said = [script for _, script in look.words]
    sandbox.run("soundtrack", {"film": film_of(look), "scripts": said, "mood": (None, "calm", None), "folder": folder})
    return folder


def produce(look: Look, sound: Path, folder: Path) -> Ad:
    """Makes an ad as a job does: one task after the other, each in a process of its own."""
    film = film_of(look)
    settings = Settings()
    cues = sound / "cues.json"
    plan = sandbox.run("timeline", {"film": film, "cues": cues, "settings": settings, "folder": folder})
    common: dict[str, Any] = {
        "timeline": folder / plan["file"],
        "places": {media.sha256: media.path for scene in film.scenes for media in scene.media},
        "keys": [segment["key"] for segment in plan["segments"]],
        "cache": folder / "segments",
    }
    sandbox.run("footage", {**common, "settings": settings})
    sandbox.run("finish", {**common, "sound": sound / "sound.m4a", "folder": folder})
    return Ad(film, codec.loads(cues.read_text("utf-8")), folder / "ad.mp4")


Frame = NDArray[np.uint8]


def frames(video: Path, wanted: set[int]) -> dict[int, Frame]:
    """The film's frames with these numbers, BGR."""
    with av.open(str(video)) as container:
        decoded = enumerate(container.decode(video=0))
        return {number: frame.to_ndarray(format="bgr24") for number, frame in decoded if number in wanted}
