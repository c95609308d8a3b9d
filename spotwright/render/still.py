"""One frame of a film as a picture file."""

from pathlib import Path

from spotwright.render.canvas import Canvas
from spotwright.render.files import image, write_picture
from spotwright.render.segments import draw_frame
from spotwright.render.timeline import Timeline


def render_still(timeline: Timeline, frame: int, out: Path, *, width: int | None = None) -> None:
    """Writes the film's frame ``frame`` (counted from 0) as a JPEG, ``width`` pixels wide or as wide as the film.

    It looks like the same frame of the finished film. ``out`` appears complete or not at all. Raises RenderError.
    """
    canvas = Canvas.blank(timeline.width, timeline.height)
    draw_frame(timeline, frame, canvas)
    write_picture(image(canvas.frame(), width), out)


def poster(timeline: Timeline, out: Path, *, width: int | None = None) -> None:
    """Writes the frame that stands for the film: its first scene when everything in it has arrived."""
    render_still(timeline, settled(timeline, 0), out, width=width)


def settled(timeline: Timeline, scene: int) -> int:
    """The film's frame in which a scene shows what it has to show: three fifths into it."""
    before = sum(s.frames for s in timeline.scenes[:scene])
    return before + timeline.scenes[scene].frames * 3 // 5
