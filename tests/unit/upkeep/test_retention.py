"""What is kept for how long: each policy, with the clock put forward."""

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from asgi_client import ApiClient, data_of
from builders import Worker, new_client, new_job, new_user, picture, stored_asset

from spotwright.app import create_app
from spotwright.blobs import Blob
from spotwright.bootstrap import Services
from spotwright.engine.census import Census
from spotwright.engine.port import RunState
from spotwright.http.idempotency import IdempotencyRow
from spotwright.jobs.states import Status
from spotwright.kit import clock, failpoints
from spotwright.kit.settings import Settings
from spotwright.pipeline import renditions, segments
from spotwright.pipeline.renditions import Rendition
from spotwright.pipeline.segments import Segment
from spotwright.pipeline.studio import SAID
from spotwright.upkeep import retention
from spotwright.upkeep.retention import Sweeper
from spotwright.upkeep.world import World, check_world


class House:
    """An installation with one user, somebody who does the worker's part, and a clock to put forward."""

    def __init__(self, services: Services, api: ApiClient, patch: pytest.MonkeyPatch) -> None:
        self.services = services
        self.api = api
        self.worker = Worker(services)
        self.sweeper = Sweeper(services.database, services.blobs, services.engine, services.settings)
        self._patch = patch
        self._now = clock.now

    def job(self, status: Status) -> str:
        job_id = new_job(self.api, new_client(self.api)["id"])["id"]
        self.worker.bring(self.api, job_id, status)
        return job_id

    def sweep_after(self, **span: float) -> None:
        """Sweep, so long after the real now; what goes to the trash goes for good in the second of two rounds."""
        with self.later(**span):
            assert self.sweeper.sweep()
            assert self.sweeper.sweep()

    @contextmanager
    def later(self, **span: float) -> Iterator[None]:
        with self._patch.context() as patch:
            patch.setattr(clock, "now", lambda: self._now() + timedelta(**span))
            yield

    def stored(self, content: bytes) -> Blob:
        return self.services.blobs.put_bytes(content)

    def has(self, blob: Blob) -> bool:
        return self.services.blobs.exists(blob.sha256)

    def takes(self, job_id: str) -> list[tuple[int, int]]:
        query = "SELECT scene_idx, take FROM scene_takes WHERE job_id = :id ORDER BY 1, 2"
        with self.services.database.read() as session:
            return [tuple(row) for row in session.execute(sa.text(query), {"id": job_id})]


@pytest.fixture
def house(tmp_path, runner, monkeypatch) -> Iterator[House]:
    settings = Settings.load(tmp_path / "data")
    with closing(Services.open(settings)) as services:
        user_id, token = new_user(services)
        api = ApiClient(create_app(services), runner, {"Authorization": f"Bearer {token}"})
        api.user_id = user_id
        yield House(services, api, monkeypatch)


class TestTakes:
    def test_what_an_ended_job_does_not_show_goes_with_its_pictures(self, house):
        job_id = house.job(Status.STORYBOARD_READY)
        first = data_of(house.api.get(f"/api/v3/jobs/{job_id}"), 200)["storyboard"]["scenes"]
        assert (
            house.api.post(
                f"/api/v3/jobs/{job_id}/actions", json={"action": "regenerate_scene", "payload": {"sceneIdx": 1}}
            ).status_code
            == 202
        )
        house.worker.retake(job_id, 1)
        house.worker.approve(job_id, house.api)
        house.worker.complete(job_id)
        before = {blob.sha256 for blob in house.services.blobs.list_blobs()}

        house.sweep_after(days=29)
        assert house.takes(job_id) == [(0, 0), (1, 0), (1, 1), (2, 0)]
        house.sweep_after(days=31)

        assert house.takes(job_id) == [(0, 0), (1, 1), (2, 0)]
        assert len(before - {blob.sha256 for blob in house.services.blobs.list_blobs()}) == 1
        shown = data_of(house.api.get(f"/api/v3/jobs/{job_id}"), 200)["storyboard"]["scenes"]
        for scene in shown:
            assert house.api.get(scene["image_url"]).status_code == 200
        assert [scene["scene_idx"] for scene in shown] == [scene["scene_idx"] for scene in first]

    def test_while_a_person_decides_all_stay(self, house):
        job_id = house.job(Status.STORYBOARD_READY)
        house.api.post(
            f"/api/v3/jobs/{job_id}/actions", json={"action": "regenerate_scene", "payload": {"sceneIdx": 0}}
        )
        house.worker.retake(job_id, 0)

        house.sweep_after(days=400)

        assert (0, 0) in house.takes(job_id)


