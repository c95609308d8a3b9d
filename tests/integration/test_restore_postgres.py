"""A restore into a PostgreSQL that fails at its last step can be begun anew."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import postgres
import pytest
import sqlalchemy as sa
from presence import needs

from spotwright.bootstrap import Services
from spotwright.kit.settings import Settings
from spotwright.upkeep.backup import back_up
from spotwright.upkeep.dumps import DumpError
from spotwright.upkeep.restore import NotEmptyError, restore


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[str]:
    needs("PostgreSQL with its client programs", postgres.binaries() and shutil.which("pg_dump"))
    with postgres.running(tmp_path_factory.mktemp("postgres")) as url:
        yield url


@pytest.fixture(scope="module")
def shelf(server, tmp_path_factory) -> str:
    folder = tmp_path_factory.mktemp("backed-up")
    url = postgres.new_database(server)
    settings = Settings.load(folder / "data").model_copy(update={"database_url": url, "engine_url": url})
    with closing(Services.open(settings)):
        back_up(settings, str(folder / "shelf"))
    return str(folder / "shelf")


@pytest.fixture
def new(server, tmp_path, monkeypatch) -> Path:
    """Where to restore to: a folder, and an empty database."""
    monkeypatch.setenv("SPOTWRIGHT_DATABASE_URL", postgres.new_database(server))
    return tmp_path / "new"


def instead_of_pg_restore(folder: Path, monkeypatch, script: str) -> None:
    (folder / "bin").mkdir()
    (folder / "bin" / "pg_restore").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "bin" / "pg_restore").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder / 'bin'}:{os.environ['PATH']}")


def test_one_that_failed_leaves_nothing_and_is_begun_anew(shelf, new, tmp_path, monkeypatch):
    with monkeypatch.context() as broken:
        instead_of_pg_restore(tmp_path, broken, "echo the server is gone >&2; exit 1")
        with pytest.raises(DumpError, match="the server is gone"):
            restore(shelf, new)
    assert list(new.iterdir()) == []

    restore(shelf, new)

    Services.open(Settings.load(new)).close()


def test_one_that_failed_when_the_rows_were_there_is_not_cleared_away(shelf, new, tmp_path, monkeypatch):
    with monkeypatch.context() as broken:
        instead_of_pg_restore(tmp_path, broken, f'{shutil.which("pg_restore")} "$@"; exit 1')
        with pytest.raises(DumpError):
            restore(shelf, new)
    assert (new / ".restored").is_dir()
    with pytest.raises(NotEmptyError):
        restore(shelf, new)

    Services.open(Settings.load(new)).close()


def test_a_database_that_went_away_is_told_with_what_to_do(shelf, tmp_path, monkeypatch):
    new = tmp_path / "new"
    with postgres.running(tmp_path) as url:
        monkeypatch.setenv("SPOTWRIGHT_DATABASE_URL", postgres.new_database(url))
        engine = sa.create_engine(url)
        with engine.connect() as connection:
            folder = connection.scalar(sa.text("SHOW data_directory"))
        engine.dispose()
        instead_of_pg_restore(tmp_path, monkeypatch, f"kill -INT $(head -1 {folder}/postmaster.pid); sleep 2; exit 1")
        with pytest.raises(DumpError, match=r"does not answer any more.*remove .*new"):
            restore(shelf, new)


def test_without_the_program_nothing_is_begun(shelf, new, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DumpError, match="pg_restore is not installed"):
        restore(shelf, new)
    assert list(new.iterdir()) == []
