"""Hostile input × every route that reads any: never a 5xx, always the envelope, nothing saved by what was refused."""

import json

import hostile
import pytest
from asgi_client import assert_envelope, data_of, error_of
from builders import brief, new_campaign, new_client, new_job, stored_asset
from route_table import ALL, GUARDED, LISTS, NOBODY, WITH_JSON, Operation

from spotwright.jobs.states import Status

SEEN = ("/api/v3/clients", "/api/v3/campaigns", "/api/v3/assets", "/api/v3/jobs", "/api/auth/api-keys")


@pytest.fixture(scope="module")
def api(new_caller):
    """One user for the module: what an accepted oddity leaves behind must not disturb the next request."""
    return new_caller()


@pytest.fixture(scope="module")
def reader(new_caller):
    """Another user, whose lists stay short."""
    return new_caller()


@pytest.fixture(scope="module")
def home(api, services, worker):
    """A client, a campaign, an asset, and a job that waits for approval."""
    return settle(api, services, worker)


@pytest.fixture(scope="module")
def home_of_reader(reader, services, worker):
    return settle(reader, services, worker)


def settle(api, services, worker) -> dict[str, str]:
    client = new_client(api)["id"]
    campaign = new_campaign(api, client)["id"]
    asset = stored_asset(services, api, client_id=client)["id"]
    job = new_job(api, client)["id"]
    worker.bring(api, job, Status.STORYBOARD_READY)
    ids = {"client_id": client, "campaign_id": campaign, "asset_id": asset, "job_id": job}
    return {**NOBODY, **ids}


def snapshot(api) -> list[int]:
    """How many rows of each kind there are."""
    bodies = [assert_envelope(api.get(path, params={"limit": 1})) for path in SEEN]
    return [body["meta"].get("total", len(body["data"] or ())) for body in bodies]


def calm(answer) -> None:
    """Whatever was sent, this is how the API answers."""
    assert answer.status_code < 500, answer.text
    if answer.headers.get("content-type", "").startswith("application/problem+json"):
        assert set(json.loads(answer.content)) >= {"type", "title", "status", "detail", "code"}
    elif answer.status_code != 304 and answer.request.method != "HEAD" and "etag" not in answer.headers:
        assert_envelope(answer)
    for name, value in answer.headers.items():
        assert "\r" not in value, name
        assert "\n" not in value, name
        assert not name.startswith("x-evil")
    assert "set-cookie" not in answer.headers


# What each route reads when all is well.
BODIES = {
    "create_client": {
        "name": "n", "description": "d", "homepage": "https://x.example", "metadata": {"a": 1},
        "brandGuidelines": {"colors": ["#ffffff"], "fonts": ["Inter"], "tone": "warm", "restrictions": ["no"],
                            "examples": "yes"},
    },
    "create_campaign": {
        "clientId": "", "name": "n", "goal": "g", "status": "draft", "productUrl": "https://x.example", "brief": "b",
        "metadata": {"a": 1},
    },
    "create_api_key": {"name": "n"},
    "approve": {"action": "regenerate_scene", "payload": {
        "sceneIdx": 0, "feedback": "warmer", "constraints": {"duration": 5.0, "mustIncludeAssets": []}}},
}  # fmt: skip


def good_body(operation: Operation, home) -> dict:
    if operation.template.startswith("/api/v3/clients"):
        return BODIES["create_client"]
    if operation.template.startswith("/api/v3/campaigns"):
        return BODIES["create_campaign"] | {"clientId": home["client_id"]}
    if operation.template == "/api/auth/api-keys":
        return BODIES["create_api_key"]
    if operation.template.endswith("/actions"):
        return BODIES["approve"]
    whole = brief(
        home["client_id"],
        home["campaign_id"],
        videoSpecs={"duration": 10.0, "format": "9:16", "resolution": "720p", "fps": 30, "captions": True},
        assets=[{"assetId": home["asset_id"], "type": "image", "name": "n", "role": "product"}],
    )
    whole["context"]["userId"] = "me"
    whole["creative"]["direction"] |= {"tone": "t", "visualElements": ["v"], "musicStyle": "m"}
    whole["advanced"] = {"duration": 20.0, "resolution": "480p", "modelPreferences": {"image": "x"}}
    return whole


def places(value: object, path: tuple = ()) -> list[tuple]:
    """Every place in a document, the document itself first."""
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in below for place in places(item, (*path, key)))]


def put_in(document: object, place: tuple, text: str) -> bytes:
    """The document with raw JSON ``text`` at a place."""
    mark = "«here»"
    copy = json.loads(json.dumps(document))
    if not place:
        return text.encode()
    inner = copy
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = mark
    return json.dumps(copy).replace(json.dumps(mark), text).encode("utf-8", "surrogatepass")


