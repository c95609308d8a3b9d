"""The blob store: bytes by hash, stored once, whole or not at all."""

import asyncio
import hashlib
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from spotwright.blobs import Blob, BlobCorrupt, BlobNotFound, BlobStore, StoreUnavailable
from spotwright.blobs.blob import key_of
from spotwright.blobs.reader import LOCAL_CHUNK, REMOTE_CHUNK

HELLO = hashlib.sha256(b"hello").hexdigest()
NOBODY = "0" * 64


@pytest.fixture(params=["local", "memory"])
def store(request, tmp_path):
    url = str(tmp_path / "blobs") if request.param == "local" else "memory:"
    return BlobStore.from_url(url, scratch=tmp_path / "scratch")


@pytest.fixture
def local(tmp_path):
    return BlobStore.from_url((tmp_path / "blobs").as_uri(), scratch=tmp_path / "scratch")


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_blob_comes_back_as_it_was(store):
    blob = store.put_bytes(b"hello")

    assert blob == Blob(HELLO, 5)
    assert store.read_bytes(HELLO) == b"hello"
    assert store.size(HELLO) == 5
    assert store.exists(HELLO)
    assert not files_in(store.scratch.root)


def test_an_empty_blob_is_a_blob(store):
    blob = store.put_bytes(b"")

    assert store.read_bytes(blob.sha256) == b""


@pytest.mark.parametrize("size", [LOCAL_CHUNK - 1, LOCAL_CHUNK, REMOTE_CHUNK + 1])
def test_chunks_join_to_the_whole_and_stay_bounded(store, size):
    content = bytes(range(251)) * (size // 251 + 1)
    blob = store.put_bytes(content[:size])

    chunks = list(store.open_range(blob.sha256))

    assert b"".join(chunks) == content[:size]
    assert max(map(len, chunks)) <= REMOTE_CHUNK


def test_a_range_is_exact(store):
    blob = store.put_bytes(bytes(1000) + b"hello" + bytes(1000))

    assert b"".join(store.open_range(blob.sha256, 1000, 5)) == b"hello"
    assert b"".join(store.open_range(blob.sha256, 2005)) == b""
    with pytest.raises(ValueError, match="outside"):
        list(store.open_range(blob.sha256, 2000, 6))


def test_the_event_loop_reads_the_same(store):
    async def read(*span) -> bytes:
        return b"".join([chunk async for chunk in store.open_range_async(*span)])

    blob = store.put_bytes(b"abc" * 300_000)

    assert asyncio.run(read(blob.sha256, 2, 5)) == b"cabca"
    assert asyncio.run(read(blob.sha256)) == b"abc" * 300_000
    with pytest.raises(BlobNotFound):
        asyncio.run(read(NOBODY))


def test_what_is_not_there_is_not_found(store, tmp_path):
    assert not store.exists(NOBODY)
    with pytest.raises(BlobNotFound):
        store.read_bytes(NOBODY)
    with pytest.raises(BlobNotFound):
        store.materialise(NOBODY)
    with pytest.raises(BlobNotFound):
        store.fetch_to(NOBODY, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_delete_forgets_and_may_be_repeated(store):
    store.put_bytes(b"hello")

    store.delete(HELLO)
    store.delete(HELLO)

    assert not store.exists(HELLO)


@pytest.mark.parametrize(
    "name", ["", "hello", "../" * 20 + "etc/passwd", HELLO.upper(), HELLO + "0", HELLO[:-1] + "\n", "/" + HELLO[1:]]
)
def test_only_a_hash_names_a_blob(store, name):
    """No other name reaches the disk, so no path can leave the store."""
    for use in (store.open, store.delete, store.exists, store.local_path, store.materialise, key_of):
        with pytest.raises(ValueError, match="64 lowercase"):
            use(name)


def test_a_listing_names_every_blob_and_nothing_else(store):
    blobs = {store.put_bytes(f"blob {n}".encode()) for n in range(20)}
    store.check()

    found = list(store.list_blobs())

    assert {Blob(each.sha256, each.size) for each in found} == blobs
    assert all(each.modified.tzinfo is not None for each in found)
    one = found[0].sha256
    assert {each.sha256 for each in store.list_blobs(one[:2])} == {b.sha256 for b in blobs if b.sha256[:2] == one[:2]}
    assert [each.sha256 for each in store.list_blobs(one[:4])] == [one]


def test_a_strangers_file_is_copied_and_left_alone(store, tmp_path):
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"hello")

    blob = store.put_file(photo)
    photo.write_bytes(b"changed later")

    assert store.read_bytes(blob.sha256) == b"hello"


def test_a_wrong_hash_is_refused(store, tmp_path):
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"hello")

    with pytest.raises(BlobCorrupt):
        store.put_file(photo, sha256=NOBODY)

    assert list(store.list_blobs()) == []


def test_an_adopted_scratch_file_outlives_its_block(store):
    with store.scratch_file(".mp4") as path:
        path.write_bytes(b"hello")
        store.put_file(path, sha256=HELLO, size=5)
        assert path.read_bytes() == b"hello"

    assert not path.exists()
    assert store.read_bytes(HELLO) == b"hello"


