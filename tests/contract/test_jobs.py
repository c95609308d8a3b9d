"""Jobs: the brief, the states and actions, polling, estimates, and what is delivered."""

import copy
import dataclasses
import json

import pytest
from asgi_client import assert_envelope, data_of, error_of
from builders import VIDEO, brief, new_campaign, new_client, new_job, stored_asset

from spotwright.app import create_app
from spotwright.costs import rates
from spotwright.jobs import record
from spotwright.jobs.states import ACTIVE, TERMINAL, Action, Status

JOB_KEYS = {
    "id", "status", "progress", "storyboard", "videoUrl", "error", "estimatedCost", "actualCost", "createdAt",
    "updatedAt",
}  # fmt: skip
SCENE_KEYS = {"image_url", "description", "scene_idx", "duration", "script", "shotType", "transition", "assets"}
REQUIRED = [
    ("context",), ("context", "clientId"), ("adBasics",), ("adBasics", "product"), ("adBasics", "targetAudience"),
    ("adBasics", "keyMessage"), ("adBasics", "callToAction"), ("creative",), ("creative", "direction"),
    ("creative", "direction", "style"),
]  # fmt: skip


@pytest.fixture(scope="module")
def api(new_caller):
    return new_caller()


@pytest.fixture(scope="module")
def client(api):
    return new_client(api)["id"]


@pytest.fixture
def job(api, client):
    return new_job(api, client)["id"]


def look(api, job: str) -> dict:
    return data_of(api.get(f"/api/v3/jobs/{job}"), 200)


def act(api, job: str, action: str, payload: object = None, **headers: str):
    body = {"action": action} | ({} if payload is None else {"payload": payload})
    return api.post(f"/api/v3/jobs/{job}/actions", json=body, headers=headers)


def changed(document: dict, place: tuple[str, ...], value: object = ...) -> dict:
    """A copy of the document with a value put at, or taken from, a place."""
    document = copy.deepcopy(document)
    inner = document
    for step in place[:-1]:
        inner = inner.setdefault(step, {})
    if value is ...:
        del inner[place[-1]]
    else:
        inner[place[-1]] = value
    return document


