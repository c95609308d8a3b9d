"""What the tests of the renderer look at, and look with."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]


def scenery(width: int, height: int, seed: int = 1) -> Pixels:
    """A picture with detail of every size, uint8 H × W × 3."""
    generator = np.random.default_rng(seed)
    canvas = np.zeros((height, width, 3))
    for cells in (3, 9, 27):
        rough = generator.random((cells, cells, 3)) * 255
        layer = Image.fromarray(rough.astype(np.uint8)).resize((width, height), Image.Resampling.BICUBIC)
        canvas += np.asarray(layer, float) / 3
    return canvas.clip(0, 255).astype(np.uint8)


def silence(samples: int) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(np.zeros((2, samples), np.float32), format="fltp", layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = 48000, 0, Fraction(1, 48000)
    return frame


def decoded(path: Path) -> list[Pixels]:
    """The luma planes of a film's frames, after checking that each comes when it is due."""
    found = []
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.average_rate is not None
        for number, frame in enumerate(container.decode(stream)):
            assert frame.time is not None
            assert abs(frame.time * stream.average_rate - number) < 1e-3
            rows = np.frombuffer(frame.planes[0], np.uint8).reshape(frame.height, -1)
            found.append(rows[:, : frame.width].copy())
    return found


def grey(number: int) -> int:
    """The level, 0–255, of frame ``number`` of a numbered clip."""
    return 30 + 7 * number


def number_of(luma: Pixels) -> int:
    """Which frame of a numbered clip limited-range luma shows."""
    return round(((float(luma.mean()) - 16) * 255 / 219 - 30) / 7)


def numbered(
    path: Path,
    *,
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    fps: int = 25,
    times: Sequence[Fraction] | None = None,
    frames: int = 25,
    size: tuple[int, int] = (96, 64),
    options: dict[str, str] | None = None,
    change: Callable[[VideoStream], None] = lambda stream: None,
) -> Path:
    """A clip whose frames are even greys that tell their numbers; ``change`` gets the stream before it is opened."""
    defaults = {"libx264": {"crf": "3", "preset": "ultrafast", "g": "12", "bf": "2"}}
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=fps)
        stream.width, stream.height, stream.pix_fmt = *size, pix_fmt
        stream.options = defaults.get(codec, {}) if options is None else options
        change(stream)
        base = Fraction(1, 1000) if times else Fraction(1, fps)
        if times:
            stream.codec_context.time_base = base
        for number in range(frames):
            pixels = np.full((size[1], size[0], 3), grey(number), np.uint8)
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(
                format=pix_fmt, dst_colorspace=1, dst_color_range=1
            )
            frame.pts, frame.time_base = (round(times[number] * 1000) if times else number), base
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path
