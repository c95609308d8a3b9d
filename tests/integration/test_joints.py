"""Films are made of parts that are encoded apart. Nothing of that can be seen, heard or measured in the joined film."""

import shutil
import subprocess
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import get_args

import av
import numpy as np
import pytest
import uncut
from presence import needs

from spotwright.render import segments
from spotwright.render.join import join
from spotwright.render.movie import render_segments
from spotwright.render.settings import DEFAULTS, Settings
from spotwright.render.timeline import Side, Timeline, Transition, TransitionKind

KINDS = get_args(TransitionKind)
SIDES = get_args(Side)
AAC_FRAME = Fraction(1024, uncut.RATE)


def joined(timeline: Timeline, folder: Path, settings: Settings = DEFAULTS) -> Path:
    """The film, in segments and with sound, as it is delivered."""
    keys = [segment.key for segment in segments.plan(timeline, settings)]
    render_segments(timeline, keys, folder / "cache", settings)
    uncut.write_tone(folder / "sound.m4a", timeline.duration + 0.5)
    out = folder / "film.mp4"
    join([folder / "cache" / f"{key}.mp4" for key in keys], folder / "sound.m4a", out, timeline.fps)
    return out


def check_times(timeline: Timeline, film: Path) -> None:
    """Every frame has its own time, in both orders, and every stream lasts as long as was planned."""
    with av.open(str(film)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert video.time_base is not None
        assert audio.time_base is not None
        packets = [packet for packet in container.demux(video) if packet.size]
        ticks = Fraction(1, timeline.fps) / video.time_base
        decoding = [packet.dts for packet in packets]
        assert sorted(packet.pts for packet in packets) == [number * ticks for number in range(timeline.frames)]
        assert [later - sooner for sooner, later in pairwise(decoding)] == [ticks] * (timeline.frames - 1)
        assert all(packet.dts <= packet.pts and packet.duration == ticks for packet in packets)
        assert (video.frames, video.start_time, video.average_rate) == (timeline.frames, 0, timeline.fps)
        planned = Fraction(timeline.frames, timeline.fps)
        # The index counts the film's length in milliseconds.
        assert abs((video.duration or 0) * video.time_base - planned) < Fraction(1, 1000)
        assert abs((audio.duration or 0) * audio.time_base - planned) <= AAC_FRAME
        starts = {segment.first for segment in segments.plan(timeline)}
        shown = sorted((packet.pts // ticks, packet.is_keyframe) for packet in packets)
        assert all(key for number, key in shown if number in starts)


def check_pictures(timeline: Timeline, film: Path, folder: Path, settings: Settings) -> None:
    """Each decoded frame is the one that belongs there, and the film moves on over each joint as an uncut one does."""
    due = uncut.encoded_whole(timeline, folder / "whole.mp4", settings)
    found, whole = uncut.lumas(film), uncut.lumas(folder / "whole.mp4")
    assert len(found) == len(whole) == timeline.frames
    sharpness = np.array([uncut.psnr(one, two) for one, two in zip(found, due, strict=True)])
    joints = [segment.first for segment in segments.plan(timeline)[1:]]
    near = sorted({number for joint in joints for number in range(max(joint - 2, 0), min(joint + 2, len(found)))})
    assert sharpness.min() >= 30.0, (int(sharpness.argmin()), sharpness.min())
    assert all(sharpness[near] >= np.median(sharpness) - 3.5), dict(zip(near, sharpness[near].round(1), strict=True))
    for number, (sooner, later) in enumerate(pairwise(found), 1):
        moved = np.abs(later.astype(int) - sooner).mean()
        meant = np.abs(due[number].astype(int) - due[number - 1]).mean()
        assert meant > 0.15, "the film should never stand still"
        assert moved >= 0.5 * meant, f"frame {number} repeats the one before"
    steps, meant_steps, whole_steps = (np.diff([frame.mean() for frame in frames]) for frames in (found, due, whole))
    at_joints = np.abs(steps - meant_steps)[[joint - 1 for joint in joints]]
    assert all(at_joints <= np.abs(whole_steps - meant_steps).max(initial=0) + 0.1), "the film flashes at a joint"


def check_sound(timeline: Timeline, film: Path) -> None:
    """One steady tone from the first picture to the last, each wave where it belongs: no gap, click or shift."""
    signal = uncut.heard(film)[: round(timeline.duration * uncut.RATE)]
    assert len(signal) >= (timeline.duration - AAC_FRAME) * uncut.RATE
    due = uncut.tone(len(signal))
    # The encoder needs a moment to get into the tone, and the film ends in the middle of one of its frames.
    wrong = np.abs(signal - due)[1024:-1024]
    assert wrong.max(initial=0) < 0.05 * np.abs(due).max()
    with av.open(str(film)) as container:
        times = [(packet.pts, packet.duration) for packet in container.demux(audio=0) if packet.size]
    assert all(start + length == after for (start, length), (after, _) in pairwise(times))


def check_decoder_is_content(film: Path) -> None:
    """FFmpeg reads all of it without a word."""
    program = shutil.which("ffmpeg")
    needs("ffmpeg, the command line program", program)
    assert program is not None
    command = [program, "-nostdin", "-v", "warning", "-xerror", "-i", str(film), "-f", "null", "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stderr) == (0, "")


def check(timeline: Timeline, folder: Path, settings: Settings = DEFAULTS) -> None:
    film = joined(timeline, folder, settings)
    check_times(timeline, film)
    check_pictures(timeline, film, folder, settings)
    check_sound(timeline, film)
    check_decoder_is_content(film)


@pytest.mark.parametrize("kind", KINDS)
def test_no_transition_shows_where_it_was_joined(kind: TransitionKind, tmp_path: Path) -> None:
    change = Transition(kind, 0 if kind == "cut" else 12, "#A63A22", SIDES[KINDS.index(kind) % 4])
    check(uncut.moving(tmp_path, (31, 37, 29), (change, change)), tmp_path)


@pytest.mark.parametrize("fps", [24, 25, 30, 50, 60])
def test_joints_hold_at_every_frame_rate(fps: int, tmp_path: Path) -> None:
    """With odd lengths, a scene that is all transition, and a transition of two frames."""
    changes = (Transition("push", 14), Transition("dissolve", 8), Transition("cut"), Transition("wipe", 2))
    check(uncut.moving(tmp_path, (23, 11, 27, 19, 35), changes, fps=fps), tmp_path)


@pytest.mark.parametrize("lengths", [(1,), (2,), (61,), (1, 1), (1, 1, 1, 1, 1), (9, 1, 1, 14, 1), (1, 40)], ids=str)
def test_joints_hold_for_single_scenes_and_single_frames(lengths: tuple[int, ...], tmp_path: Path) -> None:
    cuts = (Transition("cut"),) * (len(lengths) - 1)
    check(uncut.moving(tmp_path, lengths, cuts), tmp_path)


def test_joints_hold_where_segments_are_longer_than_a_keyframe_interval(tmp_path: Path) -> None:
    changes = (Transition("zoom_through", 20), Transition("iris", 16))
    check(uncut.moving(tmp_path, (83, 75, 79), changes, fps=24, size=(256, 144)), tmp_path)


@pytest.mark.parametrize("preset", ["ultrafast", "medium", "veryslow"])
def test_joints_hold_however_the_encoder_orders_its_pictures(preset: str, tmp_path: Path) -> None:
    """From presets without pictures that look ahead to those with many."""
    changes = (Transition("slide_over", 10), Transition("dissolve", 14))
    check(uncut.moving(tmp_path, (26, 31, 23), changes, size=(192, 108)), tmp_path, Settings(preset=preset))
