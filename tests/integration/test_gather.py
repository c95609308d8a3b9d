"""Files that a brief names by address become assets of its client: once, or not at all and for a clear reason."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from builders import brief, new_campaign, new_client, new_job, picture
from web_site import Names, Site, Wire, answer, redirect

from spotwright.auth.service import Caller
from spotwright.jobs import record
from spotwright.jobs import service as jobs
from spotwright.jobs.schemas import JobCreate
from spotwright.jobs.states import Status
from spotwright.kit.failpoints import FailpointError, Failpoints
from spotwright.outbound import OutboundTransport, UrlPolicy
from spotwright.pipeline import gather as module
from spotwright.pipeline.desk import Desk
from spotwright.pipeline.gather import GatherError, gather
from spotwright.pipeline.steps import Steps
from spotwright.pipeline.studio import Studio
from spotwright.pipeline.workflow import Wish
from spotwright.render.errors import RenderCancelled

PUBLIC = "93.184.216.34"
HOST = "http://media.example.com"


@pytest.fixture(autouse=True)
def _hurry(monkeypatch):
    monkeypatch.setattr(module, "PAUSES", (0.05, 0.05))


@pytest.fixture
def site():
    with Site().open() as opened:
        opened.pages["/bag.jpg"] = answer(picture(), Content_Type="text/html")
        opened.pages["/logo.png"] = answer(picture(40, 40, "PNG"))
        yield opened


class Job:
    """A job whose storyboard has begun, and the way out for its files."""

    def __init__(self, api, services, worker, site, *items, **settings) -> None:
        self._api = api
        self._services = services
        self._settings = services.settings.model_copy(update=settings)
        self._site = site
        self.client_id = new_client(api)["id"]
        self.campaign_id = new_campaign(api, self.client_id)["id"]
        given = [item if isinstance(item, dict) else {"url": item} for item in items]
        self.id = new_job(api, self.client_id, self.campaign_id, assets=given)["id"]
        worker.begin(self.id)

    def gather(self):
        return gather(self._services.database, self._services.blobs, self._settings, self.record, connect=self._connect)

    def refusal(self) -> str:
        with pytest.raises(GatherError) as caught:
            self.gather()
        return str(caught.value)

    @property
    def record(self):
        with self._services.database.read() as session:
            return record.load(session, self.id)

    @property
    def assets(self) -> list[dict]:
        return self._api.get(f"/api/v3/assets?client_id={self.client_id}").json()["data"]

    def _connect(self, policy):
        names = Names({"media.example.com": [PUBLIC], "private.example.com": ["10.0.0.7"]})
        return OutboundTransport(policy, wire=Wire(self._site.port), resolve=names)


@pytest.fixture
def make_job(api, services, worker, site):
    return lambda *items, **settings: Job(api, services, worker, site, *items, **settings)


def test_each_file_becomes_an_asset_of_the_job_and_of_its_client(make_job, services):
    url = f"{HOST}/bag.jpg"
    job = make_job({"url": url, "name": "The bag", "role": "product"}, {"url": f"{HOST}/logo.png", "role": "logo"})
    done = job.gather()
    assert done.materials["to_fetch"] == []
    bag, logo = done.materials["assets"]
    assert (bag["name"], bag["role"], bag["type"], bag["format"]) == ("The bag", "product", "image", "jpeg")
    assert (bag["width"], bag["height"]) == (64, 48)
    assert (logo["name"], logo["role"], logo["format"]) == ("logo.png", "logo", "png")
    shown = job.assets[0]
    assert (shown["id"], shown["sourceUrl"], shown["campaignId"]) == (bag["id"], url, job.campaign_id)
    assert shown["thumbnailUrl"]
    assert services.blobs.materialise(bag["sha256"], ".jpg").read_bytes() == picture()


def test_a_second_run_fetches_and_records_nothing_twice(make_job, site):
    job = make_job(f"{HOST}/bag.jpg", f"{HOST}/logo.png")
    first = job.gather().materials
    assert job.gather().materials == first
    assert len(job.assets) == 2
    assert site.targets == ["/bag.jpg", "/logo.png"]


def test_a_run_that_was_stopped_is_taken_up_where_it_was(make_job, site, monkeypatch, tmp_path):
    """The second file is fetched and stored, and then everything ends before a row names it."""
    armed = tmp_path / "failpoints"
    monkeypatch.setattr(module, "failpoint", Failpoints(f"@{armed}").reach)
    logo = site.pages["/logo.png"]

    def last_answer(connection) -> None:
        armed.write_text("gather.before_record=raise:1")
        connection.sendall(logo)

    site.pages["/logo.png"] = [last_answer, logo]
    job = make_job(f"{HOST}/bag.jpg", f"{HOST}/logo.png")
    with pytest.raises(FailpointError):
        job.gather()
    assert [asset["name"] for asset in job.record.materials["assets"]] == ["bag.jpg"]
    assert [asset["name"] for asset in job.assets] == ["bag.jpg"]
    done = job.gather()
    assert [asset["name"] for asset in done.materials["assets"]] == ["bag.jpg", "logo.png"]
    assert len(job.assets) == 2
    assert site.targets == ["/bag.jpg", "/logo.png", "/logo.png"]


def test_two_runs_at_once_record_each_file_once(make_job):
    job = make_job(f"{HOST}/bag.jpg", f"{HOST}/logo.png")
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(job.gather) for _ in range(2)]:
            assert done.result().materials["to_fetch"] == []
    assert sorted(asset["name"] for asset in job.record.materials["assets"]) == ["bag.jpg", "logo.png"]
    assert len(job.assets) == 2


def test_the_same_address_twice_is_two_assets_with_one_blob(make_job):
    job = make_job(f"{HOST}/bag.jpg", f"{HOST}/bag.jpg")
    one, other = job.gather().materials["assets"]
    assert one["id"] != other["id"]
    assert one["sha256"] == other["sha256"]


def test_a_job_with_nothing_to_fetch_is_left_alone(make_job):
    job = make_job()
    before = job.record
    assert job.gather() == before == job.record


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (answer(status="404 Not Found"), "could not be fetched: the server answered 404."),
        (answer(status="204 No Content"), "could not be fetched: the server answered 204."),
        (redirect("http://127.0.0.1/"), "it redirects to a place that is not allowed: the address is not public."),
        (redirect("file:///etc/passwd"), "it redirects to a place that is not allowed: only http and https URLs"),
        (redirect("/bag.jpg?token=secret"), "could not be fetched: it redirects more than 5 times."),
        (answer(picture(), Content_Length=str(10**12)), "could not be fetched: it is larger than 2,147,483,648 bytes."),
        (answer(picture(), Content_Encoding="gzip"), "could not be fetched: the server sends it compressed"),
        (answer(b""), "cannot be used: it could not be read: it is empty."),
        (answer(b"<!DOCTYPE html><title>Log in</title>"), "cannot be used: it is a web page, not a picture"),
        (answer(b'{"error": "expired"}'), "cannot be used: it is text, not a picture"),
        (answer(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "cannot be used: it is an SVG drawing; give a PNG"),
        (answer(b"PK\x03\x04aaaa"), "cannot be used: it is an archive"),
        (answer(b"\x7fELF\x00\x00\x01"), "cannot be used: it is not a supported image, video, audio or document."),
        (answer(picture()[:200]), "cannot be used: it could not be read"),
    ],
)
def test_what_is_no_material_fails_with_a_sentence_that_names_only_the_host(make_job, site, page, reason):
    site.pages["/bag.jpg?token=secret"] = page
    job = make_job(f"{HOST}/bag.jpg?token=secret")
    sentence = job.refusal()
    assert sentence.startswith("The file at media.example.com c")
    assert reason in sentence
    assert not any(word in sentence for word in ("secret", "bag", "127.0.0.1", "/etc", "/tmp"))
    assert job.assets == []
    assert job.record.materials["assets"] == []


def test_a_name_that_leads_inside_fails_the_job(make_job, site):
    job = make_job("http://private.example.com/bag.jpg")
    assert job.refusal() == "The file at private.example.com could not be fetched: the address is not public."
    assert site.requests == []


def test_bad_luck_is_tried_again_and_bad_news_is_not(make_job, site):
    site.pages["/bag.jpg"] = [answer(status="503 Busy"), answer(b"abc", Content_Length="9"), answer(picture())]
    assert len(make_job(f"{HOST}/bag.jpg").gather().materials["assets"]) == 1
    assert len(site.requests) == 3
    site.pages["/gone.jpg"] = [answer(status="404 Not Found")]
    make_job(f"{HOST}/gone.jpg").refusal()
    assert len(site.requests) == 4


def test_bad_luck_three_times_is_bad_news(make_job, site):
    site.pages["/bag.jpg"] = answer(status="500 Oops")
    assert "the server answered 500" in make_job(f"{HOST}/bag.jpg").refusal()
    assert len(site.requests) == 3


def test_what_was_fetched_before_a_failure_is_kept_for_the_client(make_job):
    job = make_job(f"{HOST}/bag.jpg", f"{HOST}/missing.jpg")
    assert "404" in job.refusal()
    assert [asset["name"] for asset in job.assets] == ["bag.jpg"]


def test_a_cancelled_job_stops_fetching_at_once_and_gets_no_asset(make_job, site, api):
    asked = threading.Event()

    def silent(connection) -> None:
        asked.set()
        connection.recv(1)

    site.pages["/bag.jpg"] = silent
    job = make_job(f"{HOST}/bag.jpg")
    with ThreadPoolExecutor(1) as pool:
        gathering = pool.submit(job.gather)
        assert asked.wait(10)
        assert api.post(f"/api/v3/jobs/{job.id}/actions", json={"action": "cancel"}).status_code == 202
        started = time.monotonic()
        assert isinstance(gathering.exception(10), RenderCancelled)
    assert time.monotonic() - started < 10
    assert job.record.status is Status.CANCELLED
    assert job.assets == []


def test_all_files_of_a_job_share_one_time_limit(make_job):
    job = make_job(f"{HOST}/bag.jpg", gather_timeout_seconds=-1.0)
    assert "the files of this brief take too long" in job.refusal()


def test_a_host_that_the_operator_allows_may_be_private(make_job):
    job = make_job("http://private.example.com/bag.jpg", outbound_allow_hosts=("private.example.com",))
    assert len(job.gather().materials["assets"]) == 1


def test_no_scratch_file_is_left(make_job, services):
    before = set(services.blobs.scratch.root.rglob("*.fetch"))
    make_job(f"{HOST}/bag.jpg").gather()
    make_job(f"{HOST}/missing.jpg").refusal()
    assert set(services.blobs.scratch.root.rglob("*.fetch")) == before


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/a",
        "http://me:secret@example.com/a",
        "http://169.254.169.254/latest/meta-data",
        "http://2130706433/",
        "http://[::ffff:127.0.0.1]/",
        "http://localhost:8000/",
        "http://example.com:6379/",
        "not a url",
        "",
    ],
)
@pytest.mark.parametrize("route", ["/api/v3/jobs", "/api/v3/jobs/dry-run"])
def test_a_hopeless_url_is_refused_when_the_job_is_created(api, url, route):
    client_id = new_client(api)["id"]
    refused = api.post(route, json=brief(client_id, assets=[{"url": "https://example.com/a.jpg"}, {"url": url}]))
    assert refused.status_code == 422
    (problem,) = refused.json()["meta"]["errors"]
    assert problem["pointer"] == "/creative/assets/1/url"
    assert "secret" not in refused.text


# The whole step, with the real names and the real wire of this machine.


def draft(services, api, site, target: str):
    """The job after its first two steps; its one file is on this machine, which the operator allows."""
    here = f"127.0.0.1:{site.port}"
    body = JobCreate.model_validate(brief(new_client(api)["id"], assets=[{"url": f"http://{here}{target}"}]))
    with services.database.write() as session:
        caller, urls = Caller(api.user_id, ""), UrlPolicy([here])
        options = {"engine": services.engine, "rates": services.rates, "urls": urls, "max_active": 9}
        job_id = jobs.create(session, caller, body, **options).id
    settings = services.settings.model_copy(update={"outbound_allow_hosts": (here,)})
    warm = threading.Event()
    warm.set()
    desk, studio = Desk(services.database, services.rates), Studio(services.blobs, settings, warm)
    steps = Steps(services.database, services.blobs, settings, desk, studio)
    assert steps.wish(job_id) == Wish.GATHER
    steps.gather(job_id)
    steps.draft(job_id)
    return api.get(f"/api/v3/jobs/{job_id}").json()["data"]


def test_the_fetched_picture_is_seen_in_the_storyboard(services, api, site):
    site.pages["/bag.jpg"] = answer(picture(640, 480))
    job = draft(services, api, site, "/bag.jpg")
    assert job["status"] == "storyboard_ready"
    (asset,) = api.get("/api/v3/assets").json()["data"]
    assert asset["id"] in [shown for scene in job["storyboard"]["scenes"] for shown in scene["assets"]]


def test_a_job_whose_file_is_missing_fails_and_says_so(services, api, site):
    job = draft(services, api, site, "/missing.jpg?token=secret")
    assert job["status"] == "failed"
    assert job["error"] == "The file at 127.0.0.1 could not be fetched: the server answered 404."
