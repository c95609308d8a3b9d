"""The command line in a stranger's hands: what works says so, and what fails is one clear sentence."""

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from customer import PHOTOS, brief
from installation import Installation
from patience import until
from PIL import Image
from screening import screen
from typer.testing import CliRunner

from spotwright.cli import app

COMMANDS = ("serve", "worker", "make", "user", "migrate", "openapi", "doctor")


def write_brief(path: Path, **changes: Any) -> Path:
    """A good brief in a file; a change of None leaves the field out."""
    document = {**brief("demo"), "client": {"name": "Morgenrot"}, **changes}
    path.write_text(json.dumps({name: value for name, value in document.items() if value is not None}))
    return path


def check_refusal(installation: Installation, *arguments: str, says: str, text: str = "") -> None:
    """The command fails with one line that says why."""
    ended = installation.run(*arguments, text=text)
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr + ended.stdout
    lines = ended.stderr.strip().splitlines()
    assert len(lines) == 1, ended.stderr
    assert re.search(says, lines[0]), lines[0]


def test_help_names_every_command(installation: Installation) -> None:
    told = installation.run("--help", data_dir=False)
    assert told.returncode == 0
    assert all(re.search(rf"^\W*{command}\b", told.stdout, re.MULTILINE) for command in COMMANDS), told.stdout
    assert installation.run("--version", data_dir=False).stdout.startswith("spotwright 0.")
    unknown = installation.run("sreve", data_dir=False)
    assert unknown.returncode == 2
    assert "No such command" in unknown.stderr


