"""From a brand's colours to the colours of a film: three schemes, each with ink that can be read on its ground."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from spotwright.render import contrast
from spotwright.render.paint.palette import Lab, parse
from spotwright.render.styles import PaletteRules, Tone

_SAFE = 5.0
"""Contrast aimed at on a painted ground: recipes add light and shade of their own."""

_CLEAR = 5.3
"""Contrast aimed at for second inks: a painting is lighter and darker in places than its base."""

_GREY = 0.035
_PAPER = 0.65
"""How much of a direction's own neutral there is in the light ground of a brand: paper, not a pastel."""

_BRIGHT = 0.07
"""OKLab chroma of a colour that catches the eye."""

_DARKEST_GROUND = 0.25
"""OKLab lightness."""

_LEAST_LUMA = 0.135
"""Grounds below a luma of about 0.1 count as black frames."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """The colours of one scene."""

    tone: Tone
    ground: tuple[str, ...]
    """Colours for a painting, the dominant one first; ``ink`` is readable on each."""
    surface: str
    """Panels and cards; ``ink`` is readable on it."""
    ink: str
    quiet: str
    """Ink for what matters less."""
    accent: str
    """Shapes, tags, buttons."""
    on_accent: str
    accent_ink: str
    """The accent, light or dark enough to be read as type on the ground."""
    spots: tuple[str, ...]
    """Full-strength colours for objects, away from type."""

    @property
    def base(self) -> str:
        """The ground's dominant colour."""
        return self.ground[0]


@dataclass(frozen=True, slots=True)
class Palette:
    """The three schemes of a film."""

    schemes: dict[Tone, Scheme] = field(hash=False)

    def scheme(self, tone: Tone) -> Scheme:
        """The scheme of a tone."""
        return self.schemes[tone]


def hexed(lab: Lab) -> str:
    """#rrggbb of an OKLab colour."""
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in lab.rgb())


def lab(color: str) -> Lab:
    """The OKLab colour of #rrggbb."""
    found = parse(color)
    if found is None:
        raise ValueError(color)
    return found


def _with_chroma(color: Lab, chroma: float) -> Lab:
    return color.muted(chroma / color.chroma) if color.chroma > 1e-4 else color


def _set(color: Lab, lightness: float, chroma: float) -> Lab:
    """The hue of a colour at a lightness and a chroma."""
    return _with_chroma(Lab(lightness, color.a, color.b), min(chroma, color.chroma))


def readable(color: str, ink: str, wanted: float = contrast.READABLE) -> str:
    """The colour made darker or lighter, away from the ink, until the ink can be read on it."""
    step = -0.01 if contrast.luminance(contrast.channels(ink)) > 0.4 else 0.01
    shifted = lab(color)
    for _ in range(90):
        if contrast.ratio(hexed(shifted), ink) >= wanted:
            break
        shifted = Lab(min(max(shifted.l + step, 0.0), 1.0), shifted.a, shifted.b)
    return hexed(shifted)


def as_ink(color: str, grounds: tuple[str, ...], fallback: str) -> str:
    """The colour made readable as type on all of some grounds; the fallback where it would lose its hue."""
    light = contrast.luminance(contrast.channels(grounds[0])) < 0.25
    start = shifted = lab(color)
    for _ in range(60):
        if min(contrast.ratio(hexed(shifted), ground) for ground in grounds) >= _CLEAR:
            return hexed(shifted)
        shifted = Lab(min(max(shifted.l + (0.01 if light else -0.01), 0.0), 1.0), start.a, start.b)
    return fallback


