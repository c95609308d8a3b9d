"""Downloads from servers that lie, stall, redirect inside and never end."""

import asyncio
import gzip
import hashlib
import socket
import ssl
import struct
import time
from pathlib import Path

import httpx
import pytest
from web_site import Names, Site, Wire, answer, redirect

from spotwright.outbound import Limits, OutboundError, OutboundTransport, UrlPolicy, download
from spotwright.outbound.transport import resolve

PUBLIC = "93.184.216.34"
PICTURE = bytes(range(256)) * 300
CERTIFICATE = Path(__file__).with_name("media_example_com.pem")
BOMB = gzip.compress(bytes(20_000_000))
LIMITS = Limits(file_bytes=1_000_000, total_seconds=10, idle_seconds=5)


@pytest.fixture
def site():
    with Site().open() as opened:
        opened.pages["/a.jpg"] = answer(PICTURE)
        yield opened


@pytest.fixture
def path(tmp_path):
    empty = tmp_path / "scratch"
    empty.touch()
    return empty


class Way:
    """The way to a site: its wire and its name server."""

    def __init__(self, site: Site, names: dict | None = None, allow: tuple[str, ...] = (), tls=None) -> None:
        self.wire = Wire(site.port)
        self.names = Names({"media.example.com": [PUBLIC], "private.example.com": ["10.0.0.7"], **(names or {})})
        self._policy = UrlPolicy(allow)
        # Reading all the world's certificates for each test would take longer than the tests.
        self._tls = tls or ssl.create_default_context(cafile=CERTIFICATE)

    def get(self, url: str, path: Path, limits: Limits = LIMITS):
        async def run():
            transport = OutboundTransport(self._policy, tls=self._tls, wire=self.wire, resolve=self.names)
            async with transport:
                return await download(url, path, limits, policy=self._policy, transport=transport)

        return asyncio.run(run())

    def refusal(self, url: str, path: Path, limits: Limits = LIMITS) -> OutboundError:
        with pytest.raises(OutboundError) as caught:
            self.get(url, path, limits)
        return caught.value


def failure(site: Site, path: Path, page, limits: Limits = LIMITS) -> OutboundError:
    site.pages["/a.jpg"] = page
    return Way(site).refusal("http://media.example.com/a.jpg", path, limits)


# What is sent.


def test_a_file_arrives_with_its_hash_and_name(site, path):
    way = Way(site)
    site.pages["/a.jpg?size=2"] = answer(PICTURE)
    got = way.get("http://media.example.com/a.jpg?size=2#top", path)
    assert path.read_bytes() == PICTURE
    assert (got.sha256, got.size, got.name) == (hashlib.sha256(PICTURE).hexdigest(), len(PICTURE), "a.jpg")
    assert way.wire.dialled == [(PUBLIC, 80)]


def test_the_request_names_the_host_and_carries_nothing_else(site, path, monkeypatch):
    for variable in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(variable, "http://127.0.0.1:9")
    Way(site).get("http://media.example.com:8080/a.jpg", path)
    head = dict(line.split(": ", 1) for line in site.requests[0].split("\r\n")[1:] if line)
    assert head.pop("User-Agent").startswith("Spotwright/")
    assert head == {"Host": "media.example.com:8080", "Accept": "*/*", "Accept-Encoding": "identity"}


def test_a_chunked_answer_and_one_that_ends_with_the_connection_arrive_whole(site, path):
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (PICTURE[:10], PICTURE[10:])) + b"0\r\n\r\n"
    site.pages["/chunked"] = answer(chunks, Content_Length="", Transfer_Encoding="chunked")
    site.pages["/closed"] = answer(PICTURE, Content_Length="")
    for target in ("/chunked", "/closed"):
        path.write_bytes(b"")
        assert Way(site).get(f"http://media.example.com{target}", path).size == len(PICTURE)
        assert path.read_bytes() == PICTURE


# Where it goes.


