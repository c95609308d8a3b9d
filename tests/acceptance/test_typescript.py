"""A frontend written from the seed document alone, in TypeScript, works against the server unchanged."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from customer import PHOTOS
from installation import NAME, PASSWORD, Installation
from presence import needs

SOURCES = Path(__file__).parent / "typescript"


@pytest.fixture(scope="module")
def frontend(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compiled client; ``story.js`` is its main program."""
    needs("Node 20 and npm", shutil.which("node") and shutil.which("npm"))
    folder = tmp_path_factory.mktemp("frontend")
    for source in SOURCES.glob("*.*"):
        shutil.copy(source, folder)
    installed = run(("npm", "ci", "--no-audit", "--no-fund", "--prefer-offline"), folder)
    needs("the TypeScript compiler from npm", installed.returncode == 0)
    compiled = run(("npx", "--no-install", "tsc", "--outDir", "build"), folder)
    assert compiled.returncode == 0, compiled.stdout
    return folder / "build"


def test_the_frontend_of_the_seed_makes_an_ad(frontend: Path, shared_server: Installation) -> None:
    photo = str(PHOTOS / "espresso.jpg")
    told = run(("node", "story.js", NAME, PASSWORD, photo), frontend, ORIGIN=shared_server.url)
    assert told.returncode == 0, told.stderr + shared_server.last_words()
    seen = json.loads(told.stdout)
    assert seen["videoCount"] == 1
    assert seen["size"] > 20_000
    assert seen["statuses"][-1] == "completed"
    assert "storyboard_ready" in seen["statuses"]
    assert {"storyboard_generation", "video_rendering"} <= set(seen["stages"])


def run(command: Sequence[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in a folder, to its end."""
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
