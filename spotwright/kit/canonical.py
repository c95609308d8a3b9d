"""One text, one hash, one seed for equal values, on every machine and in every process."""

import hashlib
import json
from typing import Any


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spare space."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def fingerprint(*values: Any) -> str:
    """SHA-256 of plain values, in hexadecimal."""
    return hashlib.sha256(canonical(values).encode("utf-8", "surrogatepass")).hexdigest()


def seed_of(*values: Any) -> int:
    """A 31-bit seed that follows from plain values alone."""
    return int(fingerprint(*values)[:8], 16) >> 1
