"""A site of many machines on this one: PostgreSQL, S3, a server, and workers that have one core each."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

NAME, PASSWORD = "ann", "correct horse battery"
_PATIENCE_SECONDS = 600.0
_LOOK_SECONDS = 0.25
ONE_CORE = {
    "SPOTWRIGHT_RENDER_SLOTS": "1",
    "SPOTWRIGHT_DRAFT_SLOTS": "1",
    "SPOTWRIGHT_RENDER_AHEAD": "false",
    "SPOTWRIGHT_ANIMATIC": "false",
}
"""Nothing is made that nobody waits for, and nothing twice at a time on one core."""
SPECS = {"duration": 5, "format": "1:1", "resolution": "480p", "fps": 24}


class Site:
    """One server and its workers, each with a data directory of its own, as on machines of their own."""

    def __init__(self, folder: Path, place: Mapping[str, str]) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SPOTWRIGHT_", "AWS_"))}
        self._environment = {**kept, **ONE_CORE, **place}
        self._folder = folder
        self._url = f"http://127.0.0.1:{_free_port()}"
        self._processes: list[subprocess.Popen[bytes]] = []
        self._http = httpx.Client(base_url=self._url, timeout=60)

    def open(self) -> None:
        """Start the server, and log in."""
        self._launch("server", "serve", "--no-worker", "--port", self._url.rpartition(":")[2])
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not self._is_ready():
            assert time.monotonic() < deadline, (self._folder / "server.log").read_text()
            time.sleep(_LOOK_SECONDS)
        command = self._command("server", "user", "create", NAME, "--password-stdin")
        subprocess.run(command, input=f"{PASSWORD}\n".encode(), env=self._environment, check=True, capture_output=True)
        login = self._http.post("/api/auth/login", data={"username": NAME, "password": PASSWORD})
        self._http.cookies.clear()
        self._http.headers["Authorization"] = f"Bearer {login.raise_for_status().json()['access_token']}"
        self._client = self._post("/api/v3/clients", {"name": "Morgenrot"})["id"]

    def start_worker(self, number: int) -> int:
        """Start a worker on the core of this number; its process id, once it is ready."""
        log = self._folder / f"worker-{number}.log"
        process = self._launch(f"worker-{number}", "worker", core=number)
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while "worker is ready" not in log.read_text("utf-8", "replace"):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(_LOOK_SECONDS)
        return process.pid

    def make(self, products: Sequence[str]) -> float:
        """Order an ad of each product, approve each as soon as it can be, and wait for all; the seconds it took."""
        began = time.monotonic()
        waiting = {self._post("/api/v3/jobs", brief(self._client, product))["id"] for product in products}
        approved: set[str] = set()
        while waiting:
            for job in self._http.get("/api/v3/jobs?limit=1000").raise_for_status().json()["data"]:
                assert job["status"] not in {"failed", "cancelled"}, job["error"]
                if job["status"] == "storyboard_ready" and job["id"] not in approved:
                    self._post(f"/api/v3/jobs/{job['id']}/actions", {"action": "approve"})
                    approved.add(job["id"])
                elif job["status"] == "completed":
                    waiting.discard(job["id"])
            time.sleep(_LOOK_SECONDS)
        return time.monotonic() - began

    def close(self) -> None:
        """Stop everything, the last one first."""
        self._http.close()
        for process in reversed(self._processes):
            process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()
            process.wait()

    def _is_ready(self) -> bool:
        with suppress(httpx.TransportError):
            return self._http.get("/readyz").is_success
        return False

    def _post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        data: dict[str, Any] = self._http.post(path, json=body).raise_for_status().json()["data"]
        return data

    def _command(self, machine: str, *arguments: str) -> tuple[str, ...]:
        return sys.executable, "-m", "spotwright", *arguments, "--data-dir", str(self._folder / machine)

    def _launch(self, machine: str, *arguments: str, core: int | None = None) -> subprocess.Popen[bytes]:
        pinned = () if core is None else ("taskset", "-c", str(core))
        command = (*pinned, *self._command(machine, *arguments))
        with (self._folder / f"{machine}.log").open("wb") as log:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self._environment)
        self._processes.append(process)
        return process


@contextmanager
def site(folder: Path, place: Mapping[str, str]) -> Iterator[Site]:
    """A site with a server and no worker yet, until the block ends."""
    folder.mkdir(parents=True)
    made = Site(folder, place)
    try:
        made.open()
        yield made
    finally:
        made.close()


def brief(client_id: str, product: str) -> dict[str, Any]:
    """The shortest and smallest ad for a product. Another product is another film: nothing is found ready."""
    return {
        "context": {"clientId": client_id},
        "adBasics": {
            "product": product,
            "targetAudience": "People who make coffee at home",
            "keyMessage": f"{product} is roasted the day you order it",
            "callToAction": "Get your first bag",
        },
        "creative": {"direction": {"style": "warm editorial"}, "videoSpecs": SPECS, "assets": []},
    }


def products(count: int, prefix: str) -> list[str]:
    """Names that differ in letters, so that they are spoken and drawn anew."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return [f"{prefix} {letters[number // 26 % 26]}{letters[number % 26].lower()}ro" for number in range(count)]


def cpu_seconds(root: int) -> float:
    """Processor time of a process, of what descends from it and lives, and of what they have outlived."""
    stats = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                # After the name in brackets, which may hold anything; the second of these is the parent.
                stats[int(entry.name)] = (entry / "stat").read_text().rpartition(")")[2].split()
    family, size = {root}, 0
    while len(family) > size:
        size = len(family)
        family |= {pid for pid, fields in stats.items() if int(fields[1]) in family}
    ticks = sum(int(ticks) for pid in family if pid in stats for ticks in stats[pid][11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
