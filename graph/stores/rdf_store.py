"""A store that holds quads, whatever keeps them: the embedded engine, or a SPARQL server.

Every source has the graph that it names; judgements, the user's own entries with the entities, derived links and the
ontology have one each. An engine finds statements by pattern and makes a change whole; all else follows here.
"""

import json
from abc import abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad

from corredor.graph.claim import Record
from corredor.graph.entities import entity_quads
from corredor.graph.filters import commodities_of
from corredor.graph.identity import canonical
from corredor.graph.judgement import Judgement, in_order, standing
from corredor.graph.rdf import iri, local, names_a_node, quads, value
from corredor.graph.shortcuts import Triple, shortcuts
from corredor.graph.store import Change, Store
from corredor.graph.written import records
from corredor.ontology.names import Names
from corredor.ontology.registry import Entry
from corredor.ontology.vocabulary import vocabulary

if TYPE_CHECKING:
    from corredor.graph.queries.limits import Limits
    from corredor.graph.queries.table import Table

LINKS, ENTITIES, JUDGEMENTS, ONTOLOGY = (
    iri("graph/" + name) for name in ("links", "entities", "judgements", "ontology")
)
_TYPE = iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_IN_PLACE = iri("inPlace").value
_AT = iri("http://www.w3.org/ns/prov#endedAtTime")
_JSON = iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON")
_DATETIME = iri("http://www.w3.org/2001/XMLSchema#dateTime")
_NUMBERS = {iri(f"http://www.w3.org/2001/XMLSchema#{name}") for name in ("decimal", "integer", "double")}


