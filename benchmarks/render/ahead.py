"""What a person waits for."""

from benchmarks.render.bench import Bench
from benchmarks.render.table import Section


def measure(bench: Bench) -> Section:
    """Nothing yet."""
    return Section("Ahead", ())
