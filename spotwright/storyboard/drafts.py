"""Drafts: for each role, every way we know to write its scene from a reading, the best first."""

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from spotwright.storyboard import casing, grammar, phrasebook, text
from spotwright.storyboard.board import Role
from spotwright.storyboard.clauses import Clause, list_items
from spotwright.storyboard.phrasebook import ANYTHING, Line, Subject
from spotwright.storyboard.reading import Reading
from spotwright.storyboard.tones import ranked

HEADLINE_COLUMNS = 42
HEADLINE_WORDS = 8
SUPPORT_COLUMNS = 72


@dataclass(frozen=True, slots=True)
class Draft:
    """One way to write a scene. ``scripts`` go from the longest to the shortest; the last may be silence."""

    headline: str
    support: str = ""
    kicker: str = ""
    scripts: tuple[str, ...] = ("",)
    uses: frozenset[str] = frozenset()
    """Keys of the client's statements in it, so that no other scene repeats them."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a scene has to tell: its role, its share of the benefits, and what its neighbours already tell."""

    role: Role
    clauses: tuple[Clause, ...] = ()
    tells_offer: bool = False
    """True when a scene of its own tells the offer, so the end card need not."""


def key(sentence: str) -> str:
    """What makes two statements the same: their words."""
    return " ".join(word.lower() for word in text.words(sentence))


def drafts(reading: Reading, assignment: Assignment, chance: random.Random) -> list[Draft]:
    """All drafts for a scene, the best first; never empty, and no draft has an empty headline."""
    found = list(_WRITERS[assignment.role](reading, assignment, chance))
    found.append(Draft(headline(reading.signature) or "Take a look", scripts=(text.stop(reading.signature), "")))
    return [draft for draft in found if text.words(draft.headline)]


def headline(sentence: str) -> str:
    """A sentence's headline: short, divided where a reader would take breath."""
    return headline_and_rest(sentence)[0]


def headline_and_rest(sentence: str) -> tuple[str, str]:
    """A sentence as headline and what is left of it for the line below."""
    bare = text.bare(sentence)
    items = list_items(bare)
    if len(items) == 3 and re.search(r",|\band\b|&", bare) and all(len(text.words(item)) <= 2 for item in items):
        beats = " ".join(casing.capital(item) + "." for item in items)
        if text.width(beats) <= HEADLINE_COLUMNS:
            return beats, ""
    head, rest = text.divide(bare, HEADLINE_COLUMNS)
    if len(text.words(head)) > HEADLINE_WORDS:
        head, rest = text.divide(bare, HEADLINE_COLUMNS - 10)
    return head, support(rest)


def support(sentence: str) -> str:
    """A sentence as the line below a headline."""
    bare = casing.capital(text.bare(text.tidy(sentence)))
    return bare if text.width(bare) <= SUPPORT_COLUMNS else text.divide(bare, SUPPORT_COLUMNS)[0]


def said(clause: Clause, reading: Reading) -> str:
    """A clause as a sentence of the voice-over."""
    if clause.alone:
        return clause.whole
    if clause.kind == "does":
        first, _, rest = clause.text.partition(" ")
        base = grammar.base_of_third_person(first)
        return text.stop(
            f"They {base} {rest}" if reading.product.plural and base else f"It {casing.inner(first)} {rest}"
        )
    return text.stop(clause.text)


def _from_lines(lines: Iterable[Line]) -> list[Draft]:
    return [Draft(line.headline, scripts=_shortening(line.script, text.stop(line.headline))) for line in lines]


def _shortening(*scripts: str) -> tuple[str, ...]:
    """Scripts without doubles, the longest first, silence last."""
    return (*dict.fromkeys(script for script in scripts if script), "")


def _pool(reading: Reading, pick: Callable[[Subject], Sequence[Line]], chance: random.Random) -> list[Line]:
    """Lines of the category and the audience before lines that fit anything; those in the very tone first."""
    near = [
        line
        for subject in (*([reading.category] if reading.category else []), *reading.audiences)
        for line in pick(subject)
    ]
    own = ranked(near, reading.tone, chance)
    general = ranked(pick(ANYTHING), reading.tone, chance)
    if reading.tone in {"luxury", "serious"}:
        return (
            own
            + general
            + [line for line in near if line not in own and "?" not in line.headline and "!" not in line.headline]
        )
    return own + general


