"""One shape for every answer: each route × each source of error, whoever raised it."""

import dataclasses
import json

import pytest
import route_table
from asgi_client import assert_envelope, error_of
from builders import brief, new_client, new_job, stored_asset
from route_table import ALL, GUARDED, METHODS, NOBODY, PATHS, WITH_JSON, methods_of

from spotwright.app import create_app
from spotwright.db.session import Database
from spotwright.kit import failpoints
from spotwright.kit.errors import ERRORS

every_operation = pytest.mark.parametrize("operation", ALL, ids=str)
every_guarded = pytest.mark.parametrize("operation", GUARDED, ids=str)
every_json = pytest.mark.parametrize("operation", WITH_JSON, ids=str)
every_path = pytest.mark.parametrize("template", PATHS)


@pytest.fixture(scope="session")
def away(services):
    """The application while its database cannot be reached: nothing listens on that port."""
    database = Database("postgresql://nobody@127.0.0.1:9/nothing?connect_timeout=2")
    yield create_app(dataclasses.replace(services, database=database))
    database.close()


@pytest.fixture(scope="session")
def small(services):
    """The application with the smallest limits that the settings allow."""
    settings = services.settings.model_copy(update={"max_json_bytes": 1024, "max_upload_bytes": 1000})
    return create_app(dataclasses.replace(services, settings=settings))


class Broken:
    """A database with a bug in it."""

    def read(self):
        raise RuntimeError("SELECT secret FROM /var/lib/spotwright")

    write = read


def test_the_table_of_routes_is_the_whole_api():
    assert len(ALL) >= 33
    assert len(WITH_JSON) >= 8


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v3", "/api/v9/clients", "/api/v3/nothing", "/api/v3/jobs/a/b"])
@pytest.mark.parametrize("method", METHODS)
def test_404_from_the_router(anonymous, method, path):
    answer = anonymous.request(method, path)
    if method == "HEAD":
        assert answer.status_code == 404
    else:
        assert error_of(answer, 404, "ENDPOINT_NOT_FOUND") == "Endpoint not found"


@every_path
@pytest.mark.parametrize("slash", ["", "/"])
def test_405_names_every_method_of_the_path(anonymous, template, slash):
    allowed = methods_of(template)
    # A path such as /jobs/dry-run is also /jobs/{job_id}: what that one answers to is allowed as well.
    if template == "/api/v3/jobs/dry-run":
        allowed |= methods_of("/api/v3/jobs/{job_id}")
    for method in set(METHODS) - allowed:
        answer = anonymous.request(method, template.format_map(NOBODY) + slash)
        assert answer.status_code == 405, method
        assert answer.headers["allow"] == ", ".join(sorted(allowed)), method
        if method != "HEAD":
            assert error_of(answer, 405, "METHOD_NOT_ALLOWED") == "Method not allowed"


@every_guarded
def test_401_without_credentials(anonymous, operation):
    answer = anonymous.request(operation.method, operation.path())
    assert error_of(answer, 401, "UNAUTHORIZED").startswith("Unauthorized")
    assert answer.headers["www-authenticate"].startswith("Bearer")


@every_guarded
@pytest.mark.parametrize(
    "credentials",
    [{"Authorization": "Bearer x"}, {"Authorization": "Basic dTpw"}, {"X-API-Key": "spw_x"}, {"Authorization": ""}],
    ids=str,
)
def test_401_with_wrong_credentials(anonymous, operation, credentials):
    answer = anonymous.request(operation.method, operation.path(), headers=credentials)
    assert error_of(answer, 401).startswith("Unauthorized")
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("operation", [o for o in GUARDED if o.parameters], ids=str)
def test_404_of_a_missing_thing(api, operation):
    if operation.template.endswith("/actions"):
        answer = api.post(operation.path(), json={"action": "approve"})
    elif operation.body:
        answer = api.request(operation.method, operation.path(), json={})
    else:
        answer = api.request(operation.method, operation.path())
    assert "not found" in error_of(answer, 404)


