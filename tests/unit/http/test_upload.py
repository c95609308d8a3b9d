"""Multipart forms: streamed, hashed, limited, and refused without a trace when anything is wrong."""

import asyncio
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.requests import Request

from spotwright.blobs import BlobStore
from spotwright.http.upload import FormLimits, receive_form
from spotwright.kit.errors import ApiError

BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW"
LIMITS = FormLimits(file_bytes=3_000_000, field_bytes=1000, fields=4)
PICTURE = bytes(range(256)) * 10 + b"\r\n--" + BOUNDARY[:20].encode() + b"\r\n\r\n--"


def field(name: str, value: str | bytes) -> bytes:
    value = value.encode() if isinstance(value, str) else value
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value + b"\r\n"


def file(content: bytes = PICTURE, *, name: str = "file", filename: str | None = "photo.jpg", extra: str = "") -> bytes:
    named = "" if filename is None else f'; filename="{filename}"'
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n'
    return f"{head}Content-Type: image/jpeg\r\n{extra}\r\n".encode() + content + b"\r\n"


END = f"--{BOUNDARY}--\r\n".encode()
FORM = field("name", "Épicerie 🥐") + file() + field("tags", '["a"]') + END


def request(body: bytes, *, chunk: int = 65536, cut: bool = False, **headers: str) -> Request:
    """A POST whose body comes in chunks; `cut` ends it by a disconnect."""
    pieces = [body[at : at + chunk] for at in range(0, len(body), chunk)] or [b""]
    messages = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    if cut:
        messages.append({"type": "http.disconnect"})
    else:
        messages[-1]["more_body"] = False
    waiting = iter(messages)

    async def receive():
        return next(waiting)

    sent = {"content_type": f"multipart/form-data; boundary={BOUNDARY}"} | headers
    raw = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in sent.items()]
    return Request({"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": raw}, receive)


@pytest.fixture
def store(tmp_path):
    return BlobStore.from_url(str(tmp_path / "blobs"), scratch=tmp_path / "scratch")


def receive(store, incoming: Request, limits: FormLimits = LIMITS):
    """The form, with its file's content read before the scratch file goes."""

    async def run():
        async with receive_form(incoming, store, limits) as form:
            return form, form.file and form.file.path.read_bytes()

    return asyncio.run(run())


def refusal(store, incoming: Request, limits: FormLimits = LIMITS) -> ApiError:
    with pytest.raises(ApiError) as caught:
        receive(store, incoming, limits)
    assert left_behind(store) == []
    return caught.value


def left_behind(store) -> list:
    return [path for path in store.scratch.root.rglob("*") if path.is_file()]


def test_a_file_name_in_the_extended_form_is_understood(store):
    """Python's requests sent nothing else for such names for years."""
    old = file().replace(b'filename="photo.jpg"', b"filename*=utf-8''%D1%84%D0%BE%D1%82%D0%BE.jpg")

    form, content = receive(store, request(old + END))

    assert (form.file.filename, content) == ("фото.jpg", PICTURE)


@pytest.mark.parametrize("chunk", [1, 7, 64, 65536])
def test_fields_and_file_come_out_whatever_the_chunks(store, chunk):
    form, content = receive(store, request(FORM, chunk=chunk))

    assert form.fields == {"name": "Épicerie 🥐", "tags": '["a"]'}
    assert form.file is not None
    assert content == PICTURE
    assert form.file.sha256 == hashlib.sha256(PICTURE).hexdigest()
    assert form.file.size == len(PICTURE)
    assert form.file.filename == "photo.jpg"
    assert form.file.content_type == "image/jpeg"
    assert left_behind(store) == []


def test_a_large_file_is_whole_and_storable(store):
    content = bytes(range(256)) * 11_000

    async def run():
        async with receive_form(request(file(content) + END), store, LIMITS) as form:
            return store.put_file(form.file.path, sha256=form.file.sha256, size=form.file.size)

    blob = asyncio.run(run())

    assert store.read_bytes(blob.sha256) == content
    assert left_behind(store) == []


def test_a_form_without_a_file_has_its_fields(store):
    form, _ = receive(store, request(field("name", "x") + END))

    assert form.file is None
    assert form.fields == {"name": "x"}


def test_an_empty_file_is_received(store):
    form, content = receive(store, request(file(b"") + END))

    assert (form.file.size, content) == (0, b"")


