"""The same failure in its three forms, the API's versions, and the headers that go with every answer."""

import json
from html import escape

import pytest
from asgi_client import assert_envelope, data_of, error_of
from builders import new_client, new_job

from spotwright.kit.errors import ERRORS

PROBLEM = "application/problem+json"


def failures(api):
    """A request for each kind of failure that is easily had."""
    job = new_job(api, new_client(api)["id"])["id"]
    return [
        ("GET", "/api/v3/clients/none", {}),
        ("GET", "/api/v3/nothing", {}),
        ("DELETE", "/api/v3/clients", {}),
        ("POST", "/api/v3/clients", {"json": {}}),
        ("POST", "/api/v3/clients", {"content": b"{", "headers": {"Content-Type": "application/json"}}),
        ("POST", "/api/v3/clients", {"content": b"x", "headers": {"Content-Type": "text/plain"}}),
        ("POST", f"/api/v3/jobs/{job}/actions", {"json": {"action": "approve"}}),
        ("GET", "/api/v3/clients?limit=0", {}),
    ]


def asked(api, method: str, path: str, options: dict, **headers: str):
    return api.request(method, path, **{**options, "headers": {**options.get("headers", {}), **headers}})


class TestVersions:
    def test_3_0_is_the_default(self, api):
        for method, path, options in failures(api):
            plain, named = (
                asked(api, method, path, options),
                asked(api, method, path, options, **{"API-Version": "3.0"}),
            )
            assert plain.json()["error"] == named.json()["error"]
            assert named.headers["api-version"] == "3.0"
            assert "api-version" not in plain.headers

    def test_3_1_has_a_code_beside_the_message(self, api):
        for method, path, options in failures(api):
            plain, newer = (
                asked(api, method, path, options),
                asked(api, method, path, options, **{"API-Version": "3.1"}),
            )
            assert newer.status_code == plain.status_code
            assert set(newer.json()) == {"data", "error", "meta"}
            assert newer.json()["data"] is None
            code = plain.json()["meta"]["errorCode"]
            assert newer.json()["error"] == {"code": code, "message": plain.json()["error"]}
            assert newer.headers["api-version"] == "3.1"

    def test_a_success_is_the_same_in_both(self, api):
        client = new_client(api)
        path = f"/api/v3/clients/{client['id']}"
        assert data_of(api.get(path, headers={"API-Version": "3.1"}), 200) == client

    @pytest.mark.parametrize("version", ["3", "3.2", "2.0", "", " ", "3.1, 3.0", "latest", "٣.٠"])
    def test_an_unknown_version_is_refused_before_anything_happens(self, api, version):
        headers = [(b"API-Version", version.encode()), (b"Content-Type", b"application/json")]
        answer = api.post("/api/v3/clients", content=b'{"name": "n"}', headers=headers)
        error_of(answer, 400, "UNSUPPORTED_API_VERSION")
        assert api.get("/api/v3/clients").json()["meta"]["total"] == 0


class TestProblemDetails:
    def test_who_asks_gets_rfc_9457(self, api):
        for method, path, options in failures(api):
            plain, problem = asked(api, method, path, options), asked(api, method, path, options, Accept=PROBLEM)
            assert problem.headers["content-type"] == PROBLEM
            assert problem.status_code == plain.status_code
            body, meta = problem.json(), plain.json()["meta"]
            code = meta["errorCode"]
            assert body["type"] == f"/problems/{code.lower().replace('_', '-')}"
            assert (body["title"], body["status"], body["detail"], body["code"]) == (
                ERRORS[code].text,
                plain.status_code,
                plain.json()["error"],
                code,
            )
            assert body["instance"] == f"urn:spotwright:request:{problem.headers['x-request-id']}"
            assert len(body.get("errors", [])) == len(meta.get("errors", []))
            assert body.get("currentStatus") == meta.get("currentStatus")
            page = api.get(body["type"])
            assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")

    @pytest.mark.parametrize(
        ("accept", "wanted"),
        [
            (PROBLEM, True),
            (f"{PROBLEM}, application/json", True),
            (f"application/json;q=0.5, {PROBLEM}", True),
            (f"{PROBLEM.upper()}; q=0.9", True),
            ("*/*", False),
            ("application/*", False),
            ("application/json", False),
            (f"application/json, {PROBLEM};q=0.5", False),
            (f"{PROBLEM};q=0", False),
            (f"{PROBLEM};q=high", False),
            ("text/html", False),
            ("", False),
        ],
    )
    def test_only_when_it_is_preferred(self, api, accept, wanted):
        answer = api.get("/api/v3/clients/none", headers={"Accept": accept})
        assert (answer.headers["content-type"] == PROBLEM) == wanted

    def test_a_success_stays_in_the_envelope(self, api):
        assert_envelope(api.get("/api/v3/clients", headers={"Accept": PROBLEM}))

    @pytest.mark.parametrize("code", ERRORS)
    def test_every_error_has_its_page(self, anonymous, code):
        page = anonymous.get(f"/problems/{code.lower().replace('_', '-')}")
        assert page.status_code == 200
        assert code in page.text
        assert escape(ERRORS[code].advice) in page.text

    @pytest.mark.parametrize("slug", ["nothing", "%3Cscript%3E", "client_not_found%00", "..%2f"])
    def test_no_other_pages(self, anonymous, slug):
        assert anonymous.get(f"/problems/{slug}").status_code in {400, 404}


class TestHeaders:
    def test_safe_headers_on_every_kind_of_answer(self, api):
        answers = [api.get("/api/v3/clients"), api.get("/docs"), api.get("/healthz"), api.get("/nothing")]
        answers += [asked(api, method, path, options) for method, path, options in failures(api)]
        for answer in answers:
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["x-frame-options"] == "DENY"
            assert answer.headers["referrer-policy"] == "no-referrer"
            assert answer.headers["x-request-id"]

    def test_answers_are_private_and_vary(self, api):
        answer = api.get("/api/v3/clients")
        assert answer.headers["cache-control"] == "private, no-cache"
        vary = {name.strip() for name in answer.headers["vary"].split(",")}
        assert {"Accept", "API-Version", "Authorization", "Cookie"} <= vary

    def test_text_is_utf_8_as_it_is(self, api):
        client = new_client(api, name="Épicerie 早晨 🥐")
        answer = api.get(f"/api/v3/clients/{client['id']}")
        assert "Épicerie 早晨 🥐".encode() in answer.content
        assert json.loads(answer.content)["data"] == client

    def test_a_type_with_parameters_is_json_too(self, api):
        for kind in ("application/json; charset=utf-8", "APPLICATION/JSON", "application/json;charset=UTF-8",
                     "application/merge-patch+json", 'application/json; charset="utf-8"'):  # fmt: skip
            answer = api.send_raw("POST", "/api/v3/clients", b'{"name": "n"}', headers={"Content-Type": kind})
            data_of(answer, 201)
        for kind in ("application/json; charset=utf-16", "application/jsonp", "text/json", "json"):
            answer = api.send_raw("POST", "/api/v3/clients", b'{"name": "n"}', headers={"Content-Type": kind})
            error_of(answer, 415)
