"""How records, judgements and links are written as nodes and relationships, inside one transaction.

Every statement is constant but for labels and types, which come from the ontology and are checked; all values are
parameters. Each may be run again and leaves the same graph.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from corredor.graph import property_graph as shape
from corredor.graph.claim import Claim, Record
from corredor.graph.judgement import Judgement, standing
from corredor.graph.links import Canonical, Link, legs, links
from corredor.graph.prefixes import BASE
from corredor.graph.shortcuts import marked
from corredor.graph.stores.cypher_engine import Row, Run
from corredor.graph.weights import lends
from corredor.graph.written import record
from corredor.ontology.names import Names

MANY = 2_000  # rows of one statement
SOME = 500  # pairs whose links are weighed in one transaction
Pair = tuple[str, str]
Live = Callable[[Record, Mapping[str, Judgement]], list[Claim]]

# A writer holds the node of the store for the length of its transaction, so that two never weigh one link at once.
LOCK = "MERGE (s:Corredor {id: 'store'}) SET s.writes = coalesce(s.writes, 0) + 1 RETURN s.writes AS writes"


# ---------------------------------------------------------------- sources and claims


def write_records(run: Run, written: Sequence[Record], replaced: Sequence[Record] = ()) -> None:
    """Sources with their claims, and what these name; what the sources of `replaced` told until now goes first.

    Claims are made anew rather than merged, so that none keeps a role or a value of before. (The embedded engine finds
    a node to merge by reading all of its kind.)
    """
    sources = [record.source.id for record in replaced]
    in_parts(run, "UNWIND $rows AS id MATCH (:Source {id: id})<-[:DERIVED_FROM]-(c:Claim) DETACH DELETE c", sources)
    claims = [claim for record in written for claim in record.claims]
    in_parts(run, "UNWIND $rows AS id MATCH (c:Claim {id: id}) DETACH DELETE c", [claim.id for claim in claims])
    rows = [shape.source_properties(record) for record in written]
    in_parts(run, "UNWIND $rows AS row MERGE (s:Source {id: row.id}) SET s = row", rows)
    _claims(run, claims)
    _roles(run, claims)


def _claims(run: Run, claims: Iterable[Claim]) -> None:
    of_kind: dict[str, list[Row]] = defaultdict(list)
    for claim in claims:
        of_kind[claim.kind].append(shape.claim_properties(claim))
    for kind, rows in of_kind.items():
        text = (
            "UNWIND $rows AS row MATCH (s:Source {id: row.source}) "
            f"CREATE (c{_labels(shape.claim_labels(kind))}) SET c = row CREATE (c)-[:DERIVED_FROM]->(s)"
        )
        in_parts(run, text, rows)


def _roles(run: Run, claims: Iterable[Claim]) -> None:
    told: dict[str, list[Row]] = defaultdict(list)
    for claim in claims:
        for type_, id, order in shape.roles(claim):
            told[type_].append({"claim": claim.id, "entity": id, "order": order})
    write_entities(run, ({"id": row["entity"]} for rows in told.values() for row in rows))
    for type_, rows in told.items():
        text = (
            "UNWIND $rows AS row MATCH (c:Claim {id: row.claim}) MATCH (e:Entity {id: row.entity}) "
            f"CREATE (c)-[:{shape.safe(type_)} {{order: row.order}}]->(e)"
        )
        in_parts(run, text, rows)


def write_entities(run: Run, entities: Iterable[Row]) -> None:
    """Entities by `id`, with what is known of them; one that is there keeps what is not named."""
    of_labels: dict[tuple[str, ...], dict[str, Row]] = defaultdict(dict)
    for properties in entities:
        of_labels[shape.entity_labels(properties["id"])][properties["id"]] = properties
    for labels, rows in of_labels.items():
        text = f"UNWIND $rows AS row MERGE (e{_labels(labels)} {{id: row.id}}) SET e += row"
        in_parts(run, text, [{**row, "iri": BASE + id} for id, row in rows.items()])


def write_registries(run: Run, names: Names) -> None:
    """What the registries say of places, groups and commodities, and what lies in what."""
    write_entities(run, shape.entity_properties(names))
    run("MATCH (:Entity)-[r:WITHIN|IN_COUNTRY|BROADER]->(:Entity) DELETE r")
    held: dict[str, list[Row]] = defaultdict(list)
    for type_, inner, outer in shape.holding(names):
        held[type_].append({"inner": inner, "outer": outer})
    for type_, rows in held.items():
        text = (
            "UNWIND $rows AS row MATCH (a:Entity {id: row.inner}) MATCH (b:Entity {id: row.outer}) "
            f"MERGE (a)-[:{shape.safe(type_)}]->(b)"
        )
        in_parts(run, text, rows)


# ---------------------------------------------------------------- judgements


def write_judgement(run: Run, judgement: Judgement) -> None:
    """A judgement, and which of all are in force now."""
    made = [*(Judgement(**json.loads(row["record"])) for row in run("MATCH (j:Judgement) RETURN j.record AS record"))]
    in_force = {j.id for j in standing([*made, judgement]).values()}
    row = shape.judgement_properties(judgement, in_force=judgement.id in in_force)
    run("MERGE (j:Judgement {id: $row.id}) SET j = $row", row=row)
    run("MATCH (j:Judgement) SET j.inForce = j.id IN $ids", ids=sorted(in_force))


# ---------------------------------------------------------------- links


def pairs(claims: Iterable[Claim], canonical: Canonical) -> set[Pair]:
    """The pairs of entities whose link, or whose market, may change with the claims."""
    found: set[Pair] = set()
    for claim in claims:
        found.update(legs(claim, canonical))
        if market := marked(claim, canonical):
            found.add((market[0], f"commodity/{market[1]}"))
    return found


def mark(run: Run, touched: Iterable[Pair]) -> None:
    """Note that the links of some pairs are to be weighed anew; it is done when a load ends, or is taken up again."""
    rows = [{"id": " ".join(pair), "start": pair[0], "end": pair[1]} for pair in sorted(touched)]
    in_parts(run, "UNWIND $rows AS row MERGE (p:Pending {id: row.id}) SET p = row", rows)


def settle(run: Run, live: Live, canonical: Canonical, names: Names) -> int:
    """Weigh the links of some pairs that were marked; the number of pairs, 0 where none is left."""
    rows = run("MATCH (p:Pending) RETURN p.id AS id, p.start AS start, p.end AS end LIMIT $some", some=SOME)
    some = [(row["start"], row["end"]) for row in rows]
    relink(run, some, live, canonical, names)
    unmark(run, some)
    return len(rows)


def unmark(run: Run, weighed: Iterable[Pair]) -> None:
    """The links of some pairs are weighed."""
    in_parts(run, "UNWIND $rows AS id MATCH (p:Pending {id: id}) DELETE p", [" ".join(pair) for pair in weighed])


def relink(run: Run, touched: Iterable[Pair], live: Live, canonical: Canonical, names: Names) -> None:
    """Weigh the links of some pairs anew, from all claims that name both ends."""
    asked = set(touched)
    if not asked:
        return
    judged = _in_force(run)
    told = [claim for record in _telling(run, asked) for claim in live(record, judged) if not claim.pending]
    write_links(run, asked, (link for link in links(told, canonical=canonical) if (link.start, link.end) in asked))
    found = {marked(claim, canonical) for claim in told if lends(claim, ended=False)}
    write_markets(run, asked, filter(None, found), names)


def _telling(run: Run, asked: Iterable[Pair]) -> Iterator[Record]:
    roles = "|".join(map(shape.safe, shape.role_types()))
    text = (
        f"UNWIND $pairs AS pair MATCH (:Entity {{id: pair[0]}})<-[:{roles}]-(c:Claim)-[:{roles}]->"
        "(:Entity {id: pair[1]}) WITH DISTINCT c MATCH (c)-[:DERIVED_FROM]->(s:Source) "
        "RETURN s.record AS source, collect(c.record) AS claims"
    )
    for row in run(text, pairs=[list(pair) for pair in sorted(asked)]):
        yield record_of(row)


def _in_force(run: Run) -> dict[str, Judgement]:
    rows = run("MATCH (j:Judgement) WHERE j.inForce RETURN j.record AS record")
    return {j.about: j for j in (Judgement(**json.loads(row["record"])) for row in rows)}


def write_links(run: Run, asked: Iterable[Pair], made: Iterable[Link]) -> None:
    """The links of some pairs; those that were there and are not made any more go."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for link in made:
        told = {"from": link.start, "to": link.end, "told": shape.link_properties(link)}
        rows[shape.link_type(link)].append(told)
    kept = [row["told"]["id"] for some in rows.values() for row in some]
    types = "|".join(map(shape.safe, shape.link_types()))
    gone = (
        f"UNWIND $rows AS pair MATCH (:Entity {{id: pair[0]}})-[r:{types}]->(:Entity {{id: pair[1]}}) "
        "WHERE NOT r.id IN $kept DELETE r"
    )
    in_parts(run, gone, [list(pair) for pair in sorted(asked)], kept=kept)
    for type_, some in rows.items():
        text = (
            "UNWIND $rows AS row MATCH (a:Entity {id: row.from}) MATCH (b:Entity {id: row.to}) "
            f"MERGE (a)-[r:{shape.safe(type_)} {{id: row.told.id}}]->(b) SET r = row.told"
        )
        in_parts(run, text, some)


