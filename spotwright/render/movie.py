"""A whole film in one process: what is missing is rendered, then everything is joined."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

from spotwright.render import segments
from spotwright.render.errors import RenderCancelled
from spotwright.render.join import join
from spotwright.render.memory import steady_memory
from spotwright.render.segments import Segment
from spotwright.render.settings import DEFAULTS, Settings
from spotwright.render.stock import Stock
from spotwright.render.timeline import Timeline

OnProgress = Callable[[int, int], None]


def render_movie(
    timeline: Timeline,
    out: Path,
    *,
    sound: Path | None = None,
    cache: Path,
    settings: Settings = DEFAULTS,
    workers: int = 2,
    on_progress: OnProgress | None = None,
) -> None:
    """Renders the segments that ``cache`` (a folder) does not hold yet and joins all into ``out``, an MP4.

    See :func:`render_segments` for ``workers`` and ``on_progress``. Raises RenderError.
    """
    keys = [segment.key for segment in segments.plan(timeline, settings)]
    render_segments(timeline, keys, cache, settings, workers=workers, on_progress=on_progress)
    join([cache / f"{key}.mp4" for key in keys], sound, out, timeline.fps)


def render_segments(
    timeline: Timeline,
    keys: Sequence[str],
    cache: Path,
    settings: Settings = DEFAULTS,
    *,
    workers: int = 1,
    on_progress: OnProgress | None = None,
) -> None:
    """Renders the segments of a film that are named by ``keys`` and that ``cache`` does not hold yet.

    Up to ``workers`` segments are rendered at a time, no more than there are cores. ``on_progress`` is told frames done
    and frames in all; what it raises stops the work and leaves no file behind but the segments that are complete.
    Raises RenderError.
    """
    steady_memory(timeline.width, timeline.height)
    workers = max(1, min(workers, len(os.sched_getaffinity(0))))
    cache.mkdir(parents=True, exist_ok=True)
    wanted = [segment for segment in segments.plan(timeline, settings) if segment.key in keys]
    missing = {segment.key: segment for segment in wanted if not cached(cache, segment).exists()}
    frames = sum(segment.frames for segment in wanted)
    tally = _Tally(frames, frames - sum(segment.frames for segment in missing.values()), on_progress)
    stock = Stock()

    def render(segment: Segment) -> None:
        path = cached(cache, segment)
        segments.render_segment(timeline, segment, path, settings, on_frame=tally.count, stock=stock)

    # The longest come first, so that at the end no core waits long for the other.
    order = sorted(missing.values(), key=lambda segment: -segment.frames)
    with ThreadPoolExecutor(workers, "segment") as pool:
        works = [pool.submit(render, segment) for segment in order]
        try:
            for work in works:
                work.result()
        except BaseException:
            tally.stop()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def cached(cache: Path, segment: Segment) -> Path:
    """Where a folder of segments keeps this one."""
    return cache / f"{segment.key}.mp4"


class _Tally:
    """Counts the frames of all workers, one at a time, and stops them all when one has failed."""

    def __init__(self, total: int, done: int, tell: OnProgress | None) -> None:
        self._total, self._done, self._tell = total, done, tell
        self._lock = Lock()
        self._stopped = False

    def stop(self) -> None:
        self._stopped = True

    def count(self, _done: int) -> None:
        with self._lock:
            if self._stopped:
                raise RenderCancelled("Rendering was stopped.")
            self._done += 1
            if self._tell is not None:
                self._tell(min(self._done, self._total), self._total)
