"""A command of the system as a contender: run once for every order. The last argument is the file it makes."""

import json
import subprocess
import sys
from pathlib import Path

if __name__ == "__main__":
    print("ready", flush=True)
    for _ in sys.stdin:
        subprocess.run(sys.argv[1:], check=True)
        print(json.dumps({"size": Path(sys.argv[-1]).stat().st_size}), flush=True)
