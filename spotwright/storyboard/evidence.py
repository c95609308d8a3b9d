"""What kind of statement a sentence is: proof, offer, pain, or something meant for us and not for viewers."""

import re
from typing import Literal

Evidence = Literal["quote", "rating", "award", "trust", "guarantee", "certificate", "heritage", "number"]


def _any_of(*patterns: str) -> re.Pattern[str]:
    """A pattern that finds any of some patterns, in any case."""
    return re.compile("|".join(patterns), re.IGNORECASE)


_PEOPLE = (
    "customers|users|members|clients|teams|companies|businesses|people|runners|riders|families|parents|patients|readers|"
    "students|homes|households|guests|reviews|fans|owners|players|schools|doctors|dentists|experts|subscribers|buyers|"
    "travellers|travelers|drivers|developers|cooks|chefs|learners|athletes|pets|dogs|cats|downloads|smiles|graduates"
)
_EVIDENCE: tuple[tuple[Evidence, re.Pattern[str]], ...] = (
    ("quote", _any_of(r"[“\"„«][^”\"“»]{8,140}[”\"“»]")),
    (
        "rating",
        _any_of(
            r"\b\d(?:[.,]\d+)?\s*(?:/\s*(?:5|10)\b|out of (?:5|10|five|ten)\b|[- ]?stars?\b)",
            r"\b(?:five|four|5)[- ]star",
            "★",
            r"\brated\b",
        ),
    ),
    (
        "award",
        _any_of(
            r"\baward",
            r"\bwinner",
            r"\bvoted\b",
            r"\bnamed (?:the )?best",
            r"\bmedal",
            r"\bprize\b",
            "shortlisted",
            "michelin",
        ),
    ),
    (
        "guarantee",
        _any_of(r"\bguarante", r"\bwarrant(?:y|ies)\b", r"\bmoney[- ]back", r"\brisk[- ]free", r"\bno questions asked"),
    ),
    (
        "certificate",
        _any_of(
            r"\bcertifi",
            r"\baccredited",
            r"\bapproved by",
            r"\bclinically",
            r"\b\w+logist[- ](?:tested|approved)",
            r"\blab[- ]tested",
            r"\btested by",
            r"\bpatented",
            r"\bISO[ -]?\d+",
            r"\bB[ -]Corp\b",
            r"\bFDA\b",
            r"\bfair ?trade\b",
            r"\bregulated by",
            r"\bSOC 2\b",
            r"\bGDPR",
        ),
    ),
    (
        "trust",
        _any_of(
            r"\b(?:trusted|loved|used|chosen|recommended|worn|relied on) by\b",
            rf"\d[\d,.]*\s*(?:k|m|million|thousand)?\+?\s+(?:happy |satisfied |paying |active )?(?:{_PEOPLE})\b",
            rf"\d+ ?% of (?:our |all )?(?:{_PEOPLE})\b",
            r"#\s?1\b",
            r"\bnumber one\b",
            r"\bbest[- ]selling",
            r"\bbestsell",
            r"\bas seen (?:on|in)",
        ),
    ),
    (
        "heritage",
        _any_of(
            r"\b(?:since|founded in|established|est\.) ?(?:in )?(?:1[5-9]|20)\d\d",
            r"\b\d{2,3}\+? years\b",
            r"\bgenerations?\b",
            r"\bdecades\b",
        ),
    ),
    ("number", re.compile(r"\d")),
)
_GIVEN_FREE = (
    "check-?up|visit|class|lesson|fitting|tasting|assessment|estimate|trial|shipping|delivery|returns|month|week|sample|gift|"
    "consultation|quote|demo|installation"
)
_OFFER = _any_of(
    r"[$€£¥₹]\s?\d",
    r"\b\d[\d.,]*\s?(?:€|£|usd|eur|gbp|dollars?|euros?|pounds)(?!\w)",
    r"\b\d{1,2}\s?%\s*(?:off|discount|rabatt)",
    r"\bhalf[- ]price",
    rf"\bfree (?:[\w-]+ ){{0,2}}(?:{_GIVEN_FREE})",
    r"\b(?:first|one|two|three|\d+) (?:\w+ )?(?:months?|weeks?|box|days?|bag|order|visit|class|lesson)s?"
    r" (?:is |are )?free\b",
    r"\bbuy one,? get",
    r"\b(?:discount|coupon|promo code|voucher|special offer|introductory price|limited[- ]time|flash sale)\b",
    r"\bcode (?-i:[A-Z0-9]{3,})\b",
    r"\bonly \d+ (?:\w+ )?(?:places|seats|spots|tickets|pieces|left|available|rooms)\b",
    r"\blimited edition\b",
    r"\bwhile stocks last\b",
    r"\bno (?:set-?up fee|credit card|contract|commitment|obligation)",
)
_INTERNAL = _any_of(
    r"\b(?:budget|target(?:ing|ed)?|audience|campaign|awareness|kpis?|q[1-4]|competitors?|brief|deadline|video|advert|ads?)\b",
    r"\b(?:spot|client|stakeholders?|we (?:need|want|should|would)|should|must|please|conversions?|ctr|cpa|cpc|roi)\b",
    r"\b(?:demographic|viewers?|goals?|objectives?|tone of voice|storyboard|scenes?|footage|b-roll|voice-?over|logo)\b",
    r"\b(?:make sure|avoid|don['’]t|do not|show|shot|landing page|tracking|utm|agency|launch(?:es|ing)? (?:in|on))\b",
    r"\b(?:impressions|reach|retarget\w*|persona|internal|confidential|tbd)\b",
)
_HARDSHIP = _any_of(
    r"\b(?:homeless|hungry|hunger|sleep (?:outside|rough)|freez\w+|suffer\w*|starv\w+|afraid|alone|lonely)\b",
    r"\b(?:poverty|refugees?)\b",
    r"\b(?:struggl\w+|die[sd]?|dying|lose their|lost their|abandoned)\b",
    r"\bwithout (?:a home|food|water|shelter|clean water)\b",
)
_RELIEF = re.compile(
    r"(?i)\b(?:avoid(?:s|ing)?|without|no more|never again|say goodbye to|goodbye to|end(?:s|ing)?|skip(?:s|ping)?"
    r"|stop(?:s|ping)?|eliminat(?:e|es|ing)|forget|take(?:s|ing)? the|free from)\s+"
    r"(?:all |any |of |about |those |your )*(?P<trouble>(?:the )?[\w’'-]+(?: [\w’'-]+){0,2})"
)
_PAIN = _any_of(
    r"\b(?:tired of|fed up|sick of|struggl\w+|no more|never again|hassle|stress(?:ful)?|frustrat\w+|annoy\w+)\b",
    r"\b(?:waste[sd]?|wasting)\b",
    r"\b(?:without (?:the )?(?:hassle|stress|fuss|pain|worry|wait\w*)|expensive|costly|mistakes|boring)\b",
    r"\b(?:complicated|confusing|chaos|headaches?|nightmare)\b",
    r"\b(?:painful|lonely|hungry|homeless|sleep outside|freez\w+|suffer\w*|afraid|anxi\w+|overwhelm\w+)\b",
)


