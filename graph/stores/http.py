"""HTTP to the server of a store, with an end to everything: no request waits longer than its patience allows.

A store may be asked by people who never see its server, so that whatever is wrong must come back soon, as one line
that says what and what to do, and without the password. A login goes to its own host alone and never along a redirect.
"""

import socket
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import partial
from io import BytesIO
from threading import Timer
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from corredor.graph.errors import StoreUnavailable
from corredor.graph.stores.http_errors import Lost, Refused, Slow, explained, refusal
from corredor.graph.stores.login import Login, is_loopback, same_host, shown

CONNECT_S = 4.0
SILENCE_S = 60.0  # between two pieces of an answer
WAIT_S = 10.0  # that a server may ask us to wait
REDIRECTS = 3
PIECE = 1 << 16
COMPLAINT = 1 << 16  # bytes that are read of what a server says against a request


@dataclass(frozen=True, slots=True)
class Patience:
    """How long an answer may take: `silence` seconds between two pieces, and in all until `end` on the clock."""

    silence: float = SILENCE_S
    end: float | None = None

    @classmethod
    def of(cls, seconds: float) -> "Patience":
        """So many seconds in all, from now on."""
        return cls(seconds, time.monotonic() + seconds)

    @property
    def left(self) -> float:
        """The seconds until somebody loses patience, never below 0."""
        return self.silence if self.end is None else max(0.0, min(self.silence, self.end - time.monotonic()))


class Client:
    """Sends requests, to one server or to those that its user named."""

    def __init__(self, login: Login) -> None:
        self._login = login
        self._pools: dict[str, urllib3.PoolManager] = {}

    def send(
        self, method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str], patience: Patience | None = None
    ) -> "Reply":
        """The answer to a request that may be made twice, its body still to be read.

        A connection that breaks before the answer is tried once more; a server that names a time to wait is given it.
        Raises Refused where the answer is no success, Lost, Slow or StoreUnavailable where there is none.
        """
        patience = patience or Patience()
        waiting_ends = min(time.monotonic() + WAIT_S, patience.end or float("inf"))
        while True:
            reply = self._redirected(method, url, body, headers, patience)
            pause = _pause(reply)
            if reply.status < 300:
                return reply
            if pause is None or time.monotonic() + pause > waiting_ends:
                raise self._refusal(reply)
            reply.close()
            time.sleep(pause)

    def close(self) -> None:
        """Give the connections back."""
        for pool in self._pools.values():
            pool.clear()

    def _redirected(
        self, method: str, url: str, body: bytes, headers: Mapping[str, str], patience: Patience
    ) -> "Reply":
        for _ in range(REDIRECTS):
            reply = self._answer(method, url, body, headers, patience)
            target = reply.header("Location") if 300 <= reply.status < 400 else None
            if not target:
                return reply
            reply.close()
            onward = urljoin(url, target)
            keeps_method = method == "GET" or reply.status in (307, 308)
            if not keeps_method or self._login.header(url) or not same_host(url, onward):
                break
            url = onward
        advice = "If you trust that address, write it instead."
        raise Refused(reply.status, "", f"{shown(url)}: the server sends on to {shown(onward)}. {advice}")

    def _answer(self, method: str, url: str, body: bytes, headers: Mapping[str, str], patience: Patience) -> "Reply":
        try:
            return self._once(method, url, body, headers, patience)
        except Lost:
            return self._once(method, url, body, headers, patience)

    def _once(self, method: str, url: str, body: bytes, headers: Mapping[str, str], patience: Patience) -> "Reply":
        sent = {"Accept-Encoding": "identity", **headers, **self._login.header(url)}
        if method != "GET":
            sent["Content-Length"] = str(len(body))
        begun, left = time.monotonic(), max(patience.left, 0.001)
        try:
            response = self._pool(url).urlopen(
                method,
                url,
                body=BytesIO(body) if body else None,  # goes in blocks, each of which may take its time
                headers=sent,
                timeout=urllib3.Timeout(connect=min(CONNECT_S, left), read=left),
                retries=False,
                redirect=False,
                preload_content=False,
            )
        except (HTTPError, OSError, ValueError) as error:
            overdue = time.monotonic() - begun >= left
            raise explained(url, TimeoutError() if overdue else error, left) from error
        return Reply(url, response, patience)

    def _pool(self, url: str) -> urllib3.PoolManager:
        proxy = _proxy(url)
        if proxy not in self._pools:
            context = ssl.create_default_context()
            if proxy:
                pool: urllib3.PoolManager = urllib3.ProxyManager(proxy, maxsize=4, ssl_context=context)
            else:
                pool = urllib3.PoolManager(maxsize=4, ssl_context=context)
            pool.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
            self._pools[proxy] = pool
        return self._pools[proxy]

    def _refusal(self, reply: "Reply") -> Refused:
        with reply:
            try:
                said = reply.whole(COMPLAINT).decode(errors="replace")
            except StoreUnavailable:
                said = ""
        return refusal(reply.url, reply.status, self._login.hidden(said), known=bool(self._login.header(reply.url)))


