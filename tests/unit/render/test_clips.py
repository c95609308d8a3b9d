"""The right frame of clips of every codec, rate and shape, at every time."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from footage_samples import number_of, numbered

from spotwright.render import clips
from spotwright.render.canvas import Canvas
from spotwright.render.clips import Clip
from spotwright.render.compositor import SceneCompositor
from spotwright.render.errors import MediaTooLarge, MediaUnreadable
from spotwright.render.stock import Stock
from spotwright.render.timeline import Footage, Plate, Rect, Scene

SCREEN = (96, 64)


def shown(path: Path, times: list[float], *, fps: int = 25, seconds: float = 1.0, in_point: float = 0.0) -> list[int]:
    """The numbers of the frames on the screen at these times of a scene."""
    plate = Plate(Footage(str(path), "the clip", in_point), Rect(0, 0, *SCREEN))
    compositor = SceneCompositor(Scene(round(seconds * fps), (plate,)), fps, *SCREEN, Stock())
    found = []
    for time in times:
        canvas = Canvas.blank(*SCREEN)
        compositor.draw(round(time * fps), canvas)
        found.append(number_of(canvas.y[:, : SCREEN[0]]))
    compositor.close()
    return found


KINDS = [
    ("c.mp4", "libx264", "yuv420p"),
    ("c.mp4", "libx264", "yuv422p10le"),
    ("c.mkv", "libx264", "yuv444p"),
    ("c.mp4", "libx265", "yuv420p10le"),
    ("c.webm", "libvpx-vp9", "yuv420p"),
    ("c.mov", "prores_ks", "yuv422p10le"),
    ("c.avi", "mjpeg", "yuvj420p"),
    ("c.avi", "mpeg4", "yuv420p"),
    ("c.mp4", "libsvtav1", "yuv420p"),
    ("c.mov", "qtrle", "argb"),
]


@pytest.mark.parametrize(("name", "codec", "pix_fmt"), KINDS, ids=str)
def test_every_codec_shows_every_frame_when_it_is_due(name: str, codec: str, pix_fmt: str, tmp_path: Path) -> None:
    options = {
        "libx265": {"preset": "ultrafast", "x265-params": "log-level=none:crf=4"},
        "libvpx-vp9": {"deadline": "realtime", "crf": "4"},
        "libsvtav1": {"preset": "12", "crf": "5", "svtav1-params": "fast-decode=1"},
    }.get(codec)
    path = numbered(tmp_path / name, codec=codec, pix_fmt=pix_fmt, options=options)
    assert shown(path, [n / 25 for n in range(25)]) == list(range(25))


@pytest.mark.parametrize("in_point", [0.04, 0.48, 0.72])
def test_an_in_point_is_met_to_the_frame(in_point: float, tmp_path: Path) -> None:
    path = numbered(tmp_path / "c.mp4")
    assert shown(path, [0.0, 0.04, 0.2], seconds=0.25, in_point=in_point) == [
        round((in_point + t) * 25) for t in (0.0, 0.04, 0.2)
    ]


@pytest.mark.parametrize("rate", [12, 24, 25, 30, 48, 60, 120])
def test_clips_of_any_rate_keep_time(rate: int, tmp_path: Path) -> None:
    """At each moment of a film of 30 frames a second the frame on the screen is the clip's own for that moment."""
    frames = min(rate, 30)
    path = numbered(tmp_path / "c.mp4", fps=rate, frames=frames)
    seconds = frames / rate
    times = [n / 30 for n in range(int(seconds * 30))]
    found = shown(path, times, fps=30, seconds=seconds)
    # Where the clip is fast enough for frames to be left out, the one before may stand in.
    late = 1 if rate >= 57 else 0
    for time, number in zip(times, found, strict=True):
        due = int(time * rate + 0.001 * rate)
        assert due - late <= number <= due


def test_a_variable_rate_keeps_time(tmp_path: Path) -> None:
    times = [Fraction(n * n, 400) for n in range(20)]
    path = numbered(tmp_path / "c.mp4", times=times, frames=20)
    asked = [n / 50 for n in range(45)]
    assert shown(path, asked, fps=50) == [max(k for k, t in enumerate(times) if t <= time + 0.001) for time in asked]


