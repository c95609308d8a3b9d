"""A whole film in one process: what is missing is rendered, then everything is joined."""

from collections.abc import Callable
from pathlib import Path

from spotwright.render import segments
from spotwright.render.encoder import DEFAULTS, Settings
from spotwright.render.join import join
from spotwright.render.layers import Pictures
from spotwright.render.timeline import Timeline

OnProgress = Callable[[int, int], None]


def render_movie(
    timeline: Timeline,
    out: Path,
    *,
    sound: Path | None = None,
    cache: Path,
    settings: Settings = DEFAULTS,
    on_progress: OnProgress | None = None,
) -> None:
    """Renders the segments that ``cache`` (a folder) does not hold yet and joins all into ``out``, an MP4.

    ``on_progress`` is told frames done and frames in all; what it raises stops the work and leaves no file behind but
    the segments that are complete. Raises RenderError.
    """
    cache.mkdir(parents=True, exist_ok=True)
    pictures = Pictures()
    paths = []
    for segment in segments.plan(timeline, settings):
        path = cached(cache, segment)
        paths.append(path)
        if not path.exists():
            segments.render_segment(
                timeline,
                segment,
                path,
                settings,
                on_frame=_counted(on_progress, segment.first, timeline),
                pictures=pictures,
            )
        if on_progress is not None:
            on_progress(segment.last + 1, timeline.frames)
    join(paths, sound, out, timeline.fps)


def cached(cache: Path, segment: segments.Segment) -> Path:
    """Where a folder of segments keeps this one."""
    return cache / f"{segment.key}.mp4"


def _counted(on_progress: OnProgress | None, first: int, timeline: Timeline) -> segments.OnFrame | None:
    if on_progress is None:
        return None
    return lambda done: on_progress(first + done, timeline.frames)
