"""The README promises nothing that is not there."""

import json
import re
from pathlib import Path

import pytest
from typer.main import get_command

from spotwright.cli.main import app
from spotwright.jobs.schemas import JobCreate
from spotwright.kit.settings import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_it_names_exists() -> None:
    known = get_command(app).commands
    named = set(re.findall(r"spotwright (\w+)", README)) - {"user"}
    assert named
    assert named <= set(known)
    assert "create" in known["user"].commands


def test_every_command_is_named() -> None:
    assert set(re.findall(r"spotwright (\w+)", README)) >= set(get_command(app).commands)


def test_every_make_target_it_names_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"^make ([a-z-]+)", README, re.MULTILINE))
    assert {"demo", "test", "setup"} <= named <= targets


def test_every_setting_it_names_exists() -> None:
    fields = {f"SPOTWRIGHT_{name.upper()}" for name in Settings.model_fields}
    named = set(re.findall(r"SPOTWRIGHT_[A-Z_]+", README))
    assert named
    assert named <= fields


def test_every_file_it_links_to_exists() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


def test_every_room_stands_in_the_house() -> None:
    house = README.split("## The house")[1].split("##")[0]
    rooms = {path.name for path in (ROOT / "spotwright").glob("[!_]*") if path.is_dir()}
    assert set(re.findall(r"`(\w+)/`", house)) == rooms


def test_every_decision_is_in_their_list() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"^\d\. \[(.+)\]\((.+)\)$", (folder / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    written = {path.name: path.read_text(encoding="utf-8").split("\n")[0] for path in folder.glob("0*.md")}
    assert written == {name: f"# {int(name[:4])}. {title}" for title, name in listed}


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.json")), ids=lambda path: path.name)
def test_every_example_is_a_brief_that_the_api_accepts(path: Path) -> None:
    body = json.loads(path.read_text(encoding="utf-8"))
    body.pop("client", None)
    JobCreate.model_validate(body)
