"""Named points where a test may break the program: kill it, raise, or wait.

A point does nothing unless the environment variable ``SPOTWRIGHT_FAILPOINTS`` arms it, for instance
``render.before_join=kill`` or ``jobs.after_commit=raise:1;blobs.before_rename=sleep:5`` (``raise:1`` raises once).
The names stand in the code where the danger is, so a reader sees what is covered.
"""

import os
import signal
import time

VARIABLE = "SPOTWRIGHT_FAILPOINTS"


class FailpointError(RuntimeError):
    """An armed fail-point raised."""


class Failpoints:
    """The armed points of this process, from the text of :data:`VARIABLE`."""

    def __init__(self, text: str) -> None:
        self._armed: dict[str, tuple[str, float]] = {}
        for entry in filter(None, text.split(";")):
            name, _, action = entry.partition("=")
            verb, _, amount = action.partition(":")
            self._armed[name.strip()] = (verb.strip(), float(amount or "inf"))

    def reach(self, name: str) -> None:
        """Do what the point is armed for, if it is."""
        if name not in self._armed:
            return
        verb, amount = self._armed[name]
        if verb == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        elif verb == "sleep":
            time.sleep(amount)
        elif verb == "raise" and amount > 0:
            self._armed[name] = (verb, amount - 1)
            raise FailpointError(name)


_points = Failpoints(os.environ.get(VARIABLE, ""))


def failpoint(name: str) -> None:
    """Mark a dangerous place by name."""
    _points.reach(name)
