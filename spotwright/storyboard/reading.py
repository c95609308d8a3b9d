"""A reading of the brief: what the client said, sorted into what an ad can use."""

import re
from dataclasses import dataclass

from spotwright.storyboard import casing, evidence, text
from spotwright.storyboard.brief import Brief
from spotwright.storyboard.clauses import Clause, take_apart
from spotwright.storyboard.language import is_english
from spotwright.storyboard.phrasebook import AUDIENCES, CATEGORIES, Subject, Tone
from spotwright.storyboard.product import Product, read_product
from spotwright.storyboard.tones import tone_of

_NOUNS = "subscription app service platform kit box set new online organic natural handmade premium fresh local best the and of for a".split()
VOCABULARY = frozenset(key for category in CATEGORIES for key in category.keys) | frozenset(_NOUNS)
_MAX_CLAUSES = 24
_CTA_META = re.compile(
    r"(?i)^(?:(?:please )?(?:encourage|ask|tell|invite|urge|get|direct|drive|remind)\s+(?:the )?(?:viewers?|people|users?|customers?|them|audience|everyone)\s+to\s+|"
    r"(?:viewers?|people|users?|customers?|they)\s+should\s+|we want (?:people|viewers|them|users|customers) to\s+|cta:\s*|call[- ]to[- ]action:\s*)"
)


_BOAST = re.compile(r"(?i)we(?:['’]re| are) (?:\w+ )?(?:proud|excited|pleased|happy|thrilled|delighted)\b")


@dataclass(frozen=True, slots=True)
class Proof:
    """A sentence of proof and its kind."""

    sentence: str
    kind: evidence.Evidence


@dataclass(frozen=True, slots=True)
class Reading:
    """The brief, understood as far as rules can."""

    english: bool
    product: Product
    brand: str
    tone: Tone
    category: Subject | None
    audiences: tuple[Subject, ...]
    questions: tuple[str, ...]
    benefits: tuple[Clause, ...]
    proofs: tuple[Proof, ...]
    offers: tuple[str, ...]
    pains: tuple[str, ...]
    """Sentences that state a trouble."""
    troubles: tuple[str, ...]
    """Troubles, named in a few words, that the client promises to take away."""
    fragments: tuple[str, ...]
    """The client's own sentences in order, for an ad that may use no words but theirs."""
    cta: str
    url: str
    elements: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names whose casing is the client's."""
        return tuple(name for name in (self.product.name if not self.product.generic else "", self.brand) if name)

    @property
    def signature(self) -> str:
        """Who signs the ad: the brand, else the product."""
        return self.brand or self.product.name


def read(brief: Brief) -> Reading:
    """Read a brief. Any text will do; what is missing stays empty."""
    message = text.clean(brief.key_message)
    campaign = text.clean(brief.campaign.brief_text) if brief.campaign else ""
    brand = text.cut(text.clean_line(brief.brand.name, limit=200), 40)
    call = text.clean_line(brief.call_to_action, limit=600)
    product = read_product(
        brief.product, brand=brand, elsewhere=f"{message} {call} {brief.brand.homepage}", vocabulary=VOCABULARY
    )
    names = tuple(name for name in ("" if product.generic else product.name, brand) if name)
    english = is_english(f"{message} {call} {text.clean_line(brief.product, limit=200)}")
    own = text.sentences(message)[:_MAX_CLAUSES]
    public = tuple(part for part in text.sentences(campaign) if not evidence.is_internal(part))[:_MAX_CLAUSES]
    sorted_ = _sort(
        own,
        public if english else (),
        names,
        _pronoun(product),
        audience=text.clean_line(brief.target_audience, limit=600),
    )
    topic = (
        f"{text.clean_line(brief.product, limit=600)} " * 3
        + f"{brand} {message} {' '.join(brief.visual_elements)[:600]} {campaign}"
    )
    return Reading(
        english=english,
        product=product,
        brand=brand,
        tone=tone_of(brief.tone, brief.brand.tone, brief.style),
        category=_best(CATEGORIES, topic),
        audiences=_matching(AUDIENCES, text.clean_line(brief.target_audience, limit=600)),
        questions=sorted_.questions,
        benefits=sorted_.benefits,
        proofs=sorted_.proofs,
        offers=sorted_.offers,
        pains=sorted_.pains,
        troubles=sorted_.troubles,
        fragments=own,
        cta=_call(call, product, names) if english else text.bare(text.without_urls(call)) or text.bare(call),
        url=_url(brief, call),
        elements=tuple(
            element
            for element in (text.cut(text.clean_line(raw, limit=300), 70) for raw in brief.visual_elements[:12])
            if text.words(element)
        ),
    )


def _pronoun(product: Product) -> str:
    if product.generic:
        return "They" if product.plural else "It"
    return product.name


