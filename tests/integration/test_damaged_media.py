"""Damaged and hostile media: uploaded as anyone would upload them, and those that are accepted shown in a film.

Some of them are tried in every run. ``make proof-media`` tries all and keeps the table.
"""

import io
import os
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Self

import av
import pytest
import whole_media
from asgi_client import data_of
from builders import new_client, new_job
from damaged_media import SEED, Damaged, damaged
from PIL import Image

from spotwright.assets import ingest
from spotwright.kit.errors import ApiError
from spotwright.pipeline.cutting_room import CuttingRoom
from spotwright.pipeline.desk import Desk
from spotwright.pipeline.film_steps import FilmSteps
from spotwright.pipeline.steps import Steps
from spotwright.pipeline.studio import Studio
from spotwright.render import codec, sandbox, segments
from spotwright.render.errors import MediaError, RenderCancelled, RenderError
from spotwright.render.film import Film, FilmScene, Media
from spotwright.render.settings import Settings as EncoderSettings
from spotwright.render.timeline import Footage, Plate, Rect, Scene, Timeline

_ALL = bool(os.environ.get("SPOTWRIGHT_TEST_MEDIA"))
_SOME = 40
_SECONDS = 5.0
_MEMORY = 1 << 30
_TOLD = "SPOTWRIGHT_TEST_MEDIA_TABLE"


@dataclass
class Trial:
    """What became of one file."""

    file: Damaged
    upload: str = ""
    """``accepted as …`` or the error's code and text."""
    film: str = ""
    """How many frames, or the error's class and text; empty when it was not shown."""
    seconds: float = 0.0
    accepted: bool = field(default=False)


class Watcher:
    """The most memory that any process below this one held, and the most seconds that any of them worked."""

    def __init__(self) -> None:
        self.most = 0
        self.work = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.05):
            for pid in _below(os.getpid()):
                self.most = max(self.most, _peak(pid))
                self.work = max(self.work, _worked(pid))


def _below(ancestor: int) -> list[int]:
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError):
                continue
    found, frontier = [], {ancestor}
    while frontier:
        frontier = {pid for pid, parent in parents.items() if parent in frontier}
        found += frontier
    return found


