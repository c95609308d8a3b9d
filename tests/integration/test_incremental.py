"""A finished ad is changed in one place: only the parts that show the change are made again, the others stay."""

import dataclasses
import hashlib
import sys
import time
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path

import av
import pytest

from spotwright.render import segments
from spotwright.render.cues import Cue, Word
from spotwright.render.film import Brand, Film, FilmScene, Media
from spotwright.render.join import join
from spotwright.render.layout import captioned, compose
from spotwright.render.movie import render_segments
from spotwright.render.segments import Segment
from spotwright.render.sound.soundtrack import make_soundtrack
from spotwright.render.timeline import Timeline

PHOTOS = Path(__file__).parents[2] / "examples" / "photos"
FPS = 30
FRAMES = 60
HEADLINES = ("Good mornings start here", "This is Morgenrot", "Roasted the day you order", "Posted in a day", "Order")
SHOWN = ("espresso", "fig-bowl", "dandelions", "summit-sunset")


def photograph(name: str) -> Media:
    path = PHOTOS / f"{name}.jpg"
    return Media(str(path), hashlib.sha256(path.read_bytes()).hexdigest(), "image", 1800, 1200)


def film_of(*, frames: Sequence[int] = (FRAMES,) * 5) -> Film:
    media = [*((photograph(name),) for name in SHOWN), ()]
    roles = ("hook", "product", "benefit", "proof", "cta")
    changes = ("dissolve", "push", "wipe", "iris", "cut")
    scenes = tuple(
        FilmScene(role, headline, media=shown, frames=length, transition=change)
        for role, headline, shown, length, change in zip(roles, HEADLINES, media, frames, changes, strict=True)
    )
    brand = Brand("Morgenrot", ("#F6EADB", "#A63A22", "#2B1B14"))
    return Film(640, 360, FPS, "editorial", scenes, brand, 1, "Order now", "morgenrot.example")


def cues_of(film: Film, texts: Sequence[str] = HEADLINES) -> tuple[Cue, ...]:
    """One caption in the middle of each scene."""
    cues, start = [], 0.0
    for scene, text in zip(film.scenes, texts, strict=True):
        first, seconds = start + 0.6, 0.8
        spoken = text.split()
        words = tuple(
            Word(word, first + seconds * place / len(spoken), first + seconds * (place + 1) / len(spoken))
            for place, word in enumerate(spoken)
        )
        cues.append(Cue(first, first + seconds, (text,), words))
        start += scene.frames / FPS
    return tuple(cues)


def changed(film: Film, index: int, **changes: object) -> Film:
    scene = dataclasses.replace(film.scenes[index], **changes)  # type: ignore[arg-type]
    return dataclasses.replace(film, scenes=(*film.scenes[:index], scene, *film.scenes[index + 1 :]))


def laid_out(film: Film, texts: Sequence[str] = HEADLINES) -> Timeline:
    return captioned(compose(film), film, cues_of(film, texts))


@dataclasses.dataclass(frozen=True)
class Made:
    """A film that was made, part by part."""

    plan: tuple[Segment, ...]
    packets: tuple[tuple[bytes, ...], ...]
    """The coded pictures of each segment as they stand in the joined film."""
    cpu: float


def made(timeline: Timeline, cache: Path) -> Made:
    started = time.process_time()
    plan = segments.plan(timeline)
    render_segments(timeline, [segment.key for segment in plan], cache)
    out = cache.parent / "film.mp4"
    join([cache / f"{segment.key}.mp4" for segment in plan], None, out, timeline.fps)
    cpu = time.process_time() - started
    with av.open(str(out)) as container:
        packets = [bytes(packet) for packet in container.demux(video=0) if packet.size]
    assert len(packets) == timeline.frames
    return Made(plan, tuple(tuple(packets[part.first : part.last + 1]) for part in plan), cpu)


Edit = Callable[[], tuple[Timeline, set[tuple[str, int]]]]


def new_words() -> tuple[Timeline, set[tuple[str, int]]]:
    film = changed(film_of(), 2, headline="Fresh from the roaster")
    return laid_out(film), {("transition", 1), ("scene", 2), ("transition", 2)}


def new_caption() -> tuple[Timeline, set[tuple[str, int]]]:
    texts = [*HEADLINES[:1], "Say hello to Morgenrot", *HEADLINES[2:]]
    return laid_out(film_of(), texts), {("scene", 1)}


