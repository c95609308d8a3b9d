"""``spotwright restore``."""

from pathlib import Path

from spotwright.cli.backup import told
from spotwright.cli.opening import explained
from spotwright.cli.screen import say
from spotwright.upkeep.restore import restore


def run(target: str, data_dir: Path, name: str | None) -> None:
    """Restore, and say what was brought back."""
    with told(target), explained():
        restored = restore(target, data_dir, name=name)
    say(f"✓ {restored.name} is in {data_dir}: {restored.blobs} blobs, every one checked")
    if restored.missing:
        say(f"  {restored.missing} blobs had been removed when it was made")
    if not restored.secret:
        say("  The backup has no secret key: set SPOTWRIGHT_SECRET_KEY to the old one, or everybody must log in again.")