@lru_cache(maxsize=64)
def build(colors: tuple[str, ...], rules: PaletteRules, seed: int, *, accent: str | None = None) -> Palette:
    """The palette of a film; colours that are none are passed over, and a palette is chosen by seed without any."""
    known = [found for found in map(parse, colors[:12]) if found is not None]
    own = bool(known)
    if not known:
        choice = random.Random(seed).choice(rules.defaults)  # noqa: S311 - chance for looks, not for secrets
        known = [lab(color) for color in choice]
    chromatic = [color for color in known if color.chroma > _GREY]
    primary = chromatic[0] if chromatic else known[0]
    # A brand that leads with a deep or dull colour has another one for what should be seen first.
    bright = primary if primary.chroma >= _BRIGHT or not chromatic else max(chromatic, key=_chroma)
    others = [color for color in chromatic[1:] if abs(color.l - primary.l) + _distance(color, primary) > 0.1]
    # A brand's colours are kept: a direction adds hues of its own only for brands that have none.
    second = others[0] if others else (lab(rules.accent) if rules.accent and not own else None)
    asked = parse(accent) if accent else None
    tint = lab(rules.neutral) if rules.neutral and not own else primary
    deep = next((color for color in known if color.l < 0.4), tint)
    paper = primary.mix(lab(rules.neutral), _PAPER) if rules.neutral else tint
    pale = next((color for color in known if color.l > 0.88), paper)
    if asked:
        # Who asks for a colour wants to see it: it fills grounds and tints shades, and the brand's own answers it.
        rich = replace(rules, dark_chroma=max(rules.dark_chroma, 0.09), light_chroma=max(rules.light_chroma, 0.035))
        dark, light = _dark(asked, primary, asked, rich), _light(asked, primary, asked, rich)
        return Palette({"dark": dark, "light": light, "vivid": _vivid(asked, known, replace(rules, vivid_chroma=1.0))})
    return Palette(
        {
            "dark": _dark(primary if chromatic else max(known), second, deep, rules, bright if chromatic else None),
            "light": _light(primary if chromatic else min(known), second, pale, rules, bright if chromatic else None),
            "vivid": _vivid(primary, [second, *known] if second else known, rules),
        }
    )


def _chroma(color: Lab) -> float:
    return color.chroma


def _distance(one: Lab, other: Lab) -> float:
    return float(((one.a - other.a) ** 2 + (one.b - other.b) ** 2) ** 0.5)


def _accents(color: Lab, ground: str, ink: str, grounds: tuple[str, ...]) -> tuple[str, str, str]:
    """The accent, the ink on it, and the accent as ink; the accent is moved away from a ground it would drown in."""
    shape = color
    dark = lab(ground).l < 0.6
    away, apart = (0.02, 2.4) if dark else (-0.02, 1.3)
    for _ in range(40):
        if contrast.ratio(hexed(shape), ground) >= apart:
            break
        shape = Lab(min(max(shape.l + away, 0.0), 1.0), shape.a, shape.b)
    chosen = hexed(shape)
    over = contrast.on(chosen)
    chosen = readable(chosen, over, contrast.READABLE + 0.05)
    return chosen, over, as_ink(chosen, grounds, ink)


def _scheme(
    tone: Tone,
    labs: tuple[Lab, ...],
    surface: Lab,
    ink: str,
    accent: Lab,
    quiet_mix: float,
    spots: tuple[Lab, ...],
) -> Scheme:
    ground = tuple(readable(_seen(color), ink, _SAFE) for color in labs)
    panel = readable(_seen(surface), ink, _SAFE)
    mixed = lab(ink).mix(lab(ground[0]), quiet_mix)
    quiet = as_ink(hexed(mixed), (*ground, panel), ink)
    # Layouts look at what really lies beneath type, so the accent need not stand out from the far colours.
    chosen, over, as_text = _accents(accent, ground[0], ink, (ground[0], ground[-1], panel))
    return Scheme(tone, ground, panel, ink, quiet, chosen, over, as_text, tuple(hexed(spot) for spot in spots))


def _seen(color: Lab) -> str:
    """The colour, lighter if it is so deep that a screen full of it would count as black."""
    for _ in range(20):
        if contrast.luma(hexed(color)) >= _LEAST_LUMA:
            break
        color = Lab(color.l + 0.01, color.a, color.b)
    return hexed(color)


