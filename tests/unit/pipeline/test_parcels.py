"""A film's work is cut into neighbouring parcels of about the same size, and nothing of it is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotwright.pipeline import parcels
from spotwright.pipeline.segments import Segment

FULL_HD = 1920 * 1080
lengths = st.lists(st.integers(1, 600), max_size=20)


def film(*frames: int) -> list[Segment]:
    return [Segment(f"{number}", length) for number, length in enumerate(frames)]


@given(lengths, st.sampled_from([854 * 480, FULL_HD, 3840 * 2160]))
def test_every_segment_is_in_one_parcel_in_the_films_order(frames, pixels):
    whole = film(*frames)
    cut = parcels.cut(whole, pixels)
    assert [segment for parcel in cut for segment in parcel] == whole
    assert all(cut)


@pytest.mark.parametrize(
    ("seconds", "pixels", "count"),
    [(15, FULL_HD, 2), (30, FULL_HD, 4), (5, 854 * 480, 1), (15, 854 * 480, 1), (15, 3840 * 2160, 8)],
)
def test_a_parcel_is_about_eight_seconds_of_full_hd(seconds, pixels, count):
    whole = film(*[30] * seconds)
    cut = parcels.cut(whole, pixels)
    assert len(cut) == count
    work = [sum(segment.frames for segment in parcel) for parcel in cut]
    assert max(work) - min(work) <= 30


def test_a_segment_is_never_cut():
    assert parcels.cut(film(3000), FULL_HD) == [film(3000)]


def test_nothing_to_do_is_no_parcel():
    assert parcels.cut([], FULL_HD) == []
