"""What an installation of many machines stands on: a PostgreSQL and an S3 server that may stop and start again."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Self

import httpx
import obstore
from obstore.exceptions import PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

from tests import postgres

_START_SECONDS = 60.0
_BUCKET = "spotwright"
_REGION = "us-east-1"
_ALL_OF_S3 = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
# The server asks nothing of its own root; users and what they may do are made with it.
_ROOT = f"AWS4-HMAC-SHA256 Credential=test/20260101/{_REGION}/iam/aws4_request, SignedHeaders=host, Signature=0"


def free_port(address: str) -> int:
    """A port that was free a moment ago."""
    with socket.socket() as listener:
        listener.bind((address, 0))
        return int(listener.getsockname()[1])


class Postgres:
    """A database server on data of its own."""

    def __init__(self, address: str) -> None:
        # The server refuses to run as root, and then needs a folder that its own user can reach.
        self._user = "postgres" if os.geteuid() == 0 else None
        self._root = Path(tempfile.mkdtemp(prefix="spotwright-chaos-postgres-"))
        if self._user:
            shutil.chown(self._root, self._user)
        self._port = free_port(address)
        where = postgres.binaries()
        assert where is not None, "PostgreSQL is not installed"
        self._where = where
        self._options = f"-p {self._port} -c listen_addresses={address} -c unix_socket_directories={self._root}"
        self.url = f"postgresql://spotwright@{address}:{self._port}/postgres"
        self._run("initdb", "-U", "spotwright", "--auth=trust", "-E", "UTF8", "--no-sync")
        # Who comes from another machine is trusted, too; none but ours can reach it.
        with (self._root / "data" / "pg_hba.conf").open("a") as rules:
            rules.write("host all all 10.0.0.0/8 trust\n")
        self.start()

    def start(self) -> None:
        """Start it; after an immediate stop it first repairs itself."""
        self._run("pg_ctl", "-o", self._options, "-l", str(self._root / "log"), "-w", "start")

    def stop(self) -> None:
        """What a crash of the server is: nobody is told, nothing is written."""
        self._run("pg_ctl", "-m", "immediate", "-w", "stop")

    def close(self) -> None:
        """Stop it for good."""
        with suppress(subprocess.CalledProcessError):
            self.stop()
        shutil.rmtree(self._root)

    def _run(self, program: str, *arguments: str) -> None:
        become = ("runuser", "-u", self._user, "--") if self._user else ()
        command = (*become, str(self._where / program), "-D", str(self._root / "data"), *arguments)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self._root)


class S3:
    """An S3 server that checks every signature, on data of its own, with one bucket."""

    def __init__(self, folder: Path, address: str) -> None:
        self._folder = folder / "s3"
        self._folder.mkdir(parents=True)
        self._address, self._port = address, free_port(address)
        self.endpoint = f"http://{address}:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None
        self.start()
        self._iam("CreateUser")
        made = self._iam("CreateAccessKey")
        self._key, self._secret = (re.search(f"<{name}>(.*?)<", made) for name in ("AccessKeyId", "SecretAccessKey"))
        self._iam("PutUserPolicy", PolicyName="all", PolicyDocument=_ALL_OF_S3)
        self._check()

    @property
    def url(self) -> str:
        return f"s3://{_BUCKET}/chaos"

    def environment(self) -> Mapping[str, str]:
        """The variables by which a process finds the server and proves who it is."""
        assert self._key
        assert self._secret
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": self._key[1],
            "AWS_SECRET_ACCESS_KEY": self._secret[1],
            "AWS_REGION": _REGION,
        }

    def start(self) -> None:
        """Start it, on what it had stored when it was stopped."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        ours = {
            "BIND_HOST": self._address,
            "GATEWAY_PORT": str(self._port),
            "SERVICES": "s3,iam",
            "AUTH": "true",
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(self._folder / "objects"),
            "PERSIST_STATE": "1",
            "STATE_DIR": str(self._folder / "state"),
            "LOG_LEVEL": "ERROR",
        }
        with (self._folder / "log").open("ab") as log:
            server = str(Path(sys.executable).parent / "ministack")
            self._process = subprocess.Popen(server, env=kept | ours, stdout=log, stderr=log)
        deadline = time.monotonic() + _START_SECONDS
        while True:
            with suppress(httpx.TransportError):
                httpx.get(f"{self.endpoint}/_ministack/health", timeout=5)
                return
            assert time.monotonic() < deadline, f"the S3 server does not start: {(self._folder / 'log').read_text()}"
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop it. It writes its users down when it is told to stop, so it is told."""
        assert self._process is not None
        self._process.terminate()
        self._process.wait(30)

    def close(self) -> None:
        """Stop it for good."""
        self.stop()

    def _iam(self, action: str, **values: str) -> str:
        form = {"Action": action, "Version": "2010-05-08", "UserName": "spotwright", **values}
        answer = httpx.post(self.endpoint, data=form, headers={"Authorization": _ROOT})
        return answer.raise_for_status().text

    def _check(self) -> None:
        """Make the bucket, and see that nobody gets in with another secret, or with none."""
        client = self.client()
        httpx.put(obstore.sign(client, "PUT", "", expires_in=timedelta(minutes=5))).raise_for_status()
        obstore.put(client, "probe", b"probe")
        for stranger in (self.client(secret="0" * 40), self.client(key="AKIA0000000000000000")):
            try:
                obstore.get(stranger, "probe")
            except (PermissionDeniedError, UnauthenticatedError):
                continue
            raise AssertionError("the S3 server does not check signatures")
        assert httpx.get(f"{self.endpoint}/{_BUCKET}/probe").status_code == 403
        obstore.delete(client, "probe")

    def client(self, key: str = "", secret: str = "") -> S3Store:
        """A client of the bucket."""
        known = self.environment()
        return S3Store(
            _BUCKET,
            endpoint=self.endpoint,
            access_key_id=key or known["AWS_ACCESS_KEY_ID"],
            secret_access_key=secret or known["AWS_SECRET_ACCESS_KEY"],
            region=_REGION,
            client_options={"allow_http": True},
            retry_config={"max_retries": 0},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
