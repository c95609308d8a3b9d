"""High dynamic range on an ordinary screen."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from spotwright.render import hdr
from spotwright.render.canvas import Canvas
from spotwright.render.compositor import SceneCompositor
from spotwright.render.hdr import Light
from spotwright.render.stock import Stock
from spotwright.render.timeline import Footage, Plate, Rect, Scene

PQ, HLG = Light("pq", 1000), Light("hlg", 1000)


def pq(nits: float) -> float:
    power = (nits / 10_000) ** 0.1593017578125
    return float(((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375)


def grey(level: float, light: Light) -> float:
    shown = hdr.shown(np.full((1, 3), level), light)
    assert np.ptp(shown) < 1e-3
    return float(shown.mean())


@pytest.mark.parametrize("light", [PQ, Light("pq", 4000), HLG])
def test_brightness_rises_from_black_to_white(light: Light) -> None:
    levels = [grey(level, light) for level in np.linspace(0, 1, 200)]
    assert levels[0] == pytest.approx(0, abs=0.01)
    assert levels[-1] == pytest.approx(1, abs=0.01)
    assert (np.diff(levels) > -1e-6).all()


def test_shadows_and_faces_keep_their_brightness() -> None:
    """What is well below paper white is shown as bright as it was meant to be."""
    for nits in (2, 10, 40, 70):
        assert grey(pq(nits), PQ) == pytest.approx((nits / 203) ** (1 / 2.4), abs=0.01)


def test_paper_is_white_and_a_lamp_is_brighter() -> None:
    paper, lamp = grey(pq(203), PQ), grey(pq(800), PQ)
    assert 0.8 < paper < 0.96
    assert paper + 0.03 < lamp <= 1


def test_both_ways_of_writing_light_look_alike() -> None:
    """Three quarters of the HLG signal is paper white."""
    assert grey(0.75, HLG) == pytest.approx(grey(pq(203), PQ), abs=0.02)


@pytest.mark.parametrize("nits", [20.0, 120.0, 500.0])
def test_hues_stay(nits: float) -> None:
    """Red stays red however bright: nothing turns yellow or pink as it is rolled off."""
    wide = np.linalg.inv(hdr._TO_709) @ np.array([1.0, 0.25, 0.1]) * nits
    red, green, blue = hdr.shown(np.array([[pq(float(c)) for c in wide]]), PQ)[0] ** 2.4
    assert red > green > blue
    assert (green - blue) / (red - blue) == pytest.approx(0.15 / 0.9, abs=0.06)


def clip(path: Path, level: float, *, trc: int, primaries: int = 9) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx265", rate=25)
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p10le"
        stream.options = {"preset": "ultrafast", "x265-params": "log-level=none:crf=4"}
        context = stream.codec_context
        context.color_primaries, context.color_trc, context.colorspace, context.color_range = primaries, trc, 9, 1
        for number in range(3):
            frame = av.VideoFrame(96, 64, "yuv420p10le")
            for plane, value in zip(frame.planes, (64 + 876 * level, 512, 512), strict=True):
                np.frombuffer(plane, np.uint16)[:] = round(value)
            frame.color_primaries, frame.color_trc, frame.colorspace, frame.color_range = primaries, trc, 9, 1
            frame.pts, frame.time_base = number, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(("trc", "light"), [(16, PQ), (18, HLG), (14, Light("gamma", 0))])
@pytest.mark.parametrize("level", [0.1, 0.4, 0.6, 0.75])
def test_a_clip_is_shown_as_the_formula_says(trc: int, light: Light, level: float, tmp_path: Path) -> None:
    path = clip(tmp_path / "c.mp4", level, trc=trc)
    plate = Plate(Footage(str(path), "x"), Rect(0, 0, 96, 64))
    compositor = SceneCompositor(Scene(3, (plate,)), 25, 96, 64, Stock())
    canvas = Canvas.blank(96, 64)
    compositor.draw(0, canvas)
    compositor.close()
    assert float(canvas.y[:, :96].mean()) == pytest.approx(16 + 219 * grey(level, light), abs=2.5)
    assert float(canvas.u[:, :48].mean()) == pytest.approx(128, abs=1.5)
