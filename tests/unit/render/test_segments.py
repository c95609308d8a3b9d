"""Films as segments: what is planned, rendered and joined."""

import dataclasses
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from footage_samples import decoded, silence

from spotwright.render import join, movie, segments
from spotwright.render.canvas import Canvas
from spotwright.render.errors import RenderCancelled, RenderError, TimelineInvalid
from spotwright.render.settings import Settings
from spotwright.render.timeline import Picture, Scene, Timeline, Transition

Film = Callable[..., Timeline]
FINE = Settings(crf=8, threads=1)


def drawn(timeline: Timeline, number: int) -> Canvas:
    canvas = Canvas.blank(timeline.width, timeline.height)
    segments.draw_frame(timeline, number, canvas)
    return canvas


def test_segments_hold_every_frame_once(film: Film) -> None:
    plan = segments.plan(film())
    assert [(s.kind, s.index, s.first, s.frames) for s in plan] == [
        ("scene", 0, 0, 9),
        ("transition", 0, 9, 6),
        ("scene", 1, 15, 7),
        ("transition", 1, 22, 4),
        ("scene", 2, 26, 10),
    ]


def test_a_scene_that_is_all_transition_has_no_segment_of_its_own(film: Film) -> None:
    timeline = film(frames=8)
    timeline = dataclasses.replace(timeline, transitions=(Transition("wipe", 8), Transition("iris", 8)))
    assert [s.kind for s in segments.plan(timeline)] == ["scene", "transition", "transition", "scene"]


def test_changing_a_scene_changes_its_segments_only(film: Film) -> None:
    """The keys of scene 0, scene 1 and the transition between them outlive a change of scene 2."""
    before = segments.plan(film())
    after = segments.plan(film(colors=("#ffffff", "#ffffff", "#ff0000")))
    assert [a.key == b.key for a, b in zip(before, after, strict=True)] == [True, True, True, False, False]


def test_a_key_does_not_depend_on_where_a_file_lies(film: Film) -> None:
    timeline = film()
    plate = timeline.scenes[0].layers[0]
    assert isinstance(plate.source, Picture)
    moved = dataclasses.replace(plate, source=dataclasses.replace(plate.source, path="/elsewhere.png"))
    scene = dataclasses.replace(timeline.scenes[0], layers=(moved, *timeline.scenes[0].layers[1:]))
    other = dataclasses.replace(timeline, scenes=(scene, *timeline.scenes[1:]))
    assert segments.plan(other) == segments.plan(timeline)


