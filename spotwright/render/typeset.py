"""Setting type: how wide words are, where lines break, and the largest size at which a text fits its box."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import skia

from spotwright.render import fonts, scripts, text
from spotwright.render.styles import TypeStyle

_EM = 200.0
_MOST_PARTS = 160
"""Longer texts are broken greedily: they will not fit an ad in any case, and balancing takes quadratic time."""
_UNICODE = skia.Unicodes.ICU.Make()
_SMALL = (
    "a an the of to in on at by for and or but with from than that is as it its your our my no & – — + / "
    "der die das ein eine und für mit von zu im am le la les un une de du des et à el los las y en"
)
_SMALL_WORDS = frozenset(_SMALL.split())
_FEW = 3
_STOPS, _PAUSES = ".!?。！？؟।", ";:,–—、，；：،؛"


@dataclass(frozen=True, slots=True)
class Metrics:
    """Vertical measures of a face, in em; ``ascent`` and ``descent`` are positive."""

    ascent: float
    descent: float
    cap_height: float


@dataclass(frozen=True, slots=True)
class Setting:
    """A text broken into lines at a size in pixels. ``whole`` is False when words had to be left out."""

    lines: tuple[str, ...]
    size: float
    width: float
    """Pixels, of the widest line."""
    whole: bool = True


@lru_cache(maxsize=256)
def metrics(style: TypeStyle) -> Metrics:
    """The measures of the style's own face."""
    font = skia.Font(fonts.typeface(fonts.nearest(style.family, style.weight, italic=style.italic)), 1000)
    found = font.getMetrics()
    return Metrics(-found.fAscent / 1000, found.fDescent / 1000, found.fCapHeight / 1000)


def paragraph(runs: Sequence[tuple[str, TypeStyle, int]], size: float, *, rtl: bool = False) -> Any:
    """One shaped line (a ``skia.textlayout.Paragraph``) of runs: text, style and 0xAARRGGBB colour each."""
    builder = skia.textlayout.ParagraphBuilder.make(skia.textlayout.ParagraphStyle(), fonts.collection(), _UNICODE)
    if rtl:
        builder.addText("\u2067")
    for words, style, color in runs:
        face = skia.textlayout.TextStyle()
        face.setFontFamilies(
            list(fonts.stack(style.family, style.weight, words, italic=style.italic, language=style.language))
        )
        face.setLetterSpacing(tracking(words, style) * size)
        face.setColor(color)
        for part, share in scripts.segments(words, style.leading):
            face.setFontSize(size * share)
            builder.pushStyle(face)
            builder.addText(part)
            builder.pop()
    if rtl:
        builder.addText("\u2069")
    built = builder.Build()
    built.layout(1e6)
    return built


@lru_cache(maxsize=16384)
def width(words: str, style: TypeStyle) -> float:
    """The advance of a line, in em, without the tracking after its last letter."""
    if not words:
        return 0.0
    return float(paragraph([(words, style, 0)], _EM).MaxIntrinsicWidth) / _EM - tracking(words, style)


def tracking(words: str, style: TypeStyle) -> float:
    """The style's tracking, in em; none in scripts whose letters join, and never tighter than drawn beyond Latin."""
    if text.joins(words):
        return 0.0
    return max(0.0, style.tracking) if scripts.is_dense(words) else style.tracking


@lru_cache(maxsize=4096)
def bearing(words: str, style: TypeStyle) -> float:
    """The empty space left of the first letter's ink, in em: large type is moved by it to stand flush."""
    if not words:
        return 0.0
    face = fonts.typeface(fonts.nearest(style.family, style.weight, italic=style.italic))
    font = skia.Font(face, 1000)
    glyphs = font.textToGlyphs(words[0])
    if not glyphs or not glyphs[0]:
        return 0.0
    return float(font.getBounds(glyphs[:1])[0].left()) / 1000


def fit(
    words: str,
    style: TypeStyle,
    *,
    box: tuple[float, float],
    largest: float,
    smallest: float,
    most_lines: int,
) -> Setting:
    """The largest setting between two sizes (pixels) that stays in a box (pixels) and a number of lines.

    Lines are balanced. A word wider than the box is shrunk to the smallest size first and broken after that; a text
    too long even so loses its last words for an ellipsis.
    """
    words = words.upper() if style.case == "upper" else words
    parts = list(text.pieces(words))
    if not parts:
        return Setting((), largest, 0.0)
    most_lines = max(1, most_lines)
    found = _largest(parts, style, box=box, most_lines=most_lines)
    if found is not None and found.size >= smallest:
        return _capped(found, parts, style, box=box, largest=largest, most_lines=most_lines)
    return _squeezed(parts, style, box=box, size=smallest, most_lines=most_lines)


def _largest(
    parts: list[tuple[str, str]], style: TypeStyle, *, box: tuple[float, float], most_lines: int
) -> Setting | None:
    """The setting with the largest type over all numbers of lines; fewer lines win a near tie."""
    best: Setting | None = None
    for count in range(1, min(most_lines, len(parts)) + 1):
        lines = _balanced(parts, style, count)
        if lines is None:
            continue
        widest = max(width(line, style) for line in lines)
        size = min(box[0] / max(widest, 1e-6), box[1] / _height(count, style))
        if best is None or size > best.size * 1.12:
            best = Setting(tuple(lines), size, widest * size)
    return best


def _height(count: int, style: TypeStyle) -> float:
    """From the capitals' top to the last baseline, in em."""
    return (count - 1) * style.leading + metrics(style).cap_height


