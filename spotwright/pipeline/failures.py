"""What a user is told when the work on a job failed for good: a sentence to act on, and nothing of our insides."""

from spotwright.blobs.errors import BlobNotFound, StorageFull, StoreUnavailable
from spotwright.render.errors import RenderCrashed, RenderTimeout

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
