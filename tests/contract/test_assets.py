"""Assets: upload, what the bytes say, the list, and the delivery of bytes that nothing can run."""

import json
import wave
from io import BytesIO

import pytest
from asgi_client import assert_envelope, assert_stamp, data_of, error_of
from builders import new_campaign, new_client, picture, stored_asset

ASSET_KEYS = {
    "id", "userId", "clientId", "campaignId", "name", "type", "format", "size", "url", "thumbnailUrl", "width",
    "height", "duration", "tags", "sourceUrl", "createdAt", "updatedAt", "uploadedAt",
}  # fmt: skip
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><script>alert(document.cookie)</script>"
PDF = b"%PDF-1.7\n%%EOF\n"


def sound() -> bytes:
    buffer = BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\0\0" * 8000)
    return buffer.getvalue()


def upload(api, content: bytes, filename: str = "bag.jpg", kind: str = "image/jpeg", **fields: str):
    return api.post("/api/v3/assets", files={"file": (filename, content, kind)}, data=fields)


class TestUpload:
    def test_every_field_of_the_form_arrives(self, api):
        client = new_client(api)["id"]
        campaign = new_campaign(api, client)["id"]
        photo = picture(80, 60)
        answer = upload(
            api, photo, name="A bag", type="image", clientId=client, campaignId=campaign, tags='["coffee", "hero"]'
        )
        asset = data_of(answer, 201)
        assert set(asset) == ASSET_KEYS
        assert asset["userId"] == api.user_id
        assert (asset["clientId"], asset["campaignId"]) == (client, campaign)
        assert (asset["name"], asset["type"], asset["format"]) == ("A bag", "image", "jpeg")
        assert (asset["size"], asset["width"], asset["height"], asset["duration"]) == (len(photo), 80, 60, None)
        assert asset["tags"] == ["coffee", "hero"]
        assert asset["sourceUrl"] is None
        assert asset["createdAt"] == asset["uploadedAt"]
        assert_stamp(asset["uploadedAt"])
        assert answer.headers["location"] == f"/api/v3/assets/{asset['id']}"
        small = api.get(asset["thumbnailUrl"])
        assert (small.status_code, small.headers["content-type"]) == (200, "image/jpeg")

    def test_only_the_file_is_required(self, api):
        asset = data_of(upload(api, b"Some notes.", "notes.txt"), 201)
        assert (asset["name"], asset["clientId"], asset["campaignId"], asset["tags"]) == ("notes.txt", None, None, [])
        error_of(api.post("/api/v3/assets", files={"name": (None, "x")}), 422)

    def test_the_client_follows_from_the_campaign(self, api):
        client = new_client(api)["id"]
        campaign = new_campaign(api, client)["id"]
        assert data_of(upload(api, b"notes", campaignId=campaign), 201)["clientId"] == client
        other = new_client(api)["id"]
        assert "campaignId" in error_of(upload(api, b"notes", campaignId=campaign, clientId=other), 422)

    @pytest.mark.parametrize("tags", ["", "[]", '["a"]', '["é", "👍"]'])
    def test_tags_are_a_json_list_of_texts(self, api, tags):
        assert data_of(upload(api, b"notes", tags=tags), 201)["tags"] == json.loads(tags or "[]")

    @pytest.mark.parametrize("tags", ["a,b", "{}", "[1]", '"a"', "null", '["\\u0000"]'])
    def test_no_other_tags(self, api, tags):
        answer = upload(api, b"notes", tags=tags)
        assert "tags" in error_of(answer, 422)
        assert answer.json()["meta"]["errors"][0]["pointer"] == "/tags"

    @pytest.mark.parametrize(
        ("content", "kind", "form"),
        [
            (picture(kind="JPEG"), "image", "jpeg"),
            (picture(kind="PNG"), "image", "png"),
            (picture(kind="WEBP"), "image", "webp"),
            (sound(), "audio", "wav"),
            (PDF, "document", "pdf"),
            (b"Plain words.", "document", "txt"),
            (SVG, "document", "svg"),
            (HTML, "document", "html"),
        ],
        ids=["jpeg", "png", "webp", "wav", "pdf", "txt", "svg", "html"],
    )
    def test_the_bytes_decide_whatever_name_and_form_say(self, api, content, kind, form):
        asset = data_of(upload(api, content, "claims.mp4", "video/mp4", type="video"), 201)
        assert (asset["type"], asset["format"]) == (kind, form)
        assert api.get(asset["url"]).content == content
        assert assert_envelope(api.get("/api/v3/assets"))["meta"]["total"] == 1

    @pytest.mark.parametrize(
        ("content", "status"),
        [
            (b"", 422),
            (picture()[:100], 422),
            (picture(400, 300, kind="PNG")[:100], 422),
            (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, 415),
            (b"\x00\x00\x00\x18ftypmp42" + b"\0" * 200, 422),
            (b"\x7fELF\x02\x01\x01" + b"\0" * 100, 415),
            (bytes(range(256)) * 4, 415),
            (b"MZ\x90\x00" + b"\xff" * 100, 415),
        ],
        ids=["empty", "cut jpeg", "cut png", "png of zeros", "mp4 without frames", "program", "noise", "exe"],
    )
    def test_what_cannot_be_read_is_refused_and_not_kept(self, api, content, status):
        answer = upload(api, content)
        error_of(answer, status)
        assert data_of(api.get("/api/v3/assets"), 200) == []


