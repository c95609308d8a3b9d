"""Who asks at the same time: one of them wins, and the history of the job says so."""

import pytest
import sqlalchemy as sa
from asgi_client import data_of
from builders import new_client, new_job

from spotwright.jobs.models import JobEvent

ROUNDS = 50


def statuses(services, job_id: str) -> list[str]:
    with services.database.read() as session:
        return list(session.scalars(sa.select(JobEvent.status).filter_by(job_id=job_id).order_by(JobEvent.version)))


@pytest.mark.parametrize("order", [("approve", "cancel"), ("cancel", "approve")])
def test_approving_against_cancelling_has_one_winner(api, worker, services, order):
    client = new_client(api)["id"]
    for _ in range(ROUNDS // 2):
        job = new_job(api, client)["id"]
        worker.present(job)

        async def act(caller, action, job=job):
            return await caller.send("POST", f"/api/v3/jobs/{job}/actions", json={"action": action})

        answers = api.all_at_once([lambda caller, action=action: act(caller, action) for action in order])
        codes = {action: answer.status_code for action, answer in zip(order, answers, strict=True)}
        # Cancelling is right before and after an approval; an approval only before.
        assert codes["cancel"] == 202
        assert codes["approve"] in {202, 409}
        assert data_of(api.get(f"/api/v3/jobs/{job}"), 200)["status"] == "cancelled"
        approved = ["video_processing"] if codes["approve"] == 202 else []
        assert statuses(services, job) == [
            "pending",
            "storyboard_processing",
            "storyboard_ready",
            *approved,
            "cancelled",
        ]


def test_deleting_against_approving_leaves_nothing_or_a_refusal(api, worker):
    for _ in range(10):
        client = new_client(api)["id"]
        job = new_job(api, client)["id"]
        worker.present(job)

        async def approve(caller, job=job):
            return await caller.send("POST", f"/api/v3/jobs/{job}/actions", json={"action": "approve"})

        async def delete(caller, client=client):
            return await caller.send("DELETE", f"/api/v3/clients/{client}?cascade=true")

        approved, deleted = api.all_at_once([approve, delete])
        assert deleted.status_code == 200
        assert approved.status_code in {202, 404}
        assert api.get(f"/api/v3/jobs/{job}").status_code == 404
