"""The voice's dictionaries, kept on disk: a word is looked up in microseconds, and nothing has to be loaded.

The ``hibari-tts`` wheel brings them as compressed JSON that takes half a second to read and 80 MB to hold. Here they
are written once, beside the compiled kernels, as sorted lines that are searched where they lie.
"""

import gzip
import json
import mmap
import os
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from hibari.g2p import G2P
from hibari.g2p.lexicon import Lexicon
from hibari.g2p.tagger import Tagger
from hibari.g2p.tokenize import Tokenizer
from hibari.tts import ASSETS

from spotwright.render import kernel_cache

_LAYOUT = 2
"""Changes with the way the lines are written."""
_END = b"~end\t1\n"
"""The last line of a whole file: it sorts after all others."""


class Table:
    """The entries of a file of :func:`lines` whose keys begin with a prefix, as a mapping that can only be asked."""

    def __init__(self, data: mmap.mmap | bytes, prefix: str) -> None:
        self._data = data
        self._prefix = prefix.encode()
        self.get = lru_cache(maxsize=4096)(self._find)

    def __contains__(self, key: str) -> bool:
        return self.get(key) is not None

    def _find(self, key: str) -> Any:
        """The value of a key, or None."""
        wanted = self._prefix + key.encode("utf-8", "replace")
        low, high = 0, len(self._data)
        while low < high:
            start = self._data.rfind(b"\n", 0, (low + high) // 2) + 1
            tab = self._data.find(b"\t", start)
            end = self._data.find(b"\n", tab)
            found = self._data[start:tab]
            if found == wanted:
                return json.loads(self._data[tab + 1 : end])
            if found < wanted:
                low = end + 1
            else:
                high = start
        return None


def lines(tables: Mapping[str, Iterable[tuple[str, Any]]]) -> bytes:
    """The entries of several tables, by prefix: one ``prefix + key, tab, JSON`` a line, sorted."""
    entries = [
        (prefix.encode() + key.encode(), json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
        for prefix, table in tables.items()
        for key, value in table
        if "\t" not in key and "\n" not in key
    ]
    return b"".join(key + b"\t" + value + b"\n" for key, value in sorted(entries))


class Reader(G2P):  # type: ignore[misc]
    """The wheel's text to phonemes, with its dictionaries on disk."""

    def __init__(self) -> None:
        data = _opened()
        self.lexicon = Lexicon(Table(data, "gold:"), Table(data, "silver:"))
        self.tokenizer = Tokenizer(_asset("tokenizer_exceptions.json"))
        tags = Table(data, "tagger:").get("tags")
        self.tagger = Tagger({"tags": tags, "tagdict": Table(data, "tag:"), "weights": Table(data, "weight:")})
        self.tagger.vocab = Table(data, "frequent:")
        self._oov = None
        self.unk = ""
        self.british = False

    def knows(self, word: str) -> bool:
        """True when a dictionary has the word."""
        return len(word) > 1 and (word in self.lexicon.golds or word in self.lexicon.silvers)


def _asset(name: str) -> Any:
    data = (Path(ASSETS) / name).read_bytes()
    return json.loads(gzip.decompress(data) if name.endswith(".gz") else data)


def _opened() -> mmap.mmap | bytes:
    """The file of all dictionaries, written first where it is missing; in memory where nothing can be written."""
    kernel_cache.ensure()
    name = f"hibari-{metadata.version('hibari-tts')}-{_LAYOUT}.lines"
    for folder in (os.environ.get("NUMBA_CACHE_DIR"), Path(__file__).parent / "__pycache__", Path.home() / ".cache"):
        if folder is None:
            continue
        path = Path(folder) / name
        try:
            return _mapped(path)
        except (OSError, ValueError):
            # It is missing, or a machine that lost its power left only a part of it.
            with suppress(OSError, ValueError):
                _write(path)
                return _mapped(path)
    return _content()


def _mapped(path: Path) -> mmap.mmap:
    """The file where it lies. Raises OSError when it cannot be read, ValueError when it is not whole."""
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    if data[-len(_END) :] != _END:
        data.close()
        raise ValueError("The file is not whole.")
    return data


def _write(path: Path) -> None:
    """Writes the file in one piece, whoever else does so at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            file.write(_content())
            file.flush()
            # A name must never outlive, in a loss of power, what it stands for.
            os.fsync(file.fileno())
            file.close()
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _content() -> bytes:
    tagger = _asset("tagger.json.gz")
    return lines(
        {
            "gold:": _asset("lexicon_us_gold.json.gz").items(),
            "silver:": _asset("lexicon_us_silver.json.gz").items(),
            "tag:": tagger["tagdict"].items(),
            "weight:": tagger["weights"].items(),
            "frequent:": ((word, 1) for word in tagger["vocab"]),
            "tagger:": [("tags", tagger["tags"])],
            "~": [("end", 1)],
        }
    )
