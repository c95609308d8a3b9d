"""What ad copy writes short and a voice says long, read from ``vocabulary.toml``; the file explains each table."""

import tomllib
from importlib import resources
from typing import Any

_TABLES: dict[str, Any] = tomllib.loads(resources.files(__package__).joinpath("vocabulary.toml").read_text("utf-8"))

MONTHS: dict[str, str] = _TABLES["months"]
MONTH_NAMES = tuple(dict.fromkeys(MONTHS.values()))
CURRENCIES: dict[str, tuple[str, str, str, str]] = _TABLES["currencies"]
MAGNITUDES: dict[str, str] = _TABLES["magnitudes"]
UNITS: dict[str, tuple[str, str]] = _TABLES["units"]
PER: dict[str, str] = _TABLES["per"]
ABBREVIATIONS: dict[str, str] = _TABLES["abbreviations"]
RESPELLED: dict[str, str] = _TABLES["respelled"]
LETTERS: dict[str, str] = _TABLES["letters"]
WEAK = frozenset(_TABLES["weak"].split())
SPELLED = frozenset(_TABLES["spelled"].split())
SAID = frozenset(_TABLES["said"].split())
TOP_LEVEL = "|".join(_TABLES["top_level"].split())
