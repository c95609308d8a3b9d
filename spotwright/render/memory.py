"""How this process takes memory from the system, and gives back what it does not need."""

import ctypes
from contextlib import suppress
from pathlib import Path

_DONT_NEED = 4
_PERTURB, _ARENA_MAX, _MMAP_THRESHOLD, _TRIM_THRESHOLD = -6, -8, -3, -1
_MOST_IN_HEAP = 16 << 20
"""Bytes of the largest piece of memory that is kept for whoever asks next, if nothing else is said."""


def steady_memory(width: int, height: int) -> None:
    """Makes the C library's allocator fit for encoders of pictures of this size, in pixels: the same bytes every time.

    x264's macroblock tree reads a little of its frame buffers that it never wrote. In reused memory that is whatever
    lay there before, and the same frames would become other bytes. A frame buffer takes almost four bytes a pixel;
    what is that large comes straight from the system, holds zeros, and goes back when the encoder is closed. All else
    is in one heap for all threads, and stays. To be called before threads are started. A C library without these
    settings goes on as it is.
    """
    with suppress(AttributeError, OSError):
        option = ctypes.CDLL(None).mallopt
        # Whoever looks for errors has memory filled with something else than zeros, new memory too.
        option(_PERTURB, 0)
        option(_ARENA_MAX, 1)
        option(_MMAP_THRESHOLD, min(3 * width * height, _MOST_IN_HEAP))
        option(_TRIM_THRESHOLD, 1 << 30)


def roomy_memory() -> None:
    """Makes the allocator fit for whatever is no encoder: large arrays come and go without asking the system."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _MOST_IN_HEAP)


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
