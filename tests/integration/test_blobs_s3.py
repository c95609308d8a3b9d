"""The blob store on S3: the real client against an S3 server on loopback."""

import asyncio
import os
import time

import obstore
import pytest
import s3
from presence import needs

from spotwright.blobs import BlobCorrupt, BlobNotFound, BlobStore, StoreUnavailable
from spotwright.blobs.blob import key_of

NOBODY = "0" * 64


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    needs("ministack, the S3 server of the dev group", s3.program())
    with s3.running(tmp_path_factory.mktemp("s3")) as running:
        yield running


def on_s3(server, tmp_path, *, endpoint: str = "", bucket: str = s3.BUCKET) -> BlobStore:
    access = {
        "endpoint": endpoint or server.endpoint,
        "access_key_id": server.access_key,
        "secret_access_key": server.secret,
        "region": s3.REGION,
    }
    return BlobStore.from_url(f"s3://{bucket}/{tmp_path.name}", scratch=tmp_path / "scratch", s3=access)


@pytest.fixture
def store(server, tmp_path):
    return on_s3(server, tmp_path)


def test_a_large_blob_goes_in_parts_and_comes_back(store):
    content = os.urandom(21_000_000)

    blob = store.put_bytes(content)

    assert store.size(blob.sha256) == len(content)
    assert store.read_bytes(blob.sha256) == content
    assert b"".join(store.open_range(blob.sha256, 4_000_000, 9_000_000)) == content[4_000_000:13_000_000]
    assert [(each.sha256, each.size) for each in store.list_blobs()] == [(blob.sha256, len(content))]


def test_the_event_loop_reads_the_same(store):
    blob = store.put_bytes(b"hello" * 2_000_000)

    async def read() -> bytes:
        return b"".join([chunk async for chunk in store.open_range_async(blob.sha256, 1, 9_000_000)])

    assert asyncio.run(read()) == (b"hello" * 2_000_000)[1:9_000_001]


def test_an_empty_blob_is_a_blob(store):
    assert store.read_bytes(store.put_bytes(b"").sha256) == b""


def test_a_renderer_gets_a_verified_local_copy(store):
    blob = store.put_bytes(b"hello")

    path = store.materialise(blob.sha256, ".jpg")

    assert (path.read_bytes(), path.suffix) == (b"hello", ".jpg")
    assert store.local_path(blob.sha256) is None
    store.delete(blob.sha256)
    assert store.materialise(blob.sha256, ".jpg") == path


def test_other_bytes_under_the_name_are_refused(store, server, tmp_path):
    blob = store.put_bytes(b"hello")
    obstore.put(server.bucket(), f"{tmp_path.name}/{key_of(blob.sha256)}", b"jello")

    with pytest.raises(BlobCorrupt):
        store.materialise(blob.sha256)

    assert [path for path in store.scratch.root.rglob("*") if path.is_file()] == []


def test_what_is_not_there_is_not_found_and_may_be_deleted(store):
    assert not store.exists(NOBODY)
    with pytest.raises(BlobNotFound):
        store.read_bytes(NOBODY)
    store.delete(NOBODY)


def test_a_ready_store_passes_its_check(store):
    store.check()

    assert list(store.list_blobs()) == []


def test_a_missing_bucket_is_not_taken_for_a_missing_blob(server, tmp_path):
    store = on_s3(server, tmp_path, bucket="no-such-bucket")

    with pytest.raises(StoreUnavailable):
        store.check()
    with pytest.raises(StoreUnavailable):
        store.put_bytes(b"hello")


def test_a_server_that_is_away_is_unavailable_soon(server, tmp_path):
    store = on_s3(server, tmp_path, endpoint="http://127.0.0.1:9")
    started = time.monotonic()

    for use in (store.check, lambda: store.exists(NOBODY), lambda: store.delete(NOBODY), lambda: [*store.list_blobs()]):
        with pytest.raises(StoreUnavailable):
            use()

    assert time.monotonic() - started < 25
