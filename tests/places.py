"""Where an installation keeps its rows and blobs: in files of its own, or on servers that many machines share."""

import itertools
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import postgres
import s3

Kind = Literal["embedded", "cluster"]
KINDS: tuple[Kind, ...] = ("embedded", "cluster")
Place = Mapping[str, str]
"""The variables that lead an installation there; none of them lead it into its data directory."""


def lacking(kind: Kind) -> str:
    """What this machine has not, and needs for such places; empty if it has everything."""
    if kind == "embedded":
        return ""
    wanted = {"PostgreSQL": postgres.binaries(), "ministack": s3.program()}
    return " and ".join(name for name, found in wanted.items() if not found)


@contextmanager
def places(kind: Kind, folder: Path) -> Iterator[Callable[[], Place]]:
    """Makes one empty place after the other, while the block lasts."""
    if kind == "embedded":
        yield dict
        return
    number = itertools.count(1)
    with postgres.running(folder) as url, s3.running(folder) as server:

        def make() -> Place:
            blobs = f"s3://{s3.BUCKET}/place-{next(number)}"
            database = postgres.new_database(url)
            return {"SPOTWRIGHT_DATABASE_URL": database, "SPOTWRIGHT_BLOB_URL": blobs, **server.environment()}

        yield make


def enter(place: Place) -> dict[str, str]:
    """Lets this process reach the servers of a place; the settings that lead to it."""
    os.environ.update({name: value for name, value in place.items() if not name.startswith("SPOTWRIGHT_")})
    settings = {name.removeprefix("SPOTWRIGHT_").lower(): value for name, value in place.items()}
    settings = {name: value for name, value in settings.items() if name in {"database_url", "blob_url"}}
    return settings | ({"engine_url": settings["database_url"]} if settings else {})
