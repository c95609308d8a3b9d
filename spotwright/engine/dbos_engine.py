"""The engine behind the port: DBOS, on SQLite for one machine or PostgreSQL for many.

One workflow a job, its id the job's id. It is an asynchronous function, so waiting for a person, for days if need be,
holds neither a thread nor a queue's slot. Heavy work is a task: a child workflow of one step, on a queue with as many
slots as the worker has room for.
"""

import asyncio
import fcntl
import json
import logging
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, DBOSConfig, StepOptions, WorkflowHandleAsync
from dbos import error as dbos_error
from sqlalchemy import event

from spotwright.db.session import open_engine, sqlite_driver
from spotwright.engine.claims import ExecutorClaim
from spotwright.engine.port import RunState, Task, TaskFailedError, Workflow
from spotwright.kit import log
from spotwright.kit.failpoints import failpoint

# Workflows of one protocol can be finished by each other's code. Raise it when the order of a workflow's steps changes.
PROTOCOL = "2"
_NAME = "spotwright"
_STORY, _TASK = "produce_ad", "task"
_STORIES = "stories"
_TOPIC = "nudge"
_POLL_SECONDS, _UNHURRIED_POLL_SECONDS = 0.2, 1.0
_ATTEMPTS, _FIRST_PAUSE_SECONDS, _BACKOFF = 4, 1.0, 3.0
_OLDEST_SQLITE = (3, 42)
# Most workflows only wait for a person, and a render goes on from its finished segments: nothing is worth waiting for.
_DEADLINE_SECONDS = 1
# Renders run in processes of their own, so a job cannot kill the worker; this only bounds what we did not foresee.
_MOST_RECOVERIES = 200
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


class DbosEngine:
    """The outside: used by the API and by the reconciler."""

    def __init__(self, url: str) -> None:
        self._database = open_engine_database(url)
        self._client: DBOSClient | None = None

    def start(self, job_id: str) -> None:
        """See the port."""
        failpoint("engine.before_start")
        options = {
            "workflow_name": _STORY,
            "queue_name": _STORIES,
            "workflow_id": job_id,
            "app_version": PROTOCOL,
        }
        self._connected().enqueue(options, job_id)  # type: ignore[arg-type]

    def nudge(self, job_id: str, version: int) -> None:
        """See the port."""
        failpoint("engine.before_nudge")
        try:
            self._connected().send(job_id, version, _TOPIC, idempotency_key=f"{job_id}:{version}")
        except dbos_error.DBOSNonExistentWorkflowError:
            # The crash that lost the start is repaired by the reconciler; the workflow will read the row anyway.
            _logger.info("nudge before start", job_id=job_id)

    def cancel(self, job_id: str) -> None:
        """See the port."""
        failpoint("engine.before_cancel")
        self._connected().cancel_workflow(job_id, cancel_children=True)

    def state(self, job_id: str) -> RunState:
        """See the port."""
        found = self._connected().list_workflows(workflow_ids=[job_id], load_input=False, load_output=False)
        if not found:
            return RunState.UNKNOWN
        if found[0].status in {"ENQUEUED", "PENDING", "DELAYED"}:
            return RunState.RUNNING
        return RunState.CANCELLED if found[0].status == "CANCELLED" else RunState.ENDED

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
                system_database_engine=self._database, application_name=_NAME, retry_connection_errors=False
            )
        return self._client


class DbosRun:
    """The inside: what a workflow is given."""

    def __init__(self, tasks: Mapping[str, tuple[Task, str]]) -> None:
        self._tasks = tasks

    async def ask(self, name: str, *arguments: Any) -> Any:
        """See the port."""
        function, _ = self._tasks[name]
        try:
            return json.loads(
                await DBOS.run_step_async(_retried(name), _call_in_thread, function, json.dumps(arguments))
            )
        except dbos_error.DBOSMaxStepRetriesExceeded as error:
            raise TaskFailedError(name, error.errors[-1]) from error

    async def task(self, name: str, *arguments: Any) -> Any:
        """See the port."""
        return await self._result(name, await self._enqueue(name, arguments))

    async def tasks(self, name: str, arguments: Sequence[Sequence[Any]]) -> list[Any]:
        """See the port."""
        # One after the other, so that a recovered workflow finds each child by its place in this order.
        handles = [await self._enqueue(name, values) for values in arguments]
        return [await self._result(name, handle) for handle in handles]

    async def begin(self, name: str, *arguments: Any) -> None:
        """See the port."""
        await self._enqueue(name, arguments)

    async def wait(self, seconds: float) -> bool:
        """See the port."""
        return await DBOS.recv_async(_TOPIC, timeout_seconds=seconds) is not None

    async def _enqueue(self, name: str, arguments: Sequence[Any]) -> WorkflowHandleAsync[str]:
        return await DBOS.enqueue_workflow_with_options_async(
            {"workflow_name": _TASK, "queue_name": self._tasks[name][1], "app_version": PROTOCOL},
            name,
            json.dumps(arguments),
        )

    async def _result(self, name: str, handle: WorkflowHandleAsync[str]) -> Any:
        try:
            return json.loads(await handle.get_result(polling_interval_sec=_POLL_SECONDS))
        except dbos_error.DBOSMaxStepRetriesExceeded as error:
            raise TaskFailedError(name, error.errors[-1]) from error


