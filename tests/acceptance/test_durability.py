"""Whatever is killed, whenever: the job goes on, once, to one film."""

from collections.abc import Callable

import pytest
from customer import Customer
from installation import Installation
from screening import screen
from world import World

LogIn = Callable[[Installation], Customer]


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
    World(installation.data_dir).check(job, takes_of=takes)
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
    customer.wait_until(job_id, lambda now: now["progress"]["percent"] > 0, "being rendered")
    # In the middle of the film.
    customer = reopen(server, log_in)
    customer.wait_for(job_id, "completed")
    check_finished(server, customer, job_id, retaken=1)


@pytest.mark.parametrize("percent", [1, 40])
def test_rendering_goes_on_after_every_process_was_killed(server: Installation, log_in: LogIn, percent: int) -> None:
    customer = log_in(server)
    job_id = customer.order(customer.brand())["id"]
    customer.wait_for(job_id, "storyboard_ready")
    customer.approve(job_id)
    customer.wait_until(job_id, lambda now: now["progress"]["percent"] >= percent, f"{percent} % rendered")
    assert server.children()
    customer = reopen(server, log_in)
    customer.wait_for(job_id, "completed")
    check_finished(server, customer, job_id)
