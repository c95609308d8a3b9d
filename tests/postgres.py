"""A PostgreSQL for one test run, where one is installed."""

import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

_CONNECTIONS = 400
"""Several installations of several processes at once, each process with pools of its own."""


def binaries() -> Path | None:
    """The folder of ``initdb`` and ``pg_ctl``, the newest version's; None where PostgreSQL is not installed."""
    found = shutil.which("initdb")
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return Path(found).parent if found else versions[-1].parent if versions else None


@contextmanager
def running(folder: Path, *settings: str) -> Iterator[str]:
    """The URL of an empty database that lives as long as the block; ``settings`` of the server are ``name=value``."""
    # The server refuses to run as root, and then needs a folder that its own user can reach.
    user = "postgres" if os.geteuid() == 0 else None
    root = Path(tempfile.mkdtemp(prefix="spotwright-postgres-", dir=None if user else folder))
    if user:
        shutil.chown(root, user)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={root} -c fsync=off"
    options += "".join(f" -c {setting}" for setting in (f"max_connections={_CONNECTIONS}", *settings))
    where = binaries()
    assert where is not None

    def run(program: str, *arguments: str) -> None:
        command = [str(where / program), "-D", str(root / "data"), *arguments]
        subprocess.run(
            command,
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=root,
            user=user,
            group=user,
            extra_groups=[] if user else None,
        )

    run("initdb", "-U", "spotwright", "--auth=trust", "-E", "UTF8", "--no-sync")
    run("pg_ctl", "-o", options, "-l", str(root / "log"), "-w", "start")
    try:
        yield f"postgresql://spotwright@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-m", "immediate", "-w", "stop")
        shutil.rmtree(root)


def new_database(url: str) -> str:
    """The URL of one more empty database on the server of ``url``."""
    name = f"test_{uuid.uuid4().hex}"
    address = sa.make_url(url).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    return sa.make_url(url).set(database=name).render_as_string(hide_password=False)