def test_a_local_store_links_scratch_files_instead_of_copying(local):
    with local.scratch_file() as path:
        path.write_bytes(b"hello")
        local.put_file(path)

        assert path.samefile(local.local_path(HELLO))


def test_a_scratch_file_is_gone_after_an_error(store):
    with pytest.raises(KeyError), store.scratch_file() as path:
        raise KeyError

    assert not path.exists()


def test_identical_puts_at_once_store_one_blob(local, tmp_path):
    """Twelve threads, the same bytes: one file, nothing half done."""
    start = threading.Barrier(12)

    def put(_n):
        start.wait()
        return local.put_bytes(b"x" * 3_000_000)

    with ThreadPoolExecutor(12) as pool:
        blobs = set(pool.map(put, range(12)))

    assert len(blobs) == 1
    assert [path.name for path in files_in(tmp_path / "blobs")] == [blobs.pop().sha256]
    assert not files_in(tmp_path / "scratch")


def test_a_torn_blob_is_replaced_by_the_next_put(local):
    local.put_bytes(b"hello")
    torn = local.local_path(HELLO)
    torn.chmod(0o600)
    torn.write_bytes(b"he")

    local.put_bytes(b"hello")

    assert local.read_bytes(HELLO) == b"hello"


def test_putting_a_blob_again_makes_it_young(local):
    """The sweep of unused blobs goes by age: a blob that was uploaded again must not look unused."""
    local.put_bytes(b"hello")
    path = local.local_path(HELLO)
    old = datetime.now(UTC) - timedelta(days=3)
    set_modified(path, old)

    local.put_bytes(b"hello")

    assert next(local.list_blobs()).modified > old + timedelta(days=2)


def set_modified(path: Path, moment: datetime) -> None:
    os.utime(path, (moment.timestamp(), moment.timestamp()))


def test_the_sweep_takes_what_crashes_left_and_nothing_young(local, tmp_path):
    long_ago = datetime.now(UTC) - timedelta(days=2)
    left = [tmp_path / "scratch" / "a.upload", tmp_path / "blobs" / "incoming" / "b"]
    for path in left:
        path.write_bytes(b"half")
        set_modified(path, long_ago)
    blob = local.put_bytes(b"hello")
    set_modified(local.local_path(blob.sha256), long_ago)
    with local.scratch_file() as young:
        assert local.sweep_scratch(datetime.now(UTC) - timedelta(days=1)) == 2

        assert young.exists()
    assert not any(path.exists() for path in left)
    assert local.read_bytes(HELLO) == b"hello"


def test_an_open_blob_stays_readable_when_it_is_deleted(local):
    local.put_bytes(b"hello")

    with local.open(HELLO) as reader:
        local.delete(HELLO)
        assert b"".join(reader.chunks()) == b"hello"


def test_a_blob_that_shrinks_under_a_reader_is_an_error_not_a_short_answer(local):
    local.put_bytes(b"hello")
    with local.open(HELLO) as reader:
        path = local.local_path(HELLO)
        path.chmod(0o600)
        path.write_bytes(b"he")
        with pytest.raises(BlobCorrupt):
            list(reader.chunks())


def test_materialise_gives_a_file_to_read(store):
    store.put_bytes(b"hello")

    path = store.materialise(HELLO, ".jpg")

    assert path.read_bytes() == b"hello"
    assert store.materialise(HELLO, ".jpg") == path


def test_materialise_reads_a_local_blob_in_place(local):
    local.put_bytes(b"hello")

    assert local.materialise(HELLO, ".jpg") == local.local_path(HELLO)


def test_a_download_with_other_bytes_is_refused(local, tmp_path):
    local.put_bytes(b"hello")
    path = local.local_path(HELLO)
    path.chmod(0o600)
    path.write_bytes(b"jello")

    with pytest.raises(BlobCorrupt):
        local.fetch_to(HELLO, tmp_path / "copy")

    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == []


def test_a_ready_store_passes_its_check(store):
    store.check()

    assert list(store.list_blobs()) == []
    assert not files_in(store.scratch.root)


def test_a_store_that_cannot_be_written_fails_its_check(tmp_path):
    store = BlobStore.from_url(str(tmp_path / "blobs"), scratch=tmp_path / "scratch")
    (tmp_path / "blobs" / "probe").write_text("a file where a folder must be")

    with pytest.raises(StoreUnavailable):
        store.check()


def test_an_unknown_kind_of_store_is_named(tmp_path):
    with pytest.raises(ValueError, match="must be a path"):
        BlobStore.from_url("gopher://x", scratch=tmp_path / "scratch")


def test_blobs_in_the_swept_folder_are_refused(tmp_path):
    with pytest.raises(ValueError, match="swept"):
        BlobStore.from_url(str(tmp_path / "scratch" / "blobs"), scratch=tmp_path / "scratch")
