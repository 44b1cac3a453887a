"""The derived graph: one plain triple for each live link, so that paths are short to ask and quick to answer.

A route link gives `?a cor:routeTo ?b` and, by commodity, `?a route:cocaine ?b` (for a narrower commodity its broader
ones too); a market or price claim gives its market. What a set of claims gives never depends on other claims, so the
graph can be kept in step source by source.
"""

from collections.abc import Iterable, Iterator

from corredor.graph.claim import Claim, kind_of
from corredor.graph.links import Canonical, as_given, legs
from corredor.graph.rdf import iri
from corredor.graph.weights import lends
from corredor.ontology.vocabulary import Edge, vocabulary

Triple = tuple[str, str, str]
"""Subject id, predicate IRI, object id or IRI."""

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def shortcuts(claims: Iterable[Claim], canonical: Canonical = as_given) -> set[Triple]:
    """The triples of all links and markets that the claims, taken as live, give by default."""
    live = [claim for claim in claims if lends(claim, ended=False) and not claim.pending]
    return {triple for claim in live for triple in (*_of_links(claim, canonical), *_of_market(claim, canonical))}


def link_triples(kind: str, start: str, end: str, commodity: str | None) -> Iterator[Triple]:
    """The triples of one link."""
    edge = vocabulary().kinds[kind].edge
    for predicate in _predicates(edge, commodity) if edge else ():
        yield start, predicate, end
        if edge and edge.symmetric:
            yield end, predicate, start


def market_triples(place: str, commodity: str) -> Iterator[Triple]:
    """The triples of one market."""
    market = f"market/{place.removeprefix('place/')}/{commodity}"
    yield market, RDF_TYPE, iri("Market").value
    yield market, iri("inPlace").value, place
    yield market, iri("ofCommodity").value, f"commodity/{commodity}"


def marked(claim: Claim, canonical: Canonical = as_given) -> tuple[str, str] | None:
    """The place and the commodity of the market that a claim tells of, if it does."""
    place, commodity = claim.entity("place"), claim.commodity
    if not kind_of(claim).marks_market or place is None or commodity is None:
        return None
    return canonical(place), commodity


def _of_links(claim: Claim, canonical: Canonical) -> Iterator[Triple]:
    for start, end in legs(claim, canonical):
        yield from link_triples(claim.kind, start, end, claim.commodity)


def _predicates(edge: Edge, commodity: str | None) -> list[str]:
    if not edge.by_commodity or commodity is None:
        return [edge.iri]
    return [edge.iri, *(f"{edge.iri}/{key}" for key in vocabulary().broader(commodity))]


def _of_market(claim: Claim, canonical: Canonical) -> Iterator[Triple]:
    market = marked(claim, canonical)
    yield from market_triples(*market) if market else ()
