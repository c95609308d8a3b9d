"""The engine by itself, its workers as processes: the dead are replaced, old versions' work ends, users take turns."""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import postgres
import pytest
from presence import needs

from spotwright.engine import dbos_engine
from spotwright.engine.dbos_engine import DbosEngine, ensure_schema
from spotwright.engine.port import RunState

PROGRAM = Path(__file__).with_name("engine_worker.py")
PATIENCE = 300.0
OLD, NEW = "old", dbos_engine.PROTOCOL


class Bench:
    """An engine's database, what is asked of it, and the workers on it."""

    def __init__(self, url: str, folder: Path) -> None:
        ensure_schema(url, folder)
        self.engine = DbosEngine(url)
        self._url, self._folder = url, folder
        self._workers: list[subprocess.Popen[bytes]] = []

    def work(self, protocol: str = NEW, *options: str) -> subprocess.Popen[bytes]:
        """A worker that is ready."""
        command = [sys.executable, str(PROGRAM), self._url, str(self._folder), protocol, *options]
        worker = subprocess.Popen(command, stdout=subprocess.PIPE)
        self._workers.append(worker)
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"ready\n"
        return worker

    def approve(self, job_id: str) -> None:
        (self._folder / f"approved-{job_id}").touch()
        self.engine.nudge(job_id, 1)

    def done(self) -> list[str]:
        """What was done, in this order: task, job, protocol."""
        return self._lines("done")

    def begun(self) -> list[str]:
        """The jobs whose tasks have begun, in this order."""
        return [job for word, job in self._times() if word == "begin"]

    def at_most_of_a_user(self) -> int:
        """So many tasks of one user ran at once. A job's name begins with its user's."""
        running: Counter[str] = Counter()
        most = 0
        for word, job in self._times():
            running[job.partition("_")[0]] += 1 if word == "begin" else -1
            most = max(most, *running.values())
        return most

    def hold(self, *, tasks: bool) -> None:
        """While they are held, tasks begin and do not end."""
        file = self._folder / "hold"
        if tasks:
            file.touch()
        else:
            file.unlink()

    def _times(self) -> list[tuple[str, str]]:
        return [(word, job) for word, _, job in (line.partition(" ") for line in self._lines("times"))]

    def _lines(self, name: str) -> list[str]:
        file = self._folder / name
        return file.read_text("utf-8").splitlines() if file.exists() else []

    def until(self, true: Callable[[], object]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < deadline, self.done()
            time.sleep(0.05)

    def until_done(self, *lines: str) -> None:
        self.until(lambda: set(lines) <= set(self.done()))

    def close(self) -> None:
        for worker in self._workers:
            worker.kill()
            worker.communicate()
        self.engine.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[str]:
    needs("PostgreSQL", postgres.binaries())
    with postgres.running(tmp_path_factory.mktemp("engine")) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def bench(request, tmp_path) -> Iterator[Bench]:
    embedded = request.param == "sqlite"
    url = f"sqlite:///{tmp_path}/engine.db"
    opened = Bench(url if embedded else postgres.new_database(request.getfixturevalue("server")), tmp_path)
    yield opened
    opened.close()


def test_the_work_of_a_dead_worker_is_taken_over_once(bench: Bench) -> None:
    dead = bench.work()
    jobs = [f"job_{number}" for number in range(4)]
    for job in jobs:
        bench.engine.start(job, "ann")
    bench.until_done(*(f"first {job} {NEW}" for job in jobs))
    # Both see the same orphans at the same time.
    bench.work(), bench.work()
    dead.kill()
    for job in jobs:
        bench.approve(job)
    bench.until(lambda: all(bench.engine.state(job) is RunState.ENDED for job in jobs))
    assert sorted(bench.done()) == sorted(f"{task} {job} {NEW}" for task in ("first", "second") for job in jobs)


def test_each_version_does_its_own_work_and_what_the_old_one_leaves_the_new_one_ends(bench: Bench) -> None:
    old = bench.work(OLD)
    new_protocol, dbos_engine.PROTOCOL = dbos_engine.PROTOCOL, OLD
    try:
        for job in ("job_1", "job_2"):
            bench.engine.start(job, "ann")
    finally:
        dbos_engine.PROTOCOL = new_protocol
    bench.until_done(f"first job_1 {OLD}", f"first job_2 {OLD}")
    bench.work(NEW)
    bench.engine.start("job_3", "ann")
    bench.until_done(f"first job_3 {NEW}")
    # Side by side: the new one has looked, and leaves alone what the old one can end.
    bench.approve("job_1")
    bench.until_done(f"second job_1 {OLD}")
    old.kill()
    bench.approve("job_2")
    bench.until_done(f"second job_2 {NEW}")
    bench.until(lambda: bench.engine.state("job_2") is RunState.ENDED)
    assert bench.done().count(f"second job_2 {NEW}") == 1
    assert f"second job_2 {OLD}" not in bench.done()


def test_a_user_with_many_jobs_does_not_keep_others_waiting(bench: Bench) -> None:
    many = [f"job_a{number}" for number in range(30)]
    for job in many:
        bench.engine.start(job, "ann")
    bench.hold(tasks=True)
    bench.work()
    bench.until(bench.begun)
    bench.engine.start("job_b", "bob")
    bench.hold(tasks=False)
    bench.until_done(f"first job_b {NEW}")
    # They take turns by lot: one in two, again and again.
    done = bench.done()
    assert len(done) < len(many) / 2, done
    bench.until(lambda: len(bench.done()) == len(many) + 1)


def test_tasks_of_one_user_never_overlap_where_one_is_allowed_and_those_of_two_users_do(bench: Bench) -> None:
    jobs = [f"{user}_{number}" for user in ("ann", "bob") for number in range(4)]
    bench.hold(tasks=True)
    for job in jobs:
        bench.engine.start(job, job.partition("_")[0])
    # Each has room for two, and both together do one of each user.
    bench.work(NEW, "1", "2"), bench.work(NEW, "1", "2")
    bench.until(lambda: {job.partition("_")[0] for job in bench.begun()} == {"ann", "bob"})
    bench.hold(tasks=False)
    bench.until_done(*(f"first {job} {NEW}" for job in jobs))
    assert bench.at_most_of_a_user() == 1
