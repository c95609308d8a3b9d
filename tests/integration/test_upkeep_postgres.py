"""Backups and sweeping on a real PostgreSQL."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import postgres
import pytest
import sqlalchemy as sa
from asgi_client import ApiClient
from builders import Worker, new_client, new_job, new_user, picture, stored_asset
from presence import needs

from spotwright.app import create_app
from spotwright.bootstrap import Services
from spotwright.engine.port import RunState
from spotwright.jobs.states import Status
from spotwright.kit import clock
from spotwright.kit.settings import Settings
from spotwright.pipeline.reconcile import Reconciler
from spotwright.upkeep import dumps
from spotwright.upkeep.backup import back_up
from spotwright.upkeep.dumps import DumpError
from spotwright.upkeep.restore import NotEmptyError, restore
from spotwright.upkeep.retention import Sweeper


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[str]:
    needs("PostgreSQL with its client programs", postgres.binaries() and shutil.which("pg_dump"))
    with postgres.running(tmp_path_factory.mktemp("postgres")) as url:
        yield url


def settled(data_dir: Path, url: str, **changes: str) -> Settings:
    return Settings.load(data_dir).model_copy(update={"database_url": url, "engine_url": url, **changes})


@pytest.fixture
def services(server, tmp_path) -> Iterator[Services]:
    with closing(Services.open(settled(tmp_path / "data", postgres.new_database(server)))) as opened:
        yield opened


@pytest.fixture
def api(services, runner) -> ApiClient:
    user_id, token = new_user(services)
    caller = ApiClient(create_app(services), runner, {"Authorization": f"Bearer {token}"})
    caller.user_id = user_id
    return caller


def rows(services: Services, query: str) -> list:
    with services.database.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query))]


EVERYTHING = ("SELECT * FROM jobs ORDER BY id", "SELECT * FROM dbos.workflow_status ORDER BY workflow_uuid")


def test_rows_and_workflows_come_back_in_another_database_of_the_same_server(
    server, services, api, tmp_path, monkeypatch
):
    job = new_job(api, new_client(api)["id"])["id"]
    Worker(services).bring(api, job, Status.STORYBOARD_READY)
    report = back_up(services.settings, str(tmp_path / "shelf"))
    url = postgres.new_database(server)
    monkeypatch.setenv("SPOTWRIGHT_DATABASE_URL", url)

    restored = restore(str(tmp_path / "shelf"), tmp_path / "new")

    assert restored.blobs == report.blobs > 0
    with closing(Services.open(Settings.load(tmp_path / "new"))) as copy:
        assert copy.settings.database_url == url
        assert [rows(copy, query) for query in EVERYTHING] == [rows(services, query) for query in EVERYTHING]
        assert copy.engine.state(job) is RunState.RUNNING
        assert copy.blobs.local_path("0" * 64).is_relative_to(tmp_path / "new")
    with pytest.raises(NotEmptyError, match="tables already"):
        restore(str(tmp_path / "shelf"), tmp_path / "newer")


def test_the_dump_is_of_one_moment(services, api, tmp_path, monkeypatch):
    """What is committed while pg_dump runs is neither in the dump nor among the blobs that are copied for it."""
    stored_asset(services, api, picture(30, 30))
    run = dumps._run

    def slowly(*arguments):
        stored_asset(services, api, picture(31, 31), thumbnail=False)
        run(*arguments)

    monkeypatch.setattr(dumps, "_run", slowly)
    path = tmp_path / "dump"
    path.touch()
    with dumps.dumped(services.settings.database_url, path) as taken:
        assert taken.session.scalar(sa.text("SELECT COUNT(*) FROM assets")) == 1
    assert rows(services, "SELECT COUNT(*) FROM assets") == [(2,)]


def test_a_server_that_refuses_is_said_in_its_words(services, server, tmp_path):
    path = tmp_path / "dump"
    path.write_bytes(b"no dump at all")
    with pytest.raises(DumpError, match="pg_restore failed"):
        dumps.restore_postgres(postgres.new_database(server), path)


def test_a_job_that_the_engine_has_not_heard_of_is_started_even_if_it_waits_for_a_person(services, api):
    job = new_job(api, new_client(api)["id"])["id"]
    Worker(services).bring(api, job, Status.STORYBOARD_READY)
    with services.database.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM dbos.workflow_status"))
    reconciler = Reconciler(services.database, services.engine)

    assert (reconciler.start_lost(), reconciler.start_lost()) == (1, 0)

    assert services.engine.state(job) is RunState.RUNNING


def test_one_worker_of_all_machines_sweeps(services, tmp_path, monkeypatch):
    elsewhere = settled(tmp_path / "elsewhere", services.settings.database_url, blob_url=services.settings.blob_url)
    with closing(Services.open(elsewhere)) as other:
        sweepers = [Sweeper(each.database, each.blobs, each.engine, each.settings) for each in (services, other)]
        orphan = services.blobs.put_bytes(b"orphan")
        later = clock.now() + timedelta(days=2)
        monkeypatch.setattr(clock, "now", lambda: later)
        with sweepers[0]._alone() as mine:
            assert mine
            assert not sweepers[1].sweep()
        assert sweepers[1].sweep()
        assert sweepers[0].sweep()
        assert not services.blobs.exists(orphan.sha256)
