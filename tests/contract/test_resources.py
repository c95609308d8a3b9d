"""Clients and campaigns: their fields, PUT, lists, statistics and deletion."""

import pytest
from asgi_client import assert_envelope, data_of, error_of
from builders import dangling_references, new_campaign, new_client, new_job, stored_asset

from spotwright.engine.port import RunState
from spotwright.jobs import record
from spotwright.jobs.states import ACTIVE, Status

CLIENT = {
    "name": "Morning Ritual",
    "description": "Coffee by subscription",
    "homepage": "https://morning.example",
    "brandGuidelines": {
        "colors": ["#B5452C", "#F4E9DC"],
        "fonts": ["Poppins"],
        "tone": "warm",
        "restrictions": ["Never say cheap"],
        "examples": ["Slow down."],
    },
    "metadata": {"crm": 17, "nested": {"list": [1, 2.5, None, "é"]}},
}
CAMPAIGN = {
    "name": "Spring",
    "goal": "More subscribers",
    "status": "active",
    "productUrl": "https://morning.example/box",
    "brief": {"headline": "Wake up", "points": ["fresh", "fair"]},
    "metadata": {"season": "spring"},
}


class TestClients:
    def test_every_field_comes_back_as_it_was_given(self, api):
        client = new_client(api, **CLIENT)
        assert set(client) == {*CLIENT, "id", "createdAt", "updatedAt"}
        assert {name: client[name] for name in CLIENT} == CLIENT
        assert data_of(api.get(f"/api/v3/clients/{client['id']}"), 200) == client
        assert data_of(api.get("/api/v3/clients"), 200) == [client]

    def test_only_the_name_is_required(self, api):
        client = data_of(api.post("/api/v3/clients", json={"name": "  Bare  "}), 201)
        assert client["name"] == "Bare"
        assert {client[name] for name in ("description", "homepage", "brandGuidelines", "metadata")} == {None}

    @pytest.mark.parametrize(
        "body", [{}, {"name": ""}, {"name": " "}, {"name": None}, {"name": 1}, {"name": "x" * 201}]
    )
    def test_a_name_is_needed(self, api, body):
        answer = api.post("/api/v3/clients", json=body)
        assert "name" in error_of(answer, 422, "VALIDATION_FAILED")
        assert answer.json()["meta"]["errors"][0]["pointer"] == "/name"

    def test_creation_says_where_the_new_thing_is(self, api):
        answer = api.post("/api/v3/clients", json={"name": "x"})
        assert api.get(answer.headers["location"]).json()["data"] == answer.json()["data"]

    def test_unknown_fields_are_ignored(self, api):
        client = new_client(api, color="red", id="mine", userId="somebody", createdAt="1999-01-01")
        assert "color" not in client
        assert client["id"].startswith("cli_")
        assert not client["createdAt"].startswith("1999")

    def test_guidelines_keep_only_what_was_given(self, api):
        assert new_client(api, brandGuidelines={"colors": ["#fff"]})["brandGuidelines"] == {"colors": ["#fff"]}
        assert new_client(api, brandGuidelines={})["brandGuidelines"] == {}
        text = {"restrictions": "Never say cheap.", "examples": "Slow down."}
        assert new_client(api, brandGuidelines=text)["brandGuidelines"] == text

    def test_a_problem_inside_is_named_by_its_place(self, api):
        body = {"name": "n", "brandGuidelines": {"colors": ["#fff", 3], "restrictions": 4}}
        problems = api.post("/api/v3/clients", json=body).json()["meta"]["errors"]
        assert {problem["pointer"] for problem in problems} == {
            "/brandGuidelines/colors/1",
            "/brandGuidelines/restrictions",
        }