@pytest.mark.parametrize(
    ("body", "headers", "code"),
    [
        (FORM, {"content_type": "application/json"}, "UNSUPPORTED_MEDIA_TYPE"),
        (FORM, {"content_type": ""}, "UNSUPPORTED_MEDIA_TYPE"),
        (FORM, {"content_type": "multipart/mixed; boundary=x"}, "UNSUPPORTED_MEDIA_TYPE"),
        (FORM, {"content_type": "multipart/form-data"}, "INVALID_FORM"),
        (FORM, {"content_type": "multipart/form-data; boundary="}, "INVALID_FORM"),
        (FORM, {"content_type": f"multipart/form-data; boundary={'b' * 71}"}, "INVALID_FORM"),
        (FORM, {"content_type": "multipart/form-data; boundary=other"}, "INVALID_FORM"),
        (b"", {}, "INVALID_FORM"),
        (b"hello", {}, "INVALID_FORM"),
        (file(), {}, "INVALID_FORM"),
        (FORM[:-10], {}, "INVALID_FORM"),
        (FORM[:300], {}, "INVALID_FORM"),
        (b"--" + BOUNDARY.encode() + b"\r\nX: y\r\n\r\nz\r\n" + END, {}, "INVALID_FORM"),
        (file(extra="Content-Type: image/png\r\n") + END, {}, "INVALID_FORM"),
        (file(extra="Content-Transfer-Encoding: base64\r\n") + END, {}, "INVALID_FORM"),
        (file(extra="".join(f"X-{n}: y\r\n" for n in range(50))) + END, {}, "INVALID_FORM"),
        (file(extra=f"X: {'y' * 10_000}\r\n") + END, {}, "INVALID_FORM"),
        (field("n" * 200, "x") + END, {}, "INVALID_FORM"),
        (field("na\x01me", "x") + END, {}, "INVALID_FORM"),
        (file(bytes(3_000_001)) + END, {}, "ASSET_TOO_LARGE"),
        (FORM, {"content_length": "99999999"}, "ASSET_TOO_LARGE"),
        (FORM + bytes(5_000_000), {}, "BODY_TOO_LARGE"),
        (file() + file() + END, {}, "VALIDATION_FAILED"),
        (file(name="photo") + END, {}, "VALIDATION_FAILED"),
        (file(filename=None) + END, {}, "VALIDATION_FAILED"),
        (file(b"", filename="") + END, {}, "VALIDATION_FAILED"),
        (field("a", "1") + field("a", "1") + END, {}, "VALIDATION_FAILED"),
        (field("a", b"\xff\xfe") + END, {}, "VALIDATION_FAILED"),
        (field("a", "a\0b") + END, {}, "VALIDATION_FAILED"),
        (field("a", "x" * 1001) + END, {}, "VALIDATION_FAILED"),
        (b"".join(field(f"f{n}", "x") for n in range(5)) + END, {}, "VALIDATION_FAILED"),
    ],
)
def test_what_is_wrong_is_named_and_leaves_nothing(store, body, headers, code):
    assert refusal(store, request(body, **headers)).kind.code == code


def test_a_client_that_goes_away_leaves_nothing(store):
    assert refusal(store, request(FORM[:-30], cut=True)).kind.code == "INVALID_FORM"


def test_the_limit_itself_is_allowed(store):
    form, _ = receive(store, request(field("a", "x" * 1000) + file(bytes(3_000_000)) + END))

    assert form.file.size == 3_000_000


def test_a_cancelled_upload_leaves_nothing(store):
    async def run():
        async def never():
            await asyncio.sleep(3600)

        incoming = request(FORM)
        first = {"type": "http.request", "body": FORM[:-30], "more_body": True}
        messages = iter([first])

        async def receive():
            return next(messages, None) or await never()

        incoming._receive = receive

        async def upload():
            async with receive_form(incoming, store, LIMITS):
                pass

        task = asyncio.create_task(upload())
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())

    assert left_behind(store) == []


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("photo.jpg", "photo.jpg"),
        ("../../etc/passwd", "passwd"),
        (r"C:\fakepath\photo.jpg", "photo.jpg"),
        ("фото ☕.png", "фото ☕.png"),
        ("a%22b.png", 'a"b.png'),
        ("x%0D%0ASet-Cookie: a.png", "xSet-Cookie: a.png"),
        ("..", "file"),
        ("\u202egpj.exe", "gpj.exe"),
    ],
)
def test_a_file_name_is_cleaned(store, sent, kept):
    form, _ = receive(store, request(file(filename=sent) + END))

    assert form.file.filename == kept


SHARDS = [b"", b"\r\n", b"--", b"\0", b'"', b"\xff", b":", b";", END, FORM[:80]]


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_mutated_body_is_a_form_or_a_refusal_and_never_leaves_a_file(tmp_path_factory, data):
    store = BlobStore.from_url("memory:", scratch=tmp_path_factory.getbasetemp() / "fuzz")
    body = bytearray(FORM)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(body)))
        end = data.draw(st.integers(at, min(len(body), at + 60)))
        body[at:end] = data.draw(
            st.sampled_from([b"", b"\r\n", b"--", b"\0", b'"', b"\xff", END, FORM[:80], b":", b";"])
        )
    incoming = request(bytes(body), chunk=data.draw(st.sampled_from([1, 13, 4096])), cut=data.draw(st.booleans()))

    try:
        receive(store, incoming)
        status = 200
    except ApiError as error:
        status = error.kind.status

    assert status in {200, 400, 413, 422}
    assert left_behind(store) == []
