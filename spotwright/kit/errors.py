"""The error table, and the one exception that carries a row of it to the edge.

Every failure that a caller of the API can see is a row of :data:`ERRORS`: its code, its HTTP status, its text and what
the caller can do. The envelope, ``API-Version: 3.1`` and ``application/problem+json`` are all derived from the row, and
so are the documentation pages. The texts are part of the contract: clients match on ``not found`` and ``Unauthorized``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ErrorKind:
    """One row of the error table."""

    code: str
    status: int
    text: str
    advice: str


def _table(*rows: tuple[str, int, str, str]) -> dict[str, ErrorKind]:
    return {code: ErrorKind(code, status, text, advice) for code, status, text, advice in rows}


ERRORS: Mapping[str, ErrorKind] = _table(
    ("INVALID_JSON", 400, "Request body is not valid JSON", "Send one well-formed UTF-8 JSON document."),
    ("INVALID_FORM", 400, "Request body is not a valid multipart form", "Send multipart/form-data with its boundary."),
    ("INVALID_REQUEST", 400, "Request is malformed", "Check the request line, headers and path."),
    ("UNSUPPORTED_API_VERSION", 400, "API version is not supported", "Send API-Version: 3.0 or 3.1, or leave it out."),
    ("UNAUTHORIZED", 401, "Unauthorized", "Send a token as Authorization: Bearer, or an X-API-Key."),
    ("TOKEN_EXPIRED", 401, "Unauthorized: token has expired", "Log in again."),
    ("LOGIN_FAILED", 401, "Unauthorized: wrong username or password", "Check both and try again."),
    (
        "COOKIE_NOT_ACCEPTED",
        401,
        "Unauthorized: the cookie is accepted for reading only",
        "Send Authorization: Bearer.",
    ),
    ("FORBIDDEN", 403, "Not permitted", "Ask the owner for access."),
    ("CLIENT_NOT_FOUND", 404, "Client not found", "Check the id; another user's client looks the same."),
    ("CAMPAIGN_NOT_FOUND", 404, "Campaign not found", "Check the id; another user's campaign looks the same."),
    ("ASSET_NOT_FOUND", 404, "Asset not found", "Check the id; another user's asset looks the same."),
    ("JOB_NOT_FOUND", 404, "Job not found", "Check the id; another user's job looks the same."),
    ("SCENE_NOT_FOUND", 404, "Scene not found", "Scenes are numbered from 0; read the job's storyboard."),
    ("VIDEO_NOT_FOUND", 404, "Video not found", "The video exists once the job is completed."),
    ("API_KEY_NOT_FOUND", 404, "API key not found", "List your keys."),
    ("ENDPOINT_NOT_FOUND", 404, "Endpoint not found", "See /docs for every path."),
    ("METHOD_NOT_ALLOWED", 405, "Method not allowed", "The Allow header names the methods."),
    ("JOB_STATE_CONFLICT", 409, "Job is not in a state that allows this action", "Read the job again, then decide."),
    ("CLIENT_HAS_CAMPAIGNS", 409, "Client still has campaigns or jobs", "Delete them first, or add ?cascade=true."),
    ("CAMPAIGN_HAS_JOBS", 409, "Campaign still has jobs", "Cancel and keep them, or add ?cascade=true."),
    ("ASSET_IN_USE", 409, "Asset is used by a job that is not finished", "Wait, cancel the job, or add ?force=true."),
    ("IDEMPOTENCY_IN_PROGRESS", 409, "A request with this Idempotency-Key is still running", "Repeat it in a moment."),
    ("IDEMPOTENCY_KEY_REUSED", 409, "Idempotency-Key was used with a different request", "Use a new key."),
    ("CONFLICT", 409, "Request conflicts with the current state", "Read the resource again, then decide."),
    ("VERSION_MISMATCH", 412, "Resource has changed since it was read", "Read it again; send the new ETag."),
    ("BODY_TOO_LARGE", 413, "Request body is too large", "Send less."),
    ("ASSET_TOO_LARGE", 413, "File is too large", "Send a smaller file, or raise the server's limit."),
    ("URI_TOO_LONG", 414, "Request path or query is too long", "Send less."),
    ("UNSUPPORTED_MEDIA_TYPE", 415, "Content-Type is not supported here", "Send the type that /docs names."),
    (
        "UNSUPPORTED_FILE_TYPE",
        415,
        "File is not a supported image, video, audio or document",
        "See /docs for the formats.",
    ),
    ("RANGE_NOT_SATISFIABLE", 416, "Range not satisfiable", "The Content-Range header tells the size."),
    ("VALIDATION_FAILED", 422, "Validation failed", "meta.errors names each field."),
    ("MEDIA_UNREADABLE", 422, "File could not be read", "The file is damaged or not what it claims to be."),
    ("RATE_LIMITED", 429, "Too many requests", "Wait for the Retry-After seconds."),
    ("INTERNAL_ERROR", 500, "Internal server error", "Report meta.requestId to the operator."),
    ("PROVIDER_FAILED", 502, "Generation provider failed", "Try again later, or choose another model."),
    ("UNAVAILABLE", 503, "Service is temporarily unavailable", "Repeat after the Retry-After seconds."),
    ("STORAGE_FULL", 507, "Storage is full", "The operator must make room; nothing was saved."),
)


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field. The rejected value itself is never repeated."""

    location: str
    """"body", "query", "path" or "header"."""
    pointer: str
    """JSON pointer into the body, or the parameter's name."""
    code: str
    message: str


class ApiError(Exception):
    """A failure the caller can see: a row of :data:`ERRORS`, perhaps with a sentence that says more.

    ``message`` replaces the row's text; for 404 and 401 it must still contain the words clients match on.
    ``details`` are extra, harmless facts for the caller, put beside the code (``currentStatus``).
    """

    def __init__(
        self,
        code: str,
        message: str | None = None,
        *,
        fields: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        details: Mapping[str, object] | None = None,
    ) -> None:
        self.kind = ERRORS[code]
        self.message = message or self.kind.text
        self.fields = tuple(fields)
        self.headers = dict(headers or {})
        self.details = dict(details or {})
        super().__init__(self.message)

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions cross process borders pickled; the default would call __init__ with the message alone.
        return (_rebuild, (self.kind.code, self.message, self.fields, self.headers, self.details))


def _rebuild(
    code: str,
    message: str,
    fields: tuple[FieldError, ...],
    headers: dict[str, str],
    details: dict[str, object],
) -> ApiError:
    return ApiError(code, message, fields=fields, headers=headers, details=details)


def invalid(pointer: str, message: str, *, code: str = "invalid", location: str = "body") -> ApiError:
    """A 422 about one field."""
    name = pointer.strip("/").replace("/", ".") or location
    return ApiError(
        "VALIDATION_FAILED",
        f"Validation failed: {name}: {message}",
        fields=[FieldError(location, pointer, code, message)],
    )
