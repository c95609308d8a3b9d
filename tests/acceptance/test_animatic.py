"""A storyboard can be watched and heard before it is approved."""

import time
from collections.abc import Callable
from pathlib import Path

import av
import pytest
from customer import PHOTOS, Customer, Json
from installation import Installation
from screening import screen, starts_fast
from world import World

LogIn = Callable[[Installation], Customer]


@pytest.fixture
def customer(installation: Installation, log_in: LogIn) -> Customer:
    installation.serve(extra={"SPOTWRIGHT_ANIMATIC": "true"})
    installation.create_user()
    return log_in(installation)


def wait_for_animatic(customer: Customer, job_id: str, other_than: str = "") -> str:
    job = customer.wait_until(
        job_id, lambda now: now["storyboard"]["animaticUrl"] not in {None, other_than}, "to be watched"
    )
    url: str = job["storyboard"]["animaticUrl"]
    return url


def sound_of(path: Path) -> list[bytes]:
    """The packets of the sound."""
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(audio=0) if packet.size]


def download(customer: Customer, url: str, path: Path) -> Path:
    path.write_bytes(customer.http.get(url).raise_for_status().content)
    return path


def test_a_storyboard_is_a_small_film_with_the_films_own_sound(customer: Customer, tmp_path: Path) -> None:
    client = customer.brand()
    customer.upload(PHOTOS / "espresso.jpg", client)
    job: Json = customer.order(client, seconds=15, shape="9:16", resolution="540p", fps=25)
    customer.wait_for(job["id"], "storyboard_ready")
    began = time.monotonic()
    first = wait_for_animatic(customer, job["id"])
    print(f"the animatic of a 15 s ad came {time.monotonic() - began:.2f} s after its storyboard")  # noqa: T201
    path = download(customer, first, tmp_path / "first.mp4")
    assert starts_fast(path.read_bytes())
    shown = screen(path)
    assert (shown.width, shown.height, shown.fps) == (360, 640, 12)
    assert shown.codecs == ("h264", "aac")
    assert shown.seconds == pytest.approx(15, abs=0.1)
    assert shown.audio_seconds == pytest.approx(15, abs=0.1)
    assert shown.integrated_lufs == pytest.approx(-14, abs=1)
    assert shown.black_stretches() == []

    customer.act(job["id"], "regenerate_scene", sceneIdx=1, feedback="warmer light")
    customer.wait_until(job["id"], lambda now: not now["regeneratingScenes"], "drawn again")
    assert customer.http.get(first).status_code == 404
    second = download(customer, wait_for_animatic(customer, job["id"], first), tmp_path / "second.mp4")
    assert second.read_bytes() != path.read_bytes()
    world = World(customer.installation)
    charged = world.charges(job["id"])
    assert [work for work in charged if not work.startswith("image_generation/")] == ["storyboard_generation"]
    made = world.scores()

    customer.approve(job["id"])
    job = customer.wait_for(job["id"], "completed")
    film = download(customer, job["videoUrl"], tmp_path / "film.mp4")
    assert world.scores() == made
    assert sound_of(film) == sound_of(second)


def test_an_approval_does_not_wait_for_the_animatic(customer: Customer) -> None:
    job = customer.order(customer.brand(), seconds=60)
    customer.wait_for(job["id"], "storyboard_ready")
    customer.approve(job["id"])
    job = customer.wait_for(job["id"], "completed")
    assert job["storyboard"]["animaticUrl"] is None
    assert World(customer.installation).scores() == 1
