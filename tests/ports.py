"""Ports for servers that tests start."""

import socket


def free_port(address: str = "127.0.0.1") -> int:
    """A port that was free a moment ago."""
    with socket.create_server((address, 0)) as listening:
        return int(listening.getsockname()[1])
