"""An installation in this process whose worker is turned by hand: the product's own story and steps, one at a time."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from spotwright.app import create_app
from spotwright.bootstrap import Services
from spotwright.engine.census import Census
from spotwright.kit import failpoints
from spotwright.kit.failpoints import FailpointError, Failpoints
from spotwright.kit.settings import Settings
from spotwright.pipeline.cutting_room import CuttingRoom
from spotwright.pipeline.desk import Desk
from spotwright.pipeline.film_steps import FilmSteps
from spotwright.pipeline.steps import Steps
from spotwright.pipeline.studio import Studio
from spotwright.pipeline.workflow import produce_ad
from spotwright.upkeep.violation import Violation
from spotwright.upkeep.world import World, check_world

PRICES = {
    "storyboard_generation": 10_007,
    "image_generation": 1_009,
    "video_rendering": 101,
    "voice": 11,
    "music": 13,
}
"""Micro-dollars a unit: primes, so that sums tell what they are made of."""
_OF_THE_ENGINE = {"runaway", "stuck", "unsettled"}
"""What is not asked here: nobody takes workflows from the engine's queues."""


class _OutOfTurnsError(Exception):
    """The worker has done as many tasks as it was to do, or waits for a person."""


class _Hand:
    """What a story is given: it does each task at once, until its turns are used up.

    Nothing is remembered between two lives of a story. So it begins anew each time, and must find what is done.
    """

    def __init__(self, tasks: dict[str, Callable[..., Any]], turns: int) -> None:
        self._tasks = tasks
        self._turns = turns

    async def ask(self, name: str, *arguments: Any) -> Any:
        return json.loads(json.dumps(self._tasks[name](*json.loads(json.dumps(arguments)))))

    async def task(self, name: str, *arguments: Any) -> Any:
        if self._turns == 0:
            raise _OutOfTurnsError
        self._turns -= 1
        return await self.ask(name, *arguments)

    async def tasks(self, name: str, arguments: Sequence[Sequence[Any]]) -> list[Any]:
        return [await self.task(name, *values) for values in arguments]

    async def begin(self, name: str, *arguments: Any) -> None:
        await self.ask(name, *arguments)

    async def wait(self, seconds: float) -> bool:
        raise _OutOfTurnsError


class Workbench:
    """One data directory, opened, closed and opened again."""

    def __init__(self, folder: Path, changes: dict[str, Any]) -> None:
        """``changes`` are settings that differ from their defaults."""
        dated = {"unit": "unit", "model": "test", "valid_from": "2026-01-01", "source": "test"}
        rates = [{"item": item, "micros": micros, **dated} for item, micros in PRICES.items()]
        file = folder / "rates.json"
        file.write_text(json.dumps({"version": "test", "currency": "USD", "rates": rates}))
        # Films and animatics that are made ahead would only make every step of the search longer.
        ours = {"rates_file": file, "render_ahead": False, "animatic": False, "encoder_preset": "ultrafast"}
        self._settings = Settings.load(folder).model_copy(update={**ours, "login_attempts_per_minute": 0, **changes})
        self._open()

    def _open(self) -> None:
        self.services = Services.open(self._settings)
        self.app = create_app(self.services)
        database, blobs = self.services.database, self.services.blobs
        ready = threading.Event()
        ready.set()
        desk, studio = Desk(database, self.services.rates), Studio(blobs, self._settings, ready)
        steps = Steps(database, blobs, self._settings, desk, studio)
        films = FilmSteps(database, self._settings, desk, studio, CuttingRoom(database, blobs, studio, "worker-1"))
        rooms = {
            steps: ("wish", "gather", "draft", "retake", "keep_scene"),
            films: ("animatic", "rehearse", "recall", "score", "lay_out", "shoot", "finish"),
        }
        self._tasks = {name: getattr(room, name) for room, names in rooms.items() for name in names}
        self._tasks["give_up"] = desk.give_up

    def reopen(self) -> None:
        """What a restart of the server and of the worker is."""
        self.close()
        self._open()

    def close(self) -> None:
        self.services.close()

    def work(self, job_id: str, turns: int) -> None:
        """Tell the job's story from its beginning, for so many tasks at most."""
        try:
            asyncio.run(produce_ad(_Hand(self._tasks, turns), job_id))
        except _OutOfTurnsError:
            return

    def work_and_die(self, job_id: str, point: str) -> None:
        """The same without an end, but the worker dies where it first comes by this fail-point, if it does."""
        with _armed(f"{point}=raise:1"):
            try:
                self.work(job_id, 1000)
            except FailpointError:
                return

    def violations(self) -> list[Violation]:
        """What is wrong with everything that all runs have left."""
        census = Census(self._settings.engine_url)
        try:
            world = World(self.services.database, self.services.blobs, census, self._settings.data_dir)
            return [found for found in check_world(world) if found.rule not in _OF_THE_ENGINE]
        finally:
            census.close()


@contextmanager
def _armed(text: str) -> Iterator[None]:
    before, failpoints._points = failpoints._points, Failpoints(text)
    try:
        yield
    finally:
        failpoints._points = before
