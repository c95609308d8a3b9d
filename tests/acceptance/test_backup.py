"""A backup of a busy installation becomes another one, which finishes every job."""

import shutil
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import postgres
import s3
from customer import Customer
from installation import Installation
from patience import until
from places import Place
from presence import needs
from screening import screen
from world import World

LogIn = Callable[[Installation], Customer]


def test_a_copy_of_a_busy_installation_finishes_its_jobs(
    tmp_path: Path, installation: Installation, new_place: Callable[[], Place], log_in: LogIn
) -> None:
    with second(tmp_path, new_place()) as copy:
        tell_the_story(installation, copy, str(tmp_path / "shelf"), log_in, {})


def test_the_same_between_two_databases_of_one_postgresql_by_a_bucket(tmp_path: Path, log_in: LogIn) -> None:
    needs("PostgreSQL with its client programs", postgres.binaries() and shutil.which("pg_dump"))
    needs("ministack, the S3 server of the dev group", s3.program())
    with ExitStack() as stack:
        bucket = stack.enter_context(s3.running(tmp_path)).environment()
        url = stack.enter_context(postgres.running(tmp_path))
        places = [{"SPOTWRIGHT_DATABASE_URL": postgres.new_database(url)} for _ in range(2)]
        original = stack.enter_context(second(tmp_path / "first", places[0]))
        copy = stack.enter_context(second(tmp_path, places[1]))
        tell_the_story(original, copy, f"s3://{s3.BUCKET}/of/spotwright", log_in, bucket)


def tell_the_story(
    original: Installation, copy: Installation, target: str, log_in: LogIn, access: Mapping[str, str]
) -> None:
    """Jobs in four states, one of them being rendered: all of them end well in the copy, and the original goes on."""
    original.serve()
    original.create_user()
    customer = log_in(original)
    client = customer.brand()
    done, rendering, waiting = (
        customer.order(client, product=name)["id"] for name in ("An espresso", "A filter coffee", "A lungo")
    )
    for job_id in (done, rendering, waiting):
        customer.wait_for(job_id, "storyboard_ready")
    if access:
        # In a bucket only a minute's silence says that a writer is dead: the tests of turns have a quicker clock.
        assert original.run("backup", target, extra=access).returncode == 0
    else:
        die_in_the_middle(original, target)
    assert_listed(original, target, access, 1)
    customer.approve(done)
    customer.wait_for(done, "completed")
    customer.approve(rendering)
    until(original.children, "rendering")
    young = customer.order(client, product="A ristretto")["id"]

    backup = original.run("backup", target, "--keep", "2", extra=access)
    assert backup.returncode == 0, backup.stderr + backup.stdout
    assert_listed(original, target, access, 2)

    restored = copy.run("restore", target, extra=access)
    assert restored.returncode == 0, restored.stderr + restored.stdout
    assert "Everything that must be true is true" in restored.stdout
    copy.serve()
    heir = log_in(copy)
    assert heir.job(done) == customer.job(done)
    films = [user.http.get(user.job(done)["videoUrl"]).raise_for_status().content for user in (heir, customer)]
    assert films[0] == films[1]
    for user, place in ((heir, copy), (customer, original)):
        user.wait_for(young, "storyboard_ready")
        for job_id in (waiting, young):
            user.approve(job_id)
        for job_id in (done, rendering, waiting, young):
            check_finished(place, user, job_id)
    checked = copy.run("check", "--deep")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def die_in_the_middle(original: Installation, target: str) -> None:
    """A backup that is killed leaves none, and the next one, at once, is whole."""
    killed = original.run("backup", target, extra={"SPOTWRIGHT_FAILPOINTS": "backup.before_copy=kill@5"})
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert_listed(original, target, {}, 0)
    again = original.run("backup", target)
    assert again.returncode == 0, again.stderr


def assert_listed(original: Installation, target: str, access: Mapping[str, str], count: int) -> None:
    """So many backups are there, and every byte of them is right."""
    listed = original.run("backups", target, "--verify", extra=access, data_dir=False)
    assert (listed.returncode, listed.stdout.count("✓")) == (0, count), listed.stdout + listed.stderr


def check_finished(installation: Installation, customer: Customer, job_id: str) -> None:
    """One good film, made once, charged once."""
    job = customer.wait_for(job_id, "completed")
    World(installation).check(job, takes_of=[1] * len(job["storyboard"]["scenes"]))
    path = installation.data_dir / f"{job_id}.film.mp4"
    path.write_bytes(customer.http.get(job["videoUrl"]).raise_for_status().content)
    assert screen(path).frames == job["videoSpecs"]["duration"] * job["videoSpecs"]["fps"]
    path.unlink()


@contextmanager
def second(folder: Path, place: Place) -> Iterator[Installation]:
    """Another installation; nothing of it outlives the block."""
    made = Installation(folder / "copy", place)
    try:
        yield made
    finally:
        made.kill_everything()
