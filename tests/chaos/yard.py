"""The yard: one small installation whose server and worker can be armed, break, and are started again."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from spotwright.blobs import BlobStore
from spotwright.db.session import Database
from spotwright.engine.census import Census
from spotwright.kit.failpoints import VARIABLE
from spotwright.kit.settings import Settings
from spotwright.upkeep.violation import Violation
from spotwright.upkeep.world import World, check_world
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
NAME, PASSWORD = "ann", "correct horse battery"
_QUICK = {
    "SPOTWRIGHT_RENDER_AHEAD": "false",
    "SPOTWRIGHT_ANIMATIC": "false",
    "SPOTWRIGHT_LOGIN_ATTEMPTS_PER_MINUTE": "0",
    "SPOTWRIGHT_OUTBOUND_ALLOW_HOSTS": "127.0.0.1",
    "COLUMNS": "200",
}
_START_SECONDS = 240.0
_STOP_SECONDS = 20.0
_CALM_SECONDS = 60.0


class Yard:
    """See the module's text. ``where`` are the variables that lead to other databases or stores."""

    def __init__(self, folder: Path, where: Mapping[str, str] | None = None, data_dir: Path | None = None) -> None:
        self.folder, self.data_dir, self.log = folder, data_dir or folder / "data", folder / "log"
        self._where = dict(where or {})
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self.port = free_port()
        made = subprocess.run(
            (*self._command("user", "create", NAME), "--password-stdin"),
            input=PASSWORD.encode(),
            env=self._environment({}),
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr.decode()
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=30)
        self.serve()
        token = self.http.post("/api/auth/login", data={"username": NAME, "password": PASSWORD}).json()["access_token"]
        self.http.cookies.clear()
        self.http.headers["Authorization"] = f"Bearer {token}"

    def arm(self, name: str, armed: str) -> None:
        """Tell the process of this name, now or when it starts, where to break; with an empty text, nowhere."""
        fresh = self.folder / "fresh"
        fresh.write_text(armed)
        fresh.replace(self.folder / f"{name}.armed")

    def serve(self) -> None:
        """Start the server, and wait until it answers or dies."""
        self._launch("server", {}, "serve", "--port", str(self.port), "--no-worker")
        deadline = time.monotonic() + _START_SECONDS
        while self.runs("server") and time.monotonic() < deadline:
            with suppress(httpx.TransportError):
                self.http.get("/healthz")
                return
            time.sleep(0.05)
        assert not self.runs("server"), "the server does not answer"

    def work(self, extra: Mapping[str, str] | None = None, name: str = "worker") -> None:
        """Start a worker."""
        self._launch(name, extra or {}, "worker")

    def runs(self, name: str) -> bool:
        """True while that process lives."""
        return name in self._processes and self._processes[name].poll() is None

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> None:
        """End a process and wait for its end; what it started has a second to follow it."""
        process = self._processes.pop(name, None)
        if process is None:
            return
        if process.poll() is None:
            process.send_signal(number)
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def close(self) -> None:
        """Kill everything."""
        for name in list(self._processes):
            self.kill(name)
        self.http.close()

    def said(self, since: int, text: str) -> bool:
        """True when the log has this text after so many bytes."""
        with self.log.open("rb") as log:
            log.seek(since)
            return text.encode() in log.read()

    def mark(self) -> int:
        """Where the log ends now."""
        return self.log.stat().st_size

    def settings(self) -> Settings:
        """What the processes run with."""
        with _Variables(self._where):
            return Settings.load(self.data_dir)

    def check(self, *, deep: bool = False) -> list[Violation]:
        """Let all work end, let a day pass for temporary files, and look at everything."""
        settings, environment = self.settings(), dict(self._where)
        with _Variables(environment):
            blobs = BlobStore.from_url(settings.blob_url, scratch=settings.data_dir / "scratch")
        database, census = Database(settings.database_url), Census(settings.engine_url)
        try:
            deadline = time.monotonic() + _CALM_SECONDS
            while any(True for _ in census.running()) and time.monotonic() < deadline:
                time.sleep(0.1)
            blobs.sweep_scratch(datetime.now(UTC) + timedelta(days=1))
            shutil.rmtree(self.data_dir / "work", ignore_errors=True)
            return check_world(World(database, blobs, census, settings.data_dir), deep=deep, settled=True)
        finally:
            census.close()
            database.close()

    def last_words(self, since: int) -> str:
        """The end of the log."""
        with self.log.open("rb") as log:
            log.seek(since)
            return log.read().decode("utf-8", "replace")[-3000:]

    def _launch(self, name: str, extra: Mapping[str, str], *arguments: str) -> None:
        self.kill(name)
        with self.log.open("ab") as log:
            self._processes[name] = subprocess.Popen(
                self._command(*arguments),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._environment({**extra, VARIABLE: f"@{self.folder / name}.armed"}),
                cwd=ROOT,
                start_new_session=True,
            )

    def _command(self, *arguments: str) -> tuple[str, ...]:
        return (sys.executable, "-m", "spotwright", *arguments, "--data-dir", str(self.data_dir))

    def _environment(self, extra: Mapping[str, str]) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SPOTWRIGHT_")}
        return {**kept, **_QUICK, **self._where, **extra}


class _Variables:
    """These variables in the environment of this process, while the block lasts."""

    def __init__(self, wanted: Mapping[str, str]) -> None:
        self._wanted, self._before = wanted, {name: os.environ.get(name) for name in wanted}

    def __enter__(self) -> None:
        os.environ.update(self._wanted)

    def __exit__(self, *_: object) -> None:
        for name, value in self._before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
