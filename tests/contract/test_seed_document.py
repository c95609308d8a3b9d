"""Each section and each example of the seed document, in its order. A client written from it alone must work."""

import pytest
from asgi_client import assert_envelope, assert_stamp, data_of, error_of
from builders import VIDEO, brief, new_campaign, new_client, new_job, picture, stored_asset

from spotwright.jobs.states import Status
from spotwright.kit import clock

OPERATIONS = {
    ("GET", "/api/v3/clients"),
    ("GET", "/api/v3/clients/{client_id}"),
    ("GET", "/api/v3/clients/{client_id}/stats"),
    ("POST", "/api/v3/clients"),
    ("PUT", "/api/v3/clients/{client_id}"),
    ("DELETE", "/api/v3/clients/{client_id}"),
    ("GET", "/api/v3/campaigns"),
    ("GET", "/api/v3/campaigns/{campaign_id}"),
    ("GET", "/api/v3/campaigns/{campaign_id}/stats"),
    ("POST", "/api/v3/campaigns"),
    ("PUT", "/api/v3/campaigns/{campaign_id}"),
    ("DELETE", "/api/v3/campaigns/{campaign_id}"),
    ("GET", "/api/v3/assets"),
    ("GET", "/api/v3/assets/{asset_id}"),
    ("POST", "/api/v3/assets"),
    ("DELETE", "/api/v3/assets/{asset_id}"),
    ("POST", "/api/v3/jobs"),
    ("GET", "/api/v3/jobs/{job_id}"),
    ("POST", "/api/v3/jobs/{job_id}/actions"),
    ("POST", "/api/v3/jobs/dry-run"),
}
TERMINAL = ("completed", "failed", "cancelled")


class TestSchemaFixes:
    """Latest update: job creation works with the least that is required."""

    def test_a_job_needs_neither_user_id_tone_nor_visual_elements(self, api):
        body = brief(new_client(api)["id"])
        assert "userId" not in body["context"]
        assert set(body["creative"]["direction"]) == {"style"}
        assert data_of(api.post("/api/v3/jobs", json=body), 202)["status"] == "pending"
        assert data_of(api.post("/api/v3/jobs/dry-run", json=body), 200)["currency"] == "USD"

    def test_asset_listing_handles_a_null_client_id(self, api, services):
        stored_asset(services, api)
        (asset,) = data_of(api.get("/api/v3/assets"), 200)
        assert asset["clientId"] is None


class TestResponseConsistency:
    """1."""

    def test_a_success_has_data_and_a_null_error(self, api):
        body = assert_envelope(api.get("/api/v3/clients"))
        assert body["data"] == []
        assert body["error"] is None

    def test_a_failure_has_an_error_and_null_data(self, api):
        body = assert_envelope(api.get("/api/v3/clients/none"))
        assert body["data"] is None
        assert body["error"] == "Client not found"

    def test_a_paginated_endpoint_has_page_and_total(self, api):
        meta = assert_envelope(api.get("/api/v3/clients"))["meta"]
        assert (meta["page"], meta["total"]) == (1, 0)


class TestClientStats:
    """2."""

    def test_the_example(self, api, worker):
        client = new_client(api)
        campaigns = [new_campaign(api, client["id"])["id"] for _ in range(5)]
        jobs = [new_job(api, client["id"], campaigns[number % 5])["id"] for number in range(12)]
        for job in jobs:
            worker.bring(api, job, Status.COMPLETED)
        worker.charge(jobs[0], "video_rendering", 150_500_000)
        answer = api.get(f"/api/v3/clients/{client['id']}/stats")
        assert data_of(answer, 200) == {"campaignCount": 5, "videoCount": 12, "totalSpend": 150.50}


class TestCampaignStats:
    """3."""

    def test_the_example(self, api, worker):
        client = new_client(api)["id"]
        campaign = new_campaign(api, client)["id"]
        for number in range(8):
            job = new_job(api, client, campaign)["id"]
            worker.bring(api, job, Status.COMPLETED)
            worker.charge(job, "video_rendering", 25_000_000 if number == 0 else 10_000_000)
        answer = api.get(f"/api/v3/campaigns/{campaign}/stats")
        assert data_of(answer, 200) == {"videoCount": 8, "totalSpend": 95.00, "avgCost": 11.875}


