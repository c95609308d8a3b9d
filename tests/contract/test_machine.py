"""A small part of the search that ``make machine`` does, so that it keeps running."""

import places

from spotwright.jobs.states import Status
from tests.chaos import machine


def test_the_api_and_the_model_agree(tmp_path, new_place):
    seen = machine.search(tmp_path, runs=10, steps=20, seed_number=1, changes=places.enter(new_place()))
    assert {Status.STORYBOARD_READY, "restarts"} <= seen.keys()
