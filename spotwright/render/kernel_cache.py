"""Where compiled kernels are kept between runs."""

import os
import tempfile
from pathlib import Path

from numba.core import config


def ensure() -> None:
    """Points numba at a folder that can be written, unless it has one.

    numba keeps compiled code beside the source, or else in the user's cache folder, and fails when it can write to
    neither (a read-only installation run by a user without a home). It unpickles what it finds there, so the folder
    of last resort must belong to this user alone.
    """
    if os.environ.get("NUMBA_CACHE_DIR") or _writable(Path(__file__).parent) or _writable(Path.home() / ".cache"):
        return
    folder = Path(tempfile.gettempdir()) / f"spotwright-kernels-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        folder = Path(tempfile.mkdtemp(prefix="spotwright-kernels-"))
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
    config.reload_config()  # type: ignore[no-untyped-call]


def _writable(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.W_OK)
