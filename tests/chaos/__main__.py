"""``python -m tests.chaos RUN``: break things, and see that nothing is lost and nothing is done twice."""

import argparse
import random
import signal
import sys
from pathlib import Path

from tests.chaos import kills, network, outage, programme

_OUTAGES = ("postgres", "store", "lock", "terminate")


def main() -> int:
    """0 when nothing was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    runs = parser.add_subparsers(required=True)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--seed", type=int, default=random.randrange(10_000))
    common.add_argument("--customers", type=int, default=12, help="who order at the same time")
    _add_kills(runs.add_parser("kills", parents=[common], help="kill -9 of servers, workers, nurseries and renderers"))
    _add_outage(runs.add_parser("outage", parents=[common], help="databases and stores that go away and come back"))
    _add_network(runs.add_parser("network", parents=[common], help="a worker whose network is cut, between two hosts"))
    _add_programme(runs.add_parser("whole", parents=[common], help="all of these, in less than an hour"))
    runs.add_parser("short", parents=[common], help="two minutes of it").set_defaults(
        start=lambda given: programme.short(given.seed)
    )
    given = parser.parse_args()
    # Whoever stops us wants everything that we started to be stopped, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    return 0 if given.start(given) else 1


def _add_kills(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--kills", type=int, default=25)
    parser.add_argument("--jobs", type=int, default=60)
    parser.add_argument("--pause", type=float, nargs=2, default=(0.5, 3.0), help="seconds between kills")
    parser.add_argument("--minutes", type=float, default=30, help="it ends after so long, whatever is missing")
    parser.add_argument("--ahead", action="store_true", help="with animatics and films made ahead of the approval")
    parser.set_defaults(start=_kills)


def _kills(given: argparse.Namespace) -> bool:
    return kills.run(
        kills.Orders(
            database=given.database,
            workers=given.workers,
            kills=given.kills,
            jobs=given.jobs,
            seed=given.seed,
            customers=given.customers,
            pause=tuple(given.pause),
            minutes=given.minutes,
            ahead=given.ahead,
        )
    )


def _add_outage(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=(*_OUTAGES, "all"))
    parser.add_argument("--seconds", type=float, default=90, help="customers order for so long")
    parser.add_argument("--pause", type=float, nargs=2, default=(5.0, 40.0), help="seconds between restarts")
    parser.add_argument("--away", type=float, default=60, help="seconds without a store")
    parser.add_argument("--rounds", type=int, default=3, help="workers that are told to stop")
    parser.set_defaults(start=_outage)


def _outage(given: argparse.Namespace) -> bool:
    orders = outage.Orders(given.seed, given.seconds, given.customers, tuple(given.pause), given.away)
    runs = {
        "postgres": lambda: outage.postgres(orders),
        "store": lambda: outage.store(orders),
        "lock": lambda: outage.lock(orders),
        "terminate": lambda: outage.terminate(orders, given.rounds),
    }
    results = [runs[name]() for name in (_OUTAGES if given.what == "all" else (given.what,))]
    return all(results)


def _add_network(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=2, help="workers that are cut off, one after the other")
    parser.add_argument("--away", type=float, default=60, help="seconds without a network")
    parser.set_defaults(start=lambda given: network.run(given.seed, given.rounds, given.away))


def _add_programme(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, help="a file for the figures")
    parser.set_defaults(start=lambda given: programme.whole(given.seed, given.out))


if __name__ == "__main__":
    sys.exit(main())
