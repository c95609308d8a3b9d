"""An S3 server that checks every signature: ministack, with one user who needs the right secret."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import obstore
from obstore.exceptions import PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

from tests.ports import free_port

BUCKET = "spotwright"
REGION = "us-east-1"
_EVERYTHING = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
# The server asks nothing of its own root, by whom users are made.
_ROOT = f"AWS4-HMAC-SHA256 Credential=test/20260101/{REGION}/iam/aws4_request, SignedHeaders=host, Signature=0"
_PATIENCE_SECONDS = 60


class S3Server:
    """A running server with one empty bucket, :data:`BUCKET`; it can be stopped, and started again on what it had."""

    def __init__(self, folder: Path, address: str = "127.0.0.1") -> None:
        """``folder`` is where it keeps its objects, users and log, in folders of their own."""
        self._folder = folder / "s3"
        self._folder.mkdir(parents=True)
        self._log = self._folder / "log"
        self._address, self._port = address, free_port(address)
        self.endpoint = f"http://{address}:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None
        self.start()
        try:
            self.access_key, self.secret = self._make_user()
            self._make_bucket()
        except BaseException:
            self.close()
            raise

    def environment(self) -> Mapping[str, str]:
        """The variables by which a process finds the server and proves who it is."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": self.access_key,
            "AWS_SECRET_ACCESS_KEY": self.secret,
            "AWS_REGION": REGION,
        }

    def bucket(self, *, key: str = "", secret: str = "") -> S3Store:
        """A client of :data:`BUCKET`; of the server's only user, unless told otherwise."""
        return S3Store(
            BUCKET,
            endpoint=self.endpoint,
            access_key_id=key or self.access_key,
            secret_access_key=secret or self.secret,
            region=REGION,
            client_options={"allow_http": True},
            retry_config={"max_retries": 0},
        )

    def start(self) -> None:
        """Start it, on what it had stored when it was stopped."""
        command = program()
        assert command is not None
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
        with self._log.open("ab") as log:
            self._process = subprocess.Popen([command], env=kept | ours, stdout=log, stderr=log)
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                httpx.get(f"{self.endpoint}/_ministack/health", timeout=5)
            except httpx.TransportError:
                if time.monotonic() > deadline:
                    self.close()
                    raise AssertionError(f"the S3 server does not start\n{self._log.read_text()[-4000:]}") from None
                time.sleep(0.1)
            else:
                return

    def stop(self) -> None:
        """Stop it. It writes its users down when it is told to stop, so it is told."""
        assert self._process is not None
        self._process.terminate()
        self._process.wait(30)

    def close(self) -> None:
        """Stop it for good."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def _make_user(self) -> tuple[str, str]:
        """The access key and the secret of a new user who may do everything with S3."""
        self._iam("CreateUser")
        made = self._iam("CreateAccessKey")
        self._iam("PutUserPolicy", PolicyName="all", PolicyDocument=_EVERYTHING)
        key, secret = (re.findall(f"<{name}>(.*?)<", made)[0] for name in ("AccessKeyId", "SecretAccessKey"))
        return key, secret

    def _iam(self, action: str, **values: str) -> str:
        form = {"Action": action, "Version": "2010-05-08", "UserName": "spotwright", **values}
        answer = httpx.post(self.endpoint, data=form, headers={"Authorization": _ROOT})
        return answer.raise_for_status().text

    def _make_bucket(self) -> None:
        """Make the bucket, and see that nobody gets in with another secret, or with none."""
        client = self.bucket()
        # A bucket is made by a PUT of its name; the client knows objects only, but signs what it is told to.
        httpx.put(obstore.sign(client, "PUT", "", expires_in=timedelta(minutes=5))).raise_for_status()
        obstore.put(client, "probe", b"probe")
        for stranger in (self.bucket(secret="0" * 40), self.bucket(key="AKIA0000000000000000")):
            try:
                obstore.get(stranger, "probe")
            except (PermissionDeniedError, UnauthenticatedError):
                continue
            raise AssertionError("the S3 server does not check signatures")
        assert httpx.get(f"{self.endpoint}/{BUCKET}/probe").status_code == 403
        obstore.delete(client, "probe")


def program() -> str | None:
    """The server, beside this Python, whether or not its environment is activated; None if it is not installed."""
    return shutil.which("ministack", path=Path(sys.executable).parent)


@contextmanager
def running(folder: Path, address: str = "127.0.0.1") -> Iterator[S3Server]:
    """A server that lives as long as the block."""
    server = S3Server(folder, address)
    try:
        yield server
    finally:
        server.close()
