"""What a run prints: its seed, its figures, and what was wrong."""

import os
import platform
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from spotwright import __version__
from tests.chaos.audit import Findings
from tests.chaos.fleet import Fleet
from tests.chaos.town import Town

_SHOWN = 20


_files: list[Path] = []


def write_to(path: Path) -> None:
    """Everything that is said from now on is also written into a new file."""
    path.write_text("", "utf-8")
    _files.append(path)


def say(text: str) -> None:
    """A line, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
    for path in _files:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{text}\n")


def introduce(seed: int) -> None:
    """When, where and with what."""
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    say(f"{now}, seed {seed}, {os.cpu_count()} cores, load {load}, {platform.platform()}")
    names = ("dbos", "sqlalchemy", "psycopg", "obstore", "ministack")
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in names)
    say(f"Spotwright {__version__}, Python {platform.python_version()}, {versions}\n")


def tell(town: Town, fleet: Fleet, found: Findings, seconds: float) -> bool:
    """Print everything; True when nothing was wrong."""
    plans = Counter(plan.fate for plan in town.plans.values())
    new = sum(plan.is_new for plan in town.plans.values())
    say(f"  jobs ordered   {len(town.plans)} in {seconds:.0f} s, {new} of them films of their own; {_listed(plans)}")
    if fleet.kills:
        say(f"  kills          {fleet.kills.total()}; {_listed(fleet.kills)}")
    say(f"  answers        {_listed(town.witness.answers)}")
    say(f"  silence        {town.witness.longest_silence:.1f} s at the longest without an answer to anybody")
    say(f"  at the end     {_listed(found.counts)}")
    return verdict([*town.witness.complaints, *fleet.deaths, *found.wrong])


def verdict(wrong: list[str]) -> bool:
    """Print what was wrong; True when nothing was."""
    for complaint in wrong[:_SHOWN]:
        say(f"  WRONG          {complaint}")
    say(f"  {'FAILED: ' + str(len(wrong)) + ' things are wrong' if wrong else 'ok: nothing lost, nothing twice'}")
    return not wrong


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
