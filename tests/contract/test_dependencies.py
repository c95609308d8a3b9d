"""A dependency that is slow, full, read-only or gone: an honest answer, nothing half done, and well again after it."""

import dataclasses
import sqlite3
from contextlib import contextmanager

import pytest
from asgi_client import data_of, error_of
from builders import new_client, picture, stored_asset

from spotwright.app import create_app
from spotwright.blobs import BlobStore
from spotwright.blobs.errors import StorageFull, StoreUnavailable
from spotwright.db import session as db_session
from spotwright.db.session import Database


@pytest.fixture
def file_only(services):
    """Only a database that is a file is locked, and made read-only, as a whole."""
    if not services.settings.database_url.startswith("sqlite"):
        pytest.skip("is about SQLite")


@pytest.fixture
def impatient(services, api, monkeypatch):
    """The caller of a server that waits for the database's lock for a moment only."""
    monkeypatch.setattr(db_session, "BUSY_MILLISECONDS", 50)
    database = Database(services.settings.database_url)
    yield api.of_app(create_app(dataclasses.replace(services, database=database)))
    database.close()


@contextmanager
def locked(services):
    """Somebody else holds the write lock of the database."""
    path = services.settings.database_url.removeprefix("sqlite:///")
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


@pytest.mark.usefixtures("file_only")
def test_a_locked_database_can_be_read_and_asks_writers_to_come_back(services, impatient):
    client = new_client(impatient)
    with locked(services):
        assert data_of(impatient.get(f"/api/v3/clients/{client['id']}"), 200) == client
        answer = impatient.post("/api/v3/clients", json={"name": "later"}, headers={"Idempotency-Key": "a"})
        error_of(answer, 503, "UNAVAILABLE")
        assert int(answer.headers["retry-after"]) > 0
    data_of(impatient.post("/api/v3/clients", json={"name": "later"}, headers={"Idempotency-Key": "a"}), 201)
    assert impatient.get("/api/v3/clients").json()["meta"]["total"] == 2


@pytest.mark.usefixtures("file_only")
def test_a_read_only_database_can_be_read(services, api):
    client = new_client(api)
    path = services.settings.database_url.removeprefix("sqlite:///")
    database = Database(f"sqlite:///file:{path}?mode=ro&uri=true")
    reader = api.of_app(create_app(dataclasses.replace(services, database=database)))
    assert data_of(reader.get(f"/api/v3/clients/{client['id']}"), 200) == client
    error_of(reader.post("/api/v3/clients", json={"name": "n"}), 503, "UNAVAILABLE")
    database.close()


@pytest.mark.parametrize(("failure", "status"), [(StorageFull, 507), (StoreUnavailable, 503)])
@pytest.mark.parametrize("step", ["put_file", "scratch_file"])
def test_an_upload_that_cannot_be_stored_is_not_listed(api, monkeypatch, failure, status, step):
    def fail(*_arguments, **_options):
        raise failure("no room on /var/lib/secret")

    monkeypatch.setattr(BlobStore, step, fail)
    answer = api.post("/api/v3/assets", files={"file": ("a.txt", b"words")})
    error_of(answer, status)
    assert "secret" not in answer.text
    monkeypatch.undo()
    assert data_of(api.get("/api/v3/assets"), 200) == []


def test_bytes_that_were_lost_are_not_found_and_harm_nothing_else(services, api):
    asset = stored_asset(services, api, picture(77, 55))
    data = api.get(asset["url"])
    digest = data.headers["etag"].removeprefix('"sha256-').rstrip('"')
    services.blobs.delete(digest)
    error_of(api.get(asset["url"]), 404)
    assert data_of(api.get(f"/api/v3/assets/{asset['id']}"), 200) == asset
    assert api.get(asset["thumbnailUrl"]).status_code == 200


def test_a_store_that_is_away_says_so_before_the_first_byte(services, api, monkeypatch):
    asset = stored_asset(services, api)

    async def fail(*_arguments):
        raise StoreUnavailable("connection refused by 10.0.0.7")

    monkeypatch.setattr(BlobStore, "open_async", fail)
    answer = api.get(asset["url"])
    error_of(answer, 503, "UNAVAILABLE")
    assert "10.0.0.7" not in answer.text
