"""Media files that were damaged, or made to do damage; the same ones every time for the same seed."""

import io
import random
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from PIL import Image
from whole_media import KINDS

SEED = 20_261_123


@dataclass(frozen=True)
class Damaged:
    """A file with its name, what was done to it, and what makes its bytes."""

    name: str
    damage: str
    make: Callable[[], bytes] = field(repr=False)


def damaged(seed: int = SEED) -> Iterator[Damaged]:
    """All of them: every kind of file with every kind of damage, then those made by hand."""
    for name, make in KINDS.items():
        for damage, do in _DAMAGES.items():
            yield Damaged(name, damage, partial(_harmed, make, do, f"{seed} {name} {damage}"))
    for name, damage, content in _made_by_hand(random.Random(f"{seed} by hand")):
        yield Damaged(name, damage, partial(bytes, content))
    for name, damage, bomb in _bombs():
        yield Damaged(name, damage, bomb)


def _harmed(make: Callable[[], bytes], do: "_Harm", seed: str) -> bytes:
    return bytes(do(bytearray(make()), random.Random(seed)))


_Harm = Callable[[bytearray, random.Random], bytearray]


def _cut(low: float, high: float) -> _Harm:
    def do(content: bytearray, chance: random.Random) -> bytearray:
        return content[: max(1, int(len(content) * chance.uniform(low, high)))]

    return do


def _flipped(share: float, part: float = 1.0) -> _Harm:
    """Bits turned over in this share of the bytes of the first part of the file; at least three."""

    def do(content: bytearray, chance: random.Random) -> bytearray:
        reach = max(int(len(content) * part), 16)
        for _ in range(max(3, int(reach * share))):
            content[chance.randrange(min(reach, len(content)))] ^= 1 << chance.randrange(8)
        return content

    return do


def _blank(content: bytearray, chance: random.Random) -> bytearray:
    """A lost block of a disk: zeros."""
    length = len(content) // 5
    at = chance.randrange(len(content) - length)
    content[at : at + length] = bytes(length)
    return content


