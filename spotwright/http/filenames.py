"""File names from and for strangers."""

import re
import unicodedata
from urllib.parse import quote

LONGEST = 255
_LONGEST_EXTENSION = 16
_UNSAFE_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_JOINERS = {"\u200c", "\u200d"}
_SPACES = re.compile(r"\s+")


def clean_filename(name: str, *, default: str = "file") -> str:
    """The last part of a path, without control, invisible or direction-changing characters, at most 255 UTF-8 bytes.

    The extension survives the cut. Joiners stay: Persian words and family emoji need them. Nothing left is `default`.
    """
    last = re.split(r"[/\\]", name)[-1]
    kept = (each if each in _JOINERS else _visible(each) for each in unicodedata.normalize("NFC", last))
    tidy = _SPACES.sub(" ", "".join(kept)).strip(" .") if last not in {".", ".."} else ""
    return _shortened(tidy) or default


def content_disposition(kind: str, filename: str) -> str:
    """`inline` or `attachment` with the name twice: in ASCII for old readers, in UTF-8 for the rest (RFC 6266)."""
    name = clean_filename(filename)
    plain = re.sub(r"[^A-Za-z0-9 ._()+-]", "_", name)
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in _UNSAFE_CATEGORIES else character


def _shortened(name: str) -> str:
    if len(name.encode()) <= LONGEST:
        return name
    stem, dot, extension = name.rpartition(".")
    if not stem or len(extension.encode()) > _LONGEST_EXTENSION:
        stem, dot, extension = name, "", ""
    room = LONGEST - len((dot + extension).encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip() + dot + extension
