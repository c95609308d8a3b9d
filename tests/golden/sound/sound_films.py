"""Twelve films to be heard: every mood, short and long, with every kind of script."""

from dataclasses import dataclass
from pathlib import Path

from spotwright.render.sound.soundtrack import VOICE, Soundtrack, make_soundtrack

_WATCH = (
    "Tired of watches that die by noon?",
    "Meet Aurora: the watch that moves with you.",
    "Only $199.99, at www.aurora.com!",
)
_COFFEE = (
    "Good mornings start here.",
    "Roasted the day you order it, and posted in 24 h.",
    "4.8/5 stars from 10,000+ people. Taste why.",
    "Get your first bag today.",
)


@dataclass(frozen=True)
class SoundFilm:
    """A film's sound: its scenes are equally long."""

    name: str
    mood: str
    seconds: float
    scripts: tuple[str, ...]
    seed: int = 1
    voice: bool = True
    music: bool = True

    def make(self, out: Path) -> Soundtrack:
        """Writes the sound file."""
        length = self.seconds / len(self.scripts)
        scripts = [(index * length, length, text) for index, text in enumerate(self.scripts)]
        return make_soundtrack(
            self.seconds,
            scripts,
            mood=self.mood,
            seed=self.seed,
            cuts=[start for start, _, _ in scripts[1:]],
            out=out,
            voice=VOICE if self.voice else None,
            music=self.music,
        )


FILMS = (
    SoundFilm("uplifting", "uplifting", 15.0, (*_WATCH, "", "Order today.")),
    SoundFilm("energetic", "energetic", 10.0, _WATCH),
    SoundFilm("corporate", "corporate", 20.0, _COFFEE, seed=2),
    SoundFilm("playful", "playful", 12.0, _COFFEE),
    SoundFilm("luxury", "luxury", 15.0, ("Time.", "It is all there is.", "Aurora.")),
    SoundFilm("chill", "chill", 30.0, (*_COFFEE, "Slow down.")),
    SoundFilm("tech", "tech", 10.0, ("", "Save 20% with USB-C.", "")),
    SoundFilm("warm", "warm", 9.97, _WATCH, seed=9),
    SoundFilm("music-alone", "uplifting", 8.0, ("", ""), voice=False),
    SoundFilm("voice-alone", "warm", 6.0, ("Try it now. You will love it.",), music=False),
    SoundFilm("too-much", "energetic", 5.0, ("It is light, it is strong, it is waterproof, and it lasts.", "Buy now.")),
    SoundFilm("tiny", "tech", 2.0, ("Aurora, the watch that moves with you, day and night.",)),
)
