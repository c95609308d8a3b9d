"""A contact sheet: the pictures of a storyboard on one page, with a line under each."""

from collections.abc import Sequence
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from spotwright.render import fonts

_COLUMNS = 3
_CELL = 560
_GAP = 36
_PAPER, _INK, _GREY = "#f7f6f3", "#1c1b19", "#6d6a64"
_TITLE_SIZE, _TEXT_SIZE, _LEADING = 20, 18, 26
_MAX_LINES = 3
_TITLE_WEIGHT, _TEXT_WEIGHT = 700, 400


def contact_sheet(frames: Sequence[tuple[str, str, str]], out: str, **_options: object) -> dict[str, Any]:
    """Write the sheet as a JPEG. A frame is the path of a picture, a title and the words that are spoken over it."""
    pictures = [Image.open(path).convert("RGB") for path, _, _ in frames]
    ratio = max((picture.height / picture.width for picture in pictures), default=1.0)
    tall = min(_CELL, round(_CELL * ratio)) if ratio <= 1 else round(_CELL * min(ratio, 1.4))
    row = tall + _LEADING * (_MAX_LINES + 2)
    columns = min(_COLUMNS, max(1, len(frames)))
    rows = -(-len(frames) // columns)
    sheet = Image.new("RGB", (columns * (_CELL + _GAP) + _GAP, rows * (row + _GAP) + _GAP), _PAPER)
    draw = ImageDraw.Draw(sheet)
    title_font, text_font = _font(_TITLE_WEIGHT, _TITLE_SIZE), _font(_TEXT_WEIGHT, _TEXT_SIZE)
    for index, ((_, title, words), picture) in enumerate(zip(frames, pictures, strict=True)):
        x = _GAP + index % columns * (_CELL + _GAP)
        y = _GAP + index // columns * (row + _GAP)
        picture.thumbnail((_CELL, tall), Image.Resampling.LANCZOS)
        sheet.paste(picture, (x, y))
        y += picture.height + _LEADING // 2
        draw.text((x, y), title, _INK, title_font)
        for line in _wrapped(words, text_font, draw):
            y += _LEADING
            draw.text((x, y), line, _GREY, text_font)
    sheet.save(out, "JPEG", quality=90)
    return {}


def _font(weight: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(fonts.nearest("inter", weight).path, size)


def _wrapped(text: str, font: ImageFont.FreeTypeFont, draw: ImageDraw.ImageDraw) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and draw.textlength(longer, font) <= _CELL:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines if len(lines) <= _MAX_LINES else [*lines[: _MAX_LINES - 1], lines[_MAX_LINES - 1] + " …"]
