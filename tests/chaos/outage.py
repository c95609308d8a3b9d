"""What everything stands on goes away for a while and comes back; and a worker is told to stop in mid-render."""

import asyncio
import multiprocessing
import random
import signal
import sqlite3
import time
from collections.abc import Callable, Collection, Coroutine
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from spotwright.blobs import StoreUnavailable
from spotwright.pipeline.failures import explain
from tests.chaos.fleet import Fleet
from tests.chaos.hosts import kill, until
from tests.chaos.report import say, tell, verdict
from tests.chaos.siege import ORDERLY_SECONDS, Grounds, grounds, lay_siege, settle
from tests.chaos.town import Town

Trouble = Callable[[Grounds, Fleet, Callable[[], bool]], Coroutine[None, None, None]]
_HALF_ANSWER = "RemoteProtocolError"
TAKEN_OVER_SECONDS = 30.0
_DOWN_SECONDS = (0.0, 2.0)
# Longer than anybody waits for a lock, so that customers are told to come again.
_LOCK_SECONDS = 13.0
_BREATH_SECONDS = 5.0


@dataclass(frozen=True)
class Orders:
    """What is asked of a run; ``pause`` is how long there is peace between two restarts of PostgreSQL, in seconds."""

    seed: int
    seconds: float
    customers: int
    pause: tuple[float, float]
    away: float
    """For so many seconds the store is away."""


def postgres(orders: Orders) -> bool:
    """PostgreSQL crashes again and again."""

    async def trouble(ground: Grounds, _fleet: Fleet, enough: Callable[[], bool]) -> None:
        assert ground.postgres is not None
        dice = random.Random(f"{orders.seed}/outage")
        count = 0
        while not enough():
            await asyncio.sleep(dice.uniform(*orders.pause))
            await asyncio.to_thread(ground.postgres.stop)
            await asyncio.sleep(dice.uniform(*_DOWN_SECONDS))
            await asyncio.to_thread(ground.postgres.start)
            count += 1
        say(f"  PostgreSQL     restarted {count} times")

    return _besiege("PostgreSQL restarted", "postgres", orders, trouble)


def store(orders: Orders) -> bool:
    """The S3 server is away, once, in the middle of it."""

    async def trouble(ground: Grounds, _fleet: Fleet, enough: Callable[[], bool]) -> None:
        assert ground.store is not None
        await asyncio.sleep(_BREATH_SECONDS)
        await asyncio.to_thread(ground.store.stop)
        await asyncio.sleep(orders.away)
        await asyncio.to_thread(ground.store.start)

    # Some steps of a job are given up sooner than the store is back.
    allowed = (explain(StoreUnavailable()),)
    return _besiege(f"S3 server away for {orders.away:g} s", "postgres", orders, trouble, allowed)


def lock(orders: Orders) -> bool:
    """Another process holds the SQLite databases, one after the other and both."""

    async def trouble(_ground: Grounds, fleet: Fleet, enough: Callable[[], bool]) -> None:
        names = ("spotwright.db", "engine.db")
        for held in (names[:1], names[1:], names):
            await asyncio.sleep(_BREATH_SECONDS)
            await asyncio.to_thread(_hold, [fleet.hosts[0].data_dir / name for name in held])
        say(f"  SQLite         locked for {_LOCK_SECONDS:g} s, 3 times")

    return _besiege("SQLite locked", "sqlite", orders, trouble)


def _hold(files: list[Path]) -> None:
    """Lock databases, from a process of its own: SQLite's locks are a process's."""
    holder = multiprocessing.get_context("spawn").Process(target=hold, args=(files,))
    holder.start()
    holder.join()
    assert holder.exitcode == 0


def hold(files: list[Path]) -> None:
    """Lock every one of these databases for a while."""
    if not files:
        time.sleep(_LOCK_SECONDS)
        return
    with closing(sqlite3.connect(files[0], timeout=30, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        hold(files[1:])
        connection.execute("ROLLBACK")


def _besiege(
    what: str,
    database: str,
    orders: Orders,
    trouble: Trouble,
    allowed: Collection[str] = (),
) -> bool:
    say(f"outage: {what}, seed {orders.seed}")
    with grounds(database) as ground:
        fleet = Fleet(ground.folder, 2, orders.seed, ground.settings, spread=ground.postgres is not None)
        try:
            fleet.open()
            town = Town([fleet.url], orders.seed, orders.customers)
            began = time.monotonic()

            def enough() -> bool:
                return time.monotonic() > began + orders.seconds

            asyncio.run(lay_siege(fleet, town, trouble(ground, fleet, enough), enough))
            seconds = time.monotonic() - began
            found = settle(fleet, town, allowed)
        finally:
            fleet.close()
        half = town.witness.answers[_HALF_ANSWER]
        if half:
            found.wrong.append(f"{half} answers broke off, though no server died")
        return tell(town, fleet, found, seconds)


def terminate(orders: Orders, rounds: int) -> bool:
    """SIGTERM of a worker in the middle of a film: it ends in time, and another one goes on."""
    say(f"outage: SIGTERM in mid-render, seed {orders.seed}")
    with grounds("sqlite") as ground:
        fleet = Fleet(ground.folder, 2, orders.seed)
        wrong: list[str] = []
        try:
            fleet.open()
            town = Town([fleet.url], orders.seed, 1)
            for number in range(rounds):
                asyncio.run(_terminate_one(fleet, town, number, wrong))
            found = settle(fleet, town)
        finally:
            fleet.close()
        return verdict([*wrong, *town.witness.complaints, *fleet.deaths, *found.wrong])


async def _terminate_one(fleet: Fleet, town: Town, number: int, wrong: list[str]) -> None:
    await town.open()
    film = asyncio.create_task(town.long_film(number))
    while not (drawing := await asyncio.to_thread(fleet.drawing)) or not town.is_filming():
        assert not film.done(), "the film was finished before its worker was told to stop"
        await asyncio.sleep(0.05)
    ship = next(ship for ship in fleet.ships if ship.pid in drawing)
    began, ship.expected = time.monotonic(), True
    kill(ship.pid or 0, signal.SIGTERM)
    await asyncio.to_thread(until, lambda: ship.pid is None, lambda: "the worker has ended", 60)
    ended = time.monotonic() - began
    await asyncio.to_thread(until, lambda: bool(fleet.drawing()) or film.done(), lambda: "another one goes on", 90)
    taken = time.monotonic() - began
    await film
    fleet.tend()
    await asyncio.sleep(1)
    fleet.tend()
    say(f"  round {number + 1}        ended after {ended:.1f} s, another worker rendered after {taken:.1f} s")
    if ended > ORDERLY_SECONDS or taken > TAKEN_OVER_SECONDS:
        wrong.append(f"SIGTERM: ended after {ended:.1f} s, taken over after {taken:.1f} s")
