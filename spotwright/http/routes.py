"""The route class of the whole API: strict bodies, one transaction a request, idempotent POSTs, HEAD beside GET.

A plain ``def`` endpoint runs in a worker thread. When it asks for a :data:`Writing` session its work, the stored
idempotency answer and the commit all happen in that one call: a thread never holds the write lock while it waits for
another thread.
"""

import functools
import inspect
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.params import Form
from fastapi.routing import APIRoute
from sqlalchemy.orm import Session
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import Receive, Scope, Send

from spotwright.db.session import Database
from spotwright.http import idempotency
from spotwright.http.strict import is_json, parse_json, read_body
from spotwright.kit.errors import ApiError

_FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True, slots=True)
class Unit:
    """One request's unit of work, not yet begun: the route opens it around the endpoint."""

    request: Request
    writes: bool


async def _reading(request: Request) -> Unit:
    return Unit(request, writes=False)


async def _writing(request: Request) -> Unit:
    return Unit(request, writes=True)


Reading = Annotated[Session, Depends(_reading)]
"""A session for an endpoint that changes nothing."""
Writing = Annotated[Session, Depends(_writing)]
"""A session whose changes are committed when the endpoint returns, and undone when it raises."""


class ApiRoute(APIRoute):
    """See the module's text."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, _in_transaction(endpoint), **options)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """A HEAD finds the route of its GET."""
        return super().matches(self._as_get(scope))

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A HEAD is answered by the GET's endpoint, which sees the true method; the server drops the body."""
        if self._as_get(scope) is scope:
            await super().handle(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _as_get(self, scope: Scope) -> Scope:
        heads = scope["type"] == "http" and scope["method"] == "HEAD" and "GET" in (self.methods or ())
        return {**scope, "method": "GET"} if heads else scope

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler, with the body read by our rules first."""
        handle = super().get_route_handler()
        has_body = self.body_field is not None
        is_form = self.body_field is not None and isinstance(self.body_field.field_info, Form)

        async def handler(request: Request) -> Response:
            # Starlette keeps what it has read on the request, and FastAPI then finds our reading there.
            if has_body:
                _require_type(request.headers.get("content-type", ""), is_form=is_form)
                request._body = await read_body(request, request.app.state.settings.max_json_bytes)
                if not is_form:
                    request._json = parse_json(request._body) if request._body else None
            return await handle(request)

        return handler


def _require_type(content_type: str, *, is_form: bool) -> None:
    if is_form and content_type.partition(";")[0].strip().lower() not in _FORM_TYPES:
        raise ApiError("UNSUPPORTED_MEDIA_TYPE", f"Content-Type must be {_FORM_TYPES[0]}")
    if not is_form and not is_json(content_type):
        raise ApiError("UNSUPPORTED_MEDIA_TYPE", "Content-Type must be application/json")


def _in_transaction(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """Open the session that the endpoint asks for around its call, in the same thread."""
    if inspect.iscoroutinefunction(endpoint):
        return endpoint

    @functools.wraps(endpoint)
    def call(**arguments: Any) -> Any:
        name, unit = next(((n, a) for n, a in arguments.items() if isinstance(a, Unit)), ("", None))
        if unit is None:
            return endpoint(**arguments)
        database: Database = unit.request.app.state.database
        if not unit.writes:
            with database.read() as session:
                return endpoint(**{**arguments, name: session})
        with database.write() as session:
            work = functools.partial(endpoint, **{**arguments, name: session})
            return idempotency.once(unit.request, session, work, getattr(unit.request, "_json", None))

    return call
