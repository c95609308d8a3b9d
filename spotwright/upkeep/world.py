"""The invariants of an installation, stated once: what is true after any disaster, and after none.

- Every job has a legal history, numbered and dated in order, that ends where the job is.
- No job is stuck: an unfinished one has a workflow that lives, a finished one has none, and a workflow has its job.
- A completed job has one film, of the size, length and rate that were asked for, with sound; a failed one a reason.
- Its storyboard shows the last take of each scene, and every take is kept.
- Each piece of work that was done is charged once, on its owner's account.
- Every row has its blobs, with the sizes that it says; every blob older than a day has a row.
- No row points at one that is gone; a remembered answer points at a job that is there.
- No temporary file or folder is older than a day.

It reads page by page and holds little in memory. It may be run while jobs are made.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from spotwright.assets import service as assets
from spotwright.blobs import BlobStore
from spotwright.costs import ledger
from spotwright.db import references
from spotwright.db.session import Database
from spotwright.engine.census import Census
from spotwright.engine.port import RunState
from spotwright.http import idempotency
from spotwright.jobs import audit
from spotwright.jobs.audit import Audit
from spotwright.kit import clock
from spotwright.pipeline import renditions, segments
from spotwright.upkeep import job_rules
from spotwright.upkeep.blob_rules import BlobIndex
from spotwright.upkeep.film_rules import Projection
from spotwright.upkeep.violation import Violation

_PAGE = 500
# What is a day old is swept once an hour, and a round may take a while.
_DAY = timedelta(hours=26)
_COPY = re.compile(r"[0-9a-f]{64}(\.\w+)?")


@dataclass(frozen=True, slots=True)
class World:
    """An installation to be looked at."""

    database: Database
    blobs: BlobStore
    census: Census
    data_dir: Path


def check_world(world: World, *, deep: bool = False, settled: bool = False) -> list[Violation]:
    """Every broken rule; none in a sound installation.

    ``deep`` also reads every byte that a row needs, and looks into every finished film. ``settled`` says that nothing
    runs now: so nothing may be half done, but for jobs that wait for a person, and no temporary file is left.
    """
    with BlobIndex() as index:
        found = list(_jobs(world, index, deep=deep, settled=settled))
        found += _workflows(world)
        with world.database.read() as session:
            for files in (assets.files, renditions.files, segments.files):
                index.need(files(session))
            for table, key, column in references.dangling(session):
                found.append(Violation("reference", f"{table} {key}", f"Its {column} points at nothing."))
        found += _answers(world)
        found += index.check(world.blobs, clock.now() - _DAY, deep=deep)
    found += _leftovers(world, clock.now() + _DAY if settled else clock.now() - _DAY)
    return found


def _jobs(world: World, index: BlobIndex, *, deep: bool, settled: bool) -> Iterator[Violation]:
    projection, last = Projection(world.blobs), ""
    while True:
        with world.database.read() as session:
            page = audit.ids_after(session, last, _PAGE)
        if not page:
            return
        jobs, found = _look(world, page, settled=settled)
        if found and not settled:
            # The row, the ledger and the engine are not read in one moment. What is really wrong is wrong twice.
            again = set(_look(world, sorted({violation.subject for violation in found}), settled=settled)[1])
            found = [violation for violation in found if violation in again]
        yield from found
        for job in jobs:
            index.need((sha256, size, f"{what} of {job.id}") for sha256, size, what in job.files())
            if deep:
                yield from projection.check(job)
        last = page[-1]


def _look(world: World, job_ids: Sequence[str], *, settled: bool) -> tuple[list[Audit], list[Violation]]:
    with world.database.read() as session:
        jobs = audit.audits(session, job_ids)
        entries = ledger.entries(session, job_ids)
    states, now = world.census.states(job_ids), clock.now()
    found: list[Violation] = []
    for job in jobs:
        found += job_rules.check(job, entries.get(job.id, []), states[job.id], now, settled=settled)
    return jobs, found


def _workflows(world: World) -> Iterator[Violation]:
    """Whatever runs must belong to a job; what a deleted job left behind has to stop."""
    page: dict[str, str] = {}
    for workflow, job_id in world.census.running():
        page[workflow] = job_id
        if len(page) == _PAGE:
            yield from _without_job(world, page)
            page.clear()
    yield from _without_job(world, page)


def _without_job(world: World, running: dict[str, str]) -> Iterator[Violation]:
    with world.database.read() as session:
        present = references.present(session, "jobs", running.values())
    gone = sorted(job_id for job_id in set(running.values()) - present)
    states = world.census.states(gone)
    for job_id in gone:
        if states[job_id] is RunState.RUNNING:
            yield Violation("runaway", job_id, "A workflow runs for a job that does not exist.")


def _answers(world: World) -> Iterator[Violation]:
    last = ""
    while True:
        # Nothing is asked while this one is open: a server ends what idles within a transaction.
        with world.database.read() as session:
            page = idempotency.remembered(session, last, _PAGE)
        if not page:
            return
        for scope, status, body in page:
            if status is None or body is None:
                yield Violation("idempotency", scope, "A key is kept without its answer.")
                continue
            made = json.loads(body).get("data") or {}
            if str(made.get("id")).startswith("job_") and not _explained(world, made):
                yield Violation("idempotency", scope, f"The answer that is kept names job {made['id']}, which is gone.")
        last = page[-1][0]


def _explained(world: World, made: dict[str, str | None]) -> bool:
    """True when the job is there, or went with its client or campaign."""
    with world.database.read() as session:
        if references.present(session, "jobs", [str(made["id"])]):
            return True
        owners = {"clients": made.get("clientId"), "campaigns": made.get("campaignId")}
        return any(key and not references.present(session, table, [key]) for table, key in owners.items())


def _leftovers(world: World, before: datetime) -> Iterator[Violation]:
    for path in world.blobs.leftovers(before):
        # Whole copies of remote blobs are kept on purpose, and go when nobody has used them for a day.
        if path.parent.name != "cache" or not _COPY.fullmatch(path.name):
            yield Violation("leftover", str(path), "A temporary file that belongs to nobody.")
    work = world.data_dir / "work"
    for folder in work.iterdir() if work.is_dir() else ():
        if folder.stat().st_mtime < before.timestamp():
            yield Violation("leftover", str(folder), "A work folder that belongs to nobody.")
