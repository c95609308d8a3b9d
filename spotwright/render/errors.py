"""What can go wrong while a film is rendered, in words a person can act on.

::

    RenderError
    ├── TimelineInvalid      the timeline cannot be drawn as it stands
    ├── MediaError           something is wrong with a file of the client
    │   ├── MediaUnreadable  damaged, truncated, empty
    │   ├── MediaUnsupported whole, but of a kind that cannot be used
    │   └── MediaTooLarge    more pixels, seconds or bytes than allowed
    ├── RenderCancelled      the caller asked to stop
    └── RenderInterrupted    the rendering process did not come to its end
        ├── RenderCrashed    it died, or ran out of memory
        └── RenderTimeout    it took longer than it was given
"""

# ruff: noqa: N818 — an error is named for the fact, which reads better where it is raised and caught

from collections.abc import Iterator
from contextlib import contextmanager


class RenderError(Exception):
    """A film, or a file in it, cannot be rendered. The message says what and why, and names no path."""


class TimelineInvalid(RenderError):
    """The timeline cannot be drawn as it stands."""


class MediaError(RenderError):
    """Something is wrong with a file of the client."""

    source: str = ""
    """The file's SHA-256, where it is known."""


@contextmanager
def about(source: str) -> Iterator[None]:
    """Marks errors of the file with this SHA-256 as its own."""
    try:
        yield
    except MediaError as error:
        error.source = error.source or source
        raise


class MediaUnreadable(MediaError):
    """The file is damaged, truncated or empty."""


class MediaUnsupported(MediaError):
    """The file is whole, but of a kind that cannot be used."""


class MediaTooLarge(MediaError):
    """The file has more pixels, seconds or bytes than allowed."""


class RenderCancelled(RenderError):
    """The caller asked to stop."""


class RenderInterrupted(RenderError):
    """The rendering process did not come to its end."""


class RenderCrashed(RenderInterrupted):
    """The rendering process died or ran out of memory."""


class RenderTimeout(RenderInterrupted):
    """The rendering process took longer than it was given."""
