"""``spotwright serve``: the API in this process, a worker in another, one life for both."""

import os
import signal
import socket
import sys
from pathlib import Path

import uvicorn

from spotwright.app import create_app
from spotwright.auth import service as auth
from spotwright.cli.opening import open_services
from spotwright.cli.screen import fail, say
from spotwright.kit.settings import Settings
from spotwright.supervisor import WorkerProcess

_BACKLOG = 2048


def run(settings: Settings, host: str, port: int, *, with_worker: bool) -> None:
    """Serve until told to stop."""
    listener = _listen(host, port)
    services = open_services(settings)
    with services.database.read() as session:
        if not auth.has_users(session):
            say("There is no user yet. Make the first one with:")
            say(f"  {_program()} user create NAME --data-dir {settings.data_dir}")
    config = uvicorn.Config(
        create_app(services),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    name = f"[{host}]" if ":" in host else host
    say(f"Spotwright listens on http://{name}:{listener.getsockname()[1]}  (documentation: /docs)")
    worker = WorkerProcess(settings.data_dir) if with_worker else None
    # Uvicorn ends by raising the signal that stopped it once more; without a handler that would be the end of us too,
    # before the worker is told.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        if worker:
            worker.start()
        uvicorn.Server(config).run([listener])
    finally:
        if worker:
            worker.stop()


def _listen(host: str, port: int) -> socket.socket:
    """The port, taken before anything else is opened or started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        fail(f"Cannot listen on {host}, port {port}: {os.strerror(error.errno) if error.errno else error}.")


def _program() -> str:
    """How this program was called."""
    name = Path(sys.argv[0]).name
    return "python -m spotwright" if name == "__main__.py" else name
