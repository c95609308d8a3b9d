"""What a run prints: its seed, its figures, and what was wrong."""

import sys
from collections import Counter
from collections.abc import Mapping

from tests.chaos.audit import Findings
from tests.chaos.fleet import Fleet
from tests.chaos.town import Town

_SHOWN = 20


def say(text: str) -> None:
    """A line, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def tell(town: Town, fleet: Fleet, found: Findings, seconds: float) -> bool:
    """Print everything; True when nothing was wrong."""
    plans = Counter(plan.fate for plan in town.plans.values())
    new = sum(plan.product.startswith("Lamp number") for plan in town.plans.values())
    say(f"  jobs ordered   {len(town.plans)} in {seconds:.0f} s, {new} of them films of their own; {_listed(plans)}")
    say(f"  kills          {sum(fleet.kills.values())}; {_listed(fleet.kills)}")
    say(f"  answers        {_listed(town.witness.answers)}")
    say(f"  at the end     {_listed(found.counts)}")
    return verdict([*town.witness.complaints, *fleet.deaths, *found.wrong])


def verdict(wrong: list[str]) -> bool:
    """Print what was wrong; True when nothing was."""
    for complaint in wrong[:_SHOWN]:
        say(f"  WRONG          {complaint}")
    say(f"  {'FAILED: ' + str(len(wrong)) + ' things are wrong' if wrong else 'ok: nothing lost, nothing twice'}")
    return not wrong


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
