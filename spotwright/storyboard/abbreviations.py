"""Abbreviations: full stops that end no sentence and no name, as in "Dr. Lee", "No. 5" and "z.B."."""

import re

_ALWAYS = re.compile(
    r"(?:(?<!\w)(?:Dr|Prof|Mr|Mrs|Ms|St|Ste|Mt|Apt|Ft|Fr|Hr|Dipl|Ing|Sra?|Dra|Mme|Mlle|Gen|Capt|Sgt|Rev)"
    r"|(?<!\w)(?i:e\.g|i\.e|vs|approx|ca|bzw|z\.\s?b|d\.h|u\.a|incl|excl|inkl|zzgl|evtl|ggf))\.$"
)
_BEFORE_A_NUMBER = re.compile(r"(?<!\w)(?i:no|nr|nos|est|vol|art|fig|tel|p|pp|min|max)\.$")
_AT_THE_END_TOO = re.compile(
    r"(?:(?<!\w)(?:Inc|Ltd|Co|Corp|Jr|Sr|Ave|Blvd|Rd|Bros|Dept|[A-Z])|(?<!\w)(?i:etc|a\.m|p\.m|u\.s|u\.k))\.$"
)
_OPENS_A_SENTENCE = re.compile(
    r"(?:The|We|Our|It|Its|You|Your|This|These|They|There|Get|Buy|Try|Book|Call|Now|All|Every|No|Not|Just|And|But|For"
    r"|From|With|In|At|Made|Trusted|Rated|Free|Save|Order|Visit|Start|Join|Discover|What|How|Why|When|If|A|An)\b"
)
_LOOKED_AT = 16


def abbreviated(before: str, after: str) -> bool:
    """True when the full stop at the end of ``before`` belongs to an abbreviation, seen what comes ``after`` it."""
    tail, rest = before.rstrip()[-_LOOKED_AT:], after.lstrip()
    if _ALWAYS.search(tail):
        return True
    if _BEFORE_A_NUMBER.search(tail):
        return rest[:1].isdigit()
    return bool(_AT_THE_END_TOO.search(tail)) and bool(rest) and _OPENS_A_SENTENCE.match(rest) is None
