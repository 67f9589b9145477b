"""Free ports on this machine's own addresses."""

import errno
import random
import socket
from collections.abc import Iterable

from advisor.embedded.problems import GroundProblem

LOOPBACK = "127.0.0.1"


def is_free(port: int) -> bool:
    """Whether nobody listens on the port and we may."""
    with socket.socket() as caller:
        caller.settimeout(1)
        if caller.connect_ex((LOOPBACK, port)) == 0:
            return False
    try:
        _bound(socket.AF_INET, LOOPBACK, port).close()
    except OSError:
        return False
    return True


def free_port(wanted: Iterable[int]) -> int:
    """The first free port of those wanted."""
    for port in wanted:
        if is_free(port):
            return port
    raise GroundProblem("No port is free: end a program that listens, or choose another range with PORT.")


def anywhere() -> list[int]:
    """Ports below the range from which systems take the local end of a connection, in random order."""
    return random.sample(range(12_000, 32_000), 200)


def listen(first: int, tries: int = 100) -> tuple[int, list[socket.socket]]:
    """Listens on the first free port from `first` on; gives it and the sockets, to be handed to a web server.

    Holding the socket makes the choice final: nobody takes the port between looking and listening.
    """
    for port in range(first, min(first + tries, 65_536)):
        if not is_free(port):
            continue
        try:
            return port, _both_families(port)
        except OSError as problem:
            if problem.errno != errno.EADDRINUSE:
                raise
    raise GroundProblem(f"No port from {first} on is free or allowed: choose another with PORT.")


def _both_families(port: int) -> list[socket.socket]:
    """Browsers take `localhost` for ::1 first, so listen there too where the machine has IPv6."""
    sockets = [_bound(socket.AF_INET, LOOPBACK, port)]
    try:
        sockets.append(_bound(socket.AF_INET6, "::1", port))
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            sockets[0].close()
            raise
    for listener in sockets:
        listener.listen(512)
    return sockets


def _bound(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener
