"""The check of the world: silent on a sound installation, and it names exactly what was broken."""

import asyncio
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from asgi_client import ApiClient, data_of
from builders import Worker, brief, new_campaign, new_client, new_job, new_user, picture, stored_asset

from spotwright.app import create_app
from spotwright.blobs import BlobStore
from spotwright.bootstrap import Services
from spotwright.db.session import Database
from spotwright.engine.census import Census
from spotwright.jobs.states import Status
from spotwright.kit.settings import Settings
from spotwright.pipeline import renditions, segments
from spotwright.pipeline.renditions import Rendition
from spotwright.pipeline.segments import Segment
from spotwright.upkeep.blob_rules import BlobIndex
from spotwright.upkeep.needed import needed_blobs, snapshot
from spotwright.upkeep.violation import Violation
from spotwright.upkeep.world import World, check_world

WEEK = 7 * 24 * 3600
OLD = int((time.time() - WEEK) * 1000)


@dataclass
class Town:
    """A world, the ids of what lives in it, and hands to break it with."""

    world: World
    ids: dict[str, str]
    folder: Path

    def check(self, **options: bool) -> list[Violation]:
        return check_world(self.world, **options)

    def rules(self, **options: bool) -> list[tuple[str, str]]:
        return sorted({(violation.rule, violation.subject) for violation in self.check(**options)})

    def rows(self, statement: str, **values: Any) -> None:
        """Change rows behind everybody's back."""
        with closing(sqlite3.connect(self.folder / "spotwright.db")) as connection, connection:
            connection.execute(statement, values)

    def workflow(self, job: str, status: str) -> None:
        engine = sa.create_engine(f"sqlite:///{self.folder / 'engine.db'}")
        with engine.begin() as connection:
            statement = "UPDATE workflow_status SET status = :status WHERE workflow_uuid = :job"
            assert connection.execute(sa.text(statement), {"status": status, "job": self.ids[job]}).rowcount == 1
        engine.dispose()

    def deliverable(self, job: str, name: str) -> Path:
        with self.world.database.engine.connect() as connection:
            query = sa.text("SELECT deliverables FROM jobs WHERE id = :job")
            made = json.loads(connection.execute(query, {"job": self.ids[job]}).scalar_one())
        return self.world.blobs.local_path(made[name]["sha256"])


def populate(services: Services, runner: asyncio.Runner) -> dict[str, str]:
    """One job in each state, with what it costs; the only worker is a pen."""
    user_id, token = new_user(services)
    api = ApiClient(create_app(services), runner, {"Authorization": f"Bearer {token}"})
    api.user_id = user_id
    worker, client = Worker(services), new_client(api)["id"]
    campaign = new_campaign(api, client)["id"]
    asset = stored_asset(services, api, client_id=client)["id"]
    made: dict[str, str] = {"client": client, "campaign": campaign, "asset": asset}
    for status in Status:
        job = new_job(api, client, campaign)["id"]
        made[status] = job
        worker.bring(api, job, status)
        if status in {Status.STORYBOARD_READY, Status.VIDEO_PROCESSING, Status.COMPLETED}:
            for work in ("storyboard_generation", *(f"image_generation/{scene}/0" for scene in range(3))):
                worker.charge(job, work, 1000)
        if status is Status.COMPLETED:
            for work in ("video_rendering", "voice", "music"):
                worker.charge(job, work, 5000)
    answer = api.post("/api/v3/jobs", json=brief(client), headers={"Idempotency-Key": "once"})
    made["keyed"] = data_of(answer, 202)["id"]
    return made


def test_the_check_and_the_sweep_need_the_same_blobs(town, monkeypatch):
    with town.world.database.write() as session:
        kept = town.world.blobs.put_bytes(b"footage")
        segments.keep(session, Segment("a" * 64, 30), kept, "worker-1")
        made = {"sound": {"sha256": kept.sha256, "size": kept.size, "mime": "audio/wav"}}
        renditions.keep(session, "c" * 64, Rendition(made, ()))
    checked = set()
    need = BlobIndex.need

    def noted(index, files):
        found = list(files)
        checked.update(sha256 for sha256, _, _ in found)
        need(index, found)

    monkeypatch.setattr(BlobIndex, "need", noted)
    town.check()
    with snapshot(town.world.database) as session:
        assert checked == set(needed_blobs(session))
    assert len(checked) > 4


