"""The two great tasks of the library: a storyboard's pictures, and the finished film with all that goes with it."""

from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from spotwright.render import still
from spotwright.render.encoder import Settings
from spotwright.render.film import Film
from spotwright.render.layout import captioned, compose, warnings
from spotwright.render.movie import render_movie
from spotwright.render.sound.captions import to_srt, to_vtt
from spotwright.render.sound.music import mood_for
from spotwright.render.sound.soundtrack import Script, Soundtrack, make_soundtrack

OnProgress = Callable[[int, int], None]

STILL_WIDTH = 1280
_SOUND_SHARE = 0.08
"""What part of the work on a film is its sound, about."""


def storyboard(film: Film, scenes: Sequence[int], folder: str, *, on_progress: OnProgress) -> dict[str, Any]:
    """Draw these scenes of a film as JPEGs, each at the moment when everything in it has arrived.

    Returns ``files``, their names in ``folder``, and ``warnings``.
    """
    timeline = compose(film)
    names = []
    for done, scene in enumerate(scenes):
        on_progress(done, len(scenes))
        names.append(f"scene-{scene}.jpg")
        still.render_still(timeline, still.settled(timeline, scene), Path(folder) / names[-1], width=STILL_WIDTH)
    return {"files": names, "warnings": list(warnings(film))}


def film(
    film: Film,
    scripts: Sequence[str],
    mood: tuple[str | None, str, str | None],
    folder: str,
    cache: str,
    settings: Settings,
    *,
    captions: bool,
    on_progress: OnProgress,
) -> dict[str, Any]:
    """Speak, compose, draw, encode and join: the ad, its poster and its captions, in ``folder``.

    ``scripts`` has one text a scene; ``mood`` is the music style, the style and the tone that were asked for.
    Returns ``files`` (name and MIME type of each, by what it is) and ``warnings``.
    """
    place = Path(folder)
    for_sound = max(1, round(film.frames * _SOUND_SHARE))
    total = film.frames + for_sound
    on_progress(0, total)
    track = _soundtrack(film, scripts, mood, place / "sound.m4a")
    timeline = compose(film)
    if captions:
        timeline = captioned(timeline, film, track.cues)
    render_movie(
        timeline,
        place / "ad.mp4",
        sound=place / "sound.m4a",
        cache=Path(cache),
        settings=settings,
        on_progress=lambda done, _: on_progress(for_sound + done, total),
    )
    still.poster(timeline, place / "poster.jpg")
    (place / "ad.srt").write_text(to_srt(track.cues), encoding="utf-8")
    (place / "ad.vtt").write_text(to_vtt(track.cues), encoding="utf-8")
    files = {
        "video": ("ad.mp4", "video/mp4"),
        "poster": ("poster.jpg", "image/jpeg"),
        "captions.srt": ("ad.srt", "application/x-subrip"),
        "captions.vtt": ("ad.vtt", "text/vtt"),
    }
    return {"files": files, "warnings": [*warnings(film), *track.warnings]}


def _soundtrack(film: Film, scripts: Sequence[str], mood: tuple[str | None, str, str | None], out: Path) -> Soundtrack:
    starts = [0, *accumulate(scene.frames for scene in film.scenes)]
    spoken: list[Script] = [
        (first / film.fps, (last - first) / film.fps, text)
        for (first, last), text in zip(pairwise(starts), scripts, strict=True)
    ]
    return make_soundtrack(
        film.frames / film.fps,
        spoken,
        mood=mood_for(*mood),
        seed=film.seed,
        cuts=[first for first, _, _ in spoken[1:]],
        out=out,
        fps=film.fps,
    )
