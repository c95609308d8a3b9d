"""Slows down whoever guesses passwords: failed attempts per address and name, counted in this process."""

import threading
import time
from collections import OrderedDict, deque

from spotwright.kit.errors import ApiError

WINDOW_SECONDS = 60.0
_MAX_KEYS = 10_000


class LoginThrottle:
    """Refuses an attempt when the last minute saw too many failures of the same key."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()

    def attempt(self, key: str) -> None:
        """Count an attempt as a failure until :meth:`succeeded` takes it back, so that many at once count as well.

        Raises a 429 with ``Retry-After`` if ``key`` has failed too often.
        """
        if not self._limit:
            return
        with self._lock:
            failures = self._failures.setdefault(key, deque())
            self._failures.move_to_end(key)
            moment = time.monotonic()
            while failures and moment - failures[0] > WINDOW_SECONDS:
                failures.popleft()
            if len(failures) >= self._limit:
                seconds = max(1, round(WINDOW_SECONDS - (moment - failures[0])))
                raise ApiError("RATE_LIMITED", headers={"Retry-After": str(seconds)})
            failures.append(moment)
            # Old keys are forgotten, so that an attacker cannot fill the memory with names.
            while len(self._failures) > _MAX_KEYS:
                self._failures.popitem(last=False)

    def succeeded(self, key: str) -> None:
        """Take the attempt back."""
        with self._lock:
            failures = self._failures.get(key)
            if failures:
                failures.pop()
