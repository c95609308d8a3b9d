"""The same small ads, made by one worker and by two, each with one core."""

from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.render.table import Section
from benchmarks.scale.site import products, site

_WORKERS = (1, 2)


def measure(folder: Path, new_place: Callable[[], Mapping[str, str]], jobs: int) -> Section:
    """Every number of workers begins with an empty database and an empty store."""
    rows, seconds = [], {}
    for workers in _WORKERS:
        with site(folder / f"{workers}-workers", new_place()) as made:
            for number in range(workers):
                made.start_worker(number)
            # Whoever comes first compiles, loads fonts and learns to speak.
            made.make(products(2 * workers, "Warming"))
            seconds[workers] = made.make(products(jobs, "Morgenrot"))
        a_minute = 60 * jobs / seconds[workers]
        rows.append(
            (str(workers), f"{seconds[workers]:.1f} s", f"{a_minute:.1f}", f"{seconds[1] / seconds[workers]:.2f}")
        )
    return Section(
        f"Throughput: {jobs} ads of 5 s in 480p, PostgreSQL and S3",
        ("workers", "all done after", "ads a minute", "times one worker"),
        rows,
        [
            (
                "Each worker has one core, one render slot and one draft slot. The server, PostgreSQL and S3 take what "
                "is left: with one worker a core of their own, with two workers a part of theirs."
            ),
            "Every ad is approved as soon as its storyboard is ready; animatics and rehearsals are off.",
        ],
    )
