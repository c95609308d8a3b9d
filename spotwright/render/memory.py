"""Giving memory back to the system that this process has but does not need."""

import ctypes
from contextlib import suppress
from pathlib import Path

_DONT_NEED = 4


def spare_memory() -> None:
    """Gives back what the C library keeps of memory that nobody uses any more."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def unmap_files() -> None:
    """Lets go of the pages of mapped files, libraries above all: what is used again comes back at its first use.

    A child of this process takes none of them over, and starting up has touched far more than work ever does. Pages
    that were written to are not those of the file any more, and stay.
    """
    with suppress(AttributeError, OSError):
        release = ctypes.CDLL(None).madvise
        release.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
        for first, last in _unwritten():
            release(first, last - first, _DONT_NEED)


def _unwritten() -> list[tuple[int, int]]:
    """First and last address of all mappings of files that cannot be written and in which nothing ever was."""
    found = []
    place: tuple[int, int] | None = None
    for line in Path("/proc/self/smaps").read_text().splitlines():
        name, *fields = line.split()
        if not name.endswith(":"):
            first, last = (int(address, 16) for address in name.split("-"))
            place = (first, last) if fields[0][1] == "-" and fields[-1].startswith("/") else None
        elif name == "Anonymous:" and place is not None and fields[0] == "0":
            found.append(place)
    return found
