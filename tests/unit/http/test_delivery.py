"""Delivery of blobs: the table of ranges and conditions, safe headers, and streams that stop when nobody listens."""

import asyncio
from datetime import UTC, datetime

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from spotwright.blobs import Blob, BlobCorrupt, BlobNotFound, BlobStore
from spotwright.http.delivery import INLINE_TYPES, deliver
from spotwright.kit.errors import ApiError

CONTENT = bytes(range(256)) * 4 + b"the end"
MODIFIED = datetime(2025, 11, 19, 20, 0, 0, 750_000, UTC)
DATE = "Wed, 19 Nov 2025 20:00:00 GMT"
LATER = "Wed, 19 Nov 2025 20:00:01 GMT"
EARLIER = "Wed, 19 Nov 2025 19:59:59 GMT"


@pytest.fixture(params=["local", "memory"])
def store(request, tmp_path):
    url = str(tmp_path / "blobs") if request.param == "local" else "memory:"
    return BlobStore.from_url(url, scratch=tmp_path / "scratch")


@pytest.fixture
def blob(store):
    return store.put_bytes(CONTENT)


class Browser:
    """Asks an ASGI app without a socket."""

    def __init__(self, app: Starlette) -> None:
        self._app = app

    def get(self, url: str, **headers) -> httpx.Response:
        return asyncio.run(self._ask("GET", url, **headers))

    def head(self, url: str, **headers) -> httpx.Response:
        return asyncio.run(self._ask("HEAD", url, **headers))

    async def _ask(self, method: str, url: str, **headers) -> httpx.Response:
        transport = httpx.ASGITransport(self._app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as asking:
            return await asking.request(method, url, **headers)


def client(store, blob, **options) -> Browser:
    options = {"content_type": "video/mp4", "filename": "ad.mp4", "last_modified": MODIFIED} | options

    async def serve(request: Request):
        return deliver(request, store, blob, **options)

    async def refused(_request, error):
        return PlainTextResponse(error.kind.code, error.kind.status, headers=error.headers)

    app = Starlette(routes=[Route("/", serve, methods=["GET", "HEAD"])], exception_handlers={ApiError: refused})
    return Browser(app)


def test_the_whole_comes_with_everything_a_cache_needs(store, blob):
    answer = client(store, blob).get("/")

    assert (answer.status_code, answer.content) == (200, CONTENT)
    assert answer.headers["etag"] == f'"sha256-{blob.sha256}"'
    assert answer.headers["last-modified"] == DATE
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["content-length"] == str(len(CONTENT))
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["cache-control"] == "private, no-cache"


def test_head_has_the_headers_of_get_and_no_body(store, blob):
    browser = client(store, blob)

    head, get = browser.head("/"), browser.get("/")

    assert head.content == b""
    assert dict(head.headers) == dict(get.headers)


@pytest.mark.parametrize(
    ("asked", "status", "part", "content_range"),
    [
        ("bytes=0-99", 206, slice(0, 100), "bytes 0-99/1031"),
        ("bytes=-7", 206, slice(1024, 1031), "bytes 1024-1030/1031"),
        ("bytes=1030-", 206, slice(1030, 1031), "bytes 1030-1030/1031"),
        ("bytes=0-99999", 206, slice(0, 1031), "bytes 0-1030/1031"),
        ("bytes=-99999", 206, slice(0, 1031), "bytes 0-1030/1031"),
        ("items=0-5", 200, slice(None), None),
        ("bytes=abc", 200, slice(None), None),
        ("bytes=5-4", 200, slice(None), None),
        ("bytes=0-1,3-4", 200, slice(None), None),
        ("bytes=" + ",".join(f"{n}-{n}" for n in range(200)), 200, slice(None), None),
    ],
)
def test_ranges(store, blob, asked, status, part, content_range):
    answer = client(store, blob).get("/", headers={"Range": asked})

    assert (answer.status_code, answer.content) == (status, CONTENT[part])
    assert answer.headers.get("content-range") == content_range
    assert answer.headers["content-length"] == str(len(CONTENT[part]))


@pytest.mark.parametrize("asked", ["bytes=99999-", "bytes=-0", "bytes=1031-"])
def test_a_range_beyond_the_end_tells_the_size(store, blob, asked):
    answer = client(store, blob).get("/", headers={"Range": asked})

    assert (answer.status_code, answer.text) == (416, "RANGE_NOT_SATISFIABLE")
    assert answer.headers["content-range"] == "bytes */1031"


def test_head_ignores_range(store, blob):
    answer = client(store, blob).head("/", headers={"Range": "bytes=0-9"})

    assert (answer.status_code, answer.headers["content-length"]) == (200, "1031")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If-None-Match": "{etag}"}, 304),
        ({"If-None-Match": "W/{etag}"}, 304),
        ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": '"other"'}, 200),
        ({"If-None-Match": '"other"', "If-Modified-Since": LATER}, 200),
        ({"If-Modified-Since": DATE}, 304),
        ({"If-Modified-Since": EARLIER}, 200),
        ({"If-Match": '"other"'}, 412),
        ({"If-Match": "{etag}"}, 200),
        ({"If-Match": "W/{etag}"}, 412),
        ({"If-Unmodified-Since": EARLIER}, 412),
        ({"If-Unmodified-Since": DATE}, 200),
        ({"If-Range": "{etag}", "Range": "bytes=0-4"}, 206),
        ({"If-Range": "W/{etag}", "Range": "bytes=0-4"}, 200),
        ({"If-Range": '"stale"', "Range": "bytes=0-4"}, 200),
        ({"If-Range": '"stale"', "Range": "bytes=99999-"}, 200),
        ({"If-Range": DATE, "Range": "bytes=0-4"}, 206),
        ({"If-Range": LATER, "Range": "bytes=0-4"}, 200),
        ({"If-None-Match": "{etag}", "Range": "bytes=99999-"}, 304),
    ],
)
def test_conditions(store, blob, headers, status):
    etag = f'"sha256-{blob.sha256}"'

    answer = client(store, blob).get("/", headers={name: value.format(etag=etag) for name, value in headers.items()})

    assert answer.status_code == status
    if status == 304:
        assert answer.content == b""
        assert answer.headers["etag"] == etag
        assert "content-length" not in answer.headers


