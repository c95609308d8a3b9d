"""The Range header against a model that lists the bytes one by one."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotwright.http.ranges import UNSATISFIABLE, ByteRange, parse_range, unsatisfied_range


@pytest.mark.parametrize(
    ("header", "size", "expected"),
    [
        (None, 1000, None),
        ("", 1000, None),
        ("bytes=0-99", 1000, ByteRange(0, 100)),
        ("bytes=-100", 1000, ByteRange(900, 100)),
        ("bytes=0-99999", 1000, ByteRange(0, 1000)),
        ("bytes=-99999", 1000, ByteRange(0, 1000)),
        ("bytes=999-", 1000, ByteRange(999, 1)),
        ("bytes=1000-", 1000, UNSATISFIABLE),
        ("bytes=99999-", 1000, UNSATISFIABLE),
        ("bytes=-0", 1000, UNSATISFIABLE),
        ("bytes=0-", 0, UNSATISFIABLE),
        ("bytes=0-0", 0, UNSATISFIABLE),
        ("bytes=-5", 0, None),
        ("items=0-5", 1000, None),
        ("bytes", 1000, None),
        ("bytes=", 1000, None),
        ("bytes=-", 1000, None),
        ("bytes=abc", 1000, None),
        ("bytes=5-4", 1000, None),
        ("bytes=5000-4000", 1000, None),
        ("bytes=0-1,4-5", 1000, None),
        ("bytes=0-0," * 5000, 1000, None),
        ("bytes=٣-٥", 1000, None),
        ("bytes=1-2-3", 1000, None),
        ("bytes=+1-2", 1000, None),
        ("bytes=0x1-2", 1000, None),
        ("bytes=0-99\n", 1000, None),
        ("Bytes=0-99", 1000, ByteRange(0, 100)),
        ("bytes= 0-99 ,", 1000, ByteRange(0, 100)),
        ("bytes=,,\t0-99", 1000, ByteRange(0, 100)),
        ("bytes=0000-0099", 1000, ByteRange(0, 100)),
        ("bytes=0-" + "9" * 10_000, 1000, ByteRange(0, 1000)),
        ("bytes=" + "9" * 10_000 + "-", 1000, UNSATISFIABLE),
        ("bytes=-" + "9" * 10_000, 1000, ByteRange(0, 1000)),
        ("bytes=0-" + "0" * 10_000 + "7", 1000, ByteRange(0, 8)),
    ],
)
def test_the_table(header, size, expected):
    assert parse_range(header, size) == expected


def test_the_headers_of_206_and_416():
    assert ByteRange(5, 10).content_range(100) == "bytes 5-14/100"
    assert unsatisfied_range(100) == "bytes */100"


def model(header: str, size: int):
    """The bytes a single range asks for, found by looking at every byte; "whole" and "none" as the table says."""
    found = re.fullmatch(r"bytes=([0-9]*)-([0-9]*)", header)
    if not found or header == "bytes=-":
        return "whole"
    first, last = found.groups()
    if first and last and int(last) < int(first):
        return "whole"
    if not first:
        wanted = [byte for byte in range(size) if size - byte <= int(last)]
        if int(last) and not size:
            return "whole"
    else:
        wanted = [byte for byte in range(size) if byte >= int(first) and (not last or byte <= int(last))]
    return wanted or "none"


POSITIONS = ["", *map(str, range(24)), "007", "x", "+1", "9" * 25]


@pytest.mark.parametrize("size", range(22))
def test_every_single_range_is_what_the_model_says(size):
    for first, last in itertools.product(POSITIONS, repeat=2):
        header = f"bytes={first}-{last}"
        found = parse_range(header, size)
        listed = "whole" if found is None else "none" if found is UNSATISFIABLE else bytes_of(found)
        assert model(header, size) == listed, header


def bytes_of(part: ByteRange) -> list[int]:
    return list(range(part.start, part.start + part.length))


@settings(max_examples=300, deadline=None)
@given(header=st.text(max_size=40) | st.text("bytes=0123456789-, \t", max_size=20), size=st.integers(0, 2**63))
def test_no_text_breaks_it_and_no_range_leaves_the_file(header, size):
    found = parse_range(header, size)

    if isinstance(found, ByteRange):
        assert found.length > 0
        assert found.start >= 0
        assert found.start + found.length <= size


@settings(max_examples=60, deadline=None)
@given(cuts=st.lists(st.integers(1, 199), unique=True, max_size=12).map(sorted))
def test_the_parts_of_a_file_join_to_the_file(cuts):
    content = bytes(range(200))
    edges = [0, *cuts, 200]

    parts = [parse_range(f"bytes={start}-{end - 1}", 200) for start, end in itertools.pairwise(edges)]

    assert b"".join(content[part.start : part.start + part.length] for part in parts) == content
