"""Burned-in captions: cues set in the film's own type, in the zone that layouts keep free for them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from spotwright.render import palette, text, typeset
from spotwright.render.directions import Direction
from spotwright.render.film import Film
from spotwright.render.layout.compose import branded
from spotwright.render.layout.setup import drawable
from spotwright.render.layout.stack import line_text
from spotwright.render.layout.stage import Stage, stage_of
from spotwright.render.styles import TypeStyle
from spotwright.render.timeline import Curve, Drawing, Keyframe, Scene, Shape, Tile, Timeline

_FADE = 0.09
_INK = "#ffffff"
_PANEL = "#17181c"
_PANEL_OPACITY = "de"
_DIGITS = 4
"""A scene that is shown later is the same scene: what a subtraction of times leaves behind must not tell them apart."""


class SpokenWord(Protocol):
    """A word and when it is said, in seconds of the film."""

    @property
    def text(self) -> str: ...
    @property
    def start(self) -> float: ...
    @property
    def end(self) -> float: ...


class Cue(Protocol):
    """Lines shown from ``start`` to ``end`` seconds of the film; ``words`` may be empty."""

    @property
    def start(self) -> float: ...
    @property
    def end(self) -> float: ...
    @property
    def lines(self) -> tuple[str, ...]: ...
    @property
    def words(self) -> Sequence[SpokenWord]: ...


@dataclass(frozen=True, slots=True)
class _Line:
    words: str
    x: float
    y: float


def captioned(timeline: Timeline, film: Film, cues: Sequence[Cue]) -> Timeline:
    """The timeline with captions as its uppermost layers; a film without cues stays as it is."""
    tiles = caption_tiles(film, cues)
    scenes = tuple(
        Scene(scene.frames, (*scene.layers, *added), scene.background)
        for scene, added in zip(timeline.scenes, tiles, strict=True)
    )
    return replace(timeline, scenes=scenes)


def caption_tiles(film: Film, cues: Sequence[Cue], direction: Direction | None = None) -> tuple[tuple[Tile, ...], ...]:
    """For each scene the tiles of the cues that are heard in it, in the scene's own time.

    A cue that goes on over a cut is in both scenes, so that it stays whole while one becomes the other.
    """
    direction = direction or branded(film)
    stage = stage_of(film.width, film.height, direction.grid.margin)
    colors = palette.build(film.brand.colors, direction.palette, film.seed)
    bright = palette.as_ink(colors.scheme("dark").accent, (_PANEL,), _INK)
    found = []
    start = 0.0
    for scene in film.scenes:
        end = start + scene.frames / film.fps
        margin = 0.5
        heard = [cue for cue in cues if cue.start < end + margin and cue.end > start - margin]
        tiles = [tile for cue in heard for tile in _cue_tiles(cue, start, stage, direction, bright)]
        found.append(tuple(tiles))
        start = end
    return tuple(found)


def _cue_tiles(cue: Cue, offset: float, stage: Stage, direction: Direction, bright: str) -> list[Tile]:
    """The panel, the lines, and each word once more in the accent colour while it is said."""
    style = _style(direction)
    words = drawable(" ".join(cue.lines), style.family)
    if not words or cue.end <= cue.start:
        return []
    zone = stage.caption_zone
    size = stage.unit * 0.0285 * (stage.small / 1.12) ** 0.75
    pad = size * 0.62
    setting = typeset.fit(
        words, style, box=(zone.width - 2 * pad, zone.height), largest=size, smallest=size * 0.66, most_lines=2
    )
    cap = typeset.metrics(style).cap_height * setting.size
    height = cap + (len(setting.lines) - 1) * style.leading * setting.size
    # Captions stand on the zone's floor, as far from the headline and the picture's middle as the screen allows.
    top = zone.bottom - height - pad
    start, end = round(cue.start - offset, _DIGITS), round(cue.end - offset, _DIGITS)
    panel = Shape(
        "rect",
        setting.width + 2 * pad,
        height + 2 * pad,
        _PANEL + _PANEL_OPACITY,
        radius=setting.size * (0.5 if direction.grid.radius else 0.12),
    )
    middle = zone.x + zone.width / 2
    rtl = text.direction(words) == "rtl"
    tiles = [_shown(panel, middle - panel.width / 2, top - pad, start, end)]
    lines = []
    for row, line in enumerate(setting.lines):
        x = middle - typeset.width(line, style) * setting.size / 2
        y = top + row * style.leading * setting.size
        lines.append(_Line(line, x, y))
        tiles.append(_shown(line_text(line, style, setting.size, _INK), x, y, start, end))
    if not rtl:
        tiles += _spoken(cue, offset, lines, style, setting.size, bright)
    return tiles


def _style(direction: Direction) -> TypeStyle:
    return TypeStyle(direction.text.family, 600, leading=1.36, language=direction.text.language)


def _shown(drawing: Drawing, x: float, y: float, start: float, end: float) -> Tile:
    fade = min(_FADE, (end - start) / 3)
    opacity = Curve((Keyframe(start, 0.0), Keyframe(start + fade, 1.0), Keyframe(end - fade, 1.0), Keyframe(end, 0.0)))
    return Tile(drawing, Curve.still(x), Curve.still(y), start=start, end=end, opacity=opacity, caption=True)


def _spoken(cue: Cue, offset: float, lines: list[_Line], style: TypeStyle, size: float, color: str) -> list[Tile]:
    """Tiles that light up the words one by one; none when the words do not match the lines."""
    shown = [(line, index, word) for line in lines for index, word in enumerate(line.words.split(" "))]
    if [word for _, _, word in shown] != [drawable(word.text, style.family) for word in cue.words]:
        return []
    tiles = []
    shows = round(cue.start - offset, _DIGITS), round(cue.end - offset, _DIGITS)
    for (line, index, word), spoken in zip(shown, cue.words, strict=True):
        before = " ".join(line.words.split(" ")[:index])
        lead = typeset.width(f"{before} {word}", style) - typeset.width(word, style) if before else 0.0
        start = round(max(spoken.start, cue.start) - offset, _DIGITS)
        end = round(min(spoken.end, cue.end) - offset, _DIGITS)
        if end > start:
            tiles.append(
                replace(
                    _shown(line_text(word, style, size, color), line.x + lead * size, line.y, *shows),
                    start=start,
                    end=end,
                )
            )
    return tiles
