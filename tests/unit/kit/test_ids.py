"""Ids sort by time, cannot be guessed, and what is none never reaches a query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotwright.kit import ids


def test_the_shape():
    made = ids.new_id("job")
    assert made.startswith("job_")
    assert len(made) == 30
    assert ids.looks_like_id(made)


def test_later_ids_sort_later(monkeypatch):
    made = []
    for millisecond in (1, 2, 10**6, 10**12, 2**47):
        monkeypatch.setattr(ids.time, "time_ns", lambda at=millisecond: at * 1_000_000)
        made.append(ids.new_id("job"))
    assert made == sorted(made)


def test_ids_of_one_millisecond_differ(monkeypatch):
    monkeypatch.setattr(ids.time, "time_ns", lambda: 10**18)
    made = {ids.new_id("job") for _ in range(1000)}
    assert len(made) == 1000


@pytest.mark.parametrize(
    "text",
    ["", "job", "job_", "1", "job_1", "JOB_00000000000000000000000000", "job_0000000000000000000000000",
     "job_000000000000000000000000000", "job_iiiiiiiiiiiiiiiiiiiiiiiiii", "job_0000000000000000000000000\n",
     "job_٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠", "x_00000000000000000000000000", "jo b_00000000000000000000000000"],
)  # fmt: skip
def test_what_is_no_id(text):
    assert not ids.looks_like_id(text)


@given(st.text())
def test_no_text_that_a_database_could_refuse_looks_like_an_id(text):
    assert not ids.looks_like_id(text) or (text.isascii() and len(text) <= 32)
