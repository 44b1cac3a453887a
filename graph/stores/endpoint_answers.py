"""What a SPARQL server answers, read to its end or not at all.

A server that stops at its own time limit says "200 OK" first and breaks off later (Oxigraph and Fuseki both do). So an
answer counts only once its document is closed.
"""

from collections.abc import Iterable, Iterator

import pyoxigraph
from pyoxigraph import QueryBoolean, QuerySolutions, Triple

from corredor.graph.errors import NotAStore, StoreUnavailable
from corredor.graph.queries.sandbox import Term
from corredor.graph.stores.http import Reply
from corredor.graph.stores.login import shown

Row = tuple[Term | None, ...]


class Cut(StoreUnavailable):
    """An answer that breaks off."""


class Body:
    """The body of an answer as a parser reads it, with the last of it kept: there a server says why it stopped."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply
        self.tail = b""

    def read(self, size: int = -1) -> bytes:
        """The next piece."""
        piece = self.reply.read(size if size > 0 else 1 << 16)
        self.tail = (self.tail + piece)[-200:]
        return piece


def results(body: Body) -> QueryBoolean | tuple[tuple[str, ...], Iterator[Row]]:
    """A truth, or variables with rows that come as they are read. Raises Cut where the answer breaks off."""
    found = _parsed(body)
    if isinstance(found, QueryBoolean):
        if not body.tail.rstrip().endswith(b"}"):
            raise _cut(body)
        return found
    return tuple(variable.value for variable in found.variables), _rows(found, body)


def triples(body: Body) -> Iterator[Triple]:
    """The triples of an N-Triples document. A broken-off one can look whole: a last line that is none gives it away."""
    try:
        for quad in pyoxigraph.parse(body, format=pyoxigraph.RdfFormat.N_TRIPLES):  # type: ignore[arg-type]
            yield Triple(quad.subject, quad.predicate, quad.object)
    except SyntaxError as error:
        raise _cut(body) from error
    if body.tail.rstrip().rpartition(b"\\n")[2].startswith(b"##"):
        raise _cut(body)


def _parsed(body: Body) -> QueryBoolean | QuerySolutions:
    kind = body.reply.header("Content-Type")
    if "json" not in kind:
        said = f"it answers with {kind.partition(';')[0]}" if kind else "it does not say what it answers with"
        message = f"{shown(body.reply.url)}: what answers there is no SPARQL server: {said}."
        raise NotAStore(f"{message} Check the address, and whether somebody must log in there first.")
    try:
        return pyoxigraph.parse_query_results(body, pyoxigraph.QueryResultsFormat.JSON)  # type: ignore[arg-type]
    except SyntaxError as error:
        raise _cut(body) from error


def _rows(found: Iterable[Iterable[Term | None]], body: Body) -> Iterator[Row]:
    most, count = body.reply.header("X-SPARQL-MaxRows"), 0  # how Virtuoso says that it leaves rows away
    try:
        for row in found:
            yield tuple(row)
            count += 1
    except SyntaxError as error:
        raise _cut(body) from error
    if most.isdecimal() and count >= int(most):
        raise _cut(body)


def _cut(body: Body) -> Cut:
    advice = "Raise the time limit of the server, or ask for less at once."
    return Cut(f"{shown(body.reply.url)}: the answer breaks off before its end. {advice}")
