"""Scripts and languages as far as type needs them: told by the letters alone, for a brief does not name them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Literal

Language = Literal["japanese", "chinese", "korean"]

KANA = re.compile("[\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fd-\u30ff\u31f0-\u31ff\uff66-\uff9d]")
HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
WIDE = re.compile("[\u2e80-\u30ff\u31f0-\u9fff\uf900-\ufaff\uff00-\uffef]")
"""Scripts that put no space between words and may break nearly anywhere. Korean has spaces and breaks at them."""
THAI = re.compile("[\u0e01-\u0e5b]")

_NEEDED_LEADING = (
    (re.compile("[\u0e00-\u0eff]"), 1.36),
    (re.compile("[\u0590-\u05ff]"), 1.12),
    (re.compile("[\u0600-\u08ff\ufb50-\ufdff\ufe70-\ufefc]"), 1.32),
    (re.compile("[\u0900-\u0dff]"), 1.3),
    (re.compile("[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]"), 1.14),
)
"""From one baseline to the next, in em, so that the deepest and the highest letters of two lines stay apart."""
_SMALLEST_SHARE = 0.75
_NAMES = {
    "CJK": "Chinese",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
    "MYANMAR": "Burmese",
    "NKO": "N'Ko",
}


def language(text: str) -> Language:
    """Whose Chinese characters a text is written in: kana are Japanese, hangul is Korean.

    Characters alone are Chinese, unless some of them exist in Japanese only (and so in neither kind of Chinese).
    """
    if KANA.search(text):
        return "japanese"
    if HANGUL.search(text):
        return "korean"
    han = "".join(HAN.findall(text))
    if han and _in(han, "cp932") and not all(_in(char, "gb2312") or _in(char, "big5") for char in han):
        return "japanese"
    return "chinese"


def common_language(texts: Iterable[str]) -> Language | None:
    """The language that some of these texts name for all of them: one with kana makes the others Japanese."""
    whole = "".join(texts)
    return "japanese" if KANA.search(whole) else "korean" if HANGUL.search(whole) else None


def is_traditional(text: str) -> bool:
    """True for Chinese that uses characters which simplified Chinese has replaced."""
    return not _in("".join(HAN.findall(text)), "gb2312")


def is_dense(text: str) -> bool:
    """True for scripts whose letters fill their space, so that tighter tracking would make them touch."""
    return any(_share(char, 0.0) < 1.0 for char in text)


def _in(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def name(letters: str) -> str | None:
    """What people call the script of most of the letters: "Khmer", "Japanese". None when there are no letters."""
    found = Counter(unicodedata.name(char, "").split(" ")[0].split("-")[0] for char in letters if char.isalpha())
    found.pop("", None)
    if not found:
        return None
    first = found.most_common(1)[0][0]
    return _NAMES.get(first, first.capitalize())


def segments(text: str, leading: float) -> list[tuple[str, float]]:
    """The text cut where its letters change size: each part with its share of the size that is asked for.

    Lines are as far apart as Latin needs them. Scripts with taller letters are set a little smaller where that is too
    tight, instead of touching the line above.
    """
    parts: list[tuple[str, float]] = []
    for char in text:
        share = _share(char, leading)
        if parts and (parts[-1][1] == share or char.isspace() or unicodedata.combining(char) or char in "\u200c\u200d"):
            parts[-1] = (parts[-1][0] + char, parts[-1][1])
        else:
            parts.append((char, share))
    return parts


def _share(char: str, leading: float) -> float:
    if char < "\u0590":
        return 1.0
    for letters, needed in _NEEDED_LEADING:
        if letters.match(char):
            return max(_SMALLEST_SHARE, min(1.0, leading / needed))
    return 1.0
