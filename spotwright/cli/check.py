"""``spotwright check``: whether everything that must be true of this installation is."""

import json
from dataclasses import asdict

from spotwright.bootstrap import Services
from spotwright.cli.screen import say
from spotwright.engine.census import Census
from spotwright.upkeep.world import World, check_world


def run(services: Services, *, deep: bool, as_json: bool) -> int:
    """Print each violation in words, or all as a JSON array; 1 if there are any."""
    census = Census(services.settings.engine_url)
    try:
        world = World(services.database, services.blobs, census, services.settings.data_dir)
        violations = check_world(world, deep=deep)
    finally:
        census.close()
    if as_json:
        say(json.dumps([asdict(violation) for violation in violations], indent=2))
        return bool(violations)
    for violation in violations:
        say(f"✗ {violation.rule}: {violation.subject}: {violation.text}")
    say(f"{len(violations)} violations." if violations else "✓ Everything that must be true is true.")
    return bool(violations)
