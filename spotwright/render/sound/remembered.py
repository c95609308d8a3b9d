"""A voice that says nothing twice: what it said lies in a folder, by what decides how it sounds."""

import hashlib
import json
import os
import unicodedata
from contextlib import suppress
from pathlib import Path

import numpy as np

from spotwright.render.cues import Word
from spotwright.render.sound.voice import Speech, Voice

_LAYOUT = 1


class RememberedVoice:
    """Another voice and a folder. What is used is touched, so whoever owns the folder can remove what nobody wants."""

    def __init__(self, voice: Voice, folder: Path) -> None:
        self.name = voice.name
        self._voice = voice
        self._folder = folder

    def say(self, text: str, *, speed: float = 1.0) -> Speech:
        """What the other voice says, from the folder if it was said before."""
        text = unicodedata.normalize("NFC", text).strip()
        what = json.dumps([_LAYOUT, self.name, text, round(speed, 4)])
        path = self._folder / f"{hashlib.sha256(what.encode()).hexdigest()}.speech"
        # A file that cannot be read, or is not whole, is made again.
        with suppress(OSError, ValueError, TypeError, KeyError):
            speech = _from_bytes(path.read_bytes())
            os.utime(path)
            return speech
        speech = self._voice.say(text, speed=round(speed, 4))
        # A full disk costs time, not the film.
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._keep(speech, path)
        return speech

    def _keep(self, speech: Speech, path: Path) -> None:
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            part.write_bytes(_to_bytes(speech))
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def _to_bytes(speech: Speech) -> bytes:
    """A line of JSON with the number of samples and the words, then the samples."""
    head = {"samples": speech.samples.size, "words": [[word.text, word.start, word.end] for word in speech.words]}
    return json.dumps(head).encode() + b"\n" + speech.samples.astype("<f4").tobytes()


def _from_bytes(data: bytes) -> Speech:
    head, _, samples = data.partition(b"\n")
    found = json.loads(head)
    speech = Speech(
        np.frombuffer(samples, "<f4").astype(np.float32),
        tuple(Word(str(text), float(start), float(end)) for text, start, end in found["words"]),
    )
    if speech.samples.size != found["samples"]:
        raise ValueError("The file is not whole.")
    return speech
