"""What it costs to change something in a finished film."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import av

from benchmarks.render import story
from benchmarks.render.bench import Bench
from benchmarks.render.measure import Cost
from benchmarks.render.table import BARS, Section, at_most

_BAR = 1 / 3
_WORDS = "Roasted while you sleep", "We roast yours the very night before you wake, never from a shelf."


def measure(bench: Bench) -> Section:
    """Other words in the third scene, and a caption corrected, after a cold render of the whole."""
    told = list(story.BEATS)
    told[2] = replace(told[2], headline=_WORDS[0], script=_WORDS[1])
    section = Section("Changing a finished film, against making it", BARS)
    with bench.contender() as engine:
        cold = bench.make(engine, "whole")
        sound = str(bench.made("whole"))
        words = bench.make(engine, "words", told=told, cache="whole")
        caption = bench.make(engine, "caption", cache="whole", sound=sound, caption=["Morgenrot", "Morgenröte"])
    for name, change in (("one scene's headline and script", words), ("one caption", caption)):
        section.rows.append(at_most(f"{name}: CPU", change.cpu / cold.cpu, _BAR, " ×"))
        section.rows.append(at_most(f"{name}: wall", change.wall / cold.wall, _BAR, " ×"))
    section.notes.append(
        f"Cold {cold.wall:.1f} s wall, {cold.cpu:.1f} s CPU; words {words.wall:.1f} and {words.cpu:.1f} s; "
        f"caption {caption.wall:.1f} and {caption.cpu:.1f} s."
    )
    for name, change in (("words", words), ("caption", caption)):
        kept, same = _kept(bench.made("whole") / "ad.mp4", cold, bench.made(name) / "ad.mp4", change)
        verdict = "byte-identical" if same else "NOT byte-identical"
        section.notes.append(
            f"After changing the {name}: {len(change.answer['made'])} of {len(change.answer['segments'])} segments "
            f"made; the packets of the {kept} others are {verdict} in the new film."
        )
    return section


def _kept(before: Path, old: Cost, after: Path, new: Cost) -> tuple[int, bool]:
    """How many segments both films have, and whether their packets are the same bytes in both."""
    was, now = (
        dict(zip((part["key"] for part in cost.answer["segments"]), _packets(path, cost), strict=True))
        for path, cost in ((before, old), (after, new))
    )
    common = was.keys() & now.keys()
    return len(common), all(was[key] == now[key] for key in common)


def _packets(film: Path, cost: Cost) -> Iterator[list[bytes]]:
    """The pictures of each segment, as they lie in the finished file."""
    with av.open(str(film)) as container:
        packets = [bytes(packet) for packet in container.demux(video=0) if packet.size]
    first = 0
    for part in cost.answer["segments"]:
        yield packets[first : first + part["frames"]]
        first += part["frames"]
