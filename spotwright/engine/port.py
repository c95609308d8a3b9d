"""The port: what the rest of the product may ask of a workflow engine, and what a workflow may ask of it."""

from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

PROTOCOL = "3"
"""Workflows of one protocol can be finished by each other's code. Raise it when the order of their steps changes."""


class RunState(StrEnum):
    """What the engine knows of a job's workflow."""

    UNKNOWN = "unknown"
    RUNNING = "running"
    ENDED = "ended"
    CANCELLED = "cancelled"


class TaskFailedError(Exception):
    """A task failed every time it was tried; ``cause`` is what it raised last."""

    def __init__(self, task: str, cause: BaseException) -> None:
        super().__init__(f"{task}: {type(cause).__name__}")
        self.cause = cause


class Engine(Protocol):
    """From outside: one workflow a job, known by the job's id. Every call may be repeated without harm."""

    def start(self, job_id: str, user_id: str) -> None:
        """Begin the workflow of this user's job; does nothing if it was begun before."""

    def nudge(self, job_id: str, version: int) -> None:
        """Wake a workflow that waits for a person: the row of the job, at ``version``, has work for it."""

    def cancel(self, job_id: str) -> None:
        """Stop the workflow and what it has queued; work under way notices by the job's row."""

    def state(self, job_id: str) -> RunState:
        """Where the workflow is."""

    def states(self, job_ids: Sequence[str]) -> dict[str, RunState]:
        """Where the workflow of each of these jobs is: a few hundred at a time."""

    def unfinished(self) -> Iterator[list[str]]:
        """The ids of jobs whose workflows have not ended, some at a time; one that ends meanwhile may be left out."""

    def forget(self, before: datetime, over: Callable[[Sequence[str]], Collection[str]]) -> int:
        """Drop what is kept of workflows that ended ``before``; how many.

        Of several job ids, ``over`` tells those of which nothing more will be asked: the others stay.
        """

    def ping(self) -> None:
        """Raise if the engine's database does not answer."""


class Run(Protocol):
    """From inside: what a workflow is given. A finished task is never run again, whatever crashes."""

    async def ask(self, name: str, *arguments: Any) -> Any:
        """Run a registered function that only looks, at once and here, and return its JSON result."""

    async def task(self, name: str, *arguments: Any) -> Any:
        """Run a registered task on its queue, on whichever worker has room, and return its JSON result.

        It is tried several times; raises ``TaskFailedError`` after the last.
        """

    async def tasks(self, name: str, arguments: Sequence[Sequence[Any]]) -> list[Any]:
        """Run a registered task once for each of ``arguments``, side by side, and return the results in that order.

        Raises ``TaskFailedError`` when one of them failed every time; the others are not stopped.
        """

    async def begin(self, name: str, *arguments: Any) -> None:
        """Have a registered task run on its queue, and go on without its result, whatever that is."""

    async def wait(self, seconds: float) -> bool:
        """Sleep durably until nudged, or for ``seconds``; True if it was a nudge."""


Workflow = Callable[[Run, str], Awaitable[None]]
Task = Callable[..., Any]
