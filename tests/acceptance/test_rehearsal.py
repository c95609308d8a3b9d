"""Films are made ahead of their approval, and nobody ever waits for that."""

from collections.abc import Callable

from customer import Customer
from installation import Installation
from patience import until
from world import World

LogIn = Callable[[Installation], Customer]


def rehearsed(installation: Installation) -> set[str]:
    """The jobs whose films are being made now."""
    work = installation.data_dir / "work"
    return {folder.name.partition(".")[0] for folder in work.iterdir()} if work.exists() else set()


def test_films_are_made_ahead_and_no_edit_waits_for_them(installation: Installation, log_in: LogIn) -> None:
    installation.serve(extra={"SPOTWRIGHT_RENDER_AHEAD": "true"})
    installation.create_user()
    customer = log_in(installation)
    client, world = customer.brand(), World(installation.data_dir)
    approval_finds_the_film(installation, customer, customer.order(client)["id"])

    # Far longer than the test: nothing but an edit can end such a rehearsal.
    long = [customer.order(client, product=name, seconds=120, fps=60)["id"] for name in ("An espresso", "A filter")]
    for job_id in long:
        customer.wait_for(job_id, "storyboard_ready")
    (busy,) = until(lambda: rehearsed(installation), "a rehearsal begins")
    (other,) = set(long) - {busy}
    until(lambda: world.rehearsals(other), "the other one wants to rehearse too")
    customer.act(other, "regenerate_scene", sceneIdx=0)
    customer.wait_until(other, lambda now: not now["regeneratingScenes"], "drawn again", seconds=60)
    assert busy in rehearsed(installation)


def approval_finds_the_film(installation: Installation, customer: Customer, job_id: str) -> None:
    """A film that was made while its storyboard was looked at is there, and charged for, only when it is approved."""
    customer.wait_for(job_id, "storyboard_ready")
    until(lambda: rehearsed(installation), "the rehearsal begins")
    until(lambda: not rehearsed(installation), "the rehearsal ends")
    assert "video_rendering" not in World(installation.data_dir).charges(job_id)
    assert customer.job(job_id)["status"] == "storyboard_ready"
    customer.approve(job_id)
    seen = set()

    def done() -> bool:
        seen.update(process.pid for process in installation.children())
        return bool(customer.job(job_id)["status"] == "completed")

    until(done, "completed")
    assert seen == set()
