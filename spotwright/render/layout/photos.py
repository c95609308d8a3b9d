"""Photographs and clips on the stage: plates whose camera moves toward the subject, and what is seen beneath type."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from spotwright.render import camera as cameras
from spotwright.render import colour, focus
from spotwright.render.film import Media
from spotwright.render.layout.setup import Setup
from spotwright.render.layout.stage import Box
from spotwright.render.timeline import Camera, Curve, Footage, Grade, Picture, Plate

Move = Literal["in", "out", "across"]

ROWS, COLUMNS = 14, 20
_DEVIATIONS = 1.6
"""How far from its mean a picture's texture is followed, in standard deviations."""


_SHARPEST = 1.7
"""How far a picture may be enlarged beyond its own pixels before it looks soft."""


_DRAINED = 0.42
"""How much of its colour a picture of the problem keeps."""

_BREATH = 1.05
"""Zoom over a scene that shows a picture whole."""


_AIR = 1.9
"""A portrait's window to its face, where it is closest: room for hair and chin, and for the camera to move."""

_MOTION = 0.012
"""How far the colours of a clip go from their mean, on average over it, when something in it moves."""


@dataclass(frozen=True, slots=True)
class Framed:
    """A plate with a small copy of its source, to judge by."""

    plate: Plate
    sight: focus.Sight

    def beneath(self, box: Box, seconds: float) -> NDArray[np.float64]:
        """Colours, 0–1, that pass beneath a box of the screen during a scene, after grading, without scrims.

        Shape: rows of the box (:data:`ROWS`) × samples × 3. A row's samples are :data:`COLUMNS` for each of
        three times, once as light and once as dark as the picture's texture makes them.
        """
        view = self.plate.viewport
        rows, columns, _ = self.sight.pixels.shape
        found = []
        for t in (0.0, seconds / 2, seconds):
            seen = cameras.window(
                self.plate.camera, t, (self.sight.width, self.sight.height), (view.width, view.height)
            )
            across = seen.left + seen.width * (np.linspace(box.x, box.right, COLUMNS) - view.x) / view.width
            down = seen.top + seen.height * (np.linspace(box.y, box.bottom, ROWS) - view.y) / view.height
            x = np.clip((across * columns).astype(int), 0, columns - 1)
            y = np.clip((down * rows).astype(int), 0, rows - 1)
            means = self.sight.pixels[np.ix_(y, x)]
            spread = _DEVIATIONS * self.sight.texture[np.ix_(y, x)][..., None]
            if self.sight.change is not None:
                spread = spread + self.sight.change[np.ix_(y, x)][..., None]
            found += [np.clip(means + spread, 0, 1), np.clip(means - spread, 0, 1)]
        return colour.apply(self.plate.grade, np.concatenate(found, axis=1))


def grade_of(setup: Setup, *, tint: str | None = None, strength: float = 0.0, blur: float = 0.0) -> Grade:
    """The direction's grade with the scene's own corrections."""
    look, house = setup.scene.look, setup.direction.grade
    # What is wrong without the product looks it: the colour comes back with the next scene.
    drained = _DRAINED if setup.scene.role == "problem" else 1.0
    return Grade(
        exposure=_clipped(house.exposure + look.exposure, 1.5),
        contrast=house.contrast,
        saturation=min(max(house.saturation * look.saturation * drained, 0.0), 2.0),
        warmth=_clipped(house.warmth + look.warmth, 1.0),
        tint=tint if strength > 0 else None,
        tint_strength=strength,
        blur=blur,
    )


def _clipped(value: float, most: float) -> float:
    return min(max(value, -most), most)


