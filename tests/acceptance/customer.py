"""Somebody who uses the API over HTTP: makes a brand and a campaign, uploads, orders ads, waits, decides."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx
from installation import NAME, PASSWORD, ROOT, Installation
from patience import LONG, until

PHOTOS = ROOT / "examples" / "photos"
BRAND = {
    "name": "Morgenrot",
    "homepage": "https://morgenrot.example",
    "brandGuidelines": {"colors": ["#F6EADB", "#A63A22", "#2B1B14"], "fonts": ["Playfair Display"], "tone": "warm"},
}
Json = dict[str, Any]


class Customer:
    """A logged-in client of one installation."""

    def __init__(self, installation: Installation, name: str = NAME, password: str = PASSWORD) -> None:
        self.installation = installation
        self.http = httpx.Client(base_url=installation.url, timeout=60)
        login = self.http.post("/api/auth/login", data={"username": name, "password": password})
        assert login.status_code == 200, login.text
        self.token: str = login.json()["access_token"]
        self.http.cookies.clear()
        self.http.headers["Authorization"] = f"Bearer {self.token}"

    def get(self, path: str) -> Any:
        """The ``data`` of an answer that must be a success."""
        return _data(self.http.get(path))

    def post(self, path: str, body: Any) -> Any:
        return _data(self.http.post(path, json=body))

    def brand(self) -> str:
        """The id of a new client."""
        return str(self.post("/api/v3/clients", BRAND)["id"])

    def campaign(self, client_id: str) -> str:
        return str(self.post("/api/v3/campaigns", {"clientId": client_id, "name": "Autumn", "goal": "sell"})["id"])

    def upload(self, file: Path, client_id: str, **fields: str) -> Json:
        """The asset made of a file."""
        with file.open("rb") as stream:
            form = {"name": file.stem, "clientId": client_id, "tags": json.dumps([file.stem]), **fields}
            asset: Json = _data(self.http.post("/api/v3/assets", data=form, files={"file": (file.name, stream)}))
        return asset

    def order(self, client_id: str, campaign_id: str | None = None, **options: Any) -> Json:
        """A new job; ``options`` as in :func:`brief`."""
        job: Json = self.post("/api/v3/jobs", brief(client_id, campaign_id, **options))
        return job

    def job(self, job_id: str) -> Json:
        found: Json = self.get(f"/api/v3/jobs/{job_id}")
        return found

    def act(self, job_id: str, action: str, **payload: Any) -> httpx.Response:
        return self.http.post(f"/api/v3/jobs/{job_id}/actions", json={"action": action, "payload": payload})

    def approve(self, job_id: str) -> None:
        _data(self.act(job_id, "approve"))

    def wait_for(self, job_id: str, *statuses: str, seconds: float = LONG) -> Json:
        """The job once it has one of these statuses."""
        return self.wait_until(job_id, lambda job: job["status"] in statuses, "/".join(statuses), seconds=seconds)

    def wait_until(self, job_id: str, true: Callable[[Json], bool], what: str, *, seconds: float = LONG) -> Json:
        """The job once ``true`` of it; fails at once if the job does, unless that is what is waited for."""

        def look() -> Json | None:
            job = self.job(job_id)
            if true(job):
                return job
            assert job["status"] != "failed", f"{job['error']}\n{self.installation.last_words()}"
            return None

        found = until(look, f"{job_id} is {what}\n{self.installation.last_words()}", seconds=seconds)
        assert found is not None
        return found

    def images(self, job: Mapping[str, Any]) -> list[bytes]:
        """The picture of every scene."""
        return [self.http.get(scene["image_url"]).raise_for_status().content for scene in job["storyboard"]["scenes"]]

    def close(self) -> None:
        self.http.close()


def brief(
    client_id: str,
    campaign_id: str | None = None,
    *,
    shape: str = "16:9",
    seconds: float = 5,
    fps: int = 24,
    resolution: str = "480p",
    assets: Sequence[Mapping[str, str]] | None = None,
    product: str = "Morgenrot single-origin espresso, roasted to order",
) -> Json:
    """A brief for an ad that is quick to make."""
    return {
        "context": {"clientId": client_id, "campaignId": campaign_id},
        "adBasics": {
            "product": product,
            "targetAudience": "People who make coffee at home",
            "keyMessage": "Roasted the day you order it",
            "callToAction": "Get your first bag",
        },
        "creative": {
            "direction": {"style": "warm editorial", "tone": "calm"},
            "videoSpecs": {"duration": seconds, "format": shape, "resolution": resolution, "fps": fps},
            "assets": assets,
        },
    }


def _data(response: httpx.Response) -> Any:
    assert response.is_success, f"{response.status_code} {response.text}"
    return response.json()["data"]
