"""Settings: everything has a default, the environment may change it, and the secret is made once."""

import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import ValidationError

from spotwright.kit.settings import Settings


def test_everything_lives_in_the_data_folder_by_default(tmp_path):
    settings = Settings.load(tmp_path / "new" / "folder")
    root = (tmp_path / "new" / "folder").resolve()
    assert settings.data_dir == root
    assert root.is_dir()
    assert settings.database_url == f"sqlite:///{root / 'spotwright.db'}"
    assert settings.engine_url == f"sqlite:///{root / 'engine.db'}"
    assert settings.blob_url == str(root / "blobs")


def test_the_engine_shares_a_postgres(tmp_path, monkeypatch):
    monkeypatch.setenv("SPOTWRIGHT_DATABASE_URL", "postgresql://x@127.0.0.1/y")
    assert Settings.load(tmp_path).engine_url == "postgresql://x@127.0.0.1/y"


def test_the_secret_is_made_once_and_is_nobody_elses(tmp_path):
    first, second = (Settings.load(tmp_path).secret_key.get_secret_value() for _ in range(2))
    assert first == second
    assert len(first) >= 32
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    assert Settings.load(tmp_path / "other").secret_key.get_secret_value() != first
    assert first not in repr(Settings.load(tmp_path))


def test_processes_that_start_at_once_agree_on_the_secret(tmp_path):
    code = (
        "import sys; from pathlib import Path; from spotwright.kit.settings import Settings; "
        "sys.stdin.read(); print(Settings.load(Path(sys.argv[1])).secret_key.get_secret_value())"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    processes = [subprocess.Popen(command, **pipes) for _ in range(4)]
    for process in processes:
        process.stdin.close()
    with ThreadPoolExecutor() as pool:
        found = set(pool.map(lambda process: process.stdout.read(), processes))
    assert [process.wait() for process in processes] == [0] * 4
    assert len(found) == 1
    for process in processes:
        process.stdout.close()
    assert not list(tmp_path.glob(".secret*"))


def test_a_short_secret_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("SPOTWRIGHT_SECRET_KEY", "x" * 31)
    with pytest.raises(ValidationError, match="at least 32 characters"):
        Settings.load(tmp_path)
    monkeypatch.setenv("SPOTWRIGHT_SECRET_KEY", "x" * 32)
    assert Settings.load(tmp_path).secret_key.get_secret_value() == "x" * 32
    assert not (tmp_path / "secret.key").exists()


@pytest.mark.parametrize(
    ("text", "origins"),
    [("", ()), ("https://a.example", ("https://a.example",)), (" https://a.example , https://b.example,", 2)],
)
def test_origins_are_separated_by_commas(monkeypatch, text, origins):
    monkeypatch.setenv("SPOTWRIGHT_CORS_ORIGINS", text)
    found = Settings().cors_origins
    assert found == origins or len(found) == origins


@pytest.mark.parametrize(
    ("name", "value"),
    [("ACCESS_TOKEN_HOURS", "0"), ("MAX_JSON_BYTES", "-1"), ("ENCODER_CRF", "99"), ("LOGIN_ATTEMPTS_PER_MINUTE", "-1"),
     ("MAX_UPLOAD_BYTES", "many")],
)  # fmt: skip
def test_nonsense_is_refused_at_start(monkeypatch, name, value):
    monkeypatch.setenv(f"SPOTWRIGHT_{name}", value)
    with pytest.raises(ValidationError):
        Settings()
