"""A headless Chromium, driven through its own debugging protocol over a pair of pipes."""

import json
import os
import selectors
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--remote-debugging-pipe",
)
_PATIENCE = 60.0


def find() -> str | None:
    """Where a Chromium is installed."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Chromium:
    """One browser with one page. What the page complains about is kept in ``complaints``."""

    def __init__(self, program: str, profile: Path) -> None:
        self.complaints: list[str] = []
        self._number = 0
        self._heard = b""
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        # The protocol is spoken on the descriptors 3 and 4.
        actions = [
            (os.POSIX_SPAWN_DUP2, theirs_in, 3),
            (os.POSIX_SPAWN_DUP2, theirs_out, 4),
            (os.POSIX_SPAWN_OPEN, 2, str(profile) + ".log", os.O_WRONLY | os.O_CREAT, 0o600),
        ]
        arguments = [program, *_FLAGS, f"--user-data-dir={profile}", "about:blank"]
        self._pid = os.posix_spawn(program, arguments, os.environ, file_actions=actions, setsid=True)
        os.close(theirs_in)
        os.close(theirs_out)
        targets = self._ask("Target.getTargets")["targetInfos"]
        page = next(target["targetId"] for target in targets if target["type"] == "page")
        self._session = self._ask("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> Any:
        """A command for the page, and its result."""
        return self._ask(method, self._session, **parameters)

    def run(self, script: str) -> Any:
        """The value that the body of an asynchronous function returns in the page."""
        answer = self.call(
            "Runtime.evaluate", expression=f"(async () => {{{script}}})()", awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"]["exception"].get("description", answer))
        return answer["result"].get("value")

    def close(self) -> None:
        """End the browser and all its processes."""
        with suppress(ProcessLookupError):
            os.killpg(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._in)
        os.close(self._out)

    def _ask(self, method: str, session: str | None = None, **parameters: Any) -> Any:
        self._number += 1
        question = {"id": self._number, "method": method, "params": parameters}
        if session is not None:
            question["sessionId"] = session
        os.write(self._out, json.dumps(question).encode() + b"\0")
        deadline = time.monotonic() + _PATIENCE
        while (message := self._next(deadline)).get("id") != self._number:
            self._note(message)
        assert "error" not in message, message
        return message["result"]

    def _next(self, deadline: float) -> dict[str, Any]:
        """The next message of the browser."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._in, selectors.EVENT_READ)
            while b"\0" not in self._heard:
                ready = selector.select(max(0.0, deadline - time.monotonic()))
                chunk = os.read(self._in, 65536) if ready else b""
                assert chunk, "the browser ended" if ready else "the browser does not answer"
                self._heard += chunk
        first, _, self._heard = self._heard.partition(b"\0")
        message: dict[str, Any] = json.loads(first)
        return message

    def _note(self, event: dict[str, Any]) -> None:
        match event.get("method"):
            case "Log.entryAdded" if event["params"]["entry"]["level"] in {"error", "warning"}:
                entry = event["params"]["entry"]
                self.complaints.append(f"{entry['text']} {entry.get('url', '')}")
            case "Runtime.exceptionThrown":
                self.complaints.append(event["params"]["exceptionDetails"]["text"])
            case "Runtime.consoleAPICalled" if event["params"]["type"] in {"error", "warning", "assert"}:
                self.complaints.append(str(event["params"]["args"]))
