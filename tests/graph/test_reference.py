"""The page for query writers is what the code prints, and leaves out nothing that a record puts into either shape."""

import re
from pathlib import Path

import networkx
import pytest

from corredor.graph import Record, Store
from corredor.graph import property_graph as shape
from corredor.graph.links import links
from corredor.graph.queries import reference as page
from corredor.graph.queries.reference_numbers import Numbers
from corredor.graph.rdf import quads, value
from corredor.ontology.namespaces import short
from tests.graph.generated import generated

PAGE = Path(page.__file__).with_name("REFERENCE.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([\w:^]+)`", PAGE)) | set(re.findall(r"`\[:(\w+)", PAGE))
SEED = 3


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return generated(SEED)


def test_the_page_is_what_the_code_prints(starter: Store) -> None:
    how = "Run `python -m corredor.graph.queries.reference STORE > graph/queries/REFERENCE.md` on the starter facts."
    assert page.reference(starter) == PAGE, how


def test_every_statement_of_a_record_is_on_the_page(records: list[Record]) -> None:
    used = {value(quad.predicate) for record in records for quad in quads(record)}
    assert {short(iri) for iri in used if not iri.endswith("#type")} - NAMED == set()


def test_every_property_of_a_node_is_on_the_page(records: list[Record]) -> None:
    claims = [claim for record in records for claim in record.claims]
    carried = {name for claim in claims for name in shape.claim_properties(claim)}
    carried |= {name for record in records for name in shape.source_properties(record)}
    carried |= {name for link in links(claims) for name in shape.link_properties(link)}
    assert carried - NAMED == set()


def test_every_label_and_relationship_is_on_the_page(records: list[Record], starter: Store) -> None:
    claims = [claim for record in records for claim in record.claims]
    drawn = {type_ for claim in claims for type_, _, _ in shape.roles(claim)} | {*shape.link_types(), "DERIVED_FROM"}
    drawn |= {type_ for type_, _, _ in shape.holding(starter.names)}
    labels = {label for claim in claims for label in shape.claim_labels(claim.kind)}
    labels |= {label for id in starter.names.places for label in shape.entity_labels(id)}
    assert (drawn | labels) - NAMED == set()


def test_the_pairs_of_the_trap_are_those_of_a_transitive_closure(starter: Store) -> None:
    numbers = Numbers.of(starter)
    graph: networkx.DiGraph[str] = networkx.DiGraph((link.start, link.end) for link in numbers.links)
    closed = networkx.transitive_closure(graph, reflexive=False)
    assert numbers.mixed == closed.number_of_edges() > numbers.told > 0
    assert f"{numbers.mixed:,} pairs" in PAGE


def test_chains_are_counted_as_cypher_counts_them(starter: Store) -> None:
    links = [
        link for link in Numbers.of(starter).links if {link.start, link.end} <= {"place/PE", "place/BO", "place/BR"}
    ]
    assert Numbers(links).chains("place/PE", 1) == (sum(link.start == "place/PE" for link in links), 2)
