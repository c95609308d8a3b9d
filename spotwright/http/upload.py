"""Multipart forms read as a stream: the file goes to a scratch file and is hashed on the way, memory stays flat."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from spotwright.blobs import BlobStore, ScratchFile
from spotwright.http.filenames import clean_filename
from spotwright.kit.errors import ApiError, invalid

FILE_FIELD = "file"
# RFC 2046.
_LONGEST_BOUNDARY = 70
_LONGEST_NAME = 128
_LONGEST_TYPE = 255
_MOST_DIGITS = 20
# What the delimiters and headers of one part may take beside its content.
_PART_OVERHEAD = 16 * 1024
_PLAIN_ENCODINGS = {b"", b"7bit", b"8bit", b"binary"}
_EXTENDED_FILENAME = re.compile(rb";[ \t]*filename\*=utf-8''([^; \t]+)", re.IGNORECASE)
_ESCAPES = {"%22": '"', "%0D": "", "%0A": ""}


@dataclass(frozen=True, slots=True)
class FormLimits:
    """How much a form may bring, in bytes and in number of text fields."""

    file_bytes: int
    field_bytes: int = 64 * 1024
    fields: int = 32

    @property
    def body_bytes(self) -> int:
        """The largest body that could keep every other limit."""
        return self.file_bytes + self.fields * self.field_bytes + (self.fields + 2) * _PART_OVERHEAD


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """An uploaded file in the scratch folder. `content_type` is the sender's claim: look at the bytes."""

    path: Path
    size: int
    sha256: str
    filename: str
    content_type: str


@dataclass(frozen=True, slots=True)
class ReceivedForm:
    """The text fields by name, and the file if one was sent."""

    fields: dict[str, str]
    file: ReceivedFile | None


@asynccontextmanager
async def receive_form(request: Request, store: BlobStore, limits: FormLimits) -> AsyncIterator[ReceivedForm]:
    """Read a multipart/form-data request; its scratch file is removed when the block ends (`put_file` keeps the bytes).

    The file is the field `file`, the other fields are UTF-8 text; they come in any order, each at most once.

    Raises:
        ApiError: UNSUPPORTED_MEDIA_TYPE, INVALID_FORM, ASSET_TOO_LARGE, BODY_TOO_LARGE or VALIDATION_FAILED.
        StorageFull: There is no room for the file.
    """
    boundary = _boundary(request)
    _refuse_announced_size(request, limits)
    async with AsyncExitStack() as stack:
        reader = _FormReader(boundary, store, limits, stack)
        await reader.read(request)
        yield await reader.finish()


def _boundary(request: Request) -> bytes:
    kind, options = parse_options_header(request.headers.get("content-type"))
    if kind != b"multipart/form-data":
        raise ApiError("UNSUPPORTED_MEDIA_TYPE", "Content-Type must be multipart/form-data")
    boundary = options.get(b"boundary", b"")
    if not 0 < len(boundary) <= _LONGEST_BOUNDARY:
        raise _broken("the boundary is missing or too long")
    return boundary


def _refuse_announced_size(request: Request, limits: FormLimits) -> None:
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and len(announced) < _MOST_DIGITS and int(announced) > limits.body_bytes:
        raise ApiError("ASSET_TOO_LARGE")


def _broken(why: str) -> ApiError:
    return ApiError("INVALID_FORM", f"Request body is not a valid multipart form: {why}")


