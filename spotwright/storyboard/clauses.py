"""A client's sentences taken apart into clauses that can stand alone in a headline or be said in a voice-over."""

import re
from dataclasses import dataclass
from typing import Literal

from spotwright.storyboard import casing, grammar, text
from spotwright.storyboard.wordset import wordset

Kind = Literal["order", "does", "made", "thing", "says", "asks"]
"""How a clause can be used: an imperative, a verb without its subject, a participle, a noun phrase, a sentence, a question."""

_META = re.compile(
    r"(?i)^(?:(?:we|i)(?:['’]d like| would like| want| need| aim| hope|['’]re looking)? ?(?:to )?|the (?:goal|aim|idea|key message|message|point|main message) (?:here )?is (?:to |that )?|please |key message: ?|message: ?)*"
    r"(?:(?:show(?:case)?|tell|communicate|convey|emphasi[sz]e|highlight|stress|promote|explain|let|make|focus on|underline|position|advertise|talk about|demonstrate)\b"
    r"(?: (?:people|viewers|customers|them|everyone|clients|the audience|the world|our audience))?(?: (?:know|aware|see|understand|feel|about))*(?: (?:that|how|of|about))?\s+)"
)
_META_ALLOWED = re.compile(
    r"(?i)\b(?:people|viewers|audience|that|how|want|goal|message|know|emphasi|highlight|convey|communicat|showcase|promote)\b"
)
_HELPS = re.compile(
    r"(?i)^(?:helps?|lets?|allows?|enables?|empowers?|makes? it (?:easy|simple|possible) for|gives?)\s+(?:(?P<whom>(?:[\w’'-]+\s+){0,4}?[\w’'-]+)\s+)?(?:to\s+)?(?P<verb>[a-z]+)\b(?P<rest>.*)$"
)
_GIVES = re.compile(
    r"(?i)^(?:gives|giving|brings|bringing|offers|offering|provides|providing) (?:you|everyone|people|users|customers)\s+(?P<rest>.+)$"
)
_ORDER_GERUNDS = wordset("save avoid get enjoy earn reduce cut gain skip find discover boost improve grow sleep feel")
_LINK = re.compile(
    r"\s*(?:;|\s[–—]\s?|\s-\s)\s*|:\s+(?=\w)|,?\s+(?:which means|meaning|so that|so)\s+(?:that\s+)?(?=(?:you|your|every|each|it|there|we|they|no|even|the)\b)|,\s+(?=(?:and|but)\s+(?:it|you|we|they|never|always)\b)"
)
_SUBJECTLESS_OPENERS = re.compile(r"(?i)^(?:and|but|so|also|plus|because|as)\s+")
_LONG = 38


@dataclass(frozen=True, slots=True)
class Clause:
    """One statement of the client. ``text`` is bare (no final stop) and in sentence case."""

    text: str
    kind: Kind
    whole: str
    """The sentence it comes from, as it can be said."""
    alone: bool
    """True when the clause is its whole sentence."""


def take_apart(sentence: str, names: tuple[str, ...], subject: str) -> tuple[Clause, ...]:
    """The clauses of one sentence. ``names`` are the product's and the brand's; ``subject`` begins whole sentences."""
    bare = without_meta(text.bare(casing.sentence_case(sentence, names=names)))
    if not text.words(bare):
        return ()
    if bare.endswith("?"):
        return (Clause(casing.capital(bare, names=names), "asks", bare, alone=True),)
    bare = (
        re.sub(r"(?i)^with (?:" + "|".join(re.escape(name) for name in names if name) + r"),?\s+", "", bare)
        if any(names)
        else bare
    )
    bare = re.sub(r"(?i)^(?:now,? )?you (?:can|will|get to|['’]ll)(?: now| finally| always)? (?=\w)", "", bare)
    predicate, stripped = _predicate(bare, names)
    whole = text.stop(_whole(predicate, stripped, subject, names))
    parts = [part for piece in _pieces(predicate) for part in _tail_split(piece)]
    clauses = [clause for part in parts if (clause := _clause(part, names, whole)) is not None]
    if len(clauses) == 1:
        only = clauses[0]
        return (Clause(only.text, only.kind, whole, alone=True),)
    return tuple(clauses)


