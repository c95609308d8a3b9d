"""A client that asks the application without a socket: plain calls outside, one event loop inside."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import httpx

BASE = "http://spotwright.test"


class ApiClient:
    """One caller. ``credentials`` are headers that go with every request."""

    def __init__(self, app: Any, runner: asyncio.Runner, credentials: dict[str, str] | None = None) -> None:
        self.app = app
        self._runner = runner
        self.credentials = credentials or {}
        self.user_id = ""

    def request(self, method: str, path: str, *, headers: Any = None, **options: Any) -> httpx.Response:
        """One request; ``headers`` may override the credentials, or be a list of raw pairs."""
        return self._runner.run(self._ask(method, path, headers, options))

    def all_at_once(self, asked: Sequence[Callable[["ApiClient"], Awaitable[httpx.Response]]]) -> list[httpx.Response]:
        """Several requests started together; each is a function of this client that calls :meth:`send`."""

        async def everything() -> list[httpx.Response]:
            return await asyncio.gather(*(ask(self) for ask in asked))

        return self._runner.run(everything())

    async def send(self, method: str, path: str, *, headers: Any = None, **options: Any) -> httpx.Response:
        """One request from within :meth:`all_at_once`."""
        return await self._ask(method, path, headers, options)

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.request("GET", path, **options)

    def head(self, path: str, **options: Any) -> httpx.Response:
        return self.request("HEAD", path, **options)

    def post(self, path: str, **options: Any) -> httpx.Response:
        return self.request("POST", path, **options)

    def put(self, path: str, **options: Any) -> httpx.Response:
        return self.request("PUT", path, **options)

    def delete(self, path: str, **options: Any) -> httpx.Response:
        return self.request("DELETE", path, **options)

    def send_raw(self, method: str, path: str, body: bytes, **options: Any) -> httpx.Response:
        """A body as it is, called JSON."""
        headers = {"Content-Type": "application/json", **options.pop("headers", {})}
        return self.request(method, path, content=body, headers=headers, **options)

    def of_app(self, app: Any) -> "ApiClient":
        """The same caller, asking another application."""
        other = ApiClient(app, self._runner, self.credentials)
        other.user_id = self.user_id
        return other

    def with_credentials(self, credentials: dict[str, str]) -> "ApiClient":
        """The same application, asked with other headers."""
        other = ApiClient(self.app, self._runner, credentials)
        other.user_id = self.user_id
        return other

    async def _ask(self, method: str, path: str, headers: Any, options: dict[str, Any]) -> httpx.Response:
        # A failure that escapes the application must be a failure of the test, not a 500 of the transport.
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=True)
        async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
            client.headers.update(self.credentials)
            return await client.request(method, path, headers=headers, **options)


def assert_envelope(answer: httpx.Response) -> dict[str, Any]:
    """The one shape of every JSON answer below ``/api``; the body."""
    assert answer.headers["content-type"] == "application/json", answer.headers
    body: dict[str, Any] = json.loads(answer.content.decode("utf-8"), parse_constant=_refuse_constant)
    assert set(body) == {"data", "error", "meta"}
    assert_stamp(body["meta"]["timestamp"])
    assert body["meta"]["requestId"] == answer.headers["x-request-id"]
    if answer.status_code < 400:
        assert body["error"] is None
        assert body["data"] is not None
        assert "errorCode" not in body["meta"]
    else:
        assert body["data"] is None
        assert isinstance(body["error"], str)
        assert body["error"].strip()
        assert body["meta"]["errorCode"] == body["meta"]["errorCode"].upper()
        for problem in body["meta"].get("errors", ()):
            assert set(problem) == {"in", "pointer", "code", "message"}
    return body


def assert_stamp(text: str) -> None:
    """UTC, milliseconds, Z."""
    date, _, time = text.partition("T")
    assert [len(part) for part in date.split("-")] == [4, 2, 2], text
    assert len(time) == len("20:00:00.000Z"), text
    assert time[8] == ".", text
    assert text.endswith("Z"), text


def data_of(answer: httpx.Response, status: int) -> Any:
    """The data of a success that must have this status."""
    assert answer.status_code == status, answer.text
    return assert_envelope(answer)["data"]


def error_of(answer: httpx.Response, status: int, code: str | None = None) -> str:
    """The text of a failure that must have this status (and code)."""
    assert answer.status_code == status, answer.text
    body = assert_envelope(answer)
    assert code in {None, body["meta"]["errorCode"]}, body
    return str(body["error"])


def _refuse_constant(name: str) -> None:
    raise AssertionError(f"{name} is not JSON")
