"""Which URLs may be asked for at all. Pure: no name is looked up here.

A URL that passes may still lead into our network by its name; that is found out where the connection is made. Looking
at the text first gives an answer at once, and leaves one spelling of each host for everything that follows.
"""

import re
import unicodedata
from collections.abc import Iterable
from ipaddress import AddressValueError, IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

import httpx
import idna

from spotwright.outbound.addresses import is_public
from spotwright.outbound.errors import OutboundError

NOT_PUBLIC = "the address is not public"
_LONGEST = 4096
_LONGEST_HOST = 253
_DEFAULT_PORTS = {"http": 80, "https": 443}
_AUTHORITY = re.compile(r"(?P<host>\[[^\[\]@]*\]|[^\[\]@:]*)(?::(?P<port>[0-9]{0,5}))?")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
# Names that never lead to the public internet: RFC 6761, 6762, 7686, 8375, and the one ICANN keeps for private use.
_PRIVATE_SUFFIXES = ("localhost", "local", "internal", "home.arpa", "onion")
# No web server answers here, but others do, and some of them obey what a request happens to contain.
_CLOSED_PORTS = frozenset(
    [
        *(1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95),
        *(101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 138, 139, 143, 161, 179, 389),
        *(427, 445, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 873),
        *(989, 990, 993, 995, 1433, 1521, 1719, 1720, 1723, 2049, 2181, 2375, 2376, 2379, 2380, 3306, 3389, 3659),
        *(4045, 4190, 5060, 5061, 5432, 5672, 5900, 6000, 6379, 6443, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697),
        *(9042, 9092, 9200, 9300, 10080, 10250, 11211, 27017),
    ]
)


class UrlPolicy:
    """What is allowed to everybody, and the hosts that the operator allows besides.

    ``allow_hosts`` are names or addresses, each perhaps with a port (``minio:9000``, ``10.0.0.5``, ``[fd00::5]:80``):
    for them neither the address nor the port matters.
    """

    def __init__(self, allow_hosts: Iterable[str] = ()) -> None:
        self._allowed = {_entry(text) for text in allow_hosts}

    def check(self, text: str) -> httpx.URL:
        """The URL in its one plain spelling, without its fragment.

        Raises:
            OutboundError: It is not http or https, carries credentials, is malformed, or names a private host.
        """
        scheme, authority, rest = _split(text)
        matched = _AUTHORITY.fullmatch(authority)
        if matched is None:
            raise OutboundError("the URL's host is not valid")
        host = _host(matched["host"])
        port = int(matched["port"] or _DEFAULT_PORTS[scheme])
        self._admit(host, port)
        plain = f"[{host}]" if ":" in host else host
        try:
            url = httpx.URL(f"{scheme}://{plain}:{port}{rest}")
        except httpx.InvalidURL:
            raise OutboundError("the URL is not valid") from None
        # Two readings of one URL are how such checks are led astray.
        if (url.raw_host.decode(), url.port or _DEFAULT_PORTS[scheme]) != (host, port):
            raise OutboundError("the URL is not valid")
        return url

    def allows(self, host: str, port: int) -> bool:
        """True when the operator vouches for this host, so that its address does not matter."""
        return not self._allowed.isdisjoint({(host, None), (host, port)})

    def _admit(self, host: str, port: int) -> None:
        if self.allows(host, port):
            return
        address = _literal(host)
        private_name = "." not in host or host.endswith(tuple(f".{suffix}" for suffix in _PRIVATE_SUFFIXES))
        if not is_public(address) if address else private_name:
            raise OutboundError(NOT_PUBLIC)
        if not 0 < port < 1 << 16 or port in _CLOSED_PORTS:
            raise OutboundError("the URL's port is not allowed")


def _split(text: str) -> tuple[str, str, str]:
    """(scheme, authority, path and query) of a URL."""
    text = text.strip(" ")
    if len(text) > _LONGEST:
        raise OutboundError("the URL is too long")
    if "\\" in text or any(unicodedata.category(character) in {"Cc", "Cs"} for character in text):
        raise OutboundError("the URL contains a character that is not allowed")
    try:
        parts = urlsplit(text)
    except ValueError:
        raise OutboundError("the URL is not valid") from None
    if parts.scheme not in _DEFAULT_PORTS:
        raise OutboundError("only http and https URLs are fetched")
    if "@" in parts.netloc:
        raise OutboundError("the URL must not contain a user name or password")
    return parts.scheme, parts.netloc, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _host(given: str) -> str:
    """A host in its one plain spelling: lower case, ASCII, no brackets, no last dot."""
    if given.startswith("["):
        try:
            return str(IPv6Address(given[1:-1]))
        except AddressValueError:
            raise OutboundError("the URL's host is not valid") from None
    try:
        name = given.lower() if given.isascii() else idna.encode(given, uts46=True).decode()
    except UnicodeError:
        raise OutboundError("the URL's host is not valid") from None
    name = name.removesuffix(".")
    labels = name.split(".")
    if len(name) > _LONGEST_HOST or not all(_LABEL.fullmatch(label) for label in labels):
        raise OutboundError("the URL's host is not valid")
    # Whatever ends in a number is an IPv4 address to somebody; only its usual spelling is one to everybody.
    if _NUMBER.fullmatch(labels[-1]) and _literal(name) is None:
        raise OutboundError("the URL's host is an oddly written address")
    return name


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _entry(text: str) -> tuple[str, int | None]:
    """One allowed host, as (host, port or None)."""
    if text.count(":") > 1 and not text.startswith("["):
        text = f"[{text}]"
    matched = _AUTHORITY.fullmatch(text)
    try:
        return _host(matched["host"] if matched else ""), int(matched["port"]) if matched and matched["port"] else None
    except OutboundError:
        raise ValueError(f"{text!r} cannot be an allowed host: write name, name:port, address or [IPv6]:port") from None
