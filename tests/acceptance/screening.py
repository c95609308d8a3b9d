"""A finished film, measured from outside: by decoding it, and with FFmpeg's own meters."""

import io
import math
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image

_THUMB_SIDE = 160
_MOVED = 0.6
"""Mean difference of two small grey pictures, of 255 levels, below which nobody sees a change within a second."""
_BLACK = 6.0


@dataclass(frozen=True)
class Screening:
    """What was seen and heard."""

    width: int
    height: int
    fps: Fraction
    codecs: tuple[str, str]
    pixel_format: str
    seconds: float
    thumbs: NDArray[np.uint8]
    """Every frame, small and in colour: (frames, height, width, 3)."""
    integrated_lufs: float
    true_peak_db: float
    audio_seconds: float

    @property
    def frames(self) -> int:
        return len(self.thumbs)

    def still_stretches(self) -> list[float]:
        """Times, in seconds, from which nothing moves for a second."""
        step = round(self.fps)
        grey = self.thumbs.mean(axis=3)
        change = np.abs(grey[step:] - grey[:-step]).mean(axis=(1, 2))
        return [float(frame / self.fps) for frame in np.flatnonzero(change < _MOVED)]

    def black_stretches(self) -> list[float]:
        """Times, in seconds, at which the picture is black."""
        return [float(frame / self.fps) for frame in np.flatnonzero(self.thumbs.mean(axis=(1, 2, 3)) < _BLACK)]


def screen(path: Path) -> Screening:
    """Decode everything; a broken frame raises."""
    with av.open(str(path)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert video.average_rate is not None
        assert container.duration is not None
        scale = _THUMB_SIDE / min(video.width, video.height)
        small = (round(video.width * scale), round(video.height * scale))
        thumbs = [
            frame.reformat(*small, format="rgb24", interpolation="AREA").to_ndarray()
            for frame in container.decode(video)
        ]
        found = {
            "width": video.width,
            "height": video.height,
            "fps": video.average_rate,
            "codecs": (video.codec_context.name, audio.codec_context.name),
            "pixel_format": video.codec_context.pix_fmt or "",
            "seconds": container.duration / 1_000_000,
        }
    lufs, peak, heard = _loudness(path)
    return Screening(
        **found,
        thumbs=np.stack(thumbs),
        integrated_lufs=lufs,
        true_peak_db=peak,
        audio_seconds=heard,  # type: ignore[arg-type]
    )


def _loudness(path: Path) -> tuple[float, float, float]:
    """EBU R 128 integrated loudness, true peak, and the seconds of sound, by FFmpeg's meter."""
    lufs, peak, samples = -70.0, 1e-6, 0
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        graph = av.filter.Graph()
        nodes = (
            graph.add_abuffer(template=stream),
            graph.add("ebur128", "metadata=1:peak=true"),
            graph.add("abuffersink"),
        )
        graph.link_nodes(*nodes).configure()
        for frame in [*container.decode(stream), None]:
            if frame is not None:
                samples += frame.samples
            graph.push(frame)
            while True:
                try:
                    metered = graph.pull()
                except (av.error.BlockingIOError, av.error.EOFError):
                    break
                lufs = float(metered.metadata.get("lavfi.r128.I", lufs))
                heights = [float(v) for k, v in metered.metadata.items() if k.startswith("lavfi.r128.true_peaks_ch")]
                peak = max([peak, *heights])
        rate = stream.rate
    return lufs, 20 * math.log10(peak), samples / rate


def starts_fast(content: bytes) -> bool:
    """True when a player can start before it has the whole file: the index comes before the media."""
    places, at = {}, 0
    while at + 8 <= len(content):
        size, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        size = int.from_bytes(content[at + 8 : at + 16], "big") if size == 1 else size
        places[kind], at = at, at + size
    return places[b"moov"] < places[b"mdat"]


def picture(content: bytes) -> Image.Image:
    """A decoded still."""
    image = Image.open(io.BytesIO(content))
    image.load()
    return image
