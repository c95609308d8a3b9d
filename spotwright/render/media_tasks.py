"""What can be done in a sandbox with a file of a client. Apart from the other tasks, to start without a compiler."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from spotwright.render.probe import MediaInfo, MediaLimits
from spotwright.render.probe import probe as probed
from spotwright.render.thumbnail import write_thumbnail


def probe(path: str, limits: dict[str, Any] | None = None, **_: object) -> dict[str, Any]:
    """What the file is: the fields of MediaInfo."""
    return asdict(probed(path, MediaLimits(**(limits or {}))))


def thumbnail(path: str, info: dict[str, Any], out: str, size: int = 320, **_: object) -> dict[str, Any]:
    """A small picture of the file, and its size."""
    width, height = write_thumbnail(path, MediaInfo(**info), Path(out), size)
    return {"width": width, "height": height}
