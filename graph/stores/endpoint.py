"""A store on a SPARQL 1.1 server: Fuseki, Oxigraph, GraphDB, Virtuoso, QLever, or another.

The server may end any query at a time limit of its own. So what is large is read by some sources at a time, and a
filtered question fetches no more than it needs. A change is one update, and an update may be sent twice: it says what
is to be there, not what is to be added.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean

from corredor.graph.claim import Record
from corredor.graph.errors import NotAStore, StoreMissing, StoreUnavailable
from corredor.graph.filters import Filters, commodities_of
from corredor.graph.prefixes import BASE
from corredor.graph.rdf import iri, local, value
from corredor.graph.stores.endpoint_addresses import (
    FORM,
    N_TRIPLES,
    RESULTS,
    UNIONS,
    UPDATE,
    Queries,
    graphs_of,
    queries_of,
    updates_of,
)
from corredor.graph.stores.endpoint_answers import Body, Cut, Row, results
from corredor.graph.stores.http import Client, Patience, Reply
from corredor.graph.stores.http_errors import Lost, Refused, Slow
from corredor.graph.stores.login import parted, shown
from corredor.graph.stores.patience import Overdue, within
from corredor.graph.stores.rdf_store import ENTITIES, JUDGEMENTS, LINKS, ONTOLOGY, RdfStore, update_text
from corredor.graph.written import records
from corredor.ontology.vocabulary import vocabulary

if TYPE_CHECKING:
    from rdflib import Dataset

    from corredor.graph.queries.limits import Limits
    from corredor.graph.queries.worker import Answer

T = TypeVar("T")
OPENING_S = 8.0
WRITING_S = 120.0  # that a server may be silent over an update
SOME = 200  # sources, or ids, that one query asks for
MANY = 20_000  # statements of one graph that are rather sent as a document
Way = list[tuple[str, str]]
_EACH: Way = [("default-graph-uri", "")]  # where nothing else helps, every graph is named


class EndpointStore(RdfStore):
    """A store on a server, at `url`; `updates` is where it is written to, None where it is only read."""

    def __init__(self, client: Client, url: str, queries: Queries, updates: str | None) -> None:
        self._client = client
        self._url = url
        self._queries = queries
        self._updates = updates
        self._union: Way | None = None

    @classmethod
    def open(cls, url: str, *, write: bool, create: bool) -> "EndpointStore":
        """The store on a server; see `open_store`. Whatever is wrong is said within 8 seconds."""
        place, login = parted(url)
        client = Client(login)
        try:
            store = within(OPENING_S, lambda: cls._opened(client, place, write=write or create, create=create))
        except Overdue as error:
            client.close()
            message = f"{shown(place)}: no answer in {OPENING_S:g} s."
            raise StoreUnavailable(f"{message} Check the address and the network, and whether it is well.") from error
        if write or create:
            store.furnish()
        return store

    @classmethod
    def _opened(cls, client: Client, url: str, *, write: bool, create: bool) -> "EndpointStore":
        patience = Patience.of(OPENING_S)
        queries = queries_of(client, url, patience)
        store = cls(client, url, queries, None)
        if not store._is_furnished(patience):
            store._refuse(create, patience)
        if write:
            store._updates = updates_of(client, url, queries.url, patience)
        return store

    @property
    def address(self) -> str:
        return shown(self._url)

    # ------------------------------------------------------------ what stores of quads need

    def find(
        self, subject: str | None = None, predicate: str | None = None, graph: NamedNode | None = None
    ) -> Iterator[Quad]:
        known = [(name, iri(id) if id else None) for name, id in (("?s", subject), ("?p", predicate))]
        terms: dict[str, Any] = {**dict(known), "?o": None, "?g": graph}
        asked = [name for name, term in terms.items() if term is None]
        s, p, o, g = (term or name for name, term in terms.items())
        for row in self._rows(f"SELECT {' '.join(asked)} {{ GRAPH {g} {{ {s} {p} {o} }} }}"):
            yield Quad(*(terms | dict(zip(asked, row, strict=True))).values())

    def naming(self, ids: Iterable[str]) -> set[str]:
        found: set[str] = set()
        for some in _batches(map(iri, ids)):
            sources = f"GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), '{BASE}source/'))"
            found |= {local(row[0]) for row in self._rows(f"SELECT DISTINCT ?g {{ {_among('?o', some)} {sources} }}")}
        return found

    def led_to(self, ids: Collection[str], predicates: Collection[str], *, backward: bool) -> set[str]:
        here, there = ("?b", "?a") if backward else ("?a", "?b")
        links = f"{_among('?by', map(iri, predicates))} GRAPH {LINKS} {{ ?a ?by ?b }}"
        found: set[str] = set()
        for some in _batches(map(iri, ids)):
            found |= {
                local(row[0]) for row in self._rows(f"SELECT DISTINCT {there} {{ {_among(here, some)} {links} }}")
            }
        return found

    def write(self, added: Sequence[Quad], replaced: Sequence[NamedNode] = (), removed: Sequence[Quad] = ()) -> None:
        whole = len(replaced) == 1 and not removed and {quad.graph_name for quad in added} == {*replaced}
        if whole and len(added) > MANY and self._graphs:
            document = "".join(f"{q.subject} {q.predicate} {q.object} .\n" for q in added)
            self._change("PUT", f"{self._graphs}?{urlencode({'graph': replaced[0].value})}", N_TRIPLES, document)
        elif text := update_text(added, replaced, removed):
            self._change("POST", self._updates or "", UPDATE, text)

    def sync(self) -> None:
        """A server answers when it has stored."""

    def close(self) -> None:
        self._client.close()

    def _change(self, method: str, url: str, kind: str, text: str) -> None:
        headers, patience = {"Content-Type": f"{kind}; charset=utf-8", "Accept": "*/*"}, Patience(WRITING_S)
        try:
            self._client.send(method, url, body=text.encode(), headers=headers, patience=patience).close()
        except (Lost, Slow) as error:
            raise StoreUnavailable(f"{error} Nothing is half-stored, and nothing is stored twice.") from error

    @cached_property
    def _graphs(self) -> str | None:
        return graphs_of(self._client, self._url, Patience.of(OPENING_S))

    # ------------------------------------------------------------ reading, some sources at a time

    def records(self) -> Iterator[Record]:
        return self.records_of(sorted(self.digests()))

    def records_of(self, source_ids: Iterable[str]) -> Iterator[Record]:
        for some in _batches(map(iri, source_ids)):
            yield from records(self._told(some, f"?c {iri('record')} ?r"))

    def holding(self, filters: Filters | None) -> Iterator[Record]:
        """The records without claims of other kinds and commodities; of a record that has no others, nothing."""
        if filters is None or not (filters.kind or filters.source or filters.commodity):
            yield from self.records()
            return
        names = {*filters.source}
        chosen = [id for id in sorted(self.digests()) if not names or names & {id, id.removeprefix("source/")}]
        for some in _batches(map(iri, chosen)):
            claims = self._told(some, f"?c {_DERIVED_FROM} ?g ; {iri('record')} ?r . {_asked(filters)}")
            sources = sorted({iri(source_id) for source_id, _ in claims}, key=str)
            yield from records([*claims, *self._told(sources, f"?g {iri('record')} ?r")])

    def quads(self) -> Iterator[Quad]:
        for some in _batches(map(iri, sorted(self.digests()))):
            terms: list[Any] = self._among(some, "?s ?p ?o ?g", "?s ?p ?o")
            yield from (Quad(*row) for row in terms)
        for graph in (LINKS, ENTITIES, JUDGEMENTS, ONTOLOGY):
            yield from self.find(graph=graph)

    def _told(self, graphs: list[NamedNode], pattern: str) -> list[tuple[str, str]]:
        return [(local(graph), value(told)) for graph, told in self._among(graphs, "?g ?r", pattern)]

    def _among(self, graphs: list[NamedNode], asked: str, pattern: str) -> list[Row]:
        """What a pattern finds in some graphs, asked for fewer at a time where the server ends that too early."""
        if not graphs:
            return []
        try:
            return self._rows(f"SELECT {asked} {{ {_among('?g', graphs)} GRAPH ?g {{ {pattern} }} }}")
        except (Cut, Refused) as error:
            if len(graphs) == 1 or (isinstance(error, Refused) and error.status != 503):
                raise
        middle = len(graphs) // 2
        return [*self._among(graphs[:middle], asked, pattern), *self._among(graphs[middle:], asked, pattern)]

    # ------------------------------------------------------------ queries

    def query(self, text: str, parameters: Mapping[str, str] | None = None, limits: "Limits | None" = None) -> "Answer":
        from corredor.graph.queries.limits import Limits
        from corredor.graph.stores.endpoint_query import ask

        return ask(self, text, parameters or {}, limits or Limits())

    def rdf(self) -> "Dataset":
        from rdflib import Dataset

        from corredor.graph.stores.endpoint_rdflib import ReadOnly

        return Dataset(store=ReadOnly(self), default_union=True)

    def asked(self, fields: Sequence[tuple[str, str]], accepted: str, patience: Patience) -> Reply:
        """The answer to a query with what else its request says, its body still to be read."""
        headers = {"Content-Type": FORM, "Accept": accepted}
        return self._client.send(
            "POST", self._queries.url, body=urlencode(fields).encode(), headers=headers, patience=patience
        )

    @property
    def takes_timeout(self) -> bool:
        """True where the server reads a time limit, in seconds, with a query."""
        return self._queries.takes_timeout

    def union(self, patience: Patience) -> list[tuple[str, str]]:
        """What a request says so that its default graph is the union of all: each server has a way of its own."""
        if self._union is None:
            self._union = next((way for way in UNIONS if self._reaches_all(way, patience)), _EACH)
        if self._union is not _EACH:
            return self._union
        graphs = [*map(iri, sorted(self.digests())), LINKS, ENTITIES, JUDGEMENTS, ONTOLOGY]
        return [(field, graph.value) for graph in graphs for field in ("default-graph-uri", "named-graph-uri")]

    def _reaches_all(self, way: list[tuple[str, str]], patience: Patience) -> bool:
        try:
            return self._is_true(f"ASK {{ {_MARK} }}", way, patience)
        except Refused:
            return False

    # ------------------------------------------------------------ our own questions

    def _rows(self, text: str, patience: Patience | None = None) -> list[Row]:
        """All rows of a query of ours, never a part of them."""
        with self.asked([("query", text)], RESULTS, patience or Patience()) as reply:
            found = results(Body(reply))
            return [] if isinstance(found, QueryBoolean) else list(found[1])

    def _is_true(self, text: str, way: Sequence[tuple[str, str]], patience: Patience) -> bool:
        with self.asked([("query", text), *way], RESULTS, patience) as reply:
            found = results(Body(reply))
            return isinstance(found, QueryBoolean) and bool(found)

    def _is_furnished(self, patience: Patience) -> bool:
        return self._is_true(f"ASK {{ GRAPH {ENTITIES} {{ {_MARK} }} }}", (), patience)

    def _refuse(self, create: bool, patience: Patience) -> None:
        """Raise StoreMissing or NotAStore unless a store may be made where there is none."""
        if not create:
            message = f"No store at {self.address}."
            raise StoreMissing(f"{message} Run `corredor --store {self.address} load starter`.")
        others = f"GRAPH ?g {{ ?s ?p ?o }} FILTER(!STRSTARTS(STR(?g), '{BASE}'))"
        alone = "?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } }"
        for pattern, what in ((others, "graphs of others"), (alone, "statements of others")):
            if found := self._rows(f"SELECT ?g {{ {pattern} }} LIMIT 1", patience):
                named = f" ({value(found[0][0])})" if found[0][0] else ""
                message = f"{self.address}: this dataset holds {what}{named}."
                raise NotAStore(f"{message} Make an empty dataset, and name that with --store.")


# ---------------------------------------------------------------- patterns


_MARK = f"{ENTITIES} {iri('digest')} ?made"
_DERIVED_FROM = iri("http://www.w3.org/ns/prov#wasDerivedFrom")


def _asked(filters: Filters) -> str:
    """Of the claims ?c those of the kinds that are asked, and those of the commodities or of none."""
    parts = []
    if filters.kind:
        kinds = [vocabulary().kinds[kind].iri for kind in filters.kind if kind in vocabulary().kinds]
        parts.append(f"?c a ?kind . {_among('?kind', map(iri, kinds))}")
    if filters.commodity:
        keys = ", ".join(str(Literal(key)) for key in sorted(commodities_of(filters.commodity)))
        fields = {kind.fields["commodity"].iri for kind in vocabulary().kinds.values() if "commodity" in kind.fields}
        for field in sorted(fields):
            parts.append(f"FILTER NOT EXISTS {{ ?c {iri(field + 'Text')} ?text FILTER(?text NOT IN ({keys})) }}")
    return " ".join(parts)


def _among(variable: str, nodes: Iterable[NamedNode]) -> str:
    return f"VALUES {variable} {{ {' '.join(map(str, nodes))} }}"


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while some := list(islice(rest, SOME)):
        yield some
