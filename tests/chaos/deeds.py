"""Deeds: what a customer does to bring a server and a worker to a certain point, and does again if nobody answered."""

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests import s3
from tests.chaos.yard import ROOT, Yard
from tests.web_site import Site
from tests.web_site import answer as page

Json = dict[str, Any]
Deed = Callable[["Customer", str], str]
PHOTO = ROOT / "examples" / "photos" / "espresso.jpg"
OVER = {"completed", "failed", "cancelled"}
_BRIEF = json.loads((ROOT / "tests" / "acceptance" / "briefs" / "tiny.json").read_text())
_REPEAT_SECONDS = 0.2
_LOOK_SECONDS = 0.15
_ANIMATIC_SECONDS = 60.0


class StuckError(Exception):
    """Something did not come to its end in time."""


@dataclass
class Customer:
    """Somebody patient. ``heal`` is called before every request and every look: it starts again what has died."""

    yard: Yard
    heal: Callable[[], None]
    run: str
    deadline: float
    """On the monotonic clock."""
    _requests: int = field(default=0)

    def ask(self, method: str, path: str, body: Any = None, **more: Any) -> httpx.Response:
        """The answer to a request that is repeated, with the same key, until there is one that is not a 5xx."""
        self._requests += 1
        headers = {"Idempotency-Key": f"{self.run}-{self._requests}"} if method == "POST" else {}
        while True:
            self.check_time(f"{method} {path}")
            self.heal()
            try:
                answer = self.yard.http.request(method, path, json=body, headers=headers, **more)
            except httpx.TransportError:
                time.sleep(_REPEAT_SECONDS)
                continue
            if answer.status_code < 500:
                return answer
            time.sleep(_REPEAT_SECONDS)

    def made(self, path: str, body: Json) -> Json:
        """The ``data`` of what was made."""
        answer = self.ask("POST", path, body)
        assert answer.is_success, answer.text
        data: Json = answer.json()["data"]
        return data

    def client(self) -> str:
        return str(self.made("/api/v3/clients", _BRIEF["client"])["id"])

    def order(self, client: str, campaign: str | None = None, *, product: str = "", assets: Any = None) -> str:
        """The id of a new job; another ``product`` makes another film."""
        basics = _BRIEF["adBasics"] | ({"product": product} if product else {})
        creative = _BRIEF["creative"] | ({"assets": assets} if assets else {})
        context = {"clientId": client, "campaignId": campaign}
        return str(self.made("/api/v3/jobs", {"context": context, "adBasics": basics, "creative": creative})["id"])

    def job(self, job_id: str) -> Json | None:
        """None when it is gone."""
        answer = self.ask("GET", f"/api/v3/jobs/{job_id}")
        return answer.json()["data"] if answer.is_success else None

    def wait(self, job_id: str, *statuses: str) -> Json:
        """The job once it has one of these statuses, or is over."""
        while True:
            self.check_time(f"{job_id} {'/'.join(statuses)}")
            job = self.job(job_id)
            assert job is not None, f"{job_id} is lost"
            if job["status"] in {*statuses, *OVER} and not job["regeneratingScenes"]:
                return job
            time.sleep(_LOOK_SECONDS)

    def act(self, job_id: str, action: str, **payload: Any) -> None:
        """A decision; a conflict says that it was heard the first time, or that the job is over."""
        answer = self.ask("POST", f"/api/v3/jobs/{job_id}/actions", {"action": action, "payload": payload})
        assert answer.status_code in {202, 409}, answer.text

    def finish(self, job_id: str) -> Json:
        """Review, approve, and wait for the end."""
        if self.wait(job_id, "storyboard_ready")["status"] not in OVER:
            self.act(job_id, "approve")
        return self.wait(job_id)

    def check_time(self, what: str) -> None:
        if time.monotonic() > self.deadline:
            raise StuckError(what)


