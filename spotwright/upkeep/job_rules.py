"""What must be true of one job, its history, its takes, its money and its workflow. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from spotwright.costs.ledger import Entry
from spotwright.engine.port import RunState
from spotwright.jobs.audit import Audit
from spotwright.jobs.states import FOLLOWS, TERMINAL, Status
from spotwright.upkeep.violation import Violation

GRACE = timedelta(seconds=60)
"""So long a row and its workflow may differ: a crash came between them, and the reconciler will come by."""
_SHORTEST_KEEPING = timedelta(days=1)
"""So long after its end a job has all its takes; then those that it does not show may go."""
_DONE = ("video_rendering", "voice", "music")
_PICTURE = "image_generation/"


def waits(job: Audit) -> bool:
    """True while a person decides, and nothing else is to be done."""
    return job.status == Status.STORYBOARD_READY and not job.pending_takes


def check(
    job: Audit, entries: Sequence[Entry], state: RunState, now: datetime, *, settled: bool
) -> Iterator[Violation]:
    """Every broken rule. ``settled`` says that nothing runs now, and nothing is to be waited for."""
    yield from _history(job)
    yield from _shape(job)
    swept = job.status in TERMINAL and now - job.updated_at > _SHORTEST_KEEPING
    yield from _takes(job, swept=swept)
    yield from _money(job, entries, swept=swept)
    yield from _workflow(job, state, now, settled=settled)


def _history(job: Audit) -> Iterator[Violation]:
    events = job.events
    if not events or (events[0].version, events[0].type, events[0].status) != (1, "created", Status.PENDING):
        yield Violation("history", job.id, "Its history does not begin with its creation.")
        return
    for before, after in pairwise(events):
        if after.status not in FOLLOWS[Status(before.status)]:
            text = f"It went from {before.status} to {after.status}, which the table of states does not allow."
            yield Violation("history", job.id, text)
        if after.at < before.at:
            yield Violation("history", job.id, f"Version {after.version} is older than version {before.version}.")
    last = events[-1]
    if last.status != job.status:
        yield Violation("history", job.id, f"It is {job.status}, but its history ends with {last.status}.")
    # Progress counts as a change, too, and is not an event: so there may be versions between and after the events.
    if last.version > job.version or last.at > job.updated_at:
        yield Violation("history", job.id, f"Its history is ahead of it: {last.version} after {job.version}.")


def _shape(job: Audit) -> Iterator[Violation]:
    made = job.deliverables or {}
    if job.status == Status.COMPLETED and not {"video", "poster"} <= set(made):
        yield Violation("film", job.id, "It is completed and has no video, or no poster.")
    if job.status != Status.COMPLETED and made:
        yield Violation("film", job.id, f"It is {job.status} and has a film.")
    if (job.error is not None) != (job.status == Status.FAILED) or job.error == "":
        yield Violation("reason", job.id, f"It is {job.status}, and the reason for its failure is {job.error!r}.")
    if job.pending_takes and job.status != Status.STORYBOARD_READY:
        yield Violation("takes", job.id, f"It is {job.status} and still waits for new takes.")
    shown = {Status.STORYBOARD_READY, Status.VIDEO_PROCESSING, Status.COMPLETED}
    if job.storyboard is None and job.status in shown:
        yield Violation("takes", job.id, f"It is {job.status} and has no storyboard.")


def _takes(job: Audit, *, swept: bool) -> Iterator[Violation]:
    numbers = defaultdict(list)
    for take in job.takes:
        numbers[take.scene_idx].append(take.take)
    for scene, taken in numbers.items():
        if taken != list(range(len(taken))) and not swept:
            yield Violation("takes", job.id, f"The takes of scene {scene} are numbered {taken}.")
    kept = {scene: taken[-1] for scene, taken in numbers.items()}
    shown = {scene["scene_idx"]: scene["take"] for scene in job.storyboard["scenes"]} if job.storyboard else {}
    if shown != kept:
        yield Violation("takes", job.id, f"Its storyboard shows takes {shown}; the last that were kept are {kept}.")


def _money(job: Audit, entries: Sequence[Entry], *, swept: bool) -> Iterator[Violation]:
    booked = {entry.work for entry in entries}
    pictures = {f"{_PICTURE}{take.scene_idx}/{take.take}" for take in job.takes}
    charged = {work for work in booked if work.startswith(_PICTURE)}
    wrong = sorted(pictures - charged if swept else pictures ^ charged)
    if wrong:
        yield Violation("ledger", job.id, f"What was drawn and what was charged differ: {', '.join(wrong)}.")
    if ("storyboard_generation" in booked) != (job.storyboard is not None):
        yield Violation("ledger", job.id, "It has a storyboard that was not charged, or the other way round.")
    if job.status == Status.COMPLETED and not set(_DONE) <= booked:
        missing = ", ".join(sorted(set(_DONE) - booked))
        yield Violation("ledger", job.id, f"It is completed and was not charged for {missing}.")
    for entry in entries:
        if entry.owner != job.owner:
            yield Violation("ledger", job.id, f"{entry.work} is booked on somebody else's account.")
        if entry.micros < 0 or entry.units < 0:
            yield Violation("ledger", job.id, f"{entry.work} is booked with less than nothing.")


def _workflow(job: Audit, state: RunState, now: datetime, *, settled: bool) -> Iterator[Violation]:
    if not settled and now - job.updated_at < GRACE:
        return
    if job.status in TERMINAL and state is RunState.RUNNING:
        yield Violation("runaway", job.id, f"It is {job.status}, and its workflow still runs.")
    if job.status not in TERMINAL and state is not RunState.RUNNING:
        yield Violation("stuck", job.id, f"It is {job.status}, and nobody works on it: its workflow is {state}.")
    if settled and job.status not in TERMINAL and not waits(job):
        yield Violation("unsettled", job.id, f"It is {job.status}, and waits for no person.")
