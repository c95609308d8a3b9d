"""The shipped voice: English speech from text, with the time of every written word.

The neural voice and its weights come in the ``hibari-tts`` wheel and need no network. Its graph predicts how long each
phoneme lasts; that tensor is not among its outputs, so it is added to them when the model is loaded.
"""

import json
import re
import threading
from collections.abc import Sequence
from functools import lru_cache
from importlib import metadata
from pathlib import Path

import numpy as np
import onnxruntime as ort
from hibari import dsp
from hibari.tts import ASSETS
from numpy.typing import NDArray

from spotwright.render.cues import Word
from spotwright.render.sound.lexicon import Reader
from spotwright.render.sound.normalise import Phrase, normalise
from spotwright.render.sound.resample import Mono, upsample
from spotwright.render.sound.voice import SAMPLE_RATE, SILENCE, Speech

_READING = 1
"""Changes whenever the same text is said otherwise: other words for a number, other pauses."""

_FRAME = 0.025
"""Seconds a unit of the duration tensor lasts."""
_DURATIONS = b"/Clip_output_0"
_MOST_PHONEMES = 380
_SEED = 7
_LEAD, _TAIL = 0.06, 0.16
"""Seconds kept before the first and after the last phoneme; the model adds far more silence."""
_GAP = {".": 0.26, "!": 0.26, "?": 0.30, "…": 0.34, ";": 0.16, ":": 0.14, ",": 0.08}
"""Seconds of silence between two stretches, by the mark that ends the first."""
_SENTENCE_END = ".!?…"

_Read = tuple[list[int], list[int]]
"""Phonemes: ids for the model, and the index of the phrase that each belongs to."""


class _Engine:
    """The loaded model: phrases in, sound and word times out."""

    def __init__(self) -> None:
        self.reader = Reader()
        assets = Path(ASSETS)
        self.vocabulary: dict[str, int] = json.loads((assets / "vocab.json").read_text("utf-8"))
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # What one sentence needed must not be kept for the next: sentences differ, and so the arena only grows.
        options.enable_cpu_mem_arena = False
        model = (assets / "hibari.onnx").read_bytes()
        try:
            self.session = ort.InferenceSession(
                model + _extra_output(_DURATIONS), options, providers=["CPUExecutionProvider"]
            )
        except Exception:  # noqa: BLE001 - onnxruntime raises its own types; without the tensor, times are estimated
            self.session = ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        # The session has read the model, and would hold on to the file's bytes, as many again.
        self.session._model_bytes = None  # noqa: SLF001 — it has no other way to let go
        self.has_durations = any(output.name == _DURATIONS.decode() for output in self.session.get_outputs())

    def phonemes(self, phrases: Sequence[Phrase]) -> _Read:
        """Ids for the model, and for each id the index of the phrase it belongs to, or −1 (pauses, padding)."""
        owners = [index for index, phrase in enumerate(phrases) for _ in phrase.spoken.split()]
        text = " ".join(phrase.spoken + phrase.pause for phrase in phrases)
        ids, of = [0], [-1]
        chunk = 0
        for token in self.reader.phonemize_tokens(self.reader.tokenize(text)):
            owner = owners[min(chunk, len(owners) - 1)]
            for letter in token.phonemes or "":
                if letter in self.vocabulary:
                    ids.append(self.vocabulary[letter])
                    of.append(owner if letter.isalpha() or letter in "ˈˌ" else -1)
            if token.whitespace:
                ids.append(self.vocabulary[" "])
                of.append(-1)
                chunk += 1
        return [*ids, 0], [*of, -1]

    def say(self, ids: list[int], speed: float) -> tuple[Mono, NDArray[np.float64]]:
        """Sound at 24 kHz, and the seconds each id lasts."""
        feed = {"ids": np.asarray([ids], np.int64), "speed": np.asarray([speed], np.float32)}
        outputs = self.session.run(None, feed)
        sound = dsp.synth(*(output[0] for output in outputs[:6]), np.random.default_rng(_SEED))
        if self.has_durations and outputs[6].size == len(ids):
            return sound, outputs[6].reshape(-1).astype(np.float64) * _FRAME
        return sound, np.full(len(ids), sound.size / dsp.SR / len(ids))


def _extra_output(name: bytes) -> bytes:
    """Protocol-buffer bytes that, appended to a model, name one more output of its graph.

    Repeated parts of a message are merged, so this needs no copy of the model: ``graph { output { name } }``.
    """
    value = b"\x0a" + bytes([len(name)]) + name
    output = b"\x62" + bytes([len(value)]) + value
    return b"\x3a" + bytes([len(output)]) + output


