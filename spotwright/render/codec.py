"""Timelines, films, cues and settings as JSON, for pipes and files: a dataclass is an object that names its class."""

import dataclasses
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from spotwright.render import cues, film, settings, timeline
from spotwright.render.errors import RenderError

_TAG = "is"


WORDS: dict[str, type[Any]] = {
    made.__name__: made
    for module in (timeline, film, cues, settings)
    for made in vars(module).values()
    if isinstance(made, type) and dataclasses.is_dataclass(made) and made.__module__ == module.__name__
}
"""All words that may travel, by name."""


def dumps(value: object) -> str:
    """JSON of a value made of dataclasses, tuples, strings, numbers and None. A path becomes a string."""
    return json.dumps(_plain(value), ensure_ascii=True, separators=(",", ":"))


def loads(text: str, places: Mapping[str, str] | None = None) -> Any:
    """The value that :func:`dumps` was given, with tuples for all sequences. Raises RenderError for anything else.

    ``places`` says where files lie here, by their SHA-256; they may have lain elsewhere when the text was written.
    """
    try:
        return _built(json.loads(text), places or {})
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise RenderError("This is not a film or timeline of this version.") from error


@cache
def _fields(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def _plain(value: object) -> object:
    if isinstance(value, (str, float, int)):
        return value
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    kind = type(value)
    if dataclasses.is_dataclass(kind):
        return {_TAG: kind.__name__, **{name: _plain(getattr(value, name)) for name in _fields(kind)}}
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, Path):
        return str(value)
    return value


def _built(value: Any, places: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return tuple([_built(item, places) for item in value])
    if not isinstance(value, dict):
        return value
    fields = {name: _built(item, places) for name, item in value.items() if name != _TAG}
    if _TAG not in value:
        return fields
    if fields.get("sha256") in places:
        fields["path"] = places[fields["sha256"]]
    return WORDS[value[_TAG]](**fields)
