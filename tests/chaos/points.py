"""``python -m tests.chaos.points``: every fail-point, each in every way, under a small job that must end all the same.

A kill, a failure that passes and a delay must cost the customer nothing but time. A failure that never passes may cost
the job, with a reason. After each, ``check_world`` must find nothing. A point that is never reached is a failure, too.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import spotwright
from spotwright.blobs import BlobStore
from spotwright.kit.failpoints import FailpointError, names
from spotwright.pipeline.failures import explain
from spotwright.render.errors import RenderCrashed
from tests.chaos import deeds
from tests.chaos.deeds import Customer, StuckError
from tests.chaos.report import say
from tests.chaos.yard import Yard

ACTIONS = {"kill": "kill", "once": "raise:1", "always": "raise", "delay": "sleep:2*1"}
_PATIENCE_SECONDS = 400.0
_ALWAYS_SECONDS = 20.0
"""So long a failure that never passes is left alone: longer than every step is tried again."""
_WEEK = 7 * 24 * 3600
_REASONS = {f"failed: {explain(error)}" for error in (FailpointError(), RenderCrashed())}
"""Why a job may fail when a failure never passes: nobody expects a fail-point, or the child that renders dies of it."""


@dataclass(frozen=True)
class Point:
    """How a point is reached: who passes it, while a customer does what."""

    place: str
    deed: deeds.Deed
    extra: Mapping[str, str] = field(default_factory=dict)
    before: Callable[["Ground"], None] | None = None


class Ground:
    """One installation on which one point after the other is tried."""

    def __init__(self, yard: Yard) -> None:
        self.yard = yard
        self._armed = ""
        self._since = 0
        self._fired = 0.0
        self._text = ""
        self._extra: Mapping[str, str] = {}
        self._left: list[str] = []
        quiet = Customer(yard, self.heal, "opening", time.monotonic() + _PATIENCE_SECONDS)
        self.client = quiet.client()
        yard.work()
        # What the others share is made first.
        assert deeds.film(quiet, self.client) == "completed"

    def attempt(self, name: str, action: str, point: Point, run: str) -> tuple[str, list[str]]:
        """What became of the customer's wish, and what is wrong."""
        arm = f"{name}={ACTIONS[action]}"
        # Whoever is started while it is armed would be disarmed.
        self._extra = point.extra
        self.heal()
        self._since, self._fired, self._text = self.yard.mark(), 0.0, f"fail-point {name}:"
        self._armed = point.place if action == "always" else ""
        if point.before is not None:
            point.before(self)
        self.yard.arm(point.place, arm)
        if point.before is not None or point.extra:
            self._work()
        customer = Customer(self.yard, self.heal, run, time.monotonic() + _PATIENCE_SECONDS)
        wrong = []
        try:
            outcome = point.deed(customer, self.client)
            self._linger(customer)
        except (StuckError, AssertionError) as error:
            outcome, wrong = "stuck", [f"{type(error).__name__}: {error}", self.yard.last_words(self._since)]
        if not self.yard.said(self._since, self._text):
            wrong.append("never reached")
        if outcome.startswith("failed") and action != "always":
            wrong.append("a failure that passes, or a kill, has cost the job")
        elif outcome.startswith("failed") and outcome not in _REASONS:
            wrong.append("that is not why it failed")
        self._disarm(point.place)
        self.heal()
        while self._left:
            try:
                customer.finish(self._left.pop())
            except StuckError as error:
                wrong.append(f"left behind: {error}")
        wrong += [f"{found.rule}: {found.subject}: {found.text}" for found in self.yard.check()]
        if point.extra:
            self.yard.kill("worker")
        return outcome, wrong

    def nobody(self, what: str) -> Customer:
        """Somebody who orders a job that is left alone."""
        return Customer(self.yard, lambda: None, f"{what}-{time.monotonic_ns()}", time.monotonic() + _PATIENCE_SECONDS)

    def leave(self, job_id: str) -> None:
        """A job that is brought to its end after everything else."""
        self._left.append(job_id)

    def heal(self) -> None:
        """Start again, unarmed, whatever has died; and let go of what has failed for long enough."""
        if self._armed and not self._fired and self.yard.said(self._since, self._text):
            self._fired = time.monotonic()
        if self._armed and self._fired and time.monotonic() - self._fired > _ALWAYS_SECONDS:
            self._disarm(self._armed)
        for name, start in (("server", self.yard.serve), ("worker", self._work)):
            if not self.yard.runs(name):
                self._disarm(name)
                start()

    def _work(self) -> None:
        self.yard.work(self._extra)

    def _disarm(self, name: str) -> None:
        self.yard.arm(name, "")
        self._armed = ""

    def _linger(self, customer: Customer) -> None:
        """A point after the end of the job, or beside it, is given a little time."""
        end = time.monotonic() + 10
        while not self.yard.said(self._since, self._text) and time.monotonic() < end:
            self.heal()
            time.sleep(0.1)
        customer.heal()


