"""Rows of clients: a stable order, and the tenant filter below everything."""

from builders import new_client

from spotwright.clients import repository
from spotwright.clients.models import Client
from spotwright.kit import clock, ids


def test_rows_of_one_moment_have_a_stable_order(services, api):
    moment = clock.now()
    with services.database.write() as session:
        for number in range(20):
            times = {"created_at": moment, "updated_at": moment}
            session.add(Client(id=ids.new_id("cli"), user_id=api.user_id, name=str(number), **times))
    with services.database.read() as session:
        pages = [repository.page(session, api.user_id, 3, offset)[0] for offset in range(0, 20, 3)]
    found = [row.id for page in pages for row in page]
    assert found == sorted(found)
    assert len(set(found)) == 20


def test_nobody_finds_anothers_row(services, api, stranger):
    client = new_client(api)["id"]
    with services.database.read() as session:
        assert repository.find(session, api.user_id, client) is not None
        assert repository.find(session, stranger.user_id, client) is None
        assert repository.page(session, stranger.user_id, 10, 0) == ([], 0)
