"""``spotwright restore``."""

from contextlib import closing
from pathlib import Path

from spotwright.cli import check
from spotwright.cli.backup import told
from spotwright.cli.opening import explained, open_services
from spotwright.cli.screen import say
from spotwright.kit import clock
from spotwright.kit.settings import Settings
from spotwright.pipeline.reconcile import Reconciler
from spotwright.upkeep.restore import restore
from spotwright.upkeep.retention import stop_strays


def run(target: str, data_dir: Path, name: str | None) -> int:
    """Restore, say what was brought back, and check it; 1 if something is wrong with it."""
    with told(target), explained():
        restored = restore(target, data_dir, name=name)
    say(f"✓ {restored.name} is in {data_dir}: {restored.blobs} blobs, every one checked")
    if restored.missing:
        say(f"  {restored.missing} blobs had been removed when it was made")
    if not restored.secret:
        say("  The backup has no secret key: set SPOTWRIGHT_SECRET_KEY to the old one, or everybody must log in again.")
    with closing(open_services(Settings.load(data_dir))) as services:
        # Rows are a moment younger than workflows: the engine has not heard of jobs that began in that moment, and
        # believes that those run which ended in it.
        Reconciler(services.database, services.engine).start_lost()
        stop_strays(services.database, services.engine, clock.now())
        return check.run(services, deep=False, as_json=False)
