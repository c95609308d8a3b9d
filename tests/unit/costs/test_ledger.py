"""The ledger: each piece of work is booked once, and what was spent stays spent."""

import pytest

from spotwright.costs import ledger
from spotwright.costs.models import LedgerEntry
from spotwright.kit import ids


@pytest.fixture
def owner():
    return ids.new_id("usr"), ids.new_id("cli"), ids.new_id("cmp")


def book(session, owner, job_id: str, work: str, micros: int) -> bool:
    return ledger.charge(session, job_id=job_id, work=work, owner=owner, units=1, micros=micros, rate_version="test")


def test_the_same_work_is_booked_once(services, owner):
    job = ids.new_id("job")
    with services.database.write() as session:
        assert book(session, owner, job, "video_rendering", 5)
        assert not book(session, owner, job, "video_rendering", 7)
        assert book(session, owner, job, "voice", 2)
    with services.database.read() as session:
        assert ledger.charged(session, [job]) == {job: 7}


def test_sums_are_by_client_and_campaign(services, owner):
    user, client, campaign = owner
    with services.database.write() as session:
        book(session, owner, ids.new_id("job"), "a", 5)
        book(session, (user, client, None), ids.new_id("job"), "a", 3)
        book(session, (user, ids.new_id("cli"), None), ids.new_id("job"), "a", 100)
    with services.database.read() as session:
        assert ledger.spent_by_client(session, client) == 8
        assert ledger.spent_by_campaign(session, campaign) == 5
        assert ledger.spent_by_campaign(session, ids.new_id("cmp")) == 0


def test_a_charge_of_nothing_is_a_charge(services, owner):
    free, unpaid = ids.new_id("job"), ids.new_id("job")
    with services.database.write() as session:
        book(session, owner, free, "a", 0)
    with services.database.read() as session:
        assert ledger.charged(session, [free, unpaid]) == {free: 0}
        assert ledger.charged(session, []) == {}


def test_an_entry_outlives_its_job(services):
    """So its ids are no foreign keys."""
    assert not LedgerEntry.__table__.foreign_keys
