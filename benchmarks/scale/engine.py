"""What the engine costs each job: statements, checkpoints and processor time, against the same steps called bare."""

import asyncio
import os
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import places
import sqlalchemy as sa
from asgi_client import ApiClient, data_of
from builders import new_user

from benchmarks.render.table import Section
from benchmarks.scale.site import brief, cpu_seconds, products, site
from spotwright.kit import log
from tests.chaos.workbench import Workbench

_ALL = 1000
_IDLE_SECONDS = 20.0
_TABLES = (
    "workflow_status",
    "operation_outputs",
    "notifications",
    "workflow_events",
    "workflow_events_history",
    "streams",
)
_CALLS = """
    SELECT query, calls FROM pg_stat_statements JOIN pg_database ON oid = dbid
    WHERE datname = :name AND query ~* '^\\s*(select|insert|update|delete|with)'
"""


@dataclass(frozen=True)
class Cost:
    """What was used in a stretch of time."""

    calls: Counter[str]
    """How often each SQL statement was made; those that only begin and end transactions are left out."""
    cpu: float
    """Seconds of processor time of the worker and its children."""

    def __sub__(self, other: "Cost") -> "Cost":
        return Cost(self.calls - other.calls, self.cpu - other.cpu)

    def statements(self, *, engine: bool, but: Collection[str] = ()) -> int:
        """Statements on the engine's tables, or on ours, without those that are named."""
        return sum(count for query, count in self.calls.items() if ("dbos." in query) == engine and query not in but)


class Meter:
    """Reads what one worker, and everybody else on its database, have used so far."""

    def __init__(self, url: str, pid: int) -> None:
        address = sa.make_url(url).set(drivername="postgresql+psycopg")
        self._engine = sa.create_engine(address, poolclass=sa.NullPool)
        self._name, self._pid = address.database, pid
        with self._engine.begin() as connection:
            connection.execute(sa.text("CREATE EXTENSION IF NOT EXISTS pg_stat_statements"))

    def read(self) -> Cost:
        """Everything since the beginning."""
        calls: Counter[str] = Counter()
        with self._engine.connect() as connection:
            for query, count in connection.execute(sa.text(_CALLS), {"name": self._name}).tuples():
                calls[query] += count
        return Cost(calls, cpu_seconds(self._pid))

    def checkpoints(self) -> dict[str, int]:
        """Rows of each of the engine's tables."""
        with self._engine.connect() as connection:
            there = set(sa.inspect(connection).get_table_names("dbos"))
            counts = {name: sa.text(f"SELECT COUNT(*) FROM dbos.{name}") for name in _TABLES if name in there}
            return {name: int(connection.scalar(count) or 0) for name, count in counts.items()}


def measure(folder: Path, new_place: Callable[[], Mapping[str, str]], jobs: int) -> Section:
    """Both make the same films; each begins with an empty database and an empty store."""
    # In a process of its own, so that nothing else descends from it.
    with ProcessPoolExecutor(1, get_context("spawn")) as apart:
        bare = apart.submit(_bare, folder / "bare", dict(new_place()), jobs).result()
    whole, idle, seconds, rows = _with_engine(folder / "engine", new_place(), jobs)
    idle_cpu = idle.cpu / _IDLE_SECONDS

    def row(name: str, cost: Cost, cpu: float) -> tuple[str, ...]:
        counts = (cost.statements(engine=engine, but=idle.calls) for engine in (False, True))
        return name, *(f"{count / jobs:.0f}" for count in counts), f"{1000 * cpu / jobs:.0f} ms"

    polling = idle_cpu * seconds
    kept = ", ".join(f"{count / jobs:.1f} {name}" for name, count in rows.items() if count)
    looks = [idle.statements(engine=engine) / _IDLE_SECONDS for engine in (False, True)]
    return Section(
        f"The engine's own cost: {jobs} ads of 5 s in 480p, one worker, PostgreSQL and S3",
        ("for each ad", "SQL, our tables", "SQL, the engine's", "processor"),
        [row("bare steps", bare, bare.cpu), row("with the engine", whole, whole.cpu)],
        [
            f"Checkpoints of an ad: {sum(rows.values()) / jobs:.1f} rows ({kept}).",
            f"The engine takes {100 * (whole.cpu - bare.cpu) / bare.cpu:+.0f} % of the bare steps' processor time.",
            f"A worker with nothing to do makes {looks[0]:.1f} and {looks[1]:.1f} statements a second, not counted.",
            f"It takes {1000 * idle_cpu:.0f} ms of processor a second: {1000 * polling / jobs:.0f} ms of each ad's.",
            "The server's statements are counted with the engine's run, its processor time is not.",
        ],
    )


def _with_engine(folder: Path, place: Mapping[str, str], jobs: int) -> tuple[Cost, Cost, float, dict[str, int]]:
    """What ``jobs`` ads cost, what a while without work does, the seconds the ads took, and the engine's rows."""
    with site(folder, place) as made:
        meter = Meter(place["SPOTWRIGHT_DATABASE_URL"], made.start_worker(0))
        made.make(products(2, "Warming"))
        before = meter.read()
        time.sleep(_IDLE_SECONDS)
        idle = meter.read() - before
        kept, before = meter.checkpoints(), meter.read()
        seconds = made.make(products(jobs, "Morgenrot"))
        whole = meter.read() - before
        rows = {name: count - kept[name] for name, count in meter.checkpoints().items()}
    return whole, idle, seconds, rows


def _bare(folder: Path, place: Mapping[str, str], jobs: int) -> Cost:
    folder.mkdir(parents=True)
    log.configure("ERROR")
    os.sched_setaffinity(0, {0})
    changes = {**places.enter(place), "encoder_preset": "veryfast", "render_slots": 1, "draft_slots": 1}
    with closing(Workbench(folder, changes)) as bench, asyncio.Runner() as runner:
        user_id, token = new_user(bench.services)
        api = ApiClient(bench.app, runner, {"Authorization": f"Bearer {token}"})
        api.user_id = user_id
        client = data_of(api.post("/api/v3/clients", json={"name": "Morgenrot"}), 201)["id"]
        meter = Meter(place["SPOTWRIGHT_DATABASE_URL"], os.getpid())

        def make(names: list[str]) -> None:
            ordered = [data_of(api.post("/api/v3/jobs", json=brief(client, name)), 202)["id"] for name in names]
            for job in ordered:
                bench.work(job, _ALL)
                data_of(api.post(f"/api/v3/jobs/{job}/actions", json={"action": "approve"}), 202)
                bench.work(job, _ALL)
                assert data_of(api.get(f"/api/v3/jobs/{job}"), 200)["status"] == "completed"

        make(products(2, "Warming"))
        before = meter.read()
        make(products(jobs, "Morgenrot"))
        return meter.read() - before
