"""The parts of a film that are rendered one by one: each plain stretch of a scene, and each transition."""

import os
import threading
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Literal

import av

from spotwright.render import tiles, transitions
from spotwright.render.canvas import Canvas
from spotwright.render.compositor import SceneCompositor
from spotwright.render.encoder import SegmentEncoder
from spotwright.render.errors import TimelineInvalid
from spotwright.render.framing import OVERHANG
from spotwright.render.memory import spare_memory
from spotwright.render.settings import DEFAULTS, ENGINE_VERSION, Settings
from spotwright.render.stock import Stock
from spotwright.render.timeline import Plate, Scene, Timeline, Transition, digest

_MOST_GROUPS = 2
"""Groups of pictures of the longest segment: an encoder's start costs about as much as encoding three frames."""

_LARGEST = 4096
"""Pixels of the longer side that the encoder is given."""

OnFrame = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of frames that is encoded by itself: a stretch of a scene, or a transition."""

    key: str
    """Names its content: equal keys are equal bytes."""
    kind: Literal["scene", "transition"]
    index: int
    """Which scene, or which transition (0 is the one between the first two scenes)."""
    first: int
    """The film's frame it begins with."""
    frames: int

    @property
    def last(self) -> int:
        """The film's frame it ends with."""
        return self.first + self.frames - 1


def plan(timeline: Timeline, settings: Settings = DEFAULTS) -> tuple[Segment, ...]:
    """The film's segments, in order. Together they hold each frame once. Raises TimelineInvalid."""
    check(timeline)
    common = (ENGINE_VERSION, asdict(settings), timeline.width, timeline.height, timeline.fps)
    found = []
    start = 0
    for index, scene in enumerate(timeline.scenes):
        head, tail = _half(timeline, index - 1), _half(timeline, index)
        if scene.frames > head + tail:
            for first, end in _pieces(head, scene.frames - tail, settings.group_of_pictures(timeline.fps)):
                key = _key("scene", common, _seen(scene, first, end, timeline.fps), first, end)
                found.append(Segment(key, "scene", index, start + first, end - first))
        start += scene.frames
        if tail:
            shown = timeline.transitions[index]
            before = _seen(scene, scene.frames - tail, scene.frames + tail, timeline.fps)
            after = _seen(timeline.scenes[index + 1], -tail, tail, timeline.fps)
            key = _key("transition", common, before, after, shown)
            found.append(Segment(key, "transition", index, start - tail, 2 * tail))
    return tuple(found)