@every_json
@pytest.mark.parametrize("body", [b"{", b"nothing", b'{"a":NaN}', b"\xff\xfe{\x00}\x00", b'{"a":1,"a":2}'], ids=repr)
def test_400_of_malformed_json(api, operation, body):
    error_of(api.send_raw(operation.method, operation.path(), body), 400, "INVALID_JSON")


@every_json
@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml"]
)
def test_415_of_another_content_type(api, operation, kind):
    answer = api.send_raw(operation.method, operation.path(), b"{}", headers={"Content-Type": kind})
    error_of(answer, 415, "UNSUPPORTED_MEDIA_TYPE")


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "", "multipart/mixed; boundary=x"])
def test_415_of_an_upload_that_is_no_form(api, kind):
    error_of(api.post("/api/v3/assets", content=b"{}", headers={"Content-Type": kind}), 415, "UNSUPPORTED_MEDIA_TYPE")


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/xml"])
def test_415_of_a_login_that_is_no_form(anonymous, kind):
    answer = anonymous.post("/api/auth/login", content=b"{}", headers={"Content-Type": kind})
    error_of(answer, 415, "UNSUPPORTED_MEDIA_TYPE")


@every_json
def test_413_of_a_large_body(api, small, operation):
    large = json.dumps({"name": "x" * 2000}).encode()
    error_of(api.of_app(small).send_raw(operation.method, operation.path(), large), 413, "BODY_TOO_LARGE")


def test_413_of_a_large_login(anonymous, small):
    answer = anonymous.of_app(small).post("/api/auth/login", data={"username": "x" * 2000, "password": "y"})
    error_of(answer, 413, "BODY_TOO_LARGE")


def test_413_of_a_large_file(api, small):
    answer = api.of_app(small).post("/api/v3/assets", files={"file": ("a.bin", b"x" * 1001)})
    error_of(answer, 413, "ASSET_TOO_LARGE")


@every_json
@pytest.mark.parametrize("body", [b"", b"null", b"[]", b'"text"', b"3"], ids=repr)
def test_422_of_a_body_that_is_no_object(api, operation, body):
    answer = api.send_raw(operation.method, operation.path(), body)
    assert error_of(answer, 422, "VALIDATION_FAILED").startswith("Validation failed: ")
    assert answer.json()["meta"]["errors"]


@pytest.mark.parametrize("path", ["clients", "campaigns", "jobs", "jobs/dry-run"])
def test_422_names_the_fields_that_are_missing(api, path):
    answer = api.post(f"/api/v3/{path}", json={})
    missing = {problem["pointer"] for problem in answer.json()["meta"]["errors"]}
    text = error_of(answer, 422, "VALIDATION_FAILED")
    assert missing
    assert all(pointer.strip("/").replace("/", ".") in text for pointer in missing)


def test_409_of_a_wrong_state(api, worker):
    job = new_job(api, new_client(api)["id"])["id"]
    answer = api.post(f"/api/v3/jobs/{job}/actions", json={"action": "approve"})
    error_of(answer, 409, "JOB_STATE_CONFLICT")
    assert answer.json()["meta"]["currentStatus"] == "pending"


def test_412_of_a_storyboard_that_changed(api, worker):
    job = new_job(api, new_client(api)["id"])["id"]
    worker.present(job)
    answer = api.post(f"/api/v3/jobs/{job}/actions", json={"action": "approve"}, headers={"If-Match": '"1"'})
    error_of(answer, 412, "VERSION_MISMATCH")


def test_416_of_a_range_beyond_the_end(api, services):
    asset = stored_asset(services, api)
    answer = api.get(asset["url"], headers={"Range": "bytes=999999-"})
    error_of(answer, 416, "RANGE_NOT_SATISFIABLE")
    assert answer.headers["content-range"] == f"bytes */{asset['size']}"