def write_markets(run: Run, asked: Iterable[Pair], found: Iterable[tuple[str, str]], names: Names) -> None:
    """The markets of some pairs of place and commodity; those that nobody tells of any more go."""
    there = [shape.market_properties(place, commodity, names) for place, commodity in found]
    there = [market for market in there if (market["place"], f"commodity/{market['commodity']}") in asked]
    kept = [market["id"] for market in there]
    gone = (
        "UNWIND $rows AS pair MATCH (m:Market)-[:IN]->(:Entity {id: pair[0]}) "
        "WHERE 'commodity/' + m.commodity = pair[1] AND NOT m.id IN $kept DETACH DELETE m"
    )
    in_parts(run, gone, [list(pair) for pair in sorted(asked) if pair[1].startswith("commodity/")], kept=kept)
    write_entities(run, there)
    text = (
        "UNWIND $rows AS row MATCH (m:Entity {id: row.id}) MATCH (p:Entity {id: row.place}) "
        "MATCH (c:Entity {id: 'commodity/' + row.commodity}) MERGE (m)-[:IN]->(p) MERGE (m)-[:OF]->(c)"
    )
    in_parts(run, text, there)


# ---------------------------------------------------------------- shared


def record_of(row: Row) -> Record:
    """A record from the JSON of its source and of its claims."""
    return record([json.loads(row["source"]), *map(json.loads, row["claims"])])


def in_parts(run: Run, text: str, rows: Sequence[Any], **parameters: Any) -> None:
    """Run a statement over rows, some at a time; over none, not at all."""
    for begin in range(0, len(rows), MANY):
        run(text, rows=rows[begin : begin + MANY], **parameters)


def _labels(labels: Iterable[str]) -> str:
    return "".join(f":{shape.safe(label)}" for label in labels)
