"""Drafts for what speaks for the product: its benefits, the proof of them, and the offer."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from spotwright.storyboard import phrasebook, text
from spotwright.storyboard.clauses import Clause
from spotwright.storyboard.drafts import (
    Assignment,
    Draft,
    from_line,
    headline_and_rest,
    pool,
    said,
    shortening,
    stated,
    support,
)
from spotwright.storyboard.reading import Reading
from spotwright.storyboard.statements import same

_QUOTATION = re.compile(r"^[“\"„«](?P<words>[^”\"“»]+)[”\"“»][\s,.]*(?:[-–—~]|by|says|said)?\s*(?P<source>.{0,60})$")
_SCARCE = re.compile(r"(?i)\bonly \d|\blimited edition|\bwhile stocks")
_QUOTE_COLUMNS = 56
_QUIET = frozenset({"luxury", "serious"})
"""Tones that let a fact stand alone, without a sentence that announces it."""


def benefits(reading: Reading, assignment: Assignment, chance: random.Random) -> list[Draft]:
    """Ways to tell a scene's share of the client's statements; without one, what is true of any such product."""
    softs = pool(reading, lambda subject: subject.softs, chance)
    told = assignment.clauses
    if not told:
        return [from_line(line) for line in softs]
    found = [_told(told, reading)]
    if len(told) > 1:
        found.append(_told((*told[1:], told[0]), reading, in_order=False))
    name = reading.signature if not reading.product.generic else ""
    labels = [f"With {name}", name, f"That’s {name}"] if name else []
    labels += ["What you get", "Look closer", "In short"]
    return [*found, *(varied for draft in found for varied in relabelled(draft, labels))]


def relabelled(draft: Draft, labels: Sequence[str]) -> list[Draft]:
    """The same claim in other dress: under another label, said shorter."""
    dressed = []
    for index, label in enumerate(labels):
        spoken = draft.scripts[index % 2 :] if len(draft.scripts) > 2 else draft.scripts  # noqa: PLR2004 - one and silence
        dressed.append(replace(draft, kicker=text.cut(label, 40), scripts=spoken))
    return dressed


def _told(told: Sequence[Clause], reading: Reading, *, in_order: bool = True) -> Draft:
    """Statements as one scene: the first above, the next below, all of them said if there is time."""
    head, rest = headline_and_rest(told[0].text)
    below = rest or (support(told[1].text) if len(told) > 1 else "")
    each = [said(clause, reading) for clause in told]
    one_sentence = in_order and len(told) > 1 and len({clause.whole for clause in told}) == 1
    together = (told[0].whole,) if one_sentence else (" ".join(each), " ".join(each[:2]))
    scripts = shortening(*together, each[0], text.stop(head))
    return Draft(head, below, "", scripts, frozenset(same(clause.text) for clause in told))


def proofs(reading: Reading, assignment: Assignment, chance: random.Random) -> list[Draft]:
    """Ways to show the evidence, the strongest kind first."""
    first, second = [], []
    for proof in sorted(reading.proofs, key=lambda each: each.kind == "number"):
        kickers = list(phrasebook.EVIDENCE_KICKERS[proof.kind])
        openers = list(phrasebook.EVIDENCE_OPENERS[proof.kind]) if reading.tone not in _QUIET else []
        chance.shuffle(kickers)
        chance.shuffle(openers)
        if proof.kind == "quote" and (quoted := _quoted(proof.sentence, kickers[0])) is not None:
            first.append(quoted)
            continue
        first.append(stated(proof.sentence, kicker=kickers[0], openers=openers[:1]))
        second.append(stated(proof.sentence, kicker=kickers[-1], openers=openers[1:]))
    found = first + second
    labels = [kicker for proof in reading.proofs[:1] for kicker in phrasebook.EVIDENCE_KICKERS[proof.kind]]
    again = [varied for draft in first for varied in relabelled(draft, [*labels, reading.signature])]
    return found + again if found else benefits(reading, assignment, chance)


def _quoted(sentence: str, kicker: str) -> Draft | None:
    """Someone's own words as a headline, and who said them below; None when the quotation is only a part."""
    match = _QUOTATION.match(sentence)
    if match is None or text.width(match["words"]) > _QUOTE_COLUMNS:
        return None
    words, source = text.bare(match["words"]), text.tidy(match["source"])
    shown = f"“{words}”"
    spoken = f"“{words}.” {text.stop(source)}" if source else f"“{words}.”"
    return Draft(shown, support(source), kicker, shortening(spoken, f"“{words}.”"), frozenset({same(sentence)}))


def offers(reading: Reading, assignment: Assignment, chance: random.Random) -> list[Draft]:
    """Ways to make the offer."""
    openers = list(phrasebook.OFFER_OPENERS) if reading.tone not in _QUIET else []
    kickers = list(phrasebook.OFFER_KICKERS)
    if reading.category is not None and reading.category.name == "charity":
        openers, kickers = [], list(phrasebook.GIFT_KICKERS)
    if any(_SCARCE.search(offer) for offer in reading.offers):
        openers, kickers = [], list(phrasebook.SCARCITY_KICKERS)
    chance.shuffle(openers)
    chance.shuffle(kickers)
    found = [
        stated(offer, kicker=kicker, openers=openers[index : index + 1])
        for index, kicker in enumerate(kickers)
        for offer in reading.offers
    ]
    again = [varied for draft in found for varied in relabelled(draft, [*kickers, reading.signature])]
    return found + again or benefits(reading, assignment, chance)
