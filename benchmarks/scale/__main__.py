"""What a second worker brings, and what the engine itself costs: ``make bench-scale``."""

import argparse
import itertools
import os
import platform
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import postgres
import s3

from benchmarks.scale import engine, throughput
from spotwright.kit import log


def main() -> None:
    """Print the report as it comes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--jobs", type=int, default=40, help="ads for the throughput")
    parser.add_argument("--engine-jobs", type=int, default=12, help="ads for the engine's cost")
    parser.add_argument("--only", choices=("engine", "throughput"), help="one part instead of both")
    parser.add_argument("--out", type=Path, help="keep the report here")
    given = parser.parse_args()
    log.configure("ERROR")
    report: list[str] = []

    def say(text: str) -> None:
        report.append(text)
        print(text, end="\n\n", flush=True)

    began = time.monotonic()
    say(
        f"Scale, {datetime.now(UTC):%Y-%m-%d}: {os.cpu_count()} cores, Python {platform.python_version()}\n"
        f"Load of the machine before: {os.getloadavg()[0]:.1f}"
    )
    with tempfile.TemporaryDirectory(prefix="spotwright-scale-") as name:
        folder = Path(name)
        with (
            postgres.running(folder, "shared_preload_libraries=pg_stat_statements") as url,
            s3.running(folder) as store,
        ):
            number = itertools.count(1)

            def new_place() -> Mapping[str, str]:
                blobs = f"s3://{s3.BUCKET}/site-{next(number)}"
                database = postgres.new_database(url)
                return {"SPOTWRIGHT_DATABASE_URL": database, "SPOTWRIGHT_BLOB_URL": blobs, **store.environment()}

            if given.only != "throughput":
                say(engine.measure(folder, new_place, given.engine_jobs).text())
            if given.only != "engine":
                say(throughput.measure(folder, new_place, given.jobs).text())
    say(f"The whole took {time.monotonic() - began:.0f} s.")
    if given.out:
        given.out.parent.mkdir(parents=True, exist_ok=True)
        given.out.write_text("\n\n".join(report) + "\n", "utf-8")


if __name__ == "__main__":
    main()