class TestBrief:
    def test_creation_is_accepted_work(self, api, client):
        answer = api.post("/api/v3/jobs", json=brief(client))
        job = data_of(answer, 202)
        assert set(job) >= JOB_KEYS
        assert (
            job["status"],
            job["progress"],
            job["storyboard"],
            job["videoUrl"],
            job["error"],
            job["actualCost"],
        ) == (("pending",) + (None,) * 5)
        assert answer.headers["location"] == f"/api/v3/jobs/{job['id']}"
        assert answer.headers["etag"] == f'"{job["version"]}"'
        assert look(api, job["id"]) == job

    def test_the_defaults(self, api, client):
        specs = new_job(api, client)["videoSpecs"]
        assert (specs["duration"], specs["format"], specs["resolution"]) == (15.0, "16:9", "1080p")
        assert (specs["width"], specs["height"]) == (1920, 1080)

    @pytest.mark.parametrize("prefix", ["", "http://127.0.0.1:8000"])
    @pytest.mark.parametrize("version", ["v2", "v3"])
    def test_an_asset_may_be_named_by_its_own_address(self, services, api, client, prefix, version):
        asset = stored_asset(services, api)
        address = prefix + asset["url"].replace("v2", version)
        for given in (
            {"url": address, "type": "image"},
            {**asset, "url": address},
            {"assetId": asset["id"], "url": "x"},
        ):
            job = data_of(api.post("/api/v3/jobs", json=brief(client, assets=[given])), 202)
            with services.database.read() as session:
                kept = record.load(session, job["id"])
            assert [material["id"] for material in kept.materials["assets"]] == [asset["id"]]
            assert kept.materials["to_fetch"] == []

    @pytest.mark.parametrize("path", ["/api/v3/jobs", "/api/v3/jobs/dry-run"])
    @pytest.mark.parametrize("place", REQUIRED, ids=".".join)
    def test_what_is_required_is_named(self, api, client, path, place):
        answer = api.post(path, json=changed(brief(client), place))
        assert ".".join(place) in error_of(answer, 422, "VALIDATION_FAILED")
        (problem,) = answer.json()["meta"]["errors"]
        assert (problem["in"], problem["pointer"], problem["code"]) == ("body", "/" + "/".join(place), "missing")

    @pytest.mark.parametrize(
        "place", [p for p in REQUIRED if len(p) > 1 and p != ("creative", "direction")], ids=".".join
    )
    @pytest.mark.parametrize("value", ["", "  ", None, 3, [], {}, ["a"], True], ids=repr)
    def test_required_texts_are_texts_that_say_something(self, api, client, place, value):
        answer = api.post("/api/v3/jobs", json=changed(brief(client), place, value))
        if place == ("context", "clientId") and isinstance(value, str):
            error_of(answer, 404, "CLIENT_NOT_FOUND")
        else:
            error_of(answer, 422)
            assert {problem["pointer"] for problem in answer.json()["meta"]["errors"]} == {"/" + "/".join(place)}

    def test_unknown_fields_are_ignored_everywhere(self, api, client):
        body = brief(client, videoSpecs={"duration": 10})
        for place in [
            (),
            ("context",),
            ("adBasics",),
            ("creative",),
            ("creative", "direction"),
            ("creative", "videoSpecs"),
        ]:
            body = changed(body, (*place, "somethingNew"), {"deep": [1]})
        assert data_of(api.post("/api/v3/jobs", json=body), 202)["videoSpecs"]["duration"] == 10.0

    def test_everything_optional_may_be_null(self, api, client):
        body = brief(client, videoSpecs=None, assets=None)
        body["context"] |= {"campaignId": None, "userId": None}
        body["creative"]["direction"] |= {"tone": None, "visualElements": None, "musicStyle": None}
        body["advanced"] = None
        assert data_of(api.post("/api/v3/jobs", json=body), 202)["campaignId"] is None
        body["creative"]["videoSpecs"] = {"duration": None, "format": None, "resolution": None}
        body["advanced"] = {"duration": None, "resolution": None, "modelPreferences": None}
        assert data_of(api.post("/api/v3/jobs", json=body), 202)["videoSpecs"]["duration"] == 15.0

    def test_an_empty_campaign_is_none(self, api, client):
        body = brief(client)
        body["context"]["campaignId"] = ""
        assert data_of(api.post("/api/v3/jobs", json=body), 202)["campaignId"] is None

    def test_the_user_is_who_the_token_says(self, api, stranger, client):
        body = brief(client)
        body["context"]["userId"] = stranger.user_id
        job = data_of(api.post("/api/v3/jobs", json=body), 202)["id"]
        assert api.get(f"/api/v3/jobs/{job}").status_code == 200
        error_of(stranger.get(f"/api/v3/jobs/{job}"), 404)

    @pytest.mark.parametrize("seconds", [5, 5.0, 12.34, 119.99, 120])
    def test_durations_from_5_to_120_seconds(self, api, client, seconds):
        specs = new_job(api, client, videoSpecs={"duration": seconds})["videoSpecs"]
        assert abs(specs["duration"] - seconds) <= 0.5 / specs["fps"]

    @pytest.mark.parametrize("seconds", [4.99, 120.01, 0, -15, "15", True, [15], 1e300])
    @pytest.mark.parametrize("place", [("creative", "videoSpecs", "duration"), ("advanced", "duration")], ids=".".join)
    def test_no_other_durations(self, api, client, place, seconds):
        answer = api.post("/api/v3/jobs", json=changed(brief(client), place, seconds))
        assert ".".join(place) in error_of(answer, 422)

    @pytest.mark.parametrize(
        ("shape", "resolution", "size"),
        [
            ("16:9", "480p", (854, 480)), ("16:9", "720p", (1280, 720)), ("16:9", "1080p", (1920, 1080)),
            ("16:9", "1440p", (2560, 1440)), ("16:9", "2160p", (3840, 2160)), ("9:16", "1080p", (1080, 1920)),
            ("9:16", "480p", (480, 854)), ("1:1", "1080p", (1080, 1080)), ("4:5", "1080p", (1080, 1350)),
            ("4:5", "720p", (720, 900)),
        ],
    )  # fmt: skip
    def test_formats_and_resolutions(self, api, client, shape, resolution, size):
        specs = new_job(api, client, videoSpecs={"format": shape, "resolution": resolution})["videoSpecs"]
        assert (specs["format"], specs["resolution"]) == (shape, resolution)
        assert (specs["width"], specs["height"]) == size

    @pytest.mark.parametrize("value", ["16x9", "21:9", "", "16:9 ", 169, ["16:9"]])
    def test_no_other_format(self, api, client, value):
        assert "format" in error_of(api.post("/api/v3/jobs", json=brief(client, videoSpecs={"format": value})), 422)

    @pytest.mark.parametrize("value", ["8K", "1080", "", 1080, "240p", "4320p"])
    def test_no_other_resolution(self, api, client, value):
        answer = api.post("/api/v3/jobs", json=brief(client, videoSpecs={"resolution": value}))
        assert "resolution" in error_of(answer, 422)

    @pytest.mark.parametrize(
        ("specs", "advanced", "expected"),
        [
            (None, {"duration": 20, "resolution": "720p"}, (20.0, "720p")),
            ({}, {"duration": 20, "resolution": "720p"}, (20.0, "720p")),
            ({"duration": 10}, {"duration": 20, "resolution": "720p"}, (10.0, "720p")),
            ({"resolution": "480p"}, {"duration": 20, "resolution": "720p"}, (20.0, "480p")),
            ({"duration": 10, "resolution": "480p"}, {"duration": 20, "resolution": "720p"}, (10.0, "480p")),
            ({"duration": None}, {"duration": 20}, (20.0, "1080p")),
        ],
    )
    def test_video_specs_win_over_the_older_spelling(self, api, client, specs, advanced, expected):
        body = {**brief(client, videoSpecs=specs), "advanced": advanced}
        shown = data_of(api.post("/api/v3/jobs", json=body), 202)["videoSpecs"]
        assert (shown["duration"], shown["resolution"]) == expected

    @pytest.mark.parametrize("preferences", ["fast", ["a", "b"], {"video": "x"}, None])
    def test_model_preferences_take_any_form(self, api, client, preferences):
        body = {**brief(client), "advanced": {"modelPreferences": preferences}}
        data_of(api.post("/api/v3/jobs", json=body), 202)

    def test_an_asset_is_an_id_or_an_address(self, api, client, services):
        asset = stored_asset(services, api, client_id=client)["id"]
        new_job(
            api, client, assets=[{"assetId": asset}, {"url": "https://example.com/a.jpg", "name": "n", "role": "logo"}]
        )
        for wrong in ({}, {"name": "n"}, {"assetId": None, "url": None}, "text", None):
            error_of(api.post("/api/v3/jobs", json=brief(client, assets=[wrong])), 422)
        error_of(api.post("/api/v3/jobs", json=brief(client, assets=[{"assetId": asset}] * 51)), 422)

    def test_a_campaign_of_another_client_is_refused(self, api, client):
        campaign = new_campaign(api, new_client(api)["id"])["id"]
        assert "campaignId" in error_of(api.post("/api/v3/jobs", json=brief(client, campaign)), 422)

    def test_a_job_keeps_its_client_and_campaign(self, api, client):
        campaign = new_campaign(api, client)["id"]
        job = new_job(api, client, campaign)
        assert (job["clientId"], job["campaignId"]) == (client, campaign)

    def test_so_many_unfinished_jobs_and_no_more(self, new_caller, services):
        settings = services.settings.model_copy(update={"max_active_jobs_per_user": 2})
        busy = new_caller().of_app(create_app(dataclasses.replace(services, settings=settings)))
        own = new_client(busy)["id"]
        first = new_job(busy, own)["id"]
        new_job(busy, own)
        answer = busy.post("/api/v3/jobs", json=brief(own))
        error_of(answer, 429, "RATE_LIMITED")
        assert int(answer.headers["retry-after"]) > 0
        assert act(busy, first, "cancel").status_code == 202
        new_job(busy, own)


