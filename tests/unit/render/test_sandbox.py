"""Tasks in a child process: their results, their errors, and everything that can happen to the child."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from footage_samples import decoded, scenery
from PIL import Image

from spotwright.render import sandbox
from spotwright.render.errors import (
    MediaTooLarge,
    MediaUnsupported,
    RenderCancelled,
    RenderCrashed,
    RenderTimeout,
    TimelineInvalid,
)
from spotwright.render.sandbox import Limits
from spotwright.render.timeline import Curve, Scene, Shape, Tile, Timeline


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    Image.fromarray(scenery(300, 200)).save(path)
    return path


@pytest.fixture
def long_film() -> Timeline:
    moving = Tile(Shape("rect", 90, 90, "#ffffff"), Curve.between(0, 600, until=60), Curve.still(50))
    return Timeline(640, 360, 30, (Scene(9000, (moving,)),))


def test_a_file_is_probed_and_pictured(photo: Path, tmp_path: Path) -> None:
    info = sandbox.run("probe", {"path": str(photo)})
    assert (info["kind"], info["width"], info["height"]) == ("image", 300, 200)
    made = sandbox.run("thumbnail", {"path": str(photo), "info": info, "out": str(tmp_path / "t.webp"), "size": 100})
    assert made == {"width": 100, "height": 67}
    assert (tmp_path / "t.webp").exists()


def test_an_error_comes_back_as_what_it_was(tmp_path: Path) -> None:
    (tmp_path / "x.jpg").write_text("not a picture")
    with pytest.raises(MediaUnsupported, match="not a picture"):
        sandbox.run("probe", {"path": str(tmp_path / "x.jpg")})
    with pytest.raises(MediaTooLarge, match="MB"):
        sandbox.run("probe", {"path": str(tmp_path / "x.jpg"), "limits": {"file_bytes": 1}})


def test_a_film_is_rendered_with_progress(film: Callable[..., Timeline], tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    out = tmp_path / "film.mp4"
    arguments = {"timeline": film(), "out": str(out), "cache": str(tmp_path / "cache")}
    result = sandbox.run("movie", arguments, on_progress=lambda done, total: told.append((done, total)))
    assert result == {"frames": 36}
    assert told[-1] == (36, 36)
    assert len(decoded(out)) == 36


def test_segments_are_rendered_and_joined_apart(film: Callable[..., Timeline], tmp_path: Path) -> None:
    paths = []
    for number in (0, 1):
        paths.append(str(tmp_path / f"{number}.mp4"))
        made = sandbox.run("segment", {"timeline": film(), "number": number, "path": paths[-1]})
    assert (made["kind"], made["first"], made["frames"]) == ("transition", 9, 6)
    sandbox.run("join", {"paths": paths, "out": str(tmp_path / "out.mp4"), "fps": 30})
    assert len(decoded(tmp_path / "out.mp4")) == 15


def test_stills_come_back_in_one_go(film: Callable[..., Timeline], tmp_path: Path) -> None:
    outs = [str(tmp_path / f"{number}.jpg") for number in range(2)]
    sandbox.run("stills", {"timeline": film(), "frames": [3, 20], "outs": outs, "width": 80})
    assert all(Path(out).exists() for out in outs)
    with pytest.raises(TimelineInvalid):
        sandbox.run("stills", {"timeline": film(), "frames": [99], "outs": outs[:1]})


def test_cancelling_stops_within_half_a_second_and_leaves_nothing(long_film: Timeline, tmp_path: Path) -> None:
    out, cache = tmp_path / "film.mp4", tmp_path / "cache"
    begun = asked = 0.0

    def cancelled() -> bool:
        nonlocal asked
        asked = time.monotonic() if begun and not asked else asked
        return asked > 0

    def progress(_done: int, _total: int) -> None:
        nonlocal begun
        begun = time.monotonic()

    arguments = {"timeline": long_film, "out": str(out), "cache": str(cache)}
    with pytest.raises(RenderCancelled):
        sandbox.run("movie", arguments, on_progress=progress, cancelled=cancelled)
    assert time.monotonic() - asked < 0.5
    assert not out.exists()
    assert list(cache.iterdir()) == []


def test_a_child_that_takes_too_long_is_ended(long_film: Timeline, tmp_path: Path) -> None:
    arguments = {"timeline": long_film, "out": str(tmp_path / "o.mp4"), "cache": str(tmp_path / "cache")}
    with pytest.raises(RenderTimeout, match="took longer than"):
        sandbox.run("movie", arguments, limits=Limits(wall_seconds=1.5))
    with pytest.raises(RenderTimeout, match="more than 1 seconds of work"):
        sandbox.run("movie", arguments, limits=Limits(cpu_seconds=1))


def test_a_child_without_memory_ends_in_a_clear_error(photo: Path) -> None:
    with pytest.raises(RenderCrashed) as caught:
        sandbox.run("probe", {"path": str(photo)}, limits=Limits(memory_bytes=90_000_000))
    assert str(photo.parent) not in str(caught.value)


def test_a_child_that_is_killed_ends_in_a_clear_error(long_film: Timeline, tmp_path: Path) -> None:
    arguments = {"timeline": long_film, "out": str(tmp_path / "o.mp4"), "cache": str(tmp_path / "cache")}

    def kill(_done: int, _total: int) -> None:
        children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
        os.kill(int(children[-1]), signal.SIGKILL)

    with pytest.raises(RenderCrashed, match="broke off"):
        sandbox.run("movie", arguments, on_progress=kill)
    assert list((tmp_path / "cache").iterdir()) == []


def test_an_unknown_task_or_argument_is_a_clear_error(photo: Path) -> None:
    with pytest.raises(RenderCrashed):
        sandbox.run("rm", {"path": str(photo)})
    with pytest.raises(RenderCrashed):
        sandbox.run("probe", {"nothing": 1})


def test_a_child_dies_with_its_parent(long_film: Timeline, tmp_path: Path) -> None:
    """When the worker is killed, nothing goes on rendering for nobody."""
    script = (
        "import sys\n"
        "from spotwright.render import sandbox\n"
        "from spotwright.render.timeline import *\n"
        "bar = Tile(Shape('rect', 9, 9, '#ffffff'), Curve.between(0, 600, until=60), Curve.still(5))\n"
        "film = Timeline(640, 360, 30, (Scene(9000, (bar,)),))\n"
        f"arguments = {{'timeline': film, 'out': {str(tmp_path / 'o.mp4')!r}, 'cache': {str(tmp_path)!r}}}\n"
        "sandbox.run('movie', arguments, on_progress=lambda *_: print('on', flush=True))\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"on\n"
        children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
        parent.kill()
    deadline = time.monotonic() + 3
    while time.monotonic() < deadline and any(alive(int(child)) for child in children):
        time.sleep(0.02)
    assert children
    assert not any(alive(int(child)) for child in children)


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_a_child_knows_no_secrets(monkeypatch: pytest.MonkeyPatch, photo: Path) -> None:
    monkeypatch.setenv("SPOTWRIGHT_SECRET", "hush")
    with sandbox.started() as child:
        environment = Path(f"/proc/{child.pid}/environ").read_bytes()
        child.kill()
    assert b"hush" not in environment
