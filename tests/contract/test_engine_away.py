"""The job's row is the truth, the engine the means: what was accepted is done once the engine is back."""

import dataclasses

import pytest
from asgi_client import ApiClient, data_of
from builders import Worker, new_client, new_job, new_user

from spotwright.app import create_app
from spotwright.bootstrap import Services
from spotwright.engine.dbos_engine import DbosEngine
from spotwright.engine.port import RunState
from spotwright.jobs.states import Status
from spotwright.kit.settings import Settings
from spotwright.pipeline import reconcile
from spotwright.pipeline.reconcile import Reconciler


@pytest.fixture
def services(tmp_path, _own_settings):
    """An installation of its own: the reconciler looks after every job there is."""
    opened = Services.open(Settings.load(tmp_path))
    yield opened
    opened.close()


@pytest.fixture
def api(services, runner, tmp_path):
    broken = DbosEngine(f"sqlite:///{tmp_path / 'gone' / 'engine.db'}")
    app = create_app(dataclasses.replace(services, engine=broken))
    user_id, token = new_user(services)
    caller = ApiClient(app, runner, {"Authorization": f"Bearer {token}"})
    caller.user_id = user_id
    yield caller
    broken.close()


@pytest.fixture
def mended(services, monkeypatch):
    """What the reconciler finds to do, as if the last change of every job were long ago."""
    monkeypatch.setattr(reconcile, "NEGLECT_SECONDS", -1)
    return Reconciler(services.database, services.engine).mend


def test_a_job_is_accepted_and_started_later(api, services, mended):
    job = new_job(api, new_client(api)["id"])["id"]
    assert services.engine.state(job) is RunState.UNKNOWN
    assert data_of(api.get(f"/api/v3/jobs/{job}"), 200)["status"] == "pending"
    assert mended() == 1
    assert services.engine.state(job) is RunState.RUNNING
    assert mended() == 0


def test_a_cancellation_is_heard_later(api, services, mended):
    job = new_job(api, new_client(api)["id"])["id"]
    assert mended() == 1
    assert data_of(api.post(f"/api/v3/jobs/{job}/actions", json={"action": "cancel"}), 202)["status"] == "cancelled"
    assert services.engine.state(job) is RunState.RUNNING
    assert mended() == 1
    assert services.engine.state(job) is RunState.CANCELLED


@pytest.mark.parametrize("action", ["approve", "regenerate_scene"])
def test_a_decision_is_kept(api, services, action):
    job = new_job(api, new_client(api)["id"])["id"]
    Worker(services).present(job)
    body = {"action": action, "payload": {"sceneIdx": 0}}
    assert api.post(f"/api/v3/jobs/{job}/actions", json=body).status_code == 202
    shown = data_of(api.get(f"/api/v3/jobs/{job}"), 200)
    assert (shown["status"] == Status.VIDEO_PROCESSING, shown["regeneratingScenes"] == [0]) == (
        action == "approve",
        action != "approve",
    )


def test_deleting_goes_through(api):
    client = new_client(api)["id"]
    new_job(api, client)
    assert data_of(api.delete(f"/api/v3/clients/{client}?cascade=true"), 200)
