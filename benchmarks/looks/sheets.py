"""Contact sheets of the art directions: every scene of an ad as it arrives, as it stands and as it leaves.

``python benchmarks/looks/sheets.py`` writes two sheets a direction, each with all four shapes, into docs/proofs/looks.
With names of directions only these are drawn; ``--shape tall --out FOLDER`` draws one shape, larger.
"""

import argparse
import io
from collections.abc import Sequence
from pathlib import Path

from films import SIZES, cues, film
from PIL import Image, ImageDraw

from spotwright.render import directions
from spotwright.render.canvas import Canvas
from spotwright.render.files import image
from spotwright.render.film import Film
from spotwright.render.layout import captioned, compose
from spotwright.render.segments import draw_frame
from spotwright.render.timeline import Timeline

OUT = Path(__file__).parents[2] / "docs" / "proofs" / "looks"
_MOMENTS = 3
_GAP = 10
_PAPER, _INK = "#dcdad6", "#3a3835"
_MOST_BYTES = 250_000
_ROWS = (("wide", "square"), ("portrait", "tall"))
_WIDTH = 1840
_ARRIVING, _SETTLED = 0.14, 0.66


def moments(timeline: Timeline, scene: int) -> tuple[int, ...]:
    """The film's frames at which a scene arrives, stands, and leaves: half-way through its transition at the end."""
    first = sum(each.frames for each in timeline.scenes[:scene])
    frames = timeline.scenes[scene].frames
    half = timeline.transitions[scene].frames // 2 if scene < len(timeline.transitions) else 0
    leaving = frames - 1 - half // 4
    return first + round(frames * _ARRIVING), first + round(frames * _SETTLED), first + leaving


def pictures(made: Film, *, captions: bool) -> list[list[Image.Image]]:
    """The three moments of each scene, as a film with or without captions shows them."""
    timeline = compose(made)
    if captions:
        timeline = captioned(timeline, made, cues(made))
    canvas = Canvas.blank(timeline.width, timeline.height)
    found = []
    for scene in range(len(timeline.scenes)):
        shown = []
        for frame in moments(timeline, scene):
            draw_frame(timeline, frame, canvas)
            shown.append(image(canvas.frame()))
        found.append(shown)
    return found


def block(scenes: Sequence[Sequence[Image.Image]], size: tuple[int, int]) -> Image.Image:
    """The scenes side by side, their moments one below the other."""
    width, height = size
    page = Image.new("RGB", (len(scenes) * (width + _GAP) - _GAP, _MOMENTS * (height + _GAP) - _GAP), _PAPER)
    for column, shown in enumerate(scenes):
        for row, picture in enumerate(shown):
            small = picture.resize(size, Image.Resampling.LANCZOS)
            page.paste(small, (column * (width + _GAP), row * (height + _GAP)))
    return page


def sheet(direction: str, kind: str) -> Image.Image:
    """One direction in all four shapes."""
    rows = []
    for row in _ROWS:
        ratios = [SIZES[shape][0] / SIZES[shape][1] for shape in row]
        height = round((_WIDTH - 12 * _GAP) / (5 * sum(ratios)))
        blocks = []
        for shape, ratio in zip(row, ratios, strict=True):
            shown = pictures(film(direction, kind, SIZES[shape]), captions=kind == "with")
            blocks.append(block(shown, (round(height * ratio), height)))
        rows.append(blocks)
    tall = sum(blocks[0].height + 3 * _GAP for blocks in rows) + 4 * _GAP
    page = Image.new("RGB", (_WIDTH, tall), _PAPER)
    ImageDraw.Draw(page).text((_GAP, _GAP // 2), f"{direction}, {kind} photographs", _INK, font_size=22)
    y = 4 * _GAP
    for blocks in rows:
        x = _GAP
        for each in blocks:
            page.paste(each, (x, y))
            x += each.width + 2 * _GAP
        y += blocks[0].height + 3 * _GAP
    return page


def save(page: Image.Image, out: Path) -> None:
    """Write a WebP of no more than 250 kB."""
    for quality in (80, 72, 64, 56, 48, 40, 30, 20):
        buffer = io.BytesIO()
        page.save(buffer, "WEBP", quality=quality, method=4)
        if buffer.tell() <= _MOST_BYTES:
            break
    out.write_bytes(buffer.getvalue())
    print(f"{out.name}: {buffer.tell() // 1000} kB at quality {quality}")


def main() -> None:
    """Draw the sheets that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directions", nargs="*", default=[])
    parser.add_argument("--kind", choices=("with", "without"))
    parser.add_argument("--shape", choices=tuple(SIZES))
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    for direction in asked.directions or directions.names():
        for kind in (asked.kind,) if asked.kind else ("with", "without"):
            if asked.shape:
                shown = pictures(film(direction, kind, SIZES[asked.shape]), captions=kind == "with")
                wide = 400 if asked.shape == "wide" else 300 if asked.shape == "tall" else 340
                size = wide, round(wide * SIZES[asked.shape][1] / SIZES[asked.shape][0])
                block(shown, size).save(asked.out / f"{direction}-{kind}-{asked.shape}.png")
            else:
                save(sheet(direction, kind), asked.out / f"{direction}-{kind}-photographs.webp")


if __name__ == "__main__":
    main()
