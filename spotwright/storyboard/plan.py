"""The plan: which scenes an ad of this length needs, what each has to tell, and how many frames it gets."""

import math
from collections.abc import Sequence

from spotwright.storyboard.board import MAX_SCENES, MIN_SCENES, Role
from spotwright.storyboard.clauses import Clause
from spotwright.storyboard.drafts import Assignment, Draft
from spotwright.storyboard.own_words import own_units
from spotwright.storyboard.reading import Reading
from spotwright.storyboard.speech import speaking_seconds
from spotwright.storyboard.statements import same

BREATH = 0.4
"""Seconds of each scene in which nothing is said."""
MIN_SECONDS = 1.2

_ORDER: tuple[Role, ...] = ("hook", "problem", "product", "benefit", "proof", "offer", "cta")
_WEIGHTS: dict[Role, float] = {
    "hook": 0.95,
    "problem": 0.95,
    "product": 1.1,
    "benefit": 1.15,
    "proof": 1.0,
    "offer": 1.0,
    "cta": 1.1,
}
_MAX_BENEFITS = 3
_OWN_WORDS = 1.0
_LAST_WORDS = 1.5
_FILLER = 0.75
_EVEN = 0.65
"""How far spare time is shared by role; the other part goes to the scenes that have more to say."""
STRETCH = 1.8
"""How much longer than its share a scene may get when its script needs it."""


def roles(reading: Reading, duration: float) -> tuple[Role, ...]:
    """The roles of the scenes in order: hook first, call to action last, 3 to 7 of them."""
    extras = _extras(reading)
    count = _scene_count(duration, len(extras[0]) + len(extras[1]), len(reading.benefits))
    chosen: list[Role] = ["hook", "product", "cta"]
    if not reading.english:
        units = max(1, len(own_units(reading, count - 2)) - 1)
        chosen += ["benefit"] * (min(count - len(chosen), units) if count > MIN_SCENES else 0)
        return tuple(sorted(chosen, key=_ORDER.index))
    own, inferred = extras
    chosen += ["benefit"] if count > MIN_SCENES else []
    told: list[Role] = ["benefit"] * (min(_MAX_BENEFITS, len(reading.benefits)) - 1)
    wished: list[Role] = [*own, *told, *inferred]
    wished += ["benefit", "benefit", "problem", "benefit"]
    for role in wished:
        room = _MAX_BENEFITS if role == "benefit" else 1
        if len(chosen) < count and chosen.count(role) < room:
            chosen.append(role)
    return tuple(sorted(chosen, key=_ORDER.index))


def _scene_count(duration: float, extras: int, benefits: int) -> int:
    steps: tuple[tuple[float, int], ...] = (
        (7, 3),
        (12, 4),
        (24, 5 if extras or benefits > 1 else 4),
        (40, 6 if extras > 1 or (extras and benefits > 1) else 5),
        (60, 6),
    )
    return next((count for limit, count in steps if duration < limit), MAX_SCENES)


def _extras(reading: Reading) -> tuple[list[Role], list[Role]]:
    """The roles that this brief has words for, the most telling first, and those that we can only infer."""
    extras: list[Role] = []
    guessed: list[Role] = []
    strong = any(proof.kind != "number" for proof in reading.proofs)
    subjects = (*([reading.category] if reading.category else []), *reading.audiences)
    if reading.pains:
        extras.append("problem")
    if strong:
        extras.append("proof")
    if reading.offers:
        extras.append("offer")
    inferred = reading.english and any(subject.pains for subject in subjects) and reading.tone != "luxury"
    if "problem" not in extras and reading.troubles:
        extras.append("problem")
    elif "problem" not in extras and inferred:
        guessed.append("problem")
    if "proof" not in extras and reading.proofs and len(reading.benefits) > 1:
        guessed.append("proof")
    return extras, guessed


def assignments(reading: Reading, planned: Sequence[Role]) -> tuple[Assignment, ...]:
    """What each planned scene tells. Each of the client's statements goes to one scene."""
    clauses = list(reading.benefits)
    if "proof" in planned:
        told = same(reading.proofs[0].sentence) if all(proof.kind == "number" for proof in reading.proofs) else ""
        clauses = [clause for clause in clauses if same(clause.text) != told] or clauses
    scenes = planned.count("benefit")
    product: tuple[Clause, ...] = ()
    opens_well = bool(clauses) and clauses[0].kind in {"made", "thing", "does"}
    if scenes == 0 and clauses:
        product = (clauses[0],)
    elif len(clauses) > scenes and opens_well and not reading.product.what and not clauses[0].alone:
        product = (clauses.pop(0),)
    shares = _shares(clauses, scenes)
    tells_offer = "offer" in planned
    found = []
    for role in planned:
        share = shares.pop(0) if role == "benefit" and shares else product if role == "product" else ()
        found.append(Assignment(role, share, tells_offer))
    return tuple(found)