def test_a_file_that_starts_late_starts_at_once(tmp_path: Path) -> None:
    path = numbered(tmp_path / "c.mkv", times=[3 + Fraction(n, 25) for n in range(20)], frames=20)
    assert shown(path, [0.0, 0.2, 0.4]) == [0, 5, 10]
    with Clip(str(path)) as clip:
        assert clip.length == pytest.approx(0.8, abs=0.05)


def test_an_edit_list_is_followed(tmp_path: Path) -> None:
    """Streams that begin before zero are trimmed by players; the first frame shown is the first that they show."""
    whole = numbered(tmp_path / "whole.mp4")
    path = tmp_path / "cut.mp4"
    with av.open(str(whole)) as source, av.open(str(path), "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.dts is not None:
                shift = int(Fraction(8, 25) / packet.time_base)
                packet.pts, packet.dts = packet.pts - shift, packet.dts - shift
                packet.stream = stream
                target.mux(packet)
    assert shown(path, [0.0, 0.2]) == [8, 13]


def test_one_frame_is_a_clip(tmp_path: Path) -> None:
    path = numbered(tmp_path / "c.mp4", frames=1)
    assert shown(path, [0.0, 0.5, 3.9], seconds=4) == [0, 0, 0]


@pytest.mark.parametrize(("ratio", "expected"), [((64, 45), (128, 64)), ((8, 9), (96, 72)), ((1, 99), (96, 64))])
def test_pixels_that_are_not_square_are_made_so(
    ratio: tuple[int, int], expected: tuple[int, int], tmp_path: Path
) -> None:
    """The third is nonsense."""

    def change(stream) -> None:
        stream.codec_context.sample_aspect_ratio = Fraction(*ratio)

    path = numbered(tmp_path / "c.mkv", size=(90, 64) if ratio == (64, 45) else (96, 64), change=change)
    with Clip(str(path)) as clip:
        assert (clip.facts.width, clip.facts.height) == expected


CORNERS = {"top left": (0, 0), "top right": (0, 1), "bottom left": (1, 0), "bottom right": (1, 1)}


@pytest.mark.parametrize("mirrored", [False, True], ids=["", "mirrored"])
@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_clip_is_shown_upright(degrees: int, mirrored: bool, tmp_path: Path) -> None:
    """The upright picture is white in its top left corner; it is stored as its display matrix says."""
    upright = np.full((64, 96, 3), 20, np.uint8)
    upright[:32, :48] = 235
    stored = np.rot90(upright, degrees // 90)
    if mirrored:
        stored = stored[:, ::-1]
    stored = np.ascontiguousarray(stored)
    path = tmp_path / "c.mp4"
    turns = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}[degrees]
    a, b, c, d = (value * 65536 for value in turns)
    a, b = (-a, -b) if mirrored else (a, b)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = stored.shape[1], stored.shape[0], "yuv420p"
        stream.set_display_matrix([a, b, 0, c, d, 0, 0, 0, 1 << 30])
        for number in range(4):
            frame = av.VideoFrame.from_ndarray(stored, format="rgb24")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with Clip(str(path)) as clip:
        assert (clip.facts.width, clip.facts.height) == (96, 64)
    plate = Plate(Footage(str(path), "x"), Rect(0, 0, 96, 64))
    compositor = SceneCompositor(Scene(4, (plate,)), 25, 96, 64, Stock())
    canvas = Canvas.blank(96, 64)
    compositor.draw(0, canvas)
    compositor.close()
    corners = {name: float(canvas.y[16 + 32 * row, 24 + 48 * column]) for name, (row, column) in CORNERS.items()}
    assert max(corners, key=corners.__getitem__) == "top left"
    assert sorted(corners.values())[-2] < 60


@pytest.mark.parametrize("top_first", [True, False])
def test_interlaced_clips_are_made_whole(top_first: bool, tmp_path: Path) -> None:
    """A bar that moves between the halves of each frame has no comb at its edges, and moves evenly."""
    path = tmp_path / "c.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg2video", rate=25)
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        stream.options = {"flags": "+ilme+ildct", "qscale": "2", "global_quality": "236", "top": str(int(top_first))}
        # Frames have no other way here to say that they are interlaced.
        graph = av.filter.Graph()
        source = graph.add_buffer(width=96, height=64, format="yuv420p", time_base=Fraction(1, 25))
        said = graph.add("setparams", f"field_mode={'tff' if top_first else 'bff'}")
        sink = graph.add("buffersink")
        source.link_to(said)
        said.link_to(sink)
        graph.configure()
        for number in range(20):
            halves = np.full((2, 64, 96, 3), 40, np.uint8)
            for later, half in enumerate(halves):
                place = 4 * number + 2 * later
                half[:, place : place + 12] = 220
            pixels = halves[0 if top_first else 1].copy()
            pixels[1::2] = halves[1 if top_first else 0][1::2]
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, 25)
            graph.push(frame)
            container.mux(stream.encode(graph.pull()))
        container.mux(stream.encode(None))
    plate = Plate(Footage(str(path), "x"), Rect(0, 0, 96, 64))
    for fps, step in ((25, 4), (50, 2)):
        compositor = SceneCompositor(Scene(15, (plate,)), fps, 96, 64, Stock())
        places = []
        for number in range(4, 10):
            canvas = Canvas.blank(96, 64)
            compositor.draw(number, canvas)
            rows = canvas.y[8:56, :96].astype(float)
            assert np.abs(np.diff(rows, axis=0)).max() < 60
            places.append(float((rows.mean(axis=0) > 110).nonzero()[0].mean()))
        compositor.close()
        assert np.diff(places) == pytest.approx([step] * 5, abs=1.01)


