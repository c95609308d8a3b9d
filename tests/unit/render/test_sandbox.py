"""Tasks in a child process: their results, their errors, and everything that can happen to the child."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from footage_samples import decoded, scenery
from PIL import Image

from spotwright.render import codec, sandbox
from spotwright.render.errors import (
    MediaTooLarge,
    MediaUnsupported,
    RenderCancelled,
    RenderCrashed,
    RenderTimeout,
    TimelineInvalid,
)
from spotwright.render.film import Film, FilmScene
from spotwright.render.nursery import NURSERIES, Kind, Nursery
from spotwright.render.sandbox import Limits
from spotwright.render.segments import plan
from spotwright.render.settings import DEFAULTS
from spotwright.render.timeline import Curve, Scene, Shape, Tile, Timeline

Order = Callable[[Timeline], dict[str, Any]]

SETTINGS = {"settings": DEFAULTS}


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    Image.fromarray(scenery(300, 200)).save(path)
    return path


@pytest.fixture
def long_film() -> Timeline:
    moving = Tile(Shape("rect", 90, 90, "#ffffff"), Curve.between(0, 600, until=60), Curve.still(50))
    return Timeline(640, 360, 30, (Scene(9000, (moving,)),))


@pytest.fixture
def order(tmp_path: Path) -> Order:
    """Writes a timeline down; what to tell the tasks that draw it and put it together."""

    def ask(timeline: Timeline) -> dict[str, Any]:
        (tmp_path / "timeline.json").write_text(codec.dumps(timeline))
        place = {"timeline": str(tmp_path / "timeline.json"), "places": {}, "cache": str(tmp_path / "cache")}
        return {**place, "keys": [segment.key for segment in plan(timeline)]}

    return ask


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


def test_a_film_is_rendered_with_progress(film: Callable[..., Timeline], order: Order, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    wanted = order(film())
    sandbox.run("footage", SETTINGS | wanted, on_progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (36, 36)
    made = sandbox.run("finish", wanted | {"sound": None, "folder": str(tmp_path)})
    assert made["files"]["video"] == ["ad.mp4", "video/mp4"]
    assert len(decoded(tmp_path / "ad.mp4")) == 36
    assert sorted(path.name for path in tmp_path.glob("*.part")) == []


def test_segments_are_rendered_and_joined_apart(film: Callable[..., Timeline], order: Order, tmp_path: Path) -> None:
    wanted = order(film())
    first, second = wanted["keys"][:2]
    for key, frames in ((first, 9), (second, 6)):
        sandbox.run("footage", SETTINGS | wanted | {"keys": [key]})
        assert len(decoded(tmp_path / "cache" / f"{key}.mp4")) == frames
    assert len(list((tmp_path / "cache").iterdir())) == 2
    sandbox.run("finish", wanted | {"keys": [first, second], "sound": None, "folder": str(tmp_path)})
    assert len(decoded(tmp_path / "ad.mp4")) == 15


def test_stills_come_back_in_one_go(tmp_path: Path) -> None:
    scenes = tuple(FilmScene("benefit", words, frames=60) for words in ("One", "Two", "Three"))
    ad = Film(160, 90, 30, "bold", scenes)
    made = sandbox.run("storyboard", {"film": ad, "scenes": [0, 2], "folder": str(tmp_path)})
    assert made["files"] == ["scene-0.jpg", "scene-2.jpg"]
    assert sorted(path.name for path in tmp_path.iterdir()) == made["files"]
    odd = replace(ad, width=161)
    with pytest.raises(TimelineInvalid):
        sandbox.run("storyboard", {"film": odd, "scenes": [0], "folder": str(tmp_path)})


def test_cancelling_stops_within_half_a_second_and_leaves_nothing(
    long_film: Timeline, order: Order, tmp_path: Path
) -> None:
    begun = asked = 0.0

    def cancelled() -> bool:
        nonlocal asked
        asked = time.monotonic() if begun and not asked else asked
        return asked > 0

    def progress(_done: int, _total: int) -> None:
        nonlocal begun
        begun = time.monotonic()

    with pytest.raises(RenderCancelled):
        sandbox.run("footage", SETTINGS | order(long_film), on_progress=progress, cancelled=cancelled)
    assert time.monotonic() - asked < 10
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_child_that_takes_too_long_is_ended(long_film: Timeline, order: Order) -> None:
    arguments = SETTINGS | order(long_film)
    with pytest.raises(RenderTimeout, match="took longer than"):
        sandbox.run("footage", arguments, limits=Limits(wall_seconds=1.5))
    with pytest.raises(RenderTimeout, match="more than 1 seconds of work"):
        sandbox.run("footage", arguments, limits=Limits(cpu_seconds=1))


def test_a_child_without_memory_ends_in_a_clear_error(photo: Path) -> None:
    with pytest.raises(RenderCrashed) as caught:
        sandbox.run("probe", {"path": str(photo)}, limits=Limits(memory_bytes=90_000_000))
    assert str(photo.parent) not in str(caught.value)


def test_a_child_that_is_killed_ends_in_a_clear_error(long_film: Timeline, order: Order, tmp_path: Path) -> None:
    arguments = SETTINGS | order(long_film)

    def kill(_done: int, _total: int) -> None:
        os.kill(offspring(warm_process())[0], signal.SIGKILL)

    with pytest.raises(RenderCrashed, match="broke off") as caught:
        sandbox.run("footage", arguments, on_progress=kill)
    assert "ended with -9" in "".join(caught.value.__notes__)
    assert list((tmp_path / "cache").iterdir()) == []
    assert offspring(warm_process()) == []


def test_a_nursery_that_is_killed_ends_its_task_and_is_replaced(
    long_film: Timeline, order: Order, tmp_path: Path
) -> None:
    arguments = SETTINGS | order(long_film)
    children: list[int] = []

    def kill(_done: int, _total: int) -> None:
        children[:] = children or offspring(warm_process())
        os.kill(warm_process(), signal.SIGKILL)

    with pytest.raises(RenderCrashed, match="broke off"):
        sandbox.run("footage", arguments, on_progress=kill)
    assert list((tmp_path / "cache").iterdir()) == []
    assert children
    assert not any(alive(child) for child in children)
    assert sandbox.run("warm_up", {})["frames"] > 0


def test_tasks_of_many_threads_do_not_meet(photo: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: sandbox.run("probe", {"path": str(photo)}), range(40)))
    assert {info["width"] for info in made} == {300}
    assert offspring(warm_process("media")) == []


def test_a_task_that_nobody_waits_for_is_never_begun(photo: Path) -> None:
    """While the nursery warms up, a task can be cancelled, and others go on."""
    nursery = Nursery("film")
    forgotten, wanted = nursery.child(), nursery.child()
    assert forgotten.born(0.01) is None
    forgotten.close()
    with closing(wanted):
        process = wanted.born(60)
        assert process is not None
        assert nursery._process is not None
        assert offspring(nursery._process.pid) == [process]
        assert wanted.end() == -signal.SIGKILL
    nursery.close()


def test_a_nursery_that_cannot_start_is_a_clear_error(
    photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "numpy.py").write_text("raise ImportError('no such luck')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    nursery = Nursery("media")
    monkeypatch.setitem(NURSERIES, "media", nursery)
    with pytest.raises(RenderCrashed) as caught:
        sandbox.run("probe", {"path": str(photo)})
    assert "no such luck" in "".join(caught.value.__notes__)
    monkeypatch.delenv("PYTHONPATH")
    assert sandbox.run("probe", {"path": str(photo)})["width"] == 300
    nursery.close()


def test_a_nursery_takes_nothing_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever starts a worker in a folder of somebody else's files runs none of them."""
    for module in ("json", "http", "numpy", "av", "spotwright"):
        (tmp_path / f"{module}.py").write_text("raise ImportError('this is not the library')")
    monkeypatch.chdir(tmp_path)
    nursery = Nursery("media")
    with closing(nursery.child()) as child:
        assert child.born(60), nursery.last_words()
        child.end()
    nursery.close()


