"""Films for the layout's tests: every role, shot and amount of pictures, in any size."""

import functools
from pathlib import Path

import numpy as np
from PIL import Image

from spotwright.render.film import Brand, Film, FilmScene, Look, Media
from spotwright.render.timeline import Text, Tile

SIZES = {"wide": (480, 270), "tall": (270, 480), "square": (360, 360), "portrait": (320, 400)}
BRAND = Brand("Kestrel", ("#c2512f", "#2b4a3f"))


def photograph(folder: Path, name: str, seed: int, *, clear: bool = False) -> Media:
    """Hills, a sky, and a bright subject: smooth parts and busy ones, like a photograph."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:300, 0:450]
    ridge = 170 + 40 * np.sin(x / 60 + seed) + 12 * np.sin(x / 13)
    pixels = np.where((y < ridge)[..., None], [150 + 70 * (seed % 2), 190, 225], [70, 95, 45]).astype(float)
    pixels += rng.normal(0, 14, pixels.shape) * (y >= ridge)[..., None]
    inside = (x - 150 - 60 * (seed % 3)) ** 2 + (y - 120) ** 2 < 50**2
    pixels[inside] = [230, 70, 40]
    pixels = np.clip(pixels, 0, 255).astype(np.uint8)
    if clear:
        pixels = np.dstack([pixels, np.where(inside, 255, 0).astype(np.uint8)])
    path = folder / f"{name}.png"
    Image.fromarray(pixels).save(path)
    return Media(str(path), f"{name}{seed}", width=450, height=300, has_alpha=clear)


@functools.lru_cache
def scenes(folder: Path) -> tuple[FilmScene, ...]:
    """One scene of every kind."""
    one, two, three = (photograph(folder, f"photo{i}", i) for i in range(3))
    free = photograph(folder, "free", 1, clear=True)
    return (
        FilmScene("hook", "Mornings deserve better", "Roasted the day it ships.", "Kestrel", (one,), "wide", "auto"),
        FilmScene("problem", "Most coffee is stale before you open it", shot="type", transition="auto"),
        FilmScene("product", "Meet the morning blend", "Cocoa and cherry.", "New", (two,), transition="auto"),
        FilmScene("product", "It travels with you", "Warm for nine hours.", "", (free,), transition="push"),
        FilmScene("benefit", "From farms we know", "Two valleys.", "Origin", (one, two, three), transition="auto"),
        FilmScene("proof", "94% of customers come back", "Over two years", transition="wipe"),
        FilmScene("benefit", "Nothing but beans", "No additives.", "", (three,), "detail", "nonsense"),
        FilmScene("offer", "Half price until Sunday", "With KESTREL", "Offer", subject="coffee", transition="cut"),
        FilmScene("cta", "Taste the difference", "First bag half price", shot="end_card"),
    )


def film(folder: Path, direction: str = "bold", shape: str = "wide", **changes) -> Film:
    """The film of all scenes, 3 seconds each."""
    width, height = SIZES[shape]
    given = {"brand": BRAND, "seed": 1, "call_to_action": "Order now", "homepage": "https://kestrel.coffee", **changes}
    return Film(width, height, 30, direction, given.pop("scenes", scenes(folder)), **given)


def is_ornament(tile: Tile) -> bool:
    """True for the brand's initial on its end card: it is as large as the screen and nobody has to read it."""
    run = tile.drawing.lines[0][0] if isinstance(tile.drawing, Text) else None
    return run is not None and len(run.text) <= 2 and run.size > 90 and not run.text.isdigit()


def taken(scene: FilmScene, **look) -> FilmScene:
    """Another take of a scene."""
    return FilmScene(
        scene.role,
        scene.headline,
        scene.support,
        scene.kicker,
        scene.media,
        scene.shot,
        scene.transition,
        scene.frames,
        scene.subject,
        Look(**look),
    )
