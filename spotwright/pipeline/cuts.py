"""Cuts: the versions in which a storyboard becomes a film, and the names by which their parts are known. Pure."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import accumulate, pairwise

from spotwright.jobs.briefs import brief_of
from spotwright.jobs.record import JobRecord
from spotwright.kit.canonical import fingerprint
from spotwright.pipeline.director import Locate, film_of
from spotwright.render.film import Film
from spotwright.render.settings import ENGINE_VERSION
from spotwright.render.settings import Settings as EncoderSettings
from spotwright.render.timeline import digest
from spotwright.storyboard.board import Scene

# Raise it when the same film would be laid out or would sound differently.
_ENGINE = "4"
_ANIMATIC_SIDE, _ANIMATIC_FPS = 360, 15
_ANIMATIC_ENCODING = EncoderSettings(preset="ultrafast", crf=26)


@dataclass(frozen=True, slots=True)
class Cut:
    """One version of a film: what is seen, what is heard, and how the pictures are encoded."""

    film: Film
    sounding: Film
    """The film whose sound this one has: equally long, scene by scene."""
    scripts: tuple[str, ...]
    mood: tuple[str | None, str, str | None]
    captions: bool
    encoding: EncoderSettings

    @property
    def score_key(self) -> str:
        """Names the sound: what only changes the pictures does not change it."""
        heard = self.sounding
        lengths = [scene.frames for scene in heard.scenes]
        return fingerprint("score", _ENGINE, heard.fps, heard.seed, lengths, self.scripts, self.mood)

    @property
    def layout_key(self) -> str:
        """Names the timeline."""
        spoken = self.score_key if self.captions else None
        return fingerprint("layout", _ENGINE, ENGINE_VERSION, digest(self.film), asdict(self.encoding), spoken)

    @property
    def key(self) -> str:
        """Names the finished film."""
        return fingerprint("film", self.layout_key, self.score_key)

    @property
    def places(self) -> dict[str, str]:
        """Where the files that it shows lie on this machine, by their SHA-256."""
        shown = {media.sha256: media.path for scene in self.film.scenes for media in scene.media}
        brand = self.film.brand
        return {brand.logo_sha256: brand.logo_path, **shown} if brand.logo_sha256 and brand.logo_path else shown


def film_cut(
    record: JobRecord,
    scenes: Sequence[Scene],
    direction: str,
    music_mood: str,
    encoding: EncoderSettings,
    locate: Locate,
) -> Cut:
    """The film that is delivered."""
    brief, film = brief_of(record.request, record.materials), film_of(record, scenes, direction, locate)
    return Cut(
        film=film,
        sounding=film,
        scripts=tuple(scene.script for scene in scenes),
        mood=(brief.music_style or music_mood, brief.style, brief.tone),
        captions=record.request["specs"]["captions"],
        encoding=encoding,
    )


def animatic_of(cut: Cut) -> Cut:
    """The same film, small and with fewer frames a second, for whoever reviews the storyboard.

    Its words are heard and not read: so its pictures can be drawn while its sound is still being made.
    """
    return replace(cut, film=_small(cut.film), captions=False, encoding=_ANIMATIC_ENCODING)


def _small(film: Film) -> Film:
    share = min(1.0, _ANIMATIC_SIDE / min(film.width, film.height))
    fps = film.fps // -(-film.fps // _ANIMATIC_FPS)
    # Rounded from the film's beginning, not scene by scene: no cut is ever further than half a frame from its sound.
    cuts = [round(frame * fps / film.fps) for frame in accumulate((scene.frames for scene in film.scenes), initial=0)]
    return replace(
        film,
        width=round(film.width * share / 2) * 2,
        height=round(film.height * share / 2) * 2,
        fps=fps,
        scenes=tuple(
            replace(scene, frames=max(1, last - first))
            for scene, (first, last) in zip(film.scenes, pairwise(cuts), strict=True)
        ),
    )
