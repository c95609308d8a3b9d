"""What kind of statement a sentence is: proof, offer, pain, or something the client meant for us and not for viewers."""

import re
from typing import Literal

Evidence = Literal["quote", "rating", "award", "trust", "guarantee", "certificate", "heritage", "number"]

_PEOPLE = (
    "customers|users|members|clients|teams|companies|businesses|people|runners|riders|families|parents|patients|readers|"
    "students|homes|households|guests|reviews|fans|owners|players|schools|doctors|dentists|experts|subscribers|buyers|"
    "travellers|travelers|drivers|developers|cooks|chefs|learners|athletes|pets|dogs|cats|downloads|smiles|graduates"
)
_EVIDENCE: tuple[tuple[Evidence, re.Pattern[str]], ...] = (
    ("quote", re.compile(r"[“\"„«][^”\"“»]{8,140}[”\"“»]")),
    (
        "rating",
        re.compile(
            r"(?i)\b\d(?:[.,]\d+)?\s*(?:/\s*(?:5|10)\b|out of (?:5|10|five|ten)\b|[- ]?stars?\b)|\b(?:five|four|5)[- ]star|★|\brated\b"
        ),
    ),
    (
        "award",
        re.compile(r"(?i)\baward|\bwinner|\bvoted\b|\bnamed (?:the )?best|\bmedal|\bprize\b|\bshortlisted|michelin"),
    ),
    (
        "guarantee",
        re.compile(r"(?i)\bguarante|\bwarrant(?:y|ies)\b|\bmoney[- ]back|\brisk[- ]free|\bno questions asked"),
    ),
    (
        "certificate",
        re.compile(
            r"(?i)\bcertifi|\baccredited|\bapproved by|\bclinically|\b\w+logist[- ](?:tested|approved)|\blab[- ]tested|\btested by|"
            r"\bpatented|\bISO[ -]?\d+|\bB[ -]Corp\b|\bFDA\b|\bfair ?trade\b|\bregulated by|\bSOC 2\b|\bGDPR"
        ),
    ),
    (
        "trust",
        re.compile(
            rf"(?i)\b(?:trusted|loved|used|chosen|recommended|worn|relied on) by\b|\d[\d,.]*\s*(?:k|m|million|thousand)?\+?\s+"
            rf"(?:happy |satisfied |paying |active )?(?:{_PEOPLE})\b|#\s?1\b|\bnumber one\b|\bbest[- ]selling|\bbestsell|\bas seen (?:on|in)|"
            rf"\d+ ?% of (?:our |all )?(?:{_PEOPLE})\b"
        ),
    ),
    (
        "heritage",
        re.compile(
            r"(?i)\b(?:since|founded in|established|est\.) ?(?:in )?(?:1[5-9]|20)\d\d|\b\d{2,3}\+? years\b|\bgenerations?\b|\bdecades\b"
        ),
    ),
    ("number", re.compile(r"\d")),
)
_OFFER = re.compile(
    r"(?i)[$€£¥₹]\s?\d|\b\d[\d.,]*\s?(?:€|£|usd|eur|gbp|dollars?|euros?|pounds)(?!\w)|\b\d{1,2}\s?%\s*(?:off|discount|rabatt)|\bhalf[- ]price|"
    r"\bfree (?:[\w-]+ ){0,2}(?:check-?up|visit|class|lesson|fitting|tasting|assessment|estimate|trial|shipping|delivery|returns|month|week|sample|gift|consultation|quote|demo|installation)|"
    r"\b(?:first|one|two|three|\d+) (?:\w+ )?(?:months?|weeks?|box|days?|bag|order|visit|class|lesson)s? (?:is |are )?free\b|\bbuy one,? get|"
    r"\b(?:discount|coupon|promo code|voucher|special offer|introductory price|limited[- ]time|flash sale|black friday)\b|\bcode [A-Z0-9]{3,}\b|"
    r"\bonly \d+ (?:\w+ )?(?:places|seats|spots|tickets|pieces|left|available|rooms)\b|\blimited edition\b|\bwhile stocks last\b|"
    r"\bno (?:set-?up fee|credit card|contract|commitment|obligation)"
)
_INTERNAL = re.compile(
    r"(?i)\b(?:budget|target(?:ing|ed)?|audience|campaign|awareness|kpis?|q[1-4]|competitors?|brief|deadline|video|advert|ads?\b|spot\b|"
    r"client|stakeholders?|we (?:need|want|should|would)|should|must|please|conversions?|ctr|cpa|cpc|roi|demographic|viewers?|goals?|"
    r"objectives?|tone of voice|storyboard|scenes?|footage|b-roll|voice-?over|logo|make sure|avoid|don['’]t|do not|show|shot|"
    r"landing page|tracking|utm|agency|launch(?:es|ing)? (?:in|on)|impressions|reach|retarget\w*|persona|internal|confidential|tbd)\b"
)
_HARDSHIP = re.compile(
    r"(?i)\b(?:homeless|hungry|hunger|sleep (?:outside|rough)|freez\w+|suffer\w*|starv\w+|afraid|alone|lonely|poverty|refugees?|"
    r"struggl\w+|die[sd]?|dying|lose their|lost their|abandoned|without (?:a home|food|water|shelter|clean water))\b"
)
_RELIEF = re.compile(
    r"(?i)\b(?:avoid(?:s|ing)?|without|no more|never again|say goodbye to|goodbye to|end(?:s|ing)?|skip(?:s|ping)?|stop(?:s|ping)?|"
    r"eliminat(?:e|es|ing)|forget|take(?:s|ing)? the|free from)\s+(?:the |all |all the |any |of |about |those |your )*(?P<trouble>[\w’'-]+(?: [\w’'-]+){0,2})"
)
_PAIN = re.compile(
    r"(?i)\b(?:tired of|fed up|sick of|struggl\w+|no more|never again|without (?:the )?(?:hassle|stress|fuss|pain|worry|wait\w*)|hassle|"
    r"stress(?:ful)?|frustrat\w+|annoy\w+|waste[sd]?|wasting|expensive|costly|mistakes|boring|complicated|confusing|painful|"
    r"lonely|hungry|homeless|sleep outside|freez\w+|suffer\w*|afraid|anxi\w+|overwhelm\w+|chaos|headaches?|nightmare)\b"
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
    trouble = re.split(r"(?i)\s+(?:and|or|of|for|with|in|on|at|to|from|by|while|when)(?:\s|$)", match.group("trouble"))[
        0
    ]
    return trouble if _PAIN.search(trouble) else None
