"""The fleet: the servers and workers of one installation, on one machine or on many, started again when they die."""

import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.chaos.hosts import Host, Process, kill, until
from tests.ports import free_port

NAME, PASSWORD = "ann", "correct horse battery"
_LONGEST_REST = 1.0
_LAST_WORDS = 1500
_SETTINGS = {
    "SPOTWRIGHT_SECRET_KEY": "chaos-" * 8,
    "SPOTWRIGHT_RENDER_SLOTS": "1",
    "SPOTWRIGHT_DRAFT_SLOTS": "1",
    "SPOTWRIGHT_RENDER_AHEAD": "false",
    "SPOTWRIGHT_ANIMATIC": "false",
}
AHEAD = {"SPOTWRIGHT_RENDER_AHEAD": "true", "SPOTWRIGHT_ANIMATIC": "true"}


@dataclass
class Ship:
    """A server or a worker: what is to run, and the process that does, if one does."""

    kind: str
    host: Host
    arguments: tuple[str, ...]
    process: subprocess.Popen[bytes] | None = None
    rests_until: float = 0.0
    expected: bool = True
    """Whether somebody wanted it to end."""
    wanted: bool = True
    """Whether it is to be started again."""

    @property
    def pid(self) -> int | None:
        """None while it does not run."""
        return self.process.pid if self.process is not None and self.process.poll() is None else None

    def launch(self) -> None:
        """Start it."""
        self.process, self.expected = self.host.launch(*self.arguments), False

    def kill(self) -> None:
        """kill -9."""
        if self.pid is not None:
            self.expected = True
            kill(self.pid)


@dataclass
class Fleet:
    """See the module's text. When they are ``spread``, each process has a data directory of its own."""

    folder: Path
    workers: int
    seed: int
    settings: Mapping[str, str] = field(default_factory=dict)
    spread: bool = False
    prefixes: Sequence[tuple[str, ...]] = ()
    """What runs a command on the host of each worker, if that is not this one."""
    kills: Counter[str] = field(default_factory=Counter)
    deaths: list[str] = field(default_factory=list)
    """Ends that nobody had asked for."""

    def __post_init__(self) -> None:
        self._random = random.Random(f"{self.seed}/fleet")
        self.settings = {**_SETTINGS, **self.settings}
        count = self.workers + 1 if self.spread else 1
        prefixes = [(), *(self.prefixes or [()] * self.workers)][:count]
        self.hosts = [
            Host(self.folder / f"host-{number}", self.settings, prefix) for number, prefix in enumerate(prefixes)
        ]
        server, *others = self.hosts
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.server = Ship("server", server, ("serve", "--no-worker", "--port", str(port)))
        machines = others or [server] * self.workers
        self.ships = [self.server, *(Ship("worker", machine, ("worker",)) for machine in machines)]

    def open(self) -> dict[str, float]:
        """Start everything, and make a user; seconds until the server answered, and until the workers were there."""
        began = time.monotonic()
        self.server.launch()
        self.await_server()
        served = time.monotonic()
        self.hosts[0].run("user", "create", NAME, "--password-stdin", text=PASSWORD + "\n")
        made = time.monotonic()
        for ship in self.ships[1:]:
            ship.launch()
        until(lambda: self._log().count("worker is ready") == self.workers, lambda: self._log()[-_LAST_WORDS:])
        return {"server": served - began, "workers": time.monotonic() - made}

    def await_server(self) -> None:
        """Return when the server is ready."""
        until(self.answers, lambda: self.server.host.text()[-_LAST_WORDS:])

    def answers(self) -> bool:
        """True when the server is ready."""
        try:
            return httpx.get(f"{self.url}/readyz", timeout=10).status_code == 200
        except httpx.TransportError:
            return False

    def tend(self) -> None:
        """Start whoever has died, after a little rest."""
        for ship in self.ships:
            if ship.pid is not None or not ship.wanted:
                continue
            if ship.rests_until == 0.0:
                assert ship.process is not None
                if not ship.expected:
                    words = ship.host.text()[-_LAST_WORDS:]
                    self.deaths.append(f"a {ship.kind} ended by itself with {ship.process.returncode}\n{words}")
                ship.rests_until = time.monotonic() + self._random.uniform(0, _LONGEST_REST)
            elif time.monotonic() >= ship.rests_until:
                ship.rests_until = 0.0
                ship.launch()

    def strike(self, kind: str) -> bool:
        """kill -9 of somebody of that kind; False when there is none."""
        if kind == "everything":
            for ship in self.ships:
                ship.kill()
            for process in self.processes():
                kill(process.pid)
        elif kind in {"server", "worker"}:
            alive = [ship for ship in self.ships if ship.kind == kind and ship.pid is not None]
            if not alive:
                return False
            self._random.choice(alive).kill()
        else:
            kin = {process.pid: process for process in self.processes() if process.kind == "nursery"}
            found = sorted(pid for pid, process in kin.items() if (process.parent in kin) == (kind == "child"))
            if not found:
                return False
            kill(self._random.choice(found))
        self.kills[kind] += 1
        return True

    def drawing(self) -> set[int]:
        """The workers that have a renderer at work, by their process ids."""
        kin = {process.pid: process for process in self.processes() if process.kind == "nursery"}
        return {kin[child.parent].parent for child in kin.values() if child.parent in kin}

    def processes(self) -> list[Process]:
        """Everything of ours that is alive."""
        return [process for host in self.hosts for process in host.processes()]

    def stop(self) -> float:
        """SIGTERM to everybody; seconds until all had ended."""
        began = time.monotonic()
        for ship in self.ships:
            if ship.pid is not None:
                ship.expected = True
                kill(ship.pid, signal.SIGTERM)
        until(lambda: not self.processes(), lambda: f"all have ended: {self.processes()}", seconds=60)
        return time.monotonic() - began

    def close(self) -> None:
        """kill -9 of everything, until none is left."""

        def nobody_left() -> bool:
            alive = self.processes()
            for process in alive:
                kill(process.pid)
            return not alive

        until(nobody_left, lambda: "everything is dead", seconds=30)
        for ship in self.ships:
            if ship.process is not None:
                ship.process.wait()

    def cpu_seconds(self) -> dict[str, float]:
        """What is alive has used so far, with its ended children, by kind."""
        used: Counter[str] = Counter()
        for process in self.processes():
            used[process.kind] += _cpu_seconds(process.pid)
        return dict(used)

    def _log(self) -> str:
        return "".join(host.text() for host in self.hosts)


def _cpu_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(value) for value in fields[11:15]) / os.sysconf("SC_CLK_TCK")
