"""Comparisons written with signs, put into words: "< 0.5 g sugar" is "under 0.5 g sugar"."""

import re

from spotwright.storyboard.language import language_of

_WORDS: dict[str, tuple[str, str]] = {
    "en": ("under", "over"),
    "de": ("unter", "über"),
    "fr": ("moins de", "plus de"),
    "es": ("menos de", "más de"),
    "it": ("meno di", "più di"),
    "pt": ("menos de", "mais de"),
    "nl": ("minder dan", "meer dan"),
    "sv": ("under", "över"),
    "da": ("under", "over"),
}
_HEART = re.compile(r"<3+(?![\d.,%]|\s?(?:g|kg|mg|ml|l|mm|cm|m|s|ms|min|h|hours?|minutes|days?|seconds?|€|%)(?!\w))")
_SIGN = re.compile(r"(?<![-=<>])([<>])\s*=?\s*(?=[$€£¥]?\s?\d)")


def worded(text: str) -> str:
    """The text with a ``<`` or ``>`` before a number in words of its language; a heart (<3) goes."""
    if "<" not in text and ">" not in text:
        return text
    less, more = _WORDS.get(language_of(text), _WORDS["en"])

    def word(match: re.Match[str]) -> str:
        found = less if match.group(1) == "<" else more
        before = match.string[: match.start()].rstrip()
        opens = not before or before[-1] in ".!?\n"
        return f" {found.capitalize() if opens else found} "

    text = _HEART.sub(" ", text)
    return _SIGN.sub(word, text)