def film(customer: Customer, client: str) -> str:
    """An ad that was made before."""
    return _end(customer.finish(customer.order(client)))


def new_film(customer: Customer, client: str) -> str:
    """An ad that nobody has asked for yet."""
    return _end(customer.finish(customer.order(client, product=f"Lamp {customer.run}")))


def retake(customer: Customer, client: str) -> str:
    """A scene is taken again, then the film is made."""
    job_id = customer.order(client)
    if customer.wait(job_id, "storyboard_ready")["status"] not in OVER:
        customer.act(job_id, "regenerate_scene", sceneIdx=0)
    return _end(customer.finish(job_id))


def seen(customer: Customer, client: str) -> str:
    """A new ad is looked at as an animatic, if there is one before long, and then approved."""
    job_id = customer.order(client, product=f"Lamp {customer.run}")
    job = customer.wait(job_id, "storyboard_ready")
    end = time.monotonic() + _ANIMATIC_SECONDS
    while job["status"] not in OVER and not job["storyboard"]["animaticUrl"] and time.monotonic() < end:
        time.sleep(_LOOK_SECONDS)
        job = customer.wait(job_id, "storyboard_ready")
    return _end(customer.finish(job_id))


def cancel(customer: Customer, client: str) -> str:
    """Somebody changes their mind while they look at the storyboard."""
    job_id = customer.order(client)
    customer.wait(job_id, "storyboard_ready")
    customer.act(job_id, "cancel")
    return _end(customer.wait(job_id))


def upload(customer: Customer, _client: str) -> str:
    """A file comes and goes."""
    content = PHOTO.read_bytes()
    answer = customer.ask(
        "POST", "/api/v3/assets", data={"name": customer.run}, files={"file": ("p.jpg", content, "image/jpeg")}
    )
    assert answer.status_code == 201, answer.text
    path = f"/api/v3/assets/{answer.json()['data']['id']}"
    assert customer.ask("DELETE", path).status_code in {200, 404}
    assert customer.ask("GET", path).status_code == 404
    return "deleted"


def delete_client(customer: Customer, _client: str) -> str:
    """A brand goes while a person looks at one of its storyboards."""
    client = customer.client()
    return _delete(customer, f"/api/v3/clients/{client}", customer.order(client))


def delete_campaign(customer: Customer, client: str) -> str:
    """A campaign goes while a person looks at one of its storyboards."""
    campaign = str(customer.made("/api/v3/campaigns", {"clientId": client, "name": customer.run})["id"])
    return _delete(customer, f"/api/v3/campaigns/{campaign}", customer.order(client, campaign))


def _delete(customer: Customer, path: str, job_id: str) -> str:
    customer.wait(job_id, "storyboard_ready")
    assert customer.ask("DELETE", path, params={"cascade": "true"}).status_code in {200, 404}
    assert customer.ask("GET", path).status_code == 404
    assert customer.job(job_id) is None
    return "deleted"


def _end(job: Json) -> str:
    if job["status"] == "failed":
        assert job["error"], "failed without a reason"
        return f"failed: {job['error']}"
    return str(job["status"])


def with_address(customer: Customer, client: str) -> str:
    """An ad with a picture that has to be fetched."""
    site = Site()
    site.pages["/p.jpg"] = page(PHOTO.read_bytes(), Content_Type="image/jpeg")
    with site.open():
        # Each job needs a new address; equal bytes are stored once.
        asset = {"type": "image", "url": f"http://127.0.0.1:{site.port}/p.jpg"}
        return _end(customer.finish(customer.order(client, assets=[asset])))


@contextmanager
def object_store() -> Iterator[dict[str, str]]:
    """The variables that lead to an S3 server, which lives as long as the block."""
    with tempfile.TemporaryDirectory(prefix="spotwright-s3-") as folder, s3.running(Path(folder)) as server:
        yield {"SPOTWRIGHT_BLOB_URL": f"s3://{s3.BUCKET}/chaos", **server.environment()}