def _hooks(reading: Reading, assignment: Assignment, chance: random.Random) -> list[Draft]:
    found = [_stated(question) for question in reading.questions]
    own = _from_lines(_pool(reading, lambda subject: subject.hooks, chance))
    for clause in reading.benefits[:4]:
        if clause.kind == "order" and text.width(clause.text) <= HEADLINE_COLUMNS - 10:
            asked = f"Ready to {casing.inner(clause.text, names=reading.names)}?"
            own.insert(min(len(own), 6), Draft(asked, scripts=(asked, "")))
    return found + own


def _stated(sentence: str, *, kicker: str = "", openers: Sequence[str] = ()) -> Draft:
    """A client's own sentence as a scene."""
    head, rest = headline_and_rest(sentence)
    full = text.stop(sentence)
    return Draft(
        head,
        rest,
        kicker,
        _shortening(*(f"{opener} {full}" for opener in openers), full, text.stop(head)),
        frozenset({key(sentence)}),
    )


def _problems(reading: Reading, assignment: Assignment, chance: random.Random) -> list[Draft]:
    found = [_stated(pain) for pain in reading.pains]
    own = _from_lines(_pool(reading, lambda subject: subject.pains, chance))
    for trouble in reading.troubles:
        asked = casing.capital(trouble) + "?"
        answer = chance.choice(
            ("Nobody has time for that.", "There’s a better way.", "It doesn’t have to be like this.")
        )
        own.insert(min(len(own), chance.randrange(2)), Draft(asked, scripts=(f"{asked} {answer}", asked, "")))
    return found + own


def _products(reading: Reading, assignment: Assignment, chance: random.Random) -> list[Draft]:
    product, name = reading.product, reading.product.name or reading.signature
    told = assignment.clauses[0] if assignment.clauses else None
    below = [product.what] if product.what else []
    below += [headline(told.text)] if told else []
    softs = _pool(reading, lambda subject: subject.softs, chance)
    below += [line.headline for line in softs[:3]]
    uses = frozenset({key(told.text)}) if told else frozenset()
    added = said(told, reading) if told else ""
    if product.generic:
        return _generic_products(reading, below, added, uses, chance)
    tone = "serious" if reading.category is not None and reading.category.name == "charity" else reading.tone
    presenters = list(phrasebook.PRESENTERS[tone])
    kickers = list(phrasebook.KICKERS[tone])
    chance.shuffle(presenters)
    chance.shuffle(kickers)
    found: list[Draft] = []
    for index in range(max(len(presenters), len(below)) * 2):
        presented = presenters[index % len(presenters)].replace("[name]", name)
        line = below[index % len(below)]
        shows_told = told is not None and line == headline(told.text)
        title, kicker = _title(index, name, presented, kickers, product.what)
        line = "" if line == title else line
        full = _introduced(presented, product.what)
        scripts = _shortening(f"{full} {added}" if added else "", full, text.stop(presented), text.stop(name))
        found.append(
            Draft(headline(title), support(line), kicker, scripts, uses if shows_told or added else frozenset())
        )
    return found


def _title(index: int, name: str, presented: str, kickers: Sequence[str], what: str) -> tuple[str, str]:
    """The headline and the kicker of a product scene: most takes show the name, some what it is."""
    way = index % 3
    if way == 1 and text.width(presented) <= HEADLINE_COLUMNS and presented != name:
        return presented, ""
    if way == 2 and what:
        return what, name
    return name, kickers[index % len(kickers)]


def _introduced(presented: str, what: str) -> str:
    if not what:
        return text.stop(presented)
    phrase = grammar.with_article(casing.inner(what))
    return (
        text.stop(f"{presented}, {phrase}")
        if phrase and not presented.endswith(" is here")
        else f"{text.stop(presented)} {text.stop(what)}"
    )


def _generic_products(
    reading: Reading, below: Sequence[str], added: str, uses: frozenset[str], chance: random.Random
) -> list[Draft]:
    name = reading.product.name
    ways = [
        f"{name}, the way it should be",
        f"{name}, done right",
        f"This is {casing.inner(name)}",
        f"Here’s to {casing.inner(name)}",
    ]
    if reading.product.plural:
        ways[0] = f"{name}, the way they should be"
    chance.shuffle(ways)
    titles = [name if index % 2 else way for index, way in enumerate(ways)] + ways
    found = []
    for index, title in enumerate(titles):
        way = ways[index % len(ways)]
        line = below[index % len(below)] if below else ""
        shown = title if text.width(title) <= HEADLINE_COLUMNS else name
        found.append(
            Draft(
                headline(shown),
                support(line),
                "",
                _shortening(f"{way}. {added}" if added else "", f"{way}.", text.stop(name)),
                uses,
            )
        )
    return found


