"""What went wrong in the API that this one replaces, measured: each trap has its test, by the words of its description.

Some of them are spread over other files as well; here they stand together, so that none is lost.
"""

import dataclasses
import json

import pytest
from asgi_client import ApiClient, assert_envelope, data_of, error_of
from builders import VIDEO, brief, new_campaign, new_client, new_job, picture, stored_asset
from route_table import ALL

from spotwright.app import create_app
from spotwright.auth import service as auth
from spotwright.auth.throttle import LoginThrottle
from spotwright.costs import rates
from spotwright.jobs.states import Status


class TestStarting:
    def test_authentication_is_always_on(self, anonymous):
        open_doors = [
            str(operation)
            for operation in ALL
            if anonymous.request(operation.method, operation.path()).status_code != 401
        ]
        assert open_doors == ["POST /api/auth/login"]

    def test_nobody_is_user_1(self, anonymous, api):
        new_client(api)
        for headers in ({}, {"X-User-Id": api.user_id}, {"Authorization": "Bearer null"}, {"Cookie": "user_id=1"}):
            error_of(anonymous.get("/api/v3/clients", headers=headers), 401)

    @pytest.mark.parametrize(
        "path", ["/api/admin/download-db", "/api/debug", "/data/spotwright.db", "/static/../spotwright.db", "/backup"]
    )
    def test_no_anonymous_route_gives_the_database_away(self, anonymous, path):
        assert anonymous.get(path).status_code == 404

    def test_guessing_passwords_is_limited(self, services, runner):
        app = create_app(services)
        app.state.throttle = LoginThrottle(2)
        door = ApiClient(app, runner)
        form = {"username": "somebody", "password": "guess"}
        assert [door.post("/api/auth/login", data=form).status_code for _ in range(4)] == [401, 401, 429, 429]


class TestContract:
    def test_a_failure_is_no_200_and_has_meta(self, api):
        body = assert_envelope(api.get("/api/v3/clients/none"))
        assert body["meta"]["timestamp"]
        assert api.get("/api/v3/clients/none").status_code == 404

    @pytest.mark.parametrize(
        ("method", "path", "status"),
        [("GET", "/api/v3/nothing", 404), ("PATCH", "/api/v3/clients", 405), ("POST", "/api/v3/clients", 422)],
    )
    def test_what_the_framework_refuses_is_inside_the_envelope(self, api, anonymous, method, path, status):
        error_of(api.request(method, path), status)
        error_of(anonymous.get("/api/v3/clients"), 401)

    def test_the_total_is_no_pages_length(self, api):
        for number in range(5):
            new_client(api, name=str(number))
        answer = api.get("/api/v3/clients?limit=2&offset=2")
        assert len(data_of(answer, 200)) == 2
        assert (answer.json()["meta"]["total"], answer.json()["meta"]["page"]) == (5, 2)

    @pytest.mark.parametrize("status", list(Status))
    def test_a_job_can_always_be_read(self, api, worker, status):
        job = new_job(api, new_client(api)["id"])["id"]
        worker.bring(api, job, status)
        assert data_of(api.get(f"/api/v3/jobs/{job}"), 200)["status"] == status

    def test_the_documented_cookie_exists(self, services, anonymous):
        with services.database.write() as session:
            auth.create_user(session, "cookie monster", "me want cookie")
        answer = anonymous.post("/api/auth/login", data={"username": "cookie monster", "password": "me want cookie"})
        cookie = answer.headers["set-cookie"].partition(";")[0]
        assert cookie == f"token={answer.json()['access_token']}"
        assert anonymous.get("/api/v3/clients", headers={"Cookie": cookie}).status_code == 200

    def test_upload_fields_are_read_from_the_form_and_not_from_the_query(self, api):
        client = new_client(api)["id"]
        asset = data_of(
            api.post(
                "/api/v3/assets?name=query&clientId=none",
                files={"file": ("a.txt", b"notes")},
                data={"name": "form", "clientId": client},
            ),
            201,
        )
        assert (asset["name"], asset["clientId"]) == ("form", client)

    def test_no_upload_breaks_the_list_whatever_type_it_claims(self, api):
        claims = ("image", "video", "audio", "document", "nonsense")
        uploads = [("a.txt", b"words", claim) for claim in claims]
        uploads += [("a.pdf", b"%PDF-1.4\n", claim) for claim in claims]
        # A PNG called a document is the very case that broke the list for ever.
        uploads.append(("a.png", picture(kind="PNG"), "document"))
        for name, content, claim in uploads:
            answer = api.post("/api/v3/assets", files={"file": (name, content)}, data={"type": claim})
            assert data_of(answer, 201)["type"] == ("image" if name == "a.png" else "document")
        assert len(data_of(api.get("/api/v3/assets"), 200)) == len(uploads)

    def test_estimates_depend_on_what_is_asked(self, api, services, tmp_path):
        table = json.loads(rates.SHIPPED.read_text())
        for rate in table["rates"]:
            rate["micros"] = 1000
        (tmp_path / "rates.json").write_text(json.dumps(table))
        priced = api.of_app(create_app(dataclasses.replace(services, rates=rates.load(tmp_path / "rates.json"))))
        client = new_client(api)["id"]
        costs = {
            data_of(priced.post("/api/v3/jobs/dry-run", json=brief(client, videoSpecs={"duration": d})), 200)[
                "estimatedCost"
            ]
            for d in (5, 20, 60)
        }
        assert len(costs) == 3

    def test_the_scene_is_named_as_the_document_says(self, api, worker):
        job = new_job(api, new_client(api)["id"])["id"]
        worker.present(job)
        path = f"/api/v3/jobs/{job}/actions"
        old, new = (
            api.post(path, json={"action": "regenerate_scene", "payload": {name: 1}})
            for name in ("sceneId", "sceneIdx")
        )
        assert "sceneIdx" in error_of(old, 422)
        assert data_of(new, 202)["updatedSceneIdx"] == 1

    def test_a_job_reaches_its_video(self, api, worker):
        job = new_job(api, new_client(api)["id"])["id"]
        worker.bring(api, job, Status.COMPLETED)
        assert api.get(data_of(api.get(f"/api/v3/jobs/{job}"), 200)["videoUrl"]).content == VIDEO


