"""A whole film in one process: what is missing is rendered, then everything is joined."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

from spotwright.render import segments
from spotwright.render.encoder import DEFAULTS, Settings
from spotwright.render.errors import RenderCancelled
from spotwright.render.join import join
from spotwright.render.segments import Segment
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

    ``workers`` segments are rendered at a time. ``on_progress`` is told frames done and frames in all; what it raises
    stops the work and leaves no file behind but the segments that are complete. Raises RenderError.
    """
    cache.mkdir(parents=True, exist_ok=True)
    plan = segments.plan(timeline, settings)
    missing = {segment.key: segment for segment in plan if not cached(cache, segment).exists()}
    tally = _Tally(timeline.frames, sum(s.frames for s in plan if s.key not in missing), on_progress)
    stock = Stock()

    def render(segment: Segment) -> None:
        path = cached(cache, segment)
        segments.render_segment(timeline, segment, path, settings, on_frame=tally.count, stock=stock)

    with ThreadPoolExecutor(workers, "segment") as pool:
        works = [pool.submit(render, segment) for segment in missing.values()]
        try:
            for work in works:
                work.result()
        except BaseException:
            tally.stop()
            for work in works:
                work.cancel()
            raise
    join([cached(cache, segment) for segment in plan], sound, out, timeline.fps)


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