class TestActions:
    @pytest.mark.parametrize("status", list(Status))
    @pytest.mark.parametrize("action", list(Action))
    def test_each_action_in_each_state(self, api, worker, job, action, status):
        worker.bring(api, job, status)
        before = look(api, job)
        payload = {"sceneIdx": 0} if action is Action.REGENERATE_SCENE else None
        answer = act(api, job, action, payload)
        if status in ACTIVE if action is Action.CANCEL else status is Status.STORYBOARD_READY:
            data_of(answer, 202)
            assert look(api, job)["version"] > before["version"]
        else:
            error_of(answer, 409, "JOB_STATE_CONFLICT")
            assert answer.json()["meta"]["currentStatus"] == status
            assert look(api, job) == before

    def test_approve_starts_the_film(self, api, worker, job):
        worker.present(job)
        shown = data_of(act(api, job, "approve"), 202)
        assert shown["status"] == "video_processing"
        assert shown["progress"]["stage"] == "video_rendering"
        assert look(api, job) == shown

    def test_a_second_approval_is_a_conflict_and_starts_nothing(self, api, worker, job):
        worker.present(job)
        first = data_of(act(api, job, "approve"), 202)
        error_of(act(api, job, "approve"), 409, "JOB_STATE_CONFLICT")
        assert look(api, job) == first

    @pytest.mark.parametrize("status", sorted(ACTIVE))
    def test_cancel_is_final(self, api, worker, job, status):
        worker.bring(api, job, Status(status))
        assert data_of(act(api, job, "cancel"), 202)["status"] == "cancelled"
        for action in Action:
            error_of(act(api, job, action, {"sceneIdx": 0}), 409)
        with pytest.raises(AssertionError):
            worker.complete(job)
        assert look(api, job)["status"] == "cancelled"

    @pytest.mark.parametrize("index", [0, 1, 2])
    def test_regeneration_changes_one_scene_and_no_other(self, api, worker, job, index):
        worker.present(job)
        before = look(api, job)["storyboard"]["scenes"]
        pictures = [api.get(scene["image_url"]).content for scene in before]
        payload = {"sceneIdx": index, "feedback": "warmer", "constraints": {"duration": 4, "mustIncludeAssets": []}}
        answer = act(api, job, "regenerate_scene", payload)
        assert data_of(answer, 202) == {"message": "Scene regeneration started", "updatedSceneIdx": index}
        assert look(api, job)["regeneratingScenes"] == [index]
        assert look(api, job)["status"] == "storyboard_ready"
        worker.retake(job, index)
        after = look(api, job)
        assert after["status"] == "storyboard_ready"
        assert after["regeneratingScenes"] == []
        for number, (old, new) in enumerate(zip(before, after["storyboard"]["scenes"], strict=True)):
            assert (json.dumps(old) == json.dumps(new)) == (number != index)
            assert (api.get(new["image_url"]).content == pictures[number]) == (number != index)

    @pytest.mark.parametrize("index", [3, 99, 2**31 - 1])
    def test_an_unknown_scene(self, api, worker, job, index):
        worker.present(job)
        assert error_of(act(api, job, "regenerate_scene", {"sceneIdx": index}), 404) == "Scene not found"

    @pytest.mark.parametrize("payload", [None, {}, {"sceneId": 1}, {"sceneIdx": None}], ids=repr)
    def test_a_missing_index(self, api, worker, job, payload):
        worker.present(job)
        answer = act(api, job, "regenerate_scene", payload)
        assert "sceneIdx" in error_of(answer, 422)
        assert answer.json()["meta"]["errors"][0]["pointer"] == "/payload/sceneIdx"

    @pytest.mark.parametrize("index", ["1", 1.5, -1, True, [1], 2**31])
    def test_an_index_that_is_none(self, api, worker, job, index):
        worker.present(job)
        assert "sceneIdx" in error_of(act(api, job, "regenerate_scene", {"sceneIdx": index}), 422)

    @pytest.mark.parametrize(
        "constraints",
        [
            {"duration": 0},
            {"duration": "5"},
            {"duration": 61},
            {"mustIncludeAssets": "x"},
            {"mustIncludeAssets": [1]},
            5,
        ],
        ids=repr,
    )
    def test_constraints_that_make_no_sense(self, api, worker, job, constraints):
        worker.present(job)
        payload = {"sceneIdx": 0, "constraints": constraints}
        assert "constraints" in error_of(act(api, job, "regenerate_scene", payload), 422)

    def test_no_scene_can_make_the_ad_longer_than_an_ad_may_be(self, api, worker, job):
        worker.present(job, scenes=20)
        assert look(api, job)["storyboard"]["duration"] == 100.0
        payload = {"sceneIdx": 3, "constraints": {"duration": 20}}
        data_of(act(api, job, "regenerate_scene", payload), 202)
        text = error_of(act(api, job, "regenerate_scene", {**payload, "sceneIdx": 4}), 422)
        assert "130 seconds long" in text

    def test_a_document_cannot_be_shown_in_a_scene(self, api, worker, services, job):
        worker.present(job)
        notes = stored_asset(services, api, b"notes", mime="text/plain", kind="document", thumbnail=False)["id"]
        payload = {"sceneIdx": 0, "constraints": {"mustIncludeAssets": [notes]}}
        assert "mustIncludeAssets" in error_of(act(api, job, "regenerate_scene", payload), 422)

    def test_the_same_scene_is_not_taken_twice_at_once_but_two_scenes_are(self, api, worker, job):
        worker.present(job)
        assert act(api, job, "regenerate_scene", {"sceneIdx": 0}).status_code == 202
        error_of(act(api, job, "regenerate_scene", {"sceneIdx": 0}), 409)
        assert act(api, job, "regenerate_scene", {"sceneIdx": 2}).status_code == 202
        assert look(api, job)["regeneratingScenes"] == [0, 2]

    def test_nobody_approves_what_is_being_changed(self, api, worker, job):
        worker.present(job)
        act(api, job, "regenerate_scene", {"sceneIdx": 1})
        error_of(act(api, job, "approve"), 409, "JOB_STATE_CONFLICT")
        worker.retake(job, 1)
        data_of(act(api, job, "approve"), 202)

    @pytest.mark.parametrize("action", ["", "Approve", "delete", "regenerate", None, 1, ["approve"]])
    def test_an_unknown_action(self, api, job, action):
        answer = api.post(f"/api/v3/jobs/{job}/actions", json={"action": action})
        assert "action" in error_of(answer, 422)

    def test_who_names_the_version_decides_on_what_they_saw(self, api, worker, job):
        worker.present(job)
        seen = api.get(f"/api/v3/jobs/{job}").headers["etag"]
        act(api, job, "regenerate_scene", {"sceneIdx": 1})
        worker.retake(job, 1)
        answer = act(api, job, "approve", **{"If-Match": seen})
        error_of(answer, 412, "VERSION_MISMATCH")
        data_of(act(api, job, "approve", **{"If-Match": answer.headers["etag"]}), 202)


