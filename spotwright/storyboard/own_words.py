"""Drafts in the client's own words only, for briefs in a language that we do not write."""

import random
import re
from collections.abc import Iterable

from spotwright.storyboard import text
from spotwright.storyboard.board import Role
from spotwright.storyboard.drafts import Draft
from spotwright.storyboard.reading import Reading
from spotwright.storyboard.statements import same

_HEADLINE = 44
_SUPPORT = 72


def own_drafts(reading: Reading, role: Role, place: int, places: int, chance: random.Random) -> list[Draft]:
    """Drafts for a scene out of the client's sentences; ``place`` of ``places`` says which of them are its share."""
    if role == "cta":
        return _closing(reading)
    if role == "product":
        return _naming(reading, chance)
    sentences = _told(reading)
    if role == "hook":
        sentences = sorted(sentences, key=lambda sentence: not sentence.endswith(("?", "？")))
        ordered = sentences
    elif role in {"proof", "offer", "problem"}:
        special = {
            "proof": [proof.sentence for proof in reading.proofs],
            "offer": list(reading.offers),
            "problem": list(reading.pains),
        }[role]
        ordered = special + sentences
    else:
        start = 1 + place * max(1, (len(sentences) - 1) // max(1, places))
        ordered = sentences[start:] + sentences[:start]
    found = [_stated(sentence) for sentence in ordered]
    found += [_stated(piece) for sentence in ordered for piece in _pieces(sentence)]
    found += [_stated(element) for element in reading.elements]
    return found + [
        _stated(reading.product.what or reading.signature),
        _stated(reading.product.name or reading.signature),
    ]


def _told(reading: Reading) -> list[str]:
    """The client's sentences; a long one counts as its clauses too when there are few."""
    return list(dict.fromkeys(reading.fragments))


def _pieces(sentence: str) -> Iterable[str]:
    pieces = [text.tidy(piece) for piece in re.split(r"[,;:，、；：]\s*|\s[–—-]\s", text.bare(sentence))]
    return [piece for piece in pieces if text.words(piece)] if len(pieces) > 1 else []


def _stated(sentence: str) -> Draft:
    head, rest = text.divide(sentence, _HEADLINE) if " " in sentence else (text.cut(text.bare(sentence), _HEADLINE), "")
    full = text.stop(text.cut(sentence, 380))
    return Draft(
        head, text.cut(rest, _SUPPORT) if rest else "", "", (full, text.stop(head), ""), frozenset({same(sentence)})
    )


def _naming(reading: Reading, chance: random.Random) -> list[Draft]:
    name = reading.product.name or reading.signature
    below = [
        reading.product.what,
        *(text.divide(sentence, _SUPPORT)[0] for sentence in reading.fragments),
        *reading.elements,
    ]
    below = [line for line in dict.fromkeys(below) if line and same(line) != same(name)] or [""]
    first, *others = below
    chance.shuffle(others)
    scripts = (text.stop(f"{name} – {first}"), text.stop(name), "") if reading.product.what else (text.stop(name), "")
    found = []
    for index, line in enumerate([first if reading.product.what else "", *others, first]):
        kicker = reading.brand if index % 2 == 0 and reading.brand and same(reading.brand) not in same(name) else ""
        found.append(Draft(text.cut(name, _HEADLINE), text.cut(line, _SUPPORT) if line else "", kicker, scripts))
    return found


def _closing(reading: Reading) -> list[Draft]:
    call = reading.cta or reading.signature
    kicker = reading.signature if same(reading.signature) not in same(call) else ""
    spoken = text.stop(call)
    signed = f"{spoken} {text.stop(reading.signature)}" if kicker else spoken
    head, rest = text.divide(call, _HEADLINE)
    below = [
        reading.url or rest,
        rest,
        text.cut(reading.product.name, _SUPPORT),
        *(text.divide(sentence, _SUPPORT)[0] for sentence in reading.fragments[-2:]),
    ]
    return [
        Draft(head, line, kicker, tuple(dict.fromkeys((signed, spoken, text.stop(head), ""))))
        for line in dict.fromkeys(below)
    ]
