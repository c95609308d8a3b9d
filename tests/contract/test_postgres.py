"""The same API on PostgreSQL: what could differ from SQLite is tried on both. Skipped where PostgreSQL is missing."""

import postgres
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from asgi_client import ApiClient, data_of, error_of
from builders import Worker, brief, new_campaign, new_client, new_job, new_user, stored_asset
from presence import needs

from spotwright.app import create_app
from spotwright.auth import service as auth
from spotwright.bootstrap import Services
from spotwright.db import migrate
from spotwright.db.base import Base
from spotwright.jobs.states import Status
from spotwright.kit.settings import Settings
from spotwright.pipeline.renditions import RenditionRow
from spotwright.pipeline.segments import SegmentRow


@pytest.fixture(scope="module")
def services(tmp_path_factory, _own_settings):
    needs("PostgreSQL", postgres.binaries())
    folder = tmp_path_factory.mktemp("postgres")
    with postgres.running(folder) as url:
        settings = Settings.load(folder).model_copy(update={"database_url": url, "engine_url": url})
        opened = Services.open(settings)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def app(services):
    return create_app(services)


@pytest.fixture
def api(app, runner, services):
    user_id, token = new_user(services)
    caller = ApiClient(app, runner, {"Authorization": f"Bearer {token}"})
    caller.user_id = user_id
    return caller


@pytest.fixture
def worker(services):
    return Worker(services)


@pytest.fixture
def client(api):
    return new_client(api)["id"]


def test_migrations_make_what_the_models_say(services):
    # The worker's own tables are part of the whole, though the API does not know them.
    assert RenditionRow.metadata is SegmentRow.metadata is Base.metadata
    with services.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [found for found in compare_metadata(context, Base.metadata) if "dbos" not in repr(found)]
    assert differences == []
    migrate.upgrade(services.database.engine, services.settings.data_dir)


def test_it_is_ready(api):
    assert api.get("/readyz").json()["status"] == "ready"


def test_a_job_goes_through_its_life_and_is_charged_once(api, worker, services, client):
    campaign = new_campaign(api, client)["id"]
    stored_asset(services, api, client_id=client, campaign_id=campaign)
    job = new_job(api, client, campaign)["id"]
    worker.present(job)
    payload = {"sceneIdx": 1, "feedback": "warmer"}
    data_of(api.post(f"/api/v3/jobs/{job}/actions", json={"action": "regenerate_scene", "payload": payload}), 202)
    worker.retake(job, 1)
    worker.approve(job, api)
    worker.complete(job)
    for _ in range(3):
        worker.charge(job, "video_rendering", 1_500_000)
    assert data_of(api.get(f"/api/v3/jobs/{job}"), 200)["actualCost"] == 1.5
    assert data_of(api.get(f"/api/v3/campaigns/{campaign}/stats"), 200) == {
        "videoCount": 1,
        "totalSpend": 1.5,
        "avgCost": 1.5,
    }


def test_a_key_replays(api, client):
    headers = {"Idempotency-Key": "once"}
    first, second = (api.post("/api/v3/jobs", json=brief(client), headers=headers) for _ in range(2))
    assert data_of(first, 202)["status"] == "pending"
    assert second.content == first.content
    assert second.headers["idempotent-replayed"] == "true"
    other = brief(client, videoSpecs={"duration": 30})
    error_of(api.post("/api/v3/jobs", json=other, headers=headers), 409, "IDEMPOTENCY_KEY_REUSED")


def test_fifty_requests_with_one_key_make_one_job(api, client):
    async def create(caller):
        headers = {"Idempotency-Key": "once"}
        return await caller.send("POST", "/api/v3/jobs", json=brief(client), headers=headers)

    answers = api.all_at_once([create] * 50)
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.content for answer in answers}) == 1
    assert api.get("/api/v3/jobs").json()["meta"]["total"] == 1


def test_a_hundred_approvals_are_one(api, worker, client):
    job = new_job(api, client)["id"]
    worker.present(job)

    async def approve(caller):
        return await caller.send("POST", f"/api/v3/jobs/{job}/actions", json={"action": "approve"})

    statuses = [answer.status_code for answer in api.all_at_once([approve] * 100)]
    assert (statuses.count(202), statuses.count(409)) == (1, 99)


def test_cascade_takes_everything(api, worker, client):
    campaign = new_campaign(api, client)["id"]
    for status in Status:
        worker.bring(api, new_job(api, client, campaign)["id"], status)
    error_of(api.delete(f"/api/v3/clients/{client}"), 409)
    data_of(api.delete(f"/api/v3/clients/{client}?cascade=true"), 200)
    assert data_of(api.get("/api/v3/jobs"), 200) == []


def test_creating_while_deleting_has_a_loser_and_no_orphan(api, client):
    async def create(caller):
        return await caller.send("POST", "/api/v3/jobs", json=brief(client))

    async def delete(caller):
        return await caller.send("DELETE", f"/api/v3/clients/{client}?cascade=true")

    answers = api.all_at_once([create, create, delete, create, delete, create, create])
    assert {answer.status_code for answer in answers} <= {200, 202, 404, 409}
    if api.get(f"/api/v3/clients/{client}").status_code == 404:
        assert data_of(api.get("/api/v3/jobs"), 200) == []


@pytest.mark.parametrize("name", ["\x00", "nobody\x00", "x" * 5000, "\u202e"])
def test_names_that_the_database_could_not_hold_are_just_wrong(api, name):
    answer = api.post("/api/auth/login", data={"username": name, "password": "whatever it is"})
    error_of(answer, 401, "LOGIN_FAILED")


def test_logging_in(api, services):
    with services.database.write() as session:
        auth.create_user(session, "ann", "correct horse battery")
    answer = api.post("/api/auth/login", data={"username": "ann", "password": "correct horse battery"})
    assert answer.json()["token_type"] == "bearer"


@pytest.mark.parametrize("query", ["client_id=%00", "client_id=" + "x" * 3000, "campaign_id=%F0%9F%98%80"])
def test_filters_that_no_id_can_be_find_nothing(api, query):
    assert data_of(api.get(f"/api/v3/jobs?{query}"), 200) == []


def test_large_numbers_and_long_words_fit(api, client, worker):
    text = "é" * 9999
    changed = api.put(f"/api/v3/clients/{client}", json={"description": text, "metadata": {"n": 2**63 - 1}})
    assert data_of(changed, 200)["metadata"] == {"n": 2**63 - 1}
    job = new_job(api, client)["id"]
    worker.charge(job, "work", 2**60)
    assert data_of(api.get(f"/api/v3/jobs/{job}"), 200)["actualCost"] == 2**60 / 1_000_000
    assert data_of(api.get("/api/v3/clients?offset=2147483647"), 200) == []
