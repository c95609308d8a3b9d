"""Transactions: committed in one place, undone when anything raises, and hooks only for what is safe."""

import sqlite3
import threading

import pytest
import sqlalchemy as sa

from spotwright.db import migrate
from spotwright.db.session import Database, affected, after_commit, insert_or_ignore
from spotwright.http.idempotency import IdempotencyRow
from spotwright.kit import clock, failpoints


@pytest.fixture
def database(tmp_path):
    opened = Database(f"sqlite:///{tmp_path / 'test.db'}")
    migrate.upgrade(opened.engine, tmp_path)
    yield opened
    opened.close()


def row(key: str) -> dict:
    return {"scope": key, "fingerprint": "f", "created_at": clock.now()}


def keys(database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(sa.select(IdempotencyRow.scope).order_by(IdempotencyRow.scope)))


def add(database, seen: list[str], *, spoil: bool) -> None:
    """Write a row, with a hook; and perhaps fail after it was sent to the database."""
    with database.write() as session:
        session.add(IdempotencyRow(**row("a")))
        session.flush()
        after_commit(session, lambda: seen.append("ran"))
        if spoil:
            raise ZeroDivisionError


def test_what_is_written_is_committed(database):
    with database.write() as session:
        session.add(IdempotencyRow(**row("a")))
    assert keys(database) == ["a"]


def test_what_raises_is_undone(database):
    with pytest.raises(ZeroDivisionError):
        add(database, [], spoil=True)
    assert keys(database) == []


def test_hooks_run_after_the_commit_in_their_order(database):
    seen = []
    with database.write() as session:
        session.add(IdempotencyRow(**row("a")))
        after_commit(session, lambda: seen.append(keys(database)))
        after_commit(session, lambda: seen.append("second"))
        assert seen == []
    assert seen == [["a"], "second"]


@pytest.mark.parametrize("where", ["body", "commit"])
def test_hooks_of_what_was_not_committed_never_run(database, monkeypatch, where):
    seen = []
    if where == "commit":
        monkeypatch.setattr(failpoints, "_points", failpoints.Failpoints("db.before_commit=raise"))
    with pytest.raises((failpoints.FailpointError, ZeroDivisionError)):
        add(database, seen, spoil=where == "body")
    assert seen == []
    monkeypatch.undo()
    assert keys(database) == []


def test_a_crash_after_the_commit_loses_the_hook_but_not_the_row(database, monkeypatch):
    seen = []
    monkeypatch.setattr(failpoints, "_points", failpoints.Failpoints("db.after_commit=raise"))
    with pytest.raises(failpoints.FailpointError):
        add(database, seen, spoil=False)
    monkeypatch.undo()
    assert (seen, keys(database)) == ([], ["a"])


def test_a_hook_that_fails_does_not_unsay_what_was_committed(database):
    seen = []

    def fail() -> None:
        raise ConnectionError

    with database.write() as session:
        session.add(IdempotencyRow(**row("a")))
        after_commit(session, fail)
        after_commit(session, lambda: seen.append("the next one runs"))
    assert keys(database) == ["a"]
    assert seen == ["the next one runs"]


def test_a_reader_commits_nothing(database):
    with database.read() as session:
        session.add(IdempotencyRow(**row("a")))
        session.flush()
    assert keys(database) == []


def test_a_reader_does_not_block_a_writer_and_sees_one_moment(database):
    with database.read() as reading:
        assert reading.scalar(sa.select(sa.func.count()).select_from(IdempotencyRow)) == 0
        with database.write() as writing:
            writing.add(IdempotencyRow(**row("a")))
        assert reading.scalar(sa.select(sa.func.count()).select_from(IdempotencyRow)) == 0
    assert keys(database) == ["a"]


def test_only_one_of_two_inserts_wins(database):
    with database.write() as session:
        assert insert_or_ignore(session, IdempotencyRow, row("a"))
        assert not insert_or_ignore(session, IdempotencyRow, row("a"))
        assert insert_or_ignore(session, IdempotencyRow, row("b"))
    assert keys(database) == ["a", "b"]


def test_writers_queue_and_none_is_lost(database):
    """Each reads, then writes: were the lock taken at the write only, two would have read the same number."""

    def count_up() -> None:
        for _ in range(10):
            with database.write() as session:
                number = session.scalar(sa.select(sa.func.count()).select_from(IdempotencyRow))
                session.add(IdempotencyRow(**row(f"{number:03}")))

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert keys(database) == [f"{number:03}" for number in range(40)]


def test_touched_rows_are_counted(database):
    with database.write() as session:
        for key in "abc":
            insert_or_ignore(session, IdempotencyRow, row(key))
        assert affected(session, sa.update(IdempotencyRow).values(status=200)) == 3
        assert affected(session, sa.delete(IdempotencyRow).where(IdempotencyRow.scope == "a")) == 1
        assert affected(session, sa.delete(IdempotencyRow).where(IdempotencyRow.scope == "x")) == 0


def test_sqlite_is_set_up_for_safety(database):
    with database.engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}


def test_ping_says_when_nobody_is_there(database, tmp_path):
    database.ping()
    gone = Database(f"sqlite:///{tmp_path / 'no' / 'folder' / 'x.db'}")
    with pytest.raises(sa.exc.OperationalError):
        gone.ping()


def test_a_postgres_address_of_any_spelling_gets_our_driver():
    for url in ("postgres://x@127.0.0.1/y", "postgresql://x@127.0.0.1/y", "postgresql+psycopg://x@127.0.0.1/y"):
        database = Database(url)
        assert database.engine.url.drivername == "postgresql+psycopg"
        database.close()


def test_the_file_is_an_ordinary_sqlite(database, tmp_path):
    with sqlite3.connect(tmp_path / "test.db") as plain:
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    plain.close()
