"""Before a storyboard is written: fetch the files that a brief names by address, and make them assets of its client."""

import asyncio
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from spotwright.assets import ingest
from spotwright.assets import service as assets
from spotwright.assets.ingest import Examined
from spotwright.assets.schemas import MAX_NAME, UploadFields
from spotwright.auth.service import Caller
from spotwright.blobs import Blob, BlobStore
from spotwright.db.session import Database
from spotwright.http.filenames import clean_filename
from spotwright.jobs import record
from spotwright.jobs.record import JobRecord
from spotwright.jobs.states import Status
from spotwright.kit import log
from spotwright.kit.errors import ApiError
from spotwright.kit.failpoints import failpoint
from spotwright.kit.settings import Settings
from spotwright.outbound import Download, Limits, OutboundError, OutboundTransport, UrlPolicy, download
from spotwright.render.errors import RenderCancelled

PAUSES = (1.0, 4.0)
"""Seconds before the second and the third try."""
_LOOK_SECONDS = 0.5
_FIRST_PERCENT, _LAST_PERCENT = 2, 18
# Upload keeps any document; a brief names files to be seen or heard, and these are what a wrong address answers with.
_NOT_MATERIAL = {
    "html": "it is a web page, not a picture, clip or sound",
    "svg": "it is an SVG drawing; give a PNG instead",
    "txt": "it is text, not a picture, clip or sound",
    "zip": "it is an archive, not a picture, clip or sound",
}
_logger = log.get("gather")


class GatherError(Exception):
    """A file of the brief is not to be had. The message is for the job's owner, and names only the file's host."""


def gather(
    database: Database,
    blobs: BlobStore,
    settings: Settings,
    job: JobRecord,
    *,
    connect: Callable[[UrlPolicy], OutboundTransport] = OutboundTransport,
) -> JobRecord:
    """The job with every file at hand: each an asset of its own, recorded in the job in the same transaction.

    So a second call fetches only what the first did not. ``connect`` opens the way out.

    Raises:
        GatherError: A file cannot be fetched or used; the job is to fail with this message.
        RenderCancelled: The job is no longer wanted.
    """
    waiting = job.materials.get("to_fetch") or []
    if not waiting:
        return job
    gathering = _Gathering(database, blobs, settings, job, connect)
    for index, wanted in enumerate(waiting):
        gathering.report(index, len(waiting))
        gathering.fetch(wanted)
    with database.read() as session:
        fresh = record.load(session, job.id)
    if fresh is None:
        raise RenderCancelled("The job was deleted.")
    return fresh


class _Gathering:
    """One run through the files of one job."""

    def __init__(
        self,
        database: Database,
        blobs: BlobStore,
        settings: Settings,
        job: JobRecord,
        connect: Callable[[UrlPolicy], OutboundTransport],
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._settings = settings
        self._job = job
        self._connect = connect
        self._policy = UrlPolicy(settings.outbound_allow_hosts)
        self._deadline = time.monotonic() + settings.gather_timeout_seconds

    def report(self, index: int, total: int) -> None:
        """Show which file is being fetched."""
        percent = _FIRST_PERCENT + (_LAST_PERCENT - _FIRST_PERCENT) * index // total
        message = f"Fetching file {index + 1} of {total}"
        with self._database.write() as session:
            record.report(
                session, self._job.id, Status.STORYBOARD_PROCESSING, "storyboard_generation", percent, message
            )

    def fetch(self, wanted: Mapping[str, Any]) -> None:
        """Fetch one file and keep it, unless another run was faster; what may have been bad luck is tried again."""
        try:
            host = self._policy.check(wanted["url"]).raw_host.decode()
        except OutboundError as error:
            # The operator's list may have changed since the job was accepted.
            raise GatherError(f"A file of the brief could not be fetched: {error}.") from None
        for pause in (*PAUSES, None):
            try:
                self._try(wanted, host)
            except OutboundError as error:
                if pause is None or not error.transient:
                    raise GatherError(f"The file at {host} could not be fetched: {error}.") from None
                _logger.info("fetching again", job_id=self._job.id, host=host, reason=str(error))
                self._rest(pause)
            else:
                return

    def _try(self, wanted: Mapping[str, Any], host: str) -> None:
        with self._blobs.scratch_file(".fetch") as path:
            fetched = asyncio.run(self._watched(wanted["url"], path))
            examined = self._examine(path, host)
            failpoint("gather.before_store")
            # The bytes are safe before a row names them, as with an upload.
            blob = self._blobs.put_file(path, sha256=fetched.sha256, size=fetched.size)
        failpoint("gather.before_record")
        self._record(wanted, clean_filename(fetched.name, default=host), blob, examined)

    def _rest(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._check_wanted()
            time.sleep(min(left, _LOOK_SECONDS))

    async def _watched(self, url: str, path: Path) -> Download:
        """Download, and stop as soon as the job is no longer wanted."""
        fetching = asyncio.create_task(self._download(url, path))
        try:
            while not (await asyncio.wait({fetching}, timeout=_LOOK_SECONDS))[0]:
                self._check_wanted()
        finally:
            fetching.cancel()
            await asyncio.wait({fetching})
        return fetching.result()

    async def _download(self, url: str, path: Path) -> Download:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise OutboundError("the files of this brief take too long")
        limits = Limits(
            file_bytes=self._settings.max_upload_bytes,
            total_seconds=min(left, self._settings.outbound_timeout_seconds),
            idle_seconds=self._settings.outbound_idle_seconds,
        )
        async with self._connect(self._policy) as transport:
            return await download(url, path, limits, policy=self._policy, transport=transport)

    def _examine(self, path: Path, host: str) -> Examined:
        try:
            examined = ingest.examine(path, self._blobs, self._settings)
        except ApiError as error:
            # The table speaks of "File"; this sentence has said already which one.
            raise GatherError(f"The file at {host} cannot be used: {error.message.replace('File', 'it', 1)}.") from None
        if examined.format in _NOT_MATERIAL:
            raise GatherError(f"The file at {host} cannot be used: {_NOT_MATERIAL[examined.format]}.")
        return examined

    def _record(self, wanted: Mapping[str, Any], filename: str, blob: Blob, examined: Examined) -> None:
        user_id, client_id, campaign_id = self._job.owner
        caller = Caller(user_id, "")
        fields = UploadFields(
            name=(wanted["name"] or filename)[:MAX_NAME], client_id=client_id, campaign_id=campaign_id, tags=[]
        )
        with self._database.write() as session:
            job = record.hold(session, self._job.id)
            if job is None or job.status is not Status.STORYBOARD_PROCESSING or wanted not in job.materials["to_fetch"]:
                return
            added = assets.add(session, caller, fields, blob, examined, filename=filename, source_url=wanted["url"])
            (material,) = assets.materials(session, caller, [added.id])
            waiting = list(job.materials["to_fetch"])
            waiting.remove(wanted)
            kept = [*job.materials["assets"], {**material.to_json(), "role": wanted["role"]}]
            record.replace_materials(session, job.id, {**job.materials, "assets": kept, "to_fetch": waiting})

    def _check_wanted(self) -> None:
        with self._database.read() as session:
            if not record.is_active(session, self._job.id, Status.STORYBOARD_PROCESSING):
                raise RenderCancelled("The job is no longer wanted.")