def test_an_address_that_names_the_bytes_is_cached_for_ever(store, blob):
    browser = client(store, blob)

    for version in (blob.sha256, blob.sha256[:16]):
        assert browser.get(f"/?v={version}").headers["cache-control"] == "private, max-age=31536000, immutable"
    for version in (blob.sha256[:15], "0" * 64, blob.sha256 + "0", ""):
        assert browser.get(f"/?v={version}").headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize(
    "active", ["image/svg+xml", "text/html", "application/xhtml+xml", "text/xml", "x/y\r\nA: b", ""]
)
def test_nothing_that_could_run_is_served_as_itself(store, blob, active):
    answer = client(store, blob, content_type=active).get("/")

    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")


@pytest.mark.parametrize("kind", sorted(INLINE_TYPES))
def test_pictures_and_films_are_shown_in_a_sandbox(store, blob, kind):
    answer = client(store, blob, content_type=kind.upper() + "; x=y").get("/")

    assert answer.headers["content-type"] == kind
    assert answer.headers["content-disposition"].startswith("inline;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["cross-origin-resource-policy"] == "same-site"


def test_a_pdf_is_downloaded_as_a_pdf(store, blob):
    answer = client(store, blob, content_type="application/pdf").get("/")

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment;")


def test_a_download_is_an_attachment(store, blob):
    answer = client(store, blob, download=True).get("/")

    assert answer.headers["content-disposition"] == "attachment; filename=\"ad.mp4\"; filename*=UTF-8''ad.mp4"


def test_an_empty_blob_is_delivered(store):
    answer = client(store, store.put_bytes(b"")).get("/")

    assert (answer.status_code, answer.content, answer.headers["content-length"]) == (200, b"", "0")


def test_a_lost_blob_fails_before_the_first_byte(store):
    with pytest.raises(BlobNotFound):
        client(store, Blob("0" * 64, 5)).get("/")


def test_a_blob_of_another_size_is_never_sent(store, blob):
    with pytest.raises(BlobCorrupt):
        client(store, Blob(blob.sha256, blob.size + 1)).get("/")


def exchange(response, *, extensions=None, receive=None, stop_after=None):
    """Run a response against a bare ASGI server; returns what it sent."""
    sent = []

    async def wait_for_ever():
        await asyncio.sleep(3600)

    async def run():
        async def send(message):
            sent.append(message)
            await asyncio.sleep(0)

        scope = {"type": "http", "method": "GET", "extensions": extensions}
        await asyncio.wait_for(response(scope, receive or wait_for_ever, send), 10)

    asyncio.run(run())
    return sent


def asking(**headers: str) -> Request:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": raw})


def test_a_server_that_sends_files_gets_the_path(tmp_path):
    store = BlobStore.from_url(str(tmp_path / "blobs"), scratch=tmp_path / "scratch")
    blob = store.put_bytes(CONTENT)
    offered = {"http.response.pathsend": {}}

    whole = exchange(deliver(asking(), store, blob, content_type="video/mp4", filename="a"), extensions=offered)
    part = exchange(
        deliver(asking(range="bytes=0-1"), store, blob, content_type="video/mp4", filename="a"), extensions=offered
    )

    assert whole[1:] == [{"type": "http.response.pathsend", "path": str(store.local_path(blob.sha256))}]
    assert part[1] == {"type": "http.response.body", "body": CONTENT[:2], "more_body": False}


def test_a_client_that_leaves_stops_the_reading(store):
    blob = store.put_bytes(bytes(30_000_000))
    response = deliver(asking(), store, blob, content_type="video/mp4", filename="a")

    async def gone():
        return {"type": "http.disconnect"}

    sent = exchange(response, receive=gone)

    assert sum(len(message.get("body", b"")) for message in sent) < blob.size