class RdfStore(Store):
    """What all stores of quads have in common."""

    # ------------------------------------------------------------ what an engine implements

    @abstractmethod
    def find(
        self, subject: str | None = None, predicate: str | None = None, graph: NamedNode | None = None
    ) -> Iterator[Quad]:
        """The statements in named graphs that fit; subject and predicate are ids or local names."""

    @abstractmethod
    def naming(self, ids: Iterable[str]) -> set[str]:
        """The ids of sources with a statement whose object is one of the ids."""

    @abstractmethod
    def led_to(self, ids: Collection[str], predicates: Collection[str], *, backward: bool) -> set[str]:
        """The objects (`backward`: the subjects) of derived links with one of the predicates (IRIs) and ids."""

    @abstractmethod
    def write(self, added: Sequence[Quad], replaced: Sequence[NamedNode] = (), removed: Sequence[Quad] = ()) -> None:
        """One transaction: graphs dropped, statements removed, statements added."""

    # ------------------------------------------------------------ reading

    def records(self) -> Iterator[Record]:
        found = self.find(predicate="record")
        return records((local(q.graph_name), value(q.object)) for q in found if q.graph_name != JUDGEMENTS)

    def record(self, source_id: str) -> Record | None:
        if not names_a_node(source_id):
            return None
        rows = [(source_id, value(q.object)) for q in self.find(predicate="record", graph=iri(source_id))]
        return next(records(rows), None)

    def home(self, claim_id: str) -> str | None:
        if not names_a_node(claim_id):
            return None
        return next((local(q.graph_name) for q in self.find(claim_id, "record")), None)

    def records_of(self, source_ids: Iterable[str]) -> Iterator[Record]:
        """The records of some sources, of those that have one."""
        return filter(None, map(self.record, source_ids))

    def digests(self) -> dict[str, str]:
        found = self.find(predicate="digest")
        return {local(q.graph_name): value(q.object) for q in found if q.graph_name != ENTITIES}

    def judgements(self) -> list[Judgement]:
        found = self.find(predicate="record", graph=JUDGEMENTS)
        return in_order(Judgement(**json.loads(value(q.object))) for q in found)

    def entries(self) -> tuple[list[Entry], list[Entry]]:
        own: dict[str, list[Entry]] = {"places": [], "groups": []}
        for q in self.find(predicate="entry", graph=ENTITIES):
            own[local(q.subject).removeprefix("registry/")].append(json.loads(value(q.object)))
        return own["places"], own["groups"]

    def onward(self, ids: Collection[str], kind: str, commodity: str | None, *, backward: bool) -> set[str]:
        edge = vocabulary().kinds[kind].edge
        if edge is None:
            return set()
        keys = commodities_of(commodity) if commodity else ()
        return self.led_to(ids, [f"{edge.iri}/{key}" for key in keys] or [edge.iri], backward=backward)

    def shortcuts(self) -> set[Triple]:
        return {(local(q.subject), value(q.predicate), _short(q.object)) for q in self.find(graph=LINKS)}

    def quads(self) -> Iterator[Quad]:
        return self.find()

    # ------------------------------------------------------------ writing

    def apply(self, change: Change) -> None:
        added = [q for record in (*change.puts, *change.replaces) for q in quads(record)]
        replaced = [iri(record.source.id) for record in change.replaces]
        new, gone = self._moved(change)
        removed = [link_quad(triple) for triple in gone]
        if change.judgement:
            added += judgement_quads(change.judgement)
        if change.in_force is not None:
            before = set(self.find(predicate="inForce", graph=JUDGEMENTS))
            after = set(map(in_force_quad, change.in_force))
            added, removed = [*added, *(after - before)], [*removed, *(before - after)]
        self.write([*added, *map(link_quad, new)], replaced, removed)

    def _moved(self, change: Change) -> tuple[set[Triple], set[Triple]]:
        """The shortcuts that come, and those that go as no claim of another source gives them."""
        old, new = shortcuts(change.gone, self.canonical), shortcuts(change.come, self.canonical)
        gone = old - new
        if gone:
            judged = self.standing
            touched = {claim.source.id for claim in (*change.gone, *change.come)}
            # No claim names a market itself: those that mark it name its place.
            named = {end if edge == _IN_PLACE else start for start, edge, end in gone}
            others = self.naming(named) - touched
            for other in self.records_of(sorted(others)):
                gone -= shortcuts(self._live(other, judged), self.canonical)
        return new - old, gone

    def enter(self, places: Sequence[Entry], groups: Sequence[Entry]) -> None:
        self.write([*(entry_quad("places", entry) for entry in places), *(entry_quad("groups", e) for e in groups)])

    def refurnish(self) -> None:
        links = [link_quad(triple) for triple in shortcuts(self.claims(), self.canonical)]
        self.write(links, [LINKS])
        force = [in_force_quad(judgement.id) for judgement in self.standing.values()]
        self.write(force, [], list(self.find(predicate="inForce", graph=JUDGEMENTS)))
        # The digest comes last: a rebuild that was cut short does not have it, and is made again at the next opening.
        self.write([*base_quads(*self.entries(), self.names, self.base), *ontology_quads()], [ENTITIES, ONTOLOGY])

    def furnish(self) -> None:
        """Make what every store has, where it is missing or from other registries."""
        stated = [value(q.object) for q in self.find(predicate="digest", graph=ENTITIES)]
        if stated != [self.base]:
            self.rebuild()

    # ------------------------------------------------------------ queries and checks

    def cypher(self, text: str, parameters: Mapping[str, str] | None = None, limits: "Limits | None" = None) -> "Table":
        from corredor.graph.stores.projection import cypher

        return cypher(self, text, parameters, limits)

    def verify(self) -> list[str]:
        return [*super().verify(), *self._stray_statements()]

    def _stray_statements(self) -> Iterator[str]:
        for record in self.records():
            stored = self.find(graph=iri(record.source.id))
            if set(map(_alike, stored)) != set(map(_alike, quads(record))):
                yield f"{record.source.id}: its statements are not those of its record. Load its sheet again."


# ------------------------------------------------------------ the graphs that are no source's


def derived_quads(store: Store) -> Iterator[Quad]:
    """All that a store of quads holds beside its records: judgements, links, entities, ontology."""
    judgements = store.judgements()
    yield from (q for judgement in judgements for q in judgement_quads(judgement))
    yield from (in_force_quad(judgement.id) for judgement in standing(judgements).values())
    yield from map(link_quad, store.shortcuts())
    yield from base_quads(*store.entries(), store.names, store.base)
    yield from ontology_quads()