def _capped(
    found: Setting,
    parts: list[tuple[str, str]],
    style: TypeStyle,
    *,
    box: tuple[float, float],
    largest: float,
    most_lines: int,
) -> Setting:
    """The setting at no more than the largest size, on as few lines as that size needs."""
    if found.size <= largest:
        return found
    for count in range(1, min(most_lines, len(parts)) + 1):
        lines = _balanced(parts, style, count)
        if lines is None:
            continue
        widest = max(width(line, style) for line in lines) * largest
        if widest <= box[0] and _height(count, style) * largest <= box[1]:
            return Setting(tuple(lines), largest, widest)
    return Setting(found.lines, largest, found.width * largest / found.size)


def _squeezed(
    parts: list[tuple[str, str]], style: TypeStyle, *, box: tuple[float, float], size: float, most_lines: int
) -> Setting:
    """At a size that is too large for the text as it is: break long words, then leave out the end."""
    room = box[0] / size
    small: list[tuple[str, str]] = []
    for glue, word in parts[:400]:
        small.extend(_broken(glue, word, style, room))
    fitting = max(1, int((box[1] / size - metrics(style).cap_height) / style.leading + 1e-6) + 1)
    lines = _greedy(small, style, room)
    count = min(most_lines, fitting)
    if len(lines) <= count:
        even = _balanced(small, style, len(lines)) or lines
        if max(width(line, style) for line in even) > room:
            even = lines
        return Setting(tuple(even), size, max(width(line, style) for line in even) * size)
    kept = lines[:count]
    kept[-1] = _with_ellipsis(kept[-1], style, room)
    return Setting(tuple(kept), size, max(width(line, style) for line in kept) * size, whole=False)


def _with_ellipsis(line: str, style: TypeStyle, room: float) -> str:
    while line and width(line + "…", style) > room:
        shorter = line.rpartition(" ")[0]
        line = shorter or "".join(text.clusters(line)[:-1])
    return line.rstrip(" ,;:–—-.") + "…"


def _broken(glue: str, word: str, style: TypeStyle, room: float) -> list[tuple[str, str]]:
    """A word in pieces no wider than ``room`` em; addresses break after their own punctuation where they can."""
    if width(word, style) <= room:
        return [(glue, word)]
    found: list[tuple[str, str]] = []
    line = ""
    for letter in text.clusters(word):
        if line and width(line + letter + "-", style) > room:
            at = max(line.rfind(mark) for mark in "/.-_?&=@,") + 1
            cut = at if at > len(line) // 2 else text.parted(line + letter)
            found.append((glue, line[:cut] + text.hyphen(word, line[cut - 1], (line + letter)[cut])))
            glue, line = "", line[cut:]
        line += letter
    if line:
        found.append((glue, line))
    return found


def _greedy(parts: list[tuple[str, str]], style: TypeStyle, room: float) -> list[str]:
    lines: list[str] = []
    for glue, word in parts:
        if lines and width(lines[-1] + glue + word, style) <= room:
            lines[-1] += glue + word
        else:
            lines.append(word)
    return lines


def _balanced(parts: list[tuple[str, str]], style: TypeStyle, count: int) -> list[str] | None:
    """Exactly ``count`` lines with the least raggedness, or None when there are fewer parts than lines, or too many.

    Dynamic programming over the places to break: the cost of a line is the square of its width, which makes lines
    even, with a little more for lines that end in a small word or hold one lonely word, and less after a stop.
    """
    if count > len(parts) or len(parts) > _MOST_PARTS:
        return None
    if count == 1:
        return [_joined(parts)]
    advances = [width(word, style) for _, word in parts]
    spaces = [width("x x", style) - width("xx", style) if glue else 0.0 for glue, _ in parts]
    total = sum(advances) + sum(spaces[1:])
    unit = (total / count) ** 2
    far = float("inf")
    cost = [[far] * (len(parts) + 1) for _ in range(count + 1)]
    come = [[0] * (len(parts) + 1) for _ in range(count + 1)]
    cost[0][0] = 0.0
    for row in range(1, count + 1):
        for end in range(row, len(parts) - (count - row) + 1):
            across = 0.0
            for start in range(end - 1, row - 2, -1):
                across += advances[start] + (spaces[start + 1] if start + 1 < end else 0.0)
                if across > 3.2 * total / count and end - start > 1:
                    break
                before = cost[row - 1][start]
                price = before + across**2 + unit * _manners(parts, start, end, last=end == len(parts))
                if price < cost[row][end]:
                    cost[row][end], come[row][end] = price, start
    if cost[count][len(parts)] == far:
        return None
    lines = []
    end = len(parts)
    for row in range(count, 0, -1):
        start = come[row][end]
        lines.append(_joined(parts[start:end]))
        end = start
    return lines[::-1]


def _manners(parts: list[tuple[str, str]], start: int, end: int, *, last: bool) -> float:
    """What a typographer would hold against this line, in units of an average line's cost."""
    word = parts[end - 1][1]
    # A sentence that ends inside a line, and the next one torn in two, reads worst of all.
    price = 0.22 * any(part[-1] in _STOPS for _, part in parts[start : end - 1])
    if start and end - start == 1 and len(parts) > _FEW and word.lower() in _SMALL_WORDS:
        price += 0.4
    if not last:
        price += 0.18 if word.lower() in _SMALL_WORDS else 0.0
        price -= 0.2 if word[-1] in _STOPS else 0.12 if word[-1] in _PAUSES else 0.0
    elif end - start == 1 and len(parts) > 3 and len(word) < 5:
        price += 0.3
    return price


def _joined(parts: Sequence[tuple[str, str]]) -> str:
    return "".join(glue + word for glue, word in parts).removeprefix(" ")
