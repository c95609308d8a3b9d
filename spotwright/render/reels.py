"""A clip as a scene shows it: the wanted part of the right frame, in the right colours, for as long as it is needed."""

from dataclasses import dataclass
from typing import Any

import av
import numpy as np

from spotwright.render import footage, tone
from spotwright.render.canvas import Canvas, Plane
from spotwright.render.clips import Clip, ClipFacts
from spotwright.render.errors import about
from spotwright.render.footage import Adapter, Fit
from spotwright.render.playback import Shot, playback
from spotwright.render.timeline import Footage, Grade


@dataclass(slots=True, eq=False)
class _Pass:
    """One playing of the clip, from its in-point on."""

    clip: Clip
    adapter: Adapter | None = None
    frame: av.VideoFrame | None = None
    canvas: Canvas | None = None


class Reel:
    """A clip, read forward by a film of ``fps`` frames a second for a scene of ``seconds``. Raises MediaError."""

    def __init__(self, source: Footage, seconds: float, fps: float) -> None:
        """Opens the file."""
        self._source, self._fps = source, fps
        self._in_point = max(source.in_point, 0.0)
        self._passes = [_Pass(Clip(source.path, fps=fps))]
        clip = self._passes[0].clip
        self.facts: ClipFacts = clip.facts
        self._playback = playback(max(clip.length - self._in_point, 0.0), seconds)
        self._fit: Fit | None = None
        self._grade = Grade()

    def load(self, fit: Fit, grade: Grade) -> None:
        """Says what of each frame is wanted, before the first is drawn."""
        self._fit, self._grade = fit, grade

    def look(self, t: float) -> Any:
        """A plain value; equal values are equal pixels."""
        shots = self._playback.at(t)
        return tuple(
            (float(frame.pts or 0), shot.share) for frame, shot in zip(self._frames(shots), shots, strict=True)
        )

    def draw(self, t: float) -> Canvas:
        """The picture at ``t`` seconds of the scene. Not to be drawn on."""
        shots = self._playback.at(t)
        frames = self._frames(shots)
        first, *others = (self._adapted(one, frame) for one, frame in zip(self._passes, frames, strict=True))
        return _mixed(first, others[0], shots[1].share) if others else first

    def close(self) -> None:
        """Closes the file."""
        for one in self._passes:
            one.clip.close()

    def _frames(self, shots: tuple[Shot, ...]) -> list[av.VideoFrame]:
        """The frame of each shot. A pass that is over goes, one that begins comes."""
        with about(self._source.sha256):
            if len(shots) < len(self._passes):
                self._passes.pop(0).clip.close()
            elif len(shots) > len(self._passes):
                self._passes.append(_Pass(Clip(self._source.path, fps=self._fps)))
            return [one.clip.at(self._in_point + shot.time) for one, shot in zip(self._passes, shots, strict=True)]

    def _adapted(self, one: _Pass, frame: av.VideoFrame) -> Canvas:
        """The frame as it is shown. Clips of fewer frames a second than the film show each for a while."""
        assert self._fit is not None
        if one.canvas is None or one.frame is not frame:
            one.adapter = one.adapter or footage.Adapter(self.facts, self._fit)
            with about(self._source.sha256):
                one.frame, one.canvas = frame, tone.toned(Canvas.of(one.adapter.adapt(frame)), self._grade)
        return one.canvas


def _mixed(goes: Canvas, comes: Canvas, share: float) -> Canvas:
    """What goes under what comes, ``share`` of it."""
    weight = round(share * 256)

    def plane(a: Plane, b: Plane) -> Plane:
        mixed = a.astype(np.uint16) * (256 - weight) + b.astype(np.uint16) * weight + 128
        return (mixed >> 8).astype(np.uint8)

    planes = (plane(a, b) for a, b in ((goes.y, comes.y), (goes.u, comes.u), (goes.v, comes.v)))
    return Canvas(goes.width, goes.height, *planes)
