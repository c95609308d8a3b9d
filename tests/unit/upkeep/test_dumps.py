"""What other users of the machine may see of a dump."""

from pathlib import Path

import pytest

from spotwright.upkeep import dumps


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ann:s3cret@127.0.0.1:1/ads?sslmode=disable",
        "postgresql://127.0.0.1:1/ads?user=ann&password=s3cret&sslmode=disable",
        "postgresql://ann:first@127.0.0.1:1/ads?sslpassword=s3cret",
    ],
)
def test_a_password_is_never_an_argument(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "pg_restore"
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/arguments\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    dumps.restore_postgres(url, tmp_path / "dump")
    arguments = (tmp_path / "arguments").read_text()
    assert "--dbname=postgresql://" in arguments
    assert "s3cret" not in arguments
    assert "first" not in arguments


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("postgresql+psycopg://ann:a@db/ads", "postgresql://ann:b@DB:5432/ads?sslmode=disable"),
        ("postgres://ann@db/ads", "postgresql://bob@/ads?host=db&port=5432"),
        ("postgresql:///ads?host=/run/postgresql", "postgresql+psycopg:///ads?host=/run/postgresql"),
        ("postgresql://ann@db", "postgresql://ann@db/ann"),
        ("sqlite:////data/one.db", "sqlite+pysqlite:////data/one.db"),
    ],
)
def test_two_spellings_name_one_database(first: str, second: str) -> None:
    assert dumps.are_one(first, second)


@pytest.mark.parametrize(
    "other",
    ["postgresql://db/other", "postgresql://db:5433/ads", "postgresql://elsewhere/ads", "sqlite:////data/ads"],
)
def test_another_host_port_or_name_is_another_database(other: str) -> None:
    assert not dumps.are_one("postgresql://db/ads", other)