class TestCampaigns:
    def test_every_field_comes_back_as_it_was_given(self, api):
        client = new_client(api)["id"]
        campaign = new_campaign(api, client, **CAMPAIGN)
        assert set(campaign) == {*CAMPAIGN, "id", "clientId", "createdAt", "updatedAt"}
        assert {name: campaign[name] for name in CAMPAIGN} == CAMPAIGN
        assert campaign["clientId"] == client
        assert data_of(api.get(f"/api/v3/campaigns/{campaign['id']}"), 200) == campaign

    def test_a_new_one_is_a_draft(self, api):
        campaign = new_campaign(api, new_client(api)["id"])
        assert campaign["status"] == "draft"
        assert {campaign[name] for name in ("goal", "productUrl", "brief", "metadata")} == {None}

    @pytest.mark.parametrize("brief", ["Just words.", "", {"a": {"b": [1]}}, {}, None])
    def test_the_brief_is_text_or_an_object_kept_as_given(self, api, brief):
        campaign = new_campaign(api, new_client(api)["id"], brief=brief)
        assert data_of(api.get(f"/api/v3/campaigns/{campaign['id']}"), 200)["brief"] == brief

    @pytest.mark.parametrize("brief", [3, True, ["a"]])
    def test_no_other_brief(self, api, brief):
        body = {"clientId": new_client(api)["id"], "name": "n", "brief": brief}
        answer = api.post("/api/v3/campaigns", json=body)
        error_of(answer, 422)
        assert {problem["pointer"] for problem in answer.json()["meta"]["errors"]} == {"/brief"}

    def test_the_older_spelling_of_the_address(self, api):
        assert new_campaign(api, new_client(api)["id"], product_url="https://x.example")["productUrl"]

    @pytest.mark.parametrize("missing", ["clientId", "name"])
    def test_what_is_required(self, api, missing):
        body = {"clientId": new_client(api)["id"], "name": "n"}
        del body[missing]
        assert missing in error_of(api.post("/api/v3/campaigns", json=body), 422)

    def test_the_filter_by_client(self, api):
        first, second = (new_client(api)["id"] for _ in range(2))
        campaigns = [new_campaign(api, client)["id"] for client in (first, second, first)]
        answer = api.get("/api/v3/campaigns", params={"client_id": first})
        assert [campaign["id"] for campaign in data_of(answer, 200)] == [campaigns[0], campaigns[2]]
        assert answer.json()["meta"]["total"] == 2
        assert data_of(api.get("/api/v3/campaigns", params={"client_id": "x"}), 200) == []


class TestPut:
    @pytest.fixture
    def client(self, api):
        return new_client(api, **CLIENT)

    @pytest.fixture
    def campaign(self, api, client):
        return new_campaign(api, client["id"], **CAMPAIGN)

    @pytest.mark.parametrize(
        "change",
        [
            {"name": "New"},
            {"description": None},
            {"homepage": ""},
            {"metadata": None},
            {"brandGuidelines": {"tone": "cold"}},
            {"name": "A", "description": "B"},
            {},
        ],
        ids=str,
    )
    def test_only_the_named_fields_of_a_client_change(self, api, client, change):
        changed = data_of(api.put(f"/api/v3/clients/{client['id']}", json=change), 200)
        assert changed == {**client, **change, "updatedAt": changed["updatedAt"]}
        assert changed["updatedAt"] >= client["updatedAt"]
        assert data_of(api.get(f"/api/v3/clients/{client['id']}"), 200) == changed

    @pytest.mark.parametrize(
        "change",
        [
            {"name": "New"},
            {"goal": None},
            {"status": "done"},
            {"brief": "text"},
            {"productUrl": None},
            {"brief": None, "metadata": None},
            {},
        ],
        ids=str,
    )
    def test_only_the_named_fields_of_a_campaign_change(self, api, campaign, change):
        changed = data_of(api.put(f"/api/v3/campaigns/{campaign['id']}", json=change), 200)
        assert changed == {**campaign, **change, "updatedAt": changed["updatedAt"]}

    @pytest.mark.parametrize("change", [{"name": None}, {"name": ""}, {"name": " "}])
    def test_a_name_cannot_be_taken_away(self, api, client, campaign, change):
        error_of(api.put(f"/api/v3/clients/{client['id']}", json=change), 422)
        error_of(api.put(f"/api/v3/campaigns/{campaign['id']}", json=change), 422)
        assert data_of(api.get(f"/api/v3/clients/{client['id']}"), 200) == client

    @pytest.mark.parametrize("change", [{"status": None}, {"status": ""}, {"clientId": None}])
    def test_nor_a_status_or_a_client(self, api, campaign, change):
        error_of(api.put(f"/api/v3/campaigns/{campaign['id']}", json=change), 422)
        assert data_of(api.get(f"/api/v3/campaigns/{campaign['id']}"), 200) == campaign

    def test_a_campaign_may_name_its_own_client(self, api, campaign):
        body = {"clientId": campaign["clientId"], "name": "Same client"}
        assert data_of(api.put(f"/api/v3/campaigns/{campaign['id']}", json=body), 200)["name"] == "Same client"

    def test_the_whole_object_may_be_sent_back(self, api, client, campaign):
        changed = data_of(api.put(f"/api/v3/clients/{client['id']}", json=client), 200)
        assert {**changed, "updatedAt": ""} == {**client, "updatedAt": ""}
        changed = data_of(api.put(f"/api/v3/campaigns/{campaign['id']}", json=campaign), 200)
        assert {**changed, "updatedAt": ""} == {**campaign, "updatedAt": ""}


