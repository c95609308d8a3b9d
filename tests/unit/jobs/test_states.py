"""The table of states: what the contract draws, and nothing else."""

from itertools import pairwise

import pytest

from spotwright.jobs.states import ACTIVE, ALLOWED, FOLLOWS, TERMINAL, Action, Status


def test_the_way_of_a_job_that_goes_well():
    way = [
        Status.PENDING,
        Status.STORYBOARD_PROCESSING,
        Status.STORYBOARD_READY,
        Status.VIDEO_PROCESSING,
        Status.COMPLETED,
    ]
    for before, after in pairwise(way):
        assert FOLLOWS[before] - {before, Status.FAILED, Status.CANCELLED} == {after}


def test_every_state_is_in_the_table():
    assert set(FOLLOWS) == set(Status) == ACTIVE | TERMINAL
    assert not ACTIVE & TERMINAL


@pytest.mark.parametrize("status", sorted(TERMINAL))
def test_the_end_is_the_end(status):
    assert FOLLOWS[status] == frozenset()
    assert not any(status in allowed for allowed in ALLOWED.values())


@pytest.mark.parametrize("status", sorted(ACTIVE))
def test_whatever_goes_on_may_fail_or_be_cancelled(status):
    assert {Status.FAILED, Status.CANCELLED} <= FOLLOWS[status]
    assert status in ALLOWED[Action.CANCEL]


def test_only_a_storyboard_under_review_may_change_and_stay():
    assert {status for status in Status if status in FOLLOWS[status]} == {Status.STORYBOARD_READY}
    assert ALLOWED[Action.APPROVE] == ALLOWED[Action.REGENERATE_SCENE] == {Status.STORYBOARD_READY}