class DbosWorker:
    """Runs workflows and tasks in this process.

    ``tasks`` maps a task's name to its function and its queue; ``slots`` says how many tasks of a queue this worker
    runs at once; queues that are ``unhurried`` are looked at less often.
    """

    def __init__(
        self,
        url: str,
        story: Workflow,
        tasks: Mapping[str, tuple[Task, str]],
        slots: Mapping[str, int],
        claim: ExecutorClaim,
        unhurried: Collection[str] = (),
    ) -> None:
        self._claim = claim
        self._unhurried = frozenset(unhurried)
        self._slots = slots
        self._database = open_engine_database(url)
        config: DBOSConfig = {
            "name": _NAME,
            "system_database_url": url,
            "system_database_engine": self._database,
            "application_version": PROTOCOL,
            "executor_id": claim.executor_id,
            "log_level": "WARNING",
            "run_migrations": False,
            "notification_listener_polling_interval_sec": _POLL_SECONDS,
        }
        self._dbos = DBOS(config=config)
        run = DbosRun(tasks)

        @DBOS.workflow(name=_STORY, max_recovery_attempts=_MOST_RECOVERIES)
        async def produce_ad(job_id: str) -> None:
            await story(run, job_id)

        @DBOS.workflow(name=_TASK, max_recovery_attempts=_MOST_RECOVERIES)
        def task(name: str, arguments: str) -> str:
            function, _ = tasks[name]
            result: str = DBOS.run_step(_retried(name), _call, function, arguments)
            return result

    def launch(self) -> None:
        """Start working; what an earlier life of this worker left unfinished is taken up again."""
        DBOS.listen_queues([_STORIES, *self._slots])
        DBOS.launch()
        DBOS.register_queue(_STORIES, polling_interval_sec=_POLL_SECONDS)
        for queue, slots in self._slots.items():
            pause = _UNHURRIED_POLL_SECONDS if queue in self._unhurried else _POLL_SECONDS
            DBOS.register_queue(queue, worker_concurrency=slots, polling_interval_sec=pause)

    def adopt_orphans(self) -> int:
        """Take over the workflows of workers that are gone; how many workers were."""
        pending = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
        owners = {workflow.executor_id for workflow in pending if workflow.executor_id}
        dead = sorted(owner for owner in owners if self._claim.is_dead(owner))
        if dead:
            _logger.warning("taking over", executors=dead)
            failpoint("engine.before_adopt")
            DBOS._recover_pending_workflows(dead)  # noqa: SLF001
        return len(dead)

    def stop(self) -> None:
        """Stop taking work and leave the rest to the next life of this worker."""
        DBOS.destroy(workflow_completion_timeout_sec=_DEADLINE_SECONDS)
        self._database.dispose()


def _retried(name: str) -> StepOptions:
    """A step that may fail for a moment: the database or the store is away, a disk is full."""
    return {
        "name": name,
        "retries_allowed": True,
        "max_attempts": _ATTEMPTS,
        "interval_seconds": _FIRST_PAUSE_SECONDS,
        "backoff_rate": _BACKOFF,
    }


def _call(function: Task, arguments: str) -> str:
    values = json.loads(arguments)
    try:
        result = json.dumps(function(*values))
    except Exception:
        _logger.exception("task failed", task=function.__name__, arguments=values)
        raise
    failpoint("engine.after_step")
    return result


async def _call_in_thread(function: Task, arguments: str) -> str:
    return await asyncio.to_thread(_call, function, arguments)
