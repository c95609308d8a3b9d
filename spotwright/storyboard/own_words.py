"""Drafts in the client's own words only, for briefs in a language that we do not write."""

import random
import re

from spotwright.storyboard import casing, text
from spotwright.storyboard.board import Role
from spotwright.storyboard.drafts import Draft
from spotwright.storyboard.reading import Reading
from spotwright.storyboard.statements import same

_HEADLINE = 44
_SUPPORT = 72
_MIN_PIECE = 10
"""Columns below which a piece of a sentence says nothing by itself."""


def own_units(reading: Reading, wanted: int) -> list[str]:
    """The client's sentences in order, the longest divided at their marks until there are ``wanted``, if possible."""
    units = list(
        dict.fromkeys(fragment for fragment in map(text.without_urls, reading.fragments) if text.words(fragment))
    )
    while len(units) < wanted:
        divided = [
            (text.width(unit), index, pieces) for index, unit in enumerate(units) if len(pieces := _pieces(unit)) > 1
        ]
        if not divided:
            break
        _, index, pieces = max(divided, key=lambda each: (each[0], -each[1]))
        units[index : index + 1] = pieces
    return units


def _pieces(sentence: str) -> list[str]:
    """A sentence in two at the mark nearest its middle, or whole if a part would say nothing."""
    bare = text.bare(sentence)
    marks = list(re.finditer(r"[,;:，、；：]\s*|\s[–—-]\s", bare))
    marks = [
        mark for mark in marks if min(text.width(bare[: mark.start()]), text.width(bare[mark.end() :])) >= _MIN_PIECE
    ]
    if not marks:
        return [sentence]
    middle = min(marks, key=lambda mark: abs(mark.start() - len(bare) / 2))
    return [bare[: middle.start()], casing.capital(bare[middle.end() :])]


def own_drafts(reading: Reading, role: Role, place: int, places: int, chance: random.Random) -> list[Draft]:
    """Drafts for a scene out of the client's sentences; ``place`` of ``places`` benefits says which are its share."""
    if role == "cta":
        return _closing(reading)
    if role == "product":
        return _naming(reading, chance)
    units = own_units(reading, places + 1)
    mine = 0 if role == "hook" else min(1 + place, max(0, len(units) - 1))
    ordered = units[mine:] + units[:mine]
    pieces = [piece for unit in ordered for piece in _pieces(unit)]
    lines = dict.fromkeys(
        (*ordered, *pieces, *reading.elements, reading.product.what, reading.product.name, reading.brand)
    )
    return [_stated(line) for line in lines if text.words(line)]


def _stated(sentence: str) -> Draft:
    head, rest = text.divide(sentence, _HEADLINE) if " " in sentence else (text.cut(text.bare(sentence), _HEADLINE), "")
    full = text.stop(text.cut(sentence, 380))
    return Draft(
        casing.capital(head),
        text.cut(rest, _SUPPORT) if rest else "",
        "",
        (full, text.stop(head), ""),
        frozenset({same(sentence)}),
    )


def _naming(reading: Reading, chance: random.Random) -> list[Draft]:
    name, what = reading.product.name or reading.signature, reading.product.what
    others = list(dict.fromkeys((*reading.elements, *(text.divide(line, _SUPPORT)[0] for line in reading.fragments))))
    others = [line for line in others if line and same(line) not in {same(name), same(what)}]
    chance.shuffle(others)
    spoken = (text.stop(reading.product.phrase or f"{name} – {what}"),) if what else ()
    scripts = (*spoken, text.stop(name), "")
    kicker = reading.brand if reading.brand and same(reading.brand) not in same(name) else ""
    return [
        Draft(
            text.cut(name, _HEADLINE),
            text.cut(line, _SUPPORT) if line else "",
            kicker if index % 2 == 0 else "",
            scripts,
        )
        for index, line in enumerate([what, *others, ""])
    ]


def _closing(reading: Reading) -> list[Draft]:
    call = reading.cta or reading.url or reading.signature
    kicker = reading.signature if same(reading.signature) not in same(call) else ""
    spoken = text.stop(call)
    signed = text.joined(spoken, text.stop(reading.signature)) if kicker else spoken
    head, rest = (call, "") if text.width(call) <= _HEADLINE else text.divide(call, _HEADLINE)
    url = reading.url if same(reading.url) != same(head) else ""
    below = dict.fromkeys(
        (
            rest or url,
            url,
            text.cut(reading.product.what, _SUPPORT),
            *(text.divide(line, _SUPPORT)[0] for line in reading.fragments[-2:]),
        )
    )
    scripts = tuple(dict.fromkeys((signed, spoken, text.stop(head), "")))
    return [Draft(casing.capital(head), line, kicker, scripts) for line in below]
