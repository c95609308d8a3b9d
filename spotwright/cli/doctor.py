"""``spotwright doctor``: what is installed, what is missing, and what it means."""

import platform
import shutil
import sys
from collections.abc import Callable
from importlib.metadata import version

import av
from rich.table import Table

from spotwright import __version__
from spotwright.blobs import BlobStore
from spotwright.cli.screen import console
from spotwright.db.session import Database, sqlite_driver
from spotwright.engine.dbos_engine import open_engine_database
from spotwright.kit.settings import Settings
from spotwright.render import fonts

_ROOMY_GIGABYTES = 5
_LIBRARIES = ("dbos", "sqlalchemy", "obstore", "av", "skia-python", "numba", "hibari-tts")


def run(settings: Settings) -> int:
    """Print every check; 1 if something that is needed is missing."""
    checks: dict[str, Callable[[], str]] = {
        "Spotwright": lambda: f"{__version__} on Python {platform.python_version()}, {sys.platform}",
        "Libraries": lambda: ", ".join(f"{name} {version(name)}" for name in _LIBRARIES),
        "SQLite": lambda: str(sqlite_driver().sqlite_version),
        "Data directory": lambda: _room(settings),
        "Database": lambda: _database(settings),
        "Workflow engine": lambda: _engine(settings),
        "Blob store": lambda: _blobs(settings),
        "Video encoder": lambda: _codec("libx264", "no MP4 can be made"),
        "Audio encoder": lambda: _codec("aac", "films would be silent"),
        "Fonts": lambda: f"{len(fonts.FAMILIES)} families ship with Spotwright",
    }
    table = Table(box=None, show_header=False, padding=(0, 1))
    failed = 0
    for name, check in checks.items():
        try:
            mark, text = "[green]✓[/]", check()
        except Exception as error:  # noqa: BLE001 - whatever it is, the operator wants to read it
            failed, mark, text = 1, "[red]✗[/]", f"{type(error).__name__}: {error}"
        table.add_row(mark, name, text.replace("[", "\\["))
    console.print(table)
    return failed


def _room(settings: Settings) -> str:
    free = shutil.disk_usage(settings.data_dir).free >> 30
    advice = "" if free >= _ROOMY_GIGABYTES else "; that is little: finished films and their segments are kept here"
    return f"{settings.data_dir}, {free} GiB free{advice}"


def _database(settings: Settings) -> str:
    database = Database(settings.database_url)
    database.ping()
    name = database.engine.dialect.name
    database.close()
    return f"{name} answers"


def _engine(settings: Settings) -> str:
    engine = open_engine_database(settings.engine_url)
    with engine.connect():
        name = engine.dialect.name
    engine.dispose()
    return f"DBOS on {name}"


def _blobs(settings: Settings) -> str:
    BlobStore.from_url(settings.blob_url, scratch=settings.data_dir / "scratch").check()
    return f"{settings.blob_url.partition('?')[0]} can be written and read"


def _codec(name: str, otherwise: str) -> str:
    if name not in av.codecs_available:
        raise RuntimeError(f"PyAV has no {name}: {otherwise}")
    return f"{name} in PyAV {av.__version__}"