def test_the_corpus_is_large():
    kinds = (hostile.MALFORMED, hostile.TEXTS, hostile.VALUES, hostile.QUERIES, hostile.HEADERS, hostile.SEGMENTS,
             hostile.FILENAMES)  # fmt: skip
    assert sum(map(len, kinds)) >= 300


@pytest.mark.parametrize("operation", WITH_JSON, ids=str)
def test_what_is_not_json_is_a_400_and_saves_nothing(api, home, operation):
    before = snapshot(api)
    for name, body in hostile.MALFORMED.items():
        answer = api.send_raw(operation.method, operation.path(home), body)
        assert answer.status_code == 400, (name, answer.text)
        error_of(answer, 400, "INVALID_JSON")
    assert snapshot(api) == before


@pytest.mark.parametrize("kind", ["text", "value"])
@pytest.mark.parametrize("operation", WITH_JSON, ids=str)
def test_strange_values_anywhere_are_refused_or_kept_as_they_are(api, home, operation, kind):
    body = good_body(operation, home)
    spots = places(body)
    strange = hostile.TEXTS if kind == "text" else hostile.VALUES
    # Planning an ad takes its time, so there each value visits every ninth place; the first place moves on each time.
    stride = 9 if operation.template in {"/api/v3/jobs", "/api/v3/jobs/dry-run"} else 5
    before = snapshot(api)
    created = 0
    for number, text in enumerate(strange.values()):
        for place in spots[number % stride :: stride]:
            answer = api.send_raw(operation.method, operation.path(home), put_in(body, place, text))
            assert answer.status_code in {200, 201, 202, 400, 404, 409, 422}, (place, text[:80], answer.text)
            assert_envelope(answer)
            created += answer.status_code in {201, 202}
            if answer.status_code == 422:
                assert answer.json()["meta"]["errors"], (place, text[:80])
    creates = operation.method == "POST" and not operation.template.endswith(("/actions", "/dry-run"))
    assert sum(snapshot(api)) - sum(before) == (created if creates else 0)


@pytest.mark.parametrize("text", hostile.TEXTS.values(), ids=hostile.TEXTS.keys())
def test_text_that_is_accepted_is_read_back_unchanged(api, text):
    answer = api.send_raw("POST", "/api/v3/clients", b'{"name": "n", "metadata": {"text": %s}}' % text.encode())
    client = data_of(answer, 201)
    assert client["metadata"] == {"text": json.loads(text)}
    assert data_of(api.get(f"/api/v3/clients/{client['id']}"), 200) == client


@pytest.mark.parametrize("text", hostile.VALUES.values(), ids=hostile.VALUES.keys())
def test_values_that_are_accepted_are_read_back_unchanged(api, text):
    answer = api.send_raw("POST", "/api/v3/clients", b'{"name": "n", "metadata": {"value": %s}}' % text.encode())
    client = data_of(answer, 201)
    assert client["metadata"] == {"value": json.loads(text)}
    assert data_of(api.get(f"/api/v3/clients/{client['id']}"), 200) == client


@pytest.mark.parametrize("path", LISTS)
def test_strange_queries(api, path):
    for query in hostile.QUERIES:
        answer = api.get(f"{path}?{query}")
        calm(answer)
        assert answer.status_code in {200, 400, 414, 422}, query


@pytest.mark.parametrize("name", ["client_id", "campaign_id"])
def test_strange_queries_delete_nothing(api, home, name):
    operation = next(o for o in ALL if o.method == "DELETE" and o.parameters == (name,))
    for query in hostile.QUERIES:
        if not query.startswith("cascade"):
            continue
        answer = api.delete(f"{operation.path(home)}?{query}")
        assert answer.status_code in {409, 422} or "campaign" in name, answer.text
        calm(answer)


@pytest.mark.parametrize("operation", [o for o in GUARDED if o.method == "GET"], ids=str)
def test_strange_headers_when_reading(reader, home_of_reader, operation):
    api, home = reader, home_of_reader
    for header in hostile.HEADERS:
        answer = api.request("GET", operation.path(home), headers=[header])
        assert answer.status_code < 500, header
        calm(answer)


@pytest.mark.parametrize("operation", WITH_JSON, ids=str)
def test_strange_headers_when_writing(api, operation):
    before = snapshot(api)
    for header in hostile.HEADERS:
        headers = [(b"Content-Type", b"application/json"), header]
        answer = api.request(operation.method, operation.path(), content=b"{}", headers=headers)
        assert answer.status_code < 500, header
        calm(answer)
    if operation.template != "/api/auth/api-keys":
        assert snapshot(api) == before