def test_a_name_that_changes_its_address_after_the_check_is_looked_up_once(site, path):
    """DNS rebinding: the first answer is public, every later one is this machine."""
    way = Way(site, {"rebind.example.com": [[PUBLIC], ["127.0.0.1"]]})
    site.pages["/a.jpg"] = answer(PICTURE)
    assert way.get("http://rebind.example.com/a.jpg", path).size == len(PICTURE)
    assert way.names.asked == ["rebind.example.com"]
    assert way.wire.dialled == [(PUBLIC, 80)]
    path.write_bytes(b"")
    assert str(way.refusal("http://rebind.example.com/a.jpg", path)) == "the address is not public"
    assert way.wire.dialled == [(PUBLIC, 80)]


def test_a_name_that_changes_its_address_between_redirects_is_checked_again(site, path):
    way = Way(site, {"rebind.example.com": [[PUBLIC], ["169.254.169.254"]]})
    site.pages["/start"] = redirect("/latest/meta-data")
    assert "not public" in str(way.refusal("http://rebind.example.com/start", path))
    assert [host for host, _ in way.wire.dialled] == [PUBLIC]


@pytest.mark.parametrize(
    "addresses",
    [
        ["10.0.0.7"],
        [PUBLIC, "127.0.0.1"],
        ["127.0.0.1", PUBLIC],
        [PUBLIC, "::1"],
        [PUBLIC, "fe80::1%eth0"],
        ["64:ff9b::a00:1"],
        ["::ffff:127.0.0.1"],
        [PUBLIC] * 3 + ["169.254.169.254"],
        [f"93.184.216.{last}" for last in range(200)],
    ],
)
def test_a_name_with_one_private_address_is_never_connected_to(site, path, addresses):
    way = Way(site, {"mixed.example.com": addresses})
    error = way.refusal("http://mixed.example.com/a.jpg", path)
    assert (str(error), error.transient) == ("the address is not public", False)
    assert way.wire.dialled == []


def test_the_next_checked_address_is_tried_when_one_refuses(site, path):
    way = Way(site, {"two.example.com": ["2606:4700::1", PUBLIC]})
    way.wire.closed = {"2606:4700::1"}
    assert way.get("http://two.example.com/a.jpg", path).size == len(PICTURE)
    assert way.names.asked == ["two.example.com"]


def test_the_systems_own_names_are_checked_too(site, path):
    """The real look-up, for once: the host file's name of this machine."""

    async def run(host: str, *allow: str):
        policy = UrlPolicy(allow)
        async with OutboundTransport(policy) as transport:
            return await download(f"http://{host}:{site.port}/a.jpg", path, LIMITS, policy=policy, transport=transport)

    assert "127.0.0.1" in asyncio.run(resolve("localhost", 80))
    with pytest.raises(OutboundError, match="not public"):
        asyncio.run(run("localhost"))
    with pytest.raises(OutboundError, match="not public"):
        asyncio.run(run("localhost", "localhost:1"))
    assert site.requests == []
    assert asyncio.run(run("localhost", f"localhost:{site.port}")).size == len(PICTURE)


def test_a_name_that_nobody_knows_is_reported(path):
    with pytest.raises(OutboundError, match="name could not be looked up"):
        asyncio.run(resolve("nobody.invalid", 80))


def test_a_name_server_that_never_answers_is_not_waited_for(site, path):
    async def never(_host: str, _port: int) -> list[str]:
        await asyncio.sleep(60)
        return []

    way = Way(site)
    way.names = never
    error = way.refusal("http://media.example.com/a.jpg", path, Limits(1000, total_seconds=5, idle_seconds=0.1))
    assert (str(error), error.transient) == ("the host's name could not be looked up", True)


