"""A large file through a real server: the memory does not follow the size, and the bytes are the same."""

import hashlib
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

SIZE = 300 * 1024 * 1024
BLOCK = bytes(range(256)) * 4096
GROWTH = 64 * 1024 * 1024
BOUNDARY = "boundary"
APP = """
from pathlib import Path
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
from spotwright.blobs import Blob, BlobStore, in_thread
from spotwright.http.delivery import deliver
from spotwright.http.upload import FormLimits, receive_form

root = Path(__file__).parent
store = BlobStore.from_url(str(root / "blobs"), scratch=root / "scratch")

async def upload(request):
    async with receive_form(request, store, FormLimits(file_bytes=1 << 34)) as form:
        blob = await in_thread(store.put_file, form.file.path, sha256=form.file.sha256, size=form.file.size)
    return JSONResponse({"sha256": blob.sha256, "size": blob.size})

async def download(request):
    sha256 = request.path_params["sha256"]
    blob = Blob(sha256, await in_thread(store.size, sha256))
    return deliver(request, store, blob, content_type="video/mp4", filename="ad.mp4")

async def ready(request):
    return JSONResponse("ready")

app = Starlette(routes=[Route("/", upload, methods=["POST"]), Route("/ready", ready), Route("/{sha256}", download)])
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[tuple[str, int]]:
    """Address and process id of uvicorn with the two routes."""
    folder = tmp_path_factory.mktemp("server")
    (folder / "streaming_app.py").write_text(APP)
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        command = [sys.executable, "-m", "uvicorn", "streaming_app:app", "--fd", str(listening.fileno())]
        process = subprocess.Popen(
            [*command, "--log-level", "warning"],
            cwd=folder,
            pass_fds=[listening.fileno()],
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), str(Path.cwd())])},
        )
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        try:
            # The socket listens already, so this waits for the application and not for a port.
            assert httpx.get(f"{address}/ready", timeout=30).json() == "ready"
            yield address, process.pid
        finally:
            process.terminate()
            process.wait(10)


def form() -> Iterator[bytes]:
    yield f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'.encode()
    yield from (BLOCK for _ in range(SIZE // len(BLOCK)))
    yield f"\r\n--{BOUNDARY}--\r\n".encode()


def memory(pid: int, kind: str) -> int:
    return int(re.search(rf"{kind}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())[1]) * 1024


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads the memory of a process from /proc")
def test_memory_stays_flat_through_a_300_mb_upload_and_download(server):
    address, pid = server
    before = memory(pid, "VmRSS")

    answer = httpx.post(
        address, content=form(), headers={"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}, timeout=120
    )
    stored = answer.json()
    digest = hashlib.sha256()
    with httpx.stream("GET", f"{address}/{stored['sha256']}", timeout=120) as download:
        for chunk in download.iter_bytes():
            digest.update(chunk)

    assert stored["size"] == SIZE
    assert digest.hexdigest() == stored["sha256"]
    assert memory(pid, "VmHWM") - before < GROWTH


@pytest.mark.slow
def test_a_client_that_leaves_early_does_not_hold_the_server(server):
    """Ten downloads are begun and dropped; the descriptors of their blobs are closed again."""
    address, pid = server
    content = BLOCK * 40
    body = b"".join(form_of(content))
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    sha256 = httpx.post(address, content=body, headers=headers, timeout=60).json()["sha256"]

    for _ in range(10):
        with httpx.stream("GET", f"{address}/{sha256}", timeout=60) as download:
            next(download.iter_bytes())

    deadline = time.monotonic() + 10
    while open_blobs(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert open_blobs(pid) == []


def form_of(content: bytes) -> Iterator[bytes]:
    yield f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'.encode()
    yield content
    yield f"\r\n--{BOUNDARY}--\r\n".encode()


def open_blobs(pid: int) -> list[str]:
    targets = []
    for link in Path(f"/proc/{pid}/fd").iterdir():
        try:
            targets.append(str(link.readlink()))
        except FileNotFoundError:
            continue
    return [target for target in targets if "/sha256/" in target]
