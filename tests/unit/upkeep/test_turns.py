"""Whose turn it is at a bucket: by signs that are renewed, and that only the bucket's clock dates."""

from datetime import timedelta

import obstore
import pytest
from obstore.store import MemoryStore

from spotwright.upkeep import turns
from spotwright.upkeep.turns import BucketTurn, ShelfBusyError


@pytest.fixture
def bucket() -> MemoryStore:
    return MemoryStore()


def signs(bucket: MemoryStore) -> list[str]:
    return [entry["path"] for page in obstore.list(bucket, "locks") for entry in page]


def test_one_at_a_time_and_the_next_when_it_is_over(bucket):
    with BucketTurn(bucket):
        with pytest.raises(ShelfBusyError, match="sign of life"), BucketTurn(bucket):
            pass
        assert len(signs(bucket)) == 1
    assert signs(bucket) == []
    with BucketTurn(bucket):
        assert len(signs(bucket)) == 1


def test_whose_sign_is_old_is_dead(bucket, monkeypatch):
    obstore.put(bucket, "locks/dead", b"")
    monkeypatch.setattr(turns, "_ALIVE", timedelta(0))
    turn = BucketTurn(bucket)
    with turn:
        turn.confirm()
        assert len(signs(bucket)) == 1
        assert signs(bucket) != ["locks/dead"]


def test_who_was_taken_for_dead_finishes_nothing(bucket):
    turn = BucketTurn(bucket)
    with turn:
        for sign in signs(bucket):
            obstore.delete(bucket, sign)
        with pytest.raises(ShelfBusyError, match="too long"):
            turn.confirm()


def test_a_sign_is_renewed_while_the_work_goes_on(bucket, monkeypatch):
    monkeypatch.setattr(turns, "_RENEWED_EVERY_SECONDS", 0.01)
    turn = BucketTurn(bucket)
    with turn:
        (sign,) = signs(bucket)
        first = obstore.head(bucket, sign)["last_modified"]
        while obstore.head(bucket, sign)["last_modified"] == first:
            pass
        turn.confirm()


def test_a_sign_that_others_removed_is_not_put_back(bucket, monkeypatch):
    monkeypatch.setattr(turns, "_RENEWED_EVERY_SECONDS", 0.01)
    turn = BucketTurn(bucket)
    with turn:
        for sign in signs(bucket):
            obstore.delete(bucket, sign)
        turn._heart.join(30)
        assert not turn._heart.is_alive()
        assert signs(bucket) == []
        with pytest.raises(ShelfBusyError):
            turn.confirm()