class Reply:
    """An answer whose body is read as it comes; a file as far as a parser asks for one."""

    def __init__(self, url: str, response: urllib3.BaseHTTPResponse, patience: Patience) -> None:
        self.url = url
        self.status = response.status
        self.received = 0
        self._response = response
        self._patience = patience
        self._held = memoryview(b"")
        # A body that drips is never silent for long: at the end of all patience the connection is cut.
        self._bell = None if patience.end is None else _bell(patience.left, response.shutdown)

    def header(self, name: str) -> str:
        """A header, "" where there is none."""
        value: str = self._response.headers.get(name, "")
        return value

    def read(self, size: int) -> bytes:
        """At most so many bytes of the body; none at its end. Raises Lost or Slow where it ends too early."""
        if not self._held:
            self._held = memoryview(self._piece())
        piece, self._held = self._held[:size], self._held[size:]
        return bytes(piece)

    def whole(self, limit: int) -> bytes:
        """The body up to a limit."""
        held = bytearray()
        while len(held) < limit and (piece := self.read(limit - len(held))):
            held += piece
        return bytes(held)

    def close(self) -> None:
        """Give the connection back if the body was read, else end it."""
        if self._bell:
            self._bell.cancel()
        self._response.close()

    def __enter__(self) -> "Reply":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _piece(self) -> bytes:
        try:
            piece: bytes = self._response.read1(PIECE)
        except (HTTPError, OSError, ValueError) as error:
            raise self._slow() or explained(self.url, error, self._patience.silence) from error
        self.received += len(piece)
        if not piece and (slow := self._slow()):  # a connection that was cut looks like the end of some bodies
            raise slow
        return piece

    def _slow(self) -> Slow | None:
        if self._patience.left:
            return None
        return Slow(f"{shown(self.url)}: the answer did not end in time. Ask for less at once, or try again.")


# ---------------------------------------------------------------- connections that end


class _Bounded:
    """A connection that sends at its leisure, and whose answer has begun within its time or never does."""

    timeout: float
    sock: socket.socket

    def connect(self) -> None:
        super().connect()  # type: ignore[misc]
        self.sock.settimeout(SILENCE_S)

    def getresponse(self) -> urllib3.HTTPResponse:
        bell = _bell(self.timeout, partial(self.sock.shutdown, socket.SHUT_RDWR))
        try:
            response: urllib3.HTTPResponse = super().getresponse()  # type: ignore[misc]
        finally:
            bell.cancel()
        return response


class _Connection(_Bounded, HTTPConnection):  # type: ignore[misc]
    pass


class _SecureConnection(_Bounded, HTTPSConnection):  # type: ignore[misc]
    pass


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Connection  # type: ignore[assignment]


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _SecureConnection  # type: ignore[assignment]


def _bell(seconds: float, ring: Callable[[], object]) -> Timer:
    def rung() -> None:
        with suppress(OSError, ValueError, RuntimeError, AttributeError):  # it was over just then
            ring()

    timer = Timer(seconds, rung)
    timer.daemon = True
    timer.start()
    return timer


# ---------------------------------------------------------------- what others decide


def _proxy(url: str) -> str:
    """The proxy that the environment names for an address, "" for none; this machine needs none."""
    host = urlsplit(url).hostname or ""
    if is_loopback(url) or proxy_bypass(host):
        return ""
    return getproxies().get(urlsplit(url).scheme, "")


def _pause(reply: Reply) -> float | None:
    """The seconds that a server asks us to wait, None where it asks for nothing."""
    asked = reply.header("Retry-After").strip()
    if reply.status not in (429, 503) or not asked:
        return None
    if asked.isdecimal():
        return max(0.2, float(asked))
    try:
        return max(0.2, parsedate_to_datetime(asked).timestamp() - time.time())
    except ValueError:
        return None