def test_a_key_depends_on_the_encoder_and_the_screen(film: Film) -> None:
    timeline = film()
    keys = {
        segments.plan(timeline)[0].key,
        segments.plan(timeline, Settings(crf=30))[0].key,
        segments.plan(dataclasses.replace(timeline, fps=25))[0].key,
        segments.plan(dataclasses.replace(timeline, width=180))[0].key,
    }
    assert len(keys) == 4


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"width": 161}, "161 × 90"),
        ({"fps": 0}, "0 frames"),
        ({"scenes": ()}, "at least one"),
        ({"transitions": (Transition("push", 4),) * 3}, "one transition fewer"),
        ({"transitions": (Transition("push", 20), Transition("push", 20))}, "shorter"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_reason(film: Film, change: dict[str, object], why: str) -> None:
    with pytest.raises(TimelineInvalid, match=why):
        segments.plan(dataclasses.replace(film(), **change))


def test_a_film_shows_every_frame_when_it_is_due(film: Film, tmp_path: Path) -> None:
    """Each decoded frame, on both sides of every joint too, is the frame the compositor draws for that moment."""
    timeline = film()
    out = tmp_path / "film.mp4"
    movie.render_movie(timeline, out, cache=tmp_path / "cache", settings=FINE)
    frames = decoded(out)
    assert len(frames) == timeline.frames
    for number, luma in enumerate(frames):
        due = drawn(timeline, number).y.astype(int)
        assert np.abs(luma - due).mean() < 2.0, number


def test_scenes_move_on_through_a_transition(film: Film) -> None:
    """No frame of a transition repeats or jumps: what changes from frame to frame changes steadily."""
    timeline = film()
    planes = [drawn(timeline, number).y.astype(int) for number in range(9, 15)]
    steps = [np.abs(b - a).mean() for a, b in pairwise(planes)]
    assert min(steps) > 0.3 * max(steps)


def test_the_same_film_has_the_same_bytes(film: Film, tmp_path: Path) -> None:
    timeline = film(size=(640, 360))
    made = set()
    for name in ("one", "two", "three"):
        movie.render_movie(timeline, tmp_path / f"{name}.mp4", cache=tmp_path / name)
        made.add((tmp_path / f"{name}.mp4").read_bytes())
        # Memory that was used before must not show in what is encoded next.
        assert sum(int(np.full(size, 201, np.uint8)[-1]) for size in range(1000, 900_000, 9000))
    assert len(made) == 1


def test_only_what_is_missing_is_rendered(film: Film, tmp_path: Path) -> None:
    """After a change of the last scene the other segments' files stay untouched."""
    cache = tmp_path / "cache"
    movie.render_movie(film(), tmp_path / "a.mp4", cache=cache)
    stamps = {path.name: path.stat().st_mtime_ns for path in cache.iterdir()}
    movie.render_movie(film(colors=("#ffffff", "#ffffff", "#00ff00")), tmp_path / "b.mp4", cache=cache)
    now = {path.name: path.stat().st_mtime_ns for path in cache.iterdir()}
    assert len(now) == len(stamps) + 2
    assert stamps.items() <= now.items()


def test_progress_counts_up_to_the_end(film: Film, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    movie.render_movie(
        film(), tmp_path / "a.mp4", cache=tmp_path / "c", on_progress=lambda done, total: told.append((done, total))
    )
    assert told == sorted(told)
    assert told[-1] == (36, 36)


def test_a_cancelled_film_leaves_only_complete_segments(film: Film, tmp_path: Path) -> None:
    def stop(done: int, _: int) -> None:
        if done > 12:
            raise RenderCancelled

    with pytest.raises(RenderCancelled):
        movie.render_movie(film(), tmp_path / "film.mp4", cache=tmp_path / "cache", on_progress=stop)
    assert not list(tmp_path.rglob("*.part"))
    assert not (tmp_path / "film.mp4").exists()
    planned = {segment.key: segment.frames for segment in segments.plan(film())}
    kept = list((tmp_path / "cache").iterdir())
    assert len(kept) < len(planned)
    assert all(len(decoded(path)) == planned[path.stem] for path in kept)


def test_a_scene_with_a_missing_picture_ends_in_an_error(film: Film, tmp_path: Path) -> None:
    timeline = film()
    plate = timeline.scenes[1].layers[0]
    assert isinstance(plate.source, Picture)
    Path(plate.source.path).unlink()
    with pytest.raises(RenderError):
        movie.render_movie(timeline, tmp_path / "film.mp4", cache=tmp_path / "cache")
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("fps", [24, 25, 30, 50, 60])
@pytest.mark.parametrize("frames", [1, 2, 3, 30])
def test_a_film_lasts_as_long_as_its_frames(fps: int, frames: int, tmp_path: Path) -> None:
    """With sound, whatever its length and an AAC encoder's padding, every stream ends with the last frame."""
    timeline = Timeline(64, 64, fps, (Scene(frames, (), "#336699"), Scene(frames, (), "#993366")), (Transition(),))
    sound = tmp_path / "sound.m4a"
    with av.open(str(sound), "w") as container:
        track = container.add_stream("aac", rate=48000, layout="stereo")
        container.mux(track.encode(silence(48000 * 3)))
        container.mux(track.encode(None))
    out = tmp_path / "film.mp4"
    movie.render_movie(timeline, out, sound=sound, cache=tmp_path / "cache")
    assert len(decoded(out)) == 2 * frames
    with av.open(str(out)) as container:
        assert container.duration is not None
        assert container.duration / av.time_base == pytest.approx(timeline.duration, abs=1 / fps)
        for stream in container.streams:
            assert stream.duration is not None
            assert stream.time_base is not None
            assert float(stream.duration * stream.time_base) == pytest.approx(timeline.duration, abs=1 / fps)
        video = container.streams.video[0]
        assert (video.frames, video.average_rate, video.start_time) == (2 * frames, fps, 0)
        dts = [packet.dts for packet in container.demux(video) if packet.size]
        assert dts == sorted(set(dts))


def test_the_index_comes_before_the_pictures(film: Film, tmp_path: Path) -> None:
    out = tmp_path / "film.mp4"
    movie.render_movie(film(), out, cache=tmp_path / "cache")
    content = out.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")
    with av.open(str(out)) as container:
        context = container.streams.video[0].codec_context
        assert (context.name, context.pix_fmt) == ("h264", "yuv420p")
        assert (context.color_range, context.colorspace, context.color_primaries, context.color_trc) == (1, 1, 1, 1)


def test_segments_of_different_encoders_are_not_joined(film: Film, tmp_path: Path) -> None:
    plan = segments.plan(film())
    paths = [tmp_path / "a.mp4", tmp_path / "b.mp4"]
    segments.render_segment(film(), plan[0], paths[0])
    segments.render_segment(film(), plan[2], paths[1], Settings(preset="medium"))
    with pytest.raises(RenderError):
        join.join(paths, None, tmp_path / "out.mp4", 30)
    assert not (tmp_path / "out.mp4").exists()
