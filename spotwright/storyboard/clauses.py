"""A client's sentences taken apart into clauses that can stand alone in a headline or be said in a voice-over."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from spotwright.storyboard import address, casing, grammar, text
from spotwright.storyboard.wordset import wordset

Kind = Literal["order", "does", "made", "thing", "says", "asks"]
"""How a clause can be used: an order, a verb without its subject, a participle, a thing, a sentence, a question."""

_META = re.compile(
    r"(?i)^(?:(?:we|i)(?:['’]d like| would like| want| need| aim| hope|['’]re looking)? ?(?:to )?"
    r"|the (?:goal|aim|idea|key message|message|point|main message) (?:here )?is (?:to |that )?"
    r"|please |key message: ?|message: ?)*"
    r"(?:(?:show(?:case)?|tell|communicate|convey|emphasi[sz]e|highlight|stress|promote|explain|let|make|focus on"
    r"|underline|position|advertise|talk about|demonstrate)\b"
    r"(?: (?:people|viewers|customers|them|everyone|clients|the audience|the world|our audience))?"
    r"(?: (?:know|aware|see|understand|feel|about))*(?: (?:that|how|of|about))?\s+)"
)
_WANTED = re.compile(
    r"(?i)^we (?:want|need) (?:people|viewers|customers|everyone|them|the audience) to (?:know|see|understand|feel)"
    r"(?: that| how)?\s+(?=\w)"
)
_META_SIGN = re.compile(
    r"(?i)\b(?:people|viewers|audience|that|how|want|goal|message|know|emphasi|highlight|convey|communicat|showcase|promote)"
)
_LINK = re.compile(
    r"\s*(?:;|\s[–—]\s?|\s-\s)\s*"
    r"|:\s+(?=\w)"
    r"|,?\s+(?:which means|meaning|so that|so)\s+(?:that\s+)?(?=(?:you|your|every|each|it|there|we|they|no|even|the)\b)"
    r"|,\s+(?=(?:and|but)\s+(?:it|you|we|they|never|always)\b)"
)
_JOINT = re.compile(r",\s+(?:and\s+|while\s+)?|\s+(?:and|while)\s+")
_SUBJECTLESS_OPENERS = re.compile(r"(?i)^(?:and|but|so|also|plus|because|as)\s+")
_YOU_CAN = re.compile(r"(?i)^(?:now,? )?you (?:can|will|get to|['’]ll)(?: now| finally| always)? (?=\w)")
_PRODUCT_NOUNS = (
    "app|software|product|service|platform|tool|system|solution|device|range|collection|website|shop|store|kit|box|subscription|"
    "programme|program|course|spray|serum|cream|watch|shoe|bike|car|drink|machine|mattress|bag"
)
_CONDITIONS = ("if ", "when ", "whether ")
_SENTENCE_VERBS = re.compile(
    r"(?i)^(?:you|we|it|they|i)\s+\w+|\b(?:is|are|was|were|will|can|means|gives|has|have|takes|comes|needs)\b"
    r"|\w+[’'](?:s|re|ll|ve|t) (?:a|an|the|not|your|never|always|all)\b"
)
_DETERMINERS = wordset(
    """
    a an the your you it all any every more less in to for up off out with from no and how what when where
    """
)
_LONG = 38
_MIN_LEFT = 2
_MIN_RIGHT = 3


@dataclass(frozen=True, slots=True)
class Clause:
    """One statement of the client. ``text`` is bare (no final stop) and in sentence case."""

    text: str
    kind: Kind
    whole: str
    """The sentence it comes from, as it can be said."""
    alone: bool
    """True when the clause is its whole sentence."""


def take_apart(sentence: str, names: tuple[str, ...], subject: str, kinds: tuple[str, ...] = ()) -> tuple[Clause, ...]:
    """The clauses of one sentence. ``names`` are the product's and the brand's; ``subject`` begins whole sentences.

    ``kinds`` are other words for the product, with which a sentence about it may begin.
    """
    bare = without_meta(text.bare(casing.sentence_case(sentence, names=names)))
    if not text.words(bare):
        return ()
    if bare.endswith("?"):
        return (Clause(casing.capital(bare, names=names), "asks", bare, alone=True),)
    named = "|".join(re.escape(name) for name in (*names, *kinds) if name)
    if named:
        bare = re.sub(rf"(?i)^with (?:{named}),?\s+", "", bare)
    bare = _YOU_CAN.sub("", bare)
    predicate = _predicate(bare, (*names, *kinds))
    spoken = bare if predicate is None else address.spoken_of(predicate, subject, names)
    whole = text.stop(casing.capital(spoken, names=names))
    parts = [part for piece in _pieces(predicate or bare) for part in _parts(piece)]
    clauses = [clause for part in parts if (clause := _clause(part, names, whole)) is not None]
    if len(clauses) == 1:
        return (Clause(clauses[0].text, clauses[0].kind, whole, alone=True),)
    return tuple(clauses)


def without_meta(sentence: str) -> str:
    """The sentence without an order to the ad's makers: "Show people that it saves time" -> "It saves time"."""
    if wanted := _WANTED.match(sentence):
        return casing.capital(sentence[wanted.end() :])
    match = _META.match(sentence)
    if match is None or not _META_SIGN.search(match.group()) or not text.words(sentence[match.end() :]):
        return sentence
    return casing.capital(sentence[match.end() :])


