"""What is one honest JSON document is read as Python reads it; anything else is refused."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotwright.http.strict import MAX_DEPTH, MAX_INTEGER, is_json, parse_json
from spotwright.kit.errors import ApiError

TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER)
    | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=15,
)  # fmt: skip


@given(DOCUMENTS, st.booleans())
def test_every_honest_document_is_read(document, ascii_only):
    assert parse_json(json.dumps(document, ensure_ascii=ascii_only).encode()) == document


@given(st.binary(max_size=200))
def test_any_bytes_are_a_document_or_a_400(body):
    try:
        document = parse_json(body)
    except ApiError as error:
        document = error.kind.code
    assert document == "INVALID_JSON" or document == json.loads(body)


@given(st.sampled_from([math.nan, math.inf, -math.inf]), TEXT)
def test_numbers_that_are_none_are_refused_wherever_they_stand(number, key):
    for document in (number, [number], {key: number}, {key: [1, {"x": number}]}):
        with pytest.raises(ApiError):
            parse_json(json.dumps(document).encode())


@given(st.integers(MAX_INTEGER + 1, 10**400) | st.integers(-(10**400), -MAX_INTEGER - 1))
def test_integers_beyond_64_bits_are_refused(number):
    with pytest.raises(ApiError):
        parse_json(str(number).encode())


def test_depth_is_limited():
    parse_json(b"[" * (MAX_DEPTH - 1) + b"1" + b"]" * (MAX_DEPTH - 1))
    for depth in (MAX_DEPTH, MAX_DEPTH + 1, 10_000, 500_000):
        with pytest.raises(ApiError):
            parse_json(b"[" * depth + b"1" + b"]" * depth)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("", True), ("application/json", True), ("application/json; charset=utf-8", True), ("Application/JSON", True),
     ("application/problem+json", True), ("application/json; charset=latin-1", False), ("text/json", False),
     ("application/jsonx", False), ("application/x-www-form-urlencoded", False), ("*/*", False), (";", False)],
)  # fmt: skip
def test_types_that_are_json(kind, expected):
    assert is_json(kind) == expected