def judgement_quads(judgement: Judgement) -> list[Quad]:
    """A judgement in the graph of judgements."""
    node = iri(judgement.id)
    said = [(iri("act"), judgement.act), (iri("judgedBy"), judgement.by), (iri("because"), judgement.because)]
    return [
        Quad(node, _TYPE, iri("Judgement"), JUDGEMENTS),
        Quad(node, iri("about"), iri(judgement.about), JUDGEMENTS),
        Quad(node, iri("record"), Literal(canonical(asdict(judgement)), datatype=_JSON), JUDGEMENTS),
        Quad(node, _AT, Literal(judgement.at, datatype=_DATETIME), JUDGEMENTS),
        *(Quad(node, predicate, Literal(text), JUDGEMENTS) for predicate, text in said if text),
    ]


def in_force_quad(judgement_id: str) -> Quad:
    """Says that a judgement stands, so that a query need not know what an undo of an undo means."""
    return Quad(iri(judgement_id), iri("inForce"), Literal(True), JUDGEMENTS)


def base_quads(places: Iterable[Entry], groups: Iterable[Entry], names: Names, base: str) -> list[Quad]:
    """The entities, the user's own entries, and the digest of what they were made with."""
    own = [*(entry_quad("places", entry) for entry in places), *(entry_quad("groups", entry) for entry in groups)]
    return [*own, *entity_quads(names, ENTITIES), Quad(ENTITIES, iri("digest"), Literal(base), ENTITIES)]


def ontology_quads() -> list[Quad]:
    """The vocabulary as its files declare it."""
    files = (pyoxigraph.parse(path=str(p), format=pyoxigraph.RdfFormat.TURTLE) for p in vocabulary().paths)
    return [Quad(q.subject, q.predicate, q.object, ONTOLOGY) for quads_ in files for q in quads_]


def entry_quad(kind: str, entry: Entry) -> Quad:
    """An entry of a user's own registry, as it was written."""
    return Quad(iri(f"registry/{kind}"), iri("entry"), Literal(canonical(entry)), ENTITIES)


def link_quad(triple: Triple) -> Quad:
    """A shortcut in the graph of links."""
    return Quad(iri(triple[0]), iri(triple[1]), iri(triple[2]), LINKS)


def _alike(q: Quad) -> Quad:
    """A statement with its number in one form: an engine may give 12.50 back as 12.5, and 0.6 as 6.0E-1."""
    literal = q.object
    if not isinstance(literal, Literal) or literal.datatype not in _NUMBERS:
        return q
    with suppress(ArithmeticError):  # what is no number is compared as it stands
        number = Decimal(literal.value).normalize()
        return Quad(q.subject, q.predicate, Literal(f"{number:f}", datatype=literal.datatype), q.graph_name)
    return q


def _short(node: object) -> str:
    return value(node) if node == iri("Market") else local(node)


def update_text(added: Iterable[Quad], replaced: Iterable[NamedNode], removed: Iterable[Quad]) -> str:
    """One SPARQL update: graphs dropped, statements removed, statements added."""
    steps = [f"DROP SILENT GRAPH {graph}" for graph in replaced]
    steps += [f"{verb} DATA {{ {_data(some)} }}" for verb, some in (("DELETE", removed), ("INSERT", added)) if some]
    return ";\n".join(steps)


def _data(quads_: Iterable[Quad]) -> str:
    """Statements as an update writes them; a graph is named once for all in a row, which a server reads faster."""
    graphs = groupby(quads_, key=lambda q: q.graph_name)
    return "\n".join(f"GRAPH {graph} {{\n{_statements(some)}}}" for graph, some in graphs)


def _statements(quads_: Iterable[Quad]) -> str:
    return "".join(f"{q.subject} {q.predicate} {q.object} .\n" for q in quads_)