class TestFootage:
    def test_what_nobody_used_for_a_week_goes_and_the_rest_stays(self, house):
        old, used, sound = house.stored(b"old"), house.stored(b"used"), house.stored(b"sound")
        with house.services.database.write() as session:
            segments.keep(session, Segment("a" * 64, 30), old, "worker-1")
            segments.keep(session, Segment("b" * 64, 30), used, "worker-1")
            made = {"sound": {"sha256": sound.sha256, "size": sound.size, "mime": "audio/wav"}}
            renditions.keep(session, "c" * 64, Rendition(made, ()))
        with house.later(days=6), house.services.database.write() as session:
            segments.use(session, ["b" * 64])

        house.sweep_after(days=8)

        assert [house.has(blob) for blob in (old, used, sound)] == [False, True, False]

    def test_a_blob_that_another_row_needs_stays(self, house):
        content = picture(50, 50)
        asset = stored_asset(house.services, house.api, content)
        shared = house.stored(content)
        with house.services.database.write() as session:
            segments.keep(session, Segment("a" * 64, 30), shared, "worker-1")

        house.sweep_after(days=30)

        assert house.api.get(asset["url"]).content == content

    def test_more_than_a_batch_goes_in_batches(self, house, monkeypatch):
        monkeypatch.setattr(retention, "_AT_ONCE", 3)
        blob = house.stored(b"one")
        with house.services.database.write() as session:
            for number in range(10):
                segments.keep(session, Segment(f"{number:064d}", 30), blob, "worker-1")

        house.sweep_after(days=8)

        with house.services.database.read() as session:
            assert list(segments.referenced_blobs(session)) == []

    def test_what_the_voice_said_goes_by_its_date(self, house):
        said = house.services.settings.data_dir / SAID
        said.mkdir()
        (said / "words").write_bytes(b"hello")

        house.sweep_after(days=6)
        assert (said / "words").exists()
        house.sweep_after(days=8)

        assert not (said / "words").exists()


def test_a_key_is_forgotten_after_a_day(house):
    headers = {"Idempotency-Key": "once"}
    first = house.api.post("/api/v3/clients", json={"name": "n"}, headers=headers)

    house.sweep_after(hours=23)
    assert house.api.post("/api/v3/clients", json={"name": "n"}, headers=headers).content == first.content
    house.sweep_after(hours=25)

    with house.services.database.read() as session:
        assert session.query(IdempotencyRow).count() == 0


class TestWorkflows:
    def test_what_has_ended_is_forgotten_and_what_has_not_stays(self, house):
        cancelled, waiting = house.job(Status.CANCELLED), house.job(Status.PENDING)
        engine = house.services.engine

        house.sweep_after(days=29)
        assert engine.state(cancelled) is RunState.CANCELLED
        house.sweep_after(days=31)

        assert engine.state(cancelled) is RunState.UNKNOWN
        assert engine.state(waiting) is RunState.RUNNING

    def test_one_that_ended_before_its_job_stays_to_be_noticed(self, house):
        job_id = house.job(Status.PENDING)
        house.services.engine.cancel(job_id)

        house.sweep_after(days=31)

        assert house.services.engine.state(job_id) is RunState.CANCELLED

    def test_the_deleted_job_is_forgotten_and_more_than_a_batch_of_others_does_not_hide_it(self, house, monkeypatch):
        monkeypatch.setattr("spotwright.engine.dbos_engine._FORGET_AT_ONCE", 2)
        engine = house.services.engine
        stay = [house.job(Status.PENDING) for _ in range(5)]
        for job_id in [*stay, "job_gone"]:
            if job_id not in stay:
                engine.start(job_id, "usr_1")
            engine.cancel(job_id)

        house.sweep_after(days=31)

        assert engine.state("job_gone") is RunState.UNKNOWN
        assert {engine.state(job_id) for job_id in stay} == {RunState.CANCELLED}


