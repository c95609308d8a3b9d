"""URLs that lead inside, or nowhere, are refused by their text alone."""

import re
from ipaddress import ip_address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotwright.outbound import OutboundError, UrlPolicy
from spotwright.outbound.addresses import is_public

PRIVATE = Path(__file__).with_name("private_hosts.txt").read_text().split()
MALFORMED = [
    "",
    " ",
    "example.com",
    "//example.com/a.jpg",
    "/a.jpg",
    "http:",
    "http:/example.com",
    "http:example.com",
    "http://",
    "http:///a.jpg",
    "http://.",
    "http://..",
    "http://:80/",
    "http://?a",
    "http://#a",
    "http://example..com/",
    "http://.example.com/",
    "http://-a.example.com/",
    "http://a-.example.com/",
    "http://exa mple.com/",
    "http://example.com%00.evil.com/",
    "http://%6c%6f%63alhost/",
    "http://example.com%2f@127.0.0.1/",
    "http://example.com\\@127.0.0.1/",
    "http://example.com\\.evil.com/",
    "http://127.0.0.1\\@example.com/",
    "http:\\\\example.com/",
    "http://exa\nmple.com/",
    "http://example.com/\r\nHost: evil",
    "http://example.com/\x00",
    "http://exa\tmple.com/",
    "\x01http://example.com/",
    "http://example.com:99999/",
    "http://example.com:0/",
    "http://example.com:-1/",
    "http://example.com:80x/",
    "http://example.com:８０/",
    "http://example.com:80:80/",
    "http://a]b.com/",
    "http://[2606:4700:4700::1111/",
    "http://[2606:4700:4700::1111]x/",
    "http://exa<mple>.com/",
    "http://xn--zzzzzz--/",
    "http://ex℀mple.com/",
    f"http://{'a' * 64}.com/",
    f"http://{'a.' * 130}com/",
    f"http://example.com/{'a' * 5000}",
    "http://\ud800.com/",
    "http://example.com/\ud800",
]
OTHER_SCHEMES = [
    "file:///etc/passwd",
    "ftp://example.com/a",
    "gopher://example.com/",
    "data:image/png;base64,AA==",
    "s3://bucket/key",
    "javascript:alert(1)",
    "ws://example.com/",
    "https+unix://x/",
    "jar:http://example.com!/",
    "blob:https://example.com/1",
]
WITH_CREDENTIALS = ["http://a@example.com/", "http://a:b@example.com/", "http://@example.com/", "http://:@example.com/"]


def refusal(url: str, *allowed: str) -> str:
    with pytest.raises(OutboundError) as caught:
        UrlPolicy(allowed).check(url)
    assert not caught.value.transient
    return str(caught.value)


@pytest.mark.parametrize("port", ["", ":8080"])
@pytest.mark.parametrize("host", PRIVATE)
def test_no_spelling_of_a_private_host_is_asked(host, port):
    assert re.search("not public|not valid|oddly written", refusal(f"http://{host}{port}/a.jpg"))


@pytest.mark.parametrize("url", MALFORMED)
def test_what_is_no_plain_url_is_refused(url):
    assert refusal(url)


@pytest.mark.parametrize("url", OTHER_SCHEMES)
def test_only_http_and_https_are_fetched(url):
    assert refusal(url) == "only http and https URLs are fetched"


@pytest.mark.parametrize("url", WITH_CREDENTIALS)
def test_credentials_are_refused(url):
    assert refusal(url) == "the URL must not contain a user name or password"


@pytest.mark.parametrize("port", [22, 25, 53, 110, 2375, 3306, 5432, 6379, 9200, 10250, 11211, 27017])
def test_ports_of_other_protocols_are_refused(port):
    assert refusal(f"http://example.com:{port}/") == "the URL's port is not allowed"


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("http://example.com", "http://example.com/"),
        (" https://Example.COM./A.jpg#top ", "https://example.com/A.jpg"),
        ("HTTPS://example.com:443/a", "https://example.com/a"),
        ("http://example.com:8080/a?b=c&d=%20", "http://example.com:8080/a?b=c&d=%20"),
        ("https://example.com:8443/", "https://example.com:8443/"),
        ("https://example.com:3000/", "https://example.com:3000/"),
        ("https://bücher.example.com/ä b.jpg", "https://xn--bcher-kva.example.com/%C3%A4%20b.jpg"),
        ("https://例え.jp/", "https://xn--r8jz45g.jp/"),
        ("https://under_score.example.com/", "https://under_score.example.com/"),
        ("http://1.1.1.1/a", "http://1.1.1.1/a"),
        ("http://[2606:4700:4700:0::1111]/a", "http://[2606:4700:4700::1111]/a"),
        ("http://example.com:/a@b:c", "http://example.com/a@b:c"),
        ("http://example.com?next=http://127.0.0.1/", "http://example.com/?next=http://127.0.0.1/"),
        ("http://10.0.0.1.example.com/", "http://10.0.0.1.example.com/"),
        ("http://lоcalhost.com/", "http://xn--lcalhost-nbh.com/"),
    ],
)
def test_a_good_url_gets_its_plain_spelling(given, plain):
    assert str(UrlPolicy().check(given)) == plain


def test_an_allowed_host_may_be_private_and_use_any_port():
    allowed = ("Files.Local", "minio:9000", "10.0.0.5", "fd00::5", "[fd00::6]:81")
    policy = UrlPolicy(allowed)
    for url in (
        "http://files.local/a",
        "https://FILES.local.:22/a",
        "http://minio:9000/a",
        "http://10.0.0.5:6379/a",
        "http://[fd00:0::5]/a",
        "http://[fd00::6]:81/a",
    ):
        assert policy.check(url).host


@pytest.mark.parametrize(
    "url",
    [
        "http://minio/a",
        "http://minio:9001/a",
        "http://x.files.local/a",
        "http://10.0.0.6/a",
        "http://012.0.0.5/a",
        "http://[fd00::6]/a",
        "http://[::ffff:10.0.0.5]/a",
    ],
)
def test_allowing_one_host_allows_no_other(url):
    refusal(url, "files.local", "minio:9000", "10.0.0.5", "[fd00::6]:81")


@pytest.mark.parametrize(
    "entry", ["", "*", "*.example.com", "http://example.com", "a b", "10.0.0.0/8", "a@b", "x:port"]
)
def test_an_entry_that_would_never_match_is_reported(entry):
    with pytest.raises(ValueError, match="cannot be an allowed host"):
        UrlPolicy([entry])


@given(st.text() | st.from_regex(r"https?://[a-z0-9.\-\[\]:%@\\/０-９。]{0,30}", fullmatch=True))
def test_any_text_is_refused_or_names_one_plain_public_host(text):
    try:
        url = UrlPolicy().check(text)
    except OutboundError:
        return
    host = url.raw_host.decode()
    assert url.scheme in {"http", "https"}
    assert not url.userinfo
    assert not url.fragment
    assert str(UrlPolicy().check(str(url))) == str(url)
    try:
        assert is_public(ip_address(host))
    except ValueError:
        assert re.fullmatch(r"([a-z0-9_-]{1,63}\.)+[a-z0-9_-]*[a-z_-][a-z0-9_-]*", host)
