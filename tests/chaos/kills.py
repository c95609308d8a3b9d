"""kill -9 of anybody at any moment, while a town of customers orders films."""

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.chaos.fleet import AHEAD, Fleet
from tests.chaos.report import say, tell
from tests.chaos.siege import grounds, lay_siege, settle
from tests.chaos.town import Town

_WEIGHTS = {"server": 22, "worker": 25, "nursery": 15, "child": 33, "everything": 5}


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
    with grounds(orders.database) as ground:
        settings = {**ground.settings, **(AHEAD if orders.ahead else {})}
        fleet = Fleet(ground.folder, orders.workers, orders.seed, settings, spread=ground.postgres is not None)
        try:
            took = fleet.open()
            say(f"  start          {', '.join(f'{name} {seconds:.1f} s' for name, seconds in took.items())}")
            town = Town([fleet.url], orders.seed, orders.customers)
            began = time.monotonic()
            over = began + 60 * orders.minutes

            def enough() -> bool:
                done = len(town.plans) >= orders.jobs and fleet.kills.total() >= orders.kills
                return done or time.monotonic() > over

            asyncio.run(lay_siege(fleet, town, _kill(orders, fleet, enough), enough))
            seconds = time.monotonic() - began
            found = settle(fleet, town)
        finally:
            fleet.close()
        for name, wanted, had in (("kills", orders.kills, fleet.kills.total()), ("jobs", orders.jobs, len(town.plans))):
            if had < wanted:
                found.wrong.append(f"there were {had} {name}, not {wanted}: the time was over")
        return tell(town, fleet, found, seconds)


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