class TestPolling:
    def test_an_unchanged_job_is_a_304_without_a_body(self, api, job):
        first = api.get(f"/api/v3/jobs/{job}")
        again = api.get(f"/api/v3/jobs/{job}", headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert api.head(f"/api/v3/jobs/{job}", headers={"If-None-Match": "*"}).status_code == 304

    def test_every_visible_change_has_a_new_tag(self, api, worker, job):
        tags = []

        def look_again():
            answer = api.get(f"/api/v3/jobs/{job}")
            tags.append(answer.headers["etag"])
            return data_of(answer, 200)

        look_again()
        worker.begin(job)
        look_again()
        worker.report(job, Status.STORYBOARD_PROCESSING, "storyboard_generation", 40)
        look_again()
        worker.report(job, Status.STORYBOARD_PROCESSING, "storyboard_generation", 40)
        look_again()
        assert tags[0] != tags[1] != tags[2] == tags[3]
        numbers = [int(tag.strip('"')) for tag in tags]
        assert numbers == sorted(numbers)

    def test_a_percentage_never_goes_back_within_a_stage(self, api, worker, job):
        worker.begin(job)
        for percent, shown in ((30, 30), (20, 30), (31, 31), (0, 31)):
            worker.report(job, Status.STORYBOARD_PROCESSING, "storyboard_generation", percent)
            assert look(api, job)["progress"]["percent"] == shown

    @pytest.mark.parametrize("status", list(Status))
    def test_the_shape_in_each_state(self, api, worker, job, status):
        worker.bring(api, job, status)
        shown = look(api, job)
        assert set(shown) >= JOB_KEYS
        drawn = status in {Status.STORYBOARD_READY, Status.VIDEO_PROCESSING, Status.COMPLETED}
        assert (shown["storyboard"] is not None) == drawn
        assert (shown["videoUrl"] is not None) == (status is Status.COMPLETED)
        assert (shown["error"] is not None) == (status is Status.FAILED)
        if shown["progress"] is not None:
            assert set(shown["progress"]) == {"stage", "percent", "message", "currentStep", "totalSteps"}
            assert 0 <= shown["progress"]["percent"] <= 100
            assert 1 <= shown["progress"]["currentStep"] <= shown["progress"]["totalSteps"]
        for scene in shown["storyboard"]["scenes"] if drawn else ():
            assert set(scene) >= SCENE_KEYS

    def test_a_missing_job_stays_missing_under_conditions(self, api):
        error_of(api.get("/api/v3/jobs/none", headers={"If-None-Match": "*"}), 404)

    def test_the_list_filters_by_client_campaign_and_status(self, api, worker, job):
        own = new_client(api)["id"]
        campaign = new_campaign(api, own)["id"]
        plain, booked = new_job(api, own)["id"], new_job(api, own, campaign)["id"]
        act(api, plain, "cancel")

        def ids(**query: str) -> list[str]:
            answer = api.get("/api/v3/jobs", params=query)
            assert assert_envelope(answer)["meta"]["total"] == len(answer.json()["data"])
            return [item["id"] for item in data_of(answer, 200)]

        assert ids(client_id=own) == [booked, plain]
        assert ids(campaign_id=campaign) == [booked]
        assert ids(client_id=own, status="cancelled") == [plain]
        assert ids(client_id=own, status="completed") == []
        error_of(api.get("/api/v3/jobs?status=done"), 422)


@pytest.fixture(scope="module")
def finished(api, client, worker):
    job = new_job(api, client)["id"]
    worker.bring(api, job, Status.COMPLETED)
    return look(api, job)


class TestDelivery:
    def test_the_video_is_seekable_and_safe(self, api, finished):
        whole = api.get(finished["videoUrl"])
        assert (whole.status_code, whole.content) == (200, VIDEO)
        assert whole.headers["content-type"] == "video/mp4"
        assert whole.headers["accept-ranges"] == "bytes"
        assert whole.headers["x-content-type-options"] == "nosniff"
        assert whole.headers["cache-control"] == "private, max-age=31536000, immutable"
        part = api.get(finished["videoUrl"], headers={"Range": "bytes=10-19"})
        assert (part.status_code, part.content) == (206, VIDEO[10:20])
        assert part.headers["content-range"] == f"bytes 10-19/{len(VIDEO)}"
        known = {"If-None-Match": whole.headers["etag"]}
        assert api.get(finished["videoUrl"], headers=known).status_code == 304
        head = api.head(finished["videoUrl"])
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == str(len(VIDEO))

    def test_poster_and_captions(self, api, finished):
        for field, kind in [
            ("posterUrl", "image/jpeg"),
            ("captionsUrl", "text/vtt"),
            ("subtitlesUrl", "application/x-subrip"),
        ]:
            answer = api.get(finished[field])
            assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, kind)

    def test_the_animatic_is_a_video_of_the_storyboard_as_it_is(self, api, stranger, worker, job):
        worker.present(job)
        assert look(api, job)["storyboard"]["animaticUrl"] is None
        worker.animate(job)
        url = look(api, job)["storyboard"]["animaticUrl"]
        whole = api.get(url)
        assert (whole.status_code, whole.headers["content-type"]) == (200, "video/mp4")
        assert whole.headers["cache-control"] == "private, max-age=31536000, immutable"
        assert api.get(url, headers={"If-None-Match": whole.headers["etag"]}).status_code == 304
        part = api.get(url, headers={"Range": "bytes=10-19"})
        assert (part.status_code, part.content) == (206, whole.content[10:20])
        error_of(stranger.get(url), 404, "JOB_NOT_FOUND")

    def test_an_animatic_whose_scene_has_changed_is_gone(self, api, worker, job):
        worker.present(job)
        worker.animate(job)
        old = look(api, job)["storyboard"]["animaticUrl"]
        act(api, job, "regenerate_scene", {"sceneIdx": 1})
        # The old scene is still the one that is shown.
        assert api.get(old).status_code == 200
        worker.retake(job, 1)
        assert look(api, job)["storyboard"]["animaticUrl"] is None
        error_of(api.get(old), 404, "VIDEO_NOT_FOUND")
        worker.animate(job, "new")
        new = look(api, job)["storyboard"]["animaticUrl"]
        error_of(api.get(old), 404, "VIDEO_NOT_FOUND")
        assert api.get(new).status_code == api.get(new.partition("?")[0]).status_code == 200

    @pytest.mark.parametrize("name", ["animatic", "video", "poster", "captions.vtt", "captions.srt"])
    def test_nothing_is_there_before_it_is_finished(self, api, job, name):
        assert "not found" in error_of(api.get(f"/api/v3/jobs/{job}/{name}"), 404)

    def test_a_scene_that_is_not_there(self, api, job):
        assert error_of(api.get(f"/api/v3/jobs/{job}/scenes/0/image"), 404) == "Scene not found"


