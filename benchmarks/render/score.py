"""The storyboard for the peers: what our layout decided, frame by frame, so that they draw the same film.

Everything that is no rendering is given to them for nothing: where things are, how far a movement has come in every
frame, the finished sound, the painted backgrounds, and the photographs, graded and reduced to what the camera needs.
What they have to do is move the pictures, set the type, animate, cross from scene to scene, and encode.
"""

import json
import math
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from spotwright.render import camera, codec, curves, fonts, typeset
from spotwright.render.still import render_still
from spotwright.render.styles import TypeStyle
from spotwright.render.timeline import Camera, Curve, Easing, Plate, Rect, Scene, Shape, Text, TextRun, Tile, Timeline

_SOFTNESS = 1.1
"""Pixels of a prepared picture to one of the screen where the camera is closest."""
_PHOTO = (3, 2)
"""The shape of the photographs, and of the paintings that stand in for one."""
_EASED: dict[str, Easing] = {
    "dissolve": "in_out_sine",
    "push": "in_out_cubic",
    "wipe": "in_out_cubic",
    "iris": "in_out_cubic",
}


class UnknownPartError(Exception):
    """Our layout uses something that the peers are not told how to draw."""


def write(made: Path, sound: Path, folder: Path) -> Path:
    """Writes ``score.json`` and all it needs into ``folder``; ``made`` is where our own ``timeline.json`` lies."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    timeline: Timeline = codec.loads((made / "timeline.json").read_text("utf-8"))
    shutil.copyfile(sound, folder / "sound.m4a")
    faces: dict[str, str] = {}
    scenes, first = [], 0
    for index, scene in enumerate(timeline.scenes):
        head = timeline.transitions[index - 1].frames // 2 if index else 0
        tail = timeline.transitions[index].frames // 2 if index < len(timeline.transitions) else 0
        drawn = _Scene(timeline, scene, -head, scene.frames + tail, folder, f"scene-{index}", faces)
        scenes.append({"start": first, "frames": scene.frames, **drawn.described()})
        first += scene.frames
    changes = [
        {
            "kind": change.kind,
            "frames": change.frames,
            "color": change.color,
            "toward": change.toward,
            "progress": [
                curves.ease(_EASED.get(change.kind, "linear"), (n + 0.5) / change.frames) for n in range(change.frames)
            ],
        }
        for change in timeline.transitions
    ]
    shape = {"width": timeline.width, "height": timeline.height, "fps": timeline.fps, "frames": first}
    score = folder / "score.json"
    described = {**shape, "sound": "sound.m4a", "faces": faces, "scenes": scenes, "transitions": changes}
    score.write_text(json.dumps(described), "utf-8")
    return score


class _Scene:
    """Describes a scene from its frame ``first`` up to ``last``: more than its own, for it is seen in transitions."""

    def __init__(
        self, timeline: Timeline, scene: Scene, first: int, last: int, folder: Path, name: str, faces: dict[str, str]
    ) -> None:
        self._timeline, self._scene, self._folder, self._name, self._faces = timeline, scene, folder, name, faces
        self._first = first
        self._times = [frame / timeline.fps for frame in range(first, last)]

    def described(self) -> dict[str, Any]:
        """The scene as the peers read it."""
        plates = [layer for layer in self._scene.layers if isinstance(layer, Plate)]
        tiles = [layer for layer in self._scene.layers if isinstance(layer, Tile)]
        lowest = min((self._scene.layers.index(tile) for tile in tiles), default=0)
        return {
            "first": self._first,
            "background": self._scene.background,
            "plates": [self._plate(plate, f"{self._name}-{number}.jpg") for number, plate in enumerate(plates)],
            # A shape that lies under a picture is the shadow of its frame.
            "under": [self._tile(t) for t in tiles if self._scene.layers.index(t) < self._highest_plate(lowest)],
            "tiles": [self._tile(t) for t in tiles if self._scene.layers.index(t) >= self._highest_plate(lowest)],
        }

    def _highest_plate(self, lowest: int) -> int:
        return max(
            (i for i, layer in enumerate(self._scene.layers) if isinstance(layer, Plate) and i > lowest), default=0
        )

    def _plate(self, plate: Plate, name: str) -> dict[str, Any]:
        """A picture that is cut and scaled in every frame: prepared as a file, and the window of each frame."""
        box = plate.viewport
        closest = max(curves.value(plate.camera.zoom, t) for t in self._times)
        across = camera.largest(_PHOTO, (box.width, box.height))[0]
        width = min(math.ceil(box.width / across * closest * _SOFTNESS / 6) * 6, 3996)
        height = width * _PHOTO[1] // _PHOTO[0]
        whole = Plate(plate.source, Rect(0, 0, width, height), Camera(), plate.grade)
        still = Timeline(width, height, self._timeline.fps, (Scene(2, (whole,)),), ())
        render_still(still, 0, self._folder / name)
        windows = []
        for t in self._times:
            seen = camera.window(plate.camera, t, _PHOTO, (box.width, box.height))
            windows.append([seen.left * width, seen.top * height, seen.width * width, seen.height * height])
        return {
            "file": name,
            "width": width,
            "height": height,
            "box": [box.x, box.y, box.width, box.height],
            "windows": windows,
        }

    def _tile(self, tile: Tile) -> dict[str, Any]:
        """A drawn thing: what it is, and where and how visible it is in each frame (one value if it never changes)."""
        drawing = tile.drawing
        if not isinstance(drawing, (Text, Shape)) or not curves.is_still(tile.scale):
            raise UnknownPartError(f"the score has no words for this {type(drawing).__name__.lower()}")
        alive = [i for i, t in enumerate(self._times) if tile.start <= t < tile.end]
        return {
            "from": alive[0] if alive else 0,
            "until": alive[-1] + 1 if alive else 0,
            "x": self._values(tile.x),
            "y": self._values(tile.y),
            "opacity": self._values(tile.opacity, lambda value: min(max(value, 0.0), 1.0)),
            "reveal": self._values(tile.reveal, lambda value: min(max(value, 0.0), 1.0)),
            "revealFrom": tile.reveal_from,
            "caption": tile.caption,
            **(self._text(drawing) if isinstance(drawing, Text) else _shape(drawing)),
        }

    def _values(self, curve: Curve, within: Callable[[float], float] = float) -> float | list[float]:
        if curves.is_still(curve):
            return within(curves.value(curve, 0.0))
        return [within(curves.value(curve, t)) for t in self._times]

    def _text(self, text: Text) -> dict[str, Any]:
        """Lines of runs; each line's baseline below the tile's ``y``."""
        size = max(run.size for line in text.lines for run in line)
        cap = typeset.metrics(_style(text.lines[0][0])).cap_height * text.lines[0][0].size
        lines = [
            {"baseline": cap + row * text.leading * size, "runs": [part for run in line for part in self._runs(run)]}
            for row, line in enumerate(text.lines)
        ]
        return {"kind": "text", "align": text.align, "size": size, "lines": lines}

    def _runs(self, run: TextRun) -> list[dict[str, Any]]:
        """The run; an arrow, which the family has not, is set in the face that our engine takes for it."""
        words, arrow, rest = run.text.partition("→")
        parts = [(words, run.family), (arrow, "Inter"), (rest, run.family)]
        found = []
        for part, family in parts:
            if part:
                face = fonts.nearest(family, run.weight, italic=run.italic)
                name = face.alias.replace("/", "-").replace(" ", "")
                if name not in self._faces:
                    self._faces[name] = f"{name}.ttf"
                    shutil.copyfile(face.path, self._folder / self._faces[name])
                measures = typeset.metrics(TypeStyle(family, run.weight, run.italic))
                found.append(
                    {
                        "text": part,
                        "face": name,
                        "size": run.size,
                        "color": run.color,
                        "tracking": run.tracking * run.size,
                        "ascent": measures.ascent * run.size,
                        "descent": measures.descent * run.size,
                    }
                )
        return found


def _style(run: TextRun) -> TypeStyle:
    return TypeStyle(run.family, run.weight, run.italic)


def _shape(shape: Shape) -> dict[str, Any]:
    return {
        "kind": shape.kind,
        "width": shape.width,
        "height": shape.height,
        "color": shape.color,
        "radius": shape.radius,
        "toward": shape.toward,
    }
