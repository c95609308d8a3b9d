"""The great tasks of the library: a storyboard's pictures, and a film in steps: sound, timeline, footage, end."""

from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from spotwright.render import codec, segments, still
from spotwright.render.errors import RenderError
from spotwright.render.film import Film
from spotwright.render.join import join
from spotwright.render.layout import captioned, compose, warnings
from spotwright.render.movie import render_segments
from spotwright.render.settings import Settings
from spotwright.render.sound.captions import to_srt, to_vtt
from spotwright.render.sound.music import mood_for
from spotwright.render.sound.soundtrack import Script, Soundtrack, make_soundtrack
from spotwright.render.timeline import Timeline

OnProgress = Callable[[int, int], None]

STILL_WIDTH = 1280


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


def soundtrack(
    film: Film,
    scripts: Sequence[str],
    mood: tuple[str | None, str, str | None],
    folder: str,
    said: str | None = None,
    *,
    on_progress: OnProgress,
) -> dict[str, Any]:
    """Speak, compose and mix: the film's sound and its captions, in ``folder``.

    ``scripts`` has one text a scene; ``mood`` is the music style, the style and the tone that were asked for. ``said``
    is a folder that keeps what the voice has said, so that it need not say it again.
    Returns ``files`` (name and MIME type of each, by what it is; ``cues`` is what :func:`timeline` burns in) and
    ``warnings``.
    """
    place = Path(folder)
    track = _soundtrack(film, scripts, mood, place / "sound.m4a", None if said is None else Path(said))
    (place / "cues.json").write_text(codec.dumps(track.cues), encoding="utf-8")
    (place / "ad.srt").write_text(to_srt(track.cues), encoding="utf-8")
    (place / "ad.vtt").write_text(to_vtt(track.cues), encoding="utf-8")
    on_progress(1, 1)
    files = {
        "sound": ("sound.m4a", "audio/mp4"),
        "cues": ("cues.json", "application/json"),
        "captions.srt": ("ad.srt", "application/x-subrip"),
        "captions.vtt": ("ad.vtt", "text/vtt"),
    }
    return {"files": files, "warnings": list(track.warnings)}


def timeline(
    film: Film, cues: str | None, settings: Settings, folder: str, *, on_progress: OnProgress
) -> dict[str, Any]:
    """Lay the film out, with the captions of the file ``cues`` if there is one, as ``timeline.json`` in ``folder``.

    Returns ``file``, its name, ``segments``, the ``key`` and ``frames`` of each part in the film's order, and
    ``warnings``.
    """
    laid_out = compose(film)
    if cues is not None:
        laid_out = captioned(laid_out, film, codec.loads(Path(cues).read_text(encoding="utf-8")))
    (Path(folder) / "timeline.json").write_text(codec.dumps(laid_out), encoding="utf-8")
    on_progress(1, 1)
    parts = [{"key": part.key, "frames": part.frames} for part in segments.plan(laid_out, settings)]
    return {"file": "timeline.json", "segments": parts, "warnings": list(warnings(film))}


def footage(
    timeline: str,
    places: Mapping[str, str],
    keys: Sequence[str],
    cache: str,
    settings: Settings,
    workers: int = 2,
    *,
    on_progress: OnProgress,
) -> dict[str, Any]:
    """Draw and encode the segments ``keys`` of a laid-out film, each into ``<key>.mp4`` in ``cache``.

    ``workers`` are made at a time; what lies there already is not made again. ``timeline`` is the file that
    :func:`timeline` wrote; ``places`` says where the files it names lie here, by SHA-256.
    """
    laid_out = _read(timeline, places)
    render_segments(laid_out, keys, Path(cache), settings, workers=workers, on_progress=on_progress)
    return {}


def finish(
    timeline: str,
    places: Mapping[str, str],
    keys: Sequence[str],
    cache: str,
    sound: str | None,
    folder: str,
    *,
    on_progress: OnProgress,
) -> dict[str, Any]:
    """Join the film's segments ``keys``, all of which lie in ``cache``, with its sound; and take the poster from it.

    Returns ``files`` (name and MIME type of each, by what it is).
    """
    laid_out, place = _read(timeline, places), Path(folder)
    parts = [Path(cache) / f"{key}.mp4" for key in keys]
    join(parts, None if sound is None else Path(sound), place / "ad.mp4", laid_out.fps)
    still.poster(laid_out, place / "ad.mp4", place / "poster.jpg")
    on_progress(1, 1)
    return {"files": {"video": ("ad.mp4", "video/mp4"), "poster": ("poster.jpg", "image/jpeg")}}


def _read(path: str, places: Mapping[str, str]) -> Timeline:
    found = codec.loads(Path(path).read_text(encoding="utf-8"), places)
    if not isinstance(found, Timeline):
        raise RenderError("This is not a timeline.")
    return found


def _soundtrack(
    film: Film, scripts: Sequence[str], mood: tuple[str | None, str, str | None], out: Path, said: Path | None
) -> Soundtrack:
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
        cache=said,
    )
