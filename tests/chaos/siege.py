"""A siege: a town under load while something is done to what it stands on, then peace, then the audit."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests import s3
from tests.chaos.audit import Findings, audit, await_quiet, opened, watch_films
from tests.chaos.fleet import Fleet
from tests.chaos.town import Town
from tests.postgres import PostgresServer

KEEP = "SPOTWRIGHT_CHAOS_LOGS"
"""The variable that names a folder where the logs of a run are kept."""
_TEND_SECONDS = 0.1
_SETTLE_SECONDS = 300.0
# Ten are promised; two more for a machine that is busy.
ORDERLY_SECONDS = 12.0


@dataclass
class Grounds:
    """A folder, and what all hosts share, if there are many."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    postgres: PostgresServer | None = None
    store: s3.S3Server | None = None


@contextmanager
def grounds(database: str, address: str = "127.0.0.1") -> Iterator[Grounds]:
    """``sqlite``: nothing is shared. ``postgres``: a PostgreSQL, and an S3 server that checks signatures."""
    folder = Path(tempfile.mkdtemp(prefix="spotwright-chaos-"))
    with ExitStack() as stack:
        stack.callback(_clear, folder)
        if database == "sqlite":
            yield Grounds(folder)
            return
        store = stack.enter_context(s3.running(folder, address))
        postgres = PostgresServer(folder, address=address)
        stack.callback(postgres.close)
        shared = {"SPOTWRIGHT_DATABASE_URL": postgres.url, "SPOTWRIGHT_BLOB_URL": f"s3://{s3.BUCKET}/chaos"}
        yield Grounds(folder, {**shared, **store.environment()}, postgres, store)


def _clear(folder: Path) -> None:
    """Remove everything but the logs, if those are to be read: see :data:`KEEP`."""
    if KEEP in os.environ:
        for log in folder.glob("host-*/*.log"):
            shutil.copy(log, Path(os.environ[KEEP]) / f"{log.parent.name}.log")
    shutil.rmtree(folder, ignore_errors=True)


async def lay_siege(fleet: Fleet, town: Town, trouble: Coroutine[None, None, None], enough: Callable[[], bool]) -> None:
    """Customers order until it is ``enough``; meanwhile there is ``trouble``. Afterwards all that was begun ends."""
    await town.open()
    async with asyncio.TaskGroup() as group:
        tending = group.create_task(_tend(fleet))
        living = group.create_task(town.live(enough))
        await trouble
        await living
        await town.settle(_SETTLE_SECONDS)
        tending.cancel()


def settle(fleet: Fleet, town: Town, allowed: Collection[str] = ()) -> Findings:
    """Watch the films, stop everything in order, and audit what is left; ``allowed`` are the errors a job may have."""
    found = Findings()
    watch_films(found, town)
    with opened(fleet.hosts[0].data_dir, fleet.settings) as services:
        await_quiet(services)
        seconds = fleet.stop()
        if seconds > ORDERLY_SECONDS:
            found.wrong.append(f"an orderly stop took {seconds:.1f} s")
        audit(found, town, services, allowed)
    return found


async def _tend(fleet: Fleet) -> None:
    while True:
        fleet.tend()
        await asyncio.sleep(_TEND_SECONDS)
