"""The wire: names are looked up once, every address is checked, and the connection goes to a checked address.

The check sits under the HTTP library, where connections are made, so nothing above can go around it: no redirect, no
second look-up, no other reading of a URL. TLS and the Host header still carry the name.
"""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from typing import Any

import httpcore
import httpx

from spotwright.outbound.addresses import is_public
from spotwright.outbound.errors import OutboundError
from spotwright.outbound.policy import NOT_PUBLIC, UrlPolicy

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""All addresses of a host, in the order to try them."""

_MOST_ADDRESSES = 64
_TRIED_ADDRESSES = 4
_CONNECTIONS = 20
# Looking up a name blocks and cannot be stopped: slow names wait here, and not in the way of others.
_lookups = ThreadPoolExecutor(16, thread_name_prefix="lookup")


async def resolve(host: str, port: int) -> list[str]:
    """Ask the system. Raises OutboundError."""
    ask = asyncio.get_running_loop().run_in_executor(
        _lookups, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    )
    try:
        found = await ask
    except socket.gaierror as error:
        again = error.errno == socket.EAI_AGAIN
        raise OutboundError("the host's name could not be looked up", transient=again) from None
    except (OSError, UnicodeError):
        raise OutboundError("the host's name could not be looked up") from None
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class PinnedBackend(httpcore.AsyncNetworkBackend):
    """Connects to hosts whose addresses are all public, or that the operator allows."""

    def __init__(self, policy: UrlPolicy, wire: httpcore.AsyncNetworkBackend, resolve: Resolve) -> None:
        self._policy = policy
        self._wire = wire
        self._resolve = resolve

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 — the interface of httpcore
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Raises OutboundError for what is not allowed, httpcore's errors for what fails."""
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._addresses(host, port)
        except TimeoutError:
            raise OutboundError("the host's name could not be looked up", transient=True) from None
        failure: Exception = httpcore.ConnectError("no address")
        for address in addresses[:_TRIED_ADDRESSES]:
            try:
                return await self._wire.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        """Never."""
        raise OutboundError(NOT_PUBLIC)

    async def sleep(self, seconds: float) -> None:
        """See httpcore."""
        await self._wire.sleep(seconds)

    async def _addresses(self, host: str, port: int) -> list[str]:
        found = await self._resolve(host, port)
        if not found:
            raise OutboundError("the host's name could not be looked up")
        # One private address among public ones is an attempt, and not an accident: the whole name is refused.
        trusted = self._policy.allows(host, port)
        if not trusted and (len(found) > _MOST_ADDRESSES or not all(is_public(ip_address(each)) for each in found)):
            raise OutboundError(NOT_PUBLIC)
        return found


class OutboundTransport(httpx.AsyncHTTPTransport):
    """A transport for httpx that goes where the policy lets it, straight: no proxies from the environment.

    Use it for one request or many; every new connection is checked. A private certificate authority is trusted through
    ``SSL_CERT_FILE``, as with other programs.
    """

    def __init__(
        self,
        policy: UrlPolicy,
        *,
        tls: ssl.SSLContext | None = None,
        wire: httpcore.AsyncNetworkBackend | None = None,
        resolve: Resolve = resolve,
    ) -> None:
        context = tls or httpx.create_ssl_context()
        super().__init__(verify=context)
        # httpx has no argument for this. If a later version keeps its pool elsewhere, nothing must be sent unchecked.
        if type(self._pool) is not httpcore.AsyncConnectionPool:
            raise RuntimeError("this version of httpx keeps its connections in another place")
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=_CONNECTIONS,
            network_backend=PinnedBackend(policy, wire or httpcore.AnyIOBackend(), resolve),
        )