def evidence_in(sentence: str) -> Evidence | None:
    """The kind of proof that a sentence holds, the strongest first, or None."""
    return next((kind for kind, pattern in _EVIDENCE if pattern.search(sentence)), None)


def is_offer(sentence: str) -> bool:
    """True when the sentence names a price, a discount, a trial or another reason to start now."""
    return bool(_OFFER.search(sentence))


def is_internal(sentence: str) -> bool:
    """True when a sentence of a campaign's brief seems meant for the makers of the ad, not for its viewers."""
    return bool(_INTERNAL.search(sentence))


def is_pain(sentence: str) -> bool:
    """True when the sentence states a trouble and not the relief of it."""
    return bool(_HARDSHIP.search(sentence)) or bool(_PAIN.search(sentence) and not _RELIEF.search(sentence))


def is_hardship(sentence: str) -> bool:
    """True when the sentence tells of people in need, as an appeal does."""
    return bool(_HARDSHIP.search(sentence))


def relieved_trouble(sentence: str) -> str | None:
    """The trouble that a sentence promises to take away ("avoiding costly mistakes" -> "costly mistakes"), or None."""
    match = _RELIEF.search(sentence)
    if match is None or not _PAIN.search(match.group()):
        return None
    trouble = re.split(r"(?i)\s+(?:and|or|for|with|in|on|at|to|from|by|while|when)(?:\s|$)", match.group("trouble"))[0]
    return trouble if _PAIN.search(trouble) else None