@pytest.mark.cluster
def test_make_needs_no_server(installation: Installation, tmp_path: Path) -> None:
    out = tmp_path / "ad.mp4"
    given = str(write_brief(tmp_path / "brief.json"))
    made = installation.run("make", given, "--asset", str(PHOTOS / "espresso.jpg"), "--out", str(out))
    assert made.returncode == 0, made.stdout + made.stderr
    assert str(out) in made.stdout
    film = screen(out)
    assert (film.frames, film.width, film.height) == (5 * 24, 854, 480)
    with Image.open(tmp_path / "ad.storyboard.jpg") as sheet:
        assert sheet.width > 600
    assert sorted(path.name for path in tmp_path.glob("*ad.*")) == ["ad.mp4", "ad.storyboard.jpg"]
    assert until(lambda: not installation.processes(), "nothing is left running", seconds=20)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'{"adBasics": ', "not valid JSON"),
        (b"[]", "a JSON object"),
        (b"{}", r"adBasics.*creative|creative.*adBasics"),
        (json.dumps({**brief("x"), "adBasics": {"product": "x"}}).encode(), r"targetAudience.*keyMessage"),
        (json.dumps({**brief("x"), "client": "Morgenrot"}).encode(), r"client.*dictionary"),
        (json.dumps({**brief("x"), "context": 3}).encode(), r"context.*dictionary"),
    ],
    ids=("cut", "list", "empty", "gaps", "client", r"context.*dictionary"),
)
def test_make_says_what_is_wrong_with_a_brief(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "brief.json"
    path.write_bytes(content)
    told = make_refuses(tmp_path, str(path), "--out", str(tmp_path / "ad.mp4"))
    assert str(path) in told
    assert re.search(says, told), told
    assert not (tmp_path / "data").joinpath("spotwright.db").exists()


def test_make_says_what_is_wrong_with_its_files(tmp_path: Path) -> None:
    given, out = str(write_brief(tmp_path / "brief.json")), str(tmp_path / "ad.mp4")
    assert re.search("no such file.*none.jpg", make_refuses(tmp_path, given, "--asset", "none.jpg", "--out", out))
    for place in (tmp_path / "no" / "ad.mp4", tmp_path, Path("/proc/ad.mp4")):
        assert f"{place} cannot be written" in make_refuses(tmp_path, given, "--out", str(place))
    assert "cannot be read" in make_refuses(tmp_path, str(tmp_path), "--out", out)
    (tmp_path / "fake.jpg").write_bytes(b"no picture at all" * 100)
    assert "fake.jpg is no picture" in make_refuses(
        tmp_path, given, "--asset", str(tmp_path / "fake.jpg"), "--out", out
    )
    assert not Path(out).exists()


def make_refuses(folder: Path, *arguments: str) -> str:
    """What ``make`` says, in this process, when it cannot: one line."""
    ended = CliRunner().invoke(app, ["make", *arguments, "--data-dir", str(folder / "data")])
    assert isinstance(ended.exception, SystemExit), ended.exception
    assert ended.exit_code == 1
    assert ended.stderr.count("\n") == 1, ended.stderr
    return ended.stderr


def test_users_are_made_once_and_with_a_real_password(installation: Installation) -> None:
    create = ("user", "create", "--password-stdin")
    made = installation.run(*create, "ann", text="long enough\n")
    assert (made.returncode, made.stdout) == (0, "User ann can log in now.\n")
    check_refusal(installation, *create, "ann", text="long enough\n", says="already a user named ann")
    for name, password, says in (
        ("bob", "short\n", "8 to 1000"),
        ("bob", "", "8 to 1000"),
        (" ", "long enough", "name"),
    ):
        refused = CliRunner().invoke(app, [*create, name, "--data-dir", str(installation.data_dir)], input=password)
        assert refused.exit_code == 1
        assert re.search(says, refused.stderr), refused.stderr


@pytest.mark.cluster
def test_migrating_twice_changes_nothing(installation: Installation) -> None:
    for _ in range(2):
        done = installation.run("migrate")
        assert (done.returncode, done.stdout) == (0, "The databases are up to date.\n")


def test_a_data_directory_that_cannot_be_used_is_named(installation: Installation, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("in the way")
    installation.data_dir = file
    check_refusal(installation, "migrate", says="data directory cannot be used.*file")


def test_a_database_that_cannot_be_used_is_named(installation: Installation) -> None:
    for url, says in (("sqlite:////nowhere/at/all.db", "unable to open"), ("ftp://ann:secret@x/y", "no address")):
        ended = installation.run("migrate", extra={"SPOTWRIGHT_DATABASE_URL": url})
        assert (ended.returncode, ended.stderr.count("\n")) == (1, 1), ended.stderr
        assert says in ended.stderr
        assert "secret" not in ended.stderr


def test_settings_that_make_no_sense_are_named(installation: Installation) -> None:
    ended = installation.run("migrate", extra={"SPOTWRIGHT_ENCODER_CRF": "99", "SPOTWRIGHT_SECRET_KEY": "short"})
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert "SPOTWRIGHT_ENCODER_CRF" in ended.stderr
    assert "SPOTWRIGHT_SECRET_KEY" in ended.stderr
    assert "short" not in ended.stderr.replace("at least", "")


@pytest.mark.cluster
def test_doctor_finds_a_healthy_installation_healthy(installation: Installation) -> None:
    assert installation.run("migrate").returncode == 0
    told = installation.run("doctor")
    assert told.returncode == 0, told.stdout
    assert "✗" not in told.stdout
    assert all(word in told.stdout for word in ("SQLite", "Workflow engine", "libx264", "Fonts"))


def test_doctor_says_what_is_missing(installation: Installation) -> None:
    assert installation.run("migrate").returncode == 0
    told = installation.run("doctor", extra={"SPOTWRIGHT_DATABASE_URL": "sqlite:////nowhere/at/all.db"})
    assert told.returncode == 1
    assert re.search(r"✗ +Database .*unable to open", told.stdout), told.stdout
    assert "Traceback" not in told.stdout + told.stderr


@pytest.mark.parametrize("command", ["check", "doctor", "backup"])
def test_who_looks_at_an_installation_makes_none(tmp_path: Path, command: str) -> None:
    target = [str(tmp_path / "shelf")] if command == "backup" else []
    ended = CliRunner().invoke(app, [command, *target, "--data-dir", str(tmp_path / "mistyped")])
    assert (ended.exit_code, ended.stderr.count("\n")) == (1, 1), ended.stderr
    assert "There is no installation in" in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_target_that_is_none_and_settings_that_are_none_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, new = ["--data-dir", str(tmp_path)], ["--data-dir", str(tmp_path / "new")]
    for target in ("ftp://host/shelf", "s3://", "http://[half"):
        for command in (["backups", target], ["backup", target, *data], ["restore", target, *new]):
            ended = CliRunner().invoke(app, command)
            assert ended.exit_code == 1, ended.exception
            assert "is no folder and no s3://bucket/prefix" in ended.stderr
    monkeypatch.setenv("SPOTWRIGHT_BLOB_URL", "ftp://host/blobs")
    for command in (["backup", str(tmp_path.parent / "shelf"), *data], ["migrate", *data]):
        assert "SPOTWRIGHT_BLOB_URL must be" in CliRunner().invoke(app, command).stderr
    monkeypatch.setenv("SPOTWRIGHT_ENCODER_CRF", "99")
    ended = CliRunner().invoke(app, ["restore", str(tmp_path / "shelf"), *new])
    assert ended.exit_code == 1
    assert "The settings are not valid. SPOTWRIGHT_ENCODER_CRF" in ended.stderr


def test_serve_tells_a_stranger_how_to_begin(installation: Installation, tmp_path: Path) -> None:
    installation.serve("--no-worker")
    said = installation.log.read_text()
    advice = re.search(r"^  (.*) user create NAME --data-dir (\S+)$", said, re.MULTILINE)
    assert advice is not None, said
    assert advice[1] == "python -m spotwright"
    assert Path(advice[2]) == installation.data_dir
    assert f"http://127.0.0.1:{installation.port} " in said

    # The document that the command prints is the one that the server shows.
    printed = installation.run("openapi", data_dir=False)
    assert printed.returncode == 0, printed.stderr
    document = json.loads(printed.stdout)
    assert {"/api/v3/jobs", "/api/v2/assets/{asset_id}/data"} <= set(document["paths"])
    assert httpx.get(f"{installation.url}/openapi.json").json() == document
    spec = tmp_path / "spec.json"
    assert CliRunner().invoke(app, ["openapi", "--out", str(spec)]).exit_code == 0
    assert spec.read_text() == printed.stdout

    # A second one on the same port says so, and does not disturb the first.
    check_refusal(installation, "serve", "--port", str(installation.port), says=f"{installation.port}.*in use")
    assert httpx.get(f"{installation.url}/healthz").status_code == 200
