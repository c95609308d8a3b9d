"""The main job as a customer lives it, over HTTP, on real photographs; and the film it ends with, measured."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import av
import httpx
import numpy as np
import pytest
from customer import PHOTOS, Customer, brief
from installation import ROOT, Installation
from likeness import likeness, ranked
from PIL import Image
from places import Place
from screening import Screening, picture, screen, starts_fast

SHAPES = {"16:9": (854, 480), "9:16": (480, 854), "1:1": (480, 480)}
FPS = 24
_FILMED = "summit-sunset.jpg"
_GALLERY = ("espresso.jpg", "fig-bowl.jpg", _FILMED, "mountain-path.jpg", "forest-stream.jpg")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, new_place: Callable[[], Place]) -> Iterator[Installation]:
    """A server whose operator charges for everything, so that sums can be wrong."""
    folder = tmp_path_factory.mktemp("shop")
    rates = json.loads((ROOT / "spotwright/costs/rates.json").read_text())
    for place, rate in enumerate(rates["rates"]):
        rate["micros"] = 10_000 + 100 * place
    (folder / "rates.json").write_text(json.dumps(rates))
    made = Installation(folder, new_place())
    try:
        made.serve(extra={"SPOTWRIGHT_RATES_FILE": str(folder / "rates.json"), "SPOTWRIGHT_RENDER_AHEAD": "true"})
        made.create_user()
        yield made
    finally:
        made.kill_everything()


@pytest.fixture
def customer(shop: Installation) -> Iterator[Customer]:
    with closing(Customer(shop)) as made:
        yield made


def make_clip(path: Path) -> Path:
    """Two seconds of a slow look along a photo."""
    with Image.open(PHOTOS / _FILMED) as photo, av.open(str(path), "w") as container:
        wide = photo.convert("RGB").resize((900, 600))
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 800, 600, "yuv420p"
        for left in range(0, 100, 2):
            frame = av.VideoFrame.from_image(wide.crop((left, 0, left + 800, 600)))
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


@pytest.mark.parametrize("shape", ["16:9", pytest.param("9:16", marks=pytest.mark.cluster)])
def test_a_brief_with_photographs_becomes_a_film(customer: Customer, shape: str, tmp_path: Path) -> None:
    client = customer.brand()
    campaign = customer.campaign(client)
    photos = [customer.upload(PHOTOS / name, client) for name in ("espresso.jpg", "fig-bowl.jpg")]
    clip = customer.upload(make_clip(tmp_path / "pour.mp4"), client)
    assert [asset["type"] for asset in (*photos, clip)] == ["image", "image", "video"]
    assert clip["duration"] == pytest.approx(2, abs=0.1)
    options = {"shape": shape, "seconds": 6, "assets": [{"assetId": photos[0]["id"]}, {"assetId": clip["id"]}]}
    estimate = customer.post("/api/v3/jobs/dry-run", brief(client, campaign, **options))
    assert sum(estimate["breakdown"].values()) == pytest.approx(estimate["estimatedCost"], abs=1e-9)

    job = customer.order(client, campaign, **options)
    assert (job["status"], job["progress"], job["videoUrl"]) == ("pending", None, None)
    assert job["estimatedCost"] == estimate["estimatedCost"]
    job = customer.wait_for(job["id"], "storyboard_ready")
    scenes = job["storyboard"]["scenes"]
    check_storyboard(scenes, 6)
    assert {clip["id"], photos[0]["id"]} <= {asset for scene in scenes for asset in scene["assets"]}
    images = customer.images(job)
    check_images(images, SHAPES[shape])

    job = regenerate_first(customer, job, images, must_include=photos[1]["id"])
    customer.approve(job["id"])
    assert customer.act(job["id"], "approve").status_code == 409
    job = customer.wait_for(job["id"], "completed")

    film = download(customer, job, tmp_path)
    # The reviewer made one scene longer, and no other shorter.
    check_film(film, SHAPES[shape], sum(scene["duration"] for scene in job["storyboard"]["scenes"]))
    names = {photos[0]["id"]: "espresso.jpg", photos[1]["id"]: "fig-bowl.jpg", clip["id"]: _FILMED}
    check_pictures(film, job, names)
    check_companions(customer, job, SHAPES[shape])
    spent = {"totalSpend": job["actualCost"], "videoCount": 1}
    assert job["actualCost"] > estimate["estimatedCost"] / 2 > 0
    assert customer.get(f"/api/v3/clients/{client}/stats") == {**spent, "campaignCount": 1}
    assert customer.get(f"/api/v3/campaigns/{campaign}/stats") == {**spent, "avgCost": job["actualCost"]}


def test_a_brief_without_any_picture_becomes_a_film(customer: Customer, tmp_path: Path) -> None:
    client = customer.brand()
    job = customer.order(client, shape="1:1", fps=30)
    job = customer.wait_for(job["id"], "storyboard_ready")
    check_storyboard(job["storyboard"]["scenes"], 5)
    check_images(customer.images(job), SHAPES["1:1"])
    customer.approve(job["id"])
    job = customer.wait_for(job["id"], "completed")
    check_film(download(customer, job, tmp_path), SHAPES["1:1"], 5, fps=30)
    assert customer.get(f"/api/v3/clients/{client}/stats")["videoCount"] == 1


def test_a_retaken_scene_shows_every_picture_it_names(customer: Customer) -> None:
    client = customer.brand()
    names = ("espresso.jpg", "fig-bowl.jpg")
    photos = [customer.upload(PHOTOS / name, client)["id"] for name in names]
    job = customer.wait_for(customer.order(client, assets=[{"assetId": photos[0]}])["id"], "storyboard_ready")
    customer.act(job["id"], "regenerate_scene", sceneIdx=0, constraints={"mustIncludeAssets": photos})
    job = customer.wait_until(job["id"], lambda now: not now["regeneratingScenes"], "drawn again")
    scene = job["storyboard"]["scenes"][0]
    assert set(scene["assets"]) == set(photos)
    still = picture(customer.images(job)[0])
    frame = np.asarray(still.resize((round(160 * still.width / still.height), 160)))
    found = {name: likeness(photo, frame) for name, photo in gallery().items()}
    assert min(found[name] for name in names) > max(found[name] for name in found if name not in names) + 0.05, found


def check_storyboard(scenes: list[dict[str, Any]], seconds: float) -> None:
    """It has the parts of an ad, each whole, and its scenes fill the time."""
    assert 3 <= len(scenes) <= 7
    assert [scene["scene_idx"] for scene in scenes] == list(range(len(scenes)))
    assert (scenes[0]["role"], scenes[-1]["role"]) == ("hook", "cta")
    assert sum(scene["duration"] for scene in scenes) == pytest.approx(seconds, abs=0.01)
    for scene in scenes:
        assert scene["duration"] >= 0.5
        assert all(scene[field] for field in ("description", "shotType", "transition", "image_url"))
    # A short scene may be silent; the ad is not.
    assert sum(bool(scene["script"]) for scene in scenes) >= 2


def check_images(images: list[bytes], size: tuple[int, int]) -> None:
    """Each can be decoded, has the film's shape, and shows something of its own."""
    for image in images:
        still = picture(image)
        assert still.width / still.height == pytest.approx(size[0] / size[1], rel=0.01)
        assert np.asarray(still.convert("L")).std() > 8
    assert len(set(images)) == len(images)