@dataclass
class _Sorted:
    questions: tuple[str, ...] = ()
    benefits: tuple[Clause, ...] = ()
    proofs: tuple[Proof, ...] = ()
    offers: tuple[str, ...] = ()
    pains: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()


def _sort(
    own: tuple[str, ...], public: tuple[str, ...], names: tuple[str, ...], subject: str, *, audience: str
) -> _Sorted:
    result = _Sorted()
    seen: set[str] = set()
    for sentence in own + public:
        said = _addressed(sentence, audience)
        if _BOAST.match(said):
            continue
        key = " ".join(word.lower() for word in text.words(said))
        if key in seen:
            continue
        seen.add(key)
        _sort_one(result, said, names, subject)
    return result


def _sort_one(result: _Sorted, sentence: str, names: tuple[str, ...], subject: str) -> None:
    cased = casing.sentence_case(text.without_urls(sentence) or sentence, names=names)
    kind = evidence.evidence_in(cased)
    if cased.endswith("?"):
        result.questions += (cased,)
    elif evidence.is_hardship(cased):
        result.pains += (cased,)
    elif evidence.is_offer(cased):
        result.offers += (cased,)
    elif kind is not None and kind != "number":
        result.proofs += (Proof(cased, kind),)
    elif evidence.is_pain(cased):
        result.pains += (cased,)
    else:
        found = take_apart(cased, names, subject)
        trouble = evidence.relieved_trouble(cased)
        result.troubles += (trouble,) if trouble else ()
        result.benefits += tuple(clause for clause in found if clause.kind != "asks")
        result.questions += tuple(clause.text for clause in found if clause.kind == "asks")
        if kind == "number":
            result.proofs += tuple(
                Proof(clause.text, "number") for clause in found if evidence.evidence_in(clause.text)
            )


def _addressed(sentence: str, audience: str) -> str:
    """The sentence without "for busy professionals" when that is only the target group, pasted."""
    groups = [
        group
        for group in re.findall(r"[a-z][a-z-]{3,}", audience.lower())
        if group not in {"with", "aged", "from", "that", "people", "years", "living", "their", "want"}
    ]
    if not groups:
        return sentence
    pasted = re.compile(
        rf"(?i),?\s+(?:designed |made |built |created |perfect |ideal )?for (?:[\w’'-]+\s+){{0,3}}?(?:{'|'.join(map(re.escape, groups[:20]))})(?=[,.;!?]|$| (?:and|who|aged)\b)(?:\s+(?:and|who|aged)\b[^,.;!?]{{0,60}})?"
    )
    shorter = text.tidy(pasted.sub("", sentence))
    return shorter if len(text.words(shorter)) > 1 else sentence


def _call(call: str, product: Product, names: tuple[str, ...]) -> str:
    """The call to action as an imperative, without its address."""
    asked = _CTA_META.sub("", call)
    first = text.sentences(text.without_urls(asked) or "")
    if not first:
        return (
            "Visit us online"
            if text.urls(call)
            else f"Discover {product.name}"
            if not product.generic and product.name
            else "Find out more"
        )
    sentence = text.bare(casing.sentence_case(first[0], names=names))
    if re.match(r"(?i)(?:a |your |our )?(?:free|[\w-]+ free) (?:trial|demo|consultation|quote|sample|visit)", sentence):
        core = re.sub(r"(?i)^(?:a|your|our) ", "", sentence)
        return f"Get your {casing.inner(core, names=names)}"
    if sentence.lower() in {"website", "homepage", "link", "web site"}:
        return "Visit our website"
    return sentence


def _url(brief: Brief, call: str) -> str:
    candidates = [*text.urls(call), brief.campaign.product_url if brief.campaign else "", brief.brand.homepage]
    return next((shown for candidate in candidates if (shown := text.display_url(candidate))), "")


def _score(subject: Subject, found: list[str]) -> float:
    total = 0.0
    for key in subject.keys:
        hits = [index for index, word in enumerate(found) if word == key]
        total += min(len(hits), 6) * (1.0 if hits and hits[0] < 12 else 0.6)
    return total


def _best(subjects: tuple[Subject, ...], topic: str) -> Subject | None:
    found = re.findall(r"[a-z][a-z-]*", topic.lower())[:1200]
    scored = [(_score(subject, found), -index, subject) for index, subject in enumerate(subjects)]
    best = max(scored, key=lambda item: (item[0], item[1]))
    return best[2] if best[0] >= 1 else None


def _matching(subjects: tuple[Subject, ...], audience: str) -> tuple[Subject, ...]:
    found = re.findall(r"[a-z][a-z-]*", audience.lower())
    scored = [(_score(subject, found), -index, subject) for index, subject in enumerate(subjects)]
    return tuple(subject for score, _, subject in sorted(scored, key=lambda item: item[:2], reverse=True) if score > 0)[
        :3
    ]
