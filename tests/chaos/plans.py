"""What a customer does with a job, decided by the seed of the run and the number of the job alone."""

import random
from dataclasses import dataclass

_FATES = {
    "film": 52,
    "edit": 12,
    "cancel early": 6,
    "cancel in review": 4,
    "cancel late": 10,
    "contest": 5,
    "wait": 4,
    "delete": 7,
}
"""What becomes of the jobs, of a hundred."""
PRODUCTS = ("Lumen desk lamp", "Morgenrot espresso", "Tern rain jacket", "Oslo wool blanket")
_SHAPES = ("9:16", "16:9")
_NEW_FILMS = 0.1
_DOUBLED = 0.1


@dataclass(frozen=True)
class Plan:
    """What a customer will do with one job."""

    number: int
    fate: str
    product: str
    shape: str
    doubled: bool
    moment: float
    """Seconds until somebody changes their mind."""

    @property
    def key(self) -> str:
        return f"order-{self.number}"

    @property
    def is_new(self) -> bool:
        """True of a film that nobody else orders."""
        return self.product not in PRODUCTS


def plan_of(seed: int, number: int) -> Plan:
    """What is done with job ``number``."""
    dice = random.Random(f"{seed}/{number}")
    fate = dice.choices(list(_FATES), list(_FATES.values()))[0]
    product = f"Lamp number {number}" if dice.random() < _NEW_FILMS else dice.choice(PRODUCTS)
    return Plan(number, fate, product, dice.choice(_SHAPES), dice.random() < _DOUBLED, dice.uniform(0, 6))