def regenerate_first(customer: Customer, job: dict[str, Any], images: list[bytes], must_include: str) -> dict[str, Any]:
    """Take the first scene again; the job afterwards, in which nothing else has changed."""
    before = job["storyboard"]["scenes"]
    wanted = round(before[0]["duration"] + 0.5, 3)
    constraints = {"duration": wanted, "mustIncludeAssets": [must_include]}
    answer = customer.act(
        job["id"], "regenerate_scene", sceneIdx=0, feedback="brighter, closer", constraints=constraints
    )
    assert answer.json()["data"] == {"message": "Scene regeneration started", "updatedSceneIdx": 0}
    job = customer.wait_until(job["id"], lambda now: not now["regeneratingScenes"], "drawn again")
    assert job["status"] == "storyboard_ready"
    after = job["storyboard"]["scenes"]
    assert must_include in after[0]["assets"]
    assert after[0]["take"] == 1
    assert after[0]["duration"] == pytest.approx(wanted, abs=1 / FPS)
    redrawn = customer.images(job)
    assert redrawn[0] != images[0]
    assert (after[1:], redrawn[1:]) == (before[1:], images[1:])
    return job


def download(customer: Customer, job: dict[str, Any], folder: Path) -> Screening:
    """Fetch the film the way a browser does, piece by piece with the cookie alone, and screen it."""
    get = browser_get(customer, job["videoUrl"])
    first = get("bytes=0-")
    assert (first.status_code, first.headers["content-type"]) == (206, "video/mp4")
    content = first.content
    assert first.headers["content-range"] == f"bytes 0-{len(content) - 1}/{len(content)}"
    middle = len(content) // 2
    assert get(f"bytes={middle}-{middle + 999}").content == content[middle : middle + 1000]
    assert get("bytes=-500").content == content[-500:]
    assert get(f"bytes={len(content)}-").status_code == 416
    assert starts_fast(content)
    (folder / "film.mp4").write_bytes(content)
    return screen(folder / "film.mp4")


