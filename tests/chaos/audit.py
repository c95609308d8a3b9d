"""The audit: when the dust has settled, what customers were told and what rows, blobs and films say is one story."""

import hashlib
import io
import os
import sqlite3
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import av
import httpx
import sqlalchemy as sa

from spotwright.bootstrap import Services
from spotwright.engine.census import Census
from spotwright.jobs.models import Job
from spotwright.jobs.states import Status
from spotwright.kit.settings import Settings
from spotwright.upkeep.violation import Violation
from spotwright.upkeep.world import World, check_world
from tests.chaos.town import Town

_QUIET_SECONDS = 60.0
_WANTED = {"film": Status.COMPLETED, "edit": Status.COMPLETED, "wait": Status.STORYBOARD_READY}


@dataclass
class Findings:
    """What was counted, and what is wrong."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


@contextmanager
def opened(data_dir: Path, settings: Mapping[str, str]) -> Iterator[Services]:
    """The installation, seen from this process."""
    before = dict(os.environ)
    os.environ.update(settings)
    services = Services.open(Settings.load(data_dir))
    try:
        yield services
    finally:
        services.close()
        os.environ.clear()
        os.environ.update(before)


def broken_rules(services: Services, *, deep: bool) -> tuple[list[Violation], int]:
    """What is not as it must be when nothing is under way, and how many temporary files lie about.

    Those of whoever was killed are swept when they are a day old.
    """
    settings = services.settings
    with closing(Census(settings.engine_url)) as census:
        world = World(services.database, services.blobs, census, settings.data_dir)
        found = check_world(world, deep=deep, settled=True)
    wrong = [violation for violation in found if violation.rule != "leftover"]
    return wrong, len(found) - len(wrong)


def await_quiet(services: Services) -> None:
    """Return when no rule is broken: the last workflows end a moment after their jobs. What stays is found later."""
    deadline = time.monotonic() + _QUIET_SECONDS
    while broken_rules(services, deep=False)[0] and time.monotonic() < deadline:
        time.sleep(1)


def audit(found: Findings, town: Town, services: Services, allowed: Collection[str] = ()) -> None:
    """Look at everything; nobody else works on the installation meanwhile.

    ``allowed`` are the errors with which a job may have failed.
    """
    _compare(found, town, services, allowed)
    wrong, found.counts["temporary files of the dead"] = broken_rules(services, deep=True)
    found.wrong.extend(f"{each.rule}: {each.subject}: {each.text}" for each in wrong)
    found.counts["blobs"] = sum(1 for _ in services.blobs.list_blobs())
    if services.settings.database_url.startswith("sqlite"):
        for name in ("spotwright.db", "engine.db"):
            _check_file(found, services.settings.data_dir / name)


def _compare(found: Findings, town: Town, services: Services, allowed: Collection[str]) -> None:
    """The rows are those that customers were told of, as they were told, and as they wanted."""
    with services.database.read() as session:
        rows = {row.id: row for row in session.scalars(sa.select(Job))}
    found.wrong.extend(f"{job_id} was ordered by nobody" for job_id in rows.keys() - town.plans.keys())
    for job_id, plan in town.plans.items():
        row, told = rows.get(job_id), town.witness.last.get(job_id)
        found.counts["deleted" if row is None else "waiting" if row.status == "storyboard_ready" else row.status] += 1
        if row is None:
            if plan.fate != "delete":
                found.wrong.append(f"{job_id} is lost; its customer wanted: {plan.fate}")
            continue
        if told is None or (told["version"], told["status"]) != (row.version, row.status):
            found.wrong.append(f"{job_id} is {row.status}, version {row.version}; its customer was told {told}")
        if row.status == Status.FAILED:
            found.counts[f"failed ({row.error})"] += 1
            if row.error not in allowed:
                found.wrong.append(f"{job_id} has failed: {row.error}")
        elif row.status != _WANTED.get(plan.fate, row.status):
            found.wrong.append(f"{job_id} is {row.status}; its customer wanted: {plan.fate}")


def _check_file(found: Findings, path: Path) -> None:
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        for check, expected in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
            result = connection.execute(f"PRAGMA {check}").fetchall()
            if result != expected:
                found.wrong.append(f"{path.name}: {check} says {result[:5]}")


def watch_films(found: Findings, town: Town) -> None:
    """Fetch every completed job's film that differs from the others, and decode it to its last frame."""
    films: dict[str, str] = {}
    for job_id, job in town.witness.last.items():
        if job["status"] == "completed" and not town.witness.floor(job_id).deleted:
            films.setdefault(job["videoUrl"].partition("?v=")[2], job_id)
    with httpx.Client(base_url=town.servers[0], headers=town.authorisation, timeout=60) as http:
        for name, job_id in films.items():
            job = town.witness.last[job_id]
            content = http.get(job["videoUrl"]).raise_for_status().content
            specs = job["videoSpecs"]
            expected = (round(job["storyboard"]["duration"] * specs["fps"]), specs["fps"], True)
            with av.open(io.BytesIO(content)) as container:
                audible = bool(container.streams.audio)
                rate = container.streams.video[0].average_rate
                frames = sum(1 for _ in container.decode(video=0))
            if (frames, rate, audible) != expected or hashlib.sha256(content).hexdigest()[: len(name)] != name:
                found.wrong.append(f"the film of {job_id} has {frames} frames at {rate}, sound: {audible}")
    found.counts["films that were watched"] = len(films)
