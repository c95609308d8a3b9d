"""Two users: the second gets a plain 404 for everything of the first, and counts only what is their own."""

import re

import pytest
from asgi_client import data_of, error_of
from builders import VIDEO, brief, every_row, new_campaign, new_client, new_job, stored_asset
from route_table import GUARDED, LISTS, NOBODY

from spotwright.jobs.states import Status

OWNED = [operation for operation in GUARDED if operation.parameters]
WRITES = [operation for operation in GUARDED if operation.method != "GET"]
READS = [operation for operation in GUARDED if operation.method == "GET"]
BODIES = {
    "/api/v3/clients/{client_id}": {"name": "Mine now"},
    "/api/v3/campaigns/{campaign_id}": {"name": "Mine now"},
}


@pytest.fixture(scope="module")
def api(new_caller):
    """The first user, who owns things; tests here only look at them, or fail to change them."""
    return new_caller()


@pytest.fixture(scope="module")
def belongings(api, services, worker):
    """One of everything, owned by the first user: the ids by the names that paths give them."""
    client = new_client(api)["id"]
    campaign = new_campaign(api, client)["id"]
    asset = stored_asset(services, api, client_id=client, campaign_id=campaign)["id"]
    job = new_job(api, client, campaign)["id"]
    worker.bring(api, job, Status.COMPLETED)
    key = data_of(api.post("/api/auth/api-keys", json={"name": "program"}), 201)["id"]
    return {
        "client_id": client,
        "campaign_id": campaign,
        "asset_id": asset,
        "job_id": job,
        "key_id": key,
        "scene_idx": "0",
    }


def without_moment(text: str) -> str:
    return re.sub(r'"(timestamp|requestId)":"[^"]*"', "", text)


def options(operation) -> dict:
    if operation.template.endswith("/actions"):
        return {"json": {"action": "cancel"}}
    return {"json": BODIES[operation.template]} if operation.template in BODIES and operation.body else {}


@pytest.mark.parametrize("operation", OWNED, ids=str)
def test_anothers_thing_is_answered_like_a_missing_one(stranger, belongings, operation):
    foreign = stranger.request(operation.method, operation.path(belongings), **options(operation))
    missing = stranger.request(operation.method, operation.path(NOBODY), **options(operation))
    error_of(foreign, 404)
    assert without_moment(foreign.text) == without_moment(missing.text)
    ignored = {"x-request-id"}
    assert {k: v for k, v in foreign.headers.items() if k not in ignored} == {
        k: v for k, v in missing.headers.items() if k not in ignored
    }


def test_nothing_that_a_stranger_tries_changes_anything(api, stranger, belongings):
    mine = [operation.path(belongings) for operation in READS]
    before = [without_moment(api.get(path).text) for path in mine]
    for operation in OWNED:
        stranger.request(operation.method, operation.path(belongings), **options(operation))
    assert [without_moment(api.get(path).text) for path in mine] == before


@pytest.mark.parametrize("operation", [o for o in READS if o.parameters], ids=str)
def test_conditions_and_ranges_reveal_nothing_either(api, stranger, belongings, operation):
    path = operation.path(belongings)
    known = api.get(path).headers.get("etag", '"1"')
    for headers in ({"If-None-Match": known}, {"If-None-Match": "*"}, {"If-Match": '"x"'}, {"Range": "bytes=0-0"}):
        assert stranger.get(path, headers=headers).status_code == 404
        assert stranger.head(path, headers=headers).status_code == 404


@pytest.mark.parametrize("path", LISTS)
def test_lists_count_only_ones_own(stranger, belongings, path):
    answer = stranger.get(path)
    assert data_of(answer, 200) == []
    assert answer.json()["meta"]["total"] == 0


def test_keys_are_listed_to_their_owner_only(stranger, belongings):
    assert data_of(stranger.get("/api/auth/api-keys"), 200) == []


@pytest.mark.parametrize(
    "query",
    ["campaigns?client_id={client_id}", "assets?client_id={client_id}", "assets?campaign_id={campaign_id}",
     "jobs?client_id={client_id}", "jobs?campaign_id={campaign_id}"],
)  # fmt: skip
def test_filters_by_anothers_ids_find_nothing(api, stranger, belongings, query):
    path = f"/api/v3/{query.format_map(belongings)}"
    assert api.get(path).json()["meta"]["total"] == 1
    assert data_of(stranger.get(path), 200) == []
    assert stranger.get(path).json()["meta"]["total"] == 0


def test_statistics_count_only_ones_own(api, stranger, belongings, worker):
    client = new_client(stranger)["id"]
    campaign = new_campaign(stranger, client)["id"]
    worker.charge(belongings["job_id"], "video_rendering", 5_000_000)
    assert data_of(stranger.get(f"/api/v3/clients/{client}/stats"), 200) == {
        "campaignCount": 1,
        "videoCount": 0,
        "totalSpend": 0.0,
    }
    assert data_of(stranger.get(f"/api/v3/campaigns/{campaign}/stats"), 200) == {
        "videoCount": 0,
        "totalSpend": 0.0,
        "avgCost": 0.0,
    }
    assert data_of(api.get(f"/api/v3/clients/{belongings['client_id']}/stats"), 200)["totalSpend"] == 5.0


