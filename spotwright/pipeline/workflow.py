"""Brief → storyboard → a person decides → film. This is the whole story; every line of it survives a crash.

The row of the job is the truth. The workflow never trusts a message: a nudge only makes it look at the row again.
"""

from enum import StrEnum

from spotwright.engine.port import Run, TaskFailedError
from spotwright.pipeline.failures import explain

PATIENCE_SECONDS = 6 * 3600.0
"""After so long without a nudge the workflow looks at the row by itself."""
MOMENT_SECONDS = 2.0
"""A person who decides or edits at once is not kept waiting by a rehearsal that has just begun."""
BUSY_SECONDS, LONGEST_BUSY_SECONDS = 15.0, 600.0
"""When a rehearsal had to make way, it is tried again after so long, and then less and less often."""

Parcel = list[tuple[str, int]]
"""Neighbouring segments of a film, each by its key and its number of frames, that one worker renders."""


class Rehearsal(StrEnum):
    """Whether the film has been made ahead of the person's decision."""

    DUE = "due"
    INTERRUPTED = "interrupted"
    OVER = "over"


class Wish(StrEnum):
    """What the row of a job asks for."""

    GATHER = "gather"
    DRAFT = "draft"
    WAIT = "wait"
    RETAKE = "retake"
    RENDER = "render"
    STOP = "stop"


async def produce_ad(run: Run, job_id: str) -> None:
    """The life of one job. What fails for good becomes a reason in the row, never a job that hangs."""
    try:
        await _produce(run, job_id)
    except TaskFailedError as error:
        await run.ask("give_up", job_id, explain(error.cause))


async def _produce(run: Run, job_id: str) -> None:
    if await run.ask("wish", job_id) == Wish.GATHER:
        await run.task("gather", job_id)
    # Its sound takes longest: it is made while the storyboard is drawn.
    await run.begin("animatic", job_id)
    await run.task("draft", job_id)
    rehearsal, patience = Rehearsal.DUE, MOMENT_SECONDS
    while (wish := await run.ask("wish", job_id)) != Wish.RENDER:
        if wish == Wish.STOP:
            return
        if wish == Wish.RETAKE:
            await _retake(run, job_id)
            await run.begin("animatic", job_id)
            rehearsal, patience = Rehearsal.DUE, MOMENT_SECONDS
        elif not await run.wait(patience) and rehearsal != Rehearsal.OVER:
            rehearsal = await _rehearse(run, job_id)
            busy = min(max(2 * patience, BUSY_SECONDS), LONGEST_BUSY_SECONDS)
            patience = PATIENCE_SECONDS if rehearsal == Rehearsal.OVER else busy
    await _make_film(run, job_id)


async def _make_film(run: Run, job_id: str) -> None:
    """Sound, layout, footage by as many workers as have room, and the film. Each step finds what is made already."""
    if await run.ask("recall", job_id):
        return
    await run.task("score", job_id)
    parcels: list[Parcel] = await run.task("lay_out", job_id)
    await run.tasks("shoot", [(job_id, number, parcel) for number, parcel in enumerate(parcels)])
    await run.task("finish", job_id)


async def _retake(run: Run, job_id: str) -> None:
    """A take that cannot be made leaves the storyboard as it was: nothing that a person has reviewed is lost."""
    try:
        await run.task("retake", job_id)
    except TaskFailedError:
        await run.ask("keep_scene", job_id)


async def _rehearse(run: Run, job_id: str) -> Rehearsal:
    """A rehearsal that fails harms nobody; the real render, if it fails too, says why."""
    try:
        return Rehearsal(await run.task("rehearse", job_id))
    except TaskFailedError:
        return Rehearsal.OVER
