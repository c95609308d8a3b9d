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
