"""What must be true of an installation whatever happened to its processes, read from the rows themselves."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from installation import Installation


class Segment(NamedTuple):
    """A line of the table of segments."""

    sha256: str
    frames: int
    executor: str
    created_at: int


@dataclass(frozen=True)
class World:
    """The rows of one installation."""

    installation: Installation

    def history(self, job_id: str) -> list[str]:
        """Every status that the job had, one entry a recorded event."""
        rows = self._rows("SELECT status FROM job_events WHERE job_id = :job_id ORDER BY version", job_id=job_id)
        return [row[0] for row in rows]

    def count_jobs(self) -> int:
        return int(self._rows("SELECT COUNT(*) FROM jobs")[0][0])

    def takes(self, job_id: str) -> list[tuple[int, int]]:
        """(scene, take) of every picture that was kept."""
        return self._rows("SELECT scene_idx, take FROM scene_takes WHERE job_id = :job_id ORDER BY 1, 2", job_id=job_id)

    def charges(self, job_id: str) -> list[str]:
        """Which pieces of work were charged."""
        return [
            row[0]
            for row in self._rows("SELECT work FROM ledger_entries WHERE job_id = :job_id ORDER BY work", job_id=job_id)
        ]

    def rehearsals(self, job_id: str, *states: str) -> int:
        """How often the story of a job asked for its film to be made ahead of the approval, and it is in this state."""
        query = "SELECT status FROM workflow_status WHERE queue_name = 'rehearsals' AND workflow_uuid LIKE :children"
        found = [row[0] for row in _rows(self.installation.databases[1], query, {"children": f"{job_id}-%"})]
        return sum(not states or state in states for state in found)

    def segments(self) -> dict[str, Segment]:
        """Every rendered segment that is kept, by its key."""
        rows = self._rows("SELECT key, sha256, frames, executor, created_at FROM segments")
        return {key: Segment(*rest) for key, *rest in rows}

    def scores(self) -> int:
        """How many sounds were made."""
        return int(self._rows("SELECT COUNT(*) FROM renditions WHERE CAST(files AS TEXT) LIKE '%\"cues\"%'")[0][0])

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the database, so that nobody else can write."""
        with _connected(self.installation.databases[0]) as connection:
            embedded = connection.dialect.name == "sqlite"
            hold = "BEGIN IMMEDIATE" if embedded else "LOCK TABLE jobs, segments, renditions IN EXCLUSIVE MODE"
            connection.execute(sa.text(hold))
            yield
            connection.rollback()

    def check(self, job: dict[str, Any], *, takes_of: Sequence[int]) -> None:
        """That a completed ``job``, whose scene ``i`` was taken ``takes_of[i]`` times, was made exactly once."""
        history = self.history(job["id"])
        retakes = sum(takes_of) - len(takes_of)
        # Each retake is two events: asked for, and made.
        ready = ["storyboard_ready"] * (1 + 2 * retakes)
        assert history == ["pending", "storyboard_processing", *ready, "video_processing", "completed"]
        taken = [(scene, take) for scene, count in enumerate(takes_of) for take in range(count)]
        assert self.takes(job["id"]) == taken
        pictures = [f"image_generation/{scene}/{take}" for scene, take in taken]
        others = ["music", "storyboard_generation", "video_rendering", "voice"]
        assert self.charges(job["id"]) == sorted(pictures + others)
        micros = self._rows("SELECT SUM(micros) FROM ledger_entries WHERE job_id = :job_id", job_id=job["id"])[0][0]
        # PostgreSQL sums integers to decimals.
        assert job["actualCost"] == int(micros) / 1_000_000
        self._check_files()
        found = self.installation.run("check", "--deep")
        assert found.returncode == 0, found.stdout + found.stderr

    def _check_files(self) -> None:
        """What SQLite knows of the soundness of its file; PostgreSQL has no such question."""
        if self.installation.databases[0].startswith("sqlite"):
            checks = ("integrity_check", "foreign_key_check")
            assert [self._rows(f"PRAGMA {check}") for check in checks] == [[("ok",)], []]

    def _rows(self, query: str, **values: str) -> list[Any]:
        return _rows(self.installation.databases[0], query, values)


def _rows(url: str, query: str, values: dict[str, str]) -> list[Any]:
    with _connected(url) as connection:
        return [tuple(row) for row in connection.execute(sa.text(query), values)]


@contextmanager
def _connected(url: str) -> Iterator[sa.Connection]:
    address = sa.make_url(url)
    if address.get_backend_name() == "sqlite":
        engine = sa.create_engine(address, connect_args={"timeout": 30}, poolclass=sa.NullPool)
    else:
        # The engine's tables are in a schema of their own.
        options = {"options": "-c search_path=public,dbos"}
        engine = sa.create_engine(
            address.set(drivername="postgresql+psycopg"), connect_args=options, poolclass=sa.NullPool
        )
    with engine.connect() as connection:
        yield connection