def _orphan(ground: Ground) -> None:
    """A blob that no row needs, from a week ago: the sweep at the start of a worker takes it."""
    content = f"orphan {time.monotonic_ns()}".encode()
    blobs = BlobStore.from_url(ground.yard.settings().blob_url, scratch=ground.yard.data_dir / "scratch")
    path = blobs.local_path(blobs.put_bytes(content).sha256)
    assert path is not None
    os.utime(path, (time.time() - _WEEK,) * 2)


def _rubbish(ground: Ground) -> None:
    """A blob that has lain in the trash for a week: the sweep at the start of a worker removes it for good."""
    content = f"rubbish {time.monotonic_ns()}".encode()
    blobs = BlobStore.from_url(ground.yard.settings().blob_url, scratch=ground.yard.data_dir / "scratch")
    sha256 = blobs.put_bytes(content).sha256
    path = blobs.local_path(sha256)
    assert path is not None
    blobs.trash.take(sha256)
    (taken,) = path.parents[3].glob(f"trash/{sha256}")
    os.utime(taken, (time.time() - _WEEK,) * 2)


def _lost_start(ground: Ground) -> None:
    """A job whose row was written and whose start was not: the server dies in between."""
    ground.yard.kill("worker")
    ground.yard.arm("server", "engine.before_start=raise:1")
    job_id = ground.nobody("lost").order(ground.client)
    ground.leave(job_id)


def _dead_worker(ground: Ground) -> None:
    """A worker that died with work in its hands; the point is another one's, who takes it over."""
    ground.yard.kill("worker")
    ground.yard.arm("second", "draft.before_pictures=kill")
    ground.yard.work(name="second")
    customer = ground.nobody("dead")
    ground.leave(customer.order(ground.client))
    while ground.yard.runs("second"):
        customer.check_time("the second worker dies")
        time.sleep(0.1)


