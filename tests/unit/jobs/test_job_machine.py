"""A job under any sequence of a person's and a worker's doings, against a model of a few lines."""

import pytest
from asgi_client import ApiClient, data_of
from builders import Worker, new_client, new_job
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from spotwright.jobs.states import TERMINAL, Status

SCENES = 3


@pytest.fixture
def client(api):
    return new_client(api)["id"]


class JobMachine(RuleBasedStateMachine):
    api: ApiClient
    worker: Worker
    client: str

    def __init__(self) -> None:
        super().__init__()
        self.job = new_job(self.api, self.client)["id"]
        self.status = Status.PENDING
        self.pending: list[int] = []
        self.takes = [0] * SCENES
        self.version = 0

    def act(self, action: str, payload: object = None) -> int:
        body = {"action": action, "payload": payload}
        return self.api.post(f"/api/v3/jobs/{self.job}/actions", json=body).status_code

    @rule()
    def approve(self) -> None:
        allowed = self.status is Status.STORYBOARD_READY and not self.pending
        assert self.act("approve") == (202 if allowed else 409)
        if allowed:
            self.status = Status.VIDEO_PROCESSING

    @rule(really=st.integers(0, 5))
    def cancel(self, really: int) -> None:
        if really:  # Seldom, or no job would get anywhere.
            return
        assert self.act("cancel") == (409 if self.status in TERMINAL else 202)
        if self.status not in TERMINAL:
            self.status, self.pending = Status.CANCELLED, []

    @rule(index=st.integers(0, SCENES))
    def regenerate(self, index: int) -> None:
        expected = 202
        if self.status is not Status.STORYBOARD_READY:
            expected = 409
        elif index == SCENES:
            expected = 404
        elif index in self.pending:
            expected = 409
        assert self.act("regenerate_scene", {"sceneIdx": index}) == expected
        if expected == 202:
            self.pending.append(index)

    @precondition(lambda self: self.status is Status.PENDING)
    @rule()
    def work_begins(self) -> None:
        self.worker.begin(self.job)
        self.status = Status.STORYBOARD_PROCESSING

    @precondition(lambda self: self.status is Status.STORYBOARD_PROCESSING)
    @rule()
    def storyboard_is_done(self) -> None:
        self.worker.present(self.job, SCENES)
        self.status = Status.STORYBOARD_READY

    @precondition(lambda self: self.pending)
    @rule()
    def take_is_done(self) -> None:
        index = self.pending.pop(0)
        self.takes[index] += 1
        self.worker.retake(self.job, index, self.takes[index])

    @precondition(lambda self: self.status is Status.VIDEO_PROCESSING)
    @rule(percent=st.integers(0, 100))
    def work_goes_on(self, percent: int) -> None:
        self.worker.report(self.job, self.status, "video_rendering", percent)

    @precondition(lambda self: self.status is Status.VIDEO_PROCESSING)
    @rule()
    def film_is_done(self) -> None:
        self.worker.complete(self.job)
        self.status = Status.COMPLETED

    @precondition(lambda self: self.status not in TERMINAL)
    @rule(really=st.integers(0, 9))
    def work_fails(self, really: int) -> None:
        if not really:
            self.worker.fail(self.job)
            self.status, self.pending = Status.FAILED, []

    @invariant()
    def they_agree(self) -> None:
        shown = data_of(self.api.get(f"/api/v3/jobs/{self.job}"), 200)
        assert shown["status"] == self.status
        assert shown["regeneratingScenes"] == self.pending
        assert (shown["videoUrl"] is not None) == (self.status is Status.COMPLETED)
        assert (shown["error"] is not None) == (self.status is Status.FAILED)
        assert shown["version"] >= self.version
        self.version = shown["version"]
        if shown["storyboard"] is not None:
            assert [scene["take"] for scene in shown["storyboard"]["scenes"]] == self.takes


def test_the_api_and_the_model_agree(api, worker, client):
    JobMachine.api, JobMachine.worker, JobMachine.client = api, worker, client
    checks = list(HealthCheck)
    run_state_machine_as_test(
        JobMachine, settings=settings(max_examples=15, stateful_step_count=20, suppress_health_check=checks)
    )
