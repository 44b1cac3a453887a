"""Servers that do on purpose what a real one does once in a year: a few lines of script on a socket of loopback."""

import contextlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

Script = Callable[[socket.socket], None]
HELLO, GOODBYE, RESET, RUN, BEGIN, COMMIT, ROLLBACK, DISCARD, PULL, ROUTE, LOGON = (
    *(0x01, 0x02, 0x0F, 0x10, 0x11, 0x12, 0x13, 0x2F, 0x3F, 0x66, 0x6A),
)
SUCCESS, RECORD, FAILURE = 0x70, 0x71, 0x7F


@contextmanager
def serving(script: Script) -> Iterator[str]:
    """The host and port at which each connection is given to the script, in a thread of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_accept, args=(listener, script), daemon=True).start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)


def _accept(listener: socket.socket, script: Script) -> None:
    with contextlib.suppress(OSError):
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=_play, args=(script, connection), daemon=True).start()


def _play(script: Script, connection: socket.socket) -> None:
    with connection, contextlib.suppress(OSError, EOFError):
        script(connection)


def silent(connection: socket.socket) -> None:
    """It accepts, and says nothing."""
    while connection.recv(4096):
        pass


def closing(connection: socket.socket) -> None:
    """It listens once, and hangs up."""
    connection.recv(4096)


def saying(words: bytes) -> Script:
    """It says the same to everybody."""

    def say(connection: socket.socket) -> None:
        connection.sendall(words)
        silent(connection)

    return say


def dripping(words: bytes, at_first: int = 0) -> Script:
    """It says a byte every half second, but for the first few."""

    def drip(connection: socket.socket) -> None:
        connection.sendall(words[:at_first])
        for byte in words[at_first:] + bytes(1000):
            time.sleep(0.5)
            connection.sendall(bytes([byte]))

    return drip


def encrypted(script: Script, context: ssl.SSLContext) -> Script:
    """The same over TLS."""

    def play(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secret:
            script(secret)

    return play


def web(connection: socket.socket) -> None:
    """A web server that makes nothing of what it is asked."""
    connection.recv(4096)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


class Bolt:
    """A server that speaks Bolt and answers each kind of message as told: with its metadata, an error, or nothing.

    An answer is a mapping (success), a code of the server's (an error), None (silence from there on), an exception
    (raised: EOFError hangs up), or a function of how often this kind of message has come that gives one of them.
    """

    def __init__(self, agent: str = "Neo4j/5.26.0", version: tuple[int, int] = (5, 4), **answers: Any) -> None:
        self._version = version
        self._answers: dict[int, Any] = {
            HELLO: {"server": agent, "connection_id": "bolt-1"},
            RUN: {"fields": []},
            **{globals()[name]: answer for name, answer in answers.items()},
        }
        self.heard: list[int] = []

    def answers(self, name: str, answer: Any) -> None:
        """From now on it answers a kind of message so."""
        self._answers[globals()[name]] = answer

    def __call__(self, connection: socket.socket) -> None:
        _exactly(connection, 20)
        major, minor = self._version
        connection.sendall(bytes((0, 0, minor, major)))
        while True:
            kind = _message(connection)[1]
            self.heard.append(kind)
            if kind == GOODBYE:
                return
            connection.sendall(self._answer(kind))

    def _answer(self, kind: int) -> bytes:
        answer = self._answers.get(kind, {})
        if callable(answer) and not isinstance(answer, type):
            answer = answer(self.heard.count(kind))
        if answer is None:
            time.sleep(60)
            raise EOFError
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, str):
            return _framed(FAILURE, {"code": answer, "message": f"This is {answer}.\nAnd more of it."})
        return _framed(SUCCESS, answer)


def routing(at: str, *roles: str) -> dict[str, Any]:
    """What a cluster of one says: its server has these roles of READ, WRITE and ROUTE."""
    return {"rt": {"ttl": 300, "db": "neo4j", "servers": [{"role": role, "addresses": [at]} for role in roles]}}


def _message(connection: socket.socket) -> bytes:
    """A message put together from its chunks."""
    whole = b""
    while True:
        (size,) = struct.unpack(">H", _exactly(connection, 2))
        if size == 0 and whole:
            return whole
        whole += _exactly(connection, size)


def _exactly(connection: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        piece = connection.recv(size - len(found))
        if not piece:
            raise EOFError
        found += piece
    return found


def _framed(kind: int, metadata: Mapping[str, Any]) -> bytes:
    body = bytes((0xB1, kind)) + _packed(metadata)
    return struct.pack(">H", len(body)) + body + b"\0\0"


def _packed(value: Any) -> bytes:
    """A value in PackStream, the form of Bolt: of it no more than is needed here."""
    if isinstance(value, Mapping):
        return bytes((0xD8, len(value))) + b"".join(_packed(k) + _packed(v) for k, v in value.items())
    if isinstance(value, list):
        return bytes((0xD4, len(value))) + b"".join(map(_packed, value))
    if isinstance(value, str):
        return bytes((0xD0, len(value.encode()))) + value.encode()
    return bytes((0xC9,)) + struct.pack(">h", value)
