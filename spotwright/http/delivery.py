"""Stored bytes over HTTP: ranges, conditions, caching, and nothing that could run as a page.

Starlette's FileResponse ignores If-None-Match, If-Modified-Since and If-Match, answers 400 to unknown range units and
reads local files only; so this is our own.
"""

import asyncio
from collections.abc import Coroutine, Mapping
from contextlib import aclosing
from datetime import datetime
from http import HTTPStatus
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from spotwright.blobs import Blob, BlobCorrupt, BlobReader, BlobStore
from spotwright.http.conditional import ETag, Outcome, evaluate, http_date, range_applies
from spotwright.http.filenames import content_disposition
from spotwright.http.ranges import ByteRange, Unsatisfiable, parse_range, unsatisfied_range
from spotwright.kit.errors import ApiError

# Types that browsers show and never execute. SVG, HTML and XML are documents with scripts: they are not here.
INLINE_TYPES = frozenset(
    {
        "image/jpeg", "image/png", "image/webp", "image/gif", "image/avif",
        "video/mp4", "video/webm", "video/quicktime",
        "audio/mpeg", "audio/mp4", "audio/aac", "audio/wav", "audio/x-wav", "audio/ogg", "audio/webm", "audio/flac",
        "text/vtt",
    }
)  # fmt: skip
# Types that keep their name but are only ever downloaded: a PDF may carry scripts, for its own viewer.
DOWNLOAD_TYPES = frozenset({"application/pdf", "application/x-subrip", "text/plain"})
UNKNOWN_TYPE = "application/octet-stream"

# A sandbox without scripts, for whoever opens the address itself; the rest is what a browser's own picture and video
# pages need to show anything.
_POLICY = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'"
_FOREVER = "private, max-age=31536000, immutable"
_ASK_AGAIN = "private, no-cache"
_SHORTEST_VERSION = 16
PATHSEND = "http.response.pathsend"

_BYTES = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
RESPONSES: dict[int | str, dict[str, object]] = {
    200: {"description": "The bytes", "content": _BYTES},
    206: {"description": "The bytes of the range", "content": _BYTES},
    304: {"description": "The caller has these bytes"},
}
"""What :func:`deliver` answers, for the documentation of a route."""


def deliver(
    request: Request,
    store: BlobStore,
    blob: Blob,
    *,
    content_type: str,
    filename: str,
    last_modified: datetime | None = None,
    download: bool = False,
    embed: Literal["same-site", "cross-origin"] = "same-site",
) -> Response:
    """Answer GET or HEAD with a blob: 200, 206 or 304.

    `content_type` is what was found in the bytes, never the sender's claim. `embed` tells which pages may show it; the
    cookie reaches as far as `same-site`, a signed address may go everywhere. The store is first touched when the answer
    is sent: BlobNotFound and StoreUnavailable come from there, before the first byte.

    Raises:
        ApiError: VERSION_MISMATCH (412) or RANGE_NOT_SATISFIABLE (416).
    """
    etag = ETag(f"sha256-{blob.sha256}")
    headers = {
        "etag": str(etag),
        "cache-control": _cache_control(request, blob),
        "vary": "Authorization, Cookie",
        "cross-origin-resource-policy": embed,
    }
    if last_modified is not None:
        headers["last-modified"] = http_date(last_modified)
    outcome = evaluate(request.method, request.headers, etag=etag, last_modified=last_modified)
    if outcome is Outcome.PRECONDITION_FAILED:
        raise ApiError("VERSION_MISMATCH", headers={"ETag": str(etag)})
    if outcome is Outcome.NOT_MODIFIED:
        return Response(status_code=304, headers=headers)
    part = None
    # RFC 9110 §14.2 defines Range for GET alone.
    if request.method == "GET" and range_applies(request.headers, etag=etag, last_modified=last_modified):
        part = parse_range(request.headers.get("range"), blob.size)
    if isinstance(part, Unsatisfiable):
        raise ApiError("RANGE_NOT_SATISFIABLE", headers={"Content-Range": unsatisfied_range(blob.size)})
    return BlobResponse(store, blob, part, headers | _describe(content_type, filename, download=download))


class BlobResponse(Response):
    """Streams a blob, or a part of it, straight from the store to the client."""

    def __init__(self, store: BlobStore, blob: Blob, part: ByteRange | None, headers: Mapping[str, str]) -> None:
        self._store = store
        self._blob = blob
        self._part = part or ByteRange(0, blob.size)
        self.status_code = 200 if part is None else 206
        self.background = None
        self.body = b""
        self.init_headers({**headers, "accept-ranges": "bytes", "content-length": str(self._part.length)})
        if part is not None:
            self.headers["content-range"] = part.content_range(blob.size)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        start = {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
        if scope["method"] == "HEAD":
            await send(start)
            await send({"type": "http.response.body", "body": b""})
            return
        with await self._store.open_async(self._blob.sha256) as reader:
            if reader.size != self._blob.size:
                raise BlobCorrupt(f"{self._blob.sha256} has {reader.size} bytes instead of {self._blob.size}")
            await send(start)
            path = self._store.local_path(self._blob.sha256)
            if path is not None and self.status_code == HTTPStatus.OK and PATHSEND in (scope.get("extensions") or {}):
                await send({"type": PATHSEND, "path": str(path)})
            else:
                await _while_connected(receive, self._stream(reader, send))

    async def _stream(self, reader: BlobReader, send: Send) -> None:
        left = self._part.length
        async with aclosing(reader.stream(*self._part)) as chunks:
            async for chunk in chunks:
                left -= len(chunk)
                await send({"type": "http.response.body", "body": chunk, "more_body": left > 0})
        if self._part.length == 0:
            await send({"type": "http.response.body", "body": b""})


def _describe(content_type: str, filename: str, *, download: bool) -> dict[str, str]:
    """The headers that tell a browser what these bytes are, and that it must not think for itself."""
    kind = content_type.partition(";")[0].strip().lower()
    known = kind in INLINE_TYPES or kind in DOWNLOAD_TYPES
    inline = kind in INLINE_TYPES and not download
    return {
        "content-type": kind if known else UNKNOWN_TYPE,
        "content-disposition": content_disposition("inline" if inline else "attachment", filename),
        "content-security-policy": _POLICY,
        "x-content-type-options": "nosniff",
    }


def _cache_control(request: Request, blob: Blob) -> str:
    """For ever when the address names these very bytes (`?v=`, at least 16 digits of the hash), else ask each time."""
    version = request.query_params.get("v", "")
    return _FOREVER if len(version) >= _SHORTEST_VERSION and blob.sha256.startswith(version) else _ASK_AGAIN


async def _while_connected(receive: Receive, sending: Coroutine[object, object, None]) -> None:
    """Send until the end or until the client goes. Servers swallow what is sent to nobody, so somebody must look."""
    tasks = [asyncio.create_task(sending), asyncio.create_task(_disconnected(receive))]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if tasks[0].done():
            await tasks[0]
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue
