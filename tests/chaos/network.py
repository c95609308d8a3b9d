"""Hosts in network namespaces: a worker is cut off in mid-render, another one takes over, the first one comes back.

Everything but the workers is at home; each worker is a host of its own behind a router. A cut drops packets silently
in the router: no connection is closed, nobody is told. Needs root and iproute2.
"""

import asyncio
import os
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass

from tests.chaos.fleet import Fleet
from tests.chaos.hosts import ROOT
from tests.chaos.report import say, tell
from tests.chaos.siege import grounds, settle
from tests.chaos.town import Town

INSIDE = "SPOTWRIGHT_CHAOS_NETWORK"
TAKEN_OVER_SECONDS = 30.0
_NOTICED = "taking over executor"
_HOME = "10.201.0.1"
_WORKERS = 2
_DONE_SECONDS = 600.0


@dataclass(frozen=True)
class Net:
    """The namespaces of one run, by the name that they all begin with."""

    name: str

    def inside(self, space: str) -> tuple[str, ...]:
        """What runs a command in a namespace."""
        return ("ip", "netns", "exec", f"{self.name}-{space}")

    def lay(self) -> None:
        """Home and the workers, each with a cable to the router."""
        spaces = ["home", *(f"worker-{number}" for number in range(1, _WORKERS + 1))]
        _ip("netns", "add", f"{self.name}-router")
        for number, space in enumerate(spaces):
            _ip("netns", "add", f"{self.name}-{space}")
            ends = ("netns", f"{self.name}-router", "type", "veth", "peer", "eth0", "netns", f"{self.name}-{space}")
            _ip("link", "add", f"port{number}", *ends)
            self._plug("router", f"port{number}", f"10.201.{number}.254/24")
            self._plug(space, "eth0", f"10.201.{number}.1/24")
            _ip("-n", f"{self.name}-{space}", "link", "set", "lo", "up")
            _ip("-n", f"{self.name}-{space}", "route", "add", "default", "via", f"10.201.{number}.254")
        self._set("net.ipv4.ip_forward", 1)

    def cut(self, number: int) -> None:
        """Drop whatever goes to or comes from a worker."""
        self._set(f"net.ipv4.conf.port{number}.forwarding", 0)
        _ip("-n", f"{self.name}-router", "route", "add", "blackhole", f"10.201.{number}.1/32")

    def heal(self, number: int) -> None:
        """Undo the cut."""
        _ip("-n", f"{self.name}-router", "route", "del", "blackhole", f"10.201.{number}.1/32")
        self._set(f"net.ipv4.conf.port{number}.forwarding", 1)

    def remove(self) -> None:
        """Take everything down."""
        for space in ("home", "router", *(f"worker-{number}" for number in range(1, _WORKERS + 1))):
            with suppress(subprocess.CalledProcessError):
                _ip("netns", "del", f"{self.name}-{space}")

    def _plug(self, space: str, device: str, address: str) -> None:
        _ip("-n", f"{self.name}-{space}", "addr", "add", address, "dev", device)
        _ip("-n", f"{self.name}-{space}", "link", "set", device, "up")

    def _set(self, key: str, value: int) -> None:
        command = (*self.inside("router"), "sysctl", "-q", "-w", f"{key}={value}")
        subprocess.run(command, check=True, capture_output=True)


def run(seed: int, rounds: int, away: float) -> bool:
    """Lay the net, and run everything inside of it; True when nothing was wrong."""
    name = os.environ.get(INSIDE)
    if name is not None:
        return _run_inside(Net(name), seed, rounds, away)
    net = Net(f"spotwright-chaos-{os.getpid()}")
    try:
        net.lay()
    except (OSError, subprocess.CalledProcessError) as error:
        say(f"network: no namespaces here ({error}); this run needs root and iproute2")
        return False
    try:
        given = ("network", "--seed", str(seed), "--rounds", str(rounds), "--away", str(away))
        command = (*net.inside("home"), sys.executable, "-m", "tests.chaos", *given)
        environment = {**os.environ, INSIDE: net.name}
        with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True) as inside:
            try:
                assert inside.stdout is not None
                for line in inside.stdout:
                    say(line.rstrip("\n"))
                return inside.wait() == 0
            finally:
                inside.terminate()
    finally:
        net.remove()


