"""Whether a long film takes more memory than a short one."""

from benchmarks.render import story
from benchmarks.render.bench import Bench
from benchmarks.render.table import Section

_SCENES = {15: 5, 60: 10, 120: 20}
"""Scenes of a film of so many seconds: no longer ones, but more of them."""
_BAR = 1.10


def measure(bench: Bench) -> Section:
    """Peak memory of three lengths."""
    section = Section("Memory and the film's length", ("seconds", "wall s", "CPU s", "peak MB"))
    peaks = []
    for seconds, scenes in _SCENES.items():
        # A worker of its own for each, so that none profits from memory that another has touched.
        with bench.contender() as engine:
            cost = bench.make(engine, "length", told=story.beats(scenes), seconds=seconds)
        peaks.append(cost.peak)
        section.rows.append((str(seconds), f"{cost.wall:.1f}", f"{cost.cpu:.1f}", f"{cost.peak:.0f}"))
    spread = max(peaks) / min(peaks)
    met = "met" if spread <= _BAR else "missed"
    section.notes.append(f"Largest to smallest: {spread:.2f} × (bar ≤ {_BAR:g} ×: {met}).")
    return section
