"""``spotwright serve``: the API in this process, a worker in another, one life for both."""

import signal
import sys

import uvicorn

from spotwright.app import create_app
from spotwright.auth import service as auth
from spotwright.bootstrap import Services
from spotwright.cli.screen import fail, say
from spotwright.db.migrate import DatabaseTooNewError
from spotwright.engine.dbos_engine import EngineUnsupportedError
from spotwright.kit.settings import Settings
from spotwright.supervisor import WorkerProcess


def run(settings: Settings, host: str, port: int, *, with_worker: bool) -> None:
    """Serve until told to stop."""
    try:
        services = Services.open(settings)
    except (EngineUnsupportedError, DatabaseTooNewError) as error:
        fail(str(error))
    with services.database.read() as session:
        if not auth.has_users(session):
            data_dir = f" --data-dir {settings.data_dir}"
            say("There is no user yet. Make the first one with:")
            say(f"  {sys.argv[0].rpartition('/')[2]} user create NAME{data_dir}")
    config = uvicorn.Config(
        create_app(services),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    say(f"Spotwright listens on http://{host}:{port}  (documentation: /docs)")
    worker = WorkerProcess(settings.data_dir) if with_worker else None
    # Uvicorn ends by raising the signal that stopped it once more; without a handler that would be the end of us too,
    # before the worker is told.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        if worker:
            worker.start()
        uvicorn.Server(config).run()
    finally:
        if worker:
            worker.stop()
