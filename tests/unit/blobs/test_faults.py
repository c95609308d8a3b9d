"""A full or broken disk: an error that says so, and nothing half written."""

import asyncio
import os
import resource
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from presence import needs

from spotwright.blobs import BlobStore, ScratchFile, StorageFull, StoreUnavailable, in_thread
from spotwright.kit import failpoints


@pytest.fixture
def store(tmp_path):
    return BlobStore.from_url(str(tmp_path / "blobs"), scratch=tmp_path / "scratch")


@contextmanager
def files_at_most(size: int):
    """The kernel refuses to let any file of this process grow beyond `size` bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_bytes_without_room_leave_nothing(store, tmp_path):
    with files_at_most(10_000), pytest.raises(StorageFull):
        store.put_bytes(bytes(20_000))

    assert files_in(tmp_path) == []


def test_a_copy_without_room_leaves_nothing(store, tmp_path):
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(bytes(20_000))

    with files_at_most(10_000), pytest.raises(StorageFull):
        store.put_file(photo)

    assert files_in(tmp_path) == [photo]
    assert store.put_file(photo).size == 20_000


def test_a_fetch_without_room_leaves_nothing(store, tmp_path):
    blob = store.put_bytes(bytes(20_000))

    with files_at_most(10_000), pytest.raises(StorageFull):
        store.fetch_to(blob.sha256, tmp_path / "copy")

    assert len(files_in(tmp_path)) == 1


def test_a_stream_into_a_full_disk_says_so():
    """/dev/full answers every write with ENOSPC."""
    full = ScratchFile(Path("/dev/full"))
    full.add(b"hello")

    with pytest.raises(StorageFull):
        asyncio.run(full.finish())


def test_a_scratch_folder_that_went_away_is_a_fault_of_the_store_not_a_missing_blob(store):
    shutil.rmtree(store.scratch.root)

    with pytest.raises(StoreUnavailable):
        store.put_bytes(b"hello")


def test_a_file_where_a_folder_must_be_is_a_fault_of_the_store(store, tmp_path):
    (tmp_path / "blobs" / "sha256").write_text("in the way")

    with pytest.raises(StoreUnavailable):
        store.put_bytes(b"hello")
    assert files_in(tmp_path / "scratch") == []


@pytest.mark.parametrize("point", ["blobs.before_rename", "blobs.after_rename"])
def test_a_put_that_breaks_can_be_repeated(store, tmp_path, monkeypatch, point):
    monkeypatch.setattr(failpoints, "_points", failpoints.Failpoints(f"{point}=raise:1"))

    with pytest.raises(failpoints.FailpointError):
        store.put_bytes(b"hello")
    blob = store.put_bytes(b"hello")

    assert store.read_bytes(blob.sha256) == b"hello"
    assert files_in(tmp_path) == [store.local_path(blob.sha256)]


@pytest.mark.parametrize(("point", "visible"), [("blobs.before_rename", False), ("blobs.after_rename", True)])
def test_a_killed_put_leaves_all_of_the_blob_or_none(store, tmp_path, point, visible):
    program = "import sys; from pathlib import Path; from spotwright.blobs import BlobStore; root = Path(sys.argv[1]); "
    program += "BlobStore.from_url(str(root / 'blobs'), scratch=root / 'scratch').put_bytes(b'hello')"
    environment = {**os.environ, failpoints.VARIABLE: f"{point}=kill"}

    killed = subprocess.run([sys.executable, "-c", program, str(tmp_path)], env=environment, check=False)

    assert killed.returncode == -signal.SIGKILL
    assert [each.size for each in store.list_blobs()] == [5] * visible
    assert store.read_bytes(store.put_bytes(b"hello").sha256) == b"hello"
    store.sweep_scratch(datetime.now(UTC) + timedelta(days=1))
    assert len(files_in(tmp_path)) == 1


def test_scratch_on_another_file_system_is_copied(tmp_path):
    needs("second file system at /dev/shm", os.access("/dev/shm", os.W_OK))
    elsewhere = Path("/dev/shm") / tmp_path.name
    try:
        store = BlobStore.from_url(str(tmp_path / "blobs"), scratch=elsewhere)

        blob = store.put_bytes(b"hello")

        assert store.read_bytes(blob.sha256) == b"hello"
        assert files_in(elsewhere) == []
    finally:
        shutil.rmtree(elsewhere)


def test_a_cancelled_task_waits_for_its_thread():
    """Otherwise it would close the thread's files while the thread writes them."""
    events = []

    def work(gate):
        gate.wait(5)
        events.append("thread ended")

    async def run():
        import threading

        gate = threading.Event()
        task = asyncio.create_task(in_thread(work, gate))
        await asyncio.sleep(0.01)
        task.cancel()
        asyncio.get_running_loop().call_later(0.05, gate.set)
        with pytest.raises(asyncio.CancelledError):
            await task
        events.append("task ended")

    asyncio.run(run())

    assert events == ["thread ended", "task ended"]


def test_a_threads_error_arrives():
    with pytest.raises(ZeroDivisionError):
        asyncio.run(in_thread(lambda: 1 / 0))
