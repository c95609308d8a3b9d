"""``python -m tests.chaos RUN``: break things, and see that nothing is lost and nothing is done twice."""

import argparse
import random
import sys

from tests.chaos import kills
from tests.chaos.kills import Orders


def main() -> int:
    """0 when nothing was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    runs = parser.add_subparsers(dest="run", required=True)
    kill = runs.add_parser("kills", help="kill -9 of servers, workers, nurseries and render children")
    kill.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    kill.add_argument("--workers", type=int, default=1)
    kill.add_argument("--kills", type=int, default=25)
    kill.add_argument("--jobs", type=int, default=60)
    kill.add_argument("--customers", type=int, default=12)
    kill.add_argument("--pause", type=float, nargs=2, default=(0.5, 3.0), help="seconds between kills, least and most")
    kill.add_argument("--minutes", type=float, default=30)
    kill.add_argument("--ahead", action="store_true", help="with animatics and films made ahead of the approval")
    kill.add_argument("--seed", type=int, default=random.randrange(10_000))
    given = parser.parse_args()
    orders = Orders(
        given.database,
        given.workers,
        given.kills,
        given.jobs,
        given.seed,
        given.customers,
        tuple(given.pause),
        given.minutes,
        given.ahead,
    )
    return 0 if kills.run(orders) else 1


sys.exit(main())
