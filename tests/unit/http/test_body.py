"""Bodies are read piece by piece: who lies about the length, or never ends, or leaves, harms nobody."""

import asyncio

import pytest
from starlette.requests import Request

from spotwright.http.strict import read_body
from spotwright.kit.errors import ApiError

LIMIT = 1000


def reading(messages: list[dict], *, limit: int = LIMIT, length: str | None = None) -> tuple[bytes | str, int]:
    """The body, or the code of the refusal; and how many messages were taken."""
    taken = 0

    async def receive():
        nonlocal taken
        taken += 1
        return messages[taken - 1]

    headers = [] if length is None else [(b"content-length", length.encode("latin-1"))]
    request = Request({"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": headers}, receive)
    try:
        return asyncio.run(read_body(request, limit)), taken
    except ApiError as error:
        return error.kind.code, taken


def piece(content: bytes, *, more: bool = True) -> dict:
    return {"type": "http.request", "body": content, "more_body": more}


@pytest.mark.parametrize("sizes", [[], [0], [1], [LIMIT], [LIMIT // 2, LIMIT // 2], [1] * 50, [0, 0, 5, 0]])
def test_a_body_comes_in_any_pieces(sizes):
    pieces = [piece(b"x" * size) for size in sizes]
    assert reading([*pieces, piece(b"", more=False)])[0] == b"x" * sum(sizes)


def test_an_announced_length_that_is_too_long_is_refused_unread():
    assert reading([], length=str(LIMIT + 1)) == ("BODY_TOO_LARGE", 0)


def test_a_body_without_an_end_is_stopped_at_the_limit():
    assert reading([piece(b"x" * 300)] * 1000) == ("BODY_TOO_LARGE", 4)


@pytest.mark.parametrize("length", ["5", "0", "-5", "abc", "", "²", "9" * 30, "1_0", "+5", " 5 "])
def test_a_length_that_is_a_lie_or_nonsense_does_not_matter(length):
    assert reading([piece(b"x" * 20, more=False)], length=length)[0] == b"x" * 20
    assert reading([piece(b"x" * 600)] * 9, length=length)[0] == "BODY_TOO_LARGE"


def test_a_client_that_leaves_is_answered_all_the_same():
    assert reading([piece(b"x"), {"type": "http.disconnect"}])[0] == "INVALID_REQUEST"
