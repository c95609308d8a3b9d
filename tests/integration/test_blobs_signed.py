"""The blob store against an S3 server that checks every signature."""

import os

import pytest
import s3
from presence import needs

from spotwright.blobs import BlobNotFound, BlobStore, StoreUnavailable


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    needs("ministack", s3.program())
    with s3.running(tmp_path_factory.mktemp("s3")) as running:
        yield running


def open_store(server, monkeypatch, tmp_path, **changed):
    for name, value in {**server.environment(), **changed}.items():
        monkeypatch.setenv(name, value)
    return BlobStore.from_url(f"s3://{s3.BUCKET}/{tmp_path.name}", scratch=tmp_path / "scratch")


def test_what_is_signed_with_the_right_secret_is_accepted(server, monkeypatch, tmp_path):
    store = open_store(server, monkeypatch, tmp_path)
    store.check()
    small, large = b"hello", os.urandom(17_000_000)
    blobs = [store.put_bytes(content) for content in (small, large, b"")]
    assert [store.read_bytes(blob.sha256) for blob in blobs] == [small, large, b""]
    assert b"".join(store.open_range(blobs[1].sha256, 9_000_000, 100)) == large[9_000_000:9_000_100]
    assert {blob.sha256 for blob in store.list_blobs()} == {blob.sha256 for blob in blobs}
    store.delete(blobs[0].sha256)
    store.delete(blobs[0].sha256)
    with pytest.raises(BlobNotFound):
        store.read_bytes(blobs[0].sha256)


@pytest.mark.parametrize("changed", [{"AWS_SECRET_ACCESS_KEY": "wrong"}, {"AWS_ACCESS_KEY_ID": "AKIA0000000000000000"}])
def test_what_is_not_is_refused(server, monkeypatch, tmp_path, changed):
    kept = open_store(server, monkeypatch, tmp_path).put_bytes(b"hello")
    store = open_store(server, monkeypatch, tmp_path, **changed)
    for use in (store.check, lambda: store.put_bytes(b"other"), lambda: store.read_bytes(kept.sha256)):
        with pytest.raises(StoreUnavailable):
            use()