@pytest.fixture(scope="module")
def template(tmp_path_factory, runner) -> tuple[Path, dict[str, str]]:
    folder = tmp_path_factory.mktemp("world")
    services = Services.open(Settings.load(folder))
    ids = populate(services, runner)
    services.close()
    return folder, ids


@pytest.fixture
def town(template, tmp_path) -> Iterator[Town]:
    """A world of its own for each test, in which every workflow is where its job says."""
    folder = tmp_path / "data"
    shutil.copytree(template[0], folder)
    world = World(
        Database(f"sqlite:///{folder / 'spotwright.db'}"),
        BlobStore.from_url(str(folder / "blobs"), scratch=folder / "scratch"),
        Census(f"sqlite:///{folder / 'engine.db'}"),
        folder,
    )
    made = Town(world, template[1], folder)
    for status in (Status.COMPLETED, Status.FAILED):
        made.workflow(status, "SUCCESS")
    yield made
    world.database.close()
    world.census.close()


def test_a_sound_world_has_no_violations(town):
    assert town.check() == []
    assert {violation.rule for violation in town.check(settled=True)} == {"unsettled"}


def test_a_world_where_only_people_are_waited_for_is_settled(town):
    for status in (Status.PENDING, Status.STORYBOARD_PROCESSING, Status.VIDEO_PROCESSING, "keyed"):
        town.rows("DELETE FROM ledger_entries WHERE job_id = :job", job=town.ids[status])
        for table in ("job_events", "scene_takes"):
            town.rows(f"DELETE FROM {table} WHERE job_id = :job", job=town.ids[status])
        town.rows("DELETE FROM jobs WHERE id = :job", job=town.ids[status])
        town.workflow(status, "CANCELLED")
    town.rows("DELETE FROM idempotency_keys")
    assert town.check(settled=True) == []


HISTORY = {
    "an impossible step": "UPDATE job_events SET status = 'completed' WHERE job_id = :job AND type = 'started'",
    "a history that ends elsewhere": "UPDATE jobs SET status = 'failed', error = 'x' WHERE id = :job",
    "no beginning": "DELETE FROM job_events WHERE job_id = :job AND version = 1",
    "events out of order": "UPDATE job_events SET at = 0 WHERE job_id = :job AND type = 'started'",
    "a history ahead of its job": "UPDATE jobs SET version = 2 WHERE id = :job",
}


@pytest.mark.parametrize("change", HISTORY.values(), ids=HISTORY)
def test_a_history_that_cannot_be_is_named(town, change):
    job = town.ids[Status.STORYBOARD_READY]
    town.rows(change, job=job)
    assert ("history", job) in town.rules()
    assert {rule for rule, _ in town.rules()} <= {"history", "takes"}


@pytest.mark.parametrize("status", ["SUCCESS", "ERROR", "CANCELLED"])
@pytest.mark.parametrize("job", [Status.PENDING, Status.STORYBOARD_READY, Status.VIDEO_PROCESSING])
def test_a_job_that_nobody_works_on_is_stuck(town, job, status):
    town.workflow(job, status)
    # A crash may just have come between them.
    town.rows("UPDATE jobs SET updated_at = :now", now=int(time.time() * 1000))
    assert town.check() == []
    make_old(town, job)
    assert town.rules() == [("stuck", town.ids[job])]


@pytest.mark.parametrize("job", [Status.COMPLETED, Status.FAILED, Status.CANCELLED])
def test_work_on_a_finished_job_is_a_runaway(town, job):
    town.workflow(job, "PENDING")
    make_old(town, job)
    assert town.rules() == [("runaway", town.ids[job])]