def without_meta(sentence: str) -> str:
    """The sentence without an instruction to the ad's makers in front: "Show people that it saves time" -> "It saves time"."""
    match = _META.match(sentence)
    if match is None or not _META_ALLOWED.search(match.group()) or len(text.words(sentence[match.end() :])) == 0:
        return sentence
    return casing.capital(sentence[match.end() :])


def _predicate(bare: str, names: tuple[str, ...]) -> tuple[str, bool]:
    """The sentence without its subject, when the subject is the product: "TaxPilot files …" -> "files …"."""
    subjects = [re.escape(name) for name in names if name] + [
        r"(?:our|this|the|your) (?:[\w-]+ ){0,2}?[\w-]+",
        "it",
        "they",
    ]
    for pattern in subjects:
        match = re.match(
            rf"(?i)(?:the\s+)?{pattern}\s+(?:really |simply |just |also |automatically |always )?(?P<verb>[\w’'-]+)\s+",
            bare,
        )
        if match is None:
            continue
        verb = match.group("verb").lower()
        rest = bare[match.start("verb") :]
        if verb in {"is", "are"}:
            remainder = bare[match.end() :]
            return (
                (remainder, True)
                if not re.match(r"(?i)(?:what|why|how|not|no|when|where|about)\b", remainder)
                else (bare, False)
            )
        if verb in {"has", "have", "comes", "features", "offers", "includes"} and pattern != "they":
            return rest, True
        if grammar.base_of_third_person(verb) is not None:
            return rest, True
    return bare, False


def _whole(predicate: str, stripped: bool, subject: str, names: tuple[str, ...]) -> str:
    if not stripped:
        return casing.capital(predicate, names=names)
    first = predicate.split(" ", 1)[0]
    if (
        (helped := _HELPS.match(predicate)) is not None
        and grammar.is_verb(helped.group("verb"))
        and helped.group("whom")
    ):
        return f"{subject} helps you {helped.group('verb')}{_to_you(helped.group('rest'))}"
    if grammar.base_of_third_person(first) is not None:
        return f"{subject} {casing.inner(predicate, names=names)}"
    return f"{'They’re' if subject == 'They' else 'It’s' if subject == 'It' else subject + ' is'} {casing.inner(predicate, names=names)}"


def _pieces(predicate: str) -> list[str]:
    pieces: list[str] = []
    start = 0
    for match in _LINK.finditer(predicate):
        left, right = predicate[start : match.start()], predicate[match.end() :]
        if len(text.words(left)) >= 2 and len(text.words(right)) >= 2:
            pieces.append(left)
            start = match.end()
    pieces.append(predicate[start:])
    return pieces


def _tail_split(piece: str) -> list[str]:
    """Split off a tail that can stand alone: ", saving you hours", ", delivered to your door", ", and keeps you dry"."""
    if text.width(piece) <= _LONG or is_list(piece):
        return [piece]
    for match in re.finditer(r",\s+(?:and\s+|while\s+)?|\s+(?:and|while)\s+", piece):
        left, right = piece[: match.start()].strip(), piece[match.end() :].strip()
        if (
            len(text.words(left)) < 2
            or len(text.words(right)) < 3
            or left.lower().startswith(("if ", "when ", "whether "))
        ):
            continue
        first = right.split(" ", 1)[0].strip(",")
        comma = piece[match.start()] == ","
        stands = (
            (grammar.base_of_gerund(first) is not None and comma)
            or (grammar.is_participle(right) and comma)
            or grammar.base_of_third_person(first) in _CLEAR_VERBS
            or (grammar.is_order(right) and grammar.is_order(left))
            or (comma and re.match(r"(?i)(?:with|without|from|so|for)\b", right))
        )
        if stands:
            return [left, *_tail_split(right)]
    return [piece]


_CLEAR_VERBS = wordset("""keep save help let give make bring deliver take reduce protect include remove improve adapt connect return
    turn handle provide offer create find learn grow feel remind support learn cut track""")


