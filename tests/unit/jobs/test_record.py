"""What the workflow writes: once, in order, and never into a job that has moved on."""

import pytest
from builders import new_client, new_job, scene
from sqlalchemy import select

from spotwright.jobs import history, record, repository
from spotwright.jobs.models import Job, JobEvent, SceneTake
from spotwright.jobs.states import ACTIVE, FOLLOWS, Status
from spotwright.kit import clock, ids

ANIMATIC = {"sha256": "a" * 64, "size": 1, "mime": "video/mp4"}


@pytest.fixture
def job(api):
    return new_job(api, new_client(api)["id"])["id"]


def board(services, scenes: int = 3) -> dict:
    return {
        "scenes": [scene(services, index) for index in range(scenes)],
        "art_direction": "editorial",
        "music_mood": "warm",
        "warnings": [],
    }


def written(services, function, *arguments) -> bool:
    with services.database.write() as session:
        return function(session, *arguments)


def row(services, job: str) -> dict:
    with services.database.read() as session:
        found = session.get_one(Job, job)
        return {column.key: getattr(found, column.key) for column in Job.__table__.columns if column.key != "metadata"}


def calls(services, job: str) -> list[tuple]:
    """Every call of the workflow, with the states in which it does something."""
    materials = row(services, job)["materials"] | {"to_fetch": []}
    halfway = (job, Status.VIDEO_PROCESSING, "video_rendering", 50, "Half")
    return [
        (record.begin_storyboard, (job,), {Status.PENDING}),
        (record.present_storyboard, (job, board(services)), {Status.STORYBOARD_PROCESSING}),
        (record.replace_materials, (job, materials), {Status.STORYBOARD_PROCESSING}),
        (record.complete, (job, {}, []), {Status.VIDEO_PROCESSING}),
        (record.report, halfway, {Status.VIDEO_PROCESSING}),
        (record.report_footage, (job, "0", 50, 100), {Status.VIDEO_PROCESSING}),
        (record.show_animatic, (job, [0, 0, 0], ANIMATIC), {Status.STORYBOARD_READY}),
        (record.replace_scene, (job, scene(services, 0, 1), []), set()),
        (record.give_up_take, (job, {"scene_idx": 0, "take": 1}, "why"), set()),
        (record.fail, (job, "why"), ACTIVE),
    ]


@pytest.mark.parametrize("status", list(Status))
def test_a_call_that_comes_too_late_or_too_early_changes_nothing(services, api, worker, job, status):
    worker.bring(api, job, status)
    before = row(services, job)
    for function, arguments, expected in calls(services, job):
        if status in expected:
            with services.database.read() as session:  # Which commits nothing.
                assert function(session, *arguments)
        else:
            done = written(services, function, *arguments)
            # A step that began already, and runs again, may go on; but it changes nothing.
            assert not done or (function, status) == (record.begin_storyboard, Status.STORYBOARD_PROCESSING)
        assert row(services, job) == before


def test_presenting_twice_shows_it_once(services, job):
    written(services, record.begin_storyboard, job)
    assert written(services, record.present_storyboard, job, board(services))
    before = row(services, job)
    assert not written(services, record.present_storyboard, job, board(services, 5))
    assert row(services, job) == before
    with services.database.read() as session:
        assert len(list(session.scalars(select(SceneTake).where(SceneTake.job_id == job)))) == 3


def test_a_new_take_is_kept_beside_the_old_one(services, api, worker, job):
    worker.present(job)
    ask = {"action": "regenerate_scene", "payload": {"sceneIdx": 1, "feedback": "warmer"}}
    assert api.post(f"/api/v3/jobs/{job}/actions", json=ask).status_code == 202
    assert written(services, record.replace_scene, job, scene(services, 1, 1), ["darker than asked"])
    assert not written(services, record.replace_scene, job, scene(services, 1, 1), [])
    with services.database.read() as session:
        assert [take["take"] for take in record.takes_of(session, job, 1)] == [0, 1]
        asked = session.get_one(SceneTake, (job, 1, 1)).asked
    assert (asked["feedback"], asked["scene_idx"]) == ("warmer", 1)
    assert row(services, job)["storyboard"]["warnings"] == ["darker than asked"]


def test_a_take_that_cannot_be_made_leaves_the_old_one_and_says_why(services, api, worker, job):
    worker.present(job)
    before = row(services, job)["storyboard"]
    ask = {"action": "regenerate_scene", "payload": {"sceneIdx": 1}}
    api.post(f"/api/v3/jobs/{job}/actions", json=ask)
    (asked,) = row(services, job)["pending_takes"]
    assert written(services, record.give_up_take, job, asked, "the asset is damaged")
    after = row(services, job)
    assert (after["storyboard"], after["pending_takes"]) == (before, [])
    assert "the asset is damaged" in after["progress"]["message"]


