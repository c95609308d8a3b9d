"""How a failure looks on the wire: the envelope, its 3.1 form, or problem details, all from one row of the table."""

import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.responses import Response

from spotwright.http.envelope import meta_json, request_id, type_json
from spotwright.kit.errors import ApiError

PROBLEM_JSON = "application/problem+json"
VERSIONS = ("3.0", "3.1")


def render(error: ApiError, request_headers: Mapping[str, str]) -> Response:
    """The answer for ``error`` in the form that the request asked for."""
    headers = Headers(request_headers)
    if _prefers_problem(headers.get("accept", "")):
        return _problem(error)
    extra: dict[str, object] = {"errorCode": error.kind.code}
    if error.fields:
        extra["errors"] = [
            {"in": field.location, "pointer": field.pointer, "code": field.code, "message": field.message}
            for field in error.fields
        ]
    extra.update(error.details)
    text: object = error.message
    if headers.get("api-version") == "3.1":
        text = {"code": error.kind.code, "message": error.message}
    body = f'{{"data":null,"error":{_dump(text)},"meta":{meta_json(extra)}}}'
    return Response(body, error.kind.status, _headers(error), type_json)


def _headers(error: ApiError) -> dict[str, str]:
    """The error's own headers; a 401 also has the challenge that RFC 9110 asks for."""
    if error.kind.status != HTTPStatus.UNAUTHORIZED:
        return error.headers
    reason = ', error="invalid_token"' if error.kind.code == "TOKEN_EXPIRED" else ""
    return {"WWW-Authenticate": f'Bearer realm="spotwright"{reason}', **error.headers}


def _problem(error: ApiError) -> Response:
    body: dict[str, object] = {
        "type": f"/problems/{error.kind.code.lower().replace('_', '-')}",
        "title": error.kind.text,
        "status": error.kind.status,
        "detail": error.message,
        "instance": f"urn:spotwright:request:{request_id.get()}",
        "code": error.kind.code,
        "requestId": request_id.get(),
        **error.details,
    }
    if error.fields:
        body["errors"] = [
            {"in": field.location, "pointer": field.pointer, "code": field.code, "detail": field.message}
            for field in error.fields
        ]
    return Response(_dump(body), error.kind.status, _headers(error), PROBLEM_JSON)


def _prefers_problem(accept: str) -> bool:
    """True when problem details are named and not ranked below JSON; a wildcard keeps the envelope."""
    ranks: dict[str, float] = {}
    for part in accept.split(",")[:32]:
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        try:
            ranks[name] = float(quality)
        except ValueError:
            ranks[name] = 0.0
    wanted = ranks.get(PROBLEM_JSON, 0.0)
    return wanted > 0 and wanted >= ranks.get(type_json, 0.0)


def _dump(value: object) -> str:
    # Messages may quote a path or a name that a client sent; a lone surrogate would not survive UTF-8.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace").decode("utf-8")
