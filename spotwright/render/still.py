"""One frame of a film as a picture file."""

from pathlib import Path

import av

from spotwright.render.canvas import Canvas
from spotwright.render.errors import RenderError
from spotwright.render.files import image, write_picture
from spotwright.render.segments import draw_frame
from spotwright.render.timeline import Timeline

_LATEST = 0.8
"""The part of a scene until which nothing that it shows leaves."""


def render_still(timeline: Timeline, frame: int, out: Path, *, width: int | None = None) -> None:
    """Writes the film's frame ``frame`` (counted from 0) as a JPEG, ``width`` pixels wide or as wide as the film.

    It looks like the same frame of the finished film. ``out`` appears complete or not at all. Raises RenderError.
    """
    canvas = Canvas.blank(timeline.width, timeline.height)
    draw_frame(timeline, frame, canvas)
    write_picture(image(canvas.frame(), width), out)


def poster(timeline: Timeline, movie: Path, out: Path) -> None:
    """Writes the picture that stands for the film: its first scene when everything in it has arrived.

    It is taken from the finished ``movie``: the first key frame from there on, so that one frame need be decoded, or
    just the next frame where the scene has no such. ``out`` appears complete or not at all. Raises RenderError.
    """
    wanted, frames = settled(timeline, 0), timeline.scenes[0].frames
    leaving = sum(shown.frames for shown in timeline.transitions[:1]) // 2
    latest = max(wanted, min(int(frames * _LATEST), frames - leaving - 1))
    try:
        with av.open(str(movie)) as container:
            stream = container.streams.video[0]
            assert stream.time_base is not None
            # Pictures that no other needs are not even decoded.
            stream.codec_context.skip_frame = "NONREF"
            container.seek(round(latest / timeline.fps / stream.time_base), stream=stream)
            shown = next(frame for frame in container.decode(stream) if frame.time * timeline.fps >= wanted - 0.5)
            write_picture(image(shown), out)
    except (av.error.FFmpegError, IndexError, StopIteration) as error:
        raise RenderError("The film's poster could not be taken from it.") from error


def settled(timeline: Timeline, scene: int) -> int:
    """The film's frame in which a scene shows what it has to show: three fifths into it."""
    before = sum(s.frames for s in timeline.scenes[:scene])
    return before + timeline.scenes[scene].frames * 3 // 5
