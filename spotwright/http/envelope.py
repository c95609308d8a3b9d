"""The envelope: ``{"data", "error", "meta"}``. Nothing else writes the body of a JSON answer below ``/api``."""

import json
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from starlette.responses import Response

from spotwright.kit import clock

T = TypeVar("T")
type_json = "application/json"

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request that this task answers; the middleware sets it."""


class Schema(BaseModel):
    """A resource as the API shows it: camelCase outside, snake_case inside, no surprises on assignment."""

    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=True, validate_by_alias=True, frozen=True)


class FieldProblem(Schema):
    """One field of a request that was refused."""

    location: str = Field(alias="in", description="body, query, path or header")
    pointer: str
    code: str
    message: str


class Meta(Schema):
    """What is said about an answer. Only ``timestamp`` and ``requestId`` are always there."""

    timestamp: str = Field(description="UTC, milliseconds", examples=["2025-11-19T20:00:00.000Z"])
    request_id: str
    page: int | None = Field(None, description="offset // limit + 1; lists only")
    total: int | None = Field(None, description="Rows that match the filter; lists only")
    limit: int | None = None
    offset: int | None = None
    next: str | None = Field(None, description="The next page's path; null on the last")
    poll_after_ms: int | None = Field(None, description="When to ask again; absent once the job is finished")
    error_code: str | None = None
    errors: list[FieldProblem] | None = None


class Envelope(Schema, Generic[T]):
    """A success. ``error`` is null."""

    data: T
    error: None = None
    meta: Meta


class ErrorEnvelope(Schema):
    """A failure. ``data`` is null and ``error`` a sentence."""

    data: None = None
    error: str
    meta: Meta


class Message(Schema):
    """A plain confirmation."""

    message: str


def meta_json(extra: Mapping[str, object] | None = None) -> str:
    """The ``meta`` object of the present request, as JSON text."""
    meta = {"timestamp": clock.stamp(clock.now()), "requestId": request_id.get(), **(extra or {})}
    return json.dumps(meta, ensure_ascii=False, separators=(",", ":"))


def answer(
    data: BaseModel | Sequence[BaseModel],
    *,
    status: int = 200,
    meta: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A success with ``data`` in the envelope."""
    if isinstance(data, BaseModel):
        body = data.model_dump_json(by_alias=True)
    else:
        body = "[" + ",".join(item.model_dump_json(by_alias=True) for item in data) + "]"
    text = f'{{"data":{body},"error":null,"meta":{meta_json(meta)}}}'
    return Response(text, status, headers, type_json)
