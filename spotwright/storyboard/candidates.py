"""Every draft for a scene, in one place: each role's own, and a last resort that always exists."""

import random
from collections.abc import Callable

from spotwright.storyboard import text
from spotwright.storyboard.board import Role
from spotwright.storyboard.claims import benefits, offers, proofs
from spotwright.storyboard.closings import closings
from spotwright.storyboard.drafts import Assignment, Draft, headline
from spotwright.storyboard.openings import hooks, problems
from spotwright.storyboard.presentations import presentations
from spotwright.storyboard.reading import Reading

_DRAFTERS: dict[Role, Callable[[Reading, Assignment, random.Random], list[Draft]]] = {
    "hook": lambda reading, _, chance: hooks(reading, chance),
    "problem": lambda reading, _, chance: problems(reading, chance),
    "product": presentations,
    "benefit": benefits,
    "proof": proofs,
    "offer": offers,
    "cta": closings,
}


def drafted(reading: Reading, assignment: Assignment, chance: random.Random) -> list[Draft]:
    """All drafts for a scene, the best first; none has an empty headline."""
    found = [draft for draft in _DRAFTERS[assignment.role](reading, assignment, chance) if text.words(draft.headline)]
    title = headline(reading.signature) or "Take a look"
    signed = Draft(title, scripts=(text.stop(reading.signature) or text.stop(title), ""))
    return found if assignment.role in {"cta", "product"} and found else [*found, signed]