def make_old(town: Town, job: str) -> None:
    """As if an hour had passed since anything happened to a job."""
    hour = timedelta(hours=1) // timedelta(milliseconds=1)
    for statement in (
        "UPDATE job_events SET at = at - :by WHERE job_id = :job",
        "UPDATE jobs SET updated_at = updated_at - :by WHERE id = :job",
    ):
        town.rows(statement, job=town.ids[job], by=hour)


def test_a_workflow_without_a_job_is_a_runaway(town):
    job = town.ids[Status.PENDING]
    town.rows("DELETE FROM job_events WHERE job_id = :job", job=job)
    town.rows("DELETE FROM jobs WHERE id = :job", job=job)
    assert town.rules() == [("runaway", job)]


FILMS = {
    "completed without a film": (Status.COMPLETED, "UPDATE jobs SET deliverables = NULL WHERE id = :job", "film"),
    "a film before the end": (
        Status.VIDEO_PROCESSING,
        "UPDATE jobs SET deliverables = (SELECT deliverables FROM jobs WHERE status = 'completed') WHERE id = :job",
        "film",
    ),
    "failed without a reason": (Status.FAILED, "UPDATE jobs SET error = NULL WHERE id = :job", "reason"),
    "a reason without a failure": (Status.COMPLETED, "UPDATE jobs SET error = 'x' WHERE id = :job", "reason"),
    "takes after the end": (
        Status.CANCELLED,
        'UPDATE jobs SET pending_takes = \'[{"scene_idx": 0, "take": 1}]\' WHERE id = :job',
        "takes",
    ),
    "a lost take": (
        Status.COMPLETED,
        "UPDATE scene_takes SET take = 1 WHERE scene_idx = 0 AND job_id = :job",
        "takes",
    ),
}


@pytest.mark.parametrize(("job", "change", "rule"), FILMS.values(), ids=FILMS)
def test_a_job_without_what_its_status_promises_is_named(town, job, change, rule):
    town.rows(change, job=town.ids[job])
    found = town.rules()
    assert (rule, town.ids[job]) in found
    assert {subject for _, subject in found} == {town.ids[job]}


LEDGER = {
    "a picture charged twice": "INSERT INTO ledger_entries SELECT job_id, 'image_generation/0/1', user_id, client_id, "
    "campaign_id, units, micros, rate_version, at FROM ledger_entries WHERE job_id = :job AND work = 'voice'",
    "a picture not charged": "DELETE FROM ledger_entries WHERE job_id = :job AND work = 'image_generation/1/0'",
    "a film not charged": "DELETE FROM ledger_entries WHERE job_id = :job AND work = 'video_rendering'",
    "a storyboard not charged": "DELETE FROM ledger_entries WHERE job_id = :job AND work = 'storyboard_generation'",
    "somebody else's account": "UPDATE ledger_entries SET campaign_id = 'x' WHERE job_id = :job AND work = 'music'",
    "less than nothing": "UPDATE ledger_entries SET micros = -1 WHERE job_id = :job AND work = 'music'",
}


@pytest.mark.parametrize("change", LEDGER.values(), ids=LEDGER)
def test_money_that_does_not_fit_the_work_is_named(town, change):
    town.rows(change, job=town.ids[Status.COMPLETED])
    assert town.rules() == [("ledger", town.ids[Status.COMPLETED])]


@pytest.mark.parametrize("name", ["video", "poster", "captions.vtt"])
def test_a_missing_blob_is_named(town, name):
    path = town.deliverable(Status.COMPLETED, name)
    path.unlink()
    assert town.rules() == [("blob-missing", path.name)]


def test_a_blob_of_another_size_is_named(town):
    path = town.deliverable(Status.COMPLETED, "video")
    path.chmod(0o640)
    with path.open("ab") as file:
        file.write(b"more")
    assert town.rules() == [("blob-size", path.name)]


def test_a_blob_with_other_bytes_is_found_by_a_deep_look(town):
    path = town.deliverable(Status.COMPLETED, "poster")
    content = bytearray(path.read_bytes())
    content[-3] ^= 1
    path.chmod(0o640)
    path.write_bytes(content)
    assert town.check() == []
    assert ("blob-damaged", path.name) in town.rules(deep=True)