def _foreign(content: bytearray, chance: random.Random) -> bytearray:
    """A block of another file in the middle."""
    length = len(content) // 8
    at = chance.randrange(len(content) // 8, len(content) - length)
    content[at : at + length] = chance.randbytes(length)
    return content


def _shifted(content: bytearray, chance: random.Random) -> bytearray:
    """A byte lost, so that all after it is one too early."""
    del content[chance.randrange(len(content) // 10, len(content))]
    return content


_DAMAGES: dict[str, _Harm] = {
    "cut in the header": _cut(0.0, 0.06),
    "cut early": _cut(0.06, 0.35),
    "cut in the middle": _cut(0.35, 0.75),
    "cut near the end": _cut(0.75, 0.999),
    "header bits flipped": _flipped(0.02, 0.05),
    "few bits flipped": _flipped(0.0005),
    "many bits flipped": _flipped(0.02),
    "block lost": _blank,
    "block of noise": _foreign,
    "a byte lost": _shifted,
}


def _made_by_hand(chance: random.Random) -> Iterator[tuple[str, str, bytes]]:
    yield from _pictures_that_lie()
    yield from _recordings_that_lie()
    yield from _disguises(chance)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _png(width: int, height: int, *extra: bytes, depth: int = 8) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 999)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + b"".join(extra) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _pictures_that_lie() -> Iterator[tuple[str, str, bytes]]:
    bomb = zlib.compress(bytes(200_000_000), 1)
    yield "a.png", "claims 100,000 × 100,000", _png(100_000, 100_000)
    yield "a.png", "claims 10,900 × 10,900, holds nothing", _png(10_900, 10_900)
    yield "a.png", "claims 2³¹ − 1 wide", _png(2**31 - 1, 1)
    yield "a.png", "claims no width", _png(0, 10)
    yield "a.png", "an ICC profile that unpacks to 200 MB", _png(32, 10, _chunk(b"iCCP", b"x\0\0" + bomb))
    yield "a.png", "a text that unpacks to 200 MB", _png(32, 10, _chunk(b"zTXt", b"x\0\0" + bomb))
    yield "a.png", "10,000 texts", _png(32, 10, *(_chunk(b"tEXt", b"k\0v") for _ in range(10_000)))
    large = bytearray(KINDS["plain.png"]())
    large[16:24] = struct.pack(">II", 9000, 9000)
    large[29:33] = struct.pack(">I", zlib.crc32(bytes(large[12:29])))
    yield "a.png", "claims 9,000 × 9,000, holds 128 × 72", bytes(large)
    jpeg = bytearray(KINDS["plain.jpg"]())
    at = jpeg.index(b"\xff\xc0") + 5
    jpeg[at : at + 4] = struct.pack(">HH", 65_500, 65_500)
    yield "a.jpg", "claims 65,500 × 65,500", bytes(jpeg)
    jpeg[at : at + 4] = struct.pack(">HH", 10_000, 10_000)
    yield "a.jpg", "claims 10,000 × 10,000, holds 128 × 72", bytes(jpeg)
    segment = b"\xff\xe1\xff\xffExif\0\0" + b"II*\0\x08\0\0\0\xff\xff" + b"\x12" * (65_533 - 16)
    plain = KINDS["plain.jpg"]()
    yield "a.jpg", "40 segments of EXIF nonsense", plain[:2] + segment * 40 + plain[2:]
    profile = b"\xff\xe2\xff\xffICC_PROFILE\0\x01\xff" + b"\xaa" * (65_533 - 14)
    yield "a.jpg", "255 parts of an ICC profile", plain[:2] + profile * 60 + plain[2:]
    xmp = b"\xff\xe1\xff\xffhttp://ns.adobe.com/xap/1.0/\0" + b"<a>" * ((65_533 - 29) // 3) + b"<"
    yield "a.jpg", "XMP nested 20,000 deep", plain[:2] + xmp + plain[2:]
    gif = b"GIF89a" + struct.pack("<HH", 65_535, 65_535) + b"\x80\0\0" + bytes(6)
    frame = b"\x2c" + struct.pack("<HHHH", 0, 0, 65_535, 65_535) + b"\0\x02\x02\x4c\x01\0"
    yield "a.gif", "20,000 frames of 65,535 × 65,535", gif + frame * 20_000 + b";"
    small = b"GIF89a" + struct.pack("<HH", 64, 64) + b"\x80\0\0" + bytes(6)
    yield "a.gif", "frames larger than their screen", small + frame * 3 + b";"
    yield (
        "a.bmp",
        "claims −2³¹ rows",
        b"BM" + struct.pack("<IIIIiiHHI", 999, 0, 54, 40, 30_000, -(2**31), 1, 24, 0) + bytes(99),
    )
    for name, entries in (("a loop of directories", 8), ("a directory beyond the end", 2**31)):
        yield "a.tif", name, _tiff(128, 72, entries)
    yield "a.tif", "claims 4,000,000,000 columns", _tiff(4_000_000_000, 72, 0)
    yield "a.tif", "claims 60,000 × 60,000", _tiff(60_000, 60_000, 0)
    webp = bytearray(KINDS["plain.webp"]())
    webp[26:30] = b"\xff\x3f\xff\x3f"
    yield "a.webp", "claims 16,383 × 16,383", bytes(webp)
    avif = bytearray(KINDS["plain.avif"]())
    at = avif.index(b"ispe") + 8
    avif[at : at + 8] = struct.pack(">II", 60_000, 60_000)
    yield "a.avif", "claims 60,000 × 60,000", bytes(avif)


def _tiff(width: int, height: int, following: int) -> bytes:
    tags = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 200)]
    tags += [(277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, 9216), (330, 4, 1, 8)]
    entries = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + struct.pack("<I", following) + bytes(10_000)


_BOMB_SIDE = 10_900


def _bombs() -> Iterator[tuple[str, str, Callable[[], bytes]]]:
    """Pictures of 119 megapixels, just below the limit, in some kilobytes: they are whole, and costly."""
    for damage, colour, depth in (("RGBA", 6, 8), ("16-bit grey", 0, 16), ("16-bit RGB", 2, 16), ("palette", 3, 8)):
        yield "a.png", f"119 megapixels of {damage} in 3 MB", partial(_png_bomb, colour, depth)
    for name, kind, mode, options in (
        ("a.tif", "TIFF", "RGBA", {"compression": "tiff_deflate"}),
        ("a.tif", "TIFF", "F", {"compression": "tiff_deflate"}),
        ("a.gif", "GIF", "P", {}),
        ("a.webp", "WEBP", "RGBA", {"lossless": True, "method": 0}),
        ("a.jpg", "JPEG", "CMYK", {"quality": 50}),
    ):
        yield name, f"119 megapixels of {mode}", partial(_picture_bomb, kind, mode, options)


def _png_bomb(colour: int, depth: int) -> bytes:
    channels = {0: 1, 2: 3, 3: 1, 6: 4}[colour]
    packer = zlib.compressobj(1)
    row = bytes(1 + _BOMB_SIDE * channels * depth // 8)
    rows = b"".join(packer.compress(row) for _ in range(_BOMB_SIDE)) + packer.flush()
    head = struct.pack(">IIBBBBB", _BOMB_SIDE, _BOMB_SIDE, depth, colour, 0, 0, 0)
    palette = _chunk(b"PLTE", bytes(768)) + _chunk(b"tRNS", bytes(5)) if colour == 3 else b""
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + palette + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _picture_bomb(kind: str, mode: str, options: dict[str, object]) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (_BOMB_SIDE, _BOMB_SIDE)).save(out, kind, **options)
    return out.getvalue()


def _with(name: str, box: bytes, offset: int, value: bytes) -> bytes:
    """A good file with some bytes after a mark overwritten."""
    content = bytearray(KINDS[name]())
    at = content.index(box) + len(box) + offset
    content[at : at + len(value)] = value
    return bytes(content)


def _recordings_that_lie() -> Iterator[tuple[str, str, bytes]]:
    hours = struct.pack(">I", 36_000 * 1000)
    yield "a.mp4", "claims ten hours", _with("h264.mp4", b"mvhd", 16, hours)
    yield "a.mp4", "a time base of zero", _with("h264.mp4", b"mdhd", 12, bytes(4))
    yield "a.mp4", "no time base at all", _with("h264.mp4", b"mvhd", 12, bytes(8))
    yield "a.mp4", "claims 65,535 × 65,535", _with("h264.mp4", b"avc1", 24, b"\xff\xff\xff\xff")
    yield "a.mp4", "claims 2³² samples", _with("h264.mp4", b"stsz", 8, b"\xff\xff\xff\xff")
    yield "a.mp4", "times of 2³² each", _with("h264.mp4", b"stts", 12, b"\xff\xff\xff\xff")
    yield "a.mp4", "chunks beyond the end", _with("h264.mp4", b"stco", 8, b"\xff\xff\xff\xf0" * 4)
    yield "a.mp4", "an edit list from nowhere", _with("h264.mp4", b"elst", 12, b"\x7f\xff\xff\xff")
    yield "a.mp4", "a wild display matrix", _with("h264.mp4", b"tkhd", 40, b"\x80\0\0\x01" * 9)
    yield (
        "a.mp4",
        "boxes nested 5,000 deep",
        b"\0\0\0\x18ftypisom\0\0\0\0isommp42"
        + b"".join(struct.pack(">I", 8 * (5000 - n)) + b"moov" for n in range(5000)),
    )
    yield "a.mp4", "a box larger than any disk", b"\0\0\0\x18ftypisom\0\0\0\0isommp42\0\0\0\x01moov" + b"\xff" * 8
    yield "a.mkv", "claims ten hours", _with("h264.mkv", b"\x44\x89\x88", 0, struct.pack(">d", 36e6))
    yield "a.mkv", "endless duration", _with("h264.mkv", b"\x44\x89\x88", 0, struct.pack(">d", float("inf")))
    yield (
        "a.mkv",
        "a duration that is no number",
        _with("h264.mkv", b"\x44\x89\x88", 0, struct.pack(">d", float("nan"))),
    )
    yield "a.mkv", "an element larger than any disk", b"\x1aE\xdf\xa3\x01" + b"\xff" * 7 + bytes(100)
    yield (
        "a.mkv",
        "elements nested 5,000 deep",
        b"\x1aE\xdf\xa3\x80\x18\x53\x80\x67\x01"
        + b"\xff" * 7
        + b"\x1f\x43\xb6\x75\x01\xff\xff\xff\xff\xff\xff\xff" * 5000,
    )
    yield "a.avi", "no frames a second", _with("mpeg4.avi", b"strh", 24, bytes(8))
    yield "a.avi", "a frame lasts a million years", _with("mpeg4.avi", b"strh", 24, b"\xff\xff\xff\x7f\x01\0\0\0")
    yield "a.wav", "no channels", _with("plain.wav", b"fmt ", 6, b"\0\0")
    yield "a.wav", "no samples a second", _with("plain.wav", b"fmt ", 8, bytes(4))
    yield "a.wav", "65,535 channels", _with("plain.wav", b"fmt ", 6, b"\xff\xff")
    yield "a.wav", "claims 4 GB", _with("plain.wav", b"data", 0, b"\xff\xff\xff\xff")
    yield "a.mp3", "a title of 256 MB", b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + KINDS["plain.mp3"]()
    yield "a.flac", "no samples a second", _with("plain.flac", b"fLaC", 14, bytes(4))
    yield "a.ogg", "pages of another stream", KINDS["opus.ogg"]().replace(b"OggS", b"OggS\0\x02", 2)


def _disguises(chance: random.Random) -> Iterator[tuple[str, str, bytes]]:
    jpeg, clip = KINDS["plain.jpg"](), KINDS["h264.mp4"]()
    yield "a.mp4", "a picture", jpeg
    yield "a.jpg", "a film", clip
    yield "a.png", "a sound", KINDS["plain.mp3"]()
    yield "a.jpg", "a picture and an archive", jpeg + b"PK\x03\x04" + chance.randbytes(500) + b"PK\x05\x06" + bytes(18)
    yield "a.jpg", "a picture and a page", jpeg + b"<html><script>alert(1)</script></html>"
    yield "a.gif", "a picture and a program", b"GIF89a/*" + chance.randbytes(200) + b"*/=1;alert(1)"
    yield "a.pdf", "a document and a picture", b"%PDF-1.7\n" + jpeg
    yield "a.mp4", "a film and a film", clip + clip
    yield "a.zip", "an archive", b"PK\x03\x04" + chance.randbytes(400)
    yield "a.mp4", "a playlist", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"
    yield "a.mp4", "a list of files to join", b"ffconcat version 1.0\nfile /etc/passwd\n"
    yield (
        "a.svg",
        "a drawing that includes itself",
        b"<svg xmlns='http://www.w3.org/2000/svg'><use href='#a' id='a'/></svg>",
    )
    yield "a.heic", "a picture of another kind", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + chance.randbytes(500)
    yield "a.mp4", "empty", b""
    yield "a.jpg", "one byte", b"\xff"
    yield "a.png", "a signature and no more", b"\x89PNG\r\n\x1a\n"
    for name, head in (
        ("mp4", b"\0\0\0\x18ftypisom"),
        ("webm", b"\x1aE\xdf\xa3"),
        ("jpg", b"\xff\xd8\xff"),
        ("mp3", b"\xff\xfb"),
    ):
        yield f"a.{name}", "noise after the first bytes", head + chance.randbytes(20_000)
    for number in range(4):
        yield "a.bin", f"noise {number}", chance.randbytes(5000)
    yield "a.tif", "zeros", b"II*\0" + bytes(5000)
    yield "a.mp4", "a truth in the wrong order", _moved_last(clip)


def _moved_last(clip: bytes) -> bytes:
    """The first box of a film behind all others."""
    length = int.from_bytes(clip[:4], "big")
    return io.BytesIO(clip[length:] + clip[:length]).getvalue()
