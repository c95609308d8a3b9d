"""The rate table: dated prices as data. The operator may replace it (``SPOTWRIGHT_RATES_FILE``).

What we run ourselves costs nothing, unless the operator puts a price on it. An item with no price valid today is an
error, never free.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

SHIPPED = Path(__file__).with_name("rates.json")


class Rate(BaseModel):
    """The price of one unit of one item, from a day on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item: str
    model: str
    unit: str
    micros: Annotated[int, Field(ge=0, description="Micro-dollars a unit")]
    valid_from: date
    retires_on: date | None = None
    source: str


class _RateFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    currency: str
    rates: tuple[Rate, ...]


class UnknownPriceError(LookupError):
    """No price of this item is valid today. Add one to the rate table."""


@dataclass(frozen=True, slots=True)
class Rates:
    """A loaded rate table."""

    version: str
    rows: tuple[Rate, ...]

    def micros(self, item: str, day: date) -> int:
        """Micro-dollars a unit of ``item`` on ``day``; the youngest valid price wins."""
        valid = [r for r in self.rows if r.item == item and r.valid_from <= day and (r.retires_on or date.max) > day]
        if not valid:
            raise UnknownPriceError(f"No price for {item} is valid on {day}.")
        return max(valid, key=lambda rate: rate.valid_from).micros

    def price(self, counts: Mapping[str, int], day: date) -> dict[str, int]:
        """Micro-dollars an item, for so many units of each."""
        return {item: self.micros(item, day) * units for item, units in counts.items()}


def load(path: Path | None = None) -> Rates:
    """The operator's table, or the shipped one."""
    file = _RateFile.model_validate_json((path or SHIPPED).read_bytes())
    return Rates(file.version, file.rates)
