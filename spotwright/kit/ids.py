"""Ids: a prefix that names the kind, then 26 characters that sort by time and cannot be guessed.

The shape is Crockford's base 32 of 48 bits of milliseconds and 80 random bits (a ULID in lower case).
"""

import re
import secrets
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_SHAPE = re.compile(r"[a-z]{2,5}_[0-9a-hjkmnp-tv-z]{26}")


def new_id(prefix: str) -> str:
    """``new_id("job")`` → ``job_01jd7z8k3m…``."""
    number = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    return f"{prefix}_" + "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


def looks_like_id(text: str) -> bool:
    """False for anything that no database of ours can hold as an id; such text never reaches a query."""
    return _SHAPE.fullmatch(text) is not None
