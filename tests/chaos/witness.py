"""The witness: remembers every answer that anybody got, and notices when two of them do not fit together."""

import hashlib
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import httpx

from spotwright.jobs.states import FOLLOWS, TERMINAL, Status

Json = dict[str, Any]
AWAY = frozenset({503, 507})
"""What a server may say while something it needs is away."""
_SHOWN = 300


def _reachable() -> dict[str, frozenset[str]]:
    """From each status, where a job can come to be, at once or later."""
    found: dict[str, frozenset[str]] = {}
    for status in reversed(list(Status)):
        ahead = {status, *FOLLOWS[status]}
        found[status] = frozenset(ahead.union(*(found.get(after, frozenset()) for after in ahead)))
    return found


_REACHABLE = _reachable()


@dataclass
class Seen:
    """The newest that anybody was told of a job."""

    version: int = 0
    status: str = Status.PENDING
    deleted: bool = False


@dataclass
class Witness:
    """See the module's text. What does not fit is a complaint, and the run goes on."""

    complaints: list[str] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    jobs: dict[str, Seen] = field(default_factory=dict)
    last: dict[str, Json] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    longest_silence: float = 0.0
    """Seconds in which nobody was served, from the first failure to the next success."""
    _silent_since: float | None = None
    _bodies: dict[tuple[str, int], str] = field(default_factory=dict)

    def complain(self, text: str) -> None:
        """Remember what is wrong."""
        self.complaints.append(text[: 4 * _SHOWN])

    def broken(self, error: httpx.TransportError) -> None:
        """A request without an answer."""
        self.answers[type(error).__name__] += 1
        self._count_silence(served=False)

    def hear(self, response: httpx.Response, request: str) -> None:
        """Any answer: its form must be the one that is promised, whatever happens behind it."""
        self.answers[str(response.status_code)] += 1
        self._count_silence(served=response.status_code not in AWAY)
        if response.status_code in {204, 304}:
            return
        try:
            body = response.json()
        except ValueError:
            self.complain(f"{request}: {response.status_code} is not JSON: {response.text[:_SHOWN]!r}")
            return
        if set(body) != {"data", "error", "meta"} or (body["error"] is None) != response.is_success:
            self.complain(f"{request}: {response.status_code} is not the envelope: {response.text[:_SHOWN]}")
        if response.status_code >= 500 and response.status_code not in AWAY:
            self.complain(f"{request}: {response.status_code} {response.text[:_SHOWN]}")
        if response.status_code == 503 and "retry-after" not in response.headers:
            self.complain(f"{request}: 503 without Retry-After")

    def floor(self, job_id: str) -> Seen:
        """What was known before a request is sent: its answer must not be older."""
        seen = self.jobs.setdefault(job_id, Seen())
        return Seen(seen.version, seen.status, seen.deleted)

    def see(self, job: Json, floor: Seen) -> None:
        """A job as an answer showed it, to a request that was sent when ``floor`` was known."""
        job_id, version, status = job["id"], job["version"], job["status"]
        if floor.deleted:
            self.complain(f"{job_id} came back: version {version}, {status}")
        if version < floor.version:
            self.complain(f"{job_id} went back from version {floor.version} to {version}")
        if status not in _REACHABLE[floor.status]:
            self.complain(f"{job_id} went from {floor.status} to {status}")
        if floor.status in TERMINAL and version != floor.version:
            self.complain(f"{job_id} changed after its end: version {floor.version} became {version}")
        digest = hashlib.sha256(json.dumps(job, sort_keys=True).encode()).hexdigest()
        if self._bodies.setdefault((job_id, version), digest) != digest:
            self.complain(f"{job_id} has two faces at version {version}: {self.last.get(job_id)} and {job}")
        seen = self.jobs.setdefault(job_id, Seen())
        if version >= seen.version:
            seen.version, seen.status = version, status
            self.last[job_id] = job

    def gone(self, job_id: str, *, wanted: bool) -> None:
        """A job that was not found; ``wanted`` says that somebody asked for its deletion."""
        if not wanted:
            self.complain(f"{job_id} is lost: {self.jobs.get(job_id)}")
        self.jobs.setdefault(job_id, Seen()).deleted = True

    def born(self, key: str, job_id: str) -> None:
        """The job that a POST with this Idempotency-Key made."""
        first = self.keys.setdefault(key, job_id)
        if first != job_id:
            self.complain(f"the key {key} made two jobs: {first} and {job_id}")

    def _count_silence(self, *, served: bool) -> None:
        now = time.monotonic()
        if not served:
            self._silent_since = self._silent_since or now
        elif self._silent_since is not None:
            self.longest_silence = max(self.longest_silence, now - self._silent_since)
            self._silent_since = None
