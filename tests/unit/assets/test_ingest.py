"""What kind of file it is, from its first bytes alone; names and claims are not asked."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotwright.assets.ingest import sniff_document
from spotwright.assets.schemas import upload_fields
from spotwright.http.delivery import INLINE_TYPES
from spotwright.kit.errors import ApiError


def office(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"%PDF-1.7\n", ("pdf", "application/pdf")),
        (b"Plain words.", ("txt", "text/plain")),
        ("Wörter — 早晨".encode(), ("txt", "text/plain")),
        (b"\xef\xbb\xbfwith a mark", ("txt", "text/plain")),
        (b"<svg xmlns='x'>", ("svg", "application/octet-stream")),
        (b"<?xml version='1.0'?>\n<!-- x -->\n<SVG>", ("svg", "application/octet-stream")),
        (b" \n<!DOCTYPE HTML>", ("html", "application/octet-stream")),
        (b"<html>", ("html", "application/octet-stream")),
        (office("word/document.xml"), ("docx", "application/octet-stream")),
        (office("ppt/presentation.xml"), ("pptx", "application/octet-stream")),
        (office("xl/workbook.xml"), ("xlsx", "application/octet-stream")),
        (office("anything"), ("zip", "application/octet-stream")),
        (b"\x00\x01\x02", None),
        (b"\x89PNG\r\n\x1a\n\x00", None),
        (b"\xff\xd8\xff\xe0", None),
        (b"text with a \x00 in it", None),
        ("Wörter".encode("latin-1"), None),
    ],
)
def test_documents_are_told_by_their_bytes(head, expected):
    assert sniff_document(head) == expected


@given(st.text(min_size=1).filter(lambda text: "\x00" not in text), st.integers(0, 3))
def test_a_character_that_is_cut_by_the_end_of_the_sample_is_no_reason(text, cut):
    head = (text + "早").encode()
    head = head[: len(head) - min(cut, 2)]
    assert sniff_document(head) is not None or head.startswith(b"PK")


@given(st.binary(max_size=300))
def test_no_document_is_ever_shown_inline(head):
    found = sniff_document(head)
    assert found is None or found[1] not in INLINE_TYPES


class TestFields:
    def test_the_name_is_the_files_own_if_none_is_given(self):
        assert upload_fields({}, "bag.jpg").name == "bag.jpg"
        assert upload_fields({"name": ""}, "bag.jpg").name == "bag.jpg"
        assert upload_fields({"name": " A bag "}, "bag.jpg").name == "A bag"

    def test_empty_ids_are_none(self):
        fields = upload_fields({"clientId": "", "campaignId": ""}, "a")
        assert (fields.client_id, fields.campaign_id) == (None, None)

    def test_unknown_fields_are_ignored(self):
        assert upload_fields({"colour": "red", "userId": "x"}, "a").name == "a"

    @pytest.mark.parametrize(
        ("fields", "place"),
        [({"name": "x" * 256}, "/name"), ({"name": " "}, "/name"), ({"tags": "x"}, "/tags"),
         ({"tags": '["a", null]'}, "/tags"), ({"tags": '["\\u0000"]'}, "/tags")],
    )  # fmt: skip
    def test_a_wrong_field_is_named(self, fields, place):
        with pytest.raises(ApiError) as refusal:
            upload_fields(fields, "a")
        assert refusal.value.fields[0].pointer == place
