"""What can be done in a sandbox, by name. Arguments and results are plain values, timelines among the arguments."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from spotwright.render import movie as movies
from spotwright.render import segments, still
from spotwright.render.join import join
from spotwright.render.settings import DEFAULTS, Settings
from spotwright.render.timeline import Timeline

OnProgress = Callable[[int, int], None]


def stills(
    timeline: Timeline,
    frames: tuple[int, ...],
    outs: tuple[str, ...],
    width: int | None = None,
    *,
    on_progress: OnProgress,
) -> dict[str, Any]:
    """Frames of a film as JPEGs."""
    for done, (frame, out) in enumerate(zip(frames, outs, strict=True), 1):
        still.render_still(timeline, frame, Path(out), width=width)
        on_progress(done, len(outs))
    return {"stills": len(outs)}


def segment(
    timeline: Timeline, number: int, path: str, settings: Settings = DEFAULTS, *, on_progress: OnProgress
) -> dict[str, Any]:
    """Segment ``number`` of the film's plan."""
    planned = segments.plan(timeline, settings)[number]
    segments.render_segment(
        timeline, planned, Path(path), settings, on_frame=lambda done: on_progress(done, planned.frames)
    )
    return asdict(planned)


def movie(
    timeline: Timeline,
    out: str,
    cache: str,
    sound: str | None = None,
    settings: Settings = DEFAULTS,
    *,
    on_progress: OnProgress,
) -> dict[str, Any]:
    """A whole film."""
    heard = None if sound is None else Path(sound)
    movies.render_movie(timeline, Path(out), sound=heard, cache=Path(cache), settings=settings, on_progress=on_progress)
    return {"frames": timeline.frames}


def joined(
    paths: tuple[str, ...], out: str, fps: int, sound: str | None = None, *, on_progress: OnProgress
) -> dict[str, Any]:
    """Segments and sound as one file."""
    frames = join([Path(path) for path in paths], None if sound is None else Path(sound), Path(out), fps)
    on_progress(frames, frames)
    return {"frames": frames}
