"""Where a line may break in scripts that put no space between words."""

import json
from functools import cache
from importlib import resources

import budoux

from spotwright.render import scripts

_CLOSING = "、。，．・！？：；）」』】〉》〕｝］”’…‥ー々〜～％℃ぁぃぅぇぉっゃゅょァィゥェォッャュョ!?,.:;)]}%"
_OPENING = "（「『【〈《〔｛［“‘([{￥＄"
_LONGEST = 400
"""Characters of one unbroken run that are looked at; no line of an ad is longer."""


def phrases(word: str) -> list[str]:
    """A run of characters without spaces in the parts that a reader takes in at a glance; most words are one part.

    Japanese, Chinese and Thai are parted at words, never before closing or after opening punctuation.
    """
    thai = scripts.THAI.search(word) is not None
    if not thai and not scripts.WIDE.search(word):
        return [word]
    found: list[str] = []
    for part in [*_parser(_model(word)).parse(word[:_LONGEST]), word[_LONGEST:]]:
        if found and part and not may_part(found[-1], part):
            found[-1] += part
        elif part:
            found.append(part)
    return found


def may_part(before: str, after: str) -> bool:
    """False where a line break would tear a Latin word or a number, or leave punctuation on the wrong line."""
    free = any(scripts.WIDE.match(char) or scripts.THAI.match(char) for char in (before[-1], after[0]))
    return free and after[0] not in _CLOSING and before[-1] not in _OPENING


def _model(word: str) -> str:
    if scripts.THAI.search(word):
        return "th"
    if scripts.language(word) == "japanese":
        return "ja"
    return "zh-hant" if scripts.is_traditional(word) else "zh-hans"


@cache
def _parser(model: str) -> budoux.Parser:
    return budoux.Parser(json.loads(resources.files(budoux).joinpath("models", f"{model}.json").read_text("utf-8")))