def _predicate(bare: str, names: tuple[str, ...]) -> str | None:
    """What the sentence says of the product ("TaxPilot files …" -> "files …"), or None when it is of something else."""
    subjects = [re.escape(name) for name in names if name]
    subjects += [rf"(?:our|this|the) (?:[\w-]+ ){{0,2}}?(?:{_PRODUCT_NOUNS})", "it", "they"]
    adverbs = r"(?:really |simply |just |also |automatically |always )?"
    for pattern in subjects:
        match = re.match(rf"(?i)(?:the\s+)?{pattern}\s+{adverbs}(?P<verb>[\w’'-]+)\s+(?P<after>.+)", bare)
        if match is None:
            continue
        verb = match.group("verb").lower()
        if verb in {"is", "are"}:
            told = re.match(r"(?i)(?:what|why|how|not|no|when|where|about)\b", match.group("after"))
            return None if told else match.group("after")
        if verb in {"has", "have"} or grammar.base_of_third_person(verb) is not None:
            return bare[match.start("verb") :]
    return None


def _pieces(predicate: str) -> Iterator[str]:
    """The sentence divided at dashes, semicolons and consequences."""
    start = 0
    for match in _LINK.finditer(predicate):
        left, right = predicate[start : match.start()], predicate[match.end() :]
        if len(text.words(left)) >= _MIN_LEFT and len(text.words(right)) >= _MIN_LEFT:
            yield left
            start = match.end()
    yield predicate[start:]


def _parts(piece: str) -> list[str]:
    """A long piece divided where its tail can stand alone: ", saving you hours", ", and keeps you dry"."""
    if text.width(piece) <= _LONG or is_list(piece):
        return [piece]
    for match in _JOINT.finditer(piece):
        left, right = piece[: match.start()].strip(), piece[match.end() :].strip()
        long_enough = len(text.words(left)) >= _MIN_LEFT and len(text.words(right)) >= _MIN_RIGHT
        if (
            long_enough
            and not left.lower().startswith(_CONDITIONS)
            and _stands(left, right, comma=piece[match.start()] == ",")
        ):
            return [left, *_parts(right)]
    return [piece]


def _stands(left: str, right: str, *, comma: bool) -> bool:
    first = right.split(" ", 1)[0].strip(",")
    if grammar.base_of_third_person(first) in address.CLEAR_VERBS or (
        grammar.is_order(right) and grammar.is_order(left)
    ):
        return True
    freed = re.match(r"(?i)(?:with|without|from|so|for)\b", right) is not None
    return comma and (freed or grammar.base_of_gerund(first) is not None or grammar.is_participle(right))


def is_list(piece: str) -> bool:
    """True for a row of short things: "fresh beans, fair prices and fast delivery"."""
    items = list_items(piece)
    return len(items) >= 3 and all(len(text.words(item)) <= 4 for item in items)  # noqa: PLR2004 - a row begins at three


def list_items(piece: str) -> list[str]:
    """The items of a row, without the joining words."""
    items = re.split(r",\s*(?:and|or|&)?\s*|\s+(?:and|or|&)\s+", piece)
    return [item for item in map(text.tidy, items) if item]


def _clause(part: str, names: tuple[str, ...], whole: str) -> Clause | None:
    part = text.tidy(_SUBJECTLESS_OPENERS.sub("", text.tidy(part)))
    if not text.words(part):
        return None
    part = address.turned(part)
    return Clause(casing.capital(part, names=names), kind_of(part), whole, alone=False)


def kind_of(part: str) -> Kind:
    """How a clause can be used, as far as its first words tell."""
    found = re.findall(r"[\w’'-]+", part.lower())
    if part.endswith("?"):
        return "asks"
    if grammar.is_order(part):
        return "order"
    base = grammar.base_of_third_person(found[0]) if found else None
    if base is not None and (base in address.CLEAR_VERBS or found[1:2] == [] or found[1] in _DETERMINERS):
        return "does"
    if grammar.is_participle(part):
        return "made"
    return "says" if _SENTENCE_VERBS.search(part) else "thing"