def test_whoever_orders_films_has_none_of_what_makes_them_in_memory() -> None:
    """The worker lives beside its nurseries: what they hold, it need not hold a second time."""
    script = (
        "import sys, spotwright.worker, spotwright.app\n"
        "print(*sorted({'numpy', 'numba', 'skia', 'av', 'PIL', 'onnxruntime'} & set(sys.modules)))\n"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.split() == []


def test_a_task_works_in_the_folder_of_whoever_asked(
    photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        photo.with_name(folder).joinpath("p.jpg").write_bytes(photo.read_bytes())
        monkeypatch.chdir(tmp_path / folder)
        assert sandbox.run("probe", {"path": "p.jpg"})["width"] == 300


def test_what_a_task_changes_in_its_process_ends_with_it(photo: Path) -> None:
    """Each task has the limits that it was given, whatever the one before it had."""
    with pytest.raises(RenderCrashed):
        sandbox.run("probe", {"path": str(photo)}, limits=Limits(memory_bytes=90_000_000))
    assert sandbox.run("probe", {"path": str(photo)})["width"] == 300


def test_an_unknown_task_or_argument_is_a_clear_error(photo: Path) -> None:
    with pytest.raises(RenderCrashed):
        sandbox.run("rm", {"path": str(photo)})
    with pytest.raises(RenderCrashed):
        sandbox.run("probe", {"nothing": 1})


def test_a_child_dies_with_its_parent(long_film: Timeline, order: Order) -> None:
    """When the worker is killed, nothing goes on rendering for nobody."""
    script = (
        "from spotwright.render import sandbox\n"
        "from spotwright.render.settings import DEFAULTS\n"
        f"arguments = {{'settings': DEFAULTS, **{order(long_film)!r}}}\n"
        "sandbox.run('footage', arguments, on_progress=lambda *_: print('on', flush=True))\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"on\n"
        nursery = offspring(parent.pid)
        children = offspring(*nursery)
        parent.kill()
    deadline = time.monotonic() + 3
    while time.monotonic() < deadline and any(alive(process) for process in nursery + children):
        time.sleep(0.02)
    assert children
    assert not any(alive(process) for process in nursery + children)


def warm_process(kind: Kind = "film") -> int:
    process = NURSERIES[kind]._process
    assert process is not None
    return process.pid


def offspring(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_a_child_knows_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPOTWRIGHT_SECRET", "hush")
    nursery = Nursery("media")
    with closing(nursery.child()) as child:
        process = child.born(60)
        environment = Path(f"/proc/{process}/environ").read_bytes()
        child.end()
    nursery.close()
    assert b"PATH=" in environment
    assert b"hush" not in environment


def test_a_child_holds_nothing_of_other_tasks() -> None:
    """A child has its three streams, one of them twice, and its line open: nothing of its nursery or of siblings."""
    nursery = Nursery("media")
    with closing(nursery.child()) as one, closing(nursery.child()) as two:
        processes = [one.born(60), two.born(60)]
        deadline = time.monotonic() + 5
        opened: list[list[str]] = []
        # A child is known before it has put its streams in place.
        while time.monotonic() < deadline and [len(names) for names in opened] != [5, 5]:
            opened = [[name.name for name in Path(f"/proc/{p}/fd").iterdir()] for p in processes]
        assert [len(names) for names in opened] == [5, 5], opened
        assert [one.end(), two.end()] == [-signal.SIGKILL, -signal.SIGKILL]
    nursery.close()
