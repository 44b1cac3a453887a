"""The address of a property-graph server, taken apart: where it is, which database, and who logs in.

A password is told to the driver alone. It stands in no message and no repr, so nothing here quotes an address that
could not be read: a password with a stray sign in it may have ended up anywhere.
"""

import os
import re
from dataclasses import dataclass, field
from urllib.parse import SplitResult, quote, unquote, urlsplit

from neo4j import Auth, basic_auth, bearer_auth

from corredor.graph.errors import UnsupportedStore
from corredor.graph.stores.login import PASSWORD, TOKEN, USER

_UNREADABLE = (
    "This address of a Bolt server cannot be read. Write neo4j:// or bolt://USER:PASSWORD@HOST:PORT/DATABASE; "
    "signs of a password as %40 (@), %3A (:), %2F (/), %23 (#), or in CORREDOR_STORE_PASSWORD."
)


@dataclass(frozen=True, slots=True)
class BoltAddress:
    """`server` is for the driver, `shown` for people; `database` is None for the server's default."""

    server: str
    shown: str
    database: str | None = None
    auth: Auth | None = field(default=None, repr=False)

    @classmethod
    def parse(cls, url: str) -> "BoltAddress":
        """Take an address apart; raises UnsupportedStore where it cannot be read.

        Who logs in is said by the address, else by CORREDOR_STORE_TOKEN, else by CORREDOR_STORE_USER, else nobody does.
        """
        parts, place = _split(url)
        database = unquote(parts.path.strip("/")) or None
        base = f"{parts.scheme}://{place}"
        question = f"?{parts.query}" if parts.query else ""
        return cls(base + question, base + (f"/{quote(database)}" if database else ""), database, _auth(parts))

    def __str__(self) -> str:
        return self.shown


def _split(url: str) -> tuple[SplitResult, str]:
    """The parts of an address, and its host with the port."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:  # its message quotes what it stumbled over
        raise UnsupportedStore(_UNREADABLE) from None
    path = parts.path.strip("/")
    strayed = "/" in path or "@" in path + parts.query or "#" in url
    if strayed or port == 0 or not re.fullmatch(r"[\w.:%-]+", host):
        raise UnsupportedStore(_UNREADABLE)
    return parts, (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")


def _auth(parts: SplitResult) -> Auth | None:
    password = parts.password if parts.password is None else unquote(parts.password)
    if parts.username:
        return basic_auth(unquote(parts.username), os.environ.get(PASSWORD, "") if password is None else password)
    if token := os.environ.get(TOKEN):
        return bearer_auth(token)
    if user := os.environ.get(USER):
        return basic_auth(user, os.environ.get(PASSWORD, ""))
    return None
