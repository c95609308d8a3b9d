"""What the tests of the renderer look at, and look with."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
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
