"""Twelve timelines that together show everything the compositor can draw. No layout takes part in them."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from spotwright.render.paint import RECIPES
from spotwright.render.timeline import (
    Camera,
    Curve,
    Emblem,
    Footage,
    Grade,
    Keyframe,
    Layer,
    Painting,
    Picture,
    Plate,
    Rect,
    Scene,
    Shape,
    Side,
    Text,
    TextRun,
    Tile,
    Timeline,
    Transition,
    TransitionKind,
)

FPS = 30
PHOTOS = Path(__file__).parents[3] / "examples" / "photos"
COLORS = ("#F6EADB", "#A63A22", "#2B1B14", "#E2A54B")
SIDES: tuple[Side, ...] = ("left", "right", "top", "bottom")
KINDS: tuple[TransitionKind, ...] = (
    "cut", "dissolve", "push", "wipe", "iris", "slide_over", "zoom_through", "blinds"
)  # fmt: skip


@dataclass(frozen=True)
class Sources:
    """The files that timelines show."""

    folder: Path

    def photo(self, name: str) -> Picture:
        return _named(PHOTOS / f"{name}.jpg")

    def scenery(self, seed: int, width: int = 480, height: int = 360) -> Picture:
        """A soft picture with detail of several sizes."""
        return self._saved(f"scenery-{seed}-{width}", Image.fromarray(_scenery(width, height, seed)))

    def cutout(self) -> Picture:
        """A picture with a transparent surrounding and a soft edge."""
        y, x = np.mgrid[0:240, 0:240]
        inside = np.clip((100 - np.hypot(x - 120, y - 120)) / 12, 0, 1) * 255
        pixels = np.dstack([_scenery(240, 240, 5), inside.astype(np.uint8)])
        return self._saved("cutout", Image.fromarray(pixels))

    def logo(self) -> Picture:
        image = Image.new("RGBA", (400, 200), (0, 0, 0, 0))
        pen = ImageDraw.Draw(image)
        pen.ellipse((20, 20, 180, 180), (166, 58, 34, 255))
        pen.polygon([(200, 180), (290, 20), (380, 180)], (226, 165, 75, 200))
        return self._saved("logo", image)

    def clip(self) -> Footage:
        """Two seconds without loss, 25 a second: a bright block crosses a soft picture."""
        path = self.folder / "clip.mp4"
        if not path.exists():
            _film(path)
        return Footage(str(path), _named(path).sha256)

    def _saved(self, name: str, image: Image.Image) -> Picture:
        path = self.folder / f"{name}.png"
        if not path.exists():
            image.save(path)
        return _named(path)


def _named(path: Path) -> Picture:
    return Picture(str(path), hashlib.sha256(path.read_bytes()).hexdigest())


def _scenery(width: int, height: int, seed: int) -> NDArray[np.uint8]:
    generator = np.random.default_rng(seed)
    canvas = np.zeros((height, width, 3))
    for cells in (3, 7, 15):
        rough = Image.fromarray((generator.random((cells, cells, 3)) * 255).astype(np.uint8))
        canvas += np.asarray(rough.resize((width, height), Image.Resampling.BICUBIC), float) / 3
    return canvas.clip(0, 255).astype(np.uint8)


def _film(path: Path) -> None:
    ground = _scenery(240, 160, 9)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 240, 160, "yuv420p"
        stream.options = {"qp": "0", "preset": "ultrafast", "threads": "1"}
        for number in range(50):
            pixels = ground.copy()
            pixels[50:110, 4 * number : 4 * number + 40] = (240, 200, 60)
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


@dataclass(frozen=True)
class Golden:
    """A timeline and the numbers of the frames that are kept of it."""

    name: str
    build: Callable[[Sources], Timeline]
    moments: tuple[int, ...]


def _run(text: str, family: str, size: float, color: str = "#ffffff", weight: int = 400, **more: object) -> TextRun:
    return TextRun(text, family, weight, size, color, **more)


def _line(text: str, x: float, y: float, family: str = "Inter", size: float = 16, **more: object) -> Tile:
    return Tile(Text(((_run(text, family, size, **more),),)), Curve.still(x), Curve.still(y))


def _cells(width: int, height: int, columns: int, rows: int, gap: int = 4) -> Iterator[Rect]:
    wide = (width - gap * (columns + 1)) // columns // 2 * 2
    high = (height - gap * (rows + 1)) // rows // 2 * 2
    for row in range(rows):
        for column in range(columns):
            yield Rect(gap + column * (wide + gap), gap + row * (high + gap), wide, high)


def photographs(sources: Sources) -> Timeline:
    """Pictures under cameras that pan, zoom in and zoom out; moments lie in both scenes and between them."""
    whole = Rect(0, 0, 320, 180)
    closer = Camera(Curve.between(0.4, 0.6, until=1), Curve.still(0.45), Curve.between(1, 1.3, until=1, drifts=True))
    wider = Camera(Curve.still(0.5), Curve.between(0.3, 0.6, until=1), Curve.between(1.6, 1.1, until=1, drifts=True))
    scenes = (
        Scene(30, (Plate(sources.photo("summit-sunset"), whole, closer),)),
        Scene(30, (Plate(sources.photo("espresso"), whole, wider),)),
    )
    return Timeline(320, 180, FPS, scenes, (Transition("dissolve", 10),))


def grades(sources: Sources) -> Timeline:
    """One picture, corrected in every way there is."""
    corrections = (
        Grade(),
        Grade(exposure=0.4, contrast=1.2),
        Grade(exposure=-0.5, saturation=1.5),
        Grade(saturation=0.0),
        Grade(warmth=0.7),
        Grade(warmth=-0.7, tint="#3BCEAC", tint_strength=0.3),
        Grade(duotone=("#2B1B14", "#F6EADB")),
        Grade(blur=0.02),
        Grade(contrast=0.8, tint="#A63A22", tint_strength=0.6, blur=0.008),
    )
    picture = sources.scenery(1)
    zoom = Camera(zoom=Curve.between(1.0, 1.5, until=1.0))
    layers = [
        Plate(picture, cell, zoom, grade) for cell, grade in zip(_cells(320, 180, 3, 3), corrections, strict=True)
    ]
    return Timeline(320, 180, FPS, (Scene(30, tuple(layers)),))


def frames(sources: Sources) -> Timeline:
    """Rounded corners, pictures shown whole, and pictures with holes, over a painted ground."""
    move = Camera(zoom=Curve.between(1.0, 1.25, until=1.0))
    layers = (
        Plate(Painting("mesh", COLORS, 3), Rect(0, 0, 240, 240)),
        Plate(sources.scenery(2), Rect(10, 10, 100, 100), move, radius=16),
        Plate(sources.scenery(3), Rect(130, 10, 100, 100), move, radius=50),
        Plate(sources.scenery(4, 200, 400), Rect(10, 130, 100, 100), fit="contain"),
        Plate(sources.cutout(), Rect(130, 130, 100, 100), move, fit="contain"),
        Plate(sources.cutout(), Rect(90, 90, 60, 60), Camera(zoom=Curve.still(1.4)), radius=8),
    )
    return Timeline(240, 240, FPS, (Scene(30, layers),))


def _paintings(recipes: tuple[str, ...]) -> Timeline:
    zoom = Camera(zoom=Curve.between(1.0, 1.2, until=1.0))
    layers = [
        Plate(Painting(recipe, COLORS, seed, "coffee" if recipe == "illustration" else None), cell, zoom)
        for seed, (recipe, cell) in enumerate(zip(recipes, _cells(320, 180, 4, 3), strict=False))
    ]
    return Timeline(320, 180, FPS, (Scene(30, tuple(layers), "#101014"),))


def paintings_one(_: Sources) -> Timeline:
    """The first half of the painted grounds."""
    return _paintings(RECIPES[:11])


def paintings_two(_: Sources) -> Timeline:
    """The other half, with an illustration."""
    return _paintings(RECIPES[11:])


def type_(_: Sources) -> Timeline:
    """Set type: families, weights, slant, tracking, alignment, leading, shadow, several runs in a line."""

    def block(y: float, align: str, *lines: tuple[TextRun, ...], **more: object) -> Tile:
        return Tile(Text(lines, align, width=216, **more), Curve.between(12, 15.5, until=1), Curve.still(y))

    ligatures, kerning = _run("ffi fl Th Qu", "Playfair Display", 22), _run("kerned AVATAR", "Playfair Display", 22)
    slanted = _run("daily", "Playfair Display", 30, "#E2A54B", 700, italic=True)
    marks, letters = _run("€ 4.99 · 50 % – “ÄÖÜ ñ ç ø ł”", "Inter", 13), _run("Straße, Œuvre, İstanbul", "Inter", 13)
    layers = (
        block(20, "left", (_run("Roasted ", "Anton", 30), slanted)),
        block(66, "center", (ligatures,), (kerning,)),
        block(128, "right", (_run("TRACKED OUT", "Inter", 13, "#ffffffb0", 600, tracking=0.2),), leading=1.6),
        block(150, "left", (_run("Over a picture", "Inter", 24, "#ffffff", 800),), shadow=1.0),
        block(192, "left", (marks,), (letters,)),
        block(246, "center", (_run("tiny text must stay crisp at eight pixels", "Inter", 8, "#F6EADB", 500),)),
        block(276, "left", (_run("1234567890", "Bebas Neue", 26, "#3BCEAC"),)),
    )
    return Timeline(240, 300, FPS, (Scene(30, layers, "#7a3b2e"),))


def scripts(_: Sources) -> Timeline:
    """Scripts that shape, join, stack and run from the right."""
    lines: tuple[tuple[str, Literal["ltr", "rtl"]], ...] = (
        ("قهوة طازجة كل صباح", "rtl"),
        ("קפה טרי בכל בוקר", "rtl"),
        ("กาแฟสดทุกเช้า", "ltr"),
        ("हर सुबह ताज़ी कॉफ़ी", "ltr"),
        ("毎朝、淹れたてを。", "ltr"),
        ("每天早晨的新鲜咖啡", "ltr"),
        ("매일 아침 신선한 커피", "ltr"),
        ("Свежий кофе утром", "ltr"),
        ("Φρέσκος καφές", "ltr"),
        ("Cà phê mỗi sáng", "ltr"),
    )
    layers = []
    for row, (text, way) in enumerate(lines):
        run = _run(text, "Inter", 16, weight=600)
        drawing = Text(((run,),), "right" if way == "rtl" else "left", width=160, direction=way)
        layers.append(Tile(drawing, Curve.still(10), Curve.between(18 + 30 * row, 22.5 + 30 * row, until=1)))
    return Timeline(180, 320, FPS, (Scene(30, tuple(layers), "#14342b"),))


def shapes(sources: Sources) -> Timeline:
    """Every shape, filled and outlined, gradients to every side, and a logo."""
    logo = sources.logo()
    kinds = (
        Shape("rect", 60, 40, "#A63A22"),
        Shape("rect", 60, 40, "#A63A22", radius=12),
        Shape("rect", 60, 40, "#E2A54B", radius=8, stroke=3),
        Shape("ellipse", 60, 40, "#3BCEAC"),
        Shape("ellipse", 40, 40, "#3BCEAC80", stroke=4),
        Shape("ring", 40, 40, "#FFD23F", stroke=5),
        *(Shape("gradient", 60, 40, "#F6EADB", toward=side) for side in SIDES),
        Emblem(logo.path, logo.sha256, 60, 40),
        Emblem(logo.path, logo.sha256, 30, 40),
    )
    turn = Curve.between(0.8, 1.2, until=1.0)
    layers = [
        Tile(drawing, Curve.still(cell.x + 6.3), Curve.still(cell.y + 6.6), scale=turn)
        for drawing, cell in zip(kinds, _cells(320, 180, 4, 3), strict=True)
    ]
    return Timeline(320, 180, FPS, (Scene(30, tuple(layers), "#20304a"),))


def motion(_: Sources) -> Timeline:
    """Tiles that slide by every easing, fade, grow and are uncovered from every side."""
    easings = (
        "linear", "in_sine", "out_sine", "in_out_sine", "out_cubic", "in_cubic", "in_out_cubic", "out_expo", "out_back"
    )  # fmt: skip
    bar = Shape("rect", 24, 10, "#ffffff", radius=5)
    sliding = [
        Tile(bar, Curve.between(8, 120, until=1.0, easing=easing), Curve.still(8 + 19 * row))
        for row, easing in enumerate(easings)
    ]
    word = Text(((_run("Reveal", "Inter", 24, weight=800),),))
    grown = Curve((Keyframe(0, 0.4), Keyframe(0.6, 1.0, "out_back")))
    faded = Curve((Keyframe(0, 0.0), Keyframe(0.5, 1.0, "in_out_sine"), Keyframe(1.0, 0.3)))
    uncovered = [
        Tile(word, Curve.still(180), Curve.still(12 + 34 * row), reveal=Curve.between(0, 1, until=1), reveal_from=side)
        for row, side in enumerate(SIDES)
    ]
    last = (
        Tile(word, Curve.still(160.4), Curve.still(148.7), opacity=faded, scale=grown),
        Tile(word, Curve.still(240), Curve.still(148), start=0.3, end=0.7),
    )
    ground = Plate(Painting("gradient", COLORS[::-1], 1), Rect(0, 0, 320, 180))
    return Timeline(320, 180, FPS, (Scene(30, (ground, *sliding, *uncovered, *last)),))


def footage(sources: Sources) -> Timeline:
    """A clip as it is, through a moving camera, from a later point, rounded, graded, and past its end."""
    clip = sources.clip()
    later = Footage(clip.path, clip.sha256, in_point=1.0)
    ending = Footage(clip.path, clip.sha256, in_point=1.9)
    move = Camera(Curve.between(0.3, 0.7, until=1), Curve.still(0.5), Curve.between(1.2, 1.5, until=1))
    layers = (
        Plate(clip, Rect(0, 0, 180, 120)),
        Plate(later, Rect(0, 120, 180, 120), move),
        Plate(clip, Rect(10, 250, 70, 60), radius=12, grade=Grade(saturation=0.2, warmth=0.5)),
        Plate(ending, Rect(100, 250, 70, 60), fit="contain"),
    )
    return Timeline(180, 320, FPS, (Scene(30, layers, "#202020"),))


def transitions(sources: Sources) -> Timeline:
    """Every kind, one after another, to every side."""
    whole = Rect(0, 0, 240, 136)
    zoom = Camera(zoom=Curve.between(1.0, 1.2, until=0.5, drifts=True))
    scenes = [
        Scene(14, (Plate(sources.scenery(20 + index), whole, zoom), _line(f"{index}", 100, 50, size=48, weight=800)))
        for index in range(len(KINDS) + 1)
    ]
    changes = [
        Transition(kind, 0 if kind == "cut" else 12, COLORS[index % 4], SIDES[index % 4])
        for index, kind in enumerate(KINDS)
    ]
    return Timeline(240, 136, FPS, tuple(scenes), tuple(changes))


def captions(sources: Sources) -> Timeline:
    """Burned-in captions over a moving picture: a panel, two lines, and the word that is being said."""

    def shown(drawing: Text | Shape, x: float, y: float, start: float, end: float) -> Tile:
        fade = Curve((Keyframe(start, 0), Keyframe(start + 0.1, 1), Keyframe(end - 0.1, 1), Keyframe(end, 0)))
        return Tile(drawing, Curve.still(x), Curve.still(y), start=start, end=end, opacity=fade, caption=True)

    def line(text: str, color: str = "#ffffff") -> Text:
        return Text(((_run(text, "Inter", 10, color, 600),),))

    said = Tile(line("We roast", "#E2A54B"), Curve.still(22.3), Curve.still(198.4), start=0.35, end=0.7, caption=True)
    layers: tuple[Layer, ...] = (
        Plate(sources.photo("fig-bowl"), Rect(0, 0, 180, 320), Camera(zoom=Curve.between(1.0, 1.15, until=1))),
        shown(Shape("rect", 150, 44, "#17181cde", radius=6), 15, 188, 0.1, 0.9),
        shown(line("We roast the day you order"), 22.3, 198.4, 0.1, 0.9),
        shown(line("and post it within 24 hours."), 20.7, 214.4, 0.1, 0.9),
        said,
    )
    return Timeline(180, 320, FPS, (Scene(30, layers),))


_THREE = (0, 15, 29)
GOLDENS = (
    Golden("photographs", photographs, (2, 29, 55)),
    Golden("grades", grades, _THREE),
    Golden("frames", frames, _THREE),
    Golden("paintings-one", paintings_one, _THREE),
    Golden("paintings-two", paintings_two, _THREE),
    Golden("type", type_, _THREE),
    Golden("scripts", scripts, _THREE),
    Golden("shapes", shapes, _THREE),
    Golden("motion", motion, (5, 15, 26)),
    Golden("footage", footage, _THREE),
    Golden("transitions", transitions, tuple(14 * (index + 1) - shift for index in range(8) for shift in (2, -1))),
    Golden("captions", captions, (0, 4, 15)),
)