class TestIntegrity:
    def test_a_campaign_needs_a_client_that_exists(self, api):
        error_of(api.post("/api/v3/campaigns", json={"clientId": "1", "name": "n"}), 404, "CLIENT_NOT_FOUND")

    def test_deleting_a_client_orphans_nothing(self, api, services):
        client = new_client(api)["id"]
        campaign = new_campaign(api, client)["id"]
        job = new_job(api, client, campaign)["id"]
        asset = stored_asset(services, api, client_id=client)["id"]
        error_of(api.delete(f"/api/v3/clients/{client}"), 409)
        data_of(api.delete(f"/api/v3/clients/{client}?cascade=true"), 200)
        for path in (f"campaigns/{campaign}", f"jobs/{job}"):
            error_of(api.get(f"/api/v3/{path}"), 404)
        assert data_of(api.get(f"/api/v3/assets/{asset}"), 200)["clientId"] is None

    def test_jobs_keep_their_campaign_so_statistics_count_them(self, api, worker):
        client = new_client(api)["id"]
        campaign = new_campaign(api, client)["id"]
        job = new_job(api, client, campaign)["id"]
        worker.bring(api, job, Status.COMPLETED)
        worker.charge(job, "video_rendering", 2_000_000)
        assert data_of(api.get(f"/api/v3/campaigns/{campaign}/stats"), 200) == {
            "videoCount": 1,
            "totalSpend": 2.0,
            "avgCost": 2.0,
        }

    def test_a_cancelled_job_is_not_overwritten_by_its_work(self, api, worker):
        job = new_job(api, new_client(api)["id"])["id"]
        worker.bring(api, job, Status.VIDEO_PROCESSING)
        data_of(api.post(f"/api/v3/jobs/{job}/actions", json={"action": "cancel"}), 202)
        for late in (
            lambda: worker.report(job, Status.VIDEO_PROCESSING, "video_rendering", 90),
            lambda: worker.complete(job),
            lambda: worker.fail(job),
        ):
            with pytest.raises(AssertionError):
                late()
        shown = data_of(api.get(f"/api/v3/jobs/{job}"), 200)
        assert (shown["status"], shown["videoUrl"]) == ("cancelled", None)

    def test_approving_twice_renders_once(self, api, worker):
        job = new_job(api, new_client(api)["id"])["id"]
        worker.present(job)
        path = f"/api/v3/jobs/{job}/actions"
        assert [api.post(path, json={"action": "approve"}).status_code for _ in range(3)] == [202, 409, 409]


