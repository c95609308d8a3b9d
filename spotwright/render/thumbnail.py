"""Small pictures that stand for a file in a list."""

from pathlib import Path

from PIL import Image

from spotwright.render import footage, pictures
from spotwright.render.camera import Window
from spotwright.render.canvas import tagged
from spotwright.render.clips import Clip
from spotwright.render.errors import MediaUnsupported
from spotwright.render.files import image, write_picture
from spotwright.render.probe import MediaInfo

_POSTER_AT = 0.1
"""Where in a clip its poster is taken: past a fade from black, before anything is given away."""


def write_thumbnail(path: str | Path, info: MediaInfo, out: Path, size: int = 320) -> tuple[int, int]:
    """Writes a picture at most ``size`` pixels long, JPEG or, by the name of ``out``, WebP; returns its size.

    Transparency lies on light grey in a JPEG and is kept in WebP. Raises MediaError, also for sounds.
    """
    if info.kind == "audio":
        raise MediaUnsupported("A sound has no thumbnail.")
    ratio = min(size / max(info.width, info.height), 1.0)
    target = max(round(info.width * ratio), 1), max(round(info.height * ratio), 1)
    if info.kind == "image":
        picture = pictures.read(path, (0.0, 0.0, 1.0, 1.0), target)
    else:
        picture = poster_frame(path, info, target)
    write_picture(picture, out)
    return picture.size


def poster_frame(path: str | Path, info: MediaInfo, size: tuple[int, int]) -> Image.Image:
    """A frame from near the start of a clip, upright, in sRGB. Raises MediaError."""
    with Clip(str(path)) as clip:
        even = (max(size[0] // 2 * 2, 2), max(size[1] // 2 * 2, 2))
        adapter = footage.Adapter(clip.facts, footage.Fit(Window(0.0, 0.0, 1.0, 1.0), even, 0.0))
        frame = adapter.adapt(clip.at(info.duration * _POSTER_AT))
        return image(tagged(frame), None)
