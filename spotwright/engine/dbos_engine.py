"""The engine behind the port: DBOS, on SQLite for one machine or PostgreSQL for many.

One workflow a job, its id the job's id. This is the outside, which the API and the reconciler use; ``dbos_worker`` is
what runs.
"""

import fcntl
import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from dbos import DBOS, DBOSClient
from dbos import error as dbos_error
from sqlalchemy import event

from spotwright.db.session import open_engine, sqlite_driver
from spotwright.engine import port
from spotwright.engine.port import RunState
from spotwright.kit import log
from spotwright.kit.failpoints import failpoint

PROTOCOL = port.PROTOCOL
"""Of the workflows that this process begins and takes up."""
APPLICATION = "spotwright"
STORY, STORIES = "produce_ad", "stories"
"""The workflow of a job, and its queue."""
TOPIC = "nudge"
_OLDEST_SQLITE = (3, 42)
_ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
UNFINISHED = ("ENQUEUED", "PENDING", "DELAYED")
_FORGET_AT_ONCE = 50
_logger = log.get("engine")


def _is_failure(entry: logging.LogRecord) -> bool:
    """False for what DBOS logs as an error and is none: that work was cancelled."""
    error = entry.exc_info[1] if entry.exc_info else None
    return not isinstance(error, dbos_error.DBOSAwaitedWorkflowCancelledError | dbos_error.DBOSWorkflowCancelledError)


logging.getLogger("dbos").addFilter(_is_failure)


class EngineUnsupportedError(RuntimeError):
    """This Python's SQLite is too old for the workflow engine."""


def open_engine_database(url: str) -> sa.Engine:
    """The engine's own database; raises ``EngineUnsupportedError`` with a sentence for the operator."""
    if not url.startswith("sqlite"):
        return open_engine(url)
    driver = sqlite_driver()
    if driver.sqlite_version_info < _OLDEST_SQLITE and _needs_new_sqlite():
        raise EngineUnsupportedError(
            f"SQLite {driver.sqlite_version} is too old for the workflow engine on this Python; "
            "install the package pysqlite3-binary, use Python 3.11, or set SPOTWRIGHT_DATABASE_URL to a PostgreSQL."
        )
    engine = sa.create_engine(url, module=driver)
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # DBOS begins its own transactions and wants the driver to take the write lock first. Of the journal it says
    # nothing; without the write-ahead log every reader would wait for every writer.
    connection.isolation_level = "IMMEDIATE"
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


def ensure_schema(url: str, lock_folder: Path) -> None:
    """Make or migrate the engine's own tables; one process at a time. The client never does."""
    engine = open_engine_database(url)
    with (lock_folder / "engine.lock").open("w") as lock, engine.connect():
        # Connecting first turns on the write-ahead log, which DBOS itself would not.
        fcntl.flock(lock, fcntl.LOCK_EX)
        DBOS.migrate(url)
    engine.dispose()


def _needs_new_sqlite() -> bool:
    """True when DBOS will ask this SQLite for fractions of seconds, which came with SQLite 3.42."""
    from dbos._migration import get_sqlite_timestamp_expr  # noqa: PLC0415

    return "subsec" in get_sqlite_timestamp_expr()


def states_of(client: DBOSClient, job_ids: Sequence[str]) -> dict[str, RunState]:
    """Where the workflow of each of these jobs is; ``UNKNOWN`` where there is none."""
    states = dict.fromkeys(job_ids, RunState.UNKNOWN)
    if not job_ids:
        # To the engine, no ids mean all workflows.
        return states
    for workflow in client.list_workflows(workflow_ids=list(job_ids), load_input=False, load_output=False):
        ended = RunState.CANCELLED if workflow.status == "CANCELLED" else RunState.ENDED
        states[workflow.workflow_id] = RunState.RUNNING if workflow.status in UNFINISHED else ended
    return states


class DbosEngine:
    """See the port."""

    def __init__(self, url: str) -> None:
        self._database = open_engine_database(url)
        self._client: DBOSClient | None = None

    def start(self, job_id: str, user_id: str) -> None:
        """See the port."""
        failpoint("engine.before_start")
        options = {
            "workflow_name": STORY,
            "queue_name": STORIES,
            "workflow_id": job_id,
            "app_version": PROTOCOL,
        }
        self._connected().enqueue(options, job_id, user_id)  # type: ignore[arg-type]

    def nudge(self, job_id: str, version: int) -> None:
        """See the port."""
        failpoint("engine.before_nudge")
        try:
            self._connected().send(job_id, version, TOPIC, idempotency_key=f"{job_id}:{version}")
        except dbos_error.DBOSNonExistentWorkflowError:
            # The crash that lost the start is repaired by the reconciler; the workflow will read the row anyway.
            _logger.info("nudge before start", job_id=job_id)

    def cancel(self, job_id: str) -> None:
        """See the port."""
        failpoint("engine.before_cancel")
        self._connected().cancel_workflow(job_id, cancel_children=True)

    def state(self, job_id: str) -> RunState:
        """See the port."""
        return self.states([job_id])[job_id]

    def states(self, job_ids: Sequence[str]) -> dict[str, RunState]:
        """See the port."""
        return states_of(self._connected(), job_ids)

    def unfinished(self) -> Iterator[list[str]]:
        """See the port."""
        passed, found = 0, [""]
        while found:
            page = self._connected().list_workflows(
                name=STORY,
                status=list(UNFINISHED),
                load_input=False,
                load_output=False,
                limit=_FORGET_AT_ONCE,
                offset=passed,
            )
            found = [workflow.workflow_id for workflow in page]
            passed += len(found)
            yield found

    def forget(self, before: datetime, over: Callable[[Sequence[str]], Collection[str]]) -> int:
        """See the port."""
        client, forgotten, passed = self._connected(), 0, 0
        while True:
            found = client.list_workflows(
                name=STORY,
                status=_ENDED,
                completed_before=before.isoformat(),
                load_input=False,
                load_output=False,
                limit=_FORGET_AT_ONCE,
                offset=passed,
            )
            doomed = list(over([workflow.workflow_id for workflow in found]))
            if doomed:
                client.delete_workflows(doomed, delete_children=True)
            forgotten += len(doomed)
            passed += len(found) - len(doomed)
            if len(found) < _FORGET_AT_ONCE:
                return forgotten

    def ping(self) -> None:
        """See the port."""
        with self._database.connect() as connection:
            connection.execute(sa.text("SELECT 1"))

    def close(self) -> None:
        """Give back every connection."""
        if self._client is not None:
            self._client.destroy()
        self._database.dispose()

    def _connected(self) -> DBOSClient:
        if self._client is None:
            self._client = DBOSClient(
                system_database_engine=self._database, application_name=APPLICATION, retry_connection_errors=False
            )
        return self._client
