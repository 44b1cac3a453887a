"""Who we are to a server, and to which server alone that is said.

A login stands in the address (`https://user:password@host/ds`) or in the environment: CORREDOR_STORE_USER with
CORREDOR_STORE_PASSWORD, or CORREDOR_STORE_TOKEN. No message shows it.
"""

import base64
import os
import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit, urlunsplit

from corredor.graph.errors import StoreUnavailable, UnsupportedStore

USER, PASSWORD, TOKEN = "CORREDOR_STORE_USER", "CORREDOR_STORE_PASSWORD", "CORREDOR_STORE_TOKEN"
_HEADER = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True)
class Login:
    """What is sent to show who asks, to the host of `home` alone; nothing where `header_value` is empty."""

    home: str
    header_value: str = field(default="", repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def header(self, url: str) -> dict[str, str]:
        """The header of a request to an address: none for another host, nor in the clear if home is not."""
        known = self.header_value and same_host(self.home, url)
        return {"Authorization": self.header_value} if known else {}

    def hidden(self, text: str) -> str:
        """A text of others without our secrets in it."""
        for secret in self.secrets:
            text = text.replace(secret, "…")
        return text


def parted(written: str) -> tuple[str, Login]:
    """An address without its login, and the login: of the address, else of the environment.

    Raises UnsupportedStore for what is no address of a server.
    """
    try:
        parts = urlsplit(written)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise _no_address(written) from error
    user, at, place = parts.netloc.rpartition("@")
    # A slash in a password ends the host too early, and what follows it would be printed.
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[\w.:-]+", host) or port == 0 or "@" in parts.path:
        raise _no_address(written)
    url = urlunsplit((parts.scheme, place, parts.path.rstrip("/"), parts.query, ""))
    if at:
        name, _, password = user.partition(":")
        return url, _basic(url, unquote(name), unquote(password))
    if token := os.environ.get(TOKEN):
        return url, _bearer(url, token)
    if name := os.environ.get(USER, ""):
        return url, _basic(url, name, os.environ.get(PASSWORD, ""))
    return url, Login(url)


def same_host(home: str, url: str) -> bool:
    """True where an address is on the host of another, and no less protected."""
    there, here = urlsplit(home), urlsplit(url)
    return there.hostname == here.hostname and here.scheme in (there.scheme, "https")


def is_loopback(url: str) -> bool:
    """True for an address of this machine itself."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def shown(url: str) -> str:
    """An address as a message may show it: without login and question."""
    parts = urlsplit(url)
    text = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
    return text if len(text) <= 200 else text[:199] + "…"


def _basic(home: str, name: str, password: str) -> Login:
    value = base64.b64encode(f"{name}:{password}".encode()).decode()
    return Login(home, f"Basic {value}", tuple(secret for secret in (value, password) if secret))


def _bearer(home: str, token: str) -> Login:
    if not _HEADER.fullmatch(token):
        message = f"{TOKEN} holds what no header may: a space, a line break or a letter beyond ASCII."
        raise StoreUnavailable(f"{message} Set it to the token alone.")
    return Login(home, f"Bearer {token}", (token,))


def _no_address(written: str) -> UnsupportedStore:
    scheme = written.partition("://")[0]
    advice = "Write http://host:port/path; signs of a password as %40 (@), %2F (/), or in CORREDOR_STORE_PASSWORD."
    return UnsupportedStore(f"{scheme}://…: is not the address of a server. {advice}")
