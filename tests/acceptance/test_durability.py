"""Whatever is killed, whenever: the job goes on, once, to one film."""

import functools
import signal
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from customer import Customer, brief
from installation import Installation, kill
from patience import until
from screening import screen
from world import World

LogIn = Callable[[Installation], Customer]
WORKER_POINTS = (
    "db.before_commit",
    "db.after_commit",
    "draft.before_pictures",
    "blobs.before_rename",
    "blobs.after_rename",
    "draft.before_present",
    "retake.before_replace",
    "footage.before_record",
    "render.before_blobs",
    "render.before_complete",
)
"""Where a worker is killed, in the order in which one job comes by."""
ORDERLY_SECONDS = 12.0
"""A stop takes ten seconds at most; two more for a machine that is busy."""


def reopen(installation: Installation, log_in: LogIn) -> Customer:
    """Everything dies at once; then the operator starts the server again."""
    installation.kill_everything()
    installation.serve()
    return log_in(installation)


def check_finished(installation: Installation, customer: Customer, job_id: str, *, retaken: int | None = None) -> None:
    """One good film, made once; scene ``retaken`` of it has two takes."""
    job = customer.job(job_id)
    assert job["status"] == "completed"
    takes = [2 if scene["scene_idx"] == retaken else 1 for scene in job["storyboard"]["scenes"]]
    World(installation).check(job, takes_of=takes)
    content = customer.http.get(job["videoUrl"]).raise_for_status().content
    path = installation.data_dir / "film.mp4"
    path.write_bytes(content)
    film = screen(path)
    assert film.frames == job["videoSpecs"]["duration"] * job["videoSpecs"]["fps"]


def test_a_job_outlives_the_death_of_every_process_at_every_stage(server: Installation, log_in: LogIn) -> None:
    customer = log_in(server)
    job_id = customer.order(customer.brand())["id"]
    # Before anybody can have begun.
    customer = reopen(server, log_in)
    customer.wait_for(job_id, "storyboard_processing")
    customer = reopen(server, log_in)
    job = customer.wait_for(job_id, "storyboard_ready")
    images = customer.images(job)
    # While it waits for a person.
    customer = reopen(server, log_in)
    waiting = customer.job(job_id)
    assert (waiting["status"], waiting["storyboard"]) == ("storyboard_ready", job["storyboard"])
    assert customer.act(job_id, "regenerate_scene", sceneIdx=1).status_code == 202
    # While the scene is taken again.
    customer = reopen(server, log_in)
    job = customer.wait_until(job_id, lambda now: not now["regeneratingScenes"], "drawn again")
    redrawn = customer.images(job)
    assert [new == old for new, old in zip(redrawn, images, strict=True)] == [i != 1 for i in range(len(images))]
    customer.approve(job_id)
    customer = reopen(server, log_in)
    customer.wait_until(job_id, lambda now: now["progress"]["percent"] > 30, "being rendered")
    # In the middle of the film.
    customer = reopen(server, log_in)
    customer.wait_for(job_id, "completed")
    check_finished(server, customer, job_id, retaken=1)


def test_a_job_outlives_a_worker_that_dies_at_every_dangerous_point(installation: Installation, log_in: LogIn) -> None:
    installation.serve("--no-worker")
    installation.create_user()
    customer = log_in(installation)
    job_id = customer.order(customer.brand())["id"]
    for point in WORKER_POINTS:
        if point.startswith("blobs.") and not installation.stores_files:
            continue
        worker = installation.launch("worker", extra=armed(point))
        if point == "retake.before_replace":
            customer.wait_for(job_id, "storyboard_ready")
            assert customer.act(job_id, "regenerate_scene", sceneIdx=0).status_code == 202
        if point == "footage.before_record":
            customer.wait_until(job_id, lambda now: not now["regeneratingScenes"], "drawn again")
            customer.approve(job_id)
        until(functools.partial(ended, worker), f"the worker dies at {point}\n{installation.last_words()}")
        assert worker.returncode == -signal.SIGKILL, installation.last_words()
        assert until(lambda: not installation.children(), "what it started died with it", seconds=20)
    installation.launch("worker")
    customer.wait_for(job_id, "completed")
    check_finished(installation, customer, job_id, retaken=0)


def ended(process: subprocess.Popen[bytes]) -> bool:
    return process.poll() is not None


def test_a_request_whose_server_died_may_be_sent_again(installation: Installation, log_in: LogIn) -> None:
    installation.serve("--no-worker")
    installation.create_user()
    customer = log_in(installation)
    body = brief(customer.brand())
    for point, jobs in (("db.before_commit", 0), ("engine.before_start", 1)):
        installation.kill_everything()
        installation.serve("--no-worker", extra=armed(point))
        with pytest.raises(httpx.TransportError):
            customer.http.post("/api/v3/jobs", json=body, headers={"Idempotency-Key": "order-1"})
        assert World(installation).count_jobs() == jobs
    installation.kill_everything()
    installation.serve(extra=armed("engine.before_nudge"))
    again = customer.http.post("/api/v3/jobs", json=body, headers={"Idempotency-Key": "order-1"})
    assert (again.status_code, again.headers["idempotent-replayed"]) == (202, "true")
    job_id = again.json()["data"]["id"]
    # Nobody started it but the reconciler.
    customer.wait_for(job_id, "storyboard_ready")
    with pytest.raises(httpx.TransportError):
        customer.approve(job_id)
    customer = reopen(installation, log_in)
    assert customer.act(job_id, "approve").status_code == 409
    customer.wait_for(job_id, "completed")
    check_finished(installation, customer, job_id)
    assert World(installation).count_jobs() == 1


