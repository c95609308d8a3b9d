"""How a clip fills a scene that may be longer than it: slowed a little, then begun again under a dissolve."""

from dataclasses import dataclass

_SLOWEST = 0.8
"""The speed down to which slowing is not noticed; below it, motion looks like slow motion."""

_UNNOTICED = 0.25
"""Seconds that may be missing before anything is done: holding a frame that long is better than a stutter all along."""

_DISSOLVE = 0.6
"""Seconds over which a clip's end passes into its beginning."""

_SHORTEST = 0.8
"""Seconds of a clip that can be begun again; less would flicker, so it stands still at its end."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A time of a clip (seconds from its in-point) and how much of the picture it is, 0–1."""

    time: float
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Playback:
    """What of a clip is on the screen at any time of a scene."""

    speed: float = 1.0
    period: float = 0.0
    """Seconds after which the clip begins again; 0 plays it once."""
    dissolve: float = 0.0
    """Seconds of each period in which the last pass still shows."""

    def at(self, t: float) -> tuple[Shot, ...]:
        """One shot, or two while the clip passes into its beginning: first what goes, then what comes."""
        if self.period <= 0 or t < self.period:
            return (Shot(t * self.speed),)
        local = t % self.period
        comes = Shot(local * self.speed, min(local / self.dissolve, 1.0))
        if comes.share >= 1.0:
            return (Shot(comes.time),)
        return Shot((local + self.period) * self.speed), comes


def playback(length: float, seconds: float) -> Playback:
    """How to show ``length`` seconds of a clip in a scene of ``seconds``; a length of 0 is unknown and plays once."""
    if length <= 0 or seconds <= length + _UNNOTICED:
        return Playback()
    speed = max(length / seconds, _SLOWEST)
    lasts = length / speed
    if lasts + _UNNOTICED >= seconds or length < _SHORTEST:
        return Playback(speed if length >= _SHORTEST else 1.0)
    dissolve = min(_DISSOLVE, lasts / 4)
    return Playback(speed, lasts - dissolve, dissolve)
