"""How one stretch of ad copy is said: prices, times, dates, units, addresses and numbers, as plain words.

Each rule is a pattern and a function from its match to the words, or to None when the pattern fits but the meaning
does not. :data:`RULES` is in order of trust: the first rule that matches at a position reads it.
"""

import re
from collections.abc import Callable

from spotwright.render.sound import letters, numerals, vocabulary

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]]

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?|\.\d+)"
_END = r"(?![\w%€£$¥₹@&/+°]|[.,:]\d|[-–'’]\w)"
_DASH = r"\s?[-–—]\s?"
_SIGN = r"US\$|C\$|A\$|[$€£¥₹₩₽₺]"
_CODE = r"USD|EUR|GBP|CHF|CAD|AUD|INR|JPY"
_SCALE = r"(?:\s?(?P<scale>thousand|million|billion|trillion|bn|mn|[kKmMB])(?![\w]))?"
_PER = r"(?:\s?/\s?(?P<per>" + "|".join(sorted(map(re.escape, vocabulary.PER), key=len, reverse=True)) + r"))?"
_UNIT = "|".join(sorted(map(re.escape, vocabulary.UNITS), key=len, reverse=True))
_MONTH = (
    r"(?P<month>" + "|".join(f"{name}|{name.upper()}" for name in vocabulary.MONTH_NAMES) + "|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT|SEP|OCT|NOV|DEC)\b\.?)"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s(?P<year>(?:19|20)\d\d))?"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})"
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_TEEN_HOURS = 12


def number(text: str) -> str:
    """A written number as words; a comma before one or two digits is a decimal comma."""
    if re.fullmatch(r"\d+,\d{1,2}", text):
        text = text.replace(",", ".")
    return numerals.decimal(text)


def is_one(text: str) -> bool:
    """True when the unit after this number stays singular."""
    return text in {"1", "1.0"}


def _phone(match: re.Match[str]) -> str | None:
    groups = re.findall(r"[A-Za-z]+|\d+", match[0])
    if sum(len(group) for group in groups) < len("5550199"):
        return None
    lead = "plus " if match[0].startswith("+") else ""
    spoken = [
        f"{numerals.cardinal(int(group))}"
        if re.fullmatch(r"[1-9]00", group)
        else (numerals.digits(group) if group.isdigit() else group.lower())
        for group in groups
    ]
    return lead + ", ".join(spoken)


def _money(match: re.Match[str]) -> str | None:
    one, many, cent, cents = vocabulary.CURRENCIES[match["currency"].lower()]
    amount = match["amount"]
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", amount):
        amount = amount.replace(".", "")
    elif re.fullmatch(r"\d+,\d{1,2}", amount):
        amount = amount.replace(",", ".")
    parts = match.groupdict()
    per = (
        f" a{'n' if vocabulary.PER[parts['per']] == 'hour' else ''} {vocabulary.PER[parts['per']]}"
        if parts.get("per")
        else ""
    )
    plus = " plus" if parts.get("plus") else ""
    if parts.get("scale"):
        scale = vocabulary.MAGNITUDES[parts["scale"].lower()]
        return f"{numerals.decimal(amount)} {scale}{plus} {many}{per}"
    if parts.get("until"):
        return f"{numerals.decimal(amount)} to {number(parts['until'])} {many}{per}"
    whole, _, fraction = amount.replace(",", "").partition(".")
    if len(fraction) > 2:
        return f"{numerals.decimal(amount)} {many}{per}"
    small = int((fraction + "00")[:2])
    large = int(whole or "0")
    spoken = [f"{numerals.cardinal(large)} {one if large == 1 else many}"] if large or not small else []
    if small:
        spoken.append(f"{numerals.cardinal(small)} {cent if small == 1 else cents}")
    return " and ".join(spoken) + plus + per


def _clock(hour: str, minute: str | None, half: str | None) -> str:
    late = f" {half.upper()}M" if half else ""
    if minute is None:
        return numerals.cardinal(int(hour)) + late
    if int(minute) == 0:
        exact = "o'clock" if int(hour) <= _TEEN_HOURS else "hundred"
        return numerals.cardinal(int(hour)) + (late or f" {exact}")
    oh = "oh " if minute[0] == "0" else ""
    return f"{numerals.cardinal(int(hour))} {oh}{numerals.cardinal(int(minute))}{late}"


