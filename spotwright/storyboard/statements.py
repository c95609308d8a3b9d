"""The client's sentences, sorted by what an ad can do with them."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from spotwright.storyboard import casing, evidence, text
from spotwright.storyboard.clauses import Clause, take_apart
from spotwright.storyboard.wordset import wordset

_BOAST = re.compile(r"(?i)we(?:['’]re| are) (?:\w+ )?(?:proud|excited|pleased|happy|thrilled|delighted)\b")
_NO_GROUPS = wordset(
    """
    with aged from that people years living their want ages over under between about looking like love care
    """
)
_CLAIM_SEAM = re.compile(
    r";\s+|,\s+(?:and\s+)?(?=(?:trusted|loved|used|rated|recommended|chosen|certified|approved|backed|voted) )"
    r"|(?:,|,?\s+(?:and|with|plus))\s+(?=(?:an? )?\d+[- ]years? (?:warranty|guarantee))"
)
_MAX_SENTENCES = 24
_SENTENCE_LIMIT = 280
"""Columns of a sentence that are read: what is longer is no sentence, and none of it could be said in a scene."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A sentence of proof and its kind."""

    sentence: str
    kind: evidence.Evidence


@dataclass(slots=True)
class Statements:
    """Sentences by use. It grows while a message is sorted and is only read afterwards."""

    questions: tuple[str, ...] = ()
    benefits: tuple[Clause, ...] = ()
    proofs: tuple[Proof, ...] = ()
    offers: tuple[str, ...] = ()
    pains: tuple[str, ...] = ()
    """Sentences that state a trouble."""
    troubles: tuple[str, ...] = ()
    """Troubles, named in a few words, that the client promises to take away."""


@functools.lru_cache(maxsize=2048)
def same(sentence: str) -> str:
    """What makes two statements the same: their words."""
    return " ".join(word.lower() for word in text.words(sentence))


def sort_statements(
    message: str, campaign: str, names: tuple[str, ...], subject: str, *, audience: str, kinds: tuple[str, ...] = ()
) -> Statements:
    """Sort a cleaned message, and those sentences of a cleaned campaign brief that are fit for viewers.

    ``subject`` begins sentences about the product ("It"), ``audience`` is whom the viewer must not be called;
    ``kinds`` are common words for the product, which keep no casing of their own.
    """
    pieces = [piece for sentence in text.sentences(message)[:_MAX_SENTENCES] for piece in _claims(sentence)]
    own = [text.cut(piece, _SENTENCE_LIMIT) for piece in pieces[:_MAX_SENTENCES]]
    public = [part for part in text.sentences(campaign) if not evidence.is_internal(part)][:_MAX_SENTENCES]
    result = Statements()
    seen: set[str] = set()
    for sentence in (*own, *(text.cut(sentence, _SENTENCE_LIMIT) for sentence in public)):
        said = addressed(text.without_urls(sentence), audience)
        if not text.words(said):
            continue
        if _BOAST.match(said) or same(said) in seen:
            continue
        seen.add(same(said))
        _sort_one(result, said, names, subject, kinds)
    taken = {same(name) for name in (*names, *kinds)}
    result.benefits = tuple(clause for clause in result.benefits if same(clause.text) not in taken)
    return result


def _claims(sentence: str) -> list[str]:
    """A sentence in the claims it lines up: "Close the month in 2 days; trusted by 1,400 teams" makes two."""
    parts = _CLAIM_SEAM.split(sentence)
    return parts if all(len(text.words(part)) > 1 for part in parts) else [sentence]


def _sort_one(result: Statements, sentence: str, names: tuple[str, ...], subject: str, kinds: tuple[str, ...]) -> None:
    cased = casing.sentence_case(sentence, names=names)
    kind = evidence.evidence_in(cased)
    own = cased.startswith(names)
    if cased.endswith("?"):
        result.questions += (cased,)
    elif evidence.is_hardship(cased) and not own:
        result.pains += (cased,)
    elif evidence.is_offer(cased):
        result.offers += (cased,)
    elif kind is not None and kind != "number":
        result.proofs += (Proof(cased, kind),)
    elif evidence.is_pain(cased) and not own:
        result.pains += (cased,)
    else:
        _take_benefits(result, take_apart(cased, names, subject, kinds))
        trouble = evidence.relieved_trouble(cased)
        result.troubles += (trouble,) if trouble else ()


def _take_benefits(result: Statements, found: Sequence[Clause]) -> None:
    for clause in found:
        if clause.kind == "asks":
            result.questions += (clause.text,)
            continue
        result.benefits += (clause,)
        if evidence.evidence_in(clause.text) == "number":
            result.proofs += (Proof(clause.text, "number"),)


def addressed(sentence: str, audience: str) -> str:
    """The sentence without "for busy professionals" when that is only the target group, pasted."""
    groups = [group for group in re.findall(r"[a-z][a-z-]{3,}", audience.lower()) if group not in _NO_GROUPS][:20]
    if not groups:
        return sentence
    end = r"(?=[,.;!?]|$| (?:and|who|aged)\b)(?:\s+(?:and|who|aged)\b[^,.;!?]{0,60})?"
    made = r",?\s+(?:designed |made |built |created |perfect |ideal )?for (?:[\w’'-]+\s+){0,3}?"
    shorter = text.tidy(re.sub(rf"(?i){made}(?:{'|'.join(map(re.escape, groups))}){end}", "", sentence))
    return shorter if len(text.words(shorter)) > 1 else sentence