def _worked(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _peak(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)


def _upload(trial: Trial, path: Path, services) -> ingest.Examined | None:
    """As the API does it. Anything but an answer or a clear refusal is raised."""
    begun = time.monotonic()
    try:
        found = ingest.examine(path, services.blobs, services.settings)
    except ApiError as error:
        # A child that died or hung is no answer, however it is worded.
        trial.upload = f"{'FAILED ' if 'endering' in str(error) else ''}{error.kind.code}: {error}"
        found = None
    else:
        trial.upload = f"accepted as {found.format}"
        trial.accepted = True
    trial.seconds = time.monotonic() - begun
    return found


def _show(trial: Trial, path: Path, found: ingest.Examined, folder: Path) -> None:
    """As the picture of a scene. Anything but frames or an error of the file is raised."""
    media = Media(str(path), path.stem, found.type, found.width or 0, found.height or 0, found.duration or 0.0)
    film = Film(192, 108, 24, "bold", (FilmScene("hook", "Look", media=(media,), frames=36),))
    limits = sandbox.Limits(wall_seconds=30.0)
    settings = EncoderSettings("ultrafast", 30)
    arguments = {"film": film, "cues": None, "settings": settings, "folder": str(folder)}
    laid_out = sandbox.run("timeline", arguments, limits=limits)
    keys = [segment["key"] for segment in laid_out["segments"]]
    frames = sum(segment["frames"] for segment in laid_out["segments"])
    assert frames == 36
    drawn = {"timeline": str(folder / laid_out["file"]), "places": {}, "keys": keys}
    try:
        sandbox.run("footage", {**drawn, "cache": str(folder), "settings": settings}, limits=limits)
    except MediaError as error:
        named = "" if error.source == media.sha256 else "FAILED to name the file, "
        trial.film = f"{named}{type(error).__name__}: {error}"
    else:
        assert all((folder / f"{key}.mp4").stat().st_size > 0 for key in keys)
        trial.film = "shown"
    assert not list(folder.glob("*.part")), "an unfinished file was left behind"


def _try(file: Damaged, number: int, folder: Path, services) -> Trial:
    place = folder / str(number)
    place.mkdir()
    path = place / f"file{number}{Path(file.name).suffix}"
    path.write_bytes(file.make())
    trial = Trial(file)
    found = _upload(trial, path, services)
    if found is not None and found.type in {"image", "video"}:
        try:
            _show(trial, path, found, place)
        except RenderError as error:
            trial.film = f"FAILED {type(error).__name__}: {error}"
    return trial


def _held() -> int:
    """Bytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def _untouched() -> Iterator[None]:
    """This process is afterwards what it was: no child, no thread, no open file more, and hardly any memory."""
    threads, files = threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))
    memory = _held()
    yield
    assert threading.active_count() <= threads + 2
    assert len(list(Path("/proc/self/fd").iterdir())) <= files + 8
    assert _held() - memory < 300_000_000


def _chosen() -> list[Damaged]:
    every = list(damaged())
    assert len(every) >= 200
    return every if _ALL else every[:: len(every) // _SOME][:_SOME]


def _table(trials: list[Trial], watcher: Watcher) -> str:
    uploads = Counter(trial.upload.split(":")[0] for trial in trials)
    films = Counter(trial.film.split(":")[0] for trial in trials if trial.film)
    slowest = max(trial.seconds for trial in trials)
    lines = [
        f"{len(trials)} damaged files, seed {SEED}.",
        f"Slowest upload: {slowest:.1f} s, on a machine that did {os.getloadavg()[0]:.0f} things at once.",
        f"Of any process below: most work {watcher.work:.1f} s, most memory {watcher.most / 1e6:.0f} MB.",
        "",
        "Uploads: " + ", ".join(f"{count} × {what}" for what, count in sorted(uploads.items())),
        "Films:   " + ", ".join(f"{count} × {what}" for what, count in sorted(films.items())),
        "",
    ]
    width = max(len(f"{trial.file.name}, {trial.file.damage}") for trial in trials)
    for trial in trials:
        what = f"{trial.file.name}, {trial.file.damage}"
        lines.append(f"{what:<{width}}  {trial.upload}{'; ' if trial.film else ''}{trial.film}")
    return "\n".join(lines) + "\n"


@pytest.mark.slow
def test_no_damaged_file_does_harm(services, tmp_path: Path) -> None:
    """Each is refused with a reason or accepted, in time and memory; each accepted one is shown or says why not."""
    files = _chosen()
    with _untouched(), Watcher() as watcher, ThreadPoolExecutor(2) as pool:
        trials = list(pool.map(lambda job: _try(job[1], job[0], tmp_path, services), enumerate(files)))
    table = _table(trials, watcher)
    if os.environ.get(_TOLD):
        Path(os.environ[_TOLD]).write_text(table, encoding="utf-8")
    sys.stdout.write(table)
    assert [line for line in table.splitlines() if "FAILED" in line] == []
    # Work, not time: what else a machine does at the moment says nothing about a file.
    assert watcher.work < _SECONDS
    assert watcher.most < _MEMORY
    assert any(trial.accepted for trial in trials)
    assert any(not trial.accepted for trial in trials)


def _clip_of_copies(path: Path, size: tuple[int, int], frames: int) -> Path:
    """A clip of one PNG again and again, in which only the first says that decoding may begin with it."""
    picture = io.BytesIO()
    Image.new("RGB", size, (200, 90, 40)).save(picture, "PNG")
    with av.open(str(path), "w") as container:
        stream = container.add_stream("png", rate=24)
        stream.width, stream.height, stream.pix_fmt = *size, "rgb24"
        for number in range(frames):
            packet = av.Packet(picture.getvalue())
            packet.pts = packet.dts = number
            packet.time_base, packet.stream, packet.is_keyframe = Fraction(1, 24), stream, number == 0
            container.mux(packet)
    return path


def _footage(source: Footage, folder: Path, seconds: float) -> dict[str, object]:
    """The arguments that draw a scene of nothing but this clip."""
    plate = Plate(source, Rect(0, 0, 192, 108))
    timeline = Timeline(192, 108, 24, (Scene(round(seconds * 24), (plate,)),))
    settings = EncoderSettings("ultrafast", 30)
    (folder / "timeline.json").write_text(codec.dumps(timeline), encoding="utf-8")
    keys = [segment.key for segment in segments.plan(timeline, settings)]
    cache = folder / "cache"
    cache.mkdir()
    return {
        "timeline": str(folder / "timeline.json"),
        "places": {},
        "keys": keys,
        "cache": str(cache),
        "settings": settings,
    }


def _broken_clip(whole_share: float) -> bytes:
    """Six seconds with their index whole, and only noise from a part of them on."""
    content = bytearray(whole_media.clip("mp4", "libx264", "yuv420p", frames=144, preset="ultrafast", g="24"))
    start, end = content.index(b"mdat"), content.rindex(b"moov")
    middle = start + int((end - start) * whole_share)
    content[middle:end] = random.Random(SEED).randbytes(end - middle)
    return bytes(content)


def test_a_clip_that_breaks_on_the_way_is_named_and_leaves_nothing(services, tmp_path: Path) -> None:
    """It is whole at its start, so that its upload is accepted; three seconds in there is only noise."""
    path = tmp_path / "clip.mp4"
    path.write_bytes(_broken_clip(0.5))
    assert ingest.examine(path, services.blobs, services.settings).type == "video"
    arguments = _footage(Footage(str(path), "the clip"), tmp_path, 6.0)
    with pytest.raises(MediaError, match=r"damaged from second [23]\.") as caught:
        sandbox.run("footage", arguments)
    assert caught.value.source == "the clip"
    assert list((tmp_path / "cache").iterdir()) == []


def test_cancelling_stops_the_decoding_of_a_slow_clip_at_once(tmp_path: Path) -> None:
    """The wanted moment is at the end, and all before it has to be decoded first, which takes half a minute."""
    path = _clip_of_copies(tmp_path / "slow.mov", (3600, 2400), 700)
    arguments = _footage(Footage(str(path), "the clip", in_point=28.0), tmp_path, 1.0)
    begun = time.monotonic()
    with pytest.raises(RenderCancelled):
        sandbox.run("footage", arguments, cancelled=lambda: time.monotonic() - begun > 2.0)
    assert 2.0 <= time.monotonic() - begun < 12.0
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_job_with_a_broken_clip_says_which_and_the_next_job_is_made(services, api) -> None:
    client = new_client(api)["id"]
    # Broken before its second second: every scene is longer than what is whole.
    files = {"file": ("clip.mp4", _broken_clip(0.3), "video/mp4")}
    clip = data_of(api.post("/api/v3/assets", files=files, data={"name": "Pouring", "clientId": client}), 201)
    warm = threading.Event()
    warm.set()
    desk, studio = Desk(services.database, services.rates), Studio(services.blobs, services.settings, warm)
    steps = Steps(services.database, services.blobs, services.settings, desk, studio)
    room = CuttingRoom(services.database, services.blobs, studio, "test")
    films = FilmSteps(services.database, services.settings, desk, studio, room)

    def drafted(**creative: object) -> str:
        job_id = new_job(api, client, videoSpecs={"duration": 15, "resolution": "480p", "fps": 24}, **creative)["id"]
        steps.gather(job_id)
        steps.draft(job_id)
        assert data_of(api.get(f"/api/v3/jobs/{job_id}"), 200)["status"] == "storyboard_ready"
        return job_id

    job_id = drafted(assets=[{"assetId": clip["id"]}])
    assert api.post(f"/api/v3/jobs/{job_id}/actions", json={"action": "approve"}).status_code == 202
    for number, parcel in enumerate(films.lay_out(job_id)):
        films.shoot(job_id, number, parcel)
    failed = data_of(api.get(f"/api/v3/jobs/{job_id}"), 200)
    assert failed["status"] == "failed"
    assert "The file “Pouring” cannot be used: The video is damaged from second" in failed["error"]
    drafted()