def _shares(clauses: Sequence[Clause], scenes: int) -> list[tuple[Clause, ...]]:
    """The statements dealt to the benefit scenes in order, neighbours together."""
    if not scenes:
        return []
    size, more = divmod(len(clauses), scenes)
    shares, start = [], 0
    for index in range(scenes):
        end = start + size + (index < more)
        shares.append(tuple(clauses[start:end]))
        start = end
    return shares


def seconds_to_say(script: str) -> float:
    """How long a scene must be for its script to be said without haste."""
    spoken = speaking_seconds(script)
    return spoken + BREATH if spoken else 0.0


def share_of(role: Role, planned: Sequence[Role], duration: float) -> float:
    """Seconds that a scene would get if scripts did not matter."""
    return duration * _WEIGHTS[role] / sum(_WEIGHTS[each] for each in planned)


def fitting(draft: Draft, seconds: float) -> int:
    """The index of the longest of a draft's scripts that can be said in ``seconds``."""
    return next(
        (index for index, script in enumerate(draft.scripts) if seconds_to_say(script) <= seconds),
        len(draft.scripts) - 1,
    )


def is_filler(role: Role, draft: Draft) -> bool:
    """True when a scene says nothing of the client's: it has to make room for those that do."""
    return role not in {"product", "cta"} and not draft.uses


def schedule(
    planned: Sequence[Role], chosen: Sequence[Draft], frames: int, fps: int
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Frames and script of each scene: the frames sum exactly to ``frames``, every script can be said in its scene.

    Scripts begin as long as their scene could stretch to, and the furthest over its share is shortened until all fit.
    """
    duration = frames / fps
    weights = [
        _WEIGHTS[role] * (_FILLER if is_filler(role, draft) else 1.0)
        for role, draft in zip(planned, chosen, strict=True)
    ]
    shares = [duration * weight / sum(weights) for weight in weights]
    picks = [fitting(draft, share * STRETCH) for draft, share in zip(chosen, shares, strict=True)]
    floor = min(math.ceil(MIN_SECONDS * fps), frames // len(planned))
    while True:
        scripts = [
            draft.scripts[pick] if pick < len(draft.scripts) else "" for draft, pick in zip(chosen, picks, strict=True)
        ]
        needs = [max(floor, math.ceil(seconds_to_say(script) * fps)) for script in scripts]
        if sum(needs) <= frames:
            said = sum(needs)
            wanted = [
                share * fps * _EVEN + frames * need / said * (1 - _EVEN)
                for share, need in zip(shares, needs, strict=True)
            ]
            return _dealt(needs, wanted, frames), tuple(scripts)
        over = [
            need - share * fps - _grace(role, draft, pick) * fps if script else -math.inf
            for role, need, share, script, draft, pick in zip(
                planned, needs, shares, scripts, chosen, picks, strict=True
            )
        ]
        picks[over.index(max(over))] += 1


def _grace(role: Role, draft: Draft, pick: int) -> float:
    """Seconds by which a script may be longer than others: the client's words, and the last before silence."""
    silenced = pick + 1 >= len(draft.scripts) or not draft.scripts[pick + 1]
    return (_OWN_WORDS if draft.uses or role == "cta" else 0.0) + (_LAST_WORDS if silenced else 0.0)


def _dealt(needs: Sequence[int], shares: Sequence[float], frames: int) -> tuple[int, ...]:
    """Frames for each scene: at least its need, as near to its share as the sum allows."""
    low, high = 0.0, 1.0 + frames / max(1e-9, min(shares))
    for _ in range(60):
        level = (low + high) / 2
        if sum(max(need, share * level) for need, share in zip(needs, shares, strict=True)) > frames:
            high = level
        else:
            low = level
    dealt = [max(need, math.floor(share * low)) for need, share in zip(needs, shares, strict=True)]
    order = sorted(range(len(dealt)), key=lambda index: (-shares[index], index))
    for step in range(frames - sum(dealt)):
        dealt[order[step % len(order)]] += 1
    return tuple(dealt)
