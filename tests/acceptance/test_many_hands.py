"""Many requests at once, several workers, two versions: one job, one film, one charge for each piece of work."""

import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from customer import Customer, brief
from installation import ROOT, Installation
from patience import until
from world import World

LogIn = Callable[[Installation], Customer]
OTHER_VERSION = Path(__file__).with_name("other_version.py")
PATIENCE_SECONDS = 20.0
"""Of a machine that also does other things: without the cancellation, rendering would take longer than that."""


@pytest.fixture
def customer(installation: Installation, log_in: LogIn) -> Customer:
    """Of a server without a worker."""
    installation.serve("--no-worker")
    installation.create_user()
    return log_in(installation)


def codes(calls: list[Callable[[], int]]) -> list[int]:
    """What requests that are sent at once are answered with."""
    with ThreadPoolExecutor(len(calls)) as pool:
        return [answer.result() for answer in [pool.submit(call) for call in calls]]


def test_fifty_posts_with_one_key_are_one_job_and_a_hundred_approvals_one_film(
    installation: Installation, customer: Customer
) -> None:
    body, headers = brief(customer.brand()), {"Idempotency-Key": str(uuid.uuid4())}
    made = codes([lambda: customer.http.post("/api/v3/jobs", json=body, headers=headers).status_code] * 50)
    assert set(made) <= {202, 409}
    assert World(installation).count_jobs() == 1
    job_id = customer.http.post("/api/v3/jobs", json=body, headers=headers).json()["data"]["id"]
    installation.launch("worker")
    customer.wait_for(job_id, "storyboard_ready")
    approved = codes([lambda: customer.act(job_id, "approve").status_code] * 100)
    assert (approved.count(202), approved.count(409)) == (1, 99)
    job = customer.wait_for(job_id, "completed")
    World(installation).check(job, takes_of=[1] * len(job["storyboard"]["scenes"]))


def test_a_cancelled_job_stops_on_whichever_worker_does_it(installation: Installation, customer: Customer) -> None:
    for _ in range(2):
        installation.launch("worker", extra={"SPOTWRIGHT_RENDER_SLOTS": "1"})
    job_id = customer.order(customer.brand(), seconds=16, resolution="1080p")["id"]
    customer.wait_for(job_id, "storyboard_ready")
    spent = World(installation).charges(job_id)
    customer.approve(job_id)
    until(installation.children, "rendering")
    began = time.monotonic()
    assert customer.act(job_id, "cancel").json()["data"]["status"] == "cancelled"
    answered = time.monotonic()
    until(lambda: not installation.children(), "nobody renders")
    until(lambda: not list((installation.data_dir / "work").iterdir()), "nothing is left in their folders")
    stopped = time.monotonic()
    assert answered - began < PATIENCE_SECONDS
    assert stopped - answered < PATIENCE_SECONDS
    assert World(installation).history(job_id)[-2:] == ["video_processing", "cancelled"]
    # What was made before is paid for, and nothing else.
    assert World(installation).charges(job_id) == spent
    assert customer.job(job_id)["videoUrl"] is None


def test_the_jobs_of_another_version_are_ended_when_its_last_worker_is_gone(
    installation: Installation, customer: Customer
) -> None:
    # Begun by the other version's server and worker; the server was upgraded first.
    job_id = customer.order(customer.brand())["id"]
    command = [sys.executable, str(OTHER_VERSION), "worker", "--data-dir", str(installation.data_dir)]
    with subprocess.Popen(command, env=installation.environment({"PYTHONPATH": str(ROOT)}), cwd=ROOT) as other:
        try:
            customer.wait_for(job_id, "storyboard_ready")
        finally:
            other.kill()
    installation.launch("worker")
    customer.approve(job_id)
    job = customer.wait_for(job_id, "completed")
    World(installation).check(job, takes_of=[1] * len(job["storyboard"]["scenes"]))
