"""Still pictures: opened from any common file, upright, in sRGB, no larger than asked for."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import av
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    ExifTags,
    GifImagePlugin,
    Image,
    ImageCms,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from spotwright.render.errors import MediaTooLarge, MediaUnreadable, MediaUnsupported

_OPENED = [
    plugin.format
    for plugin in (
        AvifImagePlugin.AvifImageFile,
        BmpImagePlugin.BmpImageFile,
        GifImagePlugin.GifImageFile,
        JpegImagePlugin.JpegImageFile,
        PngImagePlugin.PngImageFile,
        TiffImagePlugin.TiffImageFile,
        WebPImagePlugin.WebPImageFile,
    )
]
"""Naming their modules makes Pillow know them; a format counts as unknown until something loads its module."""

FORMATS = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "BMP": "image/bmp",
    "TIFF": "image/tiff",
    "AVIF": "image/avif",
}
"""What is opened, and its media type. Pillow knows many more, some of which start programs; they stay closed."""

MOST_PIXELS = 120_000_000
"""Pixels of the largest picture that is decoded."""

_NEEDED = {"WEBP": 16, "AVIF": 12}
"""Bytes a pixel that a decoder takes at its worst, where that is more than the picture itself."""

_MEMORY = 900_000_000
"""Bytes that decoding one picture may take."""

_LARGE = 24_000_000
"""Pixels from which on a picture is made smaller before it is converted."""

_STRIP = 4_000_000
"""Pixels that are converted at a time then."""

_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
_ROTATIONS = {3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}
_MIRRORED = {2, 4, 5, 7}
_TURNED = {5, 6, 7, 8}
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_DAMAGE = (OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError, IndexError, OverflowError, MemoryError)

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What a picture's header says; ``width`` and ``height`` are those of the upright picture."""

    format: str
    width: int
    height: int
    rotation: int
    """Degrees clockwise that the stored picture is turned by to be upright."""
    has_alpha: bool
    direct: bool
    """True for a JPEG in sRGB that needs no mirroring: :func:`decoded` takes it without a detour over RGB."""


