"""The town: customers who order ads, decide, edit, cancel and delete over HTTP, and do not mind what dies meanwhile.

What a customer does with job number ``n`` is decided by the seed and ``n`` alone.
"""

import asyncio
import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.chaos.fleet import NAME, PASSWORD
from tests.chaos.hosts import ROOT
from tests.chaos.plans import Plan, plan_of
from tests.chaos.witness import AWAY, Json, Witness

_BRIEF = (ROOT / "tests" / "acceptance" / "briefs" / "tiny.json").read_text("utf-8")
_REQUEST_SECONDS = 30.0
_PAUSE = (0.1, 0.6)
_LOOK = (0.3, 1.2)
_TWINS = 5
_FILMING_PERCENT = 15
_SMALL = {"duration": 5, "fps": 24}


class OutOfPatienceError(Exception):
    """Nobody answered until the end of the run."""


@dataclass
class Town:
    """See the module's text. ``servers`` are base URLs; each request goes to any of them."""

    servers: Sequence[str]
    seed: int
    customers: int
    patience: float = 600.0
    """Seconds that a customer waits for one thing."""
    witness: Witness = field(default_factory=Witness)
    plans: dict[str, Plan] = field(default_factory=dict)
    """What was ordered, by the id of the job."""

    def __post_init__(self) -> None:
        self._next = 0
        self._random = random.Random(f"{self.seed}/town")
        self._token = ""
        self._client_id = ""

    async def open(self) -> None:
        """Log in and make a brand; once, before anything breaks."""
        async with self.http() as http:
            form = {"username": NAME, "password": PASSWORD}
            answer = await http.post(f"{self.servers[0]}/api/auth/login", data=form)
            self._token = answer.raise_for_status().json()["access_token"]
        async with self.http() as http:
            self._client_id = (await self.data(http, "POST", "/api/v3/clients", {"name": "Morgenrot"}, key="brand"))[
                "id"
            ]

    async def live(self, enough: Callable[[], bool]) -> None:
        """Every customer at once: they order until it is enough, and bring each job to where they want it."""
        async with asyncio.TaskGroup() as group:
            for _ in range(self.customers):
                group.create_task(self._customer(enough))

    async def settle(self, seconds: float) -> None:
        """Wait until nothing is under way any more; what then still is, is stuck."""
        deadline = asyncio.get_running_loop().time() + seconds
        async with self.http() as http:
            open_jobs = [job_id for job_id in self.plans if not self.witness.floor(job_id).deleted]
            while open_jobs:
                shown = [await self.look(http, job_id) for job_id in open_jobs]
                open_jobs = [job["id"] for job in shown if job is not None and not at_rest(job)]
                if asyncio.get_running_loop().time() > deadline:
                    for job_id in open_jobs:
                        self.witness.complain(f"{job_id} is stuck: {self.witness.last[job_id]}")
                    return
                await asyncio.sleep(1)

    @property
    def authorisation(self) -> dict[str, str]:
        """The header of whoever has logged in."""
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}

    async def request(
        self, http: httpx.AsyncClient, method: str, path: str, body: Any = None, *, key: str = "", etag: str = ""
    ) -> httpx.Response:
        """An answer, asked for again as long as there is none or the server says that it cannot now."""
        headers = {"Idempotency-Key": f"{self.seed}-{key}"} if key else {}
        headers |= {"If-None-Match": etag} if etag else {}
        deadline = asyncio.get_running_loop().time() + self.patience
        while asyncio.get_running_loop().time() < deadline:
            try:
                answer = await http.request(
                    method, self._random.choice(self.servers) + path, json=body, headers=headers
                )
            except httpx.TransportError as error:
                self.witness.broken(error)
            else:
                self.witness.hear(answer, f"{method} {path}")
                code = "" if answer.is_success or answer.status_code == 304 else _code(answer)
                if answer.status_code not in AWAY | {429} and code != "IDEMPOTENCY_IN_PROGRESS":
                    return answer
            await asyncio.sleep(self._random.uniform(*_PAUSE))
        raise OutOfPatienceError(f"{method} {path}")

    async def data(self, http: httpx.AsyncClient, method: str, path: str, body: Any = None, *, key: str = "") -> Json:
        """The ``data`` of an answer that must be a success."""
        answer = await self.request(http, method, path, body, key=key)
        if not answer.is_success:
            self.witness.complain(f"{method} {path}: {answer.status_code} {answer.text}")
            raise OutOfPatienceError(path)
        found: Json = answer.json()["data"]
        return found

    async def look(self, http: httpx.AsyncClient, job_id: str, *, wanted: bool = False) -> Json | None:
        """The job now; None when it is not there (any more)."""
        floor, known = self.witness.floor(job_id), self.witness.last.get(job_id)
        etag = f'"{known["version"]}"' if known and self._random.random() < 0.5 else ""
        answer = await self.request(http, "GET", f"/api/v3/jobs/{job_id}", etag=etag)
        if answer.status_code == 304:
            assert known is not None
            if known["version"] < floor.version:
                self.witness.complain(f"{job_id}: 304 for version {known['version']} after {floor.version}")
            return known
        if answer.status_code == 404:
            self.witness.gone(job_id, wanted=wanted)
            return None
        job: Json = answer.json()["data"]
        self.witness.see(job, floor)
        return job

    async def long_film(self, number: int) -> str:
        """Order a film that takes a while, and see it through; the id of its job."""
        plan = Plan(number, "film", f"Long film number {number}", "16:9", doubled=False, moment=0)
        async with self.http() as http:
            job_id = await self._order(http, plan, None, {"duration": 20, "resolution": "720p", "fps": 30})
            self.plans[job_id] = plan
            await self._until(http, job_id, at_rest)
            await self._decide(http, job_id, plan)
        return job_id

    def is_filming(self) -> bool:
        """True when the pictures of some film are being rendered."""
        return any(
            job["status"] == "video_processing" and job["progress"]["percent"] > _FILMING_PERCENT
            for job in self.witness.last.values()
        )

    # One customer.

    def http(self) -> httpx.AsyncClient:
        """A connection of whoever has logged in."""
        return httpx.AsyncClient(headers=self.authorisation, timeout=_REQUEST_SECONDS)

    async def _customer(self, enough: Callable[[], bool]) -> None:
        async with self.http() as http:
            while not enough():
                number, self._next = self._next, self._next + 1
                try:
                    await self._live_through(http, plan_of(self.seed, number))
                except OutOfPatienceError as error:
                    self.witness.complain(f"job number {number}: out of patience at {error}")

    async def _live_through(self, http: httpx.AsyncClient, plan: Plan) -> None:
        campaign = None
        if plan.fate == "delete":
            body = {"clientId": self._client_id, "name": f"Campaign {plan.number}", "goal": "sell"}
            campaign = (await self.data(http, "POST", "/api/v3/campaigns", body, key=f"campaign-{plan.number}"))["id"]
        job_id = await self._order(http, plan, campaign)
        self.plans[job_id] = plan
        if plan.fate == "delete":
            await asyncio.sleep(plan.moment)
            await self._delete(http, job_id, f"/api/v3/campaigns/{campaign}?cascade=true")
        elif plan.fate == "cancel early":
            await asyncio.sleep(plan.moment)
            await self._act(http, job_id, "cancel")
        else:
            await self._until(http, job_id, at_rest)
            await self._decide(http, job_id, plan)

    async def _decide(self, http: httpx.AsyncClient, job_id: str, plan: Plan) -> None:
        """What a customer does who looks at the storyboard."""
        if plan.fate == "edit":
            await self._act(http, job_id, "regenerate_scene", {"sceneIdx": 0})
            await self._until(http, job_id, at_rest)
        if plan.fate in {"film", "edit", "cancel late"}:
            await self._act(http, job_id, "approve")
        if plan.fate == "cancel late":
            await asyncio.sleep(plan.moment / 3)
        if plan.fate in {"cancel late", "cancel in review"}:
            await self._act(http, job_id, "cancel")
        if plan.fate == "contest":
            acts = ["approve", "cancel", "approve", "cancel"]
            await asyncio.gather(*(self._act(http, job_id, act, twin=number) for number, act in enumerate(acts)))
        if plan.fate != "wait":
            await self._until(http, job_id, is_over)

    async def _delete(self, http: httpx.AsyncClient, job_id: str, path: str) -> None:
        answer = await self.request(http, "DELETE", path)
        # Not found: it was deleted by a request whose answer was lost.
        if answer.status_code not in {200, 404}:
            self.witness.complain(f"DELETE {path}: {answer.status_code} {answer.text}")
        if await self.look(http, job_id, wanted=True) is not None:
            self.witness.complain(f"{job_id} is still there after its campaign was deleted")

    async def _order(
        self, http: httpx.AsyncClient, plan: Plan, campaign: str | None, specs: Mapping[str, object] = _SMALL
    ) -> str:
        body = json.loads(_BRIEF)
        body["context"] = {"clientId": self._client_id, "campaignId": campaign}
        del body["client"]
        body["adBasics"]["product"] = plan.product
        body["creative"]["videoSpecs"] |= {"format": plan.shape, **specs}
        asked = [
            self.data(http, "POST", "/api/v3/jobs", body, key=plan.key) for _ in range(_TWINS if plan.doubled else 1)
        ]
        for job in await asyncio.gather(*asked):
            self.witness.born(plan.key, job["id"])
        return self.witness.keys[plan.key]

    async def _act(
        self, http: httpx.AsyncClient, job_id: str, action: str, payload: Json | None = None, *, twin: int = 0
    ) -> None:
        """Ask for an action. That the job has moved on meanwhile is an answer, too."""
        floor = self.witness.floor(job_id)
        body = {"action": action, "payload": payload or {}}
        path = f"/api/v3/jobs/{job_id}/actions"
        answer = await self.request(http, "POST", path, body, key=f"{job_id}-{action}-{twin}")
        if answer.is_success:
            job = answer.json()["data"]
            # A replayed answer is as old as the request that it repeats.
            if "version" in job and "idempotent-replayed" not in answer.headers:
                self.witness.see(job, floor)
        elif answer.status_code != 409:
            self.witness.complain(f"{action} of {job_id}: {answer.status_code} {answer.text}")

    async def _until(self, http: httpx.AsyncClient, job_id: str, true: Callable[[Json], bool]) -> None:
        """Look again and again until it is true of the job, or the job has ended."""
        deadline = asyncio.get_running_loop().time() + self.patience
        while asyncio.get_running_loop().time() < deadline:
            job = await self.look(http, job_id)
            if job is None or true(job) or is_over(job):
                return
            await asyncio.sleep(self._random.uniform(*_LOOK))
        raise OutOfPatienceError(f"{job_id}, which is {self.witness.last[job_id]['status']}")


def is_over(job: Json) -> bool:
    """True of a job that will never change."""
    return job["status"] in {"completed", "failed", "cancelled"}


def at_rest(job: Json) -> bool:
    """True of a job that has ended or waits for a person."""
    return is_over(job) or (job["status"] == "storyboard_ready" and not job["regeneratingScenes"])


def _code(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["meta"].get("errorCode"))
    except (ValueError, KeyError, TypeError):
        return ""