def test_a_film_that_cannot_be_played_is_found_by_a_deep_look(town):
    # The pen writes no films.
    assert town.rules(deep=True) == [("film", town.ids[Status.COMPLETED])]


def test_a_blob_that_no_row_needs_is_named_when_it_is_old(town):
    blob = town.world.blobs.put_bytes(b"nobody's")
    assert town.check() == []
    os.utime(town.world.blobs.local_path(blob.sha256), (OLD / 1000, OLD / 1000))
    assert town.rules() == [("blob-orphan", blob.sha256)]


ASSETS = {"file": "SELECT sha256 FROM assets", "thumbnail": "SELECT thumbnail_sha256 FROM assets"}


@pytest.mark.parametrize("query", ASSETS.values(), ids=ASSETS)
def test_every_blob_of_an_asset_is_looked_at(town, query):
    with town.world.database.engine.connect() as connection:
        sha256 = connection.execute(sa.text(query)).scalar_one()
    town.world.blobs.local_path(sha256).unlink()
    assert town.rules() == [("blob-missing", sha256)]


KEPT = {
    "segment": "INSERT INTO segments VALUES ('k', :sha, 1, 1, 'worker-1', 1, 1)",
    "rendition": "INSERT INTO renditions VALUES ('k', :files, '[]', 1)",
}


@pytest.mark.parametrize("insert", KEPT.values(), ids=KEPT)
def test_what_is_kept_for_other_films_is_looked_at(town, insert):
    files = json.dumps({"video": {"sha256": "a" * 64, "size": 1, "mime": "video/mp4"}})
    values = {"sha": "a" * 64} if ":sha" in insert else {"files": files}
    town.rows(insert, **values)
    assert town.rules() == [("blob-missing", "a" * 64)]


@pytest.mark.parametrize("table", ["clients", "campaigns"])
def test_what_is_left_of_a_deleted_client_or_campaign_is_named(town, table):
    town.rows(f"DELETE FROM {table} WHERE id = :key", key=town.ids[table.removesuffix("s")])
    found = town.check()
    assert {violation.rule for violation in found} == {"reference"}
    assert len(found) >= len(Status)


def test_an_answer_that_names_a_lost_job_is_named(town):
    job = town.ids["keyed"]
    town.workflow("keyed", "CANCELLED")
    town.rows("DELETE FROM job_events WHERE job_id = :job", job=job)
    town.rows("DELETE FROM jobs WHERE id = :job", job=job)
    assert [violation.rule for violation in town.check()] == ["idempotency"]
    # But a job that went with its client is no surprise.
    town.rows("UPDATE idempotency_keys SET body = replace(body, :client, 'cli_gone')", client=town.ids["client"])
    assert town.check() == []


def test_a_key_without_an_answer_is_named(town):
    town.rows("UPDATE idempotency_keys SET status = NULL")
    assert [violation.rule for violation in town.check()] == ["idempotency"]


def test_keys_on_every_page_are_looked_at(town, monkeypatch):
    monkeypatch.setattr("spotwright.upkeep.world._PAGE", 1)
    for scope in ("!", "~"):
        columns = "fingerprint, created_at"
        town.rows(
            f"INSERT INTO idempotency_keys (scope, {columns}) SELECT :scope, {columns} FROM idempotency_keys LIMIT 1",
            scope=scope,
        )
    assert town.rules() == [("idempotency", "!"), ("idempotency", "~")]


@pytest.mark.parametrize("place", ["scratch/x.upload", "blobs/incoming/x", "scratch/cache/.x.part", "work/film.x"])
def test_what_a_crash_left_is_named_when_it_is_old_or_nothing_runs(town, place):
    path = town.folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture())
    assert town.check() == []
    assert ("leftover", str(path)) in town.rules(settled=True)
    os.utime(path, (OLD / 1000, OLD / 1000))
    assert town.rules() == [("leftover", str(path))]


def test_a_job_that_is_not_finished_is_no_settled_world(town):
    assert {("unsettled", town.ids[job]) for job in (Status.PENDING, Status.VIDEO_PROCESSING)} <= set(
        town.rules(settled=True)
    )