class TestAssetData:
    """4, and the first of the additional clarifications."""

    def test_upload_then_use_the_url(self, api):
        photo = picture()
        asset = data_of(api.post("/api/v3/assets", files={"file": ("bag.jpg", photo, "image/jpeg")}), 201)
        assert asset["url"] == f"/api/v2/assets/{asset['id']}/data"
        shown = api.get(asset["url"])
        assert (shown.status_code, shown.content) == (200, photo)
        assert shown.headers["content-type"] == "image/jpeg"

    def test_an_img_tag_sends_nothing_but_the_cookie(self, api, services):
        asset = stored_asset(services, api)
        token = api.credentials["Authorization"].removeprefix("Bearer ")
        browser = api.with_credentials({"Cookie": f"token={token}"})
        assert browser.get(asset["url"]).status_code == 200

    def test_metadata_is_at_the_assets_own_address(self, api, services):
        asset = stored_asset(services, api)
        assert data_of(api.get(f"/api/v3/assets/{asset['id']}"), 200)["id"] == asset["id"]


class TestAssetDeletion:
    """5."""

    def test_it_answers_with_a_message(self, api, services):
        asset = stored_asset(services, api)
        answer = api.delete(f"/api/v3/assets/{asset['id']}")
        assert data_of(answer, 200) == {"message": "Asset deleted successfully"}
        assert error_of(api.get(asset["url"]), 404) == "Asset not found"

    def test_a_missing_asset(self, api):
        assert error_of(api.delete("/api/v3/assets/none"), 404) == "Asset not found"

    def test_another_users_asset_looks_missing(self, api, stranger, services):
        asset = stored_asset(services, api)
        assert error_of(stranger.delete(f"/api/v3/assets/{asset['id']}"), 404) == "Asset not found"
        assert api.get(asset["url"]).status_code == 200


class TestPolling:
    """6."""

    @pytest.mark.parametrize("status", list(Status))
    def test_the_stop_conditions_are_the_terminal_states(self, api, worker, status):
        job = new_job(api, new_client(api)["id"])
        worker.bring(api, job["id"], status)
        answer = api.get(f"/api/v3/jobs/{job['id']}")
        assert data_of(answer, 200)["status"] == status
        assert ("pollAfterMs" in answer.json()["meta"]) == (status not in TERMINAL)

    def test_the_status_is_not_rate_limited(self, api):
        job = new_job(api, new_client(api)["id"])
        assert {api.get(f"/api/v3/jobs/{job['id']}").status_code for _ in range(150)} == {200}


class TestProgress:
    """7."""

    def test_it_is_null_while_pending(self, api):
        assert new_job(api, new_client(api)["id"])["progress"] is None

    @pytest.mark.parametrize(
        ("status", "expected"),
        [
            (
                Status.STORYBOARD_PROCESSING,
                {
                    "stage": "storyboard_generation",
                    "percent": 40,
                    "message": "Generating storyboard scenes",
                    "currentStep": 2,
                    "totalSteps": 5,
                },
            ),
            (
                Status.VIDEO_PROCESSING,
                {
                    "stage": "video_rendering",
                    "percent": 75,
                    "message": "Rendering video from scenes",
                    "currentStep": 4,
                    "totalSteps": 5,
                },
            ),
        ],
    )
    def test_the_examples(self, api, worker, status, expected):
        job = new_job(api, new_client(api)["id"])["id"]
        worker.bring(api, job, status)
        worker.report(job, status, expected["stage"], expected["percent"], expected["message"])
        assert data_of(api.get(f"/api/v3/jobs/{job}"), 200)["progress"] == expected


class TestRegeneration:
    """8: what was a placeholder works now."""

    def test_the_planned_workflow(self, api, worker):
        job = new_job(api, new_client(api)["id"])["id"]
        worker.present(job)
        answer = api.post(
            f"/api/v3/jobs/{job}/actions", json={"action": "regenerate_scene", "payload": {"sceneIdx": 2}}
        )
        assert data_of(answer, 202) == {"message": "Scene regeneration started", "updatedSceneIdx": 2}


class TestEstimates:
    """9."""

    def test_the_shape_of_the_example(self, api):
        before = clock.stamp(clock.now())[:10]
        estimate = data_of(api.post("/api/v3/jobs/dry-run", json=brief(new_client(api)["id"])), 200)
        assert isinstance(estimate["estimatedCost"], float)
        assert estimate["currency"] == "USD"
        assert {"storyboard_generation", "image_generation", "video_rendering"} <= set(estimate["breakdown"])
        assert sum(estimate["breakdown"].values()) == pytest.approx(estimate["estimatedCost"], abs=1e-9)
        assert estimate["validUntil"] in {
            f"{before}T23:59:59.000Z",
            f"{clock.stamp(clock.now())[:10]}T23:59:59.000Z",
        }