def _pieces(first: int, end: int, gop: int) -> list[tuple[int, int]]:
    """The frames from ``first`` to before ``end``, in parts of about two groups of pictures.

    A part ends where the encoder would begin a new group anyway, so parts cost no keyframes; and what changes in a long
    scene, or is rendered by two workers, need not be the whole scene.
    """
    groups = -(-(end - first) // gop)
    count = -(-groups // _MOST_GROUPS)
    edges = [first + groups * part // count * gop for part in range(count)]
    return list(pairwise([*edges, end]))


def check(timeline: Timeline) -> None:
    """Raises TimelineInvalid, saying why, for a timeline that cannot be drawn."""
    sides = (timeline.width, timeline.height)
    if timeline.width % 2 or timeline.height % 2 or not 16 <= min(sides) <= max(sides) <= _LARGEST:
        raise TimelineInvalid(
            f"A film cannot be {timeline.width} × {timeline.height} pixels; both must be even, and from 16 to 4096."
        )
    if not timeline.scenes or any(scene.frames < 1 for scene in timeline.scenes):
        raise TimelineInvalid("Each scene of a film needs at least one frame.")
    if not 1 <= timeline.fps <= 120:
        raise TimelineInvalid(f"A film cannot have {timeline.fps} frames a second.")
    if len(timeline.transitions) not in {0, len(timeline.scenes) - 1}:
        raise TimelineInvalid("A film needs one transition fewer than it has scenes.")
    for index, scene in enumerate(timeline.scenes):
        if _half(timeline, index - 1) + _half(timeline, index) > scene.frames:
            raise TimelineInvalid(f"Scene {index + 1} is shorter than the transitions it takes part in.")
        if _half(timeline, index) > OVERHANG * timeline.fps:
            raise TimelineInvalid(f"The transition after scene {index + 1} takes longer than {2 * OVERHANG:g} seconds.")


def render_segment(
    timeline: Timeline,
    segment: Segment,
    path: Path,
    settings: Settings = DEFAULTS,
    *,
    on_frame: OnFrame | None = None,
    stock: Stock | None = None,
) -> None:
    """Draws and encodes one segment into ``path``, which appears complete or not at all.

    ``on_frame`` is told how many frames are done; what it raises stops the work. Raises RenderError.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        with ExitStack() as stack:
            draw = _painter(timeline, segment, stock or Stock(), stack)
            spare_memory()
            encoder = stack.enter_context(SegmentEncoder(part, timeline.width, timeline.height, timeline.fps, settings))
            frame = av.VideoFrame(timeline.width, timeline.height, "yuv420p")
            canvas = Canvas.of(frame)
            # Drawn and encoded in turns: a thread more than there are cores would cost more than it saves.
            for number in range(segment.frames):
                draw(number, canvas)
                encoder.encode(frame)
                if on_frame is not None:
                    on_frame(number + 1)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def draw_frame(timeline: Timeline, number: int, canvas: Canvas) -> None:
    """Draws the film's frame ``number`` (counted from 0). Raises RenderError."""
    segment = next((s for s in plan(timeline) if s.first <= number <= s.last), None)
    if segment is None:
        raise TimelineInvalid(f"The film has no frame {number}.")
    with ExitStack() as stack:
        _painter(timeline, segment, Stock(), stack)(number - segment.first, canvas)


def _half(timeline: Timeline, index: int) -> int:
    """Frames that the transition after scene ``index`` takes of each of its scenes."""
    if not 0 <= index < min(len(timeline.transitions), len(timeline.scenes) - 1):
        return 0
    shown = timeline.transitions[index]
    return 0 if shown.kind == "cut" else max(shown.frames, 0) // 2


def _seen(scene: Scene, first: int, end: int, fps: int) -> Scene:
    """What of a scene its frames from ``first`` to before ``end`` can show: the rest does not decide their pixels."""
    seconds, since, until = scene.frames / fps, first / fps, (end - 1) / fps
    kept = (layer for layer in scene.layers if isinstance(layer, Plate) or tiles.may_show(layer, since, until, seconds))
    return replace(scene, layers=tuple(kept))


def _key(*parts: object) -> str:
    return digest(parts)


Draw = Callable[[int, Canvas], None]


def _painter(timeline: Timeline, segment: Segment, stock: Stock, stack: ExitStack) -> Draw:
    """What draws frame 0, 1, 2 … of a segment."""

    def compositor(scene: Scene) -> SceneCompositor:
        made = SceneCompositor(scene, timeline.fps, timeline.width, timeline.height, stock)
        return stack.enter_context(closing(made))

    scene = timeline.scenes[segment.index]
    if segment.kind == "scene":
        begun = segment.first - sum(earlier.frames for earlier in timeline.scenes[: segment.index])
        only = compositor(scene)
        return lambda number, canvas: only.draw(begun + number, canvas)
    shown = timeline.transitions[segment.index]
    before, after = compositor(scene), compositor(timeline.scenes[segment.index + 1])
    return _crossing(shown, segment.frames, scene.frames, before, after)


def _crossing(shown: Transition, frames: int, ending: int, before: SceneCompositor, after: SceneCompositor) -> Draw:
    half = frames // 2
    one, two = (Canvas.blank(before.width, before.height) for _ in range(2))

    def draw(number: int, canvas: Canvas) -> None:
        before.draw(ending - half + number, one)
        after.draw(number - half, two)
        # The first and the last frame of a transition already show some of it, or it would stand still twice.
        transitions.blend(shown, (number + 1) / (frames + 1), one, two, canvas)

    return draw
