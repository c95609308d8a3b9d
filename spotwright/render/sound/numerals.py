"""English number words: cardinals, ordinals, years, decimals and digits read one by one."""

_TO_TWELVE = "zero one two three four five six seven eight nine ten eleven twelve"
_TEENS = "thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_ONES = tuple(f"{_TO_TWELVE} {_TEENS}".split())
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ("", "thousand", "million", "billion", "trillion")
_IRREGULAR = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_LARGEST = 10**15
"""From here on a number is read digit by digit: nobody follows a quadrillion."""

_CENTURY = 100
_THOUSAND = 1000


def _below_hundred(number: int) -> str:
    if number < len(_ONES):
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens]}-{_ONES[ones]}" if ones else _TENS[tens]


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, _CENTURY)
    if not hundreds:
        return _below_hundred(rest)
    return f"{_ONES[hundreds]} hundred {_below_hundred(rest)}" if rest else f"{_ONES[hundreds]} hundred"


def cardinal(number: int) -> str:
    """``1250`` is "one thousand two hundred fifty"; huge numbers are read digit by digit."""
    if number < 0:
        return f"minus {cardinal(-number)}"
    if number >= _LARGEST:
        return digits(str(number))
    if number < _THOUSAND:
        return _below_thousand(number)
    groups: list[str] = []
    for scale in _SCALES:
        number, group = divmod(number, _THOUSAND)
        if group:
            groups.append(f"{_below_thousand(group)} {scale}".rstrip())
    return " ".join(reversed(groups))


def ordinal(number: int) -> str:
    """``21`` is "twenty-first"."""
    words = cardinal(number)
    cut = max(words.rfind(" "), words.rfind("-")) + 1
    head, last = words[:cut], words[cut:]
    if last in _IRREGULAR:
        return head + _IRREGULAR[last]
    return head + (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")


def year(number: int) -> str:
    """``1999`` is "nineteen ninety-nine", ``2005`` "two thousand five", ``1900`` "nineteen hundred"."""
    high, low = divmod(number, _CENTURY)
    if (high % 10 == 0 and low < 10) or not 10 <= high < _CENTURY:
        return cardinal(number)
    if low == 0:
        return f"{_below_hundred(high)} hundred"
    return f"{_below_hundred(high)} {'oh ' if low < 10 else ''}{_below_hundred(low)}"


def digits(text: str) -> str:
    """Each digit by its name, whatever stands between them."""
    return " ".join(_ONES[int(letter)] for letter in text if letter in "0123456789")


def decimal(text: str) -> str:
    """``"1,234.50"`` is "one thousand two hundred thirty-four point five zero"; commas are only grouping."""
    whole, _, fraction = text.replace(",", "").partition(".")
    words = cardinal(int(whole or "0"))
    return f"{words} point {digits(fraction)}" if fraction else words


def code(text: str) -> str:
    """A number that names a thing (a model, a room, a card): short ones whole, long ones in pairs."""
    if text.startswith("0") or len(text) > 4:
        return digits(text)
    number = int(text)
    if len(text) <= 2 or number % _CENTURY == 0:
        return year(number) if len(text) > 3 else cardinal(number)
    head, tail = text[:-2], text[-2:]
    return f"{cardinal(int(head))} {'oh ' if tail[0] == '0' else ''}{cardinal(int(tail))}"
