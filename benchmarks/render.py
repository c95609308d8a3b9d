"""How close rendering comes to encoding alone, in one run on this machine.

A short film of photographs, type and transitions is rendered cold, and then the very same frames are encoded alone with
the same settings (once decoded, so a little easier: the ratio errs against us). Run it with ``make bench``.
"""

import argparse
import hashlib
import platform
import tempfile
import time
from pathlib import Path

import av

from spotwright.render.encoder import DEFAULTS, SegmentEncoder
from spotwright.render.film import Brand, Film, FilmScene, Media
from spotwright.render.layout import compose
from spotwright.render.movie import render_movie
from spotwright.render.warm_up import warm_up

PHOTOS = Path(__file__).parents[1] / "examples" / "photos"
WORDS = ("Good mornings start here", "This is Morgenrot", "Roasted the day you order it", "Get your first bag")


def film(width: int, height: int, seconds: float) -> Film:
    """Four scenes, three of them on photographs."""
    photos = [PHOTOS / name for name in ("dandelions.jpg", "espresso.jpg", "fig-bowl.jpg")]
    media = [(Media(str(path), hashlib.sha256(path.read_bytes()).hexdigest(), "image", 1800, 1200),) for path in photos]
    frames = round(seconds * 30 / len(WORDS))
    scenes = tuple(
        FilmScene(role, words, media=pictures, frames=frames)
        for role, words, pictures in zip(("hook", "product", "benefit", "cta"), WORDS, [*media, ()], strict=True)
    )
    brand = Brand("Morgenrot", ("#F6EADB", "#A63A22", "#2B1B14"), ("Playfair Display",))
    return Film(width, height, 30, "editorial", scenes, brand, 1, WORDS[-1], "morgenrot.example")


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--height", type=int, default=1080)
    options = parser.parse_args()
    warm_up()
    timeline = compose(film(options.height * 16 // 9 // 2 * 2, options.height, options.seconds))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "film.mp4"
        cpu, wall = time.process_time(), time.perf_counter()
        render_movie(timeline, out, cache=Path(folder) / "segments")
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        frames = [frame.reformat(format="yuv420p") for frame in av.open(str(out)).decode(video=0)]
        floor, start = time.process_time(), time.perf_counter()
        with SegmentEncoder(Path(folder) / "floor.mp4", timeline.width, timeline.height, 30, DEFAULTS) as encoder:
            for frame in frames:
                encoder.encode(frame)
        floor, start = time.process_time() - floor, time.perf_counter() - start
    print(f"{platform.platform()}, Python {platform.python_version()}, PyAV {av.__version__}")
    print(
        f"{timeline.width}×{timeline.height}, {timeline.frames} frames, libx264 {DEFAULTS.preset} crf {DEFAULTS.crf:g}"
    )
    print(f"rendered      CPU {cpu:6.2f} s   wall {wall:6.2f} s   {timeline.duration / wall:4.2f} × real time")
    print(f"encoded alone CPU {floor:6.2f} s   wall {start:6.2f} s")
    print(f"ratio         CPU {cpu / floor:6.2f}")


if __name__ == "__main__":
    main()