# Redirects.


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_redirects_are_followed(site, path, status):
    site.pages["/old"] = redirect("a.jpg", status=status)
    got = Way(site).get("http://media.example.com/old", path)
    assert (got.size, got.name) == (len(PICTURE), "old")


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://localhost/",
        "//169.254.169.254/latest/meta-data",
        "\\\\127.0.0.1/",
        "http://private.example.com/",
        "http://media.example.com:6379/",
        "http://user:secret@media.example.com/a.jpg",
        "file:///etc/passwd",
        "ftp://media.example.com/",
        "gopher://media.example.com:70/_",
        "data:image/png;base64,AAAA",
        "https:",
        "http://[",
        "",
    ],
)
def test_no_redirect_leads_inside_or_elsewhere(site, path, location):
    site.pages["/a.jpg"] = redirect(location)
    way = Way(site)
    error = way.refusal("http://media.example.com/a.jpg", path)
    assert not error.transient
    assert way.wire.dialled == [(PUBLIC, 80)]
    assert site.targets == ["/a.jpg"]


@pytest.mark.parametrize("hops", [5, 6])
def test_five_redirects_are_enough(site, path, hops):
    for hop in range(hops):
        site.pages[f"/{hop}"] = redirect("/a.jpg" if hop == hops - 1 else f"/{hop + 1}")
    if hops == 5:
        assert Way(site).get("http://media.example.com/0", path).size == len(PICTURE)
    else:
        assert str(Way(site).refusal("http://media.example.com/0", path)) == "it redirects more than 5 times"


def test_a_loop_ends(site, path):
    assert "more than 5 times" in str(failure(site, path, redirect("/a.jpg")))
    assert len(site.requests) == 6


def test_a_redirect_sets_no_cookie_and_tells_nobody_where_it_came_from(site, path):
    site.pages["/old?token=secret"] = redirect("/a.jpg", Set_Cookie="session=1; Path=/")
    Way(site).get("http://media.example.com/old?token=secret", path)
    assert not any(word in site.requests[1].lower() for word in ("cookie", "referer", "secret"))


# Limits.


def drip(pieces: bytes, pause: float, head: bytes = b"HTTP/1.1 200 OK\r\n\r\n"):
    def send(connection: socket.socket) -> None:
        connection.sendall(head)
        for piece in pieces:
            connection.sendall(bytes([piece]))
            time.sleep(pause)

    return send


def test_a_dripping_body_is_given_up(site, path):
    limits = Limits(file_bytes=1_000_000, total_seconds=30, idle_seconds=0.3)
    started = time.monotonic()
    assert str(failure(site, path, drip(PICTURE, 0.02), limits)) == "it comes too slowly"
    assert time.monotonic() - started < 10


def test_a_dripping_head_is_given_up(site, path):
    limits = Limits(file_bytes=1_000_000, total_seconds=0.5, idle_seconds=0.3)
    error = failure(site, path, drip(b"X-Filler: 1\r\n" * 1000, 0.02, b"HTTP/1.1 200 OK\r\n"), limits)
    assert (str(error), error.transient) == ("it took longer than 0.5 seconds", False)


def test_a_silent_server_is_given_up_but_may_be_tried_again(site, path):
    limits = Limits(file_bytes=1_000_000, total_seconds=5, idle_seconds=0.2)
    for head in (b"", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"):
        error = failure(site, path, drip(b"a", 2, head), limits)
        assert (str(error), error.transient) == ("the server did not answer in time", True)


def test_a_file_of_exactly_the_limit_is_taken(site, path):
    limits = Limits(file_bytes=len(PICTURE))
    assert Way(site).get("http://media.example.com/a.jpg", path, limits).size == len(PICTURE)


def test_an_announced_giant_is_refused_before_it_comes(site, path):
    error = failure(site, path, answer(b"", Content_Length="1000001"))
    assert (str(error), error.transient) == ("it is larger than 1,000,000 bytes", False)


def test_an_unannounced_giant_is_stopped_at_the_limit(site, path):
    def endless(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(bytes(65536))

    assert "larger than" in str(failure(site, path, endless))
    assert path.stat().st_size <= 1_000_000


def test_a_file_shorter_than_announced_is_no_file(site, path):
    error = failure(site, path, answer(PICTURE, Content_Length=str(len(PICTURE) + 1)))
    assert (str(error), error.transient) == ("the connection broke off", True)


def test_a_file_longer_than_announced_ends_where_it_was_announced(site, path):
    site.pages["/a.jpg"] = answer(PICTURE, Content_Length="1000")
    assert Way(site).get("http://media.example.com/a.jpg", path).size == 1000


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "br", "deflate", "zstd", "gzip, gzip", "identity, GZIP"])
def test_a_compressed_answer_is_refused_and_never_unpacked(site, path, coding):
    assert "compressed" in str(failure(site, path, answer(BOMB, Content_Encoding=coding)))
    assert path.stat().st_size == 0


