"""A PostgreSQL for one test run, where one is installed."""

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import sqlalchemy as sa

from tests.ports import free_port

_CONNECTIONS = 400
"""Several installations of several processes at once, each process with pools of its own."""


class PostgresServer:
    """A running server on data of its own; it can be stopped, as by a crash, and started again."""

    def __init__(self, folder: Path, *settings: str, address: str = "127.0.0.1") -> None:
        """``settings`` of the server are ``name=value``."""
        # The server refuses to run as root, and then needs a folder that its own user can reach.
        self._user = "postgres" if os.geteuid() == 0 else None
        self._root = Path(tempfile.mkdtemp(prefix="spotwright-postgres-", dir=None if self._user else folder))
        if self._user:
            shutil.chown(self._root, self._user)
        port = free_port(address)
        self._options = f"-p {port} -c listen_addresses={address} -c unix_socket_directories={self._root}"
        self._options += "".join(f" -c {setting}" for setting in (f"max_connections={_CONNECTIONS}", *settings))
        self.url = f"postgresql://spotwright@{address}:{port}/postgres"
        """Of an empty database."""
        self._run("initdb", "-U", "spotwright", "--auth=trust", "-E", "UTF8", "--no-sync")
        # Who comes from another host is trusted, too; none but ours can reach it.
        with (self._root / "data" / "pg_hba.conf").open("a") as rules:
            rules.write("host all all 10.0.0.0/8 trust\n")
        self.start()

    def start(self) -> None:
        """Start it; after a stop it first repairs itself."""
        self._run("pg_ctl", "-o", self._options, "-l", str(self._root / "log"), "-w", "start")

    def stop(self) -> None:
        """What a crash of the server is: nobody is told, nothing is written."""
        self._run("pg_ctl", "-m", "immediate", "-w", "stop")

    def close(self) -> None:
        """Stop it for good; it may be stopped already."""
        with suppress(subprocess.CalledProcessError):
            self.stop()
        shutil.rmtree(self._root)

    def _run(self, program: str, *arguments: str) -> None:
        where = binaries()
        assert where is not None, "PostgreSQL is not installed"
        subprocess.run(
            [str(where / program), "-D", str(self._root / "data"), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self._root,
            user=self._user,
            group=self._user,
            extra_groups=[] if self._user else None,
        )


def binaries() -> Path | None:
    """The folder of ``initdb`` and ``pg_ctl``, the newest version's; None where PostgreSQL is not installed."""
    found = shutil.which("initdb")
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return Path(found).parent if found else versions[-1].parent if versions else None


@contextmanager
def running(folder: Path, *settings: str) -> Iterator[str]:
    """The URL of an empty database that lives as long as the block; ``settings`` of the server are ``name=value``."""
    server = PostgresServer(folder, "fsync=off", *settings)
    try:
        yield server.url
    finally:
        server.close()


def new_database(url: str) -> str:
    """The URL of one more empty database on the server of ``url``."""
    name = f"test_{uuid.uuid4().hex}"
    address = sa.make_url(url).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    return sa.make_url(url).set(database=name).render_as_string(hide_password=False)
