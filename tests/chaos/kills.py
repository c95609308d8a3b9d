"""kill -9 of anybody at any moment, while a town of customers orders films."""

import asyncio
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.audit import Findings, audit, await_quiet, opened, watch_films
from tests.chaos.fleet import AHEAD, Fleet
from tests.chaos.premises import S3, Postgres
from tests.chaos.report import say, tell
from tests.chaos.town import Town

_WEIGHTS = {"server": 22, "worker": 25, "nursery": 15, "child": 33, "everything": 5}
_TEND_SECONDS = 0.1
_SETTLE_SECONDS = 300.0
# Ten are promised; two more for a machine that is busy.
_ORDERLY_SECONDS = 12.0


@dataclass(frozen=True)
class Orders:
    """What is asked of a run. It ends when there were so many jobs and kills, or when ``minutes`` are over."""

    database: str
    workers: int
    kills: int
    jobs: int
    seed: int
    customers: int
    pause: tuple[float, float]
    minutes: float
    ahead: bool


def run(orders: Orders) -> bool:
    """Do it; True when nothing was wrong."""
    say(f"kills: seed {orders.seed}, {orders.database}, one server, {orders.workers} workers")
    with _premises(orders.database) as (folder, extra):
        settings = {**extra, **(AHEAD if orders.ahead else {})}
        fleet = Fleet(folder, orders.workers, orders.seed, settings, spread=bool(extra))
        try:
            took = fleet.open()
            say(f"  start          {', '.join(f'{name} {seconds:.1f} s' for name, seconds in took.items())}")
            town = Town([fleet.url], orders.seed, orders.customers)
            began = time.monotonic()
            asyncio.run(_disaster(orders, fleet, town))
            seconds = time.monotonic() - began
            found = settle(fleet, town)
        finally:
            fleet.close()
        for name, wanted, had in (("kills", orders.kills, fleet.kills.total()), ("jobs", orders.jobs, len(town.plans))):
            if had < wanted:
                found.wrong.append(f"there were {had} {name}, not {wanted}: the time was over")
        return tell(town, fleet, found, seconds)


def settle(fleet: Fleet, town: Town) -> Findings:
    """Watch the films, stop everything in order, and audit what is left."""
    found = Findings()
    watch_films(found, town)
    with opened(fleet.hosts[0].data_dir, fleet.settings) as services:
        await_quiet(services)
        seconds = fleet.stop()
        if seconds > _ORDERLY_SECONDS:
            found.wrong.append(f"an orderly stop took {seconds:.1f} s")
        audit(found, town, services)
    return found


async def _disaster(orders: Orders, fleet: Fleet, town: Town) -> None:
    await town.open()
    over = time.monotonic() + 60 * orders.minutes

    def enough() -> bool:
        return time.monotonic() > over or (len(town.plans) >= orders.jobs and fleet.kills.total() >= orders.kills)

    async with asyncio.TaskGroup() as group:
        tending = group.create_task(_tend(fleet))
        living = group.create_task(town.live(enough))
        killing = group.create_task(_kill(orders, fleet, enough))
        await killing
        await living
        await town.settle(_SETTLE_SECONDS)
        tending.cancel()


async def _kill(orders: Orders, fleet: Fleet, enough: Callable[[], bool]) -> None:
    dice = random.Random(f"{orders.seed}/kills")
    while fleet.kills.total() < orders.kills and not enough():
        await asyncio.sleep(dice.uniform(*orders.pause))
        kind = dice.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
        # Children live for a second or less, so one is waited for.
        for _ in range(20):
            if await asyncio.to_thread(fleet.strike, kind):
                break
            await asyncio.sleep(0.05)


async def _tend(fleet: Fleet) -> None:
    while True:
        fleet.tend()
        await asyncio.sleep(_TEND_SECONDS)


@contextmanager
def _premises(database: str) -> Iterator[tuple[Path, dict[str, str]]]:
    """A folder, and the settings of what all machines share; none for one machine."""
    folder = Path(tempfile.mkdtemp(prefix="spotwright-chaos-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        if database == "sqlite":
            yield folder, {}
            return
        store = stack.enter_context(S3(folder))
        postgres = Postgres()
        stack.callback(postgres.close)
        shared = {"SPOTWRIGHT_DATABASE_URL": postgres.url, "SPOTWRIGHT_BLOB_URL": store.url}
        yield folder, {**shared, **store.environment()}
