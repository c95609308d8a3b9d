"""One film, rendered by several workers at once: each segment is made once, whoever dies."""

import os
from collections.abc import Callable

import av
import pytest
from customer import Customer, Json
from installation import Installation, kill
from patience import LONG, until
from world import World

LogIn = Callable[[Installation], Customer]
ONE_EACH = {"SPOTWRIGHT_RENDER_SLOTS": "1"}


@pytest.fixture
def film(installation: Installation, log_in: LogIn) -> tuple[Customer, Json]:
    """A customer, and their film of two parcels, which only waits for its approval."""
    installation.serve("--no-worker")
    installation.create_user()
    customer = log_in(installation)
    for _ in range(2):
        installation.launch("worker", extra=ONE_EACH)
    job = customer.order(customer.brand(), seconds=16, resolution="1080p")
    job = customer.wait_for(job["id"], "storyboard_ready")
    until(lambda: len(installation.workers()) == 2, "both workers are there")
    return customer, job


def makers(world: World) -> set[str]:
    return {segment.executor for segment in world.segments().values()}


def check(installation: Installation, customer: Customer, job_id: str) -> None:
    """One film, made once, in which every segment's frames are there once."""
    job = customer.job(job_id)
    world = World(installation)
    world.check(job, takes_of=[1] * len(job["storyboard"]["scenes"]))
    frames = round(job["videoSpecs"]["duration"] * job["videoSpecs"]["fps"])
    assert sum(segment.frames for segment in world.segments().values()) == frames
    path = installation.data_dir / "film.mp4"
    path.write_bytes(customer.http.get(job["videoUrl"]).raise_for_status().content)
    with av.open(str(path)) as container:
        assert sum(1 for _ in container.decode(video=0)) == frames


def test_two_workers_render_one_film_and_its_progress_is_theirs_together(
    installation: Installation, film: tuple[Customer, Json]
) -> None:
    customer, job = film
    customer.approve(job["id"])
    seen: list[int] = []

    def done() -> bool:
        now = customer.job(job["id"])
        seen.append(now["progress"]["percent"])
        return bool(now["status"] == "completed")

    until(done, "completed")
    assert len(makers(World(installation))) == 2
    assert seen == sorted(seen)
    # It is seen to grow, not to jump from parcel to parcel.
    assert len(set(seen)) > 10
    check(installation, customer, job["id"])


@pytest.mark.cluster
def test_a_film_outlives_one_of_its_workers(installation: Installation, film: tuple[Customer, Json]) -> None:
    customer, job = film
    world = World(installation)
    customer.approve(job["id"])
    until(lambda: len(makers(world)) == 2, "both workers have rendered something")
    before = world.segments()
    kill(installation.workers()[0].pid)
    customer.wait_for(job["id"], "completed")
    after = world.segments()
    assert {key: after[key] for key in before} == before
    check(installation, customer, job["id"])
    leave_nothing_behind(installation)


def test_cancelling_stops_every_worker(installation: Installation, film: tuple[Customer, Json]) -> None:
    customer, job = film
    customer.approve(job["id"])
    until(lambda: len(makers(World(installation))) == 2, "both workers have rendered something")
    assert customer.act(job["id"], "cancel").status_code == 202
    until(lambda: not installation.children(), "nobody renders", seconds=20)
    until(lambda: not unfinished(installation), "its folders are gone", seconds=LONG)
    assert customer.job(job["id"])["videoUrl"] is None


def unfinished(installation: Installation) -> list[str]:
    return [str(path) for path in installation.data_dir.rglob("*.part")]


def leave_nothing_behind(installation: Installation) -> None:
    """What a dead worker has begun is gone when its day is over and a worker starts."""
    for path in (installation.data_dir / "work").iterdir():
        os.utime(path, (0, 0))
    installation.launch("worker", extra=ONE_EACH)
    until(lambda: not list((installation.data_dir / "work").iterdir()), "swept")
    assert not unfinished(installation)
