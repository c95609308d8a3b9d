"""Conditional requests (RFC 9110 §13): may this request run, and does the caller have the answer already?"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from enum import Enum
from typing import Literal

from starlette.datastructures import Headers

_READS = {"GET", "HEAD"}
_ETAG = re.compile(r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
_BETWEEN = re.compile(r"[ \t]*(?:,[ \t]*)+")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH = f"(?P<month>{'|'.join(_MONTHS)})"
_DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_LONG_DAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_TIME = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
# The three forms of RFC 9110 §5.6.7: today's, RFC 850's and asctime's.
_DATES = (
    re.compile(rf"{_DAY}, (?P<day>\d\d) {_MONTH} (?P<year>\d{{4}}) {_TIME} GMT", re.ASCII),
    re.compile(rf"{_LONG_DAY}, (?P<day>\d\d)-{_MONTH}-(?P<year>\d\d) {_TIME} GMT", re.ASCII),
    re.compile(rf"{_DAY} {_MONTH} (?P<day>[ \d]\d) {_TIME} (?P<year>\d{{4}})", re.ASCII),
)


class Outcome(Enum):
    """Why a request stops before its handler runs; the value is the status."""

    NOT_MODIFIED = 304
    PRECONDITION_FAILED = 412


@dataclass(frozen=True, slots=True)
class ETag:
    """An entity tag; `value` is without its quotes."""

    value: str
    weak: bool = False

    def __str__(self) -> str:
        return f'{"W/" if self.weak else ""}"{self.value}"'

    def same_bytes(self, other: "ETag") -> bool:
        """Strong comparison."""
        return not self.weak and not other.weak and self.value == other.value

    def same_meaning(self, other: "ETag") -> bool:
        """Weak comparison."""
        return self.value == other.value


def evaluate(method: str, headers: Headers, *, etag: ETag, last_modified: datetime | None = None) -> Outcome | None:
    """The preconditions of a request to an existing resource, in the order of §13.2.2; None means go on.

    A malformed tag list matches nothing, a malformed date is ignored.
    """
    modified = None if last_modified is None else _whole_second(last_modified)
    if "if-match" in headers:
        if not _matches(headers, "if-match", etag, strongly=True):
            return Outcome.PRECONDITION_FAILED
    elif modified and (limit := parse_date(_joined(headers, "if-unmodified-since"))) and modified > limit:
        return Outcome.PRECONDITION_FAILED
    if "if-none-match" in headers:
        if _matches(headers, "if-none-match", etag, strongly=False):
            return Outcome.NOT_MODIFIED if method in _READS else Outcome.PRECONDITION_FAILED
    elif method in _READS and modified and (known := parse_date(_joined(headers, "if-modified-since"))):
        return Outcome.NOT_MODIFIED if modified <= known else None
    return None


def range_applies(headers: Headers, *, etag: ETag, last_modified: datetime | None = None) -> bool:
    """False when If-Range names another version than ours, so that the Range must be ignored (§13.1.5)."""
    if "if-range" not in headers:
        return True
    wanted = _joined(headers, "if-range").strip(" \t")
    if found := _ETAG.fullmatch(wanted):
        return etag.same_bytes(_tag(found))
    date = parse_date(wanted)
    return date is not None and last_modified is not None and date == _whole_second(last_modified)


def parse_tags(value: str) -> list[ETag] | Literal["*"]:
    """The tags of If-Match or If-None-Match, or `*`; an empty list when the value is malformed anywhere."""
    value = value.strip(" \t,")
    if value == "*":
        return "*"
    tags: list[ETag] = []
    at = 0
    while found := _ETAG.match(value, at):
        tags.append(_tag(found))
        at = found.end()
        if at == len(value):
            return tags
        between = _BETWEEN.match(value, at)
        if between is None:
            break
        at = between.end()
    return []


def parse_date(value: str) -> datetime | None:
    """An HTTP date, or None when it is not one."""
    value = value.strip(" \t")
    for form in _DATES:
        if found := form.fullmatch(value):
            year = int(found["year"])
            if len(found["year"]) == 2:  # noqa: PLR2004
                # RFC 850 dates have been obsolete since 1997; POSIX's century rule needs no clock.
                year += 1900 if year >= 69 else 2000  # noqa: PLR2004
            try:
                return datetime(
                    year,
                    _MONTHS.index(found["month"]) + 1,
                    int(found["day"]),
                    int(found["hour"]),
                    int(found["minute"]),
                    # A leap second is a valid second of HTTP, not of Python.
                    min(int(found["second"]), 59),
                    tzinfo=UTC,
                )
            except ValueError:
                return None
    return None


def http_date(moment: datetime) -> str:
    """`Sun, 06 Nov 1994 08:49:37 GMT`."""
    return format_datetime(_whole_second(moment), usegmt=True)


def _tag(found: re.Match[str]) -> ETag:
    return ETag(found[2], weak=found[1] is not None)


def _matches(headers: Headers, name: str, etag: ETag, *, strongly: bool) -> bool:
    tags = parse_tags(_joined(headers, name))
    if tags == "*":
        return True
    return any(etag.same_bytes(tag) if strongly else etag.same_meaning(tag) for tag in tags if isinstance(tag, ETag))


def _joined(headers: Headers, name: str) -> str:
    return ", ".join(headers.getlist(name))


def _whole_second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
