"""What two users have, as dicts say it; and whether the API says the same."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
from asgi_client import ApiClient, data_of

from spotwright.jobs.states import FOLLOWS, TERMINAL, Status
from tests.chaos.workbench import PRICES

Json = dict[str, Any]


@dataclass
class Order:
    """A job as the model knows it."""

    client: str
    campaign: str | None
    estimate: float
    status: Status = Status.PENDING
    version: int = 0
    retaking: list[int] = field(default_factory=list)
    shown: Json = field(default_factory=dict)

    @property
    def micros(self) -> int:
        """Micro-dollars that its work so far must have cost; 0 before there is any."""
        board = self.shown.get("storyboard")
        if board is None:
            return 0
        drawn = sum(scene["take"] + 1 for scene in board["scenes"])
        spent = PRICES["storyboard_generation"] + drawn * PRICES["image_generation"]
        if self.status is not Status.COMPLETED:
            return spent
        seconds = math.ceil(round(board["duration"], 3))
        spoken = sum(len(scene["script"]) for scene in board["scenes"])
        return spent + seconds * (PRICES["video_rendering"] + PRICES["music"]) + spoken * PRICES["voice"]

    def adopt(self, shown: Json, *, worked: bool) -> None:
        """Take over what the API shows; only what a worker may have done, if one ``worked``, may be new."""
        status = Status(shown["status"])
        assert status is not Status.FAILED, shown["error"]
        if worked:
            assert status is self.status or status in _after(self.status), (self.status, status)
            assert set(shown["regeneratingScenes"]) <= set(self.retaking)
            self.status, self.retaking = status, list(shown["regeneratingScenes"])
        assert status is self.status, (self.status, status)
        assert shown["regeneratingScenes"] == self.retaking
        assert shown["version"] >= self.version
        self.version, self.shown = shown["version"], shown
        assert (shown["clientId"], shown["campaignId"]) == (self.client, self.campaign)
        assert shown["estimatedCost"] == self.estimate
        assert shown["actualCost"] == (self.micros / 1_000_000 if shown["storyboard"] else None)
        assert (shown["videoUrl"] is None) == (status is not Status.COMPLETED)
        assert (shown["progress"] is None) <= (status in TERMINAL | {Status.PENDING})


@dataclass
class Owner:
    """A user, and all that is theirs, by id."""

    api: ApiClient
    name: str
    clients: dict[str, Json] = field(default_factory=dict)
    campaigns: dict[str, Json] = field(default_factory=dict)
    assets: dict[str, Json] = field(default_factory=dict)
    jobs: dict[str, Order] = field(default_factory=dict)
    gone: Counter[str] = field(default_factory=Counter)
    """Micro-dollars spent on jobs that were deleted, by client and by campaign."""
    keys: dict[str, tuple[Json, bytes]] = field(default_factory=dict)
    """Idempotency keys, with the body that was sent and the answer that came."""

    def jobs_of(self, *, client: str | None = None, campaign: str | None = None) -> dict[str, Order]:
        """The jobs of a client, or of a campaign."""
        return {
            key: job
            for key, job in self.jobs.items()
            if client in {None, job.client} and campaign in {None, job.campaign}
        }

    def forget(self, jobs: Collection[str], campaigns: Collection[str]) -> None:
        """These were deleted; what was spent was spent, and assets stay."""
        for key in jobs:
            job = self.jobs.pop(key)
            self.gone[job.client] += job.micros
            self.gone[job.campaign or ""] += job.micros
        for key in campaigns:
            del self.campaigns[key]
        for asset in self.assets.values():
            asset["campaignId"] = None if asset["campaignId"] in campaigns else asset["campaignId"]

    def compare(self) -> None:
        """Everything that the API lists is what the model has."""
        for kind in ("clients", "campaigns", "assets"):
            expected: dict[str, Json] = getattr(self, kind)
            for key, shown in listed(self.api.get(f"/api/v3/{kind}"), expected).items():
                assert _lasting(shown) == _lasting(expected[key])
        self.compare_jobs()
        # The youngest of each: to ask for all of them after every step would take most of the time.
        for client in list(self.clients)[-1:]:
            count = sum(campaign["clientId"] == client for campaign in self.campaigns.values())
            expected = {"campaignCount": count, **self._sums(self.jobs_of(client=client).values(), client)}
            assert data_of(self.api.get(f"/api/v3/clients/{client}/stats"), 200) == expected
        for campaign in list(self.campaigns)[-1:]:
            sums = self._sums(self.jobs_of(campaign=campaign).values(), campaign)
            average = sums["totalSpend"] / sums["videoCount"] if sums["videoCount"] else 0
            assert data_of(self.api.get(f"/api/v3/campaigns/{campaign}/stats"), 200) == {**sums, "avgCost": average}

    def compare_jobs(self) -> None:
        """The jobs are those of the model, and each is where the model has it."""
        for key, shown in listed(self.api.get("/api/v3/jobs"), self.jobs).items():
            self.jobs[key].adopt(shown, worked=False)

    def _sums(self, jobs: Iterable[Order], place: str) -> Json:
        jobs = list(jobs)
        spent = sum(job.micros for job in jobs) + self.gone[place]
        return {
            "videoCount": sum(job.status is Status.COMPLETED for job in jobs),
            "totalSpend": spent / 1_000_000,
        }


def listed(answer: httpx.Response, expected: Collection[str]) -> dict[str, Json]:
    """What a list holds, by id: exactly the ``expected`` ones."""
    found = {shown["id"]: shown for shown in data_of(answer, 200)}
    assert set(found) == set(expected)
    assert answer.json()["meta"]["total"] == len(expected)
    return found


def one(things: Mapping[str, Any], pick: int) -> str | None:
    """Any of them; None if there is none."""
    return list(things)[pick % len(things)] if things else None


def _after(status: Status) -> set[Status]:
    """Where a worker may bring a job from there."""
    if status is Status.STORYBOARD_READY:
        return set()
    steps = FOLLOWS[status] - {Status.CANCELLED, Status.FAILED}
    return set(steps).union(*map(_after, steps))


def _lasting(shown: Json) -> Json:
    """What only a change of this very thing changes."""
    return {name: value for name, value in shown.items() if name != "updatedAt"}
