"""The cutting room with the real renderer: everything is made once, and what is lost is made again."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from spotwright.kit import clock
from spotwright.pipeline import renditions
from spotwright.pipeline.cuts import Cut
from spotwright.pipeline.cutting_room import CuttingRoom
from spotwright.pipeline.segments import SegmentRow
from spotwright.pipeline.studio import Studio, Watch
from spotwright.render.errors import RenderCancelled
from spotwright.render.film import Film, FilmScene
from spotwright.render.settings import Settings

WATCH = Watch(lambda: True)
_WORDS = ("Roasted today.", "Brewed tomorrow.", "", "Yours.")


class Studios(Studio):
    """A studio that remembers which tasks it ran."""

    def run(self, task: str, arguments: dict[str, Any], watch: Watch, **options: Any) -> dict[str, Any]:
        self.tasks.append(task)
        return super().run(task, arguments, watch, **options)

    tasks: list[str]


@pytest.fixture
def room(services) -> Callable[..., tuple[CuttingRoom, list[str]]]:
    """A room of a worker of that name, and the tasks that it has run."""

    def open_room(executor: str = "worker-1") -> tuple[CuttingRoom, list[str]]:
        warm = threading.Event()
        warm.set()
        studio = Studios(services.blobs, services.settings, warm)
        studio.tasks = []
        return CuttingRoom(services.database, services.blobs, studio, executor), studio.tasks

    return open_room


def cut(seed: int, *headlines: str) -> Cut:
    """A small film of four scenes; another seed is another film."""
    words = [*headlines, "Coffee", "Mornings", "Bread", "Order now"][: len(_WORDS)]
    roles = ("hook", "problem", "product", "cta")
    scenes = tuple(
        FilmScene(role, text, frames=36, transition="dissolve") for role, text in zip(roles, words, strict=True)
    )
    film = Film(320, 180, 12, "editorial", scenes, seed=seed)
    return Cut(film, film, _WORDS, (None, "calm", None), captions=False, encoding=Settings(preset="ultrafast"))


def rows(services) -> dict[str, tuple[str, str]]:
    """The bytes and the maker of every segment."""
    with services.database.read() as session:
        found = session.execute(sa.select(SegmentRow.key, SegmentRow.sha256, SegmentRow.executor))
        return {key: (sha256, executor) for key, sha256, executor in found}


def test_a_film_is_made_once_for_all_workers(services, room):
    film = cut(1)
    (first, ran), (second, ran_there) = room("worker-1"), room("worker-2")
    assert first.find(film) is None
    made = first.finish(film, 2, WATCH)
    assert ran == ["soundtrack", "timeline", "footage", "finish"]
    assert set(made.files) == {"video", "poster", "captions.srt", "captions.vtt"}
    assert second.find(film) == second.finish(film, 2, WATCH) == made
    assert ran_there == []


def test_one_changed_scene_renders_its_own_segments_and_its_transitions_alone(services, room):
    before, after = cut(2), cut(2)
    scenes = after.film.scenes
    other = replace(after.film, scenes=(scenes[0], replace(scenes[1], headline="Evenings"), *scenes[2:]))
    after = replace(after, film=other, sounding=other)
    here, _ = room("worker-1")
    there, ran = room("worker-2")
    here.finish(before, 2, WATCH)
    old = rows(services)
    there.finish(after, 2, WATCH)
    assert ran == ["timeline", "footage", "finish"]
    new = {key: made for key, made in rows(services).items() if key not in old}
    assert {executor for _, executor in new.values()} == {"worker-2"}
    # Scene, transition, scene, transition …: the second scene is the third segment.
    keys_before, keys_after = ([part.key for part in here.lay_out(film, WATCH).segments] for film in (before, after))
    assert [one == two for one, two in zip(keys_before, keys_after, strict=True)] == [True, *[False] * 3, *[True] * 3]
    assert set(new) == set(keys_after[1:4])
    assert {key: made for key, made in rows(services).items() if key in old} == old


def test_segments_whose_bytes_are_lost_are_rendered_again(services, room):
    film = cut(3)
    here, ran = room()
    layout = here.lay_out(film, WATCH)
    assert len(here.missing(layout)) == len(layout.segments)
    here.shoot(film, layout, layout.segments, 2, WATCH)
    assert here.missing(layout) == []
    lost = layout.segments[0].key
    services.blobs.delete(rows(services)[lost][0])
    with pytest.raises(Exception, match=rows(services)[lost][0]):
        here.finish(film, 2, WATCH)
    assert [part.key for part in here.missing(layout)] == [lost]
    assert here.finish(film, 2, WATCH).files["video"]["size"] > 0
    assert ran.count("footage") == 2


def test_what_is_lost_of_a_finished_film_is_made_again(services, room):
    film = cut(4)
    here, ran = room()
    made = here.finish(film, 2, WATCH)
    services.blobs.delete(made.files["video"]["sha256"])
    assert here.find(film) is None
    assert here.finish(film, 2, WATCH) == made == here.find(film)
    assert ran.count("footage") == 1
    assert ran.count("finish") == 2


def test_those_who_want_the_same_thing_at_once_make_it_once(services, room):
    film = cut(5)
    here, ran = room()
    with ThreadPoolExecutor(3) as pool:
        scores = list(pool.map(lambda _: here.score(film, WATCH), range(3)))
    assert ran == ["soundtrack"]
    assert scores[0] == scores[1] == scores[2]


def test_who_is_no_longer_wanted_does_not_wait_for_its_turn(services, room):
    film = cut(6)
    here, _ = room()
    begun = threading.Event()

    def wanted() -> bool:
        begun.set()
        return True

    with ThreadPoolExecutor(1) as pool:
        busy = pool.submit(here.score, film, Watch(wanted))
        begun.wait(30)
        with pytest.raises(RenderCancelled):
            here.score(film, Watch(lambda: False))
        assert not busy.done()
        busy.result()


def test_a_cancelled_parcel_keeps_what_is_finished_and_leaves_nothing_else(services, room):
    small = cut(7)
    # Long enough that it cannot be over before anybody looks.
    film = replace(small, film=replace(small.film, width=1920, height=1080), encoding=Settings(preset="slow"))
    here, _ = room()
    layout = here.lay_out(film, WATCH)
    keys = {part.key for part in layout.segments}

    def nothing_is_finished() -> bool:
        return not keys & set(rows(services))

    with pytest.raises(RenderCancelled):
        here.shoot(film, layout, layout.segments, 1, Watch(nothing_is_finished))
    assert keys & set(rows(services))
    assert {part.key for part in here.missing(layout)} == keys - set(rows(services)) != set()
    assert not list((services.settings.data_dir / "work").iterdir())


def test_progress_counts_what_is_there_already(services, room):
    film = cut(8)
    here, _ = room()
    layout = here.lay_out(film, WATCH)
    here.shoot(film, layout, layout.segments[:3], 2, WATCH)
    there = sum(part.frames for part in layout.segments[:3])
    told = []
    here.shoot(film, layout, layout.segments, 2, Watch(lambda: True, lambda done, total: told.append((done, total))))
    assert told[0][0] > there
    assert told[-1] == (layout.frames, layout.frames)
    here.shoot(film, layout, layout.segments, 2, Watch(lambda: True, lambda done, total: told.append((done, total))))
    assert told[-1] == (layout.frames, layout.frames)


def test_what_is_used_is_kept_for_as_long_again(services, room, monkeypatch) -> None:
    """What was made a week ago must not be swept away under a film that is being made of it."""
    opened, tasks = room()
    film = cut(31)
    opened.score(film, WATCH)
    now = clock.now
    monkeypatch.setattr(clock, "now", lambda: now() + timedelta(days=6))
    opened.score(film, WATCH)
    assert tasks == ["soundtrack"]
    with services.database.write() as session:
        renditions.sweep(session, clock.ago(days=5), 100)
        assert renditions.find(session, film.score_key)
    monkeypatch.setattr(clock, "now", lambda: now() + timedelta(days=12))
    with services.database.write() as session:
        renditions.sweep(session, clock.ago(days=5), 100)
        assert renditions.find(session, film.score_key) is None
