"""The library's two great tasks: the pictures of a storyboard, and the finished film with everything that goes with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

from spotwright.render import still
from spotwright.render.encoder import Settings
from spotwright.render.film import Film
from spotwright.render.layout.compose import compose, warnings_of
from spotwright.render.movie import render_movie
from spotwright.render.sound.captions import to_srt, to_vtt
from spotwright.render.sound.music import mood_for
from spotwright.render.sound.soundtrack import Script, make_soundtrack

Report = Callable[[int, int, str], None]
"""Told how much is done, of how much, and what is being done."""

STILL_WIDTH = 1280
_SOUND_SHARE = 0.08


@dataclass(frozen=True, slots=True)
class Stills:
    """The names of the pictures in the folder, in the order asked for."""

    files: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Production:
    """The names and MIME types of the files in the folder, by what they are."""

    files: dict[str, tuple[str, str]]
    warnings: tuple[str, ...]


def make_stills(film: Film, scenes: Sequence[int], folder: Path, report: Report) -> Stills:
    """Draw these scenes of a film as JPEGs, each at the moment when everything in it has arrived."""
    timeline = compose(film)
    names = []
    for done, scene in enumerate(scenes):
        report(done, len(scenes), f"Drawing scene {done + 1} of {len(scenes)}")
        names.append(f"scene-{scene}.jpg")
        still.render_still(timeline, still.settled(timeline, scene), folder / names[-1], width=STILL_WIDTH)
    report(len(scenes), len(scenes), "Scenes are drawn")
    return Stills(tuple(names), warnings_of(film))


def make_movie(
    film: Film,
    scripts: Sequence[str],
    *,
    mood: tuple[str | None, str, str | None],
    folder: Path,
    cache: Path,
    settings: Settings,
    report: Report,
) -> Production:
    """Speak, compose, draw, encode and join: ``ad.mp4``, its poster and its captions, in ``folder``.

    ``scripts`` has one text a scene; ``mood`` is the music style, the style and the tone that were asked for.
    """
    frames = film.frames
    for_sound = max(1, round(frames * _SOUND_SHARE))
    report(0, frames + for_sound, "Recording voice and music")
    starts = [0, *accumulate(scene.frames for scene in film.scenes)]
    spoken: list[Script] = [
        (first / film.fps, (last - first) / film.fps, text)
        for (first, last), text in zip(pairwise(starts), scripts, strict=True)
    ]
    sound = folder / "sound.m4a"
    track = make_soundtrack(
        frames / film.fps,
        spoken,
        mood=mood_for(*mood),
        seed=film.seed,
        cuts=[first for first, _, _ in spoken[1:]],
        out=sound,
        fps=film.fps,
    )
    timeline = compose(film)

    def on_frames(done: int, _total: int) -> None:
        report(for_sound + done, frames + for_sound, "Rendering video from scenes")

    render_movie(timeline, folder / "ad.mp4", sound=sound, cache=cache, settings=settings, on_progress=on_frames)
    still.poster(timeline, folder / "poster.jpg")
    (folder / "ad.srt").write_text(to_srt(track.cues), encoding="utf-8")
    (folder / "ad.vtt").write_text(to_vtt(track.cues), encoding="utf-8")
    files = {
        "video": ("ad.mp4", "video/mp4"),
        "poster": ("poster.jpg", "image/jpeg"),
        "captions.srt": ("ad.srt", "application/x-subrip"),
        "captions.vtt": ("ad.vtt", "text/vtt"),
    }
    return Production(files, (*warnings_of(film), *track.warnings))
