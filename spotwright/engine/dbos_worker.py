"""The inside of the engine: a worker that runs workflows and tasks, and takes over what others left.

A workflow is an asynchronous function, so waiting for a person, for days if need be, holds neither a thread nor a
queue's slot. Heavy work is a task: a child workflow of one step, on a queue with as many slots as the worker has room
for. Each user has a lane of their own in every queue, and the lanes take turns: who has ordered a thousand ads waits
for them, and nobody else does.
"""

import asyncio
import json
import time
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from dbos import DBOS, DBOSConfig, StepOptions, WorkflowHandleAsync
from dbos import error as dbos_error

from spotwright.engine.claims import Claim, protocol_name
from spotwright.engine.dbos_engine import (
    APPLICATION,
    PROTOCOL,
    STORIES,
    STORY,
    TOPIC,
    UNFINISHED,
    open_engine_database,
)
from spotwright.engine.port import Task, TaskFailedError, Workflow
from spotwright.kit import log
from spotwright.kit.failpoints import failpoint

_TASK = "task"
_POLL_SECONDS, _UNHURRIED_POLL_SECONDS = 0.2, 1.0
_ATTEMPTS, _FIRST_PAUSE_SECONDS, _BACKOFF = 4, 1.0, 3.0
# What is away refuses at once. With four attempts, work outlasts two minutes of it.
_OUTAGE_SECONDS, _OUTAGE_PAUSE_SECONDS = 30.0, 2.0
# Most workflows only wait for a person, and a render goes on from its finished segments: nothing is worth waiting for.
_DEADLINE_SECONDS = 1
# Renders run in processes of their own, so a job cannot kill the worker. Every takeover counts, also that of a story
# which has waited for a person through months of restarts: no number of them says that something is wrong with it.
_MOST_RECOVERIES = 1_000_000
# So many workflows of another protocol are taken over at a time; the rest follow at the next look.
_MOST_AT_ONCE = 50
_logger = log.get("engine")

Outages = tuple[type[Exception], ...]