def damaged_from(path: Path, share: float) -> Path:
    """The clip with noise from some place of its pictures on; its index is whole."""
    content = bytearray(path.read_bytes())
    start = content.index(b"mdat")
    end = content.rfind(b"moov") if content.rfind(b"moov") > start else len(content)
    at = start + int((end - start) * share)
    content[at:end] = np.random.default_rng(1).bytes(end - at)
    path.write_bytes(bytes(content))
    return path


def test_damage_on_the_way_is_an_error_that_names_the_clip(tmp_path: Path) -> None:
    path = damaged_from(numbered(tmp_path / "c.mp4", fps=5, frames=25), 0.6)
    assert shown(path, [0.0, 1.0], fps=5, seconds=5) == [0, 5]
    with pytest.raises(MediaUnreadable, match="from second") as caught:
        shown(path, [n / 5 for n in range(25)], fps=5, seconds=5)
    assert caught.value.source == "the clip"


def test_a_clip_that_grows_on_the_way_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "c.mkv"
    small, large = (numbered(tmp_path / f"{n}.mjpg", codec="mjpeg", pix_fmt="yuvj420p", frames=3, size=size)
                    for n, size in ((1, (96, 64)), (2, (480, 320))))  # fmt: skip
    with av.open(str(path), "w") as target:
        stream = None
        for start, part in enumerate((small, large)):
            with av.open(str(part), format="mjpeg") as source:
                if stream is None:
                    stream = target.add_stream_from_template(source.streams.video[0])
                for number, packet in enumerate(source.demux(source.streams.video[0])):
                    if packet.size:
                        packet.pts = packet.dts = start * 3 + number
                        packet.time_base, packet.stream = Fraction(1, 25), stream
                        target.mux(packet)
    assert shown(path, [0.2]) != []
    monkeypatch.setattr("spotwright.render.decoding._MOST_PIXELS", 20_000)
    with pytest.raises(MediaTooLarge, match="480 × 320"):
        shown(path, [0.0, 0.2])


def test_a_clip_without_end_in_its_header_plays(tmp_path: Path) -> None:
    """Browsers record WebM without a duration."""
    path = numbered(tmp_path / "c.webm", codec="libvpx-vp9", options={"deadline": "realtime", "crf": "4"})
    content = bytearray(path.read_bytes())
    at = content.index(b"\x44\x89\x88")
    content[at : at + 11] = b"\xec\x89" + bytes(9)
    path.write_bytes(bytes(content))
    with clips.Clip(str(path)) as clip:
        assert clip.length == pytest.approx(0, abs=1.1)
    assert shown(path, [0.0, 0.4, 0.8]) == [0, 10, 20]
