"""What happens to every request before a route sees it and to every answer before it leaves."""

import re
import time

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from spotwright.http.envelope import request_id
from spotwright.http.problems import VERSIONS, render
from spotwright.kit import ids, log
from spotwright.kit.errors import ApiError

_GOOD_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_MAX_TARGET = 8192
_SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_logger = log.get("http")


class RequestContext:
    """Names the request, negotiates the version, and turns a crash into an envelope that reveals nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        name = given if _GOOD_ID.fullmatch(given) else ids.new_id("req")
        request_id.set(name)
        structlog.contextvars.bind_contextvars(request_id=name)
        scope["path"] = _without_slash(scope["path"])
        began = time.perf_counter()
        status = 0

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _stamp(MutableHeaders(scope=message), name, headers)
            await send(message)

        try:
            refusal = _refusal(scope, headers)
            if refusal is not None:
                await render(refusal, headers)(scope, receive, send_named)
            else:
                await self.app(scope, receive, send_named)
        except Exception:
            _logger.exception("request failed", method=scope["method"], path=scope["path"])
            if status:
                raise
            await render(ApiError("INTERNAL_ERROR"), headers)(scope, receive, send_named)
        finally:
            seconds = round(time.perf_counter() - began, 4)
            _logger.debug("request", method=scope["method"], path=scope["path"], status=status, seconds=seconds)
            structlog.contextvars.unbind_contextvars("request_id")


def _without_slash(path: str) -> str:
    # The same route answers with and without the slash: a redirect would lose the Authorization header in some clients.
    return path.rstrip("/") if path.startswith("/api/") else path


def _refusal(scope: Scope, headers: Headers) -> ApiError | None:
    version = headers.get("api-version")
    if version is not None and version not in VERSIONS:
        return ApiError("UNSUPPORTED_API_VERSION")
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > _MAX_TARGET:
        return ApiError("URI_TOO_LONG")
    if "\x00" in scope["path"]:
        return ApiError("INVALID_REQUEST")
    return None


def _stamp(answer: MutableHeaders, name: str, request: Headers) -> None:
    answer["X-Request-Id"] = name
    for header, value in _SECURITY.items():
        answer.setdefault(header, value)
    if "api-version" in request and request["api-version"] in VERSIONS:
        answer["API-Version"] = request["api-version"]
    if answer.get("content-type", "").startswith(("application/json", "application/problem+json")):
        answer.setdefault("Cache-Control", "private, no-cache")
        answer.setdefault("Vary", "Accept, API-Version, Authorization, Cookie")