def browser_get(customer: Customer, path: str) -> Callable[[str], httpx.Response]:
    """GET with a range, as a ``<video>`` tag sends it: with the cookie and no other token."""
    url, cookies = customer.http.base_url.join(path), {"token": customer.token}

    def get(range_: str) -> httpx.Response:
        with httpx.Client(cookies=cookies, timeout=60) as client:
            return client.get(url, headers={"Range": range_})

    return get


def check_film(film: Screening, size: tuple[int, int], seconds: float, fps: int = FPS) -> None:
    """What is promised of every delivered file."""
    assert (film.width, film.height) == size
    assert (film.fps, film.frames) == (fps, round(fps * seconds))
    assert film.codecs == ("h264", "aac")
    assert film.pixel_format == "yuv420p"
    assert film.seconds == pytest.approx(seconds, abs=0.1)
    assert film.audio_seconds == pytest.approx(seconds, abs=0.1)
    assert film.black_stretches() == []
    assert film.still_stretches() == []
    assert film.integrated_lufs == pytest.approx(-14, abs=1)
    assert film.true_peak_db <= -1


def check_pictures(film: Screening, job: dict[str, Any], names: dict[str, str]) -> None:
    """Each scene shows the picture of the client that the storyboard says it does, and not just any."""
    end = 0.0
    for scene in job["storyboard"]["scenes"]:
        begin, end = end, end + scene["duration"]
        middle = film.thumbs[round((begin + end) / 2 * FPS)]
        if scene["assets"]:
            assert ranked(gallery(), middle)[0] == names[scene["assets"][0]]


def gallery() -> dict[str, Image.Image]:
    """The photos of the ad, and others that it must not be mistaken for."""
    return {name: Image.open(PHOTOS / name) for name in _GALLERY}


def check_companions(customer: Customer, job: dict[str, Any], size: tuple[int, int]) -> None:
    """Captions in both spellings, and a poster."""
    captions = customer.http.get(job["captionsUrl"])
    assert captions.headers["content-type"].startswith("text/vtt")
    assert captions.text.startswith("WEBVTT\n\n")
    subtitles = customer.http.get(job["subtitlesUrl"]).text
    assert subtitles.startswith("1\n00:00:0")
    assert captions.text.count(" --> ") == subtitles.count(" --> ") > 1
    poster = picture(customer.http.get(job["posterUrl"]).content)
    assert poster.width / poster.height == pytest.approx(size[0] / size[1], rel=0.01)
