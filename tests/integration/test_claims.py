"""A worker's name is free when the worker is gone, however it went, and not before."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

import postgres
import pytest
import sqlalchemy as sa
from presence import needs

from spotwright.db.session import open_engine
from spotwright.engine.claims import LEASE_SECONDS, Claim, claim_executor, protocol_name

PATIENCE = 120.0
"""Seconds. A loaded machine may need many times what an idle one does."""
Make = Callable[..., Claim]


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[str]:
    needs("PostgreSQL", postgres.binaries())
    with postgres.running(tmp_path_factory.mktemp("claims")) as url:
        yield url


@contextmanager
def claims(url: str, folder: Path) -> Iterator[Make]:
    """Makes claims in one place, and releases those that were not."""
    made: list[Claim] = []

    def make(protocol: str = "1", on_lost: Callable[[], None] = lambda: None, there: str = url) -> Claim:
        made.append(claim_executor(there, folder, protocol, on_lost))
        return made[-1]

    yield make
    for each in made:
        with suppress(OSError, sa.exc.SQLAlchemyError):
            each.release()


@pytest.fixture(params=["file", "database"])
def claim(request, tmp_path) -> Iterator[Make]:
    url = "sqlite://" if request.param == "file" else request.getfixturevalue("server")
    with claims(url, tmp_path) as make:
        yield make


@pytest.fixture
def shared(server, tmp_path) -> Iterator[Make]:
    with claims(server, tmp_path) as make:
        yield make


def is_free(claim: Claim, name: str) -> bool:
    with claim.unclaimed(name) as free:
        return free


def becomes_free(claim: Claim, name: str, seconds: float = PATIENCE) -> float:
    """Waits until a name is free, and says how long that took."""
    began = time.monotonic()
    while not is_free(claim, name):
        assert time.monotonic() - began < seconds
        time.sleep(0.1)
    return time.monotonic() - began


def test_a_name_is_free_when_its_worker_has_let_go_and_is_never_used_again(claim: Make) -> None:
    first, second = claim(), claim()
    assert first.executor_id != second.executor_id
    assert not is_free(first, second.executor_id)
    assert not is_free(second, second.executor_id)
    gone = second.executor_id
    second.release()
    becomes_free(first, gone)
    assert claim().executor_id not in {gone, first.executor_id}


def test_a_protocol_is_free_when_the_last_of_its_workers_has_let_go(claim: Make) -> None:
    old, older, new = claim("1"), claim("1"), claim("2")
    assert not is_free(new, protocol_name("1"))
    old.release()
    assert not is_free(new, protocol_name("1"))
    older.release()
    becomes_free(new, protocol_name("1"))
    assert not is_free(new, protocol_name("2"))


def test_nobody_begins_with_a_protocol_while_its_work_is_taken_over(claim: Make) -> None:
    new, begun = claim("2"), threading.Event()
    late = threading.Thread(target=lambda: (claim("1"), begun.set()))
    with new.unclaimed(protocol_name("1")) as free:
        assert free
        assert not is_free(new, protocol_name("1"))
        late.start()
        assert not begun.wait(0.5)
    assert begun.wait(PATIENCE)
    late.join()
    assert not is_free(new, protocol_name("1"))


def test_files_of_dead_workers_do_not_gather(tmp_path: Path) -> None:
    with claims("sqlite://", tmp_path) as make:
        first = make()
        make().release()
        last = make()
        names = {path.stem for path in tmp_path.glob("worker-*.lock")}
        assert names == {first.executor_id, last.executor_id}
        assert not is_free(last, first.executor_id)


def test_a_worker_whose_session_has_ended_hears_of_it(shared: Make, server: str) -> None:
    lost = threading.Event()
    worker = shared(on_lost=lost.set)
    engine = open_engine(server)
    with engine.connect() as connection:
        others = "FROM pg_stat_activity WHERE state = 'idle' AND pid != pg_backend_pid()"
        connection.execute(sa.text(f"SELECT pg_terminate_backend(pid) {others}"))
    engine.dispose()
    assert lost.wait(PATIENCE)
    becomes_free(shared(), worker.executor_id)


def test_a_worker_that_is_cut_off_hears_of_it_before_others_do(shared: Make, server: str) -> None:
    """The network between them goes silent: nothing arrives, and nobody says so."""
    lost: list[float] = []
    address = sa.make_url(server)
    with Wire(address.port or 0) as wire:
        there = address.set(port=wire.port).render_as_string(hide_password=False)
        worker = shared(on_lost=lambda: lost.append(time.monotonic()), there=there)
        witness = shared()
        # Long enough for heartbeats to have kept it alive.
        time.sleep(LEASE_SECONDS + 2)
        assert not lost
        assert not is_free(witness, worker.executor_id)
        wire.cut()
        becomes_free(witness, worker.executor_id)
        freed = time.monotonic()
    assert lost
    assert lost[0] <= freed


def test_a_frozen_worker_loses_its_name(shared: Make, server: str, tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from spotwright.engine.claims import claim_executor\n"
        "claim = claim_executor(sys.argv[1], Path(sys.argv[2]), '1', lambda: print('lost', flush=True))\n"
        "print(claim.executor_id, flush=True); time.sleep(600)"
    )
    command = [sys.executable, "-c", program, server, str(tmp_path)]
    witness = shared()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as worker:
        try:
            assert worker.stdout is not None
            name = worker.stdout.readline().strip()
            assert not is_free(witness, name)
            os.kill(worker.pid, signal.SIGSTOP)
            becomes_free(witness, name)
            os.kill(worker.pid, signal.SIGCONT)
            # Among what it logs.
            assert any(line == "lost\n" for line in worker.stdout)
        finally:
            worker.kill()


class Wire:
    """A TCP connection to a local port, through a wire that can be cut without anybody being told."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._whole = threading.Event()
        self._whole.set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._ends: list[socket.socket] = [self._listener]

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for end in self._ends:
            end.close()

    def cut(self) -> None:
        self._whole.clear()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self._target))
                self._ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while content := one.recv(65536):
                if not self._whole.is_set():
                    return
                other.sendall(content)
