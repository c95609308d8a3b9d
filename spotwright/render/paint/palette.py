"""A painting's palette: colours in OKLab, where equal steps look equal, made safe to paint large areas with."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_DARKEST = 0.21
_LIGHTEST = 0.985
_FALLBACK = ("#e9e2d6", "#c65f3c", "#2f5d62")
_DARK_BELOW = 0.58
_ACCENTS = 4
_GREY = 0.02
_SAME = 0.07
"""Two colours closer than this read as one."""
_FAR_HUES = 95
_NEIGHBOUR = 38
"""Degrees around the colour wheel."""


class Lab(NamedTuple):
    """A colour in OKLab: ``l`` 0 (black) to 1 (white), ``a`` green to red, ``b`` blue to yellow."""

    l: float  # noqa: E741 - the axis is called L
    a: float
    b: float

    def mix(self, other: "Lab", amount: float) -> "Lab":
        """The colour ``amount`` (0–1) of the way to another."""
        return Lab(*(mine + (theirs - mine) * amount for mine, theirs in zip(self, other, strict=True)))

    def lighter(self, step: float) -> "Lab":
        """The same hue, ``step`` lighter (darker if negative), kept inside what a screen shows."""
        return self.at(self.l + step)

    def at(self, lightness: float) -> "Lab":
        """The same hue at another lightness; colour fades near black and white, as it must.

        Yellows grow warmer as they darken, as painters mix them: a dark pure yellow is a dirty green.
        """
        target = min(max(lightness, 0.04), 0.995)
        room = min(1.0, (1 - target) / max(1 - self.l, 0.02), target / max(self.l, 0.02))
        keep = 0.35 + 0.65 * room
        drop = max(self.l - target, 0.0)
        yellow = max(0.0, 1 - abs(math.degrees(math.atan2(self.b, self.a)) - 98) / 38)
        return Lab(target, self.a * keep, self.b * keep).turned(-95 * drop * yellow)

    def muted(self, keep: float) -> "Lab":
        """The same lightness with ``keep`` times the colour."""
        return Lab(self.l, self.a * keep, self.b * keep)

    def turned(self, degrees: float) -> "Lab":
        """The same lightness and colourfulness at another hue."""
        angle = math.radians(degrees)
        return Lab(
            self.l,
            self.a * math.cos(angle) - self.b * math.sin(angle),
            self.a * math.sin(angle) + self.b * math.cos(angle),
        )

    @property
    def chroma(self) -> float:
        """How far from grey."""
        return math.hypot(self.a, self.b)

    def rgb(self) -> tuple[float, float, float]:
        """SRGB 0–1, clipped to the screen's gamut."""
        root_l = self.l + 0.3963377774 * self.a + 0.2158037573 * self.b
        root_m = self.l - 0.1055613458 * self.a - 0.0638541728 * self.b
        root_s = self.l - 0.0894841775 * self.a - 1.2914855480 * self.b
        l3, m3, s3 = root_l**3, root_m**3, root_s**3
        linear = (
            4.0767416621 * l3 - 3.3077115913 * m3 + 0.2309699292 * s3,
            -1.2684380046 * l3 + 2.6097574011 * m3 - 0.3413193965 * s3,
            -0.0041960863 * l3 - 0.7034186147 * m3 + 1.7076147010 * s3,
        )
        red, green, blue = (_encode(min(max(channel, 0.0), 1.0)) for channel in linear)
        return red, green, blue


