"""``Idempotency-Key``, and what happens when many ask for the same thing at the same moment."""

import pytest
from asgi_client import data_of, error_of
from builders import brief, dangling_references, new_client, new_job, stored_asset

from spotwright.http import idempotency
from spotwright.http.idempotency import IdempotencyRow
from spotwright.kit import clock


def keyed(key: str) -> dict[str, str]:
    return {"Idempotency-Key": key}


@pytest.fixture
def client(api):
    return new_client(api)["id"]


class TestReplay:
    def test_the_second_answer_is_the_first_one(self, api, client):
        first, second = (api.post("/api/v3/jobs", json=brief(client), headers=keyed("a")) for _ in range(2))
        assert second.content == first.content
        assert second.status_code == first.status_code == 202
        assert second.headers["location"] == first.headers["location"]
        assert second.headers["etag"] == first.headers["etag"]
        assert second.headers["idempotent-replayed"] == "true"
        assert "idempotent-replayed" not in first.headers
        assert api.get("/api/v3/jobs").json()["meta"]["total"] == 1

    def test_another_body_with_the_same_key_is_a_conflict(self, api, client):
        data_of(api.post("/api/v3/jobs", json=brief(client), headers=keyed("a")), 202)
        other = brief(client, videoSpecs={"duration": 20})
        error_of(api.post("/api/v3/jobs", json=other, headers=keyed("a")), 409, "IDEMPOTENCY_KEY_REUSED")
        assert api.get("/api/v3/jobs").json()["meta"]["total"] == 1

    def test_the_order_of_keys_is_no_other_body(self, api):
        first = api.send_raw("POST", "/api/v3/clients", b'{"name":"n","description":"d"}', headers=keyed("a"))
        second = api.send_raw("POST", "/api/v3/clients", b'{ "description": "d", "name": "n" }', headers=keyed("a"))
        assert second.content == first.content

    def test_a_key_belongs_to_one_user_one_route_and_one_method(self, api, stranger, client):
        made = data_of(api.post("/api/v3/clients", json={"name": "n"}, headers=keyed("a")), 201)
        others = data_of(stranger.post("/api/v3/clients", json={"name": "n"}, headers=keyed("a")), 201)
        assert made["id"] != others["id"]
        data_of(api.post("/api/v3/campaigns", json={"clientId": client, "name": "n"}, headers=keyed("a")), 201)
        changed = api.put(f"/api/v3/clients/{made['id']}", json={"name": "m"}, headers=keyed("a"))
        assert data_of(changed, 200)["name"] == "m"

    def test_a_quoted_key_is_the_same_key(self, api):
        first = api.post("/api/v3/clients", json={"name": "n"}, headers=keyed("a-1"))
        assert api.post("/api/v3/clients", json={"name": "n"}, headers=keyed('"a-1"')).content == first.content

    def test_what_failed_may_be_tried_again_with_the_same_key(self, api, client):
        error_of(api.post("/api/v3/jobs", json={}, headers=keyed("a")), 422)
        error_of(api.post("/api/v3/jobs", json=brief("cli_none"), headers=keyed("a")), 404)
        data_of(api.post("/api/v3/jobs", json=brief(client), headers=keyed("a")), 202)

    def test_an_approval_is_replayed_and_not_a_conflict(self, api, worker, client):
        job = new_job(api, client)["id"]
        worker.present(job)
        first, second = (
            api.post(f"/api/v3/jobs/{job}/actions", json={"action": "approve"}, headers=keyed("yes")) for _ in range(2)
        )
        assert data_of(first, 202)["status"] == "video_processing"
        assert second.content == first.content

    def test_an_upload_is_kept_once(self, api):
        def upload(content: bytes, **fields: str):
            return api.post("/api/v3/assets", files={"file": ("a.txt", content)}, data=fields, headers=keyed("a"))

        first, second = upload(b"notes", name="n"), upload(b"notes", name="n")
        assert second.content == first.content
        error_of(upload(b"other notes", name="n"), 409, "IDEMPOTENCY_KEY_REUSED")
        error_of(upload(b"notes", name="m"), 409, "IDEMPOTENCY_KEY_REUSED")
        assert api.get("/api/v3/assets").json()["meta"]["total"] == 1

    @pytest.mark.parametrize("key", ["", " ", "x" * 256, "a b", "é", '""', "\x7f"])
    def test_a_key_is_visible_ascii(self, api, key):
        answer = api.post("/api/v3/clients", json={"name": "n"}, headers=[(b"Idempotency-Key", key.encode("latin-1"))])
        assert "Idempotency-Key" in error_of(answer, 422)
        assert answer.json()["meta"]["errors"][0]["in"] == "header"
        assert api.get("/api/v3/clients").json()["meta"]["total"] == 0

    def test_keys_are_forgotten_after_a_day(self, api, services):
        first = api.post("/api/v3/clients", json={"name": "n"}, headers=keyed("old"))
        with services.database.write() as session:
            idempotency.sweep(session, clock.ago(hours=24), 100)
        assert api.post("/api/v3/clients", json={"name": "n"}, headers=keyed("old")).content == first.content
        with services.database.write() as session:
            for row in session.query(IdempotencyRow):
                row.created_at = clock.ago(hours=24, seconds=1)
        with services.database.write() as session:
            assert idempotency.sweep(session, clock.ago(hours=24), 1000) >= 1
        assert api.post("/api/v3/clients", json={"name": "n"}, headers=keyed("old")).content != first.content