_loading = threading.Lock()


@lru_cache(maxsize=1)
def _load() -> _Engine:
    return _Engine()


def _engine() -> _Engine:
    with _loading:
        return _load()


class NeuralVoice:
    """Says English text; the same text and speed give the same samples. Text without English letters gives no sound.

    ``speed`` is held between 0.7 and 1.4. Scripts longer than three minutes are cut at a word. Loading happens when
    something is said first, once a process.
    """

    name = f"hibari-{metadata.version('hibari-tts')}-{_READING}"

    def say(self, text: str, *, speed: float = 1.0) -> Speech:
        """The text as speech."""
        return _speak(text, speed)

    def load(self) -> None:
        """Loads the model now, for a process that waits for work."""
        _engine()


def _speak(text: str, speed: float) -> Speech:
    engine = _engine()
    phrases = normalise(text, known=engine.reader.knows)
    if not phrases:
        return SILENCE
    speed = float(np.clip(speed, 0.7, 1.4))
    sounds: list[Mono] = []
    words: list[Word] = []
    at = 0.0
    for stretch, read in _stretches(engine, phrases):
        sound, found = _say_stretch(engine, stretch, read, speed)
        if not sound.size:
            continue
        words.extend(Word(word.text, at + word.start, at + word.end) for word in found)
        gap = np.zeros(round(_GAP.get(stretch[-1].pause, 0.05) / speed * dsp.SR), np.float32)
        sounds += [sound, gap]
        at += (sound.size + gap.size) / dsp.SR
    if not words:
        return SILENCE
    return Speech(upsample(np.concatenate(sounds[:-1]), SAMPLE_RATE // dsp.SR, taps=96), tuple(words))


def _stretches(engine: _Engine, phrases: Sequence[Phrase]) -> list[tuple[list[Phrase], _Read]]:
    """Sentences, and parts of sentences where one is longer than the model was made for, with their phonemes."""
    found: list[list[Phrase]] = [[]]
    for phrase in phrases:
        found[-1].append(phrase)
        if phrase.pause and phrase.pause in _SENTENCE_END:
            found.append([])
    return [part for sentence in found if sentence for part in _shortened(engine, sentence)]


def _shortened(engine: _Engine, sentence: list[Phrase]) -> list[tuple[list[Phrase], _Read]]:
    read = engine.phonemes(sentence)
    if len(sentence) == 1 or len(read[0]) <= _MOST_PHONEMES:
        return [(sentence, read)]
    middle = len(sentence) / 2
    cuts = range(1, len(sentence))
    cut = min(cuts, key=lambda index: (not sentence[index - 1].pause, abs(index - middle)))
    return [*_shortened(engine, sentence[:cut]), *_shortened(engine, sentence[cut:])]


def _say_stretch(engine: _Engine, phrases: list[Phrase], read: _Read, speed: float) -> tuple[Mono, list[Word]]:
    """The stretch at 24 kHz without its outer silence, and its words."""
    ids, owners = (part[: 2 * _MOST_PHONEMES] for part in read)
    if not any(owner >= 0 for owner in owners):
        return np.zeros(0, np.float32), []
    sound, lengths = engine.say(ids, speed)
    ends = np.cumsum(lengths)
    starts = ends - lengths
    said = [index for index, owner in enumerate(owners) if owner >= 0]
    first = max(0.0, starts[said[0]] - _LEAD)
    last = min(sound.size / dsp.SR, ends[said[-1]] + _TAIL)
    sound = sound[round(first * dsp.SR) : round(last * dsp.SR)].copy()
    _fade(sound, round(0.010 * dsp.SR), round(0.060 * dsp.SR))
    words: list[Word] = []
    for index, phrase in enumerate(phrases):
        own = [position for position in said if owners[position] == index]
        if own:
            words += _spread(phrase.written, float(starts[own[0]] - first), float(ends[own[-1]] - first))
    return sound, words


def _spread(written: Sequence[str], start: float, end: float) -> list[Word]:
    """The written words of a phrase share its time by their length."""
    weights = np.array([1 + len(re.sub(r"\W", "", word)) for word in written], np.float64)
    bounds = start + (end - start) * np.concatenate([[0.0], np.cumsum(weights) / weights.sum()])
    pairs = zip(written, bounds[:-1], bounds[1:], strict=True)
    return [Word(word, float(begin), float(finish)) for word, begin, finish in pairs]


def _fade(sound: Mono, rise: int, fall: int) -> None:
    rise, fall = min(rise, sound.size // 2), min(fall, sound.size // 2)
    sound[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    if fall:
        sound[-fall:] *= np.linspace(1, 0, fall, dtype=np.float32)
