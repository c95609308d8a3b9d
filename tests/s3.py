"""An S3 server for one test run that checks every signature: ministack with a user who needs the right secret."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import obstore
from obstore.store import S3Store

BUCKET = "spotwright"
_REGION = "us-east-1"
_EVERYTHING = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
# The server asks nothing of its own root, by whom users are made.
_ROOT = f"AWS4-HMAC-SHA256 Credential=test/20260101/{_REGION}/iam/aws4_request, SignedHeaders=host, Signature=0"
_PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class S3Server:
    """Where a running server is, and the only key that it knows."""

    endpoint: str
    access_key: str
    secret: str

    def environment(self) -> Mapping[str, str]:
        """The variables by which a process finds the server and proves who it is."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": self.access_key,
            "AWS_SECRET_ACCESS_KEY": self.secret,
            "AWS_REGION": _REGION,
        }

    def bucket(self) -> S3Store:
        """A client of :data:`BUCKET`."""
        return S3Store(
            BUCKET,
            endpoint=self.endpoint,
            access_key_id=self.access_key,
            secret_access_key=self.secret,
            region=_REGION,
            client_options={"allow_http": True},
        )


def program() -> str | None:
    """The server, beside this Python, whether or not its environment is activated; None if it is not installed."""
    return shutil.which("ministack", path=Path(sys.executable).parent)


@contextmanager
def running(folder: Path) -> Iterator[S3Server]:
    """A server with one empty bucket, :data:`BUCKET`, that lives as long as the block."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    endpoint = f"http://127.0.0.1:{port}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    ours = {"GATEWAY_PORT": str(port), "BIND_HOST": "127.0.0.1", "SERVICES": "s3,iam", "AUTH": "true"}
    command = program()
    assert command is not None
    with (folder / "s3.log").open("w") as log:
        process = subprocess.Popen([command], env={**kept, **ours, "LOG_LEVEL": "ERROR"}, stdout=log, stderr=log)
        try:
            _await(endpoint, folder / "s3.log")
            server = S3Server(endpoint, *_make_user(endpoint))
            # A bucket is made by a PUT of its name; the client knows objects only, but signs what it is told to.
            made = httpx.put(obstore.sign(server.bucket(), "PUT", "", expires_in=timedelta(minutes=5)))
            made.raise_for_status()
            yield server
        finally:
            process.kill()
            process.wait()


def _await(endpoint: str, log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            httpx.get(f"{endpoint}/_ministack/health", timeout=5)
        except httpx.TransportError:
            if time.monotonic() > deadline:
                raise AssertionError(f"the S3 server does not start\n{log.read_text()[-4000:]}") from None
            time.sleep(0.1)
        else:
            return


def _make_user(endpoint: str) -> tuple[str, str]:
    """The access key and the secret of a new user who may do everything with S3."""

    def ask(action: str, **values: str) -> str:
        form = {"Action": action, "Version": "2010-05-08", "UserName": "spotwright", **values}
        answer = httpx.post(endpoint, data=form, headers={"Authorization": _ROOT})
        return answer.raise_for_status().text

    ask("CreateUser")
    made = ask("CreateAccessKey")
    ask("PutUserPolicy", PolicyName="all", PolicyDocument=_EVERYTHING)
    key, secret = (re.findall(f"<{name}>(.*?)<", made)[0] for name in ("AccessKeyId", "SecretAccessKey"))
    return key, secret
