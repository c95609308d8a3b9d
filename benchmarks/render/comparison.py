"""The same film from everybody, one after the other: our engine, the encoder alone, and the peers."""

import shutil
import statistics
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.render import floor, install, measure, quality, score
from benchmarks.render.bench import Bench
from benchmarks.render.install import NotInstalledError
from benchmarks.render.measure import Contender, ContenderError, Cost
from benchmarks.render.table import BARS, Section, at_least, at_most

HEADINGS = ("", "wall s", "CPU s", "peak MB", "film MB")
_TASKS = ("soundtrack", "timeline", "footage", "finish")

CPU_BAR, WALL_BAR, MEMORY_BAR = 1.15, 1.25, 600.0
PEERS = {
    "remotion": ("Remotion", 4.5),
    "moviepy": ("MoviePy, of its own clips and effects", 15.0),
    "moviepy-by-hand": ("MoviePy, frames drawn by hand", None),
}
"""Names of the peers, and how many times faster than each we have to be."""


def compare(bench: Bench) -> list[Section]:
    """Everybody's cost, what we make of it, and whether the pictures are as good."""
    table = Section("The same film from everybody", HEADINGS)
    table.notes.append("Everybody is warm: loaded, compiled, bundled, its browser open, before the clock starts.")
    table.notes.append(
        "The peers are given the sound, the layout, and pictures reduced and graded; ours makes all that."
    )
    ours, floors = _ours_and_floor(bench, table)
    ratios = Section("Ratios", BARS)
    ratios.notes.append("The encoder alone is the lower CPU time and the lower wall time of its rows.")
    floor_cpu, floor_wall = (min(figures) for figures in zip(*((c.cpu, c.wall) for c in floors), strict=True))
    ratios.rows.append(at_most("CPU, of the encoder's alone", ours.cpu / floor_cpu, CPU_BAR, " ×"))
    ratios.rows.append(at_most("wall, of the encoder's alone", ours.wall / floor_wall, WALL_BAR, " ×"))
    ratios.rows.append(at_most("peak memory", ours.peak, MEMORY_BAR, " MB"))
    for peer in _told(bench, table):
        cost = _peer(bench, table, peer)
        name, bar = PEERS[peer]
        if cost is None:
            continue
        label, ratio = f"wall, {name} to ours", cost.wall / ours.wall
        ratios.rows.append((label, f"{ratio:.2f} ×", "") if bar is None else at_least(label, ratio, bar, " ×"))
    return [table, ratios, quality.compare(bench)]


def lossless(bench: Bench) -> Path:
    """The film's frames as they were composed: what :func:`_ours_and_floor` left behind."""
    return bench.made("lossless") / "ad.mp4"


def _ours_and_floor(bench: Bench, table: Section) -> tuple[Cost, list[Cost]]:
    """Taken in turns, so that a slow minute of the machine meets both; the medians of each."""
    raw, size = bench.folder / "frames.yuv", (bench.width, bench.height, 30)
    ours: list[Cost] = []
    floors: dict[str, list[Cost]] = {}
    with bench.contender() as engine:
        idle = measure.memory_below() / 1e6
        table.notes.append(
            f"Of Spotwright's memory its warm worker holds {idle:.0f} MB before it is asked for anything."
        )
        ours.append(bench.make(engine, "cold"))
        # The encoder gets the very frames that our compositor drew: encoded without loss and decoded again.
        bench.make(engine, "lossless", sound=str(bench.made("cold")), settings={"preset": "ultrafast", "crf": 0.0})
        floor.raw(lossless(bench), raw)
    arguments = [str(raw), str(bench.folder / "floor.mp4"), *map(str, size)]
    for turn in range(bench.repeat):
        bench.tell(f"the encoder alone, turn {turn + 1} of {bench.repeat}")
        if turn:
            with bench.contender() as engine:
                ours.append(bench.make(engine, "cold"))
        with Contender(
            [sys.executable, "-m", "benchmarks.render.floor", *arguments], bench.folder / "floor.log"
        ) as one:
            floors.setdefault("the encoder alone, in PyAV", []).append(one.order())
        if program := shutil.which("ffmpeg"):
            line = floor.command(program, raw, bench.folder / "floor-ffmpeg.mp4", *size)
            with Contender(
                [sys.executable, "-m", "benchmarks.render.command", *line], bench.folder / "floor-ffmpeg.log"
            ) as one:
                floors.setdefault("the encoder alone, ffmpeg's command line", []).append(one.order())
    raw.unlink()
    cold = _median(ours)
    table.rows.append(_row("Spotwright, all of it", cold, _megabytes(bench.made("cold") / "ad.mp4")))
    for task in _TASKS:
        wall, cpu = cold.answer["took"][task]
        table.rows.append((f"  of that: {task}", f"{wall:.1f}", f"{cpu:.1f}"))
    found = [_median(costs) for costs in floors.values()]
    table.rows.extend(_row(name, cost, cost.answer["size"] / 1e6) for name, cost in zip(floors, found, strict=True))
    return cold, found


def _told(bench: Bench, table: Section) -> tuple[str, ...]:
    """The peers, who now know what to draw."""
    try:
        score.write(bench.made("cold"), bench.made("cold") / "sound.m4a", bench.folder / "score")
    except score.UnknownPartError as error:
        table.notes.append(f"The peers are missing: {error}.")
        return ()
    return bench.peers


def _peer(bench: Bench, table: Section, peer: str) -> Cost | None:
    name = PEERS[peer][0]
    bench.tell(name)
    try:
        with _STARTED[peer](bench) as contender:
            cost = contender.order()
    except (NotInstalledError, ContenderError) as error:
        table.notes.append(f"{name} is missing: {error}")
        return None
    table.rows.append(_row(name, cost, cost.answer["size"] / 1e6))
    return cost


def _moviepy(bench: Bench, way: str) -> Contender:
    command = install.moviepy(bench.folder, sys.executable)
    arguments = [way, str(bench.folder / "score"), str(bench.folder / f"moviepy-{way}.mp4")]
    return Contender([*command, *arguments], bench.folder / f"moviepy-{way}.log")


def _remotion(bench: Bench) -> Contender:
    place, browser = install.remotion(bench.folder), install.browser(bench.folder)
    paths = [bench.folder / "score", bench.folder / "remotion.mp4", browser, place / "src" / "index.jsx"]
    return Contender(["node", "render.mjs", *map(str, paths)], bench.folder / "remotion.log", cwd=place)


_STARTED: dict[str, Callable[[Bench], Contender]] = {
    "remotion": _remotion,
    "moviepy": lambda bench: _moviepy(bench, "clips"),
    "moviepy-by-hand": lambda bench: _moviepy(bench, "by_hand"),
}


def _median(costs: list[Cost]) -> Cost:
    """The median of each figure; what was answered is the answer of the run in the middle."""
    middle = sorted(costs, key=lambda cost: cost.wall)[len(costs) // 2]
    walls, cpus, peaks = zip(*((cost.wall, cost.cpu, cost.peak) for cost in costs), strict=True)
    return Cost(statistics.median(walls), statistics.median(cpus), max(peaks), middle.answer)


def _row(name: str, cost: Cost, size: float) -> tuple[str, ...]:
    return name, f"{cost.wall:.1f}", f"{cost.cpu:.1f}", f"{cost.peak:.0f}", f"{size:.1f}"


def _megabytes(path: Path) -> float:
    return path.stat().st_size / 1e6