@pytest.mark.parametrize("coding", ["identity", "aws-chunked", "utf-8", "binary"])
def test_codings_that_change_nothing_are_ignored(site, path, coding):
    site.pages["/a.jpg"] = answer(PICTURE, Content_Encoding=coding)
    Way(site).get("http://media.example.com/a.jpg", path)
    assert path.read_bytes() == PICTURE


# Answers that are no file.


@pytest.mark.parametrize(
    ("transient", "statuses"),
    [
        (False, (201, 204, 206, 304, 305, 400, 401, 403, 404, 410, 501, 600)),
        (True, (408, 425, 429, 500, 502, 503, 504)),
    ],
)
def test_only_200_is_a_file(site, path, transient, statuses):
    for status in statuses:
        error = failure(site, path, answer(status=f"{status} Whatever <b>/etc/secret</b>"))
        assert (str(error), error.transient) == (f"the server answered {status}", transient)


@pytest.mark.parametrize(
    "noise",
    [
        b"",
        b"\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"-ERR unknown command\r\n",
        b"HTTP/1.1\r\n\r\n",
        b"HTTP/1.1 200\r\nNo colon\r\n\r\n",
        b"HTTP/1.1 99999 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nabcde",
        b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"f" * 40 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: rot13\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 300_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: \x00\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nabc",
        b"HTTP/1.1 302 Found\r\nLocation: \xff\xfe\r\n\r\n",
        b"\x16\x03\x01\x00\x05hello",
        bytes(range(256)),
    ],
)
def test_noise_is_a_failure_with_a_sentence(site, path, noise):
    error = failure(site, path, noise, Limits(file_bytes=1000, total_seconds=5, idle_seconds=1))
    assert str(error).isprintable()


def test_a_connection_that_is_reset_may_be_tried_again(site, path):
    def reset(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    error = failure(site, path, reset)
    assert (str(error), error.transient) == ("the connection broke off", True)


def test_a_server_that_refuses_connections_may_be_tried_again(site, path):
    way = Way(site)
    way.wire.closed = {PUBLIC}
    error = way.refusal("http://media.example.com/a.jpg", path)
    assert (str(error), error.transient) == ("the server could not be reached", True)


# TLS.


@pytest.fixture
def secure_site():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    names: list[str | None] = []
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    with Site(context).open() as opened:
        opened.pages["/a.jpg"] = answer(PICTURE)
        opened.names = names
        yield opened


def test_tls_asks_for_the_name_though_the_connection_goes_to_an_address(secure_site, path):
    way = Way(secure_site)
    assert way.get("https://media.example.com/a.jpg", path).size == len(PICTURE)
    assert secure_site.names == ["media.example.com"]
    assert "Host: media.example.com\r\n" in secure_site.requests[0]
    assert way.wire.dialled == [(PUBLIC, 443)]


def test_a_certificate_for_another_name_or_from_nobody_is_refused(secure_site, path):
    trusting = Way(secure_site, {"other.example.com": [PUBLIC]})
    usual = Way(secure_site, tls=httpx.create_ssl_context())
    for way, host in ((trusting, "other.example.com"), (usual, "media.example.com")):
        error = way.refusal(f"https://{host}/a.jpg", path)
        assert (str(error), error.transient) == ("the server's certificate is not valid", False)
    assert secure_site.requests == []


def test_a_server_without_tls_is_reported(site, path):
    assert "could not be reached" in str(Way(site).refusal("https://media.example.com/a.jpg", path))