def _dark(lead: Lab, second: Lab | None, tint: Lab, rules: PaletteRules, accent: Lab | None = None) -> Scheme:
    # A neutral stays one, as near to black as a ground may be; yellow that is only darkened would turn to mud.
    neutral = tint.chroma < _GREY
    lightness = min(max(tint.l, _DARKEST_GROUND), rules.dark_lightness) if neutral else rules.dark_lightness
    base = _set(tint, max(lightness, _DARKEST_GROUND), rules.dark_chroma * (0.5 if _browns(tint) else 1.0))
    partner = lead if second is None or _browns(second) else second
    glow = _deep(lead, base.l + 0.13, max(rules.dark_chroma * 2.0, min(lead.chroma, 0.11)))
    other = _deep(partner, base.l + 0.09, max(rules.dark_chroma * 1.6, 0.06))
    shade = Lab(base.l + 0.04, base.a * 1.2, base.b * 1.2)
    ink = hexed(_set(tint, 0.985, 0.006))
    spots = (lead.at(max(lead.l, 0.58)), (second or lead).at(0.76), _set(lead, 0.88, 0.05))
    return _scheme("dark", (base, glow, other, shade), base.lighter(0.05), ink, accent or lead, 0.22, spots)


def _deep(color: Lab, lightness: float, chroma: float) -> Lab:
    """A colour darkened as painters do it: yellows become bronze, not olive."""
    return _set(color.at(lightness), lightness, chroma * (0.6 if _browns(color) else 1.0))


def _browns(color: Lab) -> bool:
    """True for yellows and oranges, which turn to mud when they are darkened."""
    return color.chroma > _GREY and 30 < math.degrees(math.atan2(color.b, color.a)) < 115


def _light(lead: Lab, second: Lab | None, tint: Lab, rules: PaletteRules, accent: Lab | None = None) -> Scheme:
    base = _set(tint, rules.light_lightness, rules.light_chroma)
    wash = _set(lead, base.l - 0.065, rules.light_chroma * 3.2)
    other = _set(second or lead, base.l - 0.045, rules.light_chroma * 2.6)
    shade = _set(tint, base.l - 0.03, rules.light_chroma * 1.6)
    ink = hexed(_set(tint, 0.24, 0.03))
    spots = (lead, second or lead.at(0.7), _set(lead, 0.86, 0.07))
    surface = Lab(0.992, base.a * 0.3, base.b * 0.3)
    return _scheme("light", (base, wash, other, shade), surface, ink, accent or lead, 0.3, spots)


def _vivid(primary: Lab, answers: Sequence[Lab], rules: PaletteRules) -> Scheme:
    """The brand's own colour as the ground, only as much darker or lighter as its ink needs.

    The first of ``answers`` that stands out from it is the accent.
    """
    base = primary.muted(rules.vivid_chroma)
    base = Lab(min(max(base.l, 0.3), 0.93), base.a, base.b)
    white = contrast.ratio(hexed(base), "#ffffff")
    ink = "#ffffff" if white >= 3.0 else hexed(_set(primary, 0.2, 0.03))
    base = lab(readable(hexed(base), ink, _CLEAR))
    toward = -1 if ink == "#ffffff" else 1
    deep = Lab(base.l + 0.06 * toward, base.a, base.b)
    bright = base.lighter(0.03 * toward)
    accent = next((color for color in answers if contrast.ratio(hexed(color), hexed(base)) >= 2.0), None)
    if accent is None:
        accent = _set(primary, 0.97, 0.02) if ink == "#ffffff" else _set(primary, 0.22, 0.04)
    spots = (accent, base.at(0.72), _set(primary, 0.93, 0.04))
    labs = (base, deep, bright, Lab(base.l + 0.09 * toward, base.a, base.b))
    return _scheme("vivid", labs, deep, ink, accent, 0.0, spots)
