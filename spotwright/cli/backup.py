"""``spotwright backup`` and ``spotwright backups``."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.table import Table

from spotwright.blobs import BlobError, StorageFull
from spotwright.cli.opening import explained
from spotwright.cli.screen import console, fail, say
from spotwright.kit.settings import Settings
from spotwright.upkeep.backup import back_up
from spotwright.upkeep.dumps import DumpError
from spotwright.upkeep.manifest import DamagedBackupError
from spotwright.upkeep.shelf import NotAShelfError, Shelf
from spotwright.upkeep.site import NotEmptyError
from spotwright.upkeep.turns import ShelfBusyError
from spotwright.upkeep.verify import look_through


def run(settings: Settings, target: str, *, secret: bool, keep: int | None) -> int:
    """Back up, and say what was done; 1 if the installation has lost blobs that it needs."""
    with told(target), explained():
        report = back_up(settings, target, secret=secret, keep=keep)
    say(f"✓ {report.name}: {report.blobs} blobs, of which {report.copied} ({_size(report.copied_bytes)}) were new")
    if report.pruned:
        say(f"  {report.pruned} older went")
    gone = len(report.missing) - len(report.lost)
    if gone:
        say(f"  {gone} blobs were removed with their rows while they were copied")
    for sha256 in report.lost:
        say(f"  the installation needs {sha256} and has lost it")
    return 1 if report.lost else 0


def show(target: str, *, verify: bool) -> int:
    """List the backups at ``target``; 1 if one is damaged."""
    damaged = 0
    table = Table("", "Backup", "Made by", "Database", "Blobs", "", box=None, padding=(0, 1))
    with told(target), tempfile.TemporaryDirectory() as scratch:
        shelf = Shelf.open(target, Path(scratch), make=False)
        for found in look_through(shelf, verify=verify):
            made = found.manifest
            blobs = f"{made.blobs.count}, {_size(made.blobs.bytes)}" if made else ""
            what = (made.version, made.main.kind) if made else ("", "")
            table.add_row("[red]✗[/]" if found.damage else "[green]✓[/]", found.name, *what, blobs, found.damage)
            damaged += bool(found.damage)
    console.print(table)
    return 1 if damaged else 0


@contextmanager
def told(target: str) -> Iterator[None]:
    """Exit with a sentence, in place of what an operator can put right."""
    try:
        yield
    except (NotAShelfError, NotEmptyError, ShelfBusyError, DumpError, DamagedBackupError) as error:
        fail(str(error))
    except StorageFull:
        fail("There is no room left. Nothing was finished; free some space and try again.")
    except BlobError as error:
        fail(f"{target} or the installation's blobs cannot be used: {error.__cause__ or error}")


def _size(count: int) -> str:
    return f"{count / (1 << 20):.1f} MiB"