def _benefits(reading: Reading, assignment: Assignment, chance: random.Random) -> list[Draft]:
    softs = _pool(reading, lambda subject: subject.softs, chance)
    told = assignment.clauses
    if not told:
        return _from_lines(softs)
    found = [_told(told, reading)]
    if len(told) > 1:
        found.append(_told((*told[1:], told[0]), reading))
    for line in softs[:6]:
        first = _told(told, reading)
        head = headline(told[0].text)
        found.append(
            Draft(
                line.headline,
                support(head),
                "",
                _shortening(f"{line.script} {first.scripts[-2]}", *first.scripts[-2:], line.script),
                first.uses,
            )
        )
    return found


def _told(told: Sequence[Clause], reading: Reading) -> Draft:
    """Statements as one scene: the first above, the next below, all of them said if there is time."""
    head, rest = headline_and_rest(told[0].text)
    below = rest or (support(told[1].text) if len(told) > 1 else "")
    each = [said(clause, reading) for clause in told]
    one_sentence = len(told) > 1 and len({clause.whole for clause in told}) == 1
    together = told[0].whole if one_sentence else " ".join(each)
    scripts = _shortening(together, " ".join(each[:2]), each[0], text.stop(head))
    return Draft(head, below, "", scripts, frozenset(key(clause.text) for clause in told))


def _proofs(reading: Reading, assignment: Assignment, chance: random.Random) -> list[Draft]:
    found = []
    for proof in reading.proofs:
        kicker = chance.choice(phrasebook.EVIDENCE_KICKERS[proof.kind])
        openers = list(phrasebook.EVIDENCE_OPENERS[proof.kind]) if reading.tone not in {"luxury", "serious"} else []
        chance.shuffle(openers)
        found += [
            _stated(proof.sentence, kicker=kicker, openers=openers[:1]),
            _stated(proof.sentence, kicker="", openers=openers[1:]),
        ]
    by_strength = sorted(
        range(len(found)), key=lambda index: (index % 2, reading.proofs[index // 2].kind == "number", index)
    )
    return [found[index] for index in by_strength] + _benefits(reading, assignment, chance)


def _offers(reading: Reading, assignment: Assignment, chance: random.Random) -> list[Draft]:
    openers = list(phrasebook.OFFER_OPENERS) if reading.tone not in {"luxury", "serious"} else []
    kickers = list(phrasebook.OFFER_KICKERS)
    if reading.category is not None and reading.category.name == "charity":
        openers, kickers = [], ["What your gift does", "Your part"]
    chance.shuffle(openers)
    chance.shuffle(kickers)
    found = [
        _stated(offer, kicker=kicker, openers=openers[index : index + 1])
        for index, kicker in enumerate(kickers)
        for offer in reading.offers
    ]
    return found + _benefits(reading, assignment, chance)


def _ctas(reading: Reading, assignment: Assignment, chance: random.Random) -> list[Draft]:
    call = reading.cta
    closers = list(dict.fromkeys(phrasebook.CLOSERS[reading.tone]))
    chance.shuffle(closers)
    below = [reading.url] if reading.url else []
    if reading.offers and not assignment.tells_offer:
        below.insert(0, support(headline(reading.offers[0])))
    below += [line.headline for line in _pool(reading, lambda subject: subject.softs, chance)[:2]] if not below else []
    found = []
    timed = (
        f"{call} today"
        if grammar.is_order(call)
        and not re.search(r"(?i)\b(?:today|now|tonight|now|here|yours|at|on|in|our|us)\b", call)
        else call
    )
    for index in range(max(4, len(closers))):
        title = timed if index % 2 and text.width(timed) <= HEADLINE_COLUMNS else call
        closer = closers[index % len(closers)]
        spoken = text.tidy(_closed(closer, title, reading))
        signed = f"{spoken} {text.stop(reading.signature)}" if key(reading.signature) not in key(spoken) else spoken
        kicker = reading.signature if key(reading.signature) not in key(title) else ""
        found.append(
            Draft(
                headline(title),
                below[index % len(below)] if below else "",
                text.cut(kicker, 40),
                _shortening(signed, spoken, text.stop(title), text.stop(reading.signature)),
            )
        )
    return found


def _closed(closer: str, call: str, reading: Reading) -> str:
    inner = casing.inner(call, names=reading.names)
    if call.endswith("?"):
        return call
    return closer.replace("[cta_inner]", inner).replace("[cta]", call)


_WRITERS: dict[Role, Callable[[Reading, Assignment, random.Random], list[Draft]]] = {
    "hook": _hooks,
    "problem": _problems,
    "product": _products,
    "benefit": _benefits,
    "proof": _proofs,
    "offer": _offers,
    "cta": _ctas,
}