class TestList:
    def test_filters(self, api, services):
        client, other = (new_client(api)["id"] for _ in range(2))
        campaign = new_campaign(api, client)["id"]
        photo = stored_asset(services, api, client_id=client, campaign_id=campaign)
        notes = stored_asset(
            services, api, b"notes", client_id=client, mime="text/plain", kind="document", thumbnail=False
        )
        loose = stored_asset(services, api)

        def ids(**query: str) -> list[str]:
            answer = api.get("/api/v3/assets", params=query)
            assert assert_envelope(answer)["meta"]["total"] == len(answer.json()["data"])
            return [asset["id"] for asset in data_of(answer, 200)]

        assert ids() == [photo["id"], notes["id"], loose["id"]]
        assert ids(client_id=client) == [photo["id"], notes["id"]]
        assert ids(campaign_id=campaign) == [photo["id"]]
        assert ids(asset_type="document") == [notes["id"]]
        assert ids(client_id=client, asset_type="image") == [photo["id"]]
        assert ids(client_id=other) == ids(asset_type="video") == ids(client_id="nonsense") == []
        error_of(api.get("/api/v3/assets?asset_type=picture"), 422)

    def test_fields_that_a_type_does_not_have_are_null(self, api, services):
        notes = stored_asset(services, api, b"notes", mime="text/plain", kind="document", thumbnail=False)
        assert notes["thumbnailUrl"] is None
        assert "not found" in error_of(api.get(f"/api/v3/assets/{notes['id']}/thumbnail"), 404)


CONTENT = picture(200, 150)


@pytest.fixture(scope="module")
def owner(new_caller):
    return new_caller()


@pytest.fixture(scope="module")
def asset(owner, services):
    return stored_asset(services, owner, CONTENT, filename="été 早.jpg")