def _encode(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * math.pow(channel, 1 / 2.4) - 0.055


def _decode(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else math.pow((channel + 0.055) / 1.055, 2.4)


def parse(color: str) -> Lab | None:
    """Read #rgb, #rrggbb or #rrggbbaa (its alpha is dropped); None for anything else."""
    match = _HEX.fullmatch(color.strip()) if isinstance(color, str) else None
    if match is None:
        return None
    digits = match[1] if len(match[1]) > 3 else "".join(digit * 2 for digit in match[1])
    return lab_of(*(int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)))


def lab_of(red: float, green: float, blue: float) -> Lab:
    """The OKLab colour of sRGB channels 0–1."""
    red, green, blue = _decode(red), _decode(green), _decode(blue)
    root_l = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    root_m = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    root_s = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return Lab(
        0.2104542553 * root_l + 0.7936177850 * root_m - 0.0040720468 * root_s,
        1.9779984951 * root_l - 2.4285922050 * root_m + 0.4505937099 * root_s,
        0.0259040371 * root_l + 0.7827717662 * root_m - 0.8086757660 * root_s,
    )


@dataclass(frozen=True, slots=True)
class Palette:
    """The dominant colour and at least four accents.

    Large areas stay on the base's own side of the middle of the lightness scale, so that ink which can be read on
    the base can be read on all of them: light ink below ``_DARK_BELOW``, dark ink above it.
    """

    base: Lab
    accents: tuple[Lab, ...]

    @property
    def dark(self) -> bool:
        """True when light type belongs on the base."""
        return self.base.l < _DARK_BELOW

    def accent(self, index: int) -> Lab:
        """The accent, as bright as it was given, for small things; accents repeat."""
        return self.accents[index % len(self.accents)]

    def soft(self, index: int, reach: float = 0.16) -> Lab:
        """The accent brought to within ``reach`` of the base's lightness: for large areas that type may cross."""
        return self._near(self.accent(index), reach)

    def bold(self, index: int) -> Lab:
        """The accent hardly held back: for solid things at the edge of the sheet."""
        accent = self.accent(index)
        return accent.at(self.base.l + min(max(accent.l - self.base.l, -0.42), 0.42))

    def kin(self, index: int, reach: float = 0.16) -> Lab:
        """A soft colour that melts into ``soft(index)`` without greying: the next accent, or its hue half way."""
        first, second = self.accent(index), self.accent(index + 1)
        if first.chroma < _GREY or second.chroma < _GREY:
            return self._near(second, reach)
        apart = math.degrees(math.atan2(second.b, second.a) - math.atan2(first.b, first.a))
        apart = (apart + 180) % 360 - 180
        if abs(apart) > _FAR_HUES:
            second = first.turned(math.copysign(_NEIGHBOUR, apart)).at(second.l)
        return self._near(second, reach)

    def _near(self, color: Lab, reach: float) -> Lab:
        step = min(max(color.l - self.base.l, -reach), reach)
        near = color.at(self._kept(self.base.l + step))
        if color.chroma < _GREY * 2:
            # A white or a grey brought to the base's lightness would be dirt on it: let it be the base in light.
            near = Lab(near.l, *near.mix(self.base, 0.75)[1:])
        apart = abs(near.l - self.base.l) + math.hypot(near.a - self.base.a, near.b - self.base.b)
        if apart < _SAME:
            return near.at(self._kept(near.l + _SAME)) if self.dark else near.at(self._kept(near.l - _SAME))
        return near

    def _kept(self, lightness: float) -> float:
        """A lightness on the base's own side; a base that lies near the middle may be left by a hair."""
        if self.dark:
            return min(lightness, max(_DARK_BELOW, self.base.l + 0.03))
        return max(lightness, min(_DARK_BELOW + 0.03, self.base.l - 0.03))

    def lit(self, step: float) -> Lab:
        """The base in light, as far as light ink stays readable on it."""
        return self.base.at(self._kept(self.base.l + step))

    def shade(self, step: float) -> Lab:
        """The base in shadow, as far as dark ink stays readable on it."""
        return self.base.at(self._kept(self.base.l - step))

    def gleam(self, step: float) -> Lab:
        """The base in bright light, whatever is read on it: for thin edges and small sparks."""
        return self.base.lighter(step)

    def umbra(self, step: float) -> Lab:
        """The base in deep shadow: for shadows, which are thin and drawn with little opacity."""
        return self.base.lighter(-step)


def palette_of(colors: Iterable[str]) -> Palette:
    """Build a palette from #rrggbb strings, the first one dominant; what is no colour is passed over.

    One colour is enough: the accents are then its neighbours on the colour wheel. With none a warm default is used.
    """
    known = [lab for lab in map(parse, colors) if lab is not None][:8]
    if not known:
        known = [lab for lab in map(parse, _FALLBACK) if lab is not None]
    base = known[0]
    base = base if _DARKEST <= base.l <= _LIGHTEST else base.at(min(max(base.l, _DARKEST), _LIGHTEST))
    accents = [color if color.l >= _DARKEST else color.at(_DARKEST) for color in known[1:]]
    source = accents[0] if accents else base
    step = 0.16 if base.l < _DARK_BELOW else -0.16
    spread = 10 if len(known) > 1 else 24
    turn = 0
    while len(accents) < _ACCENTS:
        turn += 1
        sign = 1 if turn % 2 else -1
        if source.chroma < _GREY:
            accents.append(source.at(base.l + step * (0.6 + 0.5 * turn)))
        else:
            accents.append(source.turned(spread * sign * ((turn + 1) // 2)).lighter(step * 0.5 * sign))
    return Palette(base, tuple(accents))