def _run_inside(net: Net, seed: int, rounds: int, away: float) -> bool:
    say(f"network: seed {seed}, {_WORKERS} workers on hosts of their own, each cut off for {away:g} s")
    with grounds("postgres", _HOME) as ground:
        prefixes = [net.inside(f"worker-{number}") for number in range(1, _WORKERS + 1)]
        fleet = Fleet(ground.folder, _WORKERS, seed, ground.settings, spread=True, prefixes=prefixes)
        wrong: list[str] = []
        try:
            fleet.open()
            town = Town([fleet.url], seed, 1)
            began = time.monotonic()
            for number in range(rounds):
                asyncio.run(_cut_one(net, fleet, town, number, away, wrong))
            seconds = time.monotonic() - began
            found = settle(fleet, town)
        finally:
            fleet.close()
        # A worker that has lost its name may end itself and be started again.
        found.counts["workers that ended by themselves"], fleet.deaths = len(fleet.deaths), []
        found.wrong.extend(wrong)
        return tell(town, fleet, found, seconds)


async def _cut_one(net: Net, fleet: Fleet, town: Town, number: int, away: float, wrong: list[str]) -> None:
    """Cut a worker off while it renders; heal it; see that it works again, and that nothing was changed by it."""
    await town.open()
    film = asyncio.create_task(town.long_film(number))
    while not (drawing := await asyncio.to_thread(fleet.drawing)) or not town.is_filming():
        assert not film.done(), "the film was finished before anybody was cut off"
        fleet.tend()
        await asyncio.sleep(0.05)
    victim = next(index for index, ship in enumerate(fleet.ships) if ship.pid in drawing)
    other = fleet.hosts[_WORKERS + 1 - victim]
    before = other.text().count(_NOTICED)
    net.cut(victim)
    began = time.monotonic()
    noticed, finished, healed = 0.0, 0.0, False
    while not (finished and healed):
        fleet.tend()
        passed = time.monotonic() - began
        if not noticed and other.text().count(_NOTICED) > before:
            noticed = passed
        if not finished and film.done():
            finished = passed
        if not healed and passed > away:
            net.heal(victim)
            healed = True
        assert passed < _DONE_SECONDS, f"the film is not finished\n{other.text()[-3000:]}"
        await asyncio.sleep(0.1)
    job_id = film.result()
    told = dict(town.witness.last[job_id])
    await _see_at_work(fleet, town, number, victim)
    async with town.http() as http:
        now = await town.look(http, job_id)
    say(f"  round {number + 1}        taken over after {noticed:.1f} s, finished after {finished:.1f} s")
    if now != told:
        wrong.append(f"{job_id} changed after its end: {told} became {now}")
    if not 0 < noticed < TAKEN_OVER_SECONDS:
        wrong.append(f"the worker that was cut off was not replaced in {TAKEN_OVER_SECONDS:g} s: {noticed:.1f}")


async def _see_at_work(fleet: Fleet, town: Town, number: int, victim: int) -> None:
    """The worker that was away makes a film by itself."""
    others = [ship for index, ship in enumerate(fleet.ships) if ship.kind == "worker" and index != victim]
    for ship in others:
        ship.wanted = False
        ship.kill()
    film = asyncio.create_task(town.long_film(1000 + number))
    while not film.done():
        fleet.tend()
        await asyncio.sleep(0.2)
    for ship in others:
        ship.wanted = True
    await film


def _ip(*arguments: str) -> None:
    subprocess.run(("ip", *arguments), check=True, capture_output=True)
