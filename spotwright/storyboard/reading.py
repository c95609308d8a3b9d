"""A reading of the brief: what the client said, sorted into what an ad can use."""

import re
from dataclasses import dataclass, replace

from spotwright.storyboard import address, casing, grammar, text
from spotwright.storyboard.brief import Brief
from spotwright.storyboard.clauses import Clause
from spotwright.storyboard.language import is_english
from spotwright.storyboard.phrasebook import CATEGORIES, Subject, Tone
from spotwright.storyboard.product import Product, read_product
from spotwright.storyboard.statements import Proof, addressed, sort_statements
from spotwright.storyboard.tones import tone_of
from spotwright.storyboard.topics import SOBER, audiences_of, category_of
from spotwright.storyboard.wordset import wordset

_COMMON = wordset(
    """
    subscription app service platform kit box set new online organic natural handmade premium fresh local best
    the and of for a
    """
)
VOCABULARY = frozenset(key for category in CATEGORIES for key in category.keys) | _COMMON
_DIGITAL = re.compile(
    r"(?i)\b(?:apps?|software|platform|website|web ?site|online (?:shop|store|tool|course)|saas|marketplace|browser)\b"
)
_CTA_META = re.compile(
    r"(?i)^(?:"
    r"(?:please )?(?:encourage|ask|tell|invite|urge|get|direct|drive|remind)\s+(?:the )?"
    r"(?:viewers?|people|users?|customers?|them|audience|everyone)\s+to\s+"
    r"|(?:viewers?|people|users?|customers?|they)\s+should\s+"
    r"|we want (?:people|viewers|them|users|customers) to\s+"
    r"|cta:\s*|call[- ]to[- ]action:\s*)"
)
_THING_CALLED_FOR = re.compile(
    r"(?i)(?:a |your |our )?(?:free|[\w-]+ free) (?:trial|demo|consultation|quote|sample|visit)"
)
_LEGAL = r",?\s+(?:(?:GmbH|AG|Inc|Ltd|LLC|PLC|Corp|Co|S\.?A|B\.?V|KG|SE|Limited)\.?(?:\s|$)).*"
_NAME_ENDS = (re.compile(_LEGAL), re.compile(rf"(?:\s+(?:of|in|for|von|de)\s.*|\s+[–-]\s.*|\(.*|,.*|{_LEGAL})$"))
_CLIENT_COLUMNS = 40
_ELEMENTS = 12


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
    """What the client wants to see."""
    digital: bool
    """True for something on a screen, which nobody tastes or wears."""

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
    call = text.clean_line(brief.call_to_action, limit=600)
    audience = text.clean_line(brief.target_audience, limit=600)
    brand = _client(text.clean_line(brief.brand.name, limit=200))
    english = is_english(text.without_urls(f"{message} {call} {text.clean_line(brief.product, limit=200)}"))
    elsewhere = f"{message} {call} {brief.brand.homepage[:300]}"
    product = read_product(brief.product, brand=brand, elsewhere=elsewhere, vocabulary=VOCABULARY)
    if english:
        product = replace(product, what=addressed(product.what, audience))
    names = tuple(name for name in ("" if product.generic else product.name, brand) if name)
    kinds = tuple(kind for kind in (product.name, product.what) if kind and kind not in names)
    message = f"{message}\n{product.more}" if product.more else message
    said = sort_statements(
        message, campaign if english else "", names, _pronoun(product), audience=audience, kinds=kinds
    )
    topic = text.clean_line(brief.product, limit=600)
    seen = " ".join(brief.visual_elements)[:600]
    category = category_of(topic, f"{brand} {message} {call} {seen} {campaign}")
    tone = tone_of(brief.tone, brief.brand.tone, brief.style)
    return Reading(
        english=english,
        product=product,
        brand=brand,
        tone="serious" if category is not None and category.name in SOBER else tone,
        category=category,
        audiences=audiences_of(audience, category),
        questions=said.questions,
        benefits=said.benefits,
        proofs=said.proofs,
        offers=said.offers,
        pains=said.pains,
        troubles=said.troubles,
        fragments=tuple(text.cut(sentence, 280) for sentence in text.sentences(message)[:24]),
        cta=_call(call, product, names) if english else text.without_urls(call).rstrip(".。 "),
        url=_url(brief, call),
        elements=_elements(brief),
        digital=bool(_DIGITAL.search(f"{brief.product[:600]} {message}")),
    )


def _client(name: str) -> str:
    """The client's name in at most 40 columns: without its legal form or its place, else nothing at all.

    The product signs the ad then: a name that breaks off says less than none.
    """
    for shorter in (name, *(pattern.sub("", name).strip(" ,–-") for pattern in _NAME_ENDS)):
        if text.width(shorter) <= _CLIENT_COLUMNS:
            return shorter
    return "" if " " in name else text.cut(name, _CLIENT_COLUMNS)


def _elements(brief: Brief) -> tuple[str, ...]:
    lines = (text.cut(text.clean_line(raw, limit=300), 70) for raw in brief.visual_elements[:_ELEMENTS])
    return tuple(dict.fromkeys(text.bare(line) for line in lines if text.words(line)))


def _pronoun(product: Product) -> str:
    """How the voice-over speaks of a product that has been introduced."""
    if product.plural:
        return "They" if product.generic else product.name
    return "It"


def _call(call: str, product: Product, names: tuple[str, ...]) -> str:
    """The call to action as an imperative, without its address."""
    asked = _CTA_META.sub("", call)
    first = text.sentences(text.without_urls(asked if asked == call else address.to_you(asked)))
    if not first:
        if text.urls(call):
            return "Visit us online"
        return f"Discover {product.name}" if product.name and not product.generic else "Find out more"
    sentence = text.bare(casing.sentence_case(first[0], names=names))
    ordered = grammar.is_verb(sentence.split(" ", 1)[0])
    if _THING_CALLED_FOR.match(sentence) and not ordered:
        return "Get your " + casing.inner(re.sub(r"(?i)^(?:a|your|our) ", "", sentence), names=names)
    if sentence.lower() in {"website", "homepage", "link", "web site"}:
        return "Visit our website"
    return "Visit us" if sentence.lower() == "visit" else sentence


def _url(brief: Brief, call: str) -> str:
    candidates = [*text.urls(call), brief.campaign.product_url if brief.campaign else "", brief.brand.homepage]
    return next((shown for candidate in candidates if (shown := text.display_url(candidate))), "")
