"""Strict reading of request bodies: what is not one honest JSON document never reaches a handler.

Python's own parser accepts NaN, infinities, duplicate keys, lone surrogates, integers of any size and any depth. Each
of them has turned into a 500, or into a row that cannot be read back, in some API. NUL characters are refused because
PostgreSQL cannot store them, and both databases must agree on what is valid.
"""

import json
import re
from typing import NoReturn

from starlette.requests import ClientDisconnect, Request

from spotwright.kit.errors import ApiError

MAX_DEPTH = 64
MAX_INTEGER = 2**63 - 1
_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")
_MAX_DIGITS = 20


def parse_json(body: bytes) -> object:
    """The document in ``body``; raises ``INVALID_JSON``."""
    try:
        text = body.decode("utf-8")
        document = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_no_constant, parse_int=_integer, parse_float=_float
        )
    except (ValueError, RecursionError):
        raise ApiError("INVALID_JSON") from None
    _check(document, MAX_DEPTH)
    return document


async def read_body(request: Request, limit: int) -> bytes:
    """The whole body, read piece by piece so that a liar about its length is stopped at ``limit`` bytes."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and len(declared) < _MAX_DIGITS and int(declared) > limit:
        raise ApiError("BODY_TOO_LARGE")
    pieces: list[bytes] = []
    size = 0
    try:
        async for piece in request.stream():
            size += len(piece)
            if size > limit:
                raise ApiError("BODY_TOO_LARGE")
            pieces.append(piece)
    except ClientDisconnect:
        raise ApiError("INVALID_REQUEST", "Request ended before its body was complete") from None
    return b"".join(pieces)


def is_json(content_type: str) -> bool:
    """True for application/json and its suffixed kin in UTF-8; a missing type is taken for JSON."""
    if not content_type:
        return True
    kind, *parameters = (part.strip().lower() for part in content_type.split(";"))
    charsets = [p.partition("=")[2].strip('"') for p in parameters if p.startswith("charset=")]
    return (kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))) and all(
        charset in {"utf-8", "utf8"} for charset in charsets
    )


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise ValueError("duplicate key")
    return document


def _no_constant(_name: str) -> NoReturn:
    raise ValueError("not a JSON number")


def _integer(text: str) -> int:
    if len(text) > _MAX_DIGITS or abs(int(text)) > MAX_INTEGER:
        raise ValueError("integer beyond 64 bits")
    return int(text)


def _float(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError("number too large")
    return number


def _check(value: object, depth: int) -> None:
    if depth == 0:
        raise ApiError("INVALID_JSON", "Request body is nested too deeply")
    if isinstance(value, str):
        if _FORBIDDEN.search(value):
            raise ApiError("INVALID_JSON", "Request body contains a character that is not allowed")
    elif isinstance(value, dict):
        for key, item in value.items():
            _check(key, depth)
            _check(item, depth - 1)
    elif isinstance(value, list):
        for item in value:
            _check(item, depth - 1)