@every_guarded
def test_400_of_an_unknown_version(api, operation):
    answer = api.request(operation.method, operation.path(), headers={"API-Version": "9"})
    error_of(answer, 400, "UNSUPPORTED_API_VERSION")


@pytest.mark.parametrize("path", ["/api/v3/clients/%00", "/api/v3/assets/a%00b/data", "/api/%00"])
def test_400_of_a_path_with_a_nul(api, path):
    error_of(api.get(path), 400, "INVALID_REQUEST")


def test_414_of_an_endless_address(api):
    error_of(api.get("/api/v3/clients?x=" + "y" * 9000), 414, "URI_TOO_LONG")


@every_operation
def test_500_reveals_nothing(api, app, services, operation):
    broken = create_app(services)
    broken.state.database = Broken()
    if operation.template == "/api/auth/login":
        answer = api.of_app(broken).post(operation.path(), data={"username": "a", "password": "b"})
    else:
        answer = api.of_app(broken).request(operation.method, operation.path())
    assert error_of(answer, 500, "INTERNAL_ERROR") == "Internal server error"
    assert "secret" not in answer.text


@pytest.mark.parametrize("path", ["clients", "jobs"])
def test_500_at_the_commit_saves_nothing(api, services, monkeypatch, path):
    client = new_client(api)
    monkeypatch.setattr(failpoints, "_points", failpoints.Failpoints("db.before_commit=raise:1"))
    body = brief(client["id"]) if path == "jobs" else {"name": "Lost"}
    error_of(api.post(f"/api/v3/{path}", json=body), 500, "INTERNAL_ERROR")
    assert api.get(f"/api/v3/{path}").json()["meta"]["total"] == (0 if path == "jobs" else 1)


@every_operation
def test_503_while_the_database_is_away(api, away, operation):
    if operation.template == "/api/auth/login":
        answer = api.of_app(away).post(operation.path(), data={"username": "a", "password": "b"})
    else:
        answer = api.of_app(away).request(operation.method, operation.path())
    assert error_of(answer, 503, "UNAVAILABLE") == "Service is temporarily unavailable"
    assert int(answer.headers["retry-after"]) > 0
    assert "127.0.0.1" not in answer.text


@pytest.mark.parametrize("operation", [o for o in GUARDED if o.method == "GET"], ids=str)
def test_head_is_get_without_a_body(api, operation):
    got, head = (api.request(method, operation.path()) for method in ("GET", "HEAD"))
    assert head.status_code == got.status_code
    assert head.content == b""
    ignored = {"x-request-id", "content-length"}
    assert {k: v for k, v in head.headers.items() if k not in ignored} == {
        k: v for k, v in got.headers.items() if k not in ignored
    }


@every_guarded
def test_a_trailing_slash_is_the_same_route_without_a_redirect(api, operation):
    plain, slashed = (api.request(operation.method, operation.path() + slash) for slash in ("", "/"))
    assert slashed.status_code == plain.status_code
    assert slashed.json()["error"] == plain.json()["error"]


@pytest.mark.parametrize("code", [code for code, kind in ERRORS.items() if kind.status == 404])
def test_every_404_says_not_found(code):
    assert "not found" in ERRORS[code].text


@pytest.mark.parametrize("code", [code for code, kind in ERRORS.items() if kind.status == 401])
def test_every_401_says_unauthorized(code):
    assert ERRORS[code].text.startswith("Unauthorized")


def test_every_answer_names_its_request(api):
    answer = api.get("/api/v3/clients", headers={"X-Request-Id": "my-own-request-1"})
    assert assert_envelope(answer)["meta"]["requestId"] == "my-own-request-1"
    for bad in ("short", "x" * 65, "with space inside", "a\tb-------"):
        assert api.get("/api/v3/clients", headers={"X-Request-Id": bad}).json()["meta"]["requestId"] != bad


def test_route_table_has_no_unknown_parameter():
    assert {name for operation in route_table.ALL for name in operation.parameters} <= set(NOBODY)