class _FormReader:
    """Feeds the parser and keeps what it finds. The parser's callbacks are plain functions: they only collect."""

    def __init__(self, boundary: bytes, store: BlobStore, limits: FormLimits, stack: AsyncExitStack) -> None:
        self._store = store
        self._limits = limits
        self._stack = stack
        self._fields: dict[str, str] = {}
        self._file: ScratchFile | None = None
        self._filename = ""
        self._content_type = ""
        self._headers: dict[bytes, bytes] = {}
        self._header_name = b""
        self._header_value = b""
        self._name = ""
        self._in_file = False
        self._text = bytearray()
        self._ended = False
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._part_begins,
                "on_header_field": self._header_field_comes,
                "on_header_value": self._header_value_comes,
                "on_header_end": self._header_ends,
                "on_headers_finished": self._headers_end,
                "on_part_data": self._content_comes,
                "on_part_end": self._part_ends,
                "on_end": self._form_ends,
            },
        )

    async def read(self, request: Request) -> None:
        received = 0
        try:
            async with aclosing(request.stream()) as stream:
                async for chunk in stream:
                    received += len(chunk)
                    if received > self._limits.body_bytes:
                        raise ApiError("BODY_TOO_LARGE")
                    self._parser.write(chunk)
                    if self._file is not None:
                        await self._file.flush()
        except FormParserError as error:
            raise ApiError("INVALID_FORM") from error
        except ClientDisconnect as error:
            raise ApiError("INVALID_FORM", "Request body ended early") from error

    async def finish(self) -> ReceivedForm:
        if not self._ended:
            raise _broken("it ends before its last boundary")
        if self._file is None:
            return ReceivedForm(self._fields, None)
        sha256, size = await self._file.finish()
        return ReceivedForm(
            self._fields, ReceivedFile(self._file.path, size, sha256, self._filename, self._content_type)
        )

    def _part_begins(self) -> None:
        self._headers = {}
        self._text = bytearray()
        self._in_file = False

    def _header_field_comes(self, chunk: bytes, start: int, end: int) -> None:
        self._header_name += chunk[start:end]

    def _header_value_comes(self, chunk: bytes, start: int, end: int) -> None:
        self._header_value += chunk[start:end]

    def _header_ends(self) -> None:
        name = self._header_name.lower()
        if name in self._headers:
            raise _broken("a part repeats a header")
        self._headers[name] = self._header_value.strip()
        self._header_name = self._header_value = b""

    def _headers_end(self) -> None:
        disposition = self._headers.get(b"content-disposition", b"")
        kind, options = parse_options_header(disposition)
        if kind != b"form-data" or b"name" not in options:
            raise _broken("a part has no name")
        if self._headers.get(b"content-transfer-encoding", b"").lower() not in _PLAIN_ENCODINGS:
            raise _broken("send parts unencoded")
        self._name = _name(options[b"name"])
        filename = _filename(options.get(b"filename"), disposition)
        if filename is not None or self._name == FILE_FIELD:
            self._file_begins(filename or "")
        elif self._name in self._fields:
            raise invalid(f"/{self._name}", "Field may be given only once", code="duplicate")
        elif len(self._fields) >= self._limits.fields:
            raise invalid("", f"A form may have {self._limits.fields} fields", code="too_many")

    def _file_begins(self, filename: str) -> None:
        if self._name != FILE_FIELD:
            raise invalid(f"/{self._name}", f"The file is sent in the field {FILE_FIELD}", code="unexpected_file")
        if self._file is not None:
            raise invalid(f"/{FILE_FIELD}", "Only one file may be sent", code="duplicate")
        if not filename:
            raise invalid(f"/{FILE_FIELD}", "A file with a filename is required", code="missing")
        self._filename = clean_filename(filename)
        self._content_type = self._headers.get(b"content-type", b"").decode("latin-1")[:_LONGEST_TYPE]
        self._file = ScratchFile(self._stack.enter_context(self._store.scratch_file(".upload")))
        self._in_file = True

    def _content_comes(self, chunk: bytes, start: int, end: int) -> None:
        if self._in_file and self._file is not None:
            if self._file.size + end - start > self._limits.file_bytes:
                raise ApiError("ASSET_TOO_LARGE")
            self._file.add(chunk[start:end])
            return
        if len(self._text) + end - start > self._limits.field_bytes:
            raise invalid(f"/{self._name}", f"Field is longer than {self._limits.field_bytes} bytes", code="too_long")
        self._text += chunk[start:end]

    def _part_ends(self) -> None:
        if self._in_file:
            self._in_file = False
            return
        try:
            text = self._text.decode()
        except UnicodeDecodeError as error:
            raise invalid(f"/{self._name}", "Field is not UTF-8 text", code="invalid_utf8") from error
        if "\0" in text:
            raise invalid(f"/{self._name}", "Field contains a NUL character", code="invalid_text")
        self._fields[self._name] = text

    def _form_ends(self) -> None:
        self._ended = True


def _filename(plain: bytes | None, disposition: bytes) -> str | None:
    if plain is None:
        # RFC 7578 forbids this form, and older HTTP libraries send it alone for any name that is not ASCII.
        extended = _EXTENDED_FILENAME.search(disposition)
        return unquote_to_bytes(extended[1]).decode(errors="replace") if extended else None
    filename = plain.decode(errors="replace")
    # Browsers write these three, and only these, as escapes.
    for escape, character in _ESCAPES.items():
        filename = filename.replace(escape, character)
    return filename


def _name(raw: bytes) -> str:
    """A field's name; a broken or endless one cannot be reported by its name, so the whole form is refused."""
    try:
        name = raw.decode()
    except UnicodeDecodeError as error:
        raise _broken("a name is not UTF-8") from error
    if len(name) > _LONGEST_NAME or not name.isprintable():
        raise _broken("a name is not usable")
    return name
