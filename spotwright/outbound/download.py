"""Fetching a file from a URL: redirects checked hop by hop, bytes hashed on the way, limits kept while they come."""

import asyncio
import re
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urljoin

import httpx

import spotwright
from spotwright.blobs import ScratchFile
from spotwright.outbound.errors import OutboundError
from spotwright.outbound.policy import UrlPolicy
from spotwright.outbound.transport import OutboundTransport

MOST_REDIRECTS = 5
_SLOWEST = 1024
_REDIRECTS = {301, 302, 303, 307, 308}
_MAY_PASS = {408, 425, 429, 500, 502, 503, 504}
_COMPRESSED = re.compile(r"\b(x-)?(gzip|compress|deflate|br|zstd)\b", re.IGNORECASE)
_HEADERS = {
    "User-Agent": f"Spotwright/{spotwright.__version__}",
    "Accept": "*/*",
    # A small compressed body may unfold into an endless one; pictures and clips are compressed already.
    "Accept-Encoding": "identity",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much and how long. ``idle_seconds`` bounds connecting, each silence, and the time for 1 KiB/s to be shown."""

    file_bytes: int
    total_seconds: float = 300.0
    idle_seconds: float = 15.0


@dataclass(frozen=True, slots=True)
class Download:
    """What was fetched. ``name`` is the last part of the URL's path, and may be empty or odd."""

    sha256: str
    size: int
    name: str


async def download(
    url: str, path: Path, limits: Limits, *, policy: UrlPolicy, transport: OutboundTransport
) -> Download:
    """GET a file into an empty scratch file. Its declared type is ignored: look at the bytes.

    Raises:
        OutboundError: It was refused or failed; the message says why.
        StorageFull: There is no room for it.
    """
    try:
        async with asyncio.timeout(limits.total_seconds), _answer(url, limits, policy, transport) as response:
            file = ScratchFile(path)
            await _receive(response, file, limits)
            sha256, size = await file.finish()
    except TimeoutError:
        raise OutboundError(f"it took longer than {limits.total_seconds:g} seconds") from None
    except httpx.TimeoutException:
        raise OutboundError("the server did not answer in time", transient=True) from None
    except httpx.ConnectError as error:
        if _is_about_certificates(error):
            raise OutboundError("the server's certificate is not valid") from None
        raise OutboundError("the server could not be reached", transient=True) from None
    except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL):
        raise OutboundError("the connection broke off", transient=True) from None
    return Download(sha256, size, policy.check(url).path.rsplit("/", 1)[-1])


@asynccontextmanager
async def _answer(
    url: str, limits: Limits, policy: UrlPolicy, transport: OutboundTransport
) -> AsyncIterator[httpx.Response]:
    """The answer after all redirects, its head read and found good."""
    extensions = {"timeout": httpx.Timeout(limits.idle_seconds).as_dict()}
    target = policy.check(url)
    for _ in range(MOST_REDIRECTS + 1):
        # Straight to the transport: a client would bring cookies, unpacking, and redirects of its own.
        request = httpx.Request("GET", target, headers=_HEADERS, extensions=extensions)
        response = await transport.handle_async_request(request)
        try:
            if response.status_code not in _REDIRECTS:
                _accept(response, limits)
                yield response
                return
            target = _next_target(target, response, policy)
        finally:
            await response.aclose()
    raise OutboundError(f"it redirects more than {MOST_REDIRECTS} times")


def _next_target(here: httpx.URL, response: httpx.Response, policy: UrlPolicy) -> httpx.URL:
    location = response.headers.get("location")
    if not location:
        raise OutboundError(f"the server answered {response.status_code}")
    try:
        return policy.check(urljoin(str(here), location))
    except (OutboundError, ValueError) as error:
        raise OutboundError(f"it redirects to a place that is not allowed: {error}") from None


def _accept(response: httpx.Response, limits: Limits) -> None:
    status = response.status_code
    if status != HTTPStatus.OK:
        raise OutboundError(f"the server answered {status}", transient=status in _MAY_PASS)
    if _COMPRESSED.search(response.headers.get("content-encoding", "")):
        raise OutboundError("the server sends it compressed, though it was asked not to")
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limits.file_bytes:
        raise _too_large(limits)


async def _receive(response: httpx.Response, file: ScratchFile, limits: Limits) -> None:
    since, size_then = time.monotonic(), 0
    async for chunk in response.aiter_raw():
        if file.size + len(chunk) > limits.file_bytes:
            raise _too_large(limits)
        file.add(chunk)
        await file.flush()
        moment = time.monotonic()
        if moment - since >= limits.idle_seconds:
            if file.size - size_then < _SLOWEST * (moment - since):
                raise OutboundError("it comes too slowly")
            since, size_then = moment, file.size


def _too_large(limits: Limits) -> OutboundError:
    return OutboundError(f"it is larger than {limits.file_bytes:,} bytes")


def _is_about_certificates(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