class TestLists:
    def test_links_lead_through_all_pages(self, api):
        made = [new_client(api, name=str(number))["id"] for number in range(7)]
        seen, path = [], "/api/v3/clients?limit=3"
        while path:
            answer = api.get(path)
            seen += [client["id"] for client in data_of(answer, 200)]
            path = answer.json()["meta"]["next"]
            assert ('rel="next"' in answer.headers["link"]) == bool(path)
        assert seen == made

    def test_links_keep_the_filter(self, api):
        client = new_client(api)["id"]
        for _ in range(3):
            new_campaign(api, client)
            new_campaign(api, new_client(api)["id"])
        answer = api.get("/api/v3/campaigns", params={"client_id": client, "limit": 2})
        rest = api.get(answer.json()["meta"]["next"])
        assert rest.json()["meta"]["total"] == 3
        assert len(data_of(rest, 200)) == 1

    def test_beyond_the_end_is_an_empty_page(self, api):
        new_client(api)
        answer = api.get("/api/v3/clients?offset=2147483647&limit=1")
        assert data_of(answer, 200) == []
        assert answer.json()["meta"]["total"] == 1


class TestStatistics:
    def test_they_have_exactly_the_documented_keys_and_start_at_zero(self, api):
        client = new_client(api)["id"]
        campaign = new_campaign(api, client)["id"]
        assert data_of(api.get(f"/api/v3/clients/{client}/stats"), 200) == {
            "campaignCount": 1,
            "videoCount": 0,
            "totalSpend": 0.0,
        }
        assert data_of(api.get(f"/api/v3/campaigns/{campaign}/stats"), 200) == {
            "videoCount": 0,
            "totalSpend": 0.0,
            "avgCost": 0.0,
        }

    @pytest.mark.parametrize("status", list(Status))
    def test_a_video_counts_when_its_job_completed(self, api, worker, status):
        client = new_client(api)["id"]
        campaign = new_campaign(api, client)["id"]
        worker.bring(api, new_job(api, client, campaign)["id"], status)
        expected = int(status is Status.COMPLETED)
        assert data_of(api.get(f"/api/v3/clients/{client}/stats"), 200)["videoCount"] == expected
        assert data_of(api.get(f"/api/v3/campaigns/{campaign}/stats"), 200)["videoCount"] == expected

    def test_spend_is_what_was_charged_even_for_jobs_that_failed(self, api, worker):
        client = new_client(api)["id"]
        campaign = new_campaign(api, client)["id"]
        good, bad, loose = (new_job(api, client, where)["id"] for where in (campaign, campaign, None))
        worker.bring(api, good, Status.COMPLETED)
        worker.bring(api, bad, Status.FAILED)
        for job, micros in ((good, 1_250_000), (bad, 100_000), (loose, 3)):
            worker.charge(job, "work", micros)
            worker.charge(job, "work", micros)  # The same work is booked once.
        assert data_of(api.get(f"/api/v3/campaigns/{campaign}/stats"), 200) == {
            "videoCount": 1,
            "totalSpend": 1.35,
            "avgCost": 1.35,
        }
        assert data_of(api.get(f"/api/v3/clients/{client}/stats"), 200)["totalSpend"] == 1.350003
        assert data_of(api.get(f"/api/v3/jobs/{good}"), 200)["actualCost"] == 1.25


