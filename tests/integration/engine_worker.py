"""A worker of the engine alone, as a process: python engine_worker.py URL FOLDER PROTOCOL [USER_SLOTS [SLOTS]].

Its story is two tasks with a person's decision between them. Each task writes a line into a file when it is done,
and into another one when it begins and ends; none ends while there is a file of the name ``hold``.
"""

import sys
import time
from pathlib import Path

from spotwright.engine import dbos_engine

URL, FOLDER, dbos_engine.PROTOCOL = sys.argv[1], Path(sys.argv[2]), sys.argv[3]

from spotwright.engine.claims import claim_executor  # noqa: E402
from spotwright.engine.dbos_worker import DbosWorker  # noqa: E402
from spotwright.engine.port import Run  # noqa: E402

_TASK_SECONDS = 0.05


def write(task: str, job_id: str) -> None:
    append("times", f"begin {job_id}")
    time.sleep(_TASK_SECONDS)
    while (FOLDER / "hold").exists():
        time.sleep(_TASK_SECONDS)
    append("times", f"end {job_id}")
    append("done", f"{task} {job_id} {dbos_engine.PROTOCOL}")


def append(name: str, line: str) -> None:
    with (FOLDER / name).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


async def story(run: Run, job_id: str) -> None:
    await run.task("write", "first", job_id)
    while not (FOLDER / f"approved-{job_id}").exists():
        await run.wait(3600)
    await run.task("write", "second", job_id)


def main() -> None:
    claim = claim_executor(URL, FOLDER / "executors", dbos_engine.PROTOCOL, lambda: None)
    user_slots = int(sys.argv[4]) if len(sys.argv) > 4 else None
    slots = int(sys.argv[5]) if len(sys.argv) > 5 else 1
    worker = DbosWorker(URL, story, {"write": (write, "writing")}, {"writing": slots}, claim, user_slots=user_slots)
    worker.launch()
    engine = dbos_engine.DbosEngine(URL)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        for job_id in worker.take_over():
            engine.start(job_id, "ann")
        time.sleep(0.2)


if __name__ == "__main__":
    main()
