"""Exception handlers: whatever goes wrong, wherever, the answer has the one shape."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy.exc
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match

from spotwright.blobs.errors import BlobNotFound, StorageFull, StoreUnavailable
from spotwright.http.problems import render
from spotwright.kit import log
from spotwright.kit.errors import ApiError, FieldError

_BY_STATUS = {
    400: "INVALID_REQUEST",
    404: "ENDPOINT_NOT_FOUND",
    413: "BODY_TOO_LARGE",
    415: "UNSUPPORTED_MEDIA_TYPE",
}
_METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
_SHOWN_PROBLEMS = 20
_logger = log.get("http")


def install(app: FastAPI) -> None:
    """Answer every kind of exception in the envelope."""
    app.add_exception_handler(ApiError, _on_api_error)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(sqlalchemy.exc.OperationalError, _on_database)
    app.add_exception_handler(sqlalchemy.exc.TimeoutError, _on_database)
    app.add_exception_handler(sqlalchemy.exc.IntegrityError, _on_conflict)
    app.add_exception_handler(StorageFull, _on_storage_full)
    app.add_exception_handler(StoreUnavailable, _on_database)
    app.add_exception_handler(BlobNotFound, _on_lost_blob)


def from_validation(problems: Sequence[Any], document: object = None) -> ApiError:
    """A 422 from Pydantic's list of problems, without the rejected values.

    With the rejected ``document``, each problem is named by its place there; Pydantic's own paths also name the branch
    of a union that was tried.
    """
    fields = [_field(problem, document) for problem in problems[:_SHOWN_PROBLEMS]]
    texts = [f"{field.pointer.strip('/').replace('/', '.') or 'body'}: {field.message}" for field in fields]
    return ApiError("VALIDATION_FAILED", "Validation failed: " + "; ".join(texts), fields=fields)


def _field(problem: Any, document: object) -> FieldError:
    location, *path = problem["loc"] or ("body",)
    if location == "body":
        known = path if document is None else list(_places(path, document, missing=problem["type"] == "missing"))
        pointer = "/" + "/".join(map(str, known))
    else:
        pointer = "".join(map(str, path[:1]))
    return FieldError(str(location), pointer, str(problem["type"]), _message(problem))


def _places(path: Sequence[str | int], document: object, *, missing: bool) -> Iterator[str | int]:
    """The steps of ``path`` that are places in ``document``."""
    for number, step in enumerate(path, 1):
        if isinstance(document, Mapping) and (step in document or (missing and number == len(path))):
            document = document.get(step)
            yield step
        elif isinstance(document, list) and isinstance(step, int):
            document = document[step] if step < len(document) else None
            yield step


def _message(problem: Any) -> str:
    # Pydantic quotes the input of some enum-like problems in the text; the type alone is said for those.
    text = str(problem["msg"]).removeprefix("Value error, ")
    return text if "input" not in text or "Input should" in text else "Invalid value"


async def _on_api_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, ApiError)
    return render(error, request.headers)


async def _on_validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return render(from_validation(error.errors(), error.body), request.headers)


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 405:  # noqa: PLR2004
        return render(ApiError("METHOD_NOT_ALLOWED", headers={"Allow": _allowed(request)}), request.headers)
    return render(ApiError(_BY_STATUS.get(error.status_code, "INVALID_REQUEST")), request.headers)


async def _on_database(request: Request, error: Exception) -> Response:
    _logger.warning("dependency unavailable", reason=type(error).__name__, detail=str(error)[:300])
    return render(ApiError("UNAVAILABLE", headers={"Retry-After": "2"}), request.headers)


async def _on_conflict(request: Request, error: Exception) -> Response:
    # What a request refers to may be deleted while it runs; the database has the last word.
    _logger.warning("conflict", detail=str(error)[:300])
    return render(ApiError("CONFLICT"), request.headers)


async def _on_storage_full(request: Request, _error: Exception) -> Response:
    _logger.error("storage full")
    return render(ApiError("STORAGE_FULL"), request.headers)


async def _on_lost_blob(request: Request, error: Exception) -> Response:
    _logger.error("blob is missing", detail=str(error)[:300])
    return render(ApiError("ASSET_NOT_FOUND"), request.headers)


def _allowed(request: Request) -> str:
    """Every method of the path; Starlette itself names only those of the first route that fits."""

    def fits(method: str) -> bool:
        scope = {**request.scope, "method": method}
        return any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)

    return ", ".join(filter(fits, _METHODS))
