"""Puts the peers into the benchmark's own folder, once: nothing of the product or of the system is changed."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

PEERS = Path(__file__).parent / "peers"
_MINUTES = 10
_DEBIAN = ("chromium-headless-shell", "chromium-common")


class NotInstalledError(Exception):
    """A peer cannot be had here; the text says why."""


def moviepy(folder: Path, python: str) -> list[str]:
    """MoviePy in an environment of its own, pinned; returns the beginning of its command."""
    place = folder / "moviepy"
    wanted = (PEERS / "requirements.txt").read_text("utf-8")
    mark = place / "installed.txt"
    if not mark.exists() or mark.read_text("utf-8") != wanted:
        shutil.rmtree(place, ignore_errors=True)
        _run([python, "-m", "venv", str(place)])
        _run([str(place / "bin" / "pip"), "install", "--quiet", "-r", str(PEERS / "requirements.txt")])
        mark.write_text(wanted, "utf-8")
    return [str(place / "bin" / "python"), str(PEERS / "moviepy_film.py")]


def remotion(folder: Path) -> Path:
    """Remotion with the packages of its lock file; returns the folder in which its program lies."""
    place = folder / "remotion"
    if shutil.which("npm") is None:
        raise NotInstalledError("there is no npm here")
    lock, installed = PEERS / "remotion" / "package-lock.json", place / "package-lock.json"
    fresh = (place / "node_modules").exists() and installed.exists() and installed.read_bytes() == lock.read_bytes()
    if not fresh:
        shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(PEERS / "remotion", place, dirs_exist_ok=True)
    if not fresh:
        _run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=place)
    return place


def browser(folder: Path) -> Path:
    """A browser for Remotion: Debian's headless shell, which is the fastest; or the Chromium that is installed."""
    place = folder / "shell"
    shell = place / "usr" / "lib" / "chromium" / "chromium-headless-shell"
    try:
        if not (shell.exists() and _works(shell)):
            place.mkdir(parents=True, exist_ok=True)
            _run(["apt-get", "download", "--quiet", *_DEBIAN], cwd=place)
            for package in place.glob("*.deb"):
                _run(["dpkg", "-x", str(package), str(place)])
        if _works(shell):
            return shell
    except (NotInstalledError, OSError):
        pass
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise NotInstalledError("there is no Chromium here, and Debian's headless shell cannot be fetched")
    return Path(chromium)


def _works(program: Path) -> bool:
    found = subprocess.run([str(program), "--version"], check=False, capture_output=True, timeout=60)
    return found.returncode == 0


def _run(command: Sequence[str], *, cwd: Path | None = None) -> None:
    try:
        subprocess.run(command, check=True, cwd=cwd, capture_output=True, timeout=60 * _MINUTES)
    except FileNotFoundError as error:
        raise NotInstalledError(f"there is no {command[0]} here") from error
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        words = (error.stderr or b"").decode(errors="replace").strip().splitlines() or ["it said nothing"]
        raise NotInstalledError(f"`{' '.join(command[:3])}` failed: {words[-1][:160]}") from error