@pytest.mark.parametrize("operation", [o for o in GUARDED if o.parameters], ids=str)
def test_strange_path_segments(api, operation):
    before = snapshot(api)
    for segment in hostile.SEGMENTS:
        values = dict.fromkeys(NOBODY, segment)
        answer = api.request(operation.method, operation.template.format_map(values), json={"action": "cancel"})
        calm(answer)
        assert answer.status_code in {400, 404, 405, 414, 422}, (segment, answer.status_code)
    assert snapshot(api) == before


def form(name: bytes = b"file", filename: bytes = b"a.txt", content: bytes = b"notes", extra: bytes = b"") -> bytes:
    disposition = b'Content-Disposition: form-data; name="' + name + b'"; filename="' + filename + b'"'
    return b"--x\r\n" + disposition + b"\r\n\r\n" + content + b"\r\n" + extra + b"--x--\r\n"


def field(name: bytes, value: bytes) -> bytes:
    return b'--x\r\nContent-Disposition: form-data; name="' + name + b'"\r\n\r\n' + value + b"\r\n"


def upload(api, body: bytes, kind: str = "multipart/form-data; boundary=x"):
    return api.post("/api/v3/assets", content=body, headers={"Content-Type": kind})


@pytest.mark.parametrize("filename", hostile.FILENAMES, ids=repr)
def test_strange_file_names_are_safe_when_they_come_back(api, filename):
    answer = upload(api, form(filename=filename))
    calm(answer)
    if answer.status_code != 201:
        assert answer.status_code in {400, 422}
        return
    asset = data_of(answer, 201)
    given = api.get(asset["url"])
    disposition = given.headers["content-disposition"]
    assert given.status_code == 200
    assert disposition.startswith("attachment; filename=")
    assert disposition.isascii()
    assert "/" not in disposition.replace("UTF-8''", "")
    assert "\\" not in disposition
    assert given.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in given.headers["content-security-policy"]
    assert data_of(api.get(f"/api/v3/assets/{asset['id']}"), 200) == asset


@pytest.mark.parametrize(
    "body",
    [
        b"", b"--x", b"--x--", b"--x\r\n\r\n", b"x" * 5000, b"--y\r\n\r\n--y--\r\n", form()[:-4], form()[:40],
        form(name=b"other"), form(extra=form()[:-7]), form(filename=b""), form(content=b""),
        form(extra=field(b"file", b"x")), form(extra=field(b"name", b"\xff")), form(extra=field(b"name", b"a\x00b")),
        form(extra=field(b"name", b"x" * 70_000)), form(extra=field(b"name", b"x" * 300)),
        form(extra=field(b"name", b"a") * 2), form(extra=field(b"tags", b"not JSON")),
        form(extra=field(b"tags", b"{}")),
        form(extra=field(b"tags", b"[1]")), form(extra=field(b"tags", rb'["\ud800"]')),
        form(extra=field(b"tags", rb'["\u0000"]')), form(extra=field(b"tags", b'["' + b"x" * 101 + b'"]')),
        form(extra=field(b"tags", b"[" + b"[" * 60_000)), form(extra=field(b"tags", b'["a"' + b',"a"' * 100 + b"]")),
        form(extra=b"".join(field(b"f%d" % n, b"x") for n in range(40))), form(extra=field(b"\xff", b"x")),
        form(extra=field(b"clientId", b"x")), form(extra=field(b"campaignId", b"' OR 1=1")),
        b"--x\r\nContent-Disposition: attachment\r\n\r\nx\r\n--x--\r\n", b"--x\r\nno colon\r\n\r\nx\r\n--x--\r\n",
        b"--x\r\n" + b"A: b\r\n" * 5000 + b"\r\nx\r\n--x--\r\n",
        (
            b"--x\r\nContent-Disposition: form-data; name=file; filename=a\r\n"
            b"Content-Transfer-Encoding: base64\r\n\r\nYQ==\r\n--x--\r\n"
        ),
    ],
    ids=lambda body: repr(body[:60]),
)  # fmt: skip
def test_strange_forms_are_refused_and_save_nothing(api, body):
    before = snapshot(api)
    answer = upload(api, body)
    assert answer.status_code in {400, 404, 413, 415, 422}, answer.text
    calm(answer)
    assert snapshot(api) == before


@pytest.mark.parametrize(
    "kind",
    ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=" + "x" * 500,
     "multipart/form-data; boundary=y", "multipart/form-data; boundary=\xff",
     "multipart/form-data; charset=utf-7; boundary=x;;",
     'multipart/form-data; boundary="', "multipart/mixed; boundary=x", "MULTIPART/FORM-DATA"],
)  # fmt: skip
def test_strange_boundaries(api, kind):
    answer = api.post("/api/v3/assets", content=form(), headers=[(b"Content-Type", kind.encode("latin-1"))])
    calm(answer)
    assert answer.status_code in {201, 400, 415, 422}
