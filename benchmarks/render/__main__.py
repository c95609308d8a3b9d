"""How fast Spotwright renders, measured in one run on this machine: ``make bench-render``.

Parts: ``compare`` (the same film from our engine, the encoder alone, and other makers), ``lengths`` (memory and the
film's length), ``edits`` (changing a finished film), ``ahead`` (what a person waits for, over HTTP).
"""

import argparse
import os
import platform
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import av

from benchmarks.render import ahead, comparison, edits, lengths, story
from benchmarks.render.bench import Bench
from benchmarks.render.comparison import PEERS
from benchmarks.render.table import Section
from spotwright.render.encoder import DEFAULTS

ROOT = Path(__file__).parents[2]

PARTS: dict[str, Callable[[Bench], list[Section]]] = {
    "compare": comparison.compare,
    "edits": lambda bench: [edits.measure(bench)],
    "lengths": lambda bench: [lengths.measure(bench)],
    "ahead": lambda bench: [ahead.measure(bench)],
}


def main() -> None:
    """Print the report as it comes."""
    options = _options()
    chosen = tuple(part for part in PARTS if part in options.only or not options.only)
    peers = () if options.no_peers else tuple(peer for peer in PEERS if peer in options.peers)
    folder = ROOT / ".bench"
    folder.mkdir(exist_ok=True)
    bench = Bench(folder, options.seconds, options.height, options.repeat, peers)
    report: list[str] = []

    def say(text: str) -> None:
        report.append(text)
        print(text, end="\n\n", flush=True)

    started = time.monotonic()
    say(heading(bench))
    story.photographs(folder / "photos")
    for part in chosen:
        for section in PARTS[part](bench):
            say(section.text())
    say(f"The whole benchmark took {time.monotonic() - started:.0f} s.")
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text("\n\n".join(report) + "\n", "utf-8")


def heading(bench: Bench) -> str:
    """What was measured, on what, when."""
    asked = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(asked, cwd=ROOT, check=False, capture_output=True, text=True).stdout.strip() or "unknown"
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    ffmpeg = ".".join(map(str, av.ffmpeg_version_info.split(".")[:2])) if hasattr(av, "ffmpeg_version_info") else "?"
    return "\n".join(
        (
            f"Spotwright's rendering, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit}",
            f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GB, load {os.getloadavg()[0]:.1f} at the start",
            f"{platform.platform()}, Python {platform.python_version()}, PyAV {av.__version__} (FFmpeg {ffmpeg})",
            (
                f"{bench.seconds:g} s, {bench.width} × {bench.height}, {story.FPS} frames a second, "
                f"{len(story.BEATS)} scenes, seed {story.SEED}; libx264 {DEFAULTS.preset}, crf {DEFAULTS.crf:g}, "
                f"a key frame at least every {DEFAULTS.keyframe_seconds:g} s"
            ),
        )
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.render", description=__doc__)
    parser.add_argument("--only", action="append", choices=tuple(PARTS), default=[], help="this part; may be repeated")
    parser.add_argument("--repeat", type=int, default=3, help="how often ours and the encoder alone are timed")
    parser.add_argument("--seconds", type=float, default=30.0, help="length of the film")
    parser.add_argument("--height", type=int, default=1080, help="pixels; the figures' bars are for 1080")
    parser.add_argument("--no-peers", action="store_true", help="leave the other makers out")
    parser.add_argument("--peers", nargs="+", choices=tuple(PEERS), default=list(PEERS), help="only these makers")
    parser.add_argument("--out", type=Path, help="also write the report to this file")
    return parser.parse_args()


if __name__ == "__main__":
    main()
