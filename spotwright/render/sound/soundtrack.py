"""The whole sound of a film in one call: scripts spoken, music composed, mixed, captioned and written."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from spotwright.render.cues import Cue
from spotwright.render.sound.captions import make_cues
from spotwright.render.sound.encode import write_sound
from spotwright.render.sound.loudness import Loudness
from spotwright.render.sound.mix import mix
from spotwright.render.sound.music import compose
from spotwright.render.sound.narration import Narration, Script, narrate
from spotwright.render.sound.neural import NeuralVoice
from spotwright.render.sound.remembered import RememberedVoice
from spotwright.render.sound.voice import Voice

__all__ = ["VOICE", "Script", "Soundtrack", "make_soundtrack"]

VOICE = NeuralVoice()
"""The voice that speaks unless another one is asked for."""


@dataclass(frozen=True, slots=True)
class Soundtrack:
    """What was made: captions in film time, what the author should know, and the loudness of the written file."""

    cues: tuple[Cue, ...]
    warnings: tuple[str, ...]
    loudness: Loudness


def make_soundtrack(
    seconds: float,
    scripts: Sequence[Script],
    *,
    mood: str,
    seed: int,
    cuts: Sequence[float],
    out: Path,
    fps: float = 30.0,
    voice: Voice | None = VOICE,
    music: bool = True,
    cache: Path | None = None,
) -> Soundtrack:
    """Makes the sound of a film of ``seconds`` and writes it to ``out`` (.m4a, exactly as long as the film).

    ``cuts`` are the seconds where scenes change: the music's beats fall on them where its tempo allows. Without a
    ``voice`` nobody speaks. What is spoken is kept in the folder ``cache`` and not spoken again; removing old files
    there is up to its owner.
    """
    speaker = RememberedVoice(voice, cache) if voice and cache else voice
    with ThreadPoolExecutor(max_workers=1) as pool:
        # Most of both is done by compiled code, which lets the other go on.
        playing = pool.submit(compose, mood, seconds, seed=seed, cuts=tuple(cuts)) if music else None
        narration = narrate(seconds, scripts, speaker) if speaker else Narration((), ())
        bed = playing.result().samples if playing else None
    # The mix takes the music over; a long film has no memory for it twice.
    del playing
    mixed = mix(seconds, bed, narration.voices)
    del bed
    measured = write_sound(mixed, out)
    return Soundtrack(make_cues(narration.words, fps=fps, until=seconds), narration.warnings, measured)