class TestRaces:
    def test_fifty_requests_with_one_key_make_one_job(self, api, client):
        async def create(caller):
            return await caller.send("POST", "/api/v3/jobs", json=brief(client), headers=keyed("once"))

        answers = api.all_at_once([create] * 50)
        assert {answer.status_code for answer in answers} == {202}
        assert len({answer.content for answer in answers}) == 1
        assert sum("idempotent-replayed" in answer.headers for answer in answers) == 49
        assert api.get("/api/v3/jobs").json()["meta"]["total"] == 1

    def test_a_hundred_approvals_are_one(self, api, worker, client):
        job = new_job(api, client)["id"]
        worker.present(job)

        async def approve(caller):
            return await caller.send("POST", f"/api/v3/jobs/{job}/actions", json={"action": "approve"})

        answers = api.all_at_once([approve] * 100)
        statuses = [answer.status_code for answer in answers]
        assert (statuses.count(202), statuses.count(409)) == (1, 99)
        assert {error_of(answer, 409, "JOB_STATE_CONFLICT") for answer in answers if answer.status_code == 409}

    def test_approvals_against_cancellations_have_one_end(self, api, worker, client):
        job = new_job(api, client)["id"]
        worker.present(job)

        def action(name: str):
            async def ask(caller):
                return await caller.send("POST", f"/api/v3/jobs/{job}/actions", json={"action": name})

            return ask

        answers = api.all_at_once([action(name) for name in ("approve", "cancel") * 10])
        accepted = [answer.json()["data"]["status"] for answer in answers if answer.status_code == 202]
        assert {answer.status_code for answer in answers} <= {202, 409}
        assert accepted.count("cancelled") == 1
        assert accepted.count("video_processing") <= 1
        assert data_of(api.get(f"/api/v3/jobs/{job}"), 200)["status"] == "cancelled"

    def test_a_client_deleted_twenty_times_is_deleted_once(self, api, client):
        new_job(api, client)

        async def delete(caller):
            return await caller.send("DELETE", f"/api/v3/clients/{client}?cascade=true")

        statuses = [answer.status_code for answer in api.all_at_once([delete] * 20)]
        assert (statuses.count(200), statuses.count(404)) == (1, 19)

    def test_deleting_while_creating_leaves_no_orphan(self, api, services, client):
        async def create(caller):
            return await caller.send("POST", "/api/v3/jobs", json=brief(client))

        async def delete(caller):
            return await caller.send("DELETE", f"/api/v3/clients/{client}?cascade=true")

        answers = api.all_at_once([create, create, create, delete, create, create, create])
        assert {answer.status_code for answer in answers} <= {200, 202, 404, 409}
        # Whoever lost is told so; what is left belongs together.
        gone = answers[3].status_code == 200
        assert api.get(f"/api/v3/clients/{client}").status_code == (404 if gone else 200)
        assert not (gone and data_of(api.get("/api/v3/jobs"), 200))
        assert dangling_references(services) == []

    def test_deleting_while_streaming_lets_the_stream_end(self, api, services):
        content = b"a long story. " * 20_000
        asset = stored_asset(services, api, content, mime="text/plain", kind="document")

        async def read(caller):
            return await caller.send("GET", asset["url"])

        async def delete(caller):
            return await caller.send("DELETE", f"/api/v3/assets/{asset['id']}")

        answers = api.all_at_once([read, read, delete, read, read])
        assert all(answer.content == content for answer in answers if "etag" in answer.headers)
        assert {answer.status_code for answer in answers} <= {200, 404}
