"""Other people's servers, on this machine: answers are written byte by byte, and names lead where the test says."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import chain, repeat
from typing import Any

import httpcore

Answer = bytes | Callable[[socket.socket], None]


def answer(body: bytes = b"", *, status: str = "200 OK", **headers: str) -> bytes:
    """A whole HTTP answer; header names are written with underscores. The length is added unless it is given."""
    lines = {"Content-Length": str(len(body)), "Connection": "close"}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def redirect(location: str, *, status: str = "302 Found", **headers: str) -> bytes:
    return answer(status=status, Location=location, **headers)


class Site:
    """A web server on loopback. ``pages`` maps a target to its answer, or to a list of answers for one call each."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.pages: dict[str, Answer | list[Answer]] = {}
        self.requests: list[str] = []
        self._tls = tls
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]

    @property
    def targets(self) -> list[str]:
        """What was asked for, in order."""
        return [head.split(" ")[1] for head in self.requests]

    @contextmanager
    def open(self) -> Iterator["Site"]:
        threading.Thread(target=self._accept, daemon=True).start()
        try:
            yield self
        finally:
            # On Linux a close alone does not wake the thread that accepts.
            with suppress(OSError):
                self._listening.shutdown(socket.SHUT_RDWR)
            self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            connection.settimeout(20)
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            with connection:
                head = b""
                while b"\r\n\r\n" not in head:
                    piece = connection.recv(65536)
                    if not piece:
                        return
                    head += piece
                    if head.startswith(b"\x16"):
                        # The beginning of TLS, which this server does not speak.
                        return
                self.requests.append(head.decode("latin-1"))
                page = self.pages.get(self.targets[-1], answer(status="404 Not Found"))
                if isinstance(page, list):
                    page = page.pop(0)
                page(connection) if callable(page) else connection.sendall(page)


class Wire(httpcore.AsyncNetworkBackend):
    """Leads every connection to one port of this machine, and writes down where it was meant to go."""

    def __init__(self, port: int) -> None:
        self.dialled: list[tuple[str, int]] = []
        self.closed: set[str] = set()
        self._port = port
        self._real = httpcore.AnyIOBackend()

    async def connect_tcp(self, host: str, port: int, *rest: Any, **more: Any) -> httpcore.AsyncNetworkStream:
        self.dialled.append((host, port))
        if host in self.closed:
            raise httpcore.ConnectError("refused")
        return await self._real.connect_tcp("127.0.0.1", self._port, *rest, **more)

    async def sleep(self, seconds: float) -> None:
        await self._real.sleep(seconds)


class Names:
    """A name server. A name has one list of addresses, or several: one for each time it is asked, the last for ever."""

    def __init__(self, table: Mapping[str, list[str] | list[list[str]]]) -> None:
        self.asked: list[str] = []
        self._answers = {name: self._forever(given) for name, given in table.items()}

    async def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        return list(next(self._answers[host])) if host in self._answers else [host]

    @staticmethod
    def _forever(given: Any) -> Iterator[list[str]]:
        turns = given if given and isinstance(given[0], list) else [given]
        return chain(turns, repeat(turns[-1]))
