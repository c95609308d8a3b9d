"""What a contender costs is counted with all that it starts, wherever that ends up.

Each test measures from a process of its own: whatever that process has below it belongs to the contender.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
BURN = "import time\nend = time.process_time() + 0.4\nwhile time.process_time() < end: pass"

WATCHER = """
import json, sys
from pathlib import Path
from benchmarks.render.measure import Contender, ContenderError
log = Path(sys.argv[2])
try:
    with Contender([sys.executable, "-c", sys.argv[1]], log) as contender:
        cost = contender.order(how="well")
    print(json.dumps({"wall": cost.wall, "cpu": cost.cpu, "peak": cost.peak, "answer": cost.answer}))
except ContenderError as error:
    print(json.dumps({"error": str(error)}))
"""

CONTENDER = """
import json, os, subprocess, sys, time
print("ready", flush=True)
for line in sys.stdin:
    {work}
    print(json.dumps({{"heard": json.loads(line)}}), flush=True)
"""


def measured(contender: str, tmp_path: Path) -> dict[str, Any]:
    command = [sys.executable, "-c", WATCHER, contender, str(tmp_path / "log")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_an_order_is_heard_and_answered(tmp_path: Path) -> None:
    cost = measured(CONTENDER.format(work="time.sleep(0.2)"), tmp_path)

    assert cost["answer"] == {"heard": {"how": "well"}}
    assert cost["wall"] >= 0.2
    assert cost["cpu"] < 0.2


def test_the_work_of_a_child_that_is_gone_is_counted(tmp_path: Path) -> None:
    cost = measured(CONTENDER.format(work=f"subprocess.run([sys.executable, '-c', {BURN!r}], check=True)"), tmp_path)

    assert 0.35 <= cost["cpu"] < 2  # The kernel counts in hundredths, and rounds.


def test_the_work_of_an_orphan_is_counted(tmp_path: Path) -> None:
    orphan = f"os.fork() or (os.setsid(), exec({BURN!r}), os._exit(0))"
    # The pipe closes when the orphan ends.
    work = (
        "reader, writer = os.pipe()\n    pid = os.fork()\n"
        f"    if not pid: {orphan}, os._exit(0)\n"
        "    os.close(writer), os.waitpid(pid, 0), os.read(reader, 1)"
    )

    cost = measured(CONTENDER.format(work=work), tmp_path)

    assert 0.35 <= cost["cpu"] < 2  # The kernel counts in hundredths, and rounds.


def test_work_before_the_order_is_not_counted(tmp_path: Path) -> None:
    cost = measured(BURN + CONTENDER.format(work="pass"), tmp_path)

    assert cost["cpu"] < 0.3


def test_memory_of_children_is_added(tmp_path: Path) -> None:
    large = "import time; held = bytes(range(256)) * 400_000; time.sleep(1.2)"
    work = f"subprocess.run([sys.executable, '-c', {large!r}], check=True)"

    cost = measured(CONTENDER.format(work=work), tmp_path)

    assert 100 <= cost["peak"] < 300


def test_who_dies_is_quoted(tmp_path: Path) -> None:
    found = measured("raise SystemExit('no frames today')", tmp_path)

    assert found["error"].startswith("no frames today")