@contextmanager
def opened(path: str | Path, most_pixels: int = MOST_PIXELS) -> Iterator[Image.Image]:
    """The file as a Pillow picture, header read, pixels not yet.

    Raises:
        MediaUnreadable: damaged, truncated or empty, also when that shows only inside the ``with`` block.
        MediaUnsupported: not a picture of a format in :data:`FORMATS`.
        MediaTooLarge: more than ``most_pixels``.
    """
    try:
        with warnings.catch_warnings():
            # Pillow warns of large pictures and odd metadata; the limit here is ours and metadata is optional.
            warnings.simplefilter("ignore")
            with Image.open(path, formats=_OPENED) as picture:
                most_pixels = min(most_pixels, _MEMORY // _NEEDED.get(picture.format or "", 1))
                if picture.width * picture.height > most_pixels:
                    raise MediaTooLarge(
                        f"The picture has {picture.width} × {picture.height} pixels; "
                        f"at most {most_pixels // 1_000_000} megapixels can be used."
                    )
                yield picture
    except Image.DecompressionBombError as error:
        raise MediaTooLarge("The picture has more pixels than can be used.") from error
    except UnidentifiedImageError as error:
        raise MediaUnsupported("The file is not a picture in a format that can be used.") from error
    except _DAMAGE as error:
        raise MediaUnreadable("The picture is damaged and cannot be read.") from error


def facts(path: str | Path, most_pixels: int = MOST_PIXELS) -> PictureFacts:
    """Reads the header only. Raises what :func:`opened` raises."""
    with opened(path, most_pixels) as picture:
        orientation = _orientation(picture)
        width, height = picture.size
        if orientation in _TURNED:
            width, height = height, width
        return PictureFacts(
            format=picture.format or "",
            width=width,
            height=height,
            rotation=_ROTATIONS.get(orientation, 0),
            has_alpha=_has_alpha(picture),
            direct=_is_direct(picture, orientation),
        )


def check(path: str | Path, most_pixels: int = MOST_PIXELS) -> None:
    """Decodes the first frame, JPEGs at an eighth of their size, to be sure that all of it is there."""
    with opened(path, most_pixels) as picture:
        picture.draft(None, (1, 1))
        picture.load()


def decoded(path: str | Path) -> av.VideoFrame | None:
    """The pixels of a :attr:`~PictureFacts.direct` picture as they are stored; None when its decoder finds fault."""
    try:
        packet = av.Packet(Path(path).read_bytes())
        frame = av.CodecContext.create("mjpeg", "r").decode(packet)[0]
    except (av.error.FFmpegError, OSError, IndexError):
        return None
    return None if frame.is_corrupt else frame


def read(path: str | Path, box: Box, size: tuple[int, int], most_pixels: int = MOST_PIXELS) -> Image.Image:
    """Part of a picture at a size: RGB, or RGBA when the file has transparency.

    ``box`` (left, top, right, bottom) is in fractions of the upright picture, ``size`` in pixels. Raises what
    :func:`opened` raises.
    """
    with opened(path, most_pixels) as picture:
        orientation = _orientation(picture)
        if picture.format in {"JPEG", "MPO"} and orientation not in _TURNED:
            width, height = (round(s / max(b - a, 1e-6)) for s, a, b in zip(size, box[:2], box[2:], strict=True))
            picture.draft(None, (max(width, 1), max(height, 1)))
        profile = picture.info.get("icc_profile")
        stored = _plain(picture, _spare(picture.size, box, size if orientation not in _TURNED else size[::-1]))
        upright = stored.transpose(_UPRIGHT[orientation]) if orientation > 1 else stored
        w, h = upright.size
        area = (box[0] * w, box[1] * h, box[2] * w, box[3] * h)
        clear = upright.mode == "RGBA"
        # Premultiplied, so that the colours of invisible pixels do not bleed into the edges.
        source = upright.convert("RGBa") if clear else upright
        resized = source.resize(size, Image.Resampling.LANCZOS, box=_inside(area, w, h), reducing_gap=2.0)
        return _in_srgb(resized.convert("RGBA") if clear else resized, profile)


def _inside(area: Box, width: int, height: int) -> Box:
    """The area with edges inside the picture and at least a sliver wide, as Pillow asks."""
    left, top = min(max(area[0], 0.0), width - 1e-3), min(max(area[1], 0.0), height - 1e-3)
    return left, top, min(max(area[2], left + 1e-3), width), min(max(area[3], top + 1e-3), height)


def _spare(stored: tuple[int, int], box: Box, size: tuple[int, int]) -> int:
    """How many times smaller a very large picture can be made before anything else is done with it."""
    if stored[0] * stored[1] < _LARGE:
        return 1
    share = max(box[2] - box[0], box[3] - box[1], 1e-6)
    return max(int(min(stored[0] * share / size[0], stored[1] * share / size[1]) / 2), 1)


def _plain(picture: Image.Image, smaller: int = 1) -> Image.Image:
    """The first frame in mode RGB, RGBA or CMYK, eight bits a channel; ``smaller`` times smaller.

    What is made smaller is so strip by strip: a hundred megapixels would not fit twice.
    """
    picture.load()
    if smaller == 1:
        return _eight_bits(picture)
    width, height = picture.size
    rows = smaller * max(_STRIP // (width * smaller), 1)
    strips = []
    for top in range(0, height, rows):
        strip = _eight_bits(picture.crop((0, top, width, min(top + rows, height))))
        clear = strip.mode == "RGBA"
        small = (strip.convert("RGBa") if clear else strip).reduce(smaller)
        strips.append(small.convert("RGBA") if clear else small)
    joined = Image.new(strips[0].mode, (strips[0].width, sum(strip.height for strip in strips)))
    for number, strip in enumerate(strips):
        joined.paste(strip, (0, number * rows // smaller))
    return joined


def _eight_bits(picture: Image.Image) -> Image.Image:
    if picture.mode in {"RGB", "RGBA", "CMYK"}:
        return picture
    if picture.mode.startswith("I;16") or picture.mode == "I":
        # Pillow clips 16 bits to 8 when it converts; scaling keeps the picture.
        return picture.convert("I").point(lambda v: v * (1 / 257)).convert("L").convert("RGB")
    if picture.mode == "F":
        return picture.point(lambda v: v * 255.0).convert("L").convert("RGB")
    return picture.convert("RGBA" if _has_alpha(picture) else "RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB or RGBA in sRGB; a profile that cannot be used is ignored, as browsers do."""
    wanted = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            moved = ImageCms.profileToProfile(picture, source, _SRGB, outputMode=wanted)
            if moved is not None:
                return moved
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return picture.convert(wanted)


def _is_direct(picture: Image.Image, orientation: int) -> bool:
    if picture.format not in {"JPEG", "MPO"} or picture.mode != "RGB" or orientation in _MIRRORED:
        return False
    profile = picture.info.get("icc_profile")
    try:
        return not profile or "sRGB" in ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return False


def _has_alpha(picture: Image.Image) -> bool:
    return picture.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in picture.info


def _orientation(picture: Image.Image) -> int:
    try:
        found = picture.getexif().get(ExifTags.Base.Orientation, 1)
    except _DAMAGE:
        return 1
    return found if isinstance(found, int) and 1 <= found <= 8 else 1
