"""What a brief will cost: the planner's own counts times the prices of the day. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import Field

from spotwright.costs.rates import Rates
from spotwright.http.envelope import Schema
from spotwright.kit import clock
from spotwright.kit.money import dollars

# The seed's three keys are always in the breakdown, and first; others only when they cost something.
_ALWAYS = ("storyboard_generation", "image_generation", "video_rendering")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A priced plan, in micro-dollars."""

    breakdown: Mapping[str, int]
    rate_version: str
    made_at: datetime

    @property
    def total(self) -> int:
        """The sum of the breakdown, exactly."""
        return sum(self.breakdown.values())


class EstimateOut(Schema):
    """What a job would cost."""

    estimated_cost: float = Field(description="The sum of the breakdown")
    currency: str
    breakdown: dict[str, float]
    valid_until: str = Field(description="The end of the same UTC day")
    rate_version: str


def estimate(counts: Mapping[str, int], rates: Rates, at: datetime) -> Estimate:
    """Price a plan; raises ``UnknownPriceError``."""
    prices = rates.price(counts, at.date())
    extra = sorted(item for item, micros in prices.items() if micros and item not in _ALWAYS)
    return Estimate({item: prices.get(item, 0) for item in (*_ALWAYS, *extra)}, rates.version, at)


def shown(priced: Estimate) -> EstimateOut:
    """The API's picture of an estimate."""
    return EstimateOut(
        estimated_cost=dollars(priced.total),
        currency="USD",
        breakdown={item: dollars(micros) for item, micros in priced.breakdown.items()},
        valid_until=clock.stamp(clock.end_of_day(priced.made_at)),
        rate_version=priced.rate_version,
    )
