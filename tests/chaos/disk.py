"""``python -m tests.chaos.disk``: the disk is full, broken or closed at the n-th write, for every n of one job.

First by fail-points, each of which is one step of storing a blob: a fault that passes must cost nothing, one that stays
may cost the job, with a reason. Then really: a small file system with nothing left, for the databases, too.
"""

import argparse
import itertools
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from spotwright.blobs import StorageFull, StoreUnavailable
from spotwright.pipeline.failures import explain
from tests.chaos import deeds
from tests.chaos.deeds import Customer, StuckError
from tests.chaos.report import say
from tests.chaos.yard import Yard

FAULTS = ("enospc", "eio", "eacces")
_PATIENCE_SECONDS = 300.0
_ROOM_AFTER_SECONDS = 8.0
_DISK_BYTES = 96 << 20
_LEFT = (0, 16, 64, 256, 1024, 4096)
"""KiB that are left when the disk is called full."""
_REASONS = {f"failed: {explain(error)}" for error in (StorageFull(), StoreUnavailable())}


class Disk:
    """One installation, and what has gone wrong with it."""

    def __init__(self, yard: Yard, seed: int) -> None:
        self.yard, self.seed, self.bad, self.tried = yard, seed, 0, 0
        self._opened = time.monotonic()
        customer = self.customer("opening")
        self.client = customer.client()
        yard.work()
        assert deeds.film(customer, self.client) == "completed"

    def customer(self, run: str) -> Customer:
        return Customer(self.yard, self.heal, f"{self.seed}-{run}", time.monotonic() + _PATIENCE_SECONDS)

    def heal(self) -> None:
        """Start again whatever has died."""
        for name, start in (("server", self.yard.serve), ("worker", self.yard.work)):
            if not self.yard.runs(name):
                start()

    def report(self, what: str, outcome: str, wrong: list[str], began: float) -> None:
        """A line, and what is wrong."""
        wrong = [*wrong, *(f"{found.rule}: {found.subject}: {found.text}" for found in self.yard.check())]
        mark = "✗" if wrong else "✓"
        say(f"{mark} {what:44} {time.monotonic() - began:6.1f} s  {outcome}")
        for text in wrong:
            say("    " + text.replace("\n", "\n    "))
        self.tried, self.bad = self.tried + 1, self.bad + bool(wrong)

    def passing(self, number: int, fault: str, deed: deeds.Deed) -> bool:
        """One write fails once; False when the job has not so many."""
        began, since = time.monotonic(), self.yard.mark()
        self.yard.arm("worker", f"blobs.*={fault}:1@{number}")
        wrong = []
        try:
            outcome = deed(self.customer(f"{deed.__name__}-{number}"), self.client)
        except (StuckError, AssertionError) as error:
            outcome, wrong = "stuck", [str(error), self.yard.last_words(since)]
        reached = self.yard.said(since, "fail-point blobs.")
        self.yard.arm("worker", "")
        if outcome != "completed":
            wrong.append("a fault that passes has cost the job")
        if reached or wrong:
            self.report(f"write {number} of {deed.__name__}: {fault} once", outcome, wrong, began)
        return reached

    def lasting(self, number: int, fault: str) -> None:
        """From one write on all fail: until there is room again, or until the job is given up."""
        began, since = time.monotonic(), self.yard.mark()
        self.yard.arm("worker", f"blobs.*={fault}@{number}")
        wrong = []
        room = number % 2 == 1

        def heal() -> None:
            if room and time.monotonic() - began > _ROOM_AFTER_SECONDS:
                self.yard.arm("worker", "")
            self.heal()

        customer = Customer(self.yard, heal, f"{self.seed}-lasting-{number}", time.monotonic() + _PATIENCE_SECONDS)
        try:
            outcome = deeds.new_film(customer, self.client)
        except (StuckError, AssertionError) as error:
            outcome, wrong = "stuck", [str(error), self.yard.last_words(since)]
        self.yard.arm("worker", "")
        wrong += _unreasonable(outcome)
        self.report(f"from write {number} on: {fault}{', then room' * room}", outcome, wrong, began)

    def full(self, folder: Path, left: int) -> None:
        """Nothing but ``left`` KiB is free, for blobs and databases; after a while there is room again."""
        began, since = time.monotonic(), self.yard.mark()
        filler = folder / "filler"
        fill(filler, left)
        wrong = []

        def heal() -> None:
            if time.monotonic() - began > _ROOM_AFTER_SECONDS:
                filler.unlink(missing_ok=True)
            self.heal()

        run = f"{self.seed}-full-{left}"
        customer = Customer(self.yard, heal, run, time.monotonic() + _PATIENCE_SECONDS)
        try:
            outcome = deeds.new_film(customer, self.client)
        except (StuckError, AssertionError) as error:
            outcome, wrong = "stuck", [str(error), self.yard.last_words(since)]
        filler.unlink(missing_ok=True)
        wrong += _unreasonable(outcome)
        self.report(f"{left} KiB left, then room", outcome, wrong, began)


