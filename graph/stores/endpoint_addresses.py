"""Where a SPARQL server takes queries, updates and graphs: found from one address by asking, with nothing changed.

Every server calls these places differently (Fuseki /ds/update, GraphDB /statements, Virtuoso /sparql for all), and a
person knows one address. Where asking finds nothing, CORREDOR_QUERY_URL, CORREDOR_UPDATE_URL and CORREDOR_GRAPHS_URL
name them.
"""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode, urlsplit, urlunsplit

import pyoxigraph

from corredor.graph.errors import NotAStore, StoreError, StoreMissing, StoreUnavailable, UnsupportedStore
from corredor.graph.stores.http import Client, Patience
from corredor.graph.stores.http_errors import Refused
from corredor.graph.stores.login import shown

FORM = "application/x-www-form-urlencoded"
UPDATE = "application/sparql-update"
RESULTS = "application/sparql-results+json"
N_TRIPLES = "application/n-triples"
BY_NAME = [("default-graph-uri", "urn:x-arq:UnionGraph")]  # Fuseki
UNIONS = [[], BY_NAME, [("union-default-graph", "")]]  # the last: Oxigraph
"""What a request may say so that its default graph is the union of all."""
_SMALL = 1 << 16
_TELLING = (403, 429, 503, 500, 502, 504, 301, 302, 303, 307, 308)
"""What says more than "not here": the first of these is what we tell."""


@dataclass(frozen=True, slots=True)
class Queries:
    """Where queries go, and whether the server there reads a `timeout` in seconds."""

    url: str
    takes_timeout: bool


def queries_of(client: Client, url: str, patience: Patience) -> Queries:
    """Where a server answers queries; raises StoreMissing, NotAStore or StoreUnavailable."""

    def answers(candidate: str) -> Queries | None:
        body = urlencode({"query": "ASK {}"}).encode()
        headers = {"Content-Type": FORM, "Accept": RESULTS}
        with client.send("POST", candidate, body=body, headers=headers, patience=patience) as reply:
            fuseki, graphdb = reply.header("Fuseki-Request-Id"), "/repositories/" in candidate
            return Queries(candidate, bool(fuseki or graphdb)) if _is_truth(reply.whole(_SMALL)) else None

    found, errors = _first(
        _named("CORREDOR_QUERY_URL") or [_below(url, at) for at in ("", "/query", "/sparql")], answers
    )
    if found:
        return found
    if errors:
        raise _telling(errors) or _missing(url)
    message = f"{shown(url)}: what answers there is no SPARQL server."
    raise NotAStore(f"{message} Check the address, or set CORREDOR_QUERY_URL.")


def updates_of(client: Client, url: str, queries: str, patience: Patience) -> str:
    """Where a server takes updates; raises StoreUnavailable where this login, or everybody, may only read."""

    def takes(candidate: str) -> str | None:
        headers = {"Content-Type": UPDATE, "Accept": "*/*"}
        with client.send("POST", candidate, body=b"INSERT DATA {}", headers=headers, patience=patience):
            return candidate

    below = [_below(base, at) for base in _bases(url) for at in ("/update", "/statements")]
    found, errors = _first(_named("CORREDOR_UPDATE_URL") or [*below, url, queries], takes)
    if found:
        return found
    error = _telling(errors)
    if error and error.status == 403:
        advice = "Ask whoever runs the server for the right to write, or use another login."
        raise StoreUnavailable(f"{shown(url)}: this login may read and may not write (403). {advice}") from error
    if error:
        raise error
    advice = "Let it be started with updates allowed, or set CORREDOR_UPDATE_URL."
    raise StoreUnavailable(f"{shown(url)}: the server can be read and takes no updates. {advice}")


def graphs_of(client: Client, url: str, patience: Patience) -> str | None:
    """Where a server takes whole graphs (SPARQL 1.1 Graph Store Protocol), None where nothing is found."""

    def gives(candidate: str) -> str | None:
        headers = {"Accept": N_TRIPLES}
        with client.send("GET", candidate + "?default", headers=headers, patience=patience) as reply:
            return candidate if N_TRIPLES in reply.header("Content-Type") else None

    below = [_below(base, at) for base in _bases(url) for at in ("/data", "/store", "/rdf-graphs/service")]
    try:
        return _first(_named("CORREDOR_GRAPHS_URL") or below, gives)[0]
    except StoreError:
        return None


T = TypeVar("T")


def _first(candidates: Iterable[str], attempt: Callable[[str], T | None]) -> tuple[T | None, list[Refused]]:
    """What the first address gives that gives anything, and how those before it refused.

    What is wrong with the whole server, and not with one address, is raised at once: that it is down, or wants a login.
    """
    errors: list[Refused] = []
    for candidate in dict.fromkeys(candidates):
        try:
            if found := attempt(candidate):
                return found, errors
        except Refused as error:
            if error.status == 401:
                raise
            errors.append(error)
    return None, errors


def _telling(errors: Iterable[Refused]) -> Refused | None:
    told = [error for error in errors if error.status in _TELLING]
    return min(told, key=lambda error: _TELLING.index(error.status), default=None)


def _missing(url: str) -> StoreMissing:
    example = "http://host:3030/ds (Fuseki), http://host:7878 (Oxigraph), http://host:7200/repositories/name (GraphDB)"
    return StoreMissing(f"{shown(url)}: no SPARQL server answers at this address. Addresses look like {example}.")


def _is_truth(body: bytes) -> bool:
    try:
        found = pyoxigraph.parse_query_results(body, pyoxigraph.QueryResultsFormat.JSON)
    except SyntaxError:
        return False
    return isinstance(found, pyoxigraph.QueryBoolean) and bool(found)


def _named(variable: str) -> list[str]:
    """The address that the environment names, if it does; a login has no place in it."""
    url = os.environ.get(variable, "")
    if url and (urlsplit(url).scheme not in ("http", "https") or "@" in url):
        advice = "Write it as http://host:port/path; a login goes into the address of the store."
        raise UnsupportedStore(f"{variable}: is not the address of a server. {advice}")
    return [url] if url else []


def _bases(url: str) -> list[str]:
    """The address itself and, where it is that of queries, what stands above it."""
    head, _, tail = urlsplit(url).path.rpartition("/")
    return [url, urlunsplit(urlsplit(url)._replace(path=head))] if tail in ("query", "sparql") else [url]


def _below(url: str, path: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=parts.path + path))
