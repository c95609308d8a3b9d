"""Films whose every frame is known beforehand, drawn without segments, to hold the joined film against."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from spotwright.render import transitions
from spotwright.render.canvas import Canvas
from spotwright.render.compositor import SceneCompositor
from spotwright.render.encoder import SegmentEncoder
from spotwright.render.settings import DEFAULTS, Settings
from spotwright.render.stock import Stock
from spotwright.render.timeline import (
    Camera,
    Curve,
    Picture,
    Plate,
    Rect,
    Scene,
    Shape,
    Tile,
    Timeline,
    Transition,
)

Luma = NDArray[np.uint8]
Signal = NDArray[np.float32]
RATE = 48000
_TONE = 440.0


def moving(
    folder: Path,
    lengths: Sequence[int],
    changes: Sequence[Transition] = (),
    *,
    fps: int = 30,
    size: tuple[int, int] = (320, 180),
) -> Timeline:
    """Scenes of these lengths in which a picture and a bar never stand still, not even across a transition."""
    width, height = size
    scenes = []
    for index, frames in enumerate(lengths):
        seconds = max(frames / fps, 0.5)
        pan = Curve.between(0.35, 0.65, until=seconds, drifts=True)
        bar = Shape("rect", width / 5, height / 9, ("#ffffff", "#101010", "#E2A54B")[index % 3], radius=4)
        camera = Camera(x=pan, zoom=Curve.between(1.6, 1.3, until=seconds, drifts=True))
        plate = Plate(_picture(folder, index, width, height), Rect(0, 0, width, height), camera)
        sliding = Tile(bar, Curve.between(0, width * 0.7, until=seconds), Curve.still(height * 0.7))
        scenes.append(Scene(frames, (plate, sliding)))
    return Timeline(width, height, fps, tuple(scenes), tuple(changes))


def drawn(timeline: Timeline) -> Iterator[Canvas]:
    """Every frame of a film, in order, from its scenes and transitions alone. Each is drawn over the one before."""
    stock = Stock()
    width, height = timeline.width, timeline.height
    with ExitStack() as stack:
        scenes = [
            stack.enter_context(closing(SceneCompositor(scene, timeline.fps, width, height, stock)))
            for scene in timeline.scenes
        ]
        canvas, one, two = (Canvas.blank(width, height) for _ in range(3))
        cuts = np.cumsum([scene.frames for scene in timeline.scenes])
        for number in range(timeline.frames):
            index = int(np.searchsorted(cuts, number, side="right"))
            crossing = _crossing(timeline, cuts, number)
            if crossing is None:
                scenes[index].draw(number - (cuts[index - 1] if index else 0), canvas)
            else:
                cut, progress = crossing
                scenes[cut].draw(number - (cuts[cut - 1] if cut else 0), one)
                scenes[cut + 1].draw(number - cuts[cut], two)
                transitions.blend(timeline.transitions[cut], progress, one, two, canvas)
            yield canvas


def _crossing(timeline: Timeline, cuts: NDArray[np.int64], number: int) -> tuple[int, float] | None:
    """Which transition a frame lies in, and how far through it is."""
    for cut, change in enumerate(timeline.transitions):
        half = 0 if change.kind == "cut" else change.frames // 2
        place = number - int(cuts[cut]) + half
        if 0 <= place < 2 * half:
            return cut, (place + 1) / (2 * half + 1)
    return None


def encoded_whole(timeline: Timeline, out: Path, settings: Settings = DEFAULTS) -> list[Luma]:
    """The same film as one run of the encoder, without a segment or joint. Returns the lumas that went in."""
    lumas = []
    with SegmentEncoder(out, timeline.width, timeline.height, timeline.fps, settings) as encoder:
        for canvas in drawn(timeline):
            encoder.encode(canvas.frame())
            lumas.append(canvas.y.copy())
    return lumas


def lumas(video: Path) -> list[Luma]:
    """The luma planes of a film as it is decoded."""
    with av.open(str(video)) as container:
        return [_luma(frame) for frame in container.decode(video=0)]


def _luma(frame: av.VideoFrame) -> Luma:
    plane = frame.planes[0]
    return np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : frame.width].copy()


def psnr(one: Luma, two: Luma) -> float:
    """Peak signal-to-noise ratio in dB; 99 for equal pictures."""
    error = float(np.mean((one.astype(float) - two) ** 2))
    return 99.0 if error == 0 else 10 * float(np.log10(255**2 / error))


def tone(samples: int) -> Signal:
    """One steady tone, so that every gap and click can be found."""
    wave: Signal = (0.4 * np.sin(2 * np.pi * _TONE * np.arange(samples) / RATE)).astype(np.float32)
    return wave


def write_tone(out: Path, seconds: float) -> None:
    """The tone as a sound track."""
    wave = tone(round(seconds * RATE))
    with av.open(str(out), "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=RATE, layout="stereo", options={"b": "192k"})
        for start in range(0, len(wave), 1024):
            part = np.tile(wave[start : start + 1024], (2, 1))
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(part), format="fltp", layout="stereo")
            frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def heard(video: Path) -> Signal:
    """What sounds while a film is shown, from its first moment on, one channel."""
    with av.open(str(video)) as container:
        parts = [(frame.pts or 0, frame.to_ndarray()[0]) for frame in container.decode(audio=0)]
    shown = [part[max(0, -start) :] for start, part in parts if start + len(part) > 0]
    signal: Signal = np.concatenate(shown)
    return signal


def _picture(folder: Path, seed: int, width: int, height: int) -> Picture:
    """A picture with detail of several sizes, different for each seed."""
    path = folder / f"picture-{seed % 8}-{width}x{height}.png"
    if not path.exists():
        generator = np.random.default_rng(seed % 8)
        pixels = np.zeros((height * 3 // 2, width * 3 // 2, 3))
        for cells in (3, 9, 27):
            rough = Image.fromarray((generator.random((cells, cells, 3)) * 255).astype(np.uint8))
            pixels += np.asarray(rough.resize(pixels.shape[1::-1], Image.Resampling.BICUBIC), float) / 3
        Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(path)
    return Picture(str(path), hashlib.sha256(path.read_bytes()).hexdigest())