class DbosRun:
    """The inside: what a workflow is given. Its tasks wait in the lane of the user whom it works for."""

    def __init__(self, tasks: Mapping[str, tuple[Task, str]], user_id: str, outages: Outages) -> None:
        self._tasks = tasks
        self._outages = outages
        self._user_id = user_id

    async def ask(self, name: str, *arguments: Any) -> Any:
        """See the port."""
        function, _ = self._tasks[name]
        try:
            return json.loads(
                await DBOS.run_step_async(
                    _retried(name), _call_in_thread, function, json.dumps(arguments), self._outages
                )
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
        return await DBOS.recv_async(TOPIC, timeout_seconds=seconds) is not None

    async def _enqueue(self, name: str, arguments: Sequence[Any]) -> WorkflowHandleAsync[str]:
        return await DBOS.enqueue_workflow_with_options_async(
            {
                "workflow_name": _TASK,
                "queue_name": self._tasks[name][1],
                "queue_partition_key": self._user_id,
                "app_version": PROTOCOL,
            },
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
    runs at once, and ``user_slots`` how many of one user all workers do, if that is limited; queues that are
    ``unhurried`` are looked at less often. ``outages`` are what a task raises when something that it needs is away for
    a while: it is then tried again for longer.
    """

    def __init__(
        self,
        url: str,
        story: Workflow,
        tasks: Mapping[str, tuple[Task, str]],
        slots: Mapping[str, int],
        claim: Claim,
        *,
        user_slots: int | None = None,
        unhurried: Collection[str] = (),
        outages: Outages = (),
    ) -> None:
        self._claim = claim
        self._user_slots = user_slots
        self._unhurried = frozenset(unhurried)
        self._slots = slots
        self._database = open_engine_database(url)
        config: DBOSConfig = {
            "name": APPLICATION,
            "system_database_url": url,
            "system_database_engine": self._database,
            "application_version": PROTOCOL,
            "executor_id": claim.executor_id,
            "log_level": "WARNING",
            "run_migrations": False,
            "notification_listener_polling_interval_sec": _POLL_SECONDS,
        }
        self._dbos = DBOS(config=config)
        schema = None if self._database.dialect.name == "sqlite" else "dbos"
        names = ("workflow_uuid", "name", "status", "executor_id", "application_version")
        self._workflows = sa.table("workflow_status", *map(sa.column, names), schema=schema).c

        @DBOS.workflow(name=STORY, max_recovery_attempts=_MOST_RECOVERIES)
        async def produce_ad(job_id: str, user_id: str) -> None:
            await story(DbosRun(tasks, user_id, outages), job_id)

        @DBOS.workflow(name=_TASK, max_recovery_attempts=_MOST_RECOVERIES)
        def task(name: str, arguments: str) -> str:
            function, _ = tasks[name]
            result: str = DBOS.run_step(_retried(name), _call, function, arguments, outages)
            return result

    def launch(self) -> None:
        """Start working."""
        DBOS.listen_queues([STORIES, *self._slots])
        DBOS.launch()
        DBOS.register_queue(STORIES, polling_interval_sec=_POLL_SECONDS)
        for queue, slots in self._slots.items():
            DBOS.register_queue(
                queue,
                worker_concurrency=slots,
                partition_worker_concurrency=min(slots, self._user_slots or slots),
                partition_concurrency=self._user_slots,
                polling_interval_sec=_UNHURRIED_POLL_SECONDS if queue in self._unhurried else _POLL_SECONDS,
            )

    def take_over(self) -> list[str]:
        """Take up the workflows of workers that are gone; those that must be started anew, by their jobs' ids.

        What was begun by another version of the program is left to the workers that run it. When none is left, it is
        forgotten: the row of a job says where it is, and this version's workflow goes on from there.
        """
        for executor in self._executors():
            with self._claim.unclaimed(executor) as dead:
                if dead:
                    _logger.warning("taking over", executor=executor)
                    failpoint("engine.before_takeover")
                    DBOS._recover_pending_workflows([executor])  # noqa: SLF001
        left: list[str] = []
        for protocol in self._foreign_protocols():
            with self._claim.unclaimed(protocol_name(protocol)) as abandoned:
                if abandoned:
                    left += self._forget(protocol)
        return left

    def stop(self) -> None:
        """Stop taking work and leave the rest to the next life of this worker."""
        DBOS.destroy(workflow_completion_timeout_sec=_DEADLINE_SECONDS)
        self._database.dispose()

    def _executors(self) -> list[str]:
        """Who has work of this protocol under way, but for this worker."""
        seen = self._workflows
        query = sa.select(seen.executor_id).distinct()
        query = query.where(seen.status == "PENDING", seen.application_version == PROTOCOL)
        return self._column(query.where(seen.executor_id != self._claim.executor_id))

    def _foreign_protocols(self) -> list[str]:
        seen = self._workflows
        query = sa.select(seen.application_version).distinct()
        return self._column(query.where(seen.status.in_(UNFINISHED), seen.application_version != PROTOCOL))

    def _forget(self, protocol: str) -> list[str]:
        """Forget workflows of a protocol that nobody runs; the jobs they belonged to."""
        seen = self._workflows
        theirs = (seen.status.in_(UNFINISHED), seen.application_version == protocol)
        query = sa.select(seen.workflow_uuid).where(*theirs).limit(_MOST_AT_ONCE)
        stories = self._column(query.where(seen.name == STORY))
        _logger.warning("taking over from another version", protocol=protocol, jobs=len(stories))
        # The tasks of stories that have ended come last.
        DBOS.delete_workflows(stories or self._column(query), delete_children=True)
        return stories

    def _column(self, query: sa.Select[Any]) -> list[str]:
        with self._database.connect() as connection:
            return sorted(connection.scalars(query))


def _retried(name: str) -> StepOptions:
    """A step that may fail for a moment: the database or the store is away, a disk is full."""
    return {
        "name": name,
        "retries_allowed": True,
        "max_attempts": _ATTEMPTS,
        "interval_seconds": _FIRST_PAUSE_SECONDS,
        "backoff_rate": _BACKOFF,
    }


def _call(function: Task, arguments: str, outages: Outages) -> str:
    values = json.loads(arguments)
    patience = time.monotonic() + _OUTAGE_SECONDS
    while True:
        try:
            result = json.dumps(function(*values))
        except Exception as error:
            if isinstance(error, outages) and time.monotonic() < patience:
                _logger.warning("what it needs is away", task=function.__name__, arguments=values, reason=str(error))
                time.sleep(_OUTAGE_PAUSE_SECONDS)
                continue
            _logger.exception("task failed", task=function.__name__, arguments=values)
            raise
        failpoint("engine.after_step")
        return result


async def _call_in_thread(function: Task, arguments: str, outages: Outages) -> str:
    return await asyncio.to_thread(_call, function, arguments, outages)