class TestIsolation:
    def test_assets_and_jobs_of_others_cannot_be_seen_or_touched(self, api, stranger, services, worker):
        client = new_client(api)["id"]
        asset = stored_asset(services, api, client_id=client)
        job = new_job(api, client)["id"]
        worker.present(job)
        for path in (asset["url"], f"/api/v3/assets/{asset['id']}", f"/api/v3/jobs/{job}"):
            error_of(stranger.get(path), 404)
        for action in ("approve", "cancel"):
            error_of(stranger.post(f"/api/v3/jobs/{job}/actions", json={"action": action}), 404)
        error_of(stranger.delete(f"/api/v3/assets/{asset['id']}"), 404)
        assert data_of(api.get(f"/api/v3/jobs/{job}"), 200)["status"] == "storyboard_ready"

    def test_ids_cannot_be_guessed(self, api):
        ids = [new_client(api)["id"] for _ in range(50)]
        assert len({client[-16:] for client in ids}) == 50
        assert not any(client.removeprefix("cli_").isdigit() for client in ids)


class TestSecurity:
    @pytest.mark.parametrize(
        "address",
        [
            "http://127.0.0.1/x.jpg", "http://127.1/x.jpg", "http://0x7f000001/x.jpg", "http://0x7f.0.0.1/x.jpg",
            "http://2130706433/x.jpg", "http://017700000001/x.jpg", "http://[::1]/x.jpg", "http://[::ffff:127.0.0.1]/x",
            "http://0.0.0.0/x.jpg", "http://169.254.169.254/latest/meta-data", "http://10.0.0.1/x", "x",
            "file:///etc/passwd", "ftp://example.com/x.jpg", "gopher://127.0.0.1:6379/_", "//127.0.0.1/x", "data:,x",
        ],
    )  # fmt: skip
    def test_an_address_inside_is_never_asked(self, api, address):
        client = new_client(api)["id"]
        answer = api.post("/api/v3/jobs", json=brief(client, assets=[{"url": address}]))
        assert "url" in error_of(answer, 422)
        assert api.get("/api/v3/jobs").json()["meta"]["total"] == 0

    def test_a_drawing_with_a_script_is_not_shown_inline(self, api):
        drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
        asset = data_of(api.post("/api/v3/assets", files={"file": ("a.svg", drawing, "image/svg+xml")}), 201)
        answer = api.get(asset["url"])
        assert answer.headers["content-disposition"].startswith("attachment")
        assert "svg" not in answer.headers["content-type"]

    def test_uploads_are_limited(self, api, services):
        settings = services.settings.model_copy(update={"max_upload_bytes": 5000})
        limited = api.of_app(create_app(dataclasses.replace(services, settings=settings)))
        error_of(limited.post("/api/v3/assets", files={"file": ("a.txt", b"x" * 5001)}), 413)
        data_of(limited.post("/api/v3/assets", files={"file": ("a.txt", b"x" * 5000)}), 201)

    @pytest.mark.parametrize("filename", ["a%0D%0AX-Evil: 1.txt", "早晨.txt", "قهوة.txt", "a\u2028b.txt", "👩‍👩‍👧.txt"])
    def test_no_file_name_breaks_the_asset(self, api, filename):
        disposition = f'Content-Disposition: form-data; name="file"; filename="{filename}"'
        body = f"--x\r\n{disposition}\r\n\r\nnotes\r\n--x--\r\n".encode()
        answer = api.post("/api/v3/assets", content=body, headers={"Content-Type": "multipart/form-data; boundary=x"})
        shown = api.get(data_of(answer, 201)["url"])
        assert (shown.status_code, shown.content) == (200, b"notes")
        assert "x-evil" not in shown.headers


class TestDelivery:
    def test_head_ranges_and_tags_are_there(self, api, services):
        asset = stored_asset(services, api)
        whole = api.get(asset["url"])
        assert api.head(asset["url"]).headers["content-length"] == str(asset["size"])
        assert api.get(asset["url"], headers={"Range": "bytes=0-3"}).content == whole.content[:4]
        assert api.get(asset["url"], headers={"If-None-Match": whole.headers["etag"]}).status_code == 304

    def test_an_address_in_a_brief_is_not_fetched_while_the_client_waits(self, api):
        """A server that never answers holds nobody up: the request only writes the address down."""
        assets = [{"url": "https://never-answers.example/slow.jpg"}]
        assert new_job(api, new_client(api)["id"], assets=assets)["status"] == "pending"
