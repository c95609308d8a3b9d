"""Clips of every colour space, size and state as sources."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from spotwright.render import clips, colour, footage, pictures, recordings
from spotwright.render.camera import Window
from spotwright.render.canvas import Canvas
from spotwright.render.compositor import SceneCompositor
from spotwright.render.errors import MediaError, MediaUnsupported
from spotwright.render.stock import Stock
from spotwright.render.timeline import Footage, Grade, Plate, Rect, Scene

RED = (200, 40, 40)


def coloured(
    path: Path, *, pix_fmt: str = "yuv420p", colorspace: int = 1, color_range: int = 1, size: tuple[int, int] = (96, 64)
) -> Path:
    """A clip of one colour, encoded with a given matrix, range and pixel format, and tagged so."""
    pixels = np.tile(np.array(RED, np.uint8), (size[1], size[0], 1))
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = *size, pix_fmt
        stream.codec_context.color_range, stream.codec_context.colorspace = color_range, colorspace
        stream.options = {"crf": "2", "preset": "ultrafast"}
        for number in range(5):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(
                format=pix_fmt, dst_colorspace=colorspace, dst_color_range=color_range
            )
            frame.colorspace, frame.color_range = colorspace, color_range
            frame.pts, frame.time_base = number, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def shown(path: Path, grade: Grade | None = None, at: int = 1) -> Canvas:
    plate = Plate(Footage(str(path), "x"), Rect(0, 0, 96, 64), grade=grade or Grade())
    compositor = SceneCompositor(Scene(30, (plate,)), 30, 96, 64, Stock())
    canvas = Canvas.blank(96, 64)
    compositor.draw(at, canvas)
    compositor.close()
    return canvas


@pytest.mark.parametrize("colorspace", [1, 5])
@pytest.mark.parametrize("color_range", [1, 2])
@pytest.mark.parametrize("pix_fmt", ["yuv420p", "yuv444p", "yuv422p", "yuv420p10le"])
def test_a_colour_is_the_same_from_any_colour_space(
    pix_fmt: str, color_range: int, colorspace: int, tmp_path: Path
) -> None:
    canvas = shown(coloured(tmp_path / "c.mp4", pix_fmt=pix_fmt, colorspace=colorspace, color_range=color_range))
    found = [int(plane[plane.shape[0] // 2, 20]) for plane in (canvas.y, canvas.u, canvas.v)]
    assert found == pytest.approx(colour.yuv("#{:02x}{:02x}{:02x}".format(*RED)), abs=4)


def test_a_clip_is_graded_like_a_picture(tmp_path: Path) -> None:
    grade = Grade(duotone=("#000000", "#ffffff"))
    canvas = shown(coloured(tmp_path / "c.mp4"), grade)
    assert int(canvas.u[20, 20]) == pytest.approx(128, abs=3)
    assert int(canvas.v[20, 20]) == pytest.approx(128, abs=3)


@pytest.mark.parametrize("size", [(97, 65), (33, 201), (2, 2)])
def test_odd_and_tiny_clips_fill_the_screen(size: tuple[int, int], tmp_path: Path) -> None:
    canvas = shown(coloured(tmp_path / "c.mkv", pix_fmt="yuv444p", size=size))
    assert int(np.ptp(canvas.y[:, :96])) <= 6


def test_a_blurred_clip_is_still_there(tmp_path: Path) -> None:
    assert int(np.ptp(shown(coloured(tmp_path / "c.mp4"), Grade(blur=0.3)).y)) <= 6


def test_frames_are_found_in_any_order(clip: Callable[..., Path]) -> None:
    with clips.Clip(str(clip(frames=20))) as opened:
        for number in (0, 19, 3, 4, 4, 12, 1, 18):
            luma = np.frombuffer(opened.at(number / 25).planes[0], np.uint8)[0]
            assert luma == pytest.approx(20 + 8 * number, abs=2)


def test_before_its_start_and_after_its_end_a_clip_holds(clip: Callable[..., Path]) -> None:
    with clips.Clip(str(clip(frames=5))) as opened:
        assert np.frombuffer(opened.at(-3).planes[0], np.uint8)[0] == pytest.approx(20, abs=2)
        assert np.frombuffer(opened.at(99).planes[0], np.uint8)[0] == pytest.approx(52, abs=2)


def test_a_clip_cut_short_holds_its_last_good_frame(clip: Callable[..., Path]) -> None:
    """A Matroska file ends in the middle of a frame; what came before it plays."""
    path = clip("c.mkv", frames=20)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * 0.7)])
    canvas = shown(path, at=29)
    assert 30 < int(canvas.y[30, 30]) < 180


def test_a_sound_is_not_footage(tmp_path: Path) -> None:
    path = tmp_path / "s.wav"
    with av.open(str(path), "w") as container:
        track = container.add_stream("pcm_s16le", rate=8000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 800), np.int16), format="s16", layout="mono")
        frame.sample_rate = 8000
        container.mux(track.encode(frame))
        container.mux(track.encode(None))
    with pytest.raises(MediaUnsupported):
        clips.Clip(str(path))


def test_a_missing_clip_is_an_error_of_the_film(tmp_path: Path) -> None:
    with pytest.raises(MediaError):
        shown(tmp_path / "missing.mp4")


def test_what_shines_through_a_clip_is_black(tmp_path: Path) -> None:
    """As in a player, whatever colour lies hidden there."""
    path = tmp_path / "c.mov"
    pixels = np.full((64, 96, 4), (240, 20, 200, 0), np.uint8)
    pixels[:, 48:] = (*RED, 255)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("qtrle", rate=25)
        stream.width, stream.height, stream.pix_fmt = 96, 64, "argb"
        container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgba").reformat(format="argb")))
        container.mux(stream.encode(None))
    canvas = shown(path)
    assert [int(plane[10, 10]) for plane in (canvas.y, canvas.u, canvas.v)] == pytest.approx([16, 128, 128], abs=2)
    found = [int(plane[20, 80 // k]) for plane, k in ((canvas.y, 1), (canvas.u, 2), (canvas.v, 2))]
    assert found == pytest.approx(colour.yuv("#{:02x}{:02x}{:02x}".format(*RED)), abs=4)


def test_notes_of_an_unknown_kind_do_no_harm(tmp_path: Path) -> None:
    """FFmpeg hands EXIF on with a frame, under a number that PyAV does not know."""
    exif = Image.Exif()
    exif[0x010E] = "A red square"
    Image.new("RGB", (96, 64), RED).save(tmp_path / "p.jpg", exif=exif, quality=95)
    frame = pictures.decoded(tmp_path / "p.jpg")
    assert frame is not None
    fit = footage.Fit(Window(0.0, 0.0, 1.0, 1.0), (96, 64), 0.0)
    canvas = Canvas.of(footage.Adapter(clips.ClipFacts(96, 64, 0, has_alpha=False), fit).adapt(frame))
    assert recordings.side_note(frame, "DISPLAYMATRIX") == b""
    assert int(canvas.y[20, 20]) == pytest.approx(colour.yuv("#{:02x}{:02x}{:02x}".format(*RED))[0], abs=3)


def test_a_clip_that_begins_again_passes_softly_into_its_beginning(clip: Callable[..., Path]) -> None:
    """Twenty frames of rising grey: the way back is a slope, not a step."""
    path = clip(frames=20)
    plate = Plate(Footage(str(path), "x"), Rect(0, 0, 96, 64))
    compositor = SceneCompositor(Scene(75, (plate,)), 25, 96, 64, Stock())
    canvas, levels = Canvas.blank(96, 64), []
    for number in range(75):
        compositor.draw(number, canvas)
        levels.append(float(canvas.y[30, 30]))
    compositor.close()
    steps = np.diff(levels)
    assert max(levels) > 130
    assert (steps < 0).sum() >= 6
    assert np.abs(steps).max() < 45


def test_the_same_clip_gives_the_same_pixels_in_any_order(clip: Callable[..., Path]) -> None:
    path = clip(frames=20)
    plate = Plate(Footage(str(path), "x"), Rect(0, 0, 96, 64))

    def drawn(numbers: list[int]) -> dict[int, bytes]:
        compositor = SceneCompositor(Scene(75, (plate,)), 25, 96, 64, Stock())
        found = {}
        for number in numbers:
            canvas = Canvas.blank(96, 64)
            compositor.draw(number, canvas)
            found[number] = canvas.y.tobytes()
        compositor.close()
        return found

    forward = drawn(list(range(75)))
    assert drawn([70, 22, 3, 22, 21, 50, 0]) == {n: forward[n] for n in (70, 22, 3, 21, 50, 0)}
