"""How letters are said: words, capitals, accents, codes, web addresses and tags."""

import re
import unicodedata
from collections.abc import Callable, Iterator

from spotwright.render.sound import numerals, vocabulary

Known = Callable[[str], bool]
"""True when a dictionary has the word, given in small letters."""


def said_as_word(word: str, known: Known, *, shouting: bool) -> bool:
    """True when capitals are read as a word ("SALE"), False when letter by letter ("USB")."""
    if word in vocabulary.SAID:
        return True
    if word in vocabulary.SPELLED:
        return shouting and known(word.lower()) and len(word) == len("US")
    if known(word.lower()):
        return True
    return len(word) > len("XXXX") and re.search(r"[AEIOUY]", word) is not None


def _parts(word: str) -> Iterator[str]:
    yield from re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+", word)


def plain(text: str) -> str:
    """Latin letters without accents; full-width and other compatibility forms become ordinary ones."""
    lower = text.lower()
    if lower in vocabulary.RESPELLED:
        return vocabulary.RESPELLED[lower]
    text = unicodedata.normalize("NFKC", "".join(vocabulary.LETTERS.get(letter, letter) for letter in text))
    letters = (letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return "".join(letters).replace("’", "'")


def word(written: str, known: Known, *, shouting: bool = False) -> str:
    """One token without its outer punctuation, as words; empty when nothing in it can be said in English."""
    key = written.lower()
    if key in vocabulary.ABBREVIATIONS:
        return vocabulary.ABBREVIATIONS[key]
    text = plain(written)
    if "/" in text:
        sides = [word(side, known, shouting=shouting) for side in text.split("/") if side]
        joint = " " if {"and", "or"} & {side.lower() for side in sides} else " or "
        return joint.join(side for side in sides if side)
    text = re.sub(r"[^A-Za-z0-9'&+-]", " ", text).replace("&", " and ").replace("+", " plus ")
    return " ".join(_run(run, known, shouting=shouting) for run in text.split()).strip()


def _run(run: str, known: Known, *, shouting: bool) -> str:
    run = run.strip("'-")
    if run.isalpha() and known(run.lower()) and not run.isupper():
        return run
    if re.fullmatch(r"[A-Za-z]+(?:['-][A-Za-z]+)*", run) and not re.search(r"[A-Z]{2}", run):
        return run if "-" not in run else _compound(run)
    spoken: list[str] = []
    for part in _parts(run):
        if part.isdigit():
            spoken.append(numerals.code(part))
        elif len(part) == 1:
            spoken.append(part.upper())
        elif part.isupper():
            spoken.append(part.lower() if said_as_word(part, known, shouting=shouting) else part)
        elif re.fullmatch(r"[A-Z]{2,}'?s", part):
            stem = part[:-1].rstrip("'")
            spoken.append(part.lower() if said_as_word(stem, known, shouting=shouting) else f"{stem}'s")
        else:
            spoken.append(part)
    return " ".join(spoken)


def _compound(run: str) -> str:
    """A compound keeps its hyphens, which the voice knows, unless it is a chain."""
    pieces = [piece for piece in run.split("-") if piece]
    return "-".join(pieces) if len(pieces) <= 3 else " ".join(pieces)


def address(text: str) -> str:
    """A domain with its path, symbol by symbol, as people say it."""
    text = re.sub(r"^(?:https?://)?(?:www\.)?", "", text, flags=re.IGNORECASE)
    text = re.split(r"[?#]", text, maxsplit=1)[0].rstrip("/")
    spoken: list[str] = []
    for piece in re.findall(r"[A-Za-z]+|\d+|[./_@+-]", text)[:24]:
        if piece in "./_@+-":
            spoken.append({".": "dot", "/": "slash", "-": "dash", "_": "underscore", "@": "at", "+": "plus"}[piece])
        elif piece.isdigit():
            spoken.append(numerals.code(piece))
        elif len(piece) <= 2 and piece.lower() not in {"me", "my", "go", "us", "we", "be", "to", "so", "in", "on"}:
            spoken.append(piece.upper())
        else:
            spoken.append(" ".join(re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", piece)).lower())
    return " ".join(spoken)


def tag(match: re.Match[str]) -> str:
    lead = "hashtag" if match["lead"] == "#" else "at"
    body = match["body"]
    if lead == "hashtag" and body.isdigit():
        return f"number {numerals.cardinal(int(body[:15]))}"
    pieces = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", plain(body))[:12]
    words = [numerals.code(piece) if piece.isdigit() else piece.lower() for piece in pieces]
    return f"{lead} {' '.join(words)}" if words else ""
