"""The factual claims of a brief: what must be on the screen and in the voice before any filler gets time."""

from collections.abc import Sequence
from dataclasses import replace

from spotwright.storyboard import plan, text
from spotwright.storyboard.board import SUPPORT_LIMIT, Role
from spotwright.storyboard.claims import relabelled
from spotwright.storyboard.drafts import Draft, headline, shortening, stated, support
from spotwright.storyboard.evidence import evidence_in
from spotwright.storyboard.reading import Reading
from spotwright.storyboard.statements import same

_SAID_SHARE = 0.6
_MAX_FACTS = 8
_CALL = 1.5
"""The call to action counts more than any one fact."""
_SILENCE = 0.3
"""What it costs to leave a scene silent that has something to tell."""
_LEVELS = 4
"""Steps of saying less: openers go, then fillers and the product's kind, then all but one fact a scene."""
_OPENERS = frozenset({"hook", "problem"})
_GAPS: tuple[Role, ...] = ("benefit", "proof", "offer", "product", "problem", "hook")
"""Scenes by how well a claim below the headline suits them."""


def facts(reading: Reading) -> tuple[str, ...]:
    """The client's claims with numbers, ratings, guarantees and prices, each as a short sentence of its own."""
    told = [proof.sentence for proof in reading.proofs] + list(reading.offers)
    told += [clause.text for clause in reading.benefits if evidence_in(clause.text) is not None]
    return tuple(dict.fromkeys(text.bare(sentence) for sentence in told))[:_MAX_FACTS]


def says(line: str, fact: str) -> bool:
    """True when a line states a fact: all of its numbers and most of its other telling words."""
    known = set(same(line).split())
    words = same(fact).split()
    numbers = [word for word in words if any(character.isdigit() for character in word)]
    telling = [word for word in words if len(word) > 3 and word not in numbers]  # noqa: PLR2004 - "with" and up
    most = not telling or sum(word in known for word in telling) >= _SAID_SHARE * len(telling)
    return all(number in known for number in numbers) and most


def shown(drafts: Sequence[Draft], fact: str) -> bool:
    """True when one of the scenes has the fact on the screen."""
    return any(says(f"{draft.headline} {draft.support}", fact) for draft in drafts)


def placed(reading: Reading, roles: Sequence[Role], drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with every fact on the screen: a filler gives way to it, else it stands where a line is free."""
    found = list(drafts)
    if not reading.english:
        return found
    for fact in facts(reading):
        if shown(found, fact):
            continue
        fillers = [
            place for place, role in enumerate(roles) if role not in {"product", "cta"} and not found[place].uses
        ]
        fillers.sort(key=lambda place: (roles[place] in _OPENERS, -place))
        if fillers:
            found[fillers[0]] = stated(fact)
            continue
        order = sorted(range(len(roles)), key=lambda place: _GAPS.index(roles[place]) if roles[place] in _GAPS else 9)
        free = [place for place in order if roles[place] != "cta" and not found[place].support]
        if free:
            found[free[0]] = _with_fact(found[free[0]], fact)
    unsaid = [fact for fact in facts(reading) if not any(says(line, fact) for draft in found for line in draft.scripts)]
    if unsaid:
        found[-1] = with_fact_said(found[-1], unsaid[0])
    return found


def with_fact_said(closing: Draft, fact: str) -> Draft:
    """The end card with a fact, such as the price below its call, said before the call."""
    before = [f"{text.stop(fact)} {script}" for script in closing.scripts[:2] if script]
    return replace(closing, scripts=(*before, *closing.scripts), uses=closing.uses | {same(fact)})


def _with_fact(draft: Draft, fact: str) -> Draft:
    """The draft with a fact below its headline and at the end of what is said."""
    line = support(fact)
    if text.width(line) > SUPPORT_LIMIT or not says(line, fact):
        line = headline(fact)
    ending = text.stop(fact)
    spoken = [script for script in draft.scripts if script]
    scripts = shortening(*(f"{script} {ending}" for script in spoken), ending)
    return replace(draft, support=line, scripts=(*scripts[:-1], *spoken[-1:], ""), uses=draft.uses | {same(fact)})


def schedule(
    reading: Reading, roles: Sequence[Role], drafts: Sequence[Draft], frames: int, fps: int
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Frames and scripts in which as many facts as possible are spoken, and the call to action; fillers fall first."""
    wanted = facts(reading) if reading.english else ()
    best: tuple[float, tuple[tuple[int, ...], tuple[str, ...]]] | None = None
    for level in range(_LEVELS):
        lean = [_lean(role, draft, wanted, reading.cta, level) for role, draft in zip(roles, drafts, strict=True)]
        timed = plan.schedule(roles, lean, frames, fps)
        voice = " ".join(timed[1])
        score = sum(says(voice, fact) for fact in wanted) + _CALL * (same(reading.cta) in same(timed[1][-1]))
        score -= _SILENCE * sum(bool(draft.uses) and not line for draft, line in zip(drafts, timed[1], strict=True))
        if best is None or score > best[0]:
            best = score, timed
        if score >= len(wanted) + _CALL:
            break
    return best[1] if best else plan.schedule(roles, drafts, frames, fps)


def keeping(reading: Reading, role: Role, first: str, spoken: str, options: Sequence[Draft]) -> list[Draft]:
    """The options for another take that keep what the first one told; ``first`` is its screen, ``spoken`` its voice."""
    claims = list(options)
    if not reading.english:
        return claims
    if role in {"benefit", "proof", "offer"} and options[0].uses:
        claims = [option for option in options if option.uses]
        claims = [option for option in claims if same(option.headline) in same(first)] or claims
    told = [fact for fact in facts(reading) if says(first, fact)]
    if not told:
        return claims
    kept = [option for option in claims if all(says(f"{option.headline} {option.support}", fact) for fact in told)]
    if not kept:
        kept = relabelled(stated(told[0]), [reading.signature, "Look closer", "In short", "Good to know"])
    silent = [fact for fact in told if says(spoken, fact)]
    return [_voiced(option, silent) for option in kept]


def _voiced(option: Draft, told: Sequence[str]) -> Draft:
    unsaid = [fact for fact in told if not any(says(script, fact) for script in option.scripts)]
    return with_fact_said(option, unsaid[0]) if unsaid else option


def _lean(role: Role, draft: Draft, wanted: Sequence[str], call: str, level: int) -> Draft:
    """The draft with less that is no fact to say: the higher the level, the less."""
    if level == 0 or (role == "cta" and level < 2):  # noqa: PLR2004 - the brand's name goes after the openers
        return draft
    told = [fact for fact in wanted if any(says(script, fact) for script in draft.scripts)]
    if told:
        kept = [script for script in draft.scripts if any(says(script, fact) for fact in told)]
        most = max(sum(says(script, fact) for fact in told) for script in kept)
        full = [script for script in kept if sum(says(script, fact) for fact in told) == most]
        return replace(draft, scripts=tuple(full if level == 1 else full[-1:] if level < _LEVELS - 1 else kept))
    spoken = [script for script in draft.scripts if script]
    if role == "cta":
        short = [script for script in spoken if same(call) in same(script)]
        return replace(draft, scripts=tuple(short[-1:] or spoken[-1:]))
    if draft.uses or role == "product":
        return replace(draft, scripts=(*spoken[-1:], ""))
    return replace(draft, scripts=("",) if level > 1 else (*spoken[-1:], ""))
