"""Pictures of every kind, whole and damaged."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from footage_samples import scenery
from PIL import ExifTags, Image, ImageCms

from spotwright.render import pictures, stills
from spotwright.render.errors import MediaTooLarge, MediaUnreadable, MediaUnsupported
from spotwright.render.timeline import Grade, Picture, Plate, Rect

Save = Callable[..., Picture]
WHOLE = (0.0, 0.0, 1.0, 1.0)


def mean(image: Image.Image) -> list[float]:
    return list(np.asarray(image.convert("RGB"), float).reshape(-1, 3).mean(axis=0))


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "CMYK", "I;16", "F"])
def test_every_mode_keeps_its_colours(mode: str, picture: Save) -> None:
    """White stays white and black stays black, whatever the file's pixels are made of."""
    if mode == "I;16":
        pixels = Image.fromarray(np.where(np.arange(64 * 64).reshape(64, 64) % 64 < 32, 0, 65535).astype(np.uint16))
    elif mode == "F":
        pixels = Image.fromarray(np.where(np.arange(64 * 64).reshape(64, 64) % 64 < 32, 0, 1).astype(np.float32))
    else:
        plain = Image.new("RGB", (64, 64))
        plain.paste((255, 255, 255), (32, 0, 64, 64))
        pixels = plain.convert(mode)
    name = {"CMYK": "p.tif", "F": "p.tif"}.get(mode, "p.png")
    saved = picture(pixels, name)
    read = np.asarray(pictures.read(saved.path, WHOLE, (64, 64)).convert("RGB"))
    assert read[:, :24].max() <= 2
    assert read[:, 40:].min() >= 253


def test_a_cmyk_jpeg_is_read(picture: Save) -> None:
    saved = picture(Image.new("CMYK", (40, 30), (0, 255, 255, 0)), "p.jpg")
    red, green, blue = mean(pictures.read(saved.path, WHOLE, (40, 30)))
    assert red > 200
    assert max(green, blue) < 60


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_stand_upright(orientation: int, picture: Save) -> None:
    """However the camera was held, red is top left and blue top right; the fast way for JPEGs agrees."""
    upright = Image.new("RGB", (96, 64), (40, 40, 40))
    upright.paste((220, 20, 20), (0, 0, 48, 32))
    upright.paste((20, 20, 220), (48, 0, 96, 32))
    turns = Image.Transpose
    undo = [None, None, turns.FLIP_LEFT_RIGHT, turns.ROTATE_180, turns.FLIP_TOP_BOTTOM, turns.TRANSPOSE]
    undo += [turns.ROTATE_90, turns.TRANSVERSE, turns.ROTATE_270]
    how = undo[orientation]
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    stored = upright if how is None else upright.transpose(how)
    saved = picture(stored, "p.jpg", quality=95, exif=exif)
    facts = pictures.facts(saved.path)
    assert (facts.width, facts.height) == (96, 64)
    read = np.asarray(pictures.read(saved.path, WHOLE, (96, 64)))
    assert list(map(int, read[10, 10])) == pytest.approx([220, 20, 20], abs=25)
    assert list(map(int, read[10, 85])) == pytest.approx([20, 20, 220], abs=25)
    prepared = stills.prepare(Plate(saved, Rect(0, 0, 96, 64)), 1.0, 64)
    assert prepared.v[4, 4] > 180
    assert prepared.u[-4, 4] > 180


def test_the_fast_way_for_jpegs_looks_the_same(picture: Save) -> None:
    """A JPEG and a PNG of the same pixels are prepared to nearly the same planes, graded or not."""
    pixels = scenery(320, 240)
    jpeg = picture(pixels, "p.jpg", quality=97, subsampling=0)
    png = picture(Image.open(jpeg.path), "p.png")
    for grade in (Grade(), Grade(exposure=0.3, contrast=1.1, saturation=1.2, warmth=0.2)):
        one, two = (stills.prepare(Plate(p, Rect(0, 0, 160, 90), grade=grade), 1.0, 90) for p in (jpeg, png))
        for a, b in ((one.y, two.y), (one.u, two.u), (one.v, two.v)):
            assert np.abs(a.astype(int) - b).mean() < 2.5


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (301, 1), (3, 5), (33, 17)])
def test_odd_and_tiny_pictures_are_prepared(size: tuple[int, int], picture: Save) -> None:
    saved = picture(Image.new("RGB", size, (200, 100, 50)))
    prepared = stills.prepare(Plate(saved, Rect(0, 0, 160, 90)), 1.0, 90)
    assert prepared.y.shape[0] == 2 * prepared.u.shape[0]
    assert np.ptp(prepared.y) <= 1


def test_transparency_is_kept_and_premultiplied(picture: Save) -> None:
    image = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
    image.paste((255, 255, 255, 255), (16, 16, 48, 48))
    prepared = stills.prepare(Plate(picture(image), Rect(0, 0, 64, 64)), 1.0, 64)
    assert prepared.cover is not None
    assert prepared.cover[0, 0] == 0
    assert prepared.y[0, 0] == 0
    assert prepared.cover[32, 32] == 255


def test_a_wide_gamut_profile_is_honoured(picture: Save) -> None:
    """A picture in another space comes out in sRGB: its values change."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    plain = picture(Image.new("RGB", (32, 32), (90, 120, 200)), "a.png", icc_profile=profile)
    assert mean(pictures.read(plain.path, WHOLE, (32, 32))) == pytest.approx([90, 120, 200], abs=1)
    junk = picture(Image.new("RGB", (32, 32), (90, 120, 200)), "b.png", icc_profile=b"junk" * 60)
    assert mean(pictures.read(junk.path, WHOLE, (32, 32))) == pytest.approx([90, 120, 200], abs=1)


def test_part_of_a_picture_is_read_at_a_size(picture: Save) -> None:
    image = Image.new("RGB", (400, 200), (255, 255, 255))
    image.paste((0, 0, 0), (200, 0, 400, 200))
    saved = picture(image, "p.jpg", quality=95)
    assert min(mean(pictures.read(saved.path, (0.0, 0.2, 0.45, 0.8), (30, 20)))) > 250
    assert max(mean(pictures.read(saved.path, (0.55, 0.2, 1.0, 0.8), (30, 20)))) < 5


@pytest.mark.parametrize("name", ["p.jpg", "p.png", "p.webp", "p.gif", "p.bmp", "p.tif"])
def test_a_truncated_picture_is_unreadable(name: str, picture: Save) -> None:
    saved = Path(picture(scenery(200, 150), name).path)
    saved.write_bytes(saved.read_bytes()[: saved.stat().st_size // 2])
    with pytest.raises((MediaUnreadable, MediaUnsupported)):
        pictures.check(saved)


def test_a_small_file_cannot_claim_a_huge_picture(tmp_path: Path) -> None:
    """The size in the header is believed before any pixel is decoded."""
    path = tmp_path / "bomb.png"
    Image.new("1", (12_000, 12_000)).save(path)
    with pytest.raises(MediaTooLarge, match="12000 × 12000"):
        pictures.facts(path)


def test_a_text_is_not_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_text("hello")
    with pytest.raises(MediaUnsupported):
        pictures.facts(path)
