"""Pictures behind proofs: printed in two inks of the scheme, or as they are with a shade beside the type."""

from spotwright.render import contrast, palette
from spotwright.render.layout import photos, shades
from spotwright.render.layout.setup import Setup
from spotwright.render.layout.shades import Shaded
from spotwright.render.layout.stack import Align, Inks
from spotwright.render.layout.stage import Box
from spotwright.render.paint.palette import Lab
from spotwright.render.palette import Scheme
from spotwright.render.timeline import Grade, Side

_PRINTED = 5.0
"""The contrast of ink with the lighter (or darker) of the two inks of a print."""

_DEEPER = 0.2
_LIGHT_INK = 0.5
_LEAST_LIGHT = 0.36
"""OKLab lightness of a print's lights, below which hardly anything would be seen of it."""

_CLOSE = 1.08


def behind(setup: Setup, box: Box, align: Align) -> Shaded:
    """The scene's picture, made ready for type in a box."""
    media = setup.scene.media[0]
    toward = _toward(setup, align)
    if setup.direction.proof == "duotone" and media.kind == "image":
        scheme = setup.scheme
        dark, light = _inks_of_print(scheme)
        grade = photos.grade_of(setup)
        made = Grade(exposure=grade.exposure, contrast=1.08, saturation=grade.saturation, duotone=(dark, light))
        plate = photos.photo(setup, media, setup.stage.whole, close=_CLOSE, toward=toward, grade=made).plate
        accent = scheme.ink
        if contrast.luminance(contrast.channels(scheme.ink)) > _LIGHT_INK:
            dimmed = palette.readable(light, scheme.accent_ink, _PRINTED)
            if palette.lab(dimmed).l >= _LEAST_LIGHT:
                accent, light = scheme.accent_ink, dimmed
        return Shaded(plate, (), Inks(scheme.ink, scheme.ink, accent, scheme.accent, scheme.on_accent), scheme)
    photo = photos.photo(setup, media, setup.stage.whole, close=_CLOSE, toward=toward)
    return shades.shaded(setup, photo, box, _side(setup, align))


def _toward(setup: Setup, align: Align) -> tuple[float, float]:
    """Where the subject goes: away from the type."""
    if setup.stage.shape == "wide":
        return {"left": (0.7, 0.5), "center": (0.5, 0.5), "right": (0.3, 0.5)}[align]
    return (0.5, 0.74) if setup.stage.shape == "tall" else (0.5, 0.6)


def _side(setup: Setup, align: Align) -> Side | None:
    """The side from which the shade comes."""
    if setup.stage.shape == "tall":
        return "top"
    if setup.stage.shape == "wide" and align != "center":
        return "right" if align == "right" else "left"
    return None


def _inks_of_print(scheme: Scheme) -> tuple[str, str]:
    """The colours of a picture's shadows and lights, on all of which the scheme's ink can be read."""
    base = palette.lab(scheme.base)
    if contrast.luminance(contrast.channels(scheme.ink)) > _LIGHT_INK:
        deep = Lab(max(base.l - _DEEPER, 0.14), base.a, base.b)
        lead = palette.lab(scheme.ground[1])
        light = palette.readable(palette.hexed(Lab(lead.l + 0.2, lead.a, lead.b)), scheme.ink, _PRINTED)
        return palette.hexed(deep), light
    dim = palette.lab(scheme.ground[1])
    shadow = palette.readable(palette.hexed(Lab(dim.l - 0.22, dim.a * 2.2, dim.b * 2.2)), scheme.ink, _PRINTED)
    return shadow, palette.hexed(base.lighter(0.015))