@pytest.fixture(scope="module")
def priced(services, tmp_path_factory):
    """The application with an operator's price list: everything costs something."""
    table = json.loads(rates.SHIPPED.read_text())
    for number, rate in enumerate(table["rates"], 1):
        rate["micros"] = 333 * number + 1
    path = tmp_path_factory.mktemp("rates") / "rates.json"
    path.write_text(json.dumps(table))
    return create_app(dataclasses.replace(services, rates=rates.load(path)))


class TestEstimates:
    @pytest.mark.parametrize("seconds", [5, 15, 33.3, 120])
    def test_the_breakdown_sums_to_the_total(self, api, client, priced, seconds):
        body = brief(client, videoSpecs={"duration": seconds})
        estimate = data_of(api.of_app(priced).post("/api/v3/jobs/dry-run", json=body), 200)
        micros = [round(amount * 1_000_000) for amount in estimate["breakdown"].values()]
        assert sum(micros) == round(estimate["estimatedCost"] * 1_000_000)
        assert all(amount > 0 for amount in micros)
        assert list(estimate["breakdown"])[:3] == ["storyboard_generation", "image_generation", "video_rendering"]

    def test_the_job_is_estimated_the_same(self, api, client, priced):
        api = api.of_app(priced)
        estimate = data_of(api.post("/api/v3/jobs/dry-run", json=brief(client)), 200)
        assert data_of(api.post("/api/v3/jobs", json=brief(client)), 202)["estimatedCost"] == estimate["estimatedCost"]

    def test_different_briefs_cost_differently(self, api, client, priced):
        api = api.of_app(priced)
        costs = [
            data_of(api.post("/api/v3/jobs/dry-run", json=brief(client, videoSpecs={"duration": seconds})), 200)
            for seconds in (5, 30, 120)
        ]
        amounts = [estimate["estimatedCost"] for estimate in costs]
        assert amounts == sorted(set(amounts))

    def test_a_dry_run_creates_nothing(self, new_caller, services):
        fresh = new_caller()
        own = new_client(fresh)["id"]
        tables = ("jobs", "job_events", "ledger_entries", "clients", "campaigns", "assets", "scene_takes")

        def rows() -> list[int]:
            with services.database.engine.connect() as connection:
                return [connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() for table in tables]

        before = rows()
        for _ in range(3):
            data_of(fresh.post("/api/v3/jobs/dry-run", json=brief(own)), 200)
        assert rows() == before
        assert data_of(fresh.get("/api/v3/jobs"), 200) == []


def test_the_states_are_those_of_the_contract():
    assert [status.value for status in Status] == [
        "pending", "storyboard_processing", "storyboard_ready", "video_processing", "completed", "failed", "cancelled",
    ]  # fmt: skip
    assert {"completed", "failed", "cancelled"} == TERMINAL
