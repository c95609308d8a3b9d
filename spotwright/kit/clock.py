"""Time comes in here and nowhere else, always UTC, and goes out in one format."""

from datetime import UTC, datetime, time, timedelta


def now() -> datetime:
    """The present, in UTC, cut to the milliseconds that the API shows."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def stamp(moment: datetime) -> str:
    """``2025-11-19T20:00:00.000Z``: exactly three digits and a Z, as the contract says."""
    text = moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds")
    return f"{text}Z"


def end_of_day(moment: datetime) -> datetime:
    """23:59:59.000 of the same UTC day."""
    return datetime.combine(moment.astimezone(UTC).date(), time(23, 59, 59), UTC)


def ago(**spans: float) -> datetime:
    """A moment in the past: ``ago(hours=24)``."""
    return now() - timedelta(**spans)