def test_the_film_is_as_far_as_all_its_parcels_together(services, api, worker, job):
    worker.bring(api, job, Status.VIDEO_PROCESSING)
    first, last = record.FOOTAGE_SPAN
    seen = []
    # Two workers report in turns; one of them dies, and who takes over has to begin again.
    for place, frames in (("there", 100), ("0", 50), ("1", 100), ("0", 0), ("0", 100), ("1", 200), ("0", 999)):
        assert written(services, record.report_footage, job, place, frames, 500)
        seen.append(row(services, job)["progress"]["percent"])
    whole = last - first
    assert seen == [first + whole * done // 500 for done in (100, 150, 250, 250, 300, 400, 500)]
    shown = api.get(f"/api/v3/jobs/{job}").json()["data"]["progress"]
    assert set(shown) == {"stage", "percent", "message", "currentStep", "totalSteps"}


def test_what_nobody_can_see_makes_no_new_version(services, api, worker, job):
    worker.bring(api, job, Status.VIDEO_PROCESSING)
    written(services, record.report_footage, job, "0", 500, 1000)
    before = row(services, job)["version"]
    written(services, record.report_footage, job, "0", 501, 1000)
    assert row(services, job)["version"] == before


def test_an_animatic_is_shown_until_one_of_its_scenes_changes(services, api, worker, job):
    worker.present(job)
    assert not written(services, record.show_animatic, job, [0, 1, 0], ANIMATIC)
    assert written(services, record.show_animatic, job, [0, 0, 0], ANIMATIC)
    assert not written(services, record.show_animatic, job, [0, 0, 0], ANIMATIC)
    assert row(services, job)["storyboard"]["animatic"] == ANIMATIC
    api.post(f"/api/v3/jobs/{job}/actions", json={"action": "regenerate_scene", "payload": {"sceneIdx": 1}})
    assert row(services, job)["storyboard"]["animatic"] == ANIMATIC
    assert written(services, record.replace_scene, job, scene(services, 1, 1), [])
    assert row(services, job)["storyboard"]["animatic"] is None
    assert not written(services, record.show_animatic, job, [0, 0, 0], ANIMATIC)


def test_the_history_has_every_status_in_order(services, api, worker, job):
    worker.bring(api, job, Status.COMPLETED)
    with services.database.read() as session:
        events = list(session.scalars(select(JobEvent).where(JobEvent.job_id == job).order_by(JobEvent.version)))
    assert [event.status for event in events] == [
        "pending",
        "storyboard_processing",
        "storyboard_ready",
        "video_processing",
        "completed",
    ]
    assert [event.at for event in events] == sorted(event.at for event in events)


@pytest.mark.parametrize("before", list(Status))
def test_no_step_that_is_not_in_the_table(services, api, worker, job, before):
    worker.bring(api, job, before)
    for after in Status:
        with services.database.read() as session:  # Which commits nothing.
            found = repository.lock(session, job)
            if after in FOLLOWS[before]:
                history.change(session, found, "test", status=after)
                session.flush()
                assert found.status == after
            else:
                with pytest.raises(history.IllegalTransitionError):
                    history.change(session, found, "test", status=after)
                assert found.status == before


def test_the_clock_may_go_back_but_a_job_does_not(services, job, monkeypatch):
    before = row(services, job)["updated_at"]
    monkeypatch.setattr(clock, "now", lambda: before.replace(year=2001))
    written(services, record.fail, job, "why")
    assert row(services, job)["updated_at"] == before


def test_a_job_that_is_gone_is_no_error(services):
    nobody = ids.new_id("job")
    with services.database.write() as session:
        assert record.load(session, nobody) is None
        assert not record.begin_storyboard(session, nobody)
        assert not record.fail(session, nobody, "why")
        assert not record.complete(session, nobody, {}, [])
        assert record.is_over(None)


def test_blobs_that_a_job_needs_are_known(services, api, worker, job):
    worker.bring(api, job, Status.COMPLETED)
    with services.database.read() as session:
        needed = set(record.referenced_blobs(session))
    found = row(services, job)
    assert {item["sha256"] for item in found["deliverables"].values()} <= needed
    assert {item["image"]["sha256"] for item in found["storyboard"]["scenes"]} <= needed
    assert found["storyboard"]["animatic"]["sha256"] in needed