def _unreasonable(outcome: str) -> list[str]:
    """A complaint, if a job failed with another reason than its storage."""
    return ["the reason is not the storage"] if outcome.startswith("failed") and outcome not in _REASONS else []


def fill(filler: Path, left: int) -> None:
    """Leave so many KiB on a file system."""
    space = os.statvfs(filler.parent)
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(4096, space.f_bavail * space.f_frsize - (left << 10)))


@contextmanager
def small_disk(folder: Path) -> Iterator[Path | None]:
    """A file system of its own; None where we may not mount one."""
    folder.mkdir()
    mounted = subprocess.run(
        ("mount", "-t", "tmpfs", "-o", f"size={_DISK_BYTES}", "tmpfs", str(folder)), check=False, capture_output=True
    )
    if mounted.returncode != 0:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(("umount", "--lazy", str(folder)), check=True)


def by_points(seed: int, stride: int) -> tuple[int, int]:
    """(tried, bad) of faults at single writes."""
    with tempfile.TemporaryDirectory(prefix="spotwright-disk-") as folder, ExitStack() as stack:
        yard = Yard(Path(folder))
        stack.callback(yard.close)
        disk = Disk(yard, seed)
        first = 1 + seed % stride
        for deed in (deeds.film, deeds.new_film):
            for number in itertools.count(first, stride):
                if not disk.passing(number, FAULTS[number // stride % 3], deed):
                    break
        for number in range(first, 60, 4 * stride):
            disk.lasting(number, FAULTS[number // (4 * stride) % 3])
        return disk.tried, disk.bad


def really(seed: int) -> tuple[int, int]:
    """(tried, bad) on a file system that is full."""
    with tempfile.TemporaryDirectory(prefix="spotwright-disk-") as folder, ExitStack() as stack:
        place = stack.enter_context(small_disk(Path(folder) / "small"))
        if place is None:
            say("- a small file system cannot be mounted here: not tried")
            return 0, 0
        # The log is beside the disk, not on it.
        yard = Yard(Path(folder), data_dir=place / "data")
        stack.callback(yard.close)
        disk = Disk(yard, seed)
        for left in _LEFT:
            disk.full(place, left)
        return disk.tried, disk.bad


def main() -> int:
    """0 when nothing was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.disk", description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="only every so-many-th write")
    parser.add_argument("--only", choices=("points", "real"))
    parser.add_argument("--seed", type=int, default=random.randrange(10_000), help="decides which writes are first")
    given = parser.parse_args()
    say(f"seed {given.seed}; replay: python -m tests.chaos.disk --seed {given.seed} --every {given.every}")
    began, tried, bad = time.monotonic(), 0, 0
    if given.only != "points":
        tried, bad = really(given.seed)
    if given.only != "real":
        tried, bad = (sum(pair) for pair in zip((tried, bad), by_points(given.seed, given.every), strict=True))
    say(f"{tried} tried, {bad} wrong, {time.monotonic() - began:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