class TestDeletion:
    @pytest.fixture
    def family(self, api, services):
        client = new_client(api)["id"]
        campaign = new_campaign(api, client)["id"]
        asset = stored_asset(services, api, client_id=client, campaign_id=campaign)["id"]
        return client, campaign, asset

    def test_nothing_below_it_then_it_goes_at_once(self, api):
        client = new_client(api)["id"]
        campaign = new_campaign(api, client)["id"]
        assert data_of(api.delete(f"/api/v3/campaigns/{campaign}"), 200)["message"]
        error_of(api.get(f"/api/v3/campaigns/{campaign}"), 404)
        assert data_of(api.delete(f"/api/v3/clients/{client}"), 200)["message"]
        error_of(api.delete(f"/api/v3/clients/{client}"), 404)

    def test_a_client_with_campaigns_stays(self, api, family):
        client, campaign, _ = family
        answer = api.delete(f"/api/v3/clients/{client}")
        assert "campaign" in error_of(answer, 409, "CLIENT_HAS_CAMPAIGNS")
        assert api.get(f"/api/v3/clients/{client}").status_code == 200
        assert api.get(f"/api/v3/campaigns/{campaign}").status_code == 200

    def test_a_client_with_jobs_but_no_campaign_stays(self, api):
        client = new_client(api)["id"]
        new_job(api, client)
        error_of(api.delete(f"/api/v3/clients/{client}"), 409, "CLIENT_HAS_CAMPAIGNS")

    def test_a_campaign_with_jobs_stays(self, api, family):
        client, campaign, _ = family
        job = new_job(api, client, campaign)["id"]
        assert "job" in error_of(api.delete(f"/api/v3/campaigns/{campaign}"), 409, "CAMPAIGN_HAS_JOBS")
        assert api.get(f"/api/v3/jobs/{job}").status_code == 200

    def test_false_is_not_true(self, api, family):
        error_of(api.delete(f"/api/v3/clients/{family[0]}?cascade=false"), 409)

    @pytest.mark.parametrize("what", ["client", "campaign"])
    def test_cascade_leaves_no_orphan(self, api, worker, services, family, what):
        client, campaign, asset = family
        jobs = [new_job(api, client, campaign)["id"] for _ in Status]
        for job, status in zip(jobs, Status, strict=True):
            worker.bring(api, job, status)
            worker.charge(job, "work", 1_000_000)
        path = f"clients/{client}" if what == "client" else f"campaigns/{campaign}"
        assert data_of(api.delete(f"/api/v3/{path}?cascade=true"), 200)["message"]
        for job in jobs:
            error_of(api.get(f"/api/v3/jobs/{job}"), 404)
            error_of(api.get(f"/api/v3/jobs/{job}/video"), 404)
        error_of(api.get(f"/api/v3/campaigns/{campaign}"), 404)
        kept = data_of(api.get(f"/api/v3/assets/{asset}"), 200)
        assert kept["campaignId"] is None
        assert kept["clientId"] == (None if what == "client" else client)
        assert api.get(kept["url"]).status_code == 200
        assert dangling_references(services) == []
        if what == "campaign":
            # What was spent stays spent.
            assert data_of(api.get(f"/api/v3/clients/{client}/stats"), 200)["totalSpend"] == 1.0 * len(jobs)

    @pytest.mark.parametrize("status", sorted(ACTIVE))
    def test_a_running_job_is_cancelled_first(self, api, worker, services, family, status):
        client, campaign, _ = family
        job = new_job(api, client, campaign)["id"]
        worker.bring(api, job, Status(status))
        assert services.engine.state(job) is RunState.RUNNING
        assert api.delete(f"/api/v3/clients/{client}?cascade=true").status_code == 200
        assert services.engine.state(job) is RunState.CANCELLED
        # A worker that was in the middle of it finds nothing to write to.
        with services.database.write() as session:
            assert not record.report(session, job, Status(status), "video_rendering", 50, "still at it")

    def test_a_second_cascade_is_a_404(self, api, family):
        assert api.delete(f"/api/v3/clients/{family[0]}?cascade=true").status_code == 200
        error_of(api.delete(f"/api/v3/clients/{family[0]}?cascade=true"), 404)

    def test_ids_are_opaque(self, api):
        first, second = (new_client(api)["id"] for _ in range(2))
        assert first != second
        assert len(first) == 30
        assert first[4:14] <= second[4:14]
        assert first[-16:] != second[-16:]

    def test_lists_say_so(self, api, family):
        api.delete(f"/api/v3/clients/{family[0]}?cascade=true")
        for path in ("clients", "campaigns", "jobs"):
            assert assert_envelope(api.get(f"/api/v3/{path}"))["meta"]["total"] == 0
