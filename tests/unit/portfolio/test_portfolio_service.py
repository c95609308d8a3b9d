"""Statistics and deletion below the API: the numbers at their edges, and the order in which things go."""

import pytest
from builders import new_campaign, new_client, new_job, stored_asset

from spotwright.auth.service import Caller
from spotwright.jobs.states import Status
from spotwright.kit.errors import ApiError
from spotwright.portfolio import service


class Engine:
    """Remembers what it was told to stop, and when the row was gone by then."""

    def __init__(self) -> None:
        self.cancelled: list[str] = []

    def cancel(self, job_id: str) -> None:
        self.cancelled.append(job_id)


@pytest.fixture
def caller(api):
    return Caller(api.user_id, "")


def test_the_average_of_no_videos_is_nothing_even_when_money_was_spent(services, api, caller, worker):
    client = new_client(api)["id"]
    campaign = new_campaign(api, client)["id"]
    job = new_job(api, client, campaign)["id"]
    worker.charge(job, "storyboard_generation", 5)
    with services.database.read() as session:
        stats = service.campaign_stats(session, caller, campaign)
    assert (stats.video_count, stats.avg_cost, stats.total_spend) == (0, 0.0, 0.000005)


def test_engines_are_told_only_after_the_rows_are_gone(services, api, caller, worker):
    client = new_client(api)["id"]
    running, finished = (new_job(api, client)["id"] for _ in range(2))
    worker.bring(api, finished, Status.COMPLETED)
    engine = Engine()
    with services.database.write() as session:
        service.delete_client(session, caller, client, engine, cascade=True)
        assert engine.cancelled == []
    assert engine.cancelled == [running]


def test_nothing_is_stopped_when_the_deletion_is_undone(services, api, caller):
    client = new_client(api)["id"]
    job = new_job(api, client)["id"]
    engine = Engine()

    def fail() -> None:
        with services.database.write() as session:
            service.delete_client(session, caller, client, engine, cascade=True)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert engine.cancelled == []
    assert api.get(f"/api/v3/jobs/{job}").status_code == 200


def test_a_stranger_deletes_nothing(services, api, stranger):
    client = new_client(api)["id"]
    campaign = new_campaign(api, client)["id"]
    for act, thing in ((service.delete_client, client), (service.delete_campaign, campaign)):
        with services.database.write() as session, pytest.raises(ApiError) as refusal:
            act(session, Caller(stranger.user_id, ""), thing, Engine(), cascade=True)
        assert refusal.value.kind.status == 404
    assert api.get(f"/api/v3/campaigns/{campaign}").status_code == 200


def test_only_the_deleted_clients_things_are_touched(services, api, caller):
    gone, kept = (new_client(api)["id"] for _ in range(2))
    other = new_campaign(api, kept)["id"]
    job = new_job(api, kept, other)["id"]
    asset = stored_asset(services, api, client_id=kept)["id"]
    with services.database.write() as session:
        service.delete_client(session, caller, gone, Engine(), cascade=True)
    assert api.get(f"/api/v3/jobs/{job}").json()["data"]["campaignId"] == other
    assert api.get(f"/api/v3/assets/{asset}").json()["data"]["clientId"] == kept
