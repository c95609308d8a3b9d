"""Somebody who has never seen the renderer reads what stands on the screen."""

import difflib
import unicodedata
from functools import lru_cache
from typing import Any

import numpy as np
from ads import Frame
from rapidocr import RapidOCR

_LONGEST_SIDE = 960
"""Pixels at which text is looked for; what is found is read at its own size."""


@lru_cache(maxsize=1)
def _engine() -> Any:
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Det.limit_type": "max",
            "Det.limit_side_len": _LONGEST_SIDE,
        }
    )


def read(picture: Frame) -> str:
    """All text in a BGR picture, from the top down, without spaces and marks."""
    return plain(" ".join(_engine()(np.ascontiguousarray(picture)).txts or ()))


def plain(text: str) -> str:
    """Letters and digits only, whatever their case, accents and forms: what an eye at a distance agrees on."""
    spread = unicodedata.normalize("NFKD", text).casefold()
    return "".join(mark for mark in spread if mark.isalnum())


def likeness(wanted: str, seen: str) -> float:
    """How much of ``wanted`` stands in ``seen`` in one piece, 0–1, for texts that are plain."""
    if not wanted or not seen:
        return 0.0
    best = 0.0
    for start in range(max(1, len(seen) - len(wanted) + 1)):
        part = seen[start : start + len(wanted)]
        best = max(best, difflib.SequenceMatcher(None, wanted, part, autojunk=False).ratio())
    return best
