"""The programme: what `make chaos` and `make chaos-short` run, one after the other, each bounded in time."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.chaos import kills, network, outage
from tests.chaos.report import introduce, say, write_to

_SHORT = kills.Orders("sqlite", 1, kills=25, jobs=60, seed=0, customers=8, pause=(0.3, 2.0), minutes=4, ahead=False)
_LONG = (
    kills.Orders("sqlite", 2, kills=500, jobs=1000, seed=0, customers=16, pause=(0.3, 2.5), minutes=24, ahead=False),
    kills.Orders("postgres", 3, kills=200, jobs=500, seed=0, customers=16, pause=(0.5, 4.0), minutes=13, ahead=True),
)
_OUTAGE = outage.Orders(seed=0, seconds=150, customers=8, pause=(5.0, 40.0), away=60)


def short(seed: int) -> bool:
    """Two minutes of it."""
    introduce(seed)
    return kills.run(replace(_SHORT, seed=seed))


def whole(seed: int, out: Path | None) -> bool:
    """All of it, in less than an hour; the figures also go to a file."""
    if out is not None:
        write_to(out)
    introduce(seed)
    outages = replace(_OUTAGE, seed=seed)
    runs: list[Callable[[], bool]] = [
        *(lambda orders=orders: kills.run(replace(orders, seed=seed)) for orders in _LONG),
        lambda: outage.postgres(outages),
        lambda: outage.store(outages),
        lambda: outage.lock(replace(outages, seconds=60)),
        lambda: outage.terminate(outages, rounds=3),
        lambda: network.run(seed, rounds=2, away=60),
    ]
    good = True
    for run in runs:
        began = time.monotonic()
        good = run() and good
        say(f"  took           {(time.monotonic() - began) / 60:.1f} minutes\n")
    return good
