"""Two users do anything in any order, with restarts and dying workers between: the API says what a model of dicts says.

``make machine`` searches; ``PYTHONPATH=tests python -m tests.chaos.machine --seed …`` repeats a search.
"""

import argparse
import asyncio
import io
import math
import random
import tempfile
import time
from collections import Counter
from contextlib import closing
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import ClassVar

from asgi_client import ApiClient, data_of, error_of
from builders import brief
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from PIL import Image
from pwdlib import PasswordHash

from spotwright.auth.models import User
from spotwright.jobs.states import ALLOWED, TERMINAL, Action, Status
from spotwright.kit import clock, ids, log
from tests.chaos.model import Json, Order, Owner, listed, one
from tests.chaos.report import say
from tests.chaos.workbench import Workbench

PASSWORD = "correct horse battery"
POINTS = (
    "draft.before_pictures",
    "draft.before_present",
    "retake.before_replace",
    "render.before_blobs",
    "render.before_complete",
    "charge.before_booking",
    "charge.after_booking",
    "footage.before_record",
    "db.before_commit",
    "db.after_commit",
)
_ALL = 1000
owners = st.sampled_from(["ann", "bob"])
picks = st.integers(0, 999)


class ApiMachine(RuleBasedStateMachine):
    """See the module's text. ``bench`` is set before a search and shared by its runs; each run has its own users."""

    bench: ClassVar[Workbench]
    runner: ClassVar[asyncio.Runner]
    seen: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.steps = 0
        self.owners: dict[str, Owner] = {}

    @initialize(pictures=st.booleans())
    def register(self, pictures: bool) -> None:
        """Two users; each has ordered something, so that no run is spent on getting that far."""
        self.owners = {name: self._new_owner(name) for name in ("ann", "bob")}
        for name in self.owners:
            self.make_client(name, "Morgenrot")
            self.order(name, 0, pictures, None)

    @rule(who=owners)
    def log_in(self, who: str) -> None:
        owner = self.owners[who]
        wrong = ApiClient(self.bench.app, self.runner)
        error_of(wrong.post("/api/auth/login", data={"username": owner.name, "password": "x" * 9}), 401)
        answer = wrong.post("/api/auth/login", data={"username": owner.name, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        owner.api.credentials = {"Authorization": f"Bearer {answer.json()['access_token']}"}

    @rule(luck=st.integers(0, 3))
    def restart(self, luck: int) -> None:
        """Rarer than other things, since it takes longer than all of them."""
        if luck:
            return
        self.bench.reopen()
        for owner in self.owners.values():
            owner.api.app = self.bench.app
        self.seen["restarts"] += 1

    # Clients, campaigns, assets.

    @rule(who=owners, name=st.sampled_from(["Morgenrot", "Ångström & Søn", "<b>朝</b>"]))
    def make_client(self, who: str, name: str) -> None:
        made = data_of(self.owners[who].api.post("/api/v3/clients", json={"name": name}), 201)
        self.owners[who].clients[made["id"]] = made

    @rule(who=owners, pick=picks, tone=st.sampled_from(["calm", "loud"]))
    def change_client(self, who: str, pick: int, tone: str) -> None:
        owner = self.owners[who]
        if client := one(owner.clients, pick):
            body = {"brandGuidelines": {"tone": tone}}
            changed = data_of(owner.api.put(f"/api/v3/clients/{client}", json=body), 200)
            assert changed["name"] == owner.clients[client]["name"]
            assert changed["brandGuidelines"]["tone"] == tone
            owner.clients[client] = changed

    @rule(who=owners, pick=picks)
    def make_campaign(self, who: str, pick: int) -> None:
        owner = self.owners[who]
        if client := one(owner.clients, pick):
            body = {"clientId": client, "name": "Autumn", "goal": "sell"}
            made = data_of(owner.api.post("/api/v3/campaigns", json=body), 201)
            owner.campaigns[made["id"]] = made

    @rule(who=owners, pick=picks, cascade=st.booleans())
    def delete_client(self, who: str, pick: int, cascade: bool) -> None:
        owner = self.owners[who]
        if (client := one(owner.clients, pick)) is None:
            return
        campaigns = [key for key, campaign in owner.campaigns.items() if campaign["clientId"] == client]
        jobs = owner.jobs_of(client=client)
        answer = owner.api.delete(f"/api/v3/clients/{client}?cascade={str(cascade).lower()}")
        if (campaigns or jobs) and not cascade:
            error_of(answer, 409)
            return
        data_of(answer, 200)
        del owner.clients[client]
        owner.forget(jobs, campaigns)
        for asset in owner.assets.values():
            asset["clientId"] = None if asset["clientId"] == client else asset["clientId"]

    @rule(who=owners, pick=picks, cascade=st.booleans())
    def delete_campaign(self, who: str, pick: int, cascade: bool) -> None:
        owner = self.owners[who]
        if (campaign := one(owner.campaigns, pick)) is None:
            return
        jobs = owner.jobs_of(campaign=campaign)
        answer = owner.api.delete(f"/api/v3/campaigns/{campaign}?cascade={str(cascade).lower()}")
        if jobs and not cascade:
            error_of(answer, 409, "CAMPAIGN_HAS_JOBS")
            return
        data_of(answer, 200)
        owner.forget(jobs, [campaign])

    @rule(who=owners, pick=picks, colour=st.sampled_from(["#A63A22", "#2B1B14"]), loose=st.booleans())
    def upload(self, who: str, pick: int, colour: str, loose: bool) -> None:
        owner = self.owners[who]
        client = None if loose else one(owner.clients, pick)
        form = {"name": "A cup"} | ({"clientId": client} if client else {})
        files = {"file": ("cup.png", _png(colour))}
        made = data_of(owner.api.post("/api/v3/assets", data=form, files=files), 201)
        assert (made["type"], made["width"], made["clientId"]) == ("image", 48, client)
        assert owner.api.get(made["url"]).content == _png(colour)
        owner.assets[made["id"]] = made

    @rule(who=owners, pick=picks)
    def delete_asset(self, who: str, pick: int) -> None:
        owner = self.owners[who]
        if asset := one(owner.assets, pick):
            data_of(owner.api.delete(f"/api/v3/assets/{asset}"), 200)
            error_of(owner.api.delete(f"/api/v3/assets/{asset}"), 404)
            del owner.assets[asset]

    # Jobs.

    @rule(who=owners, pick=picks, pictures=st.booleans())
    def estimate(self, who: str, pick: int, pictures: bool) -> None:
        owner = self.owners[who]
        if body := self._brief(owner, pick, pictures):
            shown = data_of(owner.api.post("/api/v3/jobs/dry-run", json=body), 200)
            assert math.isclose(sum(shown["breakdown"].values()), shown["estimatedCost"], abs_tol=1e-9)

    @rule(who=owners, pick=picks, pictures=st.booleans(), key=st.sampled_from([None, None, "k1", "k2"]))
    def order(self, who: str, pick: int, pictures: bool, key: str | None) -> None:
        owner = self.owners[who]
        if (body := self._brief(owner, pick, pictures)) is None:
            return
        headers = {} if key is None else {"Idempotency-Key": key}
        answer = owner.api.post("/api/v3/jobs", json=body, headers=headers)
        if key in owner.keys:
            sent, told = owner.keys[key]
            if sent != body:
                error_of(answer, 409, "IDEMPOTENCY_KEY_REUSED")
                return
            assert answer.content == told
            return
        made = data_of(answer, 202)
        estimate = data_of(owner.api.post("/api/v3/jobs/dry-run", json=body), 200)["estimatedCost"]
        owner.jobs[made["id"]] = Order(made["clientId"], made["campaignId"], estimate)
        if key is not None:
            owner.keys[key] = (body, answer.content)

    @rule(who=owners, pick=picks, turns=st.sampled_from([0, 1, 2, 3, _ALL]))
    def work(self, who: str, pick: int, turns: int) -> None:
        if job_id := one(self.owners[who].jobs, pick):
            self.bench.work(job_id, turns)
            self._see_work(self.owners[who], job_id, complete=turns == _ALL)

    @rule(who=owners, pick=picks, point=st.sampled_from(POINTS))
    def die_at_work(self, who: str, pick: int, point: str) -> None:
        if job_id := one(self.owners[who].jobs, pick):
            self.bench.work_and_die(job_id, point)
            self._see_work(self.owners[who], job_id, complete=False)

    @rule(who=owners, pick=picks, scene=st.integers(0, 4), stale=st.booleans())
    def regenerate(self, who: str, pick: int, scene: int, stale: bool) -> None:
        owner = self.owners[who]
        if (job_id := one(owner.jobs, pick)) is None:
            return
        job = owner.jobs[job_id]
        headers = {"If-Match": f'"{job.version + stale}"'}
        body = {"action": "regenerate_scene", "payload": {"sceneIdx": scene}}
        answer = owner.api.post(f"/api/v3/jobs/{job_id}/actions", json=body, headers=headers)
        if stale:
            error_of(answer, 412)
        elif job.status is not Status.STORYBOARD_READY:
            error_of(answer, 409, "JOB_STATE_CONFLICT")
        elif scene >= len(job.shown["storyboard"]["scenes"]):
            error_of(answer, 404, "SCENE_NOT_FOUND")
        elif scene in job.retaking:
            error_of(answer, 409, "JOB_STATE_CONFLICT")
        else:
            assert data_of(answer, 202)["updatedSceneIdx"] == scene
            job.retaking.append(scene)

    @rule(who=owners, pick=picks, action=st.sampled_from([Action.APPROVE, Action.APPROVE, Action.CANCEL]))
    def decide(self, who: str, pick: int, action: Action) -> None:
        owner = self.owners[who]
        if (job_id := one(owner.jobs, pick)) is None:
            return
        job = owner.jobs[job_id]
        answer = owner.api.post(f"/api/v3/jobs/{job_id}/actions", json={"action": action})
        if job.status not in ALLOWED[action] or (action is Action.APPROVE and job.retaking):
            error_of(answer, 409, "JOB_STATE_CONFLICT")
            return
        job.status = Status.VIDEO_PROCESSING if action is Action.APPROVE else Status.CANCELLED
        job.retaking = []
        assert data_of(answer, 202)["status"] == job.status

    # What is always true.

    @rule(who=owners, pick=picks, limit=st.integers(1, 3), offset=st.integers(0, 3))
    def look_through_jobs(self, who: str, pick: int, limit: int, offset: int) -> None:
        owner = self.owners[who]
        everything = [job["id"] for job in data_of(owner.api.get("/api/v3/jobs"), 200)]
        part = owner.api.get(f"/api/v3/jobs?limit={limit}&offset={offset}")
        assert [job["id"] for job in data_of(part, 200)] == everything[offset : offset + limit]
        assert part.json()["meta"]["total"] == len(owner.jobs)
        for status in Status:
            chosen = {key for key, job in owner.jobs.items() if job.status is status}
            listed(owner.api.get(f"/api/v3/jobs?status={status}"), chosen)
        if client := one(owner.clients, pick):
            listed(owner.api.get(f"/api/v3/jobs?client_id={client}"), owner.jobs_of(client=client))
        if campaign := one(owner.campaigns, pick):
            listed(owner.api.get(f"/api/v3/jobs?campaign_id={campaign}"), owner.jobs_of(campaign=campaign))

    @rule(who=owners, pick=picks)
    def trespass(self, who: str, pick: int) -> None:
        owner, other = self.owners[who], self.owners["bob" if who == "ann" else "ann"]
        for kind in ("clients", "campaigns", "assets", "jobs"):
            if found := one(getattr(owner, kind), pick):
                error_of(other.api.get(f"/api/v3/{kind}/{found}"), 404)
                if kind == "jobs":
                    for action in Action:
                        body = {"action": action, "payload": {"sceneIdx": 0}}
                        error_of(other.api.post(f"/api/v3/jobs/{found}/actions", json=body), 404)
                else:
                    error_of(other.api.delete(f"/api/v3/{kind}/{found}"), 404)

    @rule(who=owners)
    def watch_films(self, who: str) -> None:
        owner = self.owners[who]
        for job_id, job in owner.jobs.items():
            film = owner.api.head(f"/api/v3/jobs/{job_id}/video")
            assert film.status_code == (200 if job.status is Status.COMPLETED else 404)

    @invariant()
    def the_api_says_what_the_model_says(self) -> None:
        """Everything of one user and the jobs of the other, by turns: that takes most of the time as it is."""
        self.steps += 1
        first, second = list(self.owners.values())[:: 1 if self.steps % 2 else -1]
        first.compare()
        second.compare_jobs()

    def teardown(self) -> None:
        for owner in self.owners.values():
            owner.compare()

    # Parts of rules.

    def _new_owner(self, name: str) -> Owner:
        user_id = ids.new_id("usr")
        name = f"{name}-{user_id}"
        row = User(id=user_id, name=name, password_hash=_hashed(), token_epoch=0, created_at=clock.now())
        with self.bench.services.database.write() as session:
            session.add(row)
        token = self.bench.services.signer.issue(user_id, 0, timedelta(hours=1))
        return Owner(ApiClient(self.bench.app, self.runner, {"Authorization": f"Bearer {token}"}), name)

    @staticmethod
    def _brief(owner: Owner, pick: int, pictures: bool) -> Json | None:
        """The shortest and smallest ad for one of the clients."""
        client = one(owner.clients, pick)
        campaigns = {key: found for key, found in owner.campaigns.items() if found["clientId"] == client}
        if client is None:
            return None
        specs = {"duration": 5, "format": "1:1", "resolution": "480p", "fps": 24}
        assets = [{"assetId": asset} for asset in list(owner.assets)[:2]] if pictures else []
        return brief(client, one(campaigns, pick), videoSpecs=specs, assets=assets)

    def _see_work(self, owner: Owner, job_id: str, *, complete: bool) -> None:
        job = owner.jobs[job_id]
        job.adopt(data_of(owner.api.get(f"/api/v3/jobs/{job_id}"), 200), worked=True)
        if complete:
            assert job.status in TERMINAL | {Status.STORYBOARD_READY}
            assert not job.retaking
        self.seen[job.status] += 1


@cache
def _hashed() -> str:
    """The one password, hashed once: that is slow on purpose."""
    return PasswordHash.recommended().hash(PASSWORD)


@cache
def _png(colour: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (48, 48), colour).save(buffer, "PNG")
    return buffer.getvalue()


def search(folder: Path, *, runs: int, steps: int, seed_number: int, changes: Json | None = None) -> Counter[str]:
    """Look for a sequence after which the API is wrong; what work was seen to end in."""
    wanted = settings(
        max_examples=runs,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )
    with closing(Workbench(folder, changes or {})) as bench, asyncio.Runner() as runner:
        ApiMachine.bench, ApiMachine.runner, ApiMachine.seen = bench, runner, Counter()
        run_state_machine_as_test(seed(seed_number)(ApiMachine), settings=wanted)
        violations = bench.violations()
        assert violations == [], violations
    return ApiMachine.seen


def main() -> None:
    """Search, and tell what was done."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.machine", description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))
    given = parser.parse_args()
    log.configure("ERROR")
    say(f"machine: seed {given.seed}, {given.runs} runs of {given.steps} steps")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="spotwright-machine-") as folder:
        seen = search(Path(folder), runs=given.runs, steps=given.steps, seed_number=given.seed)
    told = ", ".join(f"{count} {what}" for what, count in sorted(seen.items()))
    say(f"  the API and the model agree after {time.monotonic() - began:.0f} s: {told}")


if __name__ == "__main__":
    main()