_AHEAD = {"SPOTWRIGHT_ANIMATIC": "true"}
POINTS: Sequence[tuple[str, Point]] = (
    *(
        (name, Point("server", deeds.film))
        for name in (
            "db.before_commit",
            "db.after_commit",
            "engine.before_start",
            "idempotency.before_answer",
            "approve.before_commit",
            "engine.before_nudge",
        )
    ),
    ("cancel.before_commit", Point("server", deeds.cancel)),
    ("engine.before_cancel", Point("server", deeds.cancel)),
    ("engine.before_cancel", Point("server", deeds.delete_client)),
    ("delete.client_before_commit", Point("server", deeds.delete_client)),
    ("delete.campaign_before_commit", Point("server", deeds.delete_campaign)),
    *((name, Point("server", deeds.upload)) for name in ("scratch.before_write", "upload.before_row")),
    ("delete.asset_before_commit", Point("server", deeds.upload)),
    *(
        (name, Point("worker", deeds.film))
        for name in (
            "db.before_commit",
            "db.after_commit",
            "wish.before_look",
            "engine.after_step",
            "draft.before_pictures",
            "blobs.before_write",
            "blobs.mid_write",
            "blobs.before_fsync",
            "blobs.before_rename",
            "blobs.before_folder_fsync",
            "blobs.after_rename",
            "draft.before_present",
            "charge.before_booking",
            "charge.after_booking",
            "render.before_complete",
            "render.after_complete",
        )
    ),
    *(
        (name, Point("worker", deeds.new_film))
        for name in (
            "rendition.before_record",
            "rendition.after_record",
            "footage.before_encode",
            "footage.mid_encode",
            "footage.before_record",
            "render.before_join",
            "render.before_blobs",
        )
    ),
    ("retake.before_replace", Point("worker", deeds.retake)),
    ("animatic.before_record", Point("worker", deeds.seen, _AHEAD)),
    ("mend.before_start", Point("worker", deeds.film, before=_lost_start)),
    ("engine.before_takeover", Point("worker", deeds.film, before=_dead_worker)),
    ("sweep.before_aside", Point("worker", deeds.film, before=_orphan)),
    ("sweep.after_aside", Point("worker", deeds.film, before=_orphan)),
    ("sweep.before_removal", Point("worker", deeds.film, before=_rubbish)),
    *((name, Point("worker", deeds.with_address)) for name in ("gather.before_store", "gather.before_record")),
)
S3_POINTS: Sequence[tuple[str, Point]] = tuple(
    (name, Point("worker", deeds.film)) for name in ("blobs.before_upload", "blobs.after_upload")
)

_COMMANDS = ("backup.", "restore.", "prune.")
"""Passed by commands, not by servers or workers: the tests of those commands break them."""


def unnamed() -> set[str]:
    """Names that stand in the code and not here, or the other way round."""
    here = {name for name, _ in (*POINTS, *S3_POINTS)}
    there = {name for name, _ in names(Path(spotwright.__file__).parent)}
    return here.symmetric_difference(name for name in there if not name.startswith(_COMMANDS))


def run(points: Sequence[tuple[str, Point]], actions: Sequence[str], seed: int, where: Mapping[str, str]) -> int:
    """Try every one; how many went wrong."""
    bad = 0
    order = [(name, point, action) for name, point in points for action in actions]
    random.Random(seed).shuffle(order)
    with tempfile.TemporaryDirectory(prefix="spotwright-points-") as folder, ExitStack() as stack:
        yard = Yard(Path(folder), where)
        stack.callback(yard.close)
        ground = Ground(yard)
        for number, (name, point, action) in enumerate(order):
            began = time.monotonic()
            outcome, wrong = ground.attempt(name, action, point, f"{seed}-{number}-{action}")
            mark = "✗" if wrong else "✓"
            what = f"{point.place}, {point.deed.__name__}"
            say(f"{mark} {name:30} {action:7} {what:24} {time.monotonic() - began:6.1f} s  {outcome}")
            for text in wrong:
                say("    " + text.replace("\n", "\n    "))
            bad += bool(wrong)
    return bad


def main() -> int:
    """0 when nothing was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.points", description=__doc__)
    parser.add_argument("--names", nargs="*", default=[], help="only these points, or those that begin so")
    parser.add_argument("--actions", nargs="*", choices=ACTIONS, default=list(ACTIONS))
    parser.add_argument("--seed", type=int, default=random.randrange(10_000), help="decides the order")
    given = parser.parse_args()
    assert not unnamed(), f"in the code or in this table, but not in both: {sorted(unnamed())}"
    replay = f"--seed {given.seed} --actions {' '.join(given.actions)}"
    say(f"seed {given.seed}; replay: python -m tests.chaos.points {replay}")
    began, bad, tried = time.monotonic(), 0, 0
    with ExitStack() as stack:
        for points, needs_s3 in ((POINTS, False), (S3_POINTS, True)):
            wanted = [each for each in points if each[0].startswith(tuple(given.names or [""]))]
            if wanted:
                where = stack.enter_context(deeds.object_store()) if needs_s3 else {}
                bad += run(wanted, given.actions, given.seed, where)
                tried += len(wanted) * len(given.actions)
    say(f"{tried} tried, {bad} wrong, {time.monotonic() - began:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