def new_picture() -> tuple[Timeline, set[tuple[str, int]]]:
    film = changed(film_of(), 0, media=(photograph("forest-stream"),))
    return laid_out(film), {("scene", 0), ("transition", 0)}


def new_length() -> tuple[Timeline, set[tuple[str, int]]]:
    film = film_of(frames=(FRAMES, FRAMES, FRAMES, FRAMES + 17, FRAMES))
    return laid_out(film), {("transition", 2), ("scene", 3), ("transition", 3)}


def new_length_early() -> tuple[Timeline, set[tuple[str, int]]]:
    """Everything after the first scene is shown at another time, and is the same."""
    film = film_of(frames=(FRAMES + 7, FRAMES, FRAMES, FRAMES, FRAMES))
    return laid_out(film), {("scene", 0), ("transition", 0)}


def new_transition() -> tuple[Timeline, set[tuple[str, int]]]:
    """The same length of another kind: the scenes beside it stay."""
    timeline = laid_out(film_of())
    kinds = list(timeline.transitions)
    kinds[1] = dataclasses.replace(kinds[1], kind="blinds")
    return dataclasses.replace(timeline, transitions=tuple(kinds)), {("transition", 1)}


def nothing() -> tuple[Timeline, set[tuple[str, int]]]:
    return laid_out(film_of()), set()


@pytest.fixture(scope="module")
def cold(tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, Path]:
    """The ad as it was first made, and where its segments lie."""
    cache = tmp_path_factory.mktemp("ad") / "segments"
    return made(laid_out(film_of()), cache), cache


EDITS: tuple[Edit, ...] = (
    new_words, new_caption, new_picture, new_length, new_length_early, new_transition, nothing
)  # fmt: skip


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_an_edit_makes_only_what_shows_it_again(edit: Edit, cold: tuple[Made, Path]) -> None:
    before, cache = cold
    timeline, expected = edit()
    old = {path.name: path.read_bytes() for path in cache.iterdir()}
    after = made(timeline, cache)
    names = [(part.kind, part.index) for part in before.plan]
    assert [(part.kind, part.index) for part in after.plan] == names
    assert {
        name for name, one, two in zip(names, before.plan, after.plan, strict=True) if one.key != two.key
    } == expected
    for name, one, two in zip(names, before.packets, after.packets, strict=True):
        if name not in expected:
            assert one == two, name
        elif name[0] == "scene":
            assert one != two, name
    new = {path.name for path in cache.iterdir()} - set(old)
    assert len(new) == len(expected)
    assert all((cache / name).read_bytes() == content for name, content in old.items())
    sys.stdout.write(f"{edit.__name__}: {after.cpu:.2f} of {before.cpu:.2f} CPU s, {after.cpu / before.cpu:.0%}\n")


def test_a_voice_that_is_heard_later_says_the_same(tmp_path: Path) -> None:
    """Spoken words and their captions move with their scenes and change none of them."""
    plans = []
    for first in (2 * FRAMES, 2 * FRAMES + 7):
        film = film_of(frames=(first, *(2 * FRAMES,) * 4))
        starts = list(accumulate(scene.frames for scene in film.scenes))
        scripts = [
            ((start - scene.frames) / FPS, scene.frames / FPS, f"{scene.headline}, so to speak.")
            for scene, start in zip(film.scenes, starts, strict=True)
        ]
        track = make_soundtrack(
            film.frames / FPS, scripts, mood="calm", seed=1, cuts=(), out=tmp_path / f"{first}.m4a", music=False
        )
        assert len(track.cues) >= len(film.scenes)
        plans.append(segments.plan(captioned(compose(film), film, track.cues)))
    differing = {(one.kind, one.index) for one, two in zip(*plans, strict=True) if one.key != two.key}
    assert differing == {("scene", 0), ("transition", 0)}


def test_a_caption_across_a_cut_belongs_to_both_scenes() -> None:
    """It is in both of them, in the transition between them, and in nothing else."""
    film = film_of()
    cut = 2 * FRAMES / FPS
    timelines = [
        captioned(compose(film), film, (Cue(cut - 0.7, cut + 0.7, (text,)),)) for text in ("Roasted today", "Now")
    ]
    plans = [segments.plan(timeline) for timeline in timelines]
    differing = {(one.kind, one.index) for one, two in zip(*plans, strict=True) if one.key != two.key}
    assert differing == {("scene", 1), ("transition", 1), ("scene", 2)}