def test_a_dead_worker_is_replaced_and_an_orderly_stop_leaves_nothing(server: Installation, log_in: LogIn) -> None:
    customer = log_in(server)
    client = customer.brand()
    first, second = (customer.order(client, product=product)["id"] for product in ("An espresso", "A filter coffee"))
    for job_id in (first, second):
        customer.wait_for(job_id, "storyboard_ready")
    customer.approve(first)
    until(server.children, "rendering")
    (worker,) = server.workers()
    kill(worker.pid)
    customer.wait_for(first, "completed")
    assert [now.pid for now in server.workers()] != [worker.pid]
    check_finished(server, customer, first)

    customer.approve(second)
    until(server.children, "rendering")
    (process,) = [process for process in server.processes() if " serve " in process.command]
    began = time.monotonic()
    kill(process.pid, signal.SIGTERM)
    until(lambda: not server.processes(), "everything has ended", seconds=60)
    assert time.monotonic() - began < ORDERLY_SECONDS
    customer = reopen(server, log_in)
    customer.wait_for(second, "completed")
    check_finished(server, customer, second)


@pytest.mark.cluster
def test_cancelling_stops_the_work_itself(server: Installation, log_in: LogIn) -> None:
    customer = log_in(server)
    client = customer.brand()
    early = customer.order(client)["id"]
    customer.wait_until(early, lambda now: (now["progress"] or {}).get("percent", 0) >= 20, "being written")
    cancel_and_see_it_stop(server, customer, early)
    late = customer.order(client, product="A filter coffee")["id"]
    customer.wait_for(late, "storyboard_ready")
    customer.approve(late)
    until(server.children, "rendering")
    cancel_and_see_it_stop(server, customer, late)
    # Long enough for whatever might still come: another job, from its beginning to its end.
    contested = customer.order(client)["id"]
    customer.wait_for(contested, "storyboard_ready")
    with ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(customer.act, contested, action) for action in ["approve", "cancel", "approve"] * 2]
        codes = [answer.result().status_code for answer in asked]
    assert codes.count(202) in (1, 2)
    assert set(codes) == {202, 409}
    assert customer.job(contested)["status"] == "cancelled"
    world = World(server)
    for job_id in (early, late, contested):
        assert world.history(job_id).count("cancelled") == 1
        assert world.history(job_id)[-1] == "cancelled"
        assert customer.job(job_id)["videoUrl"] is None
        assert "video_rendering" not in world.charges(job_id)


def cancel_and_see_it_stop(server: Installation, customer: Customer, job_id: str) -> None:
    answer = customer.act(job_id, "cancel")
    assert (answer.status_code, answer.json()["data"]["status"]) == (202, "cancelled")
    assert customer.job(job_id)["status"] == "cancelled"
    assert until(lambda: not server.children(), "its child has ended", seconds=20)
    assert customer.act(job_id, "cancel").status_code == 409


def test_another_worker_takes_over_from_a_dead_one(installation: Installation, log_in: LogIn) -> None:
    installation.serve("--no-worker")
    installation.create_user()
    customer = log_in(installation)
    workers = {process.pid: process for process in (installation.launch("worker") for _ in range(2))}
    job_id = customer.order(customer.brand())["id"]
    customer.wait_for(job_id, "storyboard_ready")
    customer.approve(job_id)
    (child,) = until(installation.children, "rendering")
    until(lambda: len(installation.workers()) == 2, "both workers are there")
    workers[child.parent].kill()
    customer.wait_for(job_id, "completed")
    assert [worker.pid for worker in installation.workers()] == [pid for pid in workers if pid != child.parent]
    check_finished(installation, customer, job_id)


def test_what_fails_for_a_moment_is_tried_again(installation: Installation, log_in: LogIn) -> None:
    failing = "wish.before_look=raise:2;retake.before_replace=raise"
    installation.serve(extra={"SPOTWRIGHT_FAILPOINTS": failing})
    installation.create_user()
    customer = log_in(installation)
    job_id = customer.order(customer.brand())["id"]
    board = customer.wait_for(job_id, "storyboard_ready")["storyboard"]
    # A take that can never be drawn leaves the storyboard as it was, and the job alive.
    customer.act(job_id, "regenerate_scene", sceneIdx=0)
    job = customer.wait_until(job_id, lambda now: not now["regeneratingScenes"], "given up")
    assert (job["status"], job["storyboard"]) == ("storyboard_ready", board)
    assert "Scene 0 was not regenerated" in job["progress"]["message"]
    # Rendering goes on while somebody else holds the database for longer than we wait for it.
    customer.approve(job_id)
    seen = set()
    until(installation.children, "rendering")
    with World(installation).locked():
        released = time.monotonic() + 12
        while time.monotonic() < released:
            seen.update(process.pid for process in installation.children())
            time.sleep(0.1)
    customer.wait_for(job_id, "completed")
    assert len(seen) == 1
    assert World(installation).history(job_id) == [
        *("pending", "storyboard_processing", "storyboard_ready", "storyboard_ready", "storyboard_ready"),
        *("video_processing", "completed"),
    ]


def armed(point: str) -> dict[str, str]:
    """The environment of a process that is killed at ``point``."""
    return {"SPOTWRIGHT_FAILPOINTS": f"{point}=kill"}
