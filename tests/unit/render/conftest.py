"""Small pictures, clips and timelines, made on the spot."""

import hashlib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from footage_samples import Pixels, scenery, silence
from PIL import Image

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


@pytest.fixture
def picture(tmp_path: Path) -> Callable[..., Picture]:
    """Saves pixels (or a Pillow picture) as a file and names it as a timeline does."""

    def save(pixels: Pixels | Image.Image, name: str = "picture.png", **options: Any) -> Picture:
        path = tmp_path / name
        image = pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)
        image.save(path, **options)
        return Picture(str(path), hashlib.sha256(path.read_bytes()).hexdigest())

    return save


@pytest.fixture
def clip(tmp_path: Path) -> Callable[..., Path]:
    """Encodes a clip whose frame ``n`` is one grey, ``20 + 8 * n``, and returns its path."""

    def save(
        name: str = "clip.mp4",
        *,
        frames: int = 20,
        fps: int = 25,
        size: tuple[int, int] = (96, 64),
        sound: bool = False,
    ) -> Path:
        path = tmp_path / name
        with av.open(str(path), "w") as container:
            codec = "libvpx-vp9" if name.endswith("webm") else "libx264"
            stream = container.add_stream(codec, rate=fps)
            stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
            stream.codec_context.color_range, stream.codec_context.colorspace = 1, 1
            if codec == "libx264":
                stream.options = {"crf": "4", "preset": "ultrafast"}
            track = container.add_stream("aac", rate=48000, layout="stereo") if sound else None
            for number in range(frames):
                frame = av.VideoFrame.from_ndarray(
                    np.full((size[1] * 3 // 2, size[0]), 128, np.uint8), format="yuv420p"
                )
                np.frombuffer(frame.planes[0], np.uint8)[:] = 20 + 8 * number
                frame.color_range, frame.colorspace = 1, 1
                frame.pts, frame.time_base = number, Fraction(1, fps)
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
            if track is not None:
                container.mux(track.encode(silence(48000 * frames // fps)))
                container.mux(track.encode(None))
        return path

    return save


@pytest.fixture
def film(picture: Callable[..., Picture]) -> Callable[..., Timeline]:
    """Three scenes with moving pictures and a moving bar, joined by a dissolve and a push."""

    def make(
        *,
        frames: int = 12,
        colors: tuple[str, str, str] = ("#ffffff", "#ffffff", "#ffffff"),
        size: tuple[int, int] = (160, 90),
    ) -> Timeline:
        scenes = tuple(
            Scene(
                frames,
                (
                    Plate(
                        picture(scenery(200, 150, seed), f"scene{seed}.png"),
                        Rect(0, 0, *size),
                        Camera(zoom=Curve.between(1.0, 1.2, until=frames / 30, drifts=True)),
                    ),
                    Tile(
                        Shape("rect", 40, 10, color),
                        Curve.between(10, 30, until=frames / 30),
                        Curve.still(60),
                    ),
                ),
            )
            for seed, color in enumerate(colors)
        )
        return Timeline(*size, 30, scenes, (Transition("dissolve", 6), Transition("push", 4)))

    return make
