"""Waiting for something to become true: no fixed sleeps, and a deadline that only a broken program reaches."""

import time
from collections.abc import Callable
from typing import TypeVar

_LOOK_EVERY = 0.05
LONG = 150.0
"""Seconds. A loaded machine may need many times what an idle one does."""

T = TypeVar("T")


def until(answer: Callable[[], T], what: str, *, seconds: float = LONG, every: float = _LOOK_EVERY) -> T:
    """The first truthy ``answer()``; fails with ``what`` when there is none in time."""
    deadline = time.monotonic() + seconds
    while True:
        if found := answer():
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"not in {seconds:g} seconds: {what}")
        time.sleep(every)
