"""What a user is told when the work on a job failed for good: a sentence to act on, and nothing of our insides."""

from collections.abc import Mapping
from typing import Any

from spotwright.blobs.errors import BlobNotFound, StorageFull, StoreUnavailable
from spotwright.render.errors import MediaError, RenderCrashed, RenderTimeout

_UNEXPECTED = "Something unexpected went wrong while this ad was made. The operator's log names the job and the cause."
_SENTENCES: tuple[tuple[type[BaseException], str], ...] = (
    (RenderTimeout, "Rendering took longer than this server allows. Ask for a shorter or smaller video."),
    (RenderCrashed, "The renderer ran out of memory or crashed. Ask for a lower resolution, or use other files."),
    (StorageFull, "The server's storage is full. Its operator must make room; then create the job again."),
    (StoreUnavailable, "The server's storage could not be reached for too long. Create the job again."),
    (BlobNotFound, "A file of this job is missing from the server's storage. Upload it and create the job again."),
)


def explain(cause: BaseException) -> str:
    """A sentence for the job's ``error``."""
    return next((text for kind, text in _SENTENCES if isinstance(cause, kind)), _UNEXPECTED)


def unusable(error: MediaError, materials: Mapping[str, Any]) -> str:
    """A sentence on a file that stopped a job, by the name that it has in the job's materials."""
    name = next((asset["name"] for asset in materials["assets"] if asset["sha256"] == error.source), None)
    return f"{f'The file “{name}”' if name else 'A file of the brief'} cannot be used: {error}"
