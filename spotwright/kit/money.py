"""Money is a whole number of micro-dollars inside and a JSON number of dollars outside."""

MICROS_PER_DOLLAR = 1_000_000


def dollars(micros: int) -> float:
    """Micro-dollars as the number of dollars that the API shows: 11_875_000 → 11.875."""
    return micros / MICROS_PER_DOLLAR