@pytest.mark.parametrize("version", ["v2", "v3"])
class TestDelivery:
    @pytest.fixture
    def url(self, asset, version):
        return f"/api/{version}/assets/{asset['id']}/data"

    def test_the_whole(self, owner, url):
        answer = owner.get(url)
        assert (answer.status_code, answer.content) == (200, CONTENT)
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.headers["content-length"] == str(len(CONTENT))
        assert answer.headers["accept-ranges"] == "bytes"
        assert answer.headers["etag"].startswith('"sha256-')
        assert answer.headers["cache-control"] == "private, no-cache"
        assert answer.headers["content-disposition"].startswith("inline; ")
        assert "filename*=UTF-8''%C3%A9t%C3%A9%20%E6%97%A9.jpg" in answer.headers["content-disposition"]

    @pytest.mark.parametrize(
        ("given", "status", "first", "last"),
        [("bytes=0-99", 206, 0, 99), ("bytes=-100", 206, -100, None), ("bytes=5-", 206, 5, None),
         ("bytes=0-999999", 206, 0, None), ("items=0-5", 200, 0, None), ("bytes=5-4", 200, 0, None),
         ("bytes=abc", 200, 0, None), ("bytes=0-1,4-5", 200, 0, None)],
    )  # fmt: skip
    def test_ranges(self, owner, url, given, status, first, last):
        answer = owner.get(url, headers={"Range": given})
        assert answer.status_code == status
        whole = CONTENT
        expected = whole if status == 200 else whole[first:] if last is None else whole[first : last + 1]
        assert answer.content == expected
        assert answer.headers["content-length"] == str(len(expected))
        assert ("content-range" in answer.headers) == (status == 206)

    @pytest.mark.parametrize("given", ["bytes=999999-", "bytes=-0"])
    def test_ranges_beyond_the_end(self, owner, url, given):
        answer = owner.get(url, headers={"Range": given})
        error_of(answer, 416)
        assert answer.headers["content-range"] == f"bytes */{len(CONTENT)}"

    def test_conditions(self, owner, url):
        tag = owner.get(url).headers["etag"]
        for headers in ({"If-None-Match": tag}, {"If-None-Match": "*"}, {"If-None-Match": f'"x", {tag}'}):
            answer = owner.get(url, headers=headers)
            assert (answer.status_code, answer.content) == (304, b"")
            assert answer.headers["etag"] == tag
        assert owner.get(url, headers={"If-None-Match": '"x"'}).status_code == 200
        error_of(owner.get(url, headers={"If-Match": '"x"'}), 412)
        assert owner.get(url, headers={"If-Range": tag, "Range": "bytes=0-0"}).status_code == 206
        assert owner.get(url, headers={"If-Range": '"x"', "Range": "bytes=0-0"}).status_code == 200

    def test_head(self, owner, url):
        got, head = owner.get(url), owner.head(url)
        assert (head.status_code, head.content) == (200, b"")
        for name in ("content-type", "content-length", "etag", "accept-ranges", "cache-control", "content-disposition"):
            assert head.headers[name] == got.headers[name]

    def test_an_address_with_the_hash_may_be_kept_for_ever(self, owner, url):
        digest = owner.get(url).headers["etag"].removeprefix('"sha256-').rstrip('"')
        kept = "private, max-age=31536000, immutable"
        assert owner.get(f"{url}?v={digest[:16]}").headers["cache-control"] == kept
        assert owner.get(f"{url}?v=1").headers["cache-control"] == "private, no-cache"

    def test_equal_bytes_have_equal_tags(self, owner, url, services):
        twin = stored_asset(services, owner, CONTENT)
        assert owner.get(twin["url"]).headers["etag"] == owner.get(url).headers["etag"]

    @pytest.mark.parametrize(
        "content", [SVG, HTML, PDF, b"plain <script>alert(1)</script>"], ids=["svg", "html", "pdf", "txt"]
    )
    def test_nothing_can_run_as_a_page(self, owner, version, content):
        asset = data_of(upload(owner, content, "evil.svg", "image/svg+xml"), 201)
        answer = owner.get(f"/api/{version}/assets/{asset['id']}/data")
        assert answer.content == content
        assert answer.headers["content-type"].partition(";")[0] in {
            "application/octet-stream",
            "application/pdf",
            "text/plain",
        }
        assert answer.headers["content-disposition"].startswith("attachment; ")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
        assert "default-src 'none'" in answer.headers["content-security-policy"]


class TestDeletion:
    def test_the_bytes_go_with_it_for_everyone_but_a_twin(self, api, services):
        first, second = (
            stored_asset(services, api, b"same bytes", mime="text/plain", kind="document") for _ in range(2)
        )
        assert api.delete(f"/api/v3/assets/{first['id']}").status_code == 200
        error_of(api.get(first["url"]), 404)
        assert api.get(second["url"]).content == b"same bytes"
        error_of(api.delete(f"/api/v3/assets/{first['id']}"), 404, "ASSET_NOT_FOUND")
