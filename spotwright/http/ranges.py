"""The Range header (RFC 9110 §14) as a pure function: one byte range, or the whole."""

import re
from enum import Enum
from typing import NamedTuple

_SPEC = re.compile(r"(\d*)-(\d*)", re.ASCII)
# More digits than any size has; longer numbers are cut to "very large" before int() would refuse them.
_MOST_DIGITS = 19


class ByteRange(NamedTuple):
    """Part of a representation: first byte and length, both inside it."""

    start: int
    length: int

    def content_range(self, size: int) -> str:
        """The Content-Range header of a 206."""
        return f"bytes {self.start}-{self.start + self.length - 1}/{size}"


class Unsatisfiable(Enum):
    """A valid range with no byte in it."""

    UNSATISFIABLE = 416


UNSATISFIABLE = Unsatisfiable.UNSATISFIABLE


def unsatisfied_range(size: int) -> str:
    """The Content-Range header of a 416."""
    return f"bytes */{size}"


def parse_range(header: str | None, size: int) -> ByteRange | Unsatisfiable | None:
    """The part of `size` bytes that is asked for; None means the whole.

    An unknown unit must be ignored, a malformed range may be; several ranges may be answered by the whole, which spares
    us multipart answers and the attacks that live on them.
    """
    unit, equals, specs = (header or "").partition("=")
    if not equals or unit.strip(" \t").lower() != "bytes":
        return None
    wanted = [spec for spec in (each.strip(" \t") for each in specs.split(",")) if spec]
    found = _SPEC.fullmatch(wanted[0]) if len(wanted) == 1 else None
    if found is None or found[0] == "-":
        return None
    return _suffix(_number(found[2]), size) if not found[1] else _span(_number(found[1]), found[2], size)


def _suffix(length: int, size: int) -> ByteRange | Unsatisfiable | None:
    if length == 0:
        return UNSATISFIABLE
    if size == 0:
        # The last bytes of nothing are all of it, and a 206 cannot say so: it has no way to write an empty range.
        return None
    return ByteRange(max(0, size - length), min(length, size))


def _span(first: int, last_digits: str, size: int) -> ByteRange | Unsatisfiable | None:
    last = _number(last_digits) if last_digits else size - 1
    if last_digits and last < first:
        return None
    if first >= size:
        return UNSATISFIABLE
    return ByteRange(first, min(last, size - 1) - first + 1)


def _number(digits: str) -> int:
    significant = digits.lstrip("0")
    return int(significant or "0") if len(significant) <= _MOST_DIGITS else 10**_MOST_DIGITS
