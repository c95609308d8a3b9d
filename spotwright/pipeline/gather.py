"""Before a storyboard is written: fetch the files that a brief names by address."""

from spotwright.blobs import BlobStore
from spotwright.db.session import Database
from spotwright.jobs.record import JobRecord
from spotwright.kit.settings import Settings


def gather(database: Database, blobs: BlobStore, settings: Settings, job: JobRecord) -> JobRecord:
    """The job with every file at hand."""
    return job