def photo(
    setup: Setup,
    media: Media,
    box: Box,
    *,
    close: float = 1.0,
    toward: tuple[float, float] = (0.5, 0.5),
    radius: float = 0.0,
    move: Move | None = None,
    grade: Grade | None = None,
    whole: bool = False,
) -> Framed:
    """A plate in a box. ``close`` frames tighter; the subject comes to rest at ``toward`` (fractions of the box).

    ``whole`` stays on the middle of the picture and loses next to nothing of it.
    """
    sight = focus.look(media)
    view = box.rect()
    largest = _largest(sight.ratio, view.width / view.height)
    zoom = max(setup.scene.look.zoom, 0.2)
    sharp = max(1.12, _SHARPEST * sight.width * largest[0] / view.width) if sight.known else 1.3
    # Somebody who asks for a closer look gets it, even where it becomes a little soft.
    base = max(1.0, min(close, sharp) * zoom) if zoom > 1 else min(max(1.0, close * zoom), sharp)
    base = min(base, _closest(sight, largest))
    chosen = move or _moves(setup)[setup.index % 3]
    lens = _still(setup, base) if whole else _camera(setup, sight, largest, base, toward, chosen)
    source: Picture | Footage
    if media.kind == "video":
        source = Footage(media.path, media.sha256, media.in_point)
        # Two moves at once, the camera's and ours, make one dizzy; a clip in which nothing moves takes ours.
        lens = _resting(lens) if _moves_itself(sight) else lens
    else:
        source = Picture(media.path, media.sha256)
    return Framed(Plate(source, view, lens, grade or grade_of(setup), radius=radius), sight)


def _closest(sight: focus.Sight, largest: tuple[float, float]) -> float:
    """The zoom at which a face, with the air that a portrait needs, fills the window."""
    face = sight.subject
    wide, tall = (face.right - face.left) * _AIR, (face.bottom - face.top) * _AIR
    return max(1.0, min(largest[0] / max(wide, 1e-6), largest[1] / max(tall, 1e-6)))


def _moves_itself(sight: focus.Sight) -> bool:
    return sight.change is not None and float(sight.change.mean()) > _MOTION


def _resting(lens: Camera) -> Camera:
    """The camera where its move would have ended."""
    return Camera(*(Curve.still(curve.keyframes[-1].value) for curve in (lens.x, lens.y, lens.zoom)))


def _still(setup: Setup, base: float) -> Camera:
    """A breath closer on the middle of a picture all of which matters."""
    return Camera(zoom=Curve.between(base, base * _BREATH, until=setup.clock.seconds, drifts=True))


def _moves(setup: Setup) -> tuple[Move, ...]:
    moves: list[Move] = ["in", "out", "across"]
    setup.chance("moves").shuffle(moves)
    return tuple(moves)


def _largest(source: float, view: float) -> tuple[float, float]:
    """The largest window of the viewport's shape in a source, as fractions of it."""
    return (1.0, source / view) if view >= source else (view / source, 1.0)


def _camera(
    setup: Setup,
    sight: focus.Sight,
    largest: tuple[float, float],
    base: float,
    toward: tuple[float, float],
    move: Move,
) -> Camera:
    """A slow, even move that never comes to rest: in to the subject, out from it, or along the picture past it."""
    motion, seconds = setup.direction.motion, setup.clock.seconds
    travel = min(max(0.07, motion.camera * seconds), 0.24)
    near, far = base * (1.03 + travel), base * 1.03
    zooms = {"in": (far, near), "out": (near, far), "across": (base * 1.06, base * (1.06 + max(0.07, travel * 0.6)))}[
        move
    ]
    slide = min(max(0.045, motion.pan * seconds), 0.16) if move == "across" else 0.0
    slide *= 1 if setup.chance("slide").random() < 0.5 else -1

    def centre(zoom: float, shift: float) -> tuple[float, float]:
        wide, tall = largest[0] / zoom, largest[1] / zoom
        face = sight.subject
        x = sight.x - (toward[0] - 0.5) * wide + shift * (wide if largest[0] == 1.0 else 1.0)
        y = sight.y - (toward[1] - 0.5) * tall
        x, y = _kept(x, wide, face.left, face.right), _kept(y, tall, face.top, face.bottom)
        return _held(x, wide), _held(y, tall)

    start, end = centre(zooms[0], -slide), centre(zooms[1], slide)
    return Camera(
        x=Curve.between(start[0], end[0], until=seconds, drifts=True),
        y=Curve.between(start[1], end[1], until=seconds, drifts=True),
        zoom=Curve.between(zooms[0], zooms[1], until=seconds, drifts=True),
    )


def _kept(centre: float, extent: float, start: float, end: float) -> float:
    """The centre moved as little as it takes to keep a face in the window, with some air; in its middle if it must."""
    air = (end - start) * (_AIR - 1) / 4
    low, high = end + air - extent / 2, start - air + extent / 2
    return (start + end) / 2 if low > high else min(max(centre, low), high)


def _held(centre: float, extent: float) -> float:
    """The centre kept so that the window stays inside the source."""
    return min(max(centre, extent / 2), 1 - extent / 2)