def is_list(piece: str) -> bool:
    """True for a row of short things: "fresh beans, fair prices and fast delivery"."""
    items = list_items(piece)
    return len(items) >= 3 and all(len(text.words(item)) <= 4 for item in items)


def list_items(piece: str) -> list[str]:
    """The items of a row, without the joining words."""
    return [
        item
        for item in (text.tidy(part) for part in re.split(r",\s*(?:and|or|&)?\s*|\s+(?:and|or|&)\s+", piece))
        if item
    ]


def _clause(part: str, names: tuple[str, ...], whole: str) -> Clause | None:
    part = text.tidy(_SUBJECTLESS_OPENERS.sub("", text.tidy(part)))
    if not text.words(part):
        return None
    part = _turned(part)
    return Clause(casing.capital(part, names=names), kind_of(part), whole, alone=False)


def _turned(part: str) -> str:
    """The clause turned to the viewer: "saving hours" -> "save hours", "helps teams ship" -> "ship", "gives you X" -> "X"."""
    gives = _GIVES.match(part)
    if gives is not None:
        return gives.group("rest")
    helps = _HELPS.match(
        re.sub(r"(?i)^(help|lett|allow|enabl|empower)ing\b", lambda match: _STEMS[match.group(1).lower()], part)
    )
    if helps is not None and grammar.is_verb(helps.group("verb")) and not part.lower().startswith(("gives", "give ")):
        return helps.group("verb") + _to_you(helps.group("rest"))
    found = part.split(" ")
    base = grammar.base_of_gerund(found[0])
    if base in _ORDER_GERUNDS and len(found) > 1:
        turned = [
            base,
            *(
                grammar.base_of_gerund(word) or word if before == "and" else word
                for before, word in zip(found, found[1:], strict=False)
            ),
        ]
        rest = " ".join(word for word in turned if word)
        return re.sub(r"(?i)^(save|get|earn|gain|find) you (?=\w)", r"\1 ", rest)
    if base in _CLEAR_VERBS and len(found) > 1:
        return " ".join([_third_person(base or ""), *found[1:]])
    if re.match(r"(?i)saves? you\s", part):
        return re.sub(r"(?i)^saves? you\s+", "save ", part)
    return part


_STEMS = {"help": "helps", "lett": "lets", "allow": "allows", "enabl": "enables", "empower": "empowers"}


def _third_person(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return verb + "es"
    return verb[:-1] + "ies" if verb.endswith("y") and verb[-2:-1] not in "aeiou" else verb + "s"


def _to_you(rest: str) -> str:
    """What was said of others, said to the viewer."""
    rest = re.sub(r"(?i)\btheir\b", "your", rest)
    return re.sub(r"(?i)\bthemselves\b", "yourself", re.sub(r"(?i)\bthey\b", "you", rest))


def kind_of(part: str) -> Kind:
    """How a clause can be used, as far as its first words tell."""
    first = re.match(r"[\w’'-]+", part)
    word = first.group().lower() if first else ""
    if part.endswith("?"):
        return "asks"
    if grammar.is_order(part):
        return "order"
    second = part.split(" ")[1].lower() if " " in part else ""
    if grammar.base_of_third_person(word) is not None and (
        grammar.base_of_third_person(word) in _CLEAR_VERBS or second in _DETERMINERS
    ):
        return "does"
    if grammar.is_participle(part):
        return "made"
    if re.search(
        r"(?i)^(?:you|we|it|they|he|she|this|that|there|i|every\w*|nobody|no one|our|your)\b.*\b(?:is|are|was|will|can|has|have|feels?|makes?|stays?|gets?|deserves?|\w+n[’']t|\w+[’'](?:s|re|ll|ve))\b",
        part,
    ):
        return "says"
    if re.search(r"(?i)^(?:you|we|it|they|i)\s+\w+", part) or re.search(
        r"(?i)\b(?:is|are|was|were|will|can|means|gives|has|have)\b", part
    ):
        return "says"
    return "thing"


_DETERMINERS = wordset("a an the your you it all any every more less in to for up off out with from no and")
