"""How large a drawing is, from its type's measures alone: drawing it to find out costs more than the whole layout."""

from spotwright.render import typeset
from spotwright.render.styles import TypeStyle
from spotwright.render.timeline import Drawing, Text, TextRun


def size_of(drawing: Drawing) -> tuple[float, float]:
    """Width and height in pixels; a text's height is from its capitals' top to under the deepest letters."""
    if not isinstance(drawing, Text):
        return drawing.width, drawing.height
    widths = [sum(typeset.width(run.text, _style(run, drawing)) * run.size for run in line) for line in drawing.lines]
    first = drawing.lines[0][0]
    measures = typeset.metrics(_style(first, drawing))
    lines = (len(drawing.lines) - 1) * drawing.leading
    return max(widths), (measures.cap_height + measures.descent + lines) * first.size


def _style(run: TextRun, text: Text) -> TypeStyle:
    return TypeStyle(run.family, run.weight, run.italic, run.tracking, text.leading, language=run.language)