class TestForeignIdsInBodies:
    """A body that names another user's thing is answered like one that names nothing."""

    def test_a_campaign_for_anothers_client(self, stranger, belongings):
        for client in (belongings["client_id"], NOBODY["client_id"], "x"):
            answer = stranger.post("/api/v3/campaigns", json={"clientId": client, "name": "n"})
            assert error_of(answer, 404) == "Client not found"
        assert stranger.get("/api/v3/campaigns").json()["meta"]["total"] == 0

    @pytest.mark.parametrize("path", ["/api/v3/jobs", "/api/v3/jobs/dry-run"])
    def test_a_job(self, stranger, belongings, path):
        own = new_client(stranger)["id"]
        for client, campaign, asset, text in [
            (belongings["client_id"], None, None, "Client not found"),
            (NOBODY["client_id"], None, None, "Client not found"),
            (own, belongings["campaign_id"], None, "Campaign not found"),
            (own, NOBODY["campaign_id"], None, "Campaign not found"),
            (own, None, belongings["asset_id"], "Asset not found"),
            (own, None, NOBODY["asset_id"], "Asset not found"),
            (own, None, "", "Asset not found"),
        ]:
            creative = {} if asset is None else {"assets": [{"assetId": asset}]}
            answer = stranger.post(path, json=brief(client, campaign, **creative))
            assert error_of(answer, 404) == text
        assert stranger.get("/api/v3/jobs").json()["meta"]["total"] == 0

    def test_an_asset_in_a_new_take(self, stranger, belongings, worker):
        job = new_job(stranger, new_client(stranger)["id"])["id"]
        worker.present(job)
        for asset in (belongings["asset_id"], NOBODY["asset_id"], "x"):
            payload = {"sceneIdx": 0, "constraints": {"mustIncludeAssets": [asset]}}
            answer = stranger.post(
                f"/api/v3/jobs/{job}/actions", json={"action": "regenerate_scene", "payload": payload}
            )
            assert error_of(answer, 404) == "Asset not found"

    @pytest.mark.parametrize(("field", "name"), [("clientId", "Client"), ("campaignId", "Campaign")])
    def test_an_upload(self, stranger, belongings, field, name):
        parameter = f"{name.lower()}_id"
        for value in (belongings[parameter], NOBODY[parameter], "x"):
            answer = stranger.post("/api/v3/assets", files={"file": ("a.txt", b"notes")}, data={field: value})
            assert error_of(answer, 404) == f"{name} not found"
        assert stranger.get("/api/v3/assets").json()["meta"]["total"] == 0

    def test_a_campaign_cannot_move_to_anothers_client(self, stranger, belongings):
        campaign = new_campaign(stranger, new_client(stranger)["id"])["id"]
        foreign, missing = (
            stranger.put(f"/api/v3/campaigns/{campaign}", json={"clientId": client})
            for client in (belongings["client_id"], NOBODY["client_id"])
        )
        assert foreign.status_code == missing.status_code
        assert 400 <= foreign.status_code < 500
        assert without_moment(foreign.text) == without_moment(missing.text)


class TestCookie:
    """The cookie ``token`` is honoured for reading only."""

    @pytest.fixture
    def browser(self, api):
        token = api.credentials["Authorization"].removeprefix("Bearer ")
        return api.with_credentials({"Cookie": f"theme=dark; token={token}"})

    @pytest.mark.parametrize("operation", READS, ids=str)
    def test_it_reads(self, browser, belongings, operation):
        assert browser.get(operation.path(belongings)).status_code == 200
        assert browser.head(operation.path(belongings)).status_code == 200

    @pytest.mark.parametrize("operation", WRITES, ids=str)
    def test_it_does_not_write(self, browser, belongings, operation):
        answer = browser.request(operation.method, operation.path(belongings), **options(operation))
        assert error_of(answer, 401, "COOKIE_NOT_ACCEPTED").startswith("Unauthorized")

    def test_a_wrong_header_is_not_rescued_by_a_good_cookie(self, browser):
        for headers in ({"Authorization": "Bearer x"}, {"X-API-Key": "spw_x"}):
            error_of(browser.get("/api/v3/clients", headers=headers), 401)

    def test_the_video_plays_with_it(self, browser, belongings):
        url = data_of(browser.get(f"/api/v3/jobs/{belongings['job_id']}"), 200)["videoUrl"]
        assert browser.get(url).content == VIDEO


class TestApiKeys:
    def test_a_key_opens_what_its_owner_may_open_until_it_is_revoked(self, api, anonymous, belongings):
        made = data_of(api.post("/api/auth/api-keys", json={"name": "program"}), 201)
        program = anonymous.with_credentials({"X-API-Key": made["key"]})
        assert {program.get(operation.path(belongings)).status_code for operation in READS} == {200}
        assert data_of(program.post("/api/v3/clients", json={"name": "By program"}), 201)["name"] == "By program"
        assert data_of(program.delete(f"/api/auth/api-keys/{made['id']}"), 200)["message"]
        error_of(program.get("/api/v3/clients"), 401)

    def test_a_key_is_shown_once_and_stored_nowhere(self, api, services):
        made = data_of(api.post("/api/auth/api-keys", json={"name": "program"}), 201)
        listed = next(key for key in data_of(api.get("/api/auth/api-keys"), 200) if key["id"] == made["id"])
        assert made["key"].startswith(listed["prefix"])
        assert "key" not in listed
        dump = repr(every_row(services))
        assert made["id"] in dump
        assert made["key"] not in dump

    def test_a_key_is_not_kept_for_replay_either(self, api, services):
        first, second = (
            api.post("/api/auth/api-keys", json={"name": "program"}, headers={"Idempotency-Key": "once"})
            for _ in range(2)
        )
        secret = data_of(first, 201)["key"]
        assert data_of(second, 201)["key"] != secret
        assert secret not in repr(every_row(services))
