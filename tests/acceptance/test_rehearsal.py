"""Films are made ahead of their approval, and nobody ever waits for that."""

from collections.abc import Callable

from customer import Customer
from installation import Installation
from patience import until
from world import World

LogIn = Callable[[Installation], Customer]
AHEAD = {"SPOTWRIGHT_RENDER_AHEAD": "true"}


def rehearsed(installation: Installation) -> set[str]:
    """The jobs whose films are being made now."""
    work = installation.data_dir / "work"
    return {folder.name.partition(".")[0] for folder in work.iterdir()} if work.exists() else set()


def test_an_edit_does_not_wait_for_the_rehearsal_of_another_job(installation: Installation, log_in: LogIn) -> None:
    installation.serve(extra=AHEAD)
    installation.create_user()
    customer = log_in(installation)
    client = customer.brand()
    # Far longer than the test: nothing but an edit can end such a rehearsal.
    long = [customer.order(client, product=name, seconds=120, fps=60)["id"] for name in ("An espresso", "A filter")]
    for job_id in long:
        customer.wait_for(job_id, "storyboard_ready")
    (busy,) = until(lambda: rehearsed(installation), "a rehearsal begins")
    (other,) = set(long) - {busy}
    world = World(installation.data_dir)
    until(lambda: world.rehearsals(other) == 1, "the other one wants to rehearse too")
    customer.act(other, "regenerate_scene", sceneIdx=0)
    customer.wait_until(other, lambda now: not now["regeneratingScenes"], "drawn again", seconds=60)
    assert busy in rehearsed(installation)


def test_an_approval_finds_its_film_made(installation: Installation, log_in: LogIn) -> None:
    installation.serve(extra=AHEAD)
    installation.create_user()
    customer = log_in(installation)
    job_id = customer.order(customer.brand())["id"]
    customer.wait_for(job_id, "storyboard_ready")
    assert World(installation.data_dir).charges(job_id)
    until(lambda: rehearsed(installation), "the rehearsal begins")
    until(lambda: not rehearsed(installation), "the rehearsal ends")
    assert "video_rendering" not in World(installation.data_dir).charges(job_id)
    customer.approve(job_id)
    seen = set()

    def done() -> bool:
        seen.update(process.pid for process in installation.children())
        return bool(customer.job(job_id)["status"] == "completed")

    until(done, "completed")
    assert seen == set()
