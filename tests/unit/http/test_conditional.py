"""Conditional requests against a straightforward reading of RFC 9110 §13.2.2."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.datastructures import Headers

from spotwright.http.conditional import ETag, Outcome, evaluate, http_date, parse_date, parse_tags, range_applies

OURS = ETag("7")
MODIFIED = datetime(2025, 11, 19, 20, 0, 0, 999_000, UTC)


def headers(*pairs: tuple[str, str]) -> Headers:
    return Headers(raw=[(name.lower().encode(), value.encode("latin-1")) for name, value in pairs])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('"a"', [ETag("a")]),
        ('W/"a"', [ETag("a", weak=True)]),
        ('"a", W/"b" ,"c"', [ETag("a"), ETag("b", weak=True), ETag("c")]),
        ('"a,b"', [ETag("a,b")]),
        (',, "a",\t,"b",', [ETag("a"), ETag("b")]),
        ('""', [ETag("")]),
        ('"é"', [ETag("é")]),
        ("*", "*"),
        (" * ", "*"),
        ("", []),
        ("a", []),
        ('"a" "b"', []),
        ('"a""b"', []),
        ('w/"a"', []),
        ('"a', []),
        ('"a", b', []),
        ('"a b"', []),
        ('*, "a"', []),
    ],
)
def test_lists_of_tags(value, expected):
    assert parse_tags(value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sun, 06 Nov 1994 08:49:37 GMT", datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)),
        ("Sunday, 06-Nov-94 08:49:37 GMT", datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)),
        ("Sun Nov  6 08:49:37 1994", datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)),
        ("Thursday, 01-Jan-26 00:00:00 GMT", datetime(2026, 1, 1, tzinfo=UTC)),
        ("Sat, 31 Dec 2016 23:59:60 GMT", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("Sun, 06 Nov 1994 08:49:37 +0000", None),
        ("Sun, 06 Nov 1994 08:49:37 UTC", None),
        ("Sun, 6 Nov 1994 08:49:37 GMT", None),
        ("Sun, 31 Feb 1994 08:49:37 GMT", None),
        ("Sun, 06 Nov 1994 25:49:37 GMT", None),
        ("Sun, 00 Nov 0000 08:49:37 GMT", None),
        ("Sun, ٠٦ Nov 1994 08:49:37 GMT", None),
        ("1994-11-06T08:49:37Z", None),
        ("784111777", None),
        ("", None),
    ],
)
def test_dates(text, expected):
    assert parse_date(text) == expected


def test_a_date_survives_the_round_trip_without_its_fraction():
    assert http_date(MODIFIED) == "Wed, 19 Nov 2025 20:00:00 GMT"
    assert parse_date(http_date(MODIFIED)) == MODIFIED.replace(microsecond=0)
    assert http_date(MODIFIED.astimezone(None)) == http_date(MODIFIED)


def test_a_tag_is_written_with_its_quotes():
    assert str(ETag("7")) == '"7"'
    assert str(ETag("7", weak=True)) == 'W/"7"'


def test_a_header_on_several_lines_is_one_list():
    asked = headers(("If-None-Match", '"1"'), ("If-None-Match", '"7"'))

    assert evaluate("GET", asked, etag=OURS) is Outcome.NOT_MODIFIED


def test_our_own_weak_tag_never_satisfies_if_match():
    weak = ETag("7", weak=True)

    assert evaluate("PUT", headers(("If-Match", 'W/"7"')), etag=weak) is Outcome.PRECONDITION_FAILED
    assert evaluate("GET", headers(("If-None-Match", '"7"')), etag=weak) is Outcome.NOT_MODIFIED


TAGS = [None, "*", '"7"', 'W/"7"', '"1"', '"1", "7"', '"1", W/"7"', "7", '"7', "", '"1" "7"', '"7,"']
NEAR = [http_date(MODIFIED + timedelta(seconds=shift)) for shift in (-1, 0, 1)]
DATES = [None, *NEAR, "yesterday", "", "Wed, 19 Nov 2025 20:00:00 +0000", "Wednesday, 19-Nov-25 20:00:01 GMT"]


def tag_found(value: str, *, strong: bool) -> bool:
    """What the sampled lists mean, said by hand."""
    if value == "*":
        return True
    return value in {'"7"', '"1", "7"'} or (not strong and value in {'W/"7"', '"1", W/"7"'})


def moment(value: str | None) -> datetime | None:
    """What the sampled dates mean, said by hand."""
    if value == "Wednesday, 19-Nov-25 20:00:01 GMT":
        return datetime(2025, 11, 19, 20, 0, 1, tzinfo=UTC)
    for shift in (-1, 0, 1):
        if value == http_date(MODIFIED + timedelta(seconds=shift)):
            return datetime(2025, 11, 19, 20, 0, 0, tzinfo=UTC) + timedelta(seconds=shift)
    return None


def model(method, if_match, unmodified, none_match, modified_since, *, dated):
    """The six steps of §13.2.2, one after the other, as statuses."""
    ours = datetime(2025, 11, 19, 20, 0, 0, tzinfo=UTC)
    if if_match is not None and not tag_found(if_match, strong=True):
        return 412
    if if_match is None and dated and moment(unmodified) and not ours <= moment(unmodified):
        return 412
    if none_match is not None and tag_found(none_match, strong=False):
        return 304 if method in {"GET", "HEAD"} else 412
    if none_match is None and method in {"GET", "HEAD"} and dated and moment(modified_since):
        return 200 if ours > moment(modified_since) else 304
    return 200


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT"])
@pytest.mark.parametrize("dated", [True, False])
def test_every_combination_is_what_the_model_says(method, dated):
    names = ("If-Match", "If-Unmodified-Since", "If-None-Match", "If-Modified-Since")
    for values in itertools.product(TAGS, DATES, TAGS, DATES):
        asked = headers(*((name, value) for name, value in zip(names, values, strict=True) if value is not None))

        outcome = evaluate(method, asked, etag=OURS, last_modified=MODIFIED if dated else None)

        expected = model(method, *values, dated=dated)
        assert expected == (200 if outcome is None else outcome.value), values


@pytest.mark.parametrize(
    ("value", "applies"),
    [
        (None, True),
        ('"7"', True),
        (' "7" ', True),
        ('W/"7"', False),
        ('"1"', False),
        ('"1", "7"', False),
        ("*", False),
        ("7", False),
        ("", False),
        ("Wed, 19 Nov 2025 20:00:00 GMT", True),
        ("Wed, 19 Nov 2025 20:00:01 GMT", False),
        ("Wed, 19 Nov 2025 19:59:59 GMT", False),
    ],
)
def test_if_range(value, applies):
    asked = headers() if value is None else headers(("If-Range", value))

    assert range_applies(asked, etag=OURS, last_modified=MODIFIED) is applies


def test_a_date_in_if_range_needs_a_date_of_ours():
    assert not range_applies(headers(("If-Range", http_date(MODIFIED))), etag=OURS)


@settings(max_examples=500, deadline=None)
@given(
    value=st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=60) | st.text('"*,W/a \t', max_size=20)
)
def test_no_text_breaks_the_parsers(value):
    parse_tags(value)
    parse_date(value)
