"""A browser shows what the API made, with nothing but the cookie."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import chromium
import pytest
from chromium import Chromium
from customer import Customer
from installation import Installation
from presence import needs

PLAY = """
const video = document.createElement("video");
video.muted = true;
video.controls = true;
video.src = %s;
document.body.replaceChildren(video);
const happens = (event) => new Promise((resolve, reject) => {
  video.addEventListener(event, resolve, { once: true });
  video.addEventListener("error", () => reject(new Error(video.error.message)), { once: true });
});
await video.play();
while (video.currentTime < 1) await happens("timeupdate");
const played = video.currentTime;
const sought = happens("seeked");
video.currentTime = 4;
await sought;
const { videoWidth: width, videoHeight: height, duration } = video;
const canvas = document.createElement("canvas");
const [across, down] = [canvas.width, canvas.height] = [32, 18];
const context = canvas.getContext("2d");
context.drawImage(video, 0, 0, across, down);
const levels = [...context.getImageData(0, 0, across, down).data].filter((_, place) => place %% 4 < 3);
const ended = happens("ended");
video.playbackRate = 4;
await video.play();
await ended;
return { width, height, duration, played, brightest: Math.max(...levels), darkest: Math.min(...levels) };
"""
SHOW = """
const images = %s.map((address) => Object.assign(new Image(), { src: address }));
document.body.replaceChildren(...images);
await Promise.all(images.map((image) => image.decode()));
return images.map((image) => [image.naturalWidth, image.naturalHeight]);
"""


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Chromium]:
    program = chromium.find()
    needs("Chromium", program)
    assert program is not None
    with closing(Chromium(program, tmp_path / "profile")) as started:
        yield started


@pytest.fixture(scope="module")
def finished(shared_server: Installation) -> Iterator[tuple[Customer, dict[str, Any]]]:
    """A customer and the finished job."""
    with closing(Customer(shared_server)) as customer:
        job_id = customer.order(customer.brand())["id"]
        customer.wait_for(job_id, "storyboard_ready")
        customer.approve(job_id)
        yield customer, customer.wait_for(job_id, "completed")


def test_the_film_and_its_storyboard_show_in_a_browser(
    browser: Chromium, shared_server: Installation, finished: tuple[Customer, dict[str, Any]]
) -> None:
    customer, job = finished
    browser.call("Network.setCookie", name="token", value=customer.token, url=shared_server.url)
    # Any page of the same origin will do.
    browser.call("Page.navigate", url=f"{shared_server.url}/docs")
    browser.run("while (document.readyState !== 'complete') await new Promise((resolve) => setTimeout(resolve, 20));")
    addresses = [scene["image_url"] for scene in job["storyboard"]["scenes"]]
    sizes = browser.run(SHOW % json.dumps([*addresses, job["posterUrl"]]))
    assert all(width / height == pytest.approx(854 / 480, rel=0.01) for width, height in sizes)

    played = browser.run(PLAY % json.dumps(job["videoUrl"]))
    assert (played["width"], played["height"]) == (854, 480)
    assert played["duration"] == pytest.approx(5, abs=0.1)
    assert played["played"] >= 1
    assert played["brightest"] - played["darkest"] > 60
    assert browser.complaints == []


def test_a_browser_without_the_cookie_sees_nothing(
    browser: Chromium, shared_server: Installation, finished: tuple[Customer, dict[str, Any]]
) -> None:
    browser.call("Page.navigate", url=f"{shared_server.url}/problems/job-not-found")
    status = browser.run(f"return (await fetch({json.dumps(finished[1]['videoUrl'])})).status;")
    assert status == 401


def test_the_documentation_shows_every_operation_without_a_network(
    browser: Chromium, shared_server: Installation
) -> None:
    browser.call("Page.navigate", url=f"{shared_server.url}/docs")
    count = """
    const deadline = Date.now() + 50_000;
    while (Date.now() < deadline) {
      const shown = document.querySelectorAll(".opblock").length;
      if (shown > 20) return shown;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return 0;
    """
    assert browser.run(count) > 20
    assert browser.complaints == []
