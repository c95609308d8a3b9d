"""Films are made ahead of their approval, and nobody ever waits for that."""

from collections.abc import Callable

from customer import Customer
from installation import Installation
from patience import until
from world import World

LogIn = Callable[[Installation], Customer]
AHEAD = {"SPOTWRIGHT_RENDER_AHEAD": "true"}


def open_shop(installation: Installation, log_in: LogIn) -> tuple[Customer, World]:
    installation.serve(extra=AHEAD)
    installation.create_user()
    return log_in(installation), World(installation)


def test_an_edit_does_not_wait_for_the_rehearsal_of_another_job(installation: Installation, log_in: LogIn) -> None:
    customer, world = open_shop(installation, log_in)
    client = customer.brand()
    # Far longer than the test: nothing but an edit can end such a rehearsal.
    long = [customer.order(client, product=name, seconds=120, fps=60)["id"] for name in ("An espresso", "A filter")]
    for job_id in long:
        customer.wait_for(job_id, "storyboard_ready")

    def made_now() -> list[str]:
        return [job_id for job_id in long if world.rehearsals(job_id, "PENDING")]

    def other_gave_way() -> bool:
        return len(made_now()) == 1 and all(world.rehearsals(job_id) for job_id in long)

    until(other_gave_way, "one film is being made, and the other one was to be made too")
    (busy,) = made_now()
    (other,) = set(long) - {busy}
    customer.act(other, "regenerate_scene", sceneIdx=0)
    customer.wait_until(other, lambda now: not now["regeneratingScenes"], "drawn again", seconds=60)
    assert made_now() == [busy]


def test_an_approval_finds_its_film_made(installation: Installation, log_in: LogIn) -> None:
    customer, world = open_shop(installation, log_in)
    job_id = customer.order(customer.brand())["id"]
    customer.wait_for(job_id, "storyboard_ready")
    until(lambda: world.rehearsals(job_id, "SUCCESS"), "the rehearsal is over")
    assert world.segments()
    assert "video_rendering" not in world.charges(job_id)
    customer.approve(job_id)
    seen = set()

    def done() -> bool:
        seen.update(process.pid for process in installation.children())
        return bool(customer.job(job_id)["status"] == "completed")

    until(done, "completed")
    assert seen == set()
    assert "video_rendering" in world.charges(job_id)


def test_an_edit_throws_only_its_scene_away(installation: Installation, log_in: LogIn) -> None:
    customer, world = open_shop(installation, log_in)
    job_id = customer.order(customer.brand())["id"]
    scenes = customer.wait_for(job_id, "storyboard_ready")["storyboard"]["scenes"]
    until(lambda: world.rehearsals(job_id, "SUCCESS"), "the rehearsal is over")
    before = world.segments()
    # The same words, so that nothing but the picture changes.
    customer.act(job_id, "regenerate_scene", sceneIdx=1, feedback="warmer light")
    job = customer.wait_until(job_id, lambda now: not now["regeneratingScenes"], "drawn again")
    assert job["storyboard"]["scenes"][1]["script"] == scenes[1]["script"]
    until(lambda: world.rehearsals(job_id, "SUCCESS") == 2, "the second rehearsal is over")
    after = world.segments()
    assert {key: after[key] for key in before} == before
    # The scene itself, and the transitions into and out of it.
    assert 1 <= len(after) - len(before) <= 3
    assert world.scores() == 1
    customer.approve(job_id)
    customer.wait_for(job_id, "completed")
    assert world.segments() == after