def _time(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    if int(match["hour"]) > 24 or int(parts.get("minute") or 0) > 59:
        return None
    if not parts.get("minute") and not parts.get("half"):
        return None if not parts.get("half2") else _range_of_times(parts)
    first = _clock(match["hour"], parts.get("minute"), parts.get("half"))
    return _range_of_times(parts) if parts.get("hour2") else first


def _range_of_times(parts: dict[str, str | None]) -> str:
    first = _clock(parts["hour"] or "0", parts.get("minute"), parts.get("half"))
    return f"{first} to {_clock(parts['hour2'] or '0', parts.get('minute2'), parts.get('half2'))}"


def _date(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    month = vocabulary.MONTHS[match["month"].rstrip(".").lower()[:3]]
    year = f" {numerals.year(int(parts['year']))}" if parts.get("year") else ""
    day = parts.get("day")
    if day is None:
        return f"{month}{year}" if year else None
    if not 1 <= int(day) <= 31:
        return None
    return f"{month} {numerals.ordinal(int(day))}{year}"


def _numeric_date(match: re.Match[str]) -> str | None:
    first, second, year = (int(match[name]) for name in ("a", "b", "y"))
    month, day = (first, second) if first <= 12 else (second, first)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{vocabulary.MONTH_NAMES[month - 1]} {numerals.ordinal(day)} {numerals.year(year)}"


def _unit(match: re.Match[str]) -> str | None:
    unit, space = match["unit"], match["space"]
    if space and unit in {"in", "x", "ct", "t", "pm"}:
        return None
    one, many = vocabulary.UNITS[unit]
    amount, until = match["amount"], match.groupdict().get("until")
    per = f" per {vocabulary.PER[match['per']]}" if match.groupdict().get("per") else ""
    spoken = f"{number(amount)} to {number(until)}" if until else number(amount)
    return f"{spoken} {one if is_one(until or amount) else many}{per}"


def _size(match: re.Match[str]) -> str:
    sides = " by ".join(number(side) for side in re.findall(_NUMBER, match["sides"]))
    return f"{sides} {vocabulary.UNITS[match['unit']][1]}" if match["unit"] else sides


def _fraction(match: re.Match[str]) -> str:
    top, bottom = match["top"], match["bottom"]
    if (top, bottom) == ("24", "7"):
        return "twenty-four seven"
    if "." in top or bottom in {"5", "10", "100"} or int(top) >= int(bottom):
        return f"{number(top)} out of {number(bottom)}"
    names = {"2": "half", "4": "quarter"}
    name = names.get(bottom) or numerals.ordinal(int(bottom))
    plural = {"half": "halves"}.get(name, f"{name}s")
    return f"{number(top)} {name if top == '1' else plural}"


def _large(match: re.Match[str]) -> str:
    amount, scale = match["amount"], match["scale"]
    plus = " plus" if match["plus"] else ""
    if scale == "K" and re.fullmatch(r"[1-9]", amount):
        return f"{number(amount)} K"
    return f"{number(amount)} {vocabulary.MAGNITUDES[scale.lower()]}{plus}"


def _count(match: re.Match[str]) -> str:
    amount, after = match["amount"], match.string[match.end() :]
    sign = "minus " if match["minus"] else ""
    plus = " plus" if match["plus"] else ""
    if re.fullmatch(r"\d{4}", amount) and _FIRST_YEAR <= int(amount) <= _LAST_YEAR and not (plus or sign):
        counted = re.match(r"\s[a-z]+s\b", after)
        return numerals.cardinal(int(amount)) if counted else numerals.year(int(amount))
    if re.fullmatch(r"0\d+|\d{7,}", amount):
        return numerals.digits(amount[:24])
    return sign + number(amount) + plus


def _decade(match: re.Match[str]) -> str:
    whole = int(match["decade"])
    words = numerals.year(whole) if whole >= _FIRST_YEAR else numerals.cardinal(whole)
    return f"{words[:-1]}ies" if words.endswith("y") else f"{words}s"


def _rule(pattern: str, read: Callable[[re.Match[str]], str | None], *, flags: int = 0) -> Rule:
    return re.compile(pattern + _END, flags), read


_HALF = r"\s?(?P<half{0}>[aApP])(?:\.[mM]\.|[mM]\b)"
_CLOCK = r"(?P<hour{0}>\d{{1,2}})(?::(?P<minute{0}>[0-5]\d))?"

RULES: tuple[Rule, ...] = (
    _rule(r"[\w.+-]{1,64}@" + _LABEL + r"(?:\.[A-Za-z0-9-]{1,63})+", lambda m: letters.address(m[0])),
    _rule(r"(?:https?://|www\.)[^\s,;!\"')\]]*[^\s,;!\"')\].:?]", lambda m: letters.address(m[0]), flags=re.IGNORECASE),
    _rule(
        rf"(?:{_LABEL}\.)+(?:{vocabulary.TOP_LEVEL})(?:/[\w./%~+-]*\w)?/?(?:[?#]\S*\w)?",
        lambda m: letters.address(m[0]),
        flags=re.IGNORECASE,
    ),
    _rule(r"(?P<lead>[#@])(?P<body>\w{1,60})", letters.tag),
    _rule(r"(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<y>(?:19|20)\d\d)", _numeric_date),
    _rule(r"(?P<y>(?:19|20)\d\d)-(?P<a>\d\d)-(?P<b>\d\d)", _numeric_date),
    _rule(r"(?:\+\d{1,3}[ .-]?)?(?:\d[ .-])?\(?\d{2,4}\)?(?:[ .-]\d{2,4}){1,3}(?<=\d{4})", _phone),
    _rule(r"(?:1-)?8\d\d-[A-Z\d]{3,}(?:-[A-Z\d]{2,})*", _phone),
    _rule(rf"{_MONTH}\s{_DAY}{_YEAR}", _date),
    _rule(rf"{_DAY}\s(?:of\s)?{_MONTH}{_YEAR}", _date),
    _rule(rf"{_MONTH}{_YEAR}", _date),
    _rule(_CLOCK.format("") + f"(?:{_HALF.format('')})?{_DASH}" + _CLOCK.format("2") + _HALF.format("2"), _time),
    _rule(_CLOCK.format("") + _HALF.format(""), _time),
    _rule(r"(?P<hour>\d{1,2}):(?P<minute>[0-5]\d)", _time),
    _rule(
        rf"(?P<currency>{_SIGN}|(?:{_CODE})\s?)(?P<amount>{_NUMBER}){_DASH}(?:{_SIGN})?(?P<until>{_NUMBER}){_PER}",
        _money,
    ),
    _rule(rf"(?P<currency>{_SIGN}|{_CODE})\s?(?P<amount>{_NUMBER}){_SCALE}(?P<plus>\+)?{_PER}", _money),
    _rule(rf"(?P<amount>\d{{1,3}}(?:\.\d{{3}})+|{_NUMBER}){_SCALE}\s?(?P<currency>[€£¥₹₩₽₺]|{_CODE}){_PER}", _money),
    _rule(
        rf"(?P<amount>{_NUMBER})\s?¢", lambda m: f"{number(m['amount'])} {'cent' if is_one(m['amount']) else 'cents'}"
    ),
    _rule(rf"(?P<sides>{_NUMBER}(?:\s?[x×]\s?{_NUMBER})+)\s?(?P<unit>{_UNIT})?", _size),
    _rule(r"(?P<top>\d{1,3}(?:\.\d)?)/(?P<bottom>[1-9]\d{0,2})", _fraction),
    _rule(r"(?P<left>\d{1,3}):(?P<right>\d{1,3})", lambda m: f"{number(m['left'])} to {number(m['right'])}"),
    _rule(r"['’]?(?P<decade>(?:19|20)\d0|[7-9]0|(?<=['’])[1-6]0)['’]?s", _decade),
    _rule(rf"(?P<amount>{_NUMBER})(?:{_DASH}(?P<until>{_NUMBER}))?(?P<space>[\s-]?)(?P<unit>{_UNIT}){_PER}", _unit),
    _rule(rf"(?P<amount>{_NUMBER})\s?(?P<scale>[kKMB]|bn)(?P<plus>\+)?", _large),
    _rule(r"(?P<amount>\d{1,6})(?:st|nd|rd|th)", lambda m: numerals.ordinal(int(m["amount"]))),
    _rule(
        rf"(?P<amount>{_NUMBER}){_DASH}(?P<until>{_NUMBER})", lambda m: f"{number(m['amount'])} to {number(m['until'])}"
    ),
    (re.compile(rf"(?P<amount>{_NUMBER})-(?=[A-Za-z])"), lambda m: number(m["amount"])),
    _rule(rf"(?P<minus>[-−](?=\d))?(?P<amount>{_NUMBER})(?P<plus>\+)?", _count),
)
