"""The floor: ready frames, raw and in memory, through libx264 with our settings and nothing else.

Encoding with PyAV is done here; with FFmpeg's own command line, where there is one, by :func:`command`.
"""

import json
import os
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from spotwright.render.settings import DEFAULTS

X264 = "stitchable=1:open-gop=0:force-cfr=1"
"""As the engine asks for it."""


def raw(film: Path, out: Path) -> int:
    """Writes the pictures of a finished film as raw yuv420p; returns how many they are."""
    count = 0
    with av.open(str(film)) as container, out.open("wb") as file:
        container.streams.video[0].thread_type = "AUTO"
        for frame in container.decode(video=0):
            frame.reformat(format="yuv420p").to_ndarray().tofile(file)
            count += 1
        # What is still being written would disturb whoever is measured next.
        os.fsync(file.fileno())
    return count


def command(program: str, source: Path, out: Path, width: int, height: int, fps: int) -> list[str]:
    """The same for FFmpeg's command line. Its threads are its own choice."""
    shape = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{width}x{height}", "-r", str(fps)]
    settings = ["-c:v", "libx264", "-preset", DEFAULTS.preset, "-crf", f"{DEFAULTS.crf:g}"]
    keys = ["-g", str(round(fps * DEFAULTS.keyframe_seconds)), "-x264-params", X264]
    return [program, "-v", "error", "-y", *shape, "-i", str(source), *settings, *keys, str(out)]


def encode(frames: Any, out: str, width: int, height: int, fps: int) -> None:
    """Encodes an array of frames (count, height · 3/2, width) with frame threads on two cores."""
    with av.open(out, "w") as container:
        stream = container.add_stream("libx264", rate=fps)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        context = stream.codec_context
        context.thread_type, context.thread_count = "FRAME", 2
        context.gop_size = round(fps * DEFAULTS.keyframe_seconds)
        context.options = {"preset": DEFAULTS.preset, "crf": f"{DEFAULTS.crf:g}", "x264-params": X264}
        for number, pixels in enumerate(frames):
            # The encoder reads the array itself: copying pixels is not counted as encoding.
            frame = av.VideoFrame.from_numpy_buffer(pixels, format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, fps)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def main() -> None:
    """Read the frames that ``source`` names, then encode them whenever asked to."""
    source, out, width, height, fps = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6])
    frames = np.fromfile(source, np.uint8).reshape(-1, height * 3 // 2, width)
    print("ready", flush=True)
    for _ in sys.stdin:
        encode(frames, out, width, height, fps)
        print(json.dumps({"size": Path(out).stat().st_size, "frames": len(frames)}), flush=True)


if __name__ == "__main__":
    main()