class TestBlobs:
    def test_one_without_a_row_goes_when_it_is_a_day_old(self, house):
        orphan = house.stored(b"orphan")

        house.sweep_after(hours=23)
        assert house.has(orphan)
        house.sweep_after(hours=49)

        assert not house.has(orphan)

    def test_one_that_is_wanted_again_while_it_is_swept_is_not_lost(self, house, monkeypatch):
        """Somebody stores the same bytes between our look at the rows and the removal, and names them in a row then."""
        content = picture(60, 60)
        blob = house.stored(content)
        with monkeypatch.context() as patch, house.later(days=2):
            patch.setattr(retention, "needed_blobs", lambda _session: iter(()))
            assert house.sweeper.sweep()
        assert list(house.services.blobs.trash.content()) != []
        asset = stored_asset(house.services, house.api, content, thumbnail=False)
        house.services.blobs.local_path(blob.sha256).unlink()

        house.sweep_after(days=2)

        assert house.api.get(asset["url"]).content == content
        assert list(house.services.blobs.trash.content()) == []

    def test_no_look_at_a_row_comes_before_its_blob_is_back(self, house, monkeypatch):
        asset = stored_asset(house.services, house.api, picture(61, 61))
        with monkeypatch.context() as patch, house.later(days=2):
            patch.setattr(retention, "needed_blobs", lambda _session: iter(()))
            assert house.sweeper.sweep()

        assert house.api.get(asset["url"]).content == picture(61, 61)


class TestAlone:
    def test_one_worker_sweeps_and_the_other_goes_on(self, house):
        services = house.services
        other = Sweeper(services.database, services.blobs, services.engine, services.settings)
        with house.sweeper._alone() as mine, other._alone() as theirs:
            assert (mine, theirs) == (True, False)
            assert not other.sweep()
        assert other.sweep()


def test_all_that_must_be_true_is_true_after_years(house):
    for status in (Status.COMPLETED, Status.FAILED, Status.CANCELLED):
        house.job(status)
    stored_asset(house.services, house.api)

    house.sweep_after(days=800)

    with closing(Census(house.services.settings.engine_url)) as census:
        world = World(house.services.database, house.services.blobs, census, house.services.settings.data_dir)
        broken = [v for v in check_world(world) if v.rule not in {"film", "ledger"}]
    # The builders make no real films and book no money.
    assert broken == []


def test_folders_of_dead_work_go(house):
    root: Path = house.services.settings.data_dir / "work"
    (root / "film.dead").mkdir(parents=True)
    (root / "film.dead" / "part").write_bytes(b"x")

    house.sweep_after(hours=25)

    assert list(root.iterdir()) == []


def test_what_another_worker_of_the_machine_swept_first_stops_no_sweep(house, monkeypatch):
    root: Path = house.services.settings.data_dir / "work"
    for name in ("one", "two", "three"):
        (root / name).mkdir(parents=True)
    listed = Path.iterdir

    def and_then_the_other_came(folder: Path) -> Iterator[Path]:
        entries = list(listed(folder))
        if folder == root and entries:
            entries[0].rmdir()
        yield from entries

    monkeypatch.setattr(Path, "iterdir", and_then_the_other_came)
    house.sweep_after(hours=25)
    monkeypatch.undo()

    assert list(root.iterdir()) == []


def test_the_workflow_of_a_deleted_job_is_stopped_though_a_crash_kept_it_from_hearing(house, monkeypatch):
    client = new_client(house.api)["id"]
    deleted, other = (new_job(house.api, client_id)["id"] for client_id in (client, new_client(house.api)["id"]))
    monkeypatch.setattr(failpoints, "_points", failpoints.Failpoints("engine.before_cancel=raise:1"))
    assert house.api.delete(f"/api/v3/clients/{client}?cascade=true").status_code == 200
    assert house.services.engine.state(deleted) is RunState.RUNNING

    assert house.sweeper.sweep()

    assert [house.services.engine.state(job) for job in (deleted, other)] == [RunState.CANCELLED, RunState.RUNNING]


def test_the_workflow_of_an_ended_job_is_stopped_a_minute_later_though_a_crash_kept_it_from_hearing(house, monkeypatch):
    cancelled, other = house.job(Status.PENDING), house.job(Status.PENDING)
    monkeypatch.setattr(failpoints, "_points", failpoints.Failpoints("engine.before_cancel=raise:1"))
    with suppress(failpoints.FailpointError):
        house.api.post(f"/api/v3/jobs/{cancelled}/actions", json={"action": "cancel"})
    state = house.services.engine.state
    assert state(cancelled) is RunState.RUNNING

    with house.later(seconds=30):
        assert house.sweeper.sweep()
    assert state(cancelled) is RunState.RUNNING
    with house.later(seconds=70):
        assert house.sweeper.sweep()

    assert (state(cancelled), state(other)) == (RunState.CANCELLED, RunState.RUNNING)
