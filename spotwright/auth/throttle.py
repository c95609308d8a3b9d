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

    def check(self, key: str) -> None:
        """Raise a 429 with ``Retry-After`` if ``key`` has failed too often."""
        with self._lock:
            failures = self._failures.get(key)
            moment = time.monotonic()
            while failures and moment - failures[0] > WINDOW_SECONDS:
                failures.popleft()
            if self._limit and failures and len(failures) >= self._limit:
                seconds = max(1, round(WINDOW_SECONDS - (moment - failures[0])))
                raise ApiError("RATE_LIMITED", headers={"Retry-After": str(seconds)})

    def failed(self, key: str) -> None:
        """Count a failure. Old keys are forgotten, so that an attacker cannot fill the memory with names."""
        with self._lock:
            self._failures.setdefault(key, deque(maxlen=max(1, self._limit))).append(time.monotonic())
            self._failures.move_to_end(key)
            while len(self._failures) > _MAX_KEYS:
                self._failures.popitem(last=False)
