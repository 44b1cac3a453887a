"""A store that is a property graph: Neo4j, whatever else speaks Cypher over Bolt, or the embedded engine.

The node of a source or claim carries the whole of it as JSON (`record`), from which it is read back; labels, values,
relationships and links are made from that for those who query, and kept in step in the same transaction.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from corredor.graph import property_graph as shape
from corredor.graph.claim import Claim, Record
from corredor.graph.errors import NotAStore, StoreMissing
from corredor.graph.filters import Filters, commodities_of
from corredor.graph.identity import canonical
from corredor.graph.judgement import Judgement, in_order
from corredor.graph.links import links
from corredor.graph.rdf import quads
from corredor.graph.shortcuts import Triple, link_triples, market_triples
from corredor.graph.store import Change, Store
from corredor.graph.stores import cypher_links, data_science
from corredor.graph.stores import cypher_writing as writing
from corredor.graph.stores.cypher_engine import CypherEngine, Row, Run
from corredor.graph.stores.rdf_store import derived_quads
from corredor.ontology.names import Names
from corredor.ontology.registry import Entry
from corredor.ontology.vocabulary import vocabulary

if TYPE_CHECKING:
    from pyoxigraph import Quad
    from rdflib import Dataset

    from corredor.graph.measures import Between
    from corredor.graph.queries.limits import Limits
    from corredor.graph.queries.table import Table
    from corredor.graph.queries.worker import Answer

SOME = 200  # sources of which the claims are read in one query


class CypherStore(Store):
    """A store behind an engine that speaks Cypher."""

    batch = 250

    def __init__(self, engine: CypherEngine) -> None:
        self.engine = engine

    @classmethod
    def open(cls, engine: CypherEngine, *, write: bool, create: bool) -> "CypherStore":
        """The store that an engine leads to; see `open_store`."""
        store = cls(engine)
        try:
            store._look(write=write, create=create)
        except BaseException:
            engine.close()
            raise
        return store

    def _look(self, *, write: bool, create: bool) -> None:
        stated = list(self.engine.rows("MATCH (s:Corredor {id: 'store'}) RETURN s.base AS base"))
        if not stated and not create:
            raise StoreMissing(f"No store at {self.address}. Run `corredor --store {self.address} load starter`.")
        if not stated and list(self.engine.rows("MATCH (n) RETURN 1 AS one LIMIT 1")):
            raise NotAStore(f"{self.address}: this database holds other data. Name an empty one with --store.")
        if write and (not stated or stated[0]["base"] != self.base):
            self.engine.alter(shape.schema())
            self.engine.write(lambda run: run(writing.LOCK))
            self.rebuild()
        if write:
            self.settle()  # of a load that was cut short

    @property
    def address(self) -> str:
        return self.engine.address

    # ------------------------------------------------------------ reading

    def records(self) -> Iterator[Record]:
        return self.holding(None)

    def holding(self, filters: Filters | None) -> Iterator[Record]:
        asked = filters or Filters()
        ids = sorted(self.digests())
        if asked.source:
            ids = [id for id in ids if id in asked.source or id.removeprefix("source/") in asked.source]
        text, parameters = _claims_of(asked)
        for begin in range(0, len(ids), SOME):
            yield from map(writing.record_of, self.engine.rows(text, ids=ids[begin : begin + SOME], **parameters))

    def record(self, source_id: str) -> Record | None:
        text, parameters = _claims_of(Filters())
        return next(map(writing.record_of, self.engine.rows(text, ids=[source_id], **parameters)), None)

    def home(self, claim_id: str) -> str | None:
        rows = self.engine.rows("MATCH (c:Claim {id: $id}) RETURN c.source AS id", id=claim_id)
        return next((row["id"] for row in rows), None)

    def digests(self) -> dict[str, str]:
        return {
            r["id"]: r["digest"] for r in self.engine.rows("MATCH (s:Source) RETURN s.id AS id, s.digest AS digest")
        }

    def judgements(self) -> list[Judgement]:
        rows = self.engine.rows("MATCH (j:Judgement) RETURN j.record AS record")
        return in_order(Judgement(**json.loads(row["record"])) for row in rows)

    def entries(self) -> tuple[list[Entry], list[Entry]]:
        own: dict[str, list[Entry]] = {"places": [], "groups": []}
        for row in self.engine.rows("MATCH (e:RegistryEntry) RETURN e.registry AS registry, e.entry AS entry"):
            own[row["registry"]].append(json.loads(row["entry"]))
        return own["places"], own["groups"]

    def shortcuts(self) -> set[Triple]:
        types = "|".join(map(shape.safe, shape.link_types()))
        told = self.engine.rows(
            f"MATCH (a:Entity)-[r:{types}]->(b:Entity) "
            "RETURN r.kind AS kind, a.id AS start, b.id AS end, r.commodity AS commodity"
        )
        markets = self.engine.rows("MATCH (m:Market) RETURN m.place AS place, m.commodity AS commodity")
        found = {triple for row in told for triple in link_triples(**row)}
        return found | {triple for row in markets for triple in market_triples(**row)}

    def onward(self, ids: Collection[str], kind: str, commodity: str | None, *, backward: bool) -> set[str]:
        edge = vocabulary().kinds[kind].edge
        if edge is None:
            return set()
        to, back = ("", "") if edge.symmetric else ("<", "") if backward else ("", ">")
        text = (
            f"UNWIND $ids AS id MATCH (:Entity {{id: id}}){to}-[r:{shape.safe(edge.name)}]-{back}(b:Entity) "
            "WHERE $commodities IS NULL OR r.commodity IN $commodities RETURN DISTINCT b.id AS id"
        )
        asked = sorted(commodities_of(commodity)) if commodity else None
        return {row["id"] for row in self.engine.rows(text, ids=sorted(ids), commodities=asked)}

    def quads(self) -> "Iterator[Quad]":
        for record in self.records():
            yield from quads(record)
        yield from derived_quads(self)

    # ------------------------------------------------------------ writing

    def apply(self, change: Change) -> None:
        names = self.names  # read before the transaction, not in it
        self.engine.write(lambda run: self._apply(run, change, names))

    def _apply(self, run: Run, change: Change, names: Names) -> None:
        run(writing.LOCK)
        touched = writing.pairs([*change.gone, *change.come], self.canonical)
        if change.judgement:
            writing.write_judgement(run, change.judgement)
        if written := (*change.puts, *change.replaces):
            writing.write_records(run, written, change.replaces)
            writing.mark(run, touched)
        else:
            writing.relink(run, touched, self._live, self.canonical, names)

    def settle(self) -> None:
        """Weigh the links that a load has touched, or one that was cut short."""
        cypher_links.settle(self)

    def enter(self, places: Sequence[Entry], groups: Sequence[Entry]) -> None:
        entries = [("places", entry) for entry in places] + [("groups", entry) for entry in groups]
        rows = [{"registry": registry, "entry": canonical(entry)} for registry, entry in entries]
        text = "UNWIND $rows AS row MERGE (:RegistryEntry {registry: row.registry, entry: row.entry})"
        self.engine.write(lambda run: run(text, rows=rows))

    def refurnish(self) -> None:
        names = self.names
        self.engine.write(lambda run: writing.write_registries(run, names))
        cypher_links.link_anew(self)
        # The digest comes last: a rebuild that was cut short does not have it, and is made again at the next opening.
        base = "MATCH (s:Corredor {id: 'store'}) SET s.base = $base, s.form = 1"
        self.engine.write(lambda run: run(base, base=self.base))

    def sync(self) -> None:
        """Nothing: a transaction is on disk when the server has acknowledged it."""

    def close(self) -> None:
        self.engine.close()

    # ------------------------------------------------------------ queries and checks

    @cached_property
    def between(self) -> "Between | None":
        return data_science.between(self.engine) if data_science.is_there(self.engine) else None

    def cypher(self, text: str, parameters: Mapping[str, str] | None = None, limits: "Limits | None" = None) -> "Table":
        from corredor.graph.queries.limits import Limits

        return self.engine.ask(text, parameters or {}, limits or Limits())

    def query(self, text: str, parameters: Mapping[str, str] | None = None, limits: "Limits | None" = None) -> "Answer":
        from corredor.graph.stores.projection import sparql

        return sparql(self, text, parameters, limits)

    def rdf(self) -> "Dataset":
        from corredor.graph.stores.projection import as_rdf

        return as_rdf(self).rdf()

    def verify(self) -> list[str]:
        return [*super().verify(), *self._stray_claims(), *self._stray_links()]

    def _stray_claims(self) -> Iterator[str]:
        records = self.records()
        while some := {record.source.id: record for record in islice(records, SOME)}:
            held: dict[str, dict[str, Any]] = defaultdict(dict)
            for row in self.engine.rows(_STORED, ids=list(some)):
                held[row["source"]][row["id"]] = _held(row)
            for id, record in some.items():
                if held[id] != {claim.id: _row_of(claim) for claim in record.claims}:
                    yield f"{id}: its nodes are not those of its record. Load its sheet again."

    def _stray_links(self) -> Iterator[str]:
        if list(self.engine.rows("MATCH (p:Pending) RETURN 1 AS one LIMIT 1")):
            yield "A load was cut short before its links were weighed. Run it again, or `corredor rebuild`."
            return
        claims = [claim for claim in self.claims() if not claim.pending]
        right = {shape.link_id(link): shape.link_properties(link) for link in links(claims, canonical=self.canonical)}
        types = "|".join(map(shape.safe, shape.link_types()))
        rows = self.engine.rows(f"MATCH (:Entity)-[r:{types}]->(:Entity) RETURN properties(r) AS told")
        if {row["told"]["id"]: dict(row["told"]) for row in rows} != right:
            yield "The links do not carry what their claims tell. Run `corredor rebuild`."


_STORED = """UNWIND $ids AS source MATCH (:Source {id: source})<-[:DERIVED_FROM]-(c:Claim)
OPTIONAL MATCH (c)-[r]->(e:Entity)
RETURN source, c.id AS id, properties(c) AS told, collect([type(r), e.id, r.order]) AS roles"""


def _held(row: Row) -> tuple[dict[str, Any], list[tuple[str, str, int]]]:
    return dict(row["told"]), sorted((type_, id, order) for type_, id, order in row["roles"] if type_)


def _row_of(claim: Claim) -> tuple[dict[str, Any], list[tuple[str, str, int]]]:
    return shape.claim_properties(claim), sorted(shape.roles(claim))


def _claims_of(filters: Filters) -> tuple[str, dict[str, Any]]:
    """The statement that reads the sources among $ids with those claims that the filters may keep or count."""
    tests, values = [], dict[str, Any]()
    if filters.kind:
        tests.append("c.kind IN $kinds")
        values["kinds"] = list(filters.kind)
    if filters.commodity:
        tests.append("(c.commodity IS NULL OR c.commodity IN $commodities)")
        values["commodities"] = sorted(commodities_of(filters.commodity))
    where = f" WHERE {' AND '.join(tests)}" if tests else ""
    text = (
        f"UNWIND $ids AS id MATCH (s:Source {{id: id}}) OPTIONAL MATCH (s)<-[:DERIVED_FROM]-(c:Claim){where} "
        "RETURN s.record AS source, collect(c.record) AS claims, s.id AS id ORDER BY id"
    )
    return text, values