class TestAuthentication:
    """10."""

    def test_the_bearer_header(self, api):
        assert api.credentials["Authorization"].startswith("Bearer ")
        assert api.get("/api/v3/clients").status_code == 200

    def test_nothing_at_all_is_unauthorized(self, anonymous):
        assert error_of(anonymous.get("/api/v3/clients"), 401).startswith("Unauthorized")


class TestPagination:
    """11."""

    @pytest.mark.parametrize("path", ["clients", "campaigns", "assets", "jobs"])
    def test_the_defaults(self, api, path):
        meta = assert_envelope(api.get(f"/api/v3/{path}"))["meta"]
        assert (meta["limit"], meta["offset"], meta["page"], meta["total"]) == (100, 0, 1, 0)

    @pytest.mark.parametrize("path", ["clients", "campaigns", "assets", "jobs"])
    @pytest.mark.parametrize(
        "query", ["limit=0", "limit=1001", "limit=-1", "limit=x", "offset=-1", "offset=2147483648"]
    )
    def test_the_bounds(self, api, path, query):
        error_of(api.get(f"/api/v3/{path}?{query}"), 422)

    def test_the_calculation(self, api):
        for number in range(7):
            new_client(api, name=f"Client {number}")
        for limit, offset in [(1, 0), (1, 6), (3, 0), (3, 3), (3, 4), (3, 6), (7, 0), (1000, 0), (2, 5), (5, 50)]:
            answer = api.get("/api/v3/clients", params={"limit": limit, "offset": offset})
            meta = assert_envelope(answer)["meta"]
            names = [client["name"] for client in data_of(answer, 200)]
            assert meta["page"] == offset // limit + 1
            assert meta["total"] == 7
            assert names == [f"Client {number}" for number in range(7)][offset : offset + limit]


class TestErrors:
    """12: messages that the frontend matches on."""

    @pytest.mark.parametrize(
        ("path", "text"),
        [
            ("clients/x", "Client not found"),
            ("clients/x/stats", "Client not found"),
            ("campaigns/x", "Campaign not found"),
            ("campaigns/x/stats", "Campaign not found"),
            ("assets/x", "Asset not found"),
            ("jobs/x", "Job not found"),
        ],
    )
    def test_not_found(self, api, path, text):
        assert error_of(api.get(f"/api/v3/{path}"), 404) == text

    def test_the_future_enhancement_is_there_for_who_asks(self, api):
        answer = api.get("/api/v3/clients/x", headers={"API-Version": "3.1"})
        assert answer.json()["error"] == {"code": "CLIENT_NOT_FOUND", "message": "Client not found"}


class TestStoryboardFormat:
    """Additional clarifications."""

    def test_scenes_have_the_three_fields(self, api, worker):
        job = new_job(api, new_client(api)["id"])["id"]
        worker.present(job, scenes=4)
        scenes = data_of(api.get(f"/api/v3/jobs/{job}"), 200)["storyboard"]["scenes"]
        assert [scene["scene_idx"] for scene in scenes] == [0, 1, 2, 3]
        for scene in scenes:
            assert scene["description"]
            image = api.get(scene["image_url"])
            assert (image.status_code, image.headers["content-type"]) == (200, "image/jpeg")

    def test_the_video_plays_from_its_url(self, api, worker):
        job = new_job(api, new_client(api)["id"])["id"]
        worker.bring(api, job, Status.COMPLETED)
        url = data_of(api.get(f"/api/v3/jobs/{job}"), 200)["videoUrl"]
        video = api.get(url, headers={"Range": "bytes=0-"})
        assert (video.status_code, video.content) == (206, VIDEO)
        assert video.headers["content-type"] == "video/mp4"


class TestEndpoints:
    """The updated summary and the quick reference."""

    def test_all_operations_are_in_the_specification(self, anonymous):
        paths = anonymous.get("/openapi.json").json()["paths"]
        there = {(method.upper(), path) for path, methods in paths.items() for method in methods}
        assert len(OPERATIONS) == 20
        assert there >= OPERATIONS

    def test_each_is_under_the_tag_that_the_summary_names(self, anonymous):
        paths = anonymous.get("/openapi.json").json()["paths"]
        for method, path in OPERATIONS:
            kind = "cost" if path.endswith("dry-run") else path.split("/")[3]
            assert paths[path][method.lower()]["tags"] == [f"v3-{kind}"]


class TestQuickReference:
    """The frontend's own type definitions."""

    def test_timestamps(self, api, worker, services):
        client = new_client(api)
        campaign = new_campaign(api, client["id"])
        asset = stored_asset(services, api)
        job = new_job(api, client["id"])
        for thing in (client, campaign, asset, job):
            assert_stamp(thing["createdAt"])
            assert_stamp(thing["updatedAt"])
        assert_stamp(asset["uploadedAt"])
