"""A user's own query, asked of a SPARQL server: guarded as an embedded store guards it, and stopped by us."""

import math
import re
from collections.abc import Iterator, Mapping
from itertools import islice, pairwise
from typing import TYPE_CHECKING, TypeVar

from pyoxigraph import QueryBoolean

from corredor.graph.errors import QueryRefused, QueryStopped, QuerySyntax
from corredor.graph.prefixes import PREFIXES
from corredor.graph.queries.guard import keyword, tokens
from corredor.graph.queries.limits import Limits
from corredor.graph.queries.sandbox import turtle
from corredor.graph.queries.worker import Answer, guarded, syntax
from corredor.graph.stores.endpoint_addresses import BY_NAME, N_TRIPLES, RESULTS
from corredor.graph.stores.endpoint_answers import Body, Cut, results, triples
from corredor.graph.stores.http import Patience, Reply
from corredor.graph.stores.http_errors import Refused, Slow, gist
from corredor.graph.stores.login import shown

if TYPE_CHECKING:
    from corredor.graph.stores.endpoint import EndpointStore

T = TypeVar("T")
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_TIME = re.compile(r"time.?out|timed out|cancel|time limit|execution time", re.IGNORECASE)
_OXIGRAPH = re.compile(r"error at (\d+):(\d+)")
_PLACE = re.compile(r"(?:\bat )?\bline:? (\d+)(?:, column:? (\d+))?[.:]?", re.IGNORECASE)
_NOISE = re.compile(r"\b(?:parse error|malformed query|error 400|bad request)\b:?", re.IGNORECASE)


def ask(store: "EndpointStore", text: str, parameters: Mapping[str, str], limits: Limits) -> Answer:
    """The answer to one query, whole.

    Raises QueryRefused, QuerySyntax, QueryStopped; StoreUnavailable where the server cannot be asked.
    """
    query = guarded(text, parameters, limits, PREFIXES)
    patience = Patience.of(limits.seconds)
    accepted = N_TRIPLES if _form(query) in ("CONSTRUCT", "DESCRIBE") else RESULTS
    try:
        fields = over_all(store, query, patience)
        fields[0] = ("query", declared(fields[0][1]))
        if store.takes_timeout:
            fields.append(("timeout", str(math.ceil(limits.seconds))))
        with store.asked(fields, accepted, patience) as reply:
            body = _Metered(reply, limits)
            return _graph(body, limits) if accepted == N_TRIPLES else _answer(body, limits)
    except Slow as error:
        raise limits.reached("time") from error
    except Cut as error:
        if _TIME.search(body.tail.decode(errors="replace")):
            raise _stopped_there(store.address, limits) from error
        raise
    except Refused as error:
        raise _explained(error, query, store.address, limits) from error


class _Metered(Body):
    """Stops reading at the limit of memory."""

    def __init__(self, reply: Reply, limits: Limits) -> None:
        super().__init__(reply)
        self._limits = limits

    def read(self, size: int = -1) -> bytes:
        if self.reply.received > self._limits.memory_mb * 2**20:
            raise self._limits.reached("memory")
        return super().read(size)


def _answer(body: Body, limits: Limits) -> Answer:
    found = results(body)
    if isinstance(found, QueryBoolean):
        return Answer("boolean", value=bool(found))
    names, rows = found
    return Answer("solutions", names, tuple(_at_most(rows, limits)))


def _graph(body: Body, limits: Limits) -> Answer:
    return Answer("graph", turtle=turtle(_at_most(triples(body), limits), PREFIXES))


def _at_most(rows: Iterator[T], limits: Limits) -> list[T]:
    held = list(islice(rows, limits.rows + 1))
    if len(held) > limits.rows:
        raise limits.reached("rows")
    return held


# ---------------------------------------------------------------- the text


def _form(query: str) -> str:
    return next((word for word in map(keyword, tokens(query)) if word in _FORMS), "")


def over_all(store: "EndpointStore", query: str, patience: Patience) -> list[tuple[str, str]]:
    """A request whose default graph is the union of all, its query first; a FROM goes before that.

    Where the server makes the union by name, the request would leave a query without its named graphs (GRAPH ?g), so
    there the name goes into the query.
    """
    if _has(query, "FROM"):
        return [("query", query)]
    way = store.union(patience)
    if way == BY_NAME and _has(query, "GRAPH"):
        return [("query", _inside(query, f"GRAPH <{way[0][1]}>"))]
    return [("query", query), *way]


def declared(query: str) -> str:
    """The query below a line of our prefixes, without those that it declares itself: a server may refuse two."""
    said = [token for token in tokens(query) if token.lastgroup != "comment"]
    own = {after.group() for before, after in pairwise(said) if keyword(before) == "PREFIX"}
    ours = [f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items() if name not in own]
    return " ".join(ours) + "\n" + query


def _has(query: str, word: str) -> bool:
    return any(keyword(token) == word for token in tokens(query))


def _inside(query: str, graph: str) -> str:
    """The query with all of its pattern inside a graph; a GRAPH within it is asked as before.

    >>> _inside("SELECT * { ?a ?b ?c } VALUES ?a { <a:a> }", "GRAPH <g:g>")
    'SELECT * {GRAPH <g:g>{ ?a ?b ?c }} VALUES ?a { <a:a> }'
    """
    depth, groups = 0, list[list[int]]()
    for token in tokens(query):
        if token.lastgroup == "open":
            if depth == 0 and token.group() == "{":
                groups.append([token.end()])
            depth += 1
        elif token.lastgroup == "close":
            depth -= 1
            if depth == 0 and token.group() == "}" and groups:
                groups[-1].append(token.start())
    pattern = groups[1:2] if _form(query) == "CONSTRUCT" else groups[:1]  # the template of CONSTRUCT goes before it
    if not pattern or len(pattern[0]) < 2:
        return query  # no query, which the server says better
    start, end = pattern[0]
    return f"{query[:start]}{graph}{{{query[start:end]}}}{query[end:]}"


# ---------------------------------------------------------------- what the server says against it


def _explained(error: Refused, query: str, address: str, limits: Limits) -> Exception:
    if error.status in (503, 504, 408) or _TIME.search(error.said):
        return _stopped_there(address, limits)
    if error.status == 400:
        return _syntax(error.said, query)
    if error.status in (413, 414):
        return QueryRefused("size", "The query is longer than the server takes. Shorten it, or ask in several queries.")
    return error


def _stopped_there(address: str, limits: Limits) -> QueryStopped:
    message = f"{shown(address)}: the server stopped the query at its own time limit."
    return QueryStopped("time", limits.seconds, f"{message} Ask for less of it, or raise the limit there.")


def _syntax(said: str, query: str) -> QuerySyntax:
    """The server's complaint in one line; the first line of what it was sent is that of our prefixes."""
    if place := _OXIGRAPH.match(said):
        return syntax(f"error at {max(1, int(place[1]) - 1)}:{place[2]}{said[place.end() :]}", query)
    place = _PLACE.search(said)
    line, column = (max(1, int(place[1]) - 1), int(place[2] or 1)) if place else (1, 1)
    lines = query.split("\n")
    before = lines[min(line, len(lines)) - 1][: column - 1].strip()[-40:] or "the start"
    reason = " ".join(_NOISE.sub(" ", _PLACE.sub(" ", gist(said))).split()).strip(" .,:")[:100]
    message = f'Line {line}, column {column}, after "{before}": {reason or "not SPARQL from there on"}.'
    return QuerySyntax(line, column, f"{message} Correct the query.")
