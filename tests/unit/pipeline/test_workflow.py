"""The story of a job, told to an engine that runs every step at once and writes down what it was asked for."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from spotwright.engine.port import TaskFailedError
from spotwright.pipeline.workflow import PATIENCE_SECONDS, Rehearsal, Wish, produce_ad

JOB = "job_1"
PARCELS = [[["a", 10], ["b", 5]], [["c", 12]]]


class Told:
    """An engine's inside. ``wishes`` are what the row says, one a look; ``nudges`` whether each wait ended early."""

    def __init__(self, *wishes: Wish, nudges: Sequence[bool] = (), made: bool = False, failing: str = "") -> None:
        self.asked: list[str] = []
        self.waits: list[float] = []
        self._wishes, self._nudges = iter(wishes), iter(nudges)
        self._answers = {"recall": made, "lay_out": PARCELS, "rehearse": Rehearsal.OVER}
        self._failing = failing

    async def ask(self, name: str, *arguments: Any) -> Any:
        return next(self._wishes) if name == "wish" else self._do(name, *arguments)

    async def task(self, name: str, *arguments: Any) -> Any:
        return self._do(name, *arguments)

    async def tasks(self, name: str, arguments: Sequence[Sequence[Any]]) -> list[Any]:
        return [self._do(name, *values) for values in arguments]

    async def begin(self, name: str, *arguments: Any) -> None:
        self._do(f"begin {name}", *arguments)

    async def wait(self, seconds: float) -> bool:
        self.waits.append(seconds)
        return next(self._nudges)

    def _do(self, name: str, job_id: str, *rest: Any) -> Any:
        assert job_id == JOB
        self.asked.append(" ".join([name, *(str(value) for value in rest[:1])]))
        if name == self._failing:
            raise TaskFailedError(name, OSError("gone"))
        return self._answers.get(name)


def told(*wishes: Wish, **options: Any) -> Told:
    run = Told(*wishes, **options)
    asyncio.run(produce_ad(run, JOB))
    return run


BEFORE = ["begin animatic", "draft"]
FILM = ["recall", "score", "lay_out", "shoot 0", "shoot 1", "finish"]


def test_an_approved_film_is_scored_laid_out_rendered_in_parcels_and_finished():
    assert told(Wish.DRAFT, Wish.RENDER).asked == BEFORE + FILM


def test_a_film_that_was_made_before_is_only_recalled():
    assert told(Wish.DRAFT, Wish.RENDER, made=True).asked == [*BEFORE, "recall"]


def test_files_are_fetched_before_anything_is_made_of_them():
    assert told(Wish.GATHER, Wish.STOP).asked == ["gather", *BEFORE]


def test_a_new_take_has_a_new_animatic():
    run = told(Wish.DRAFT, Wish.RETAKE, Wish.RETAKE, Wish.STOP)
    assert run.asked == [*BEFORE, *["retake", "begin animatic"] * 2]


def test_a_storyboard_that_is_left_alone_is_rehearsed_once_and_then_waits():
    run = told(Wish.DRAFT, *[Wish.WAIT] * 4, Wish.STOP, nudges=[True, False, False, False])
    assert run.asked == [*BEFORE, "rehearse"]
    assert run.waits[2:] == [PATIENCE_SECONDS] * 2


@pytest.mark.parametrize("failing", ["draft", "score", "lay_out", "shoot", "finish"])
def test_a_step_that_fails_for_good_ends_the_job_with_a_reason(failing):
    run = told(Wish.DRAFT, Wish.RENDER, failing=failing)
    name, _, reason = run.asked[-1].partition(" ")
    assert name == "give_up"
    assert "unexpected" in reason


def test_a_rehearsal_or_a_take_that_fails_harms_nobody():
    assert told(Wish.DRAFT, Wish.WAIT, Wish.RENDER, nudges=[False], failing="rehearse").asked[-1] == "finish"
    run = told(Wish.DRAFT, Wish.RETAKE, Wish.STOP, failing="retake")
    assert run.asked == [*BEFORE, "retake", "keep_scene", "begin animatic"]
