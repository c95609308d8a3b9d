"""Rows of campaigns: the filter by client stays within what one may see."""

from builders import new_campaign, new_client

from spotwright.campaigns import repository


def test_the_filter_does_not_open_anothers_campaigns(services, api, stranger):
    client = new_client(api)["id"]
    campaign = new_campaign(api, client)["id"]
    with services.database.read() as session:
        rows, total = repository.page(session, api.user_id, client, 10, 0)
        assert ([row.id for row in rows], total) == ([campaign], 1)
        assert repository.page(session, stranger.user_id, client, 10, 0) == ([], 0)
        assert repository.find(session, stranger.user_id, campaign) is None


def test_the_oldest_comes_first(services, api):
    client = new_client(api)["id"]
    made = [new_campaign(api, client)["id"] for _ in range(5)]
    with services.database.read() as session:
        assert [row.id for row in repository.page(session, api.user_id, None, 10, 0)[0]] == made
        assert sorted(repository.ids_of_client(session, client)) == sorted(made)
