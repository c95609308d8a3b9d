"""From bytes to an asset: what is this file, is it whole, and what does it look like small?

Pictures, clips and sounds are opened in a sandboxed child process only; documents are told by their first bytes and
never opened at all.
"""

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spotwright.blobs import BlobStore
from spotwright.kit import log
from spotwright.kit.errors import ApiError
from spotwright.kit.settings import Settings
from spotwright.render import sandbox
from spotwright.render.errors import (
    MediaError,
    MediaTooLarge,
    MediaUnsupported,
    RenderError,
    RenderInterrupted,
)

THUMBNAIL_SIZE = 480
_SNIFFED = 4096
_PROBE_SECONDS = 60.0
_PROBE_WORK = 30
_OFFICE = {b"word/": "docx", b"ppt/": "pptx", b"xl/": "xlsx"}
_logger = log.get("assets")


@dataclass(frozen=True, slots=True)
class Examined:
    """What the bytes say."""

    type: str
    format: str
    mime: str
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    thumbnail_sha256: str | None = None


def examine(path: Path, store: BlobStore, settings: Settings) -> Examined:
    """Look into a received file; raises a 413, 415 or 422 that says what is wrong with it."""
    with path.open("rb") as file:
        head = file.read(_SNIFFED)
    if not head:
        raise ApiError("MEDIA_UNREADABLE", "File could not be read: it is empty")
    document = sniff_document(head)
    if document is not None:
        return Examined("document", *document)
    limits = sandbox.Limits(
        memory_bytes=settings.render_memory_bytes, wall_seconds=_PROBE_SECONDS, cpu_seconds=_PROBE_WORK
    )
    try:
        info = sandbox.run("probe", {"path": str(path), "limits": _media_limits(settings)}, limits=limits)
    except MediaTooLarge as error:
        raise ApiError("ASSET_TOO_LARGE", f"File is too large: {error}") from None
    except MediaUnsupported:
        raise ApiError("UNSUPPORTED_FILE_TYPE") from None
    except (MediaError, RenderInterrupted) as error:
        raise ApiError("MEDIA_UNREADABLE", f"File could not be read: {error}") from None
    return Examined(
        type=info["kind"],
        format=info["format"],
        mime=info["mime"],
        width=info["width"] or None,
        height=info["height"] or None,
        duration=info["duration"] if info["kind"] != "image" else None,
        thumbnail_sha256=_thumbnail(path, info, store, limits),
    )


def sniff_document(head: bytes) -> tuple[str, str] | None:
    """(format, MIME type) of a document, from its first bytes; None for anything else."""
    if head.startswith(b"%PDF-"):
        return "pdf", "application/pdf"
    if head.startswith(b"PK\x03\x04"):
        kind = next((name for mark, name in _OFFICE.items() if mark in head), "zip")
        return kind, "application/octet-stream"
    if b"\x00" not in head and _is_utf8(head):
        text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        # Named for the reader's sake; it is served as bytes to save, never as a page.
        kind = "svg" if b"<svg" in text else "html" if text.startswith((b"<!doctype html", b"<html")) else "txt"
        return kind, "text/plain" if kind == "txt" else "application/octet-stream"
    return None


def _is_utf8(head: bytes) -> bool:
    try:
        # The last character may be cut by the end of what was read.
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _media_limits(settings: Settings) -> dict[str, Any]:
    return {
        "pixels": settings.max_image_pixels,
        "seconds": settings.max_media_seconds,
        "file_bytes": settings.max_upload_bytes,
    }


def _thumbnail(path: Path, info: dict[str, Any], store: BlobStore, limits: sandbox.Limits) -> str | None:
    if info["kind"] == "audio":
        return None
    with store.scratch_file(".jpg") as target:
        try:
            sandbox.run(
                "thumbnail",
                {"path": str(path), "info": info, "out": str(target), "size": THUMBNAIL_SIZE},
                limits=limits,
            )
        except RenderError as error:
            # An asset without a thumbnail is still an asset.
            _logger.warning("no thumbnail", reason=str(error))
            return None
        return store.put_file(target).sha256
