"""A real ``spotwright serve`` on this machine, and somebody who uses it over HTTP."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

from benchmarks.render import measure
from benchmarks.render.measure import ContenderError

_PATIENCE = 180.0
_LOOK = 0.02
"""Seconds between two questions whether something has come: a person sees no less."""
_QUIET = 0.05
"""CPU seconds a second that a server takes while it has nothing to do, at most."""
_QUIET_LOOKS = 14
_NAME = "bench"

Json = dict[str, Any]


class Person:
    """A client of the server."""

    def __init__(self, url: str, password: str, log: Path) -> None:
        self._http = httpx.Client(base_url=url, timeout=60)
        self._log = log
        form = {"username": _NAME, "password": password}
        token = self._http.post("/api/auth/login", data=form).raise_for_status().json()["access_token"]
        self._http.headers["Authorization"] = f"Bearer {token}"

    def post(self, path: str, body: Json) -> Json:
        """The ``data`` of the answer."""
        return _content(self._http.post(path, json=body))

    def upload(self, photo: Path, client: str) -> str:
        """The id of the new asset."""
        with photo.open("rb") as file:
            form = {"name": photo.stem, "clientId": client, "tags": json.dumps([photo.stem])}
            made = _content(self._http.post("/api/v3/assets", data=form, files={"file": (photo.name, file)}))
        return str(made["id"])

    def fetch(self, url: str, path: Path) -> None:
        """Saves a file of the server."""
        path.write_bytes(self._http.get(url).raise_for_status().content)

    def act(self, job: str, action: str, **payload: Any) -> None:
        """Decides something about a job."""
        self.post(f"/api/v3/jobs/{job}/actions", {"action": action, "payload": payload})

    def wait(self, job: str, true: Callable[[Json], Any], seconds: float = _PATIENCE) -> Json | None:
        """The job as soon as ``true`` of it; None when that takes too long. Raises ContenderError if it fails."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = _content(self._http.get(f"/api/v3/jobs/{job}"))
            if true(found):
                return found
            if found["status"] == "failed":
                raise ContenderError(f"the job failed: {found['error']} (more in {self._log})")
            time.sleep(_LOOK)
        return None


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Person]:
    """A server with its worker on an empty data directory under ``folder``, and a person who is logged in."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    url, log, password = f"http://127.0.0.1:{port}", folder / "serve.log", secrets.token_hex(16)
    command, place = [sys.executable, "-m", "spotwright"], ["--data-dir", str(folder / "data")]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SPOTWRIGHT_")} | settings
    measure.adopt_orphans()
    with log.open("wb") as said:
        server = subprocess.Popen(
            [*command, "serve", "--port", port, *place],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            env=environment,
        )
    try:
        _await_ready(url, server, log)
        asked = [*command, "user", "create", _NAME, "--password-stdin", *place]
        subprocess.run(asked, input=f"{password}\n", text=True, check=True, capture_output=True, env=environment)
        yield Person(url, password, log)
    finally:
        server.terminate()
        with suppress(subprocess.TimeoutExpired):
            server.wait(20)
        measure.end_all()


def await_quiet(seconds: float = _PATIENCE) -> None:
    """Returns when nothing under this process has worked for seven seconds, or after ``seconds``."""
    # Longer than the moment for which a storyboard waits before its film is rehearsed.
    deadline, quiet = time.monotonic() + seconds, 0
    before = measure.cpu_below()
    while quiet < _QUIET_LOOKS and time.monotonic() < deadline:
        time.sleep(0.5)
        now = measure.cpu_below()
        quiet = quiet + 1 if now - before < _QUIET else 0
        before = now


def order(client: str, product: str, assets: Sequence[str], seconds: float) -> Json:
    """A brief for an ad in 1080p."""
    return {
        "context": {"clientId": client, "campaignId": None},
        "adBasics": {
            "product": product,
            "targetAudience": "People who make coffee at home",
            "keyMessage": "Roasted the day you order it. Posted within 24 hours",
            "callToAction": "Get your first bag",
        },
        "creative": {
            "direction": {"style": "warm editorial", "tone": "calm"},
            "videoSpecs": {"duration": seconds, "format": "16:9", "resolution": "1080p", "fps": 30},
            "assets": [{"assetId": asset} for asset in assets],
        },
    }


def _await_ready(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(httpx.TransportError):
            if httpx.get(f"{url}/readyz", timeout=10).is_success:
                return
        time.sleep(0.1)
    raise ContenderError(f"the server does not answer (more in {log})")


def _content(response: httpx.Response) -> Json:
    if not response.is_success:
        raise ContenderError(f"{response.request.method} {response.request.url.path}: {response.text[:200]}")
    content: Json = response.json()["data"]
    return content
