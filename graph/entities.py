"""The registries as RDF: what places, groups and commodities are called, where they lie and what they belong to.

This describes entities for the reader and for queries. It is no claim and counts in no measure.
"""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from corredor.graph.rdf import Statement, iri
from corredor.ontology.groups import Group
from corredor.ontology.names import Names
from corredor.ontology.places import Place
from corredor.ontology.vocabulary import vocabulary

_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_ALIAS = "http://www.w3.org/2004/02/skos/core#altLabel"
_WGS = "http://www.w3.org/2003/01/geo/wgs84_pos#"
_DECIMAL = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")


def entity_quads(names: Names, graph: NamedNode) -> list[Quad]:
    """What the registries say of every place and group, in the graph given."""
    statements = [s for place in names.places.values() for s in _place(place, names)]
    statements += [s for group in names.groups.values() for s in _group(group)]
    return [Quad(*statement, graph) for statement in dict.fromkeys(statements)]


def _place(place: Place, names: Names) -> Iterator[Statement]:
    node = iri(place.id)
    yield node, iri(_RDF_TYPE), iri("Place")
    yield node, iri(_RDF_TYPE), iri(vocabulary().entity_classes[place.kind].iri)
    yield from _named(node, place.name, place.aliases)
    yield node, iri("ref"), Literal(place.ref)
    yield node, iri(_WGS + "lat"), Literal(str(place.lat), datatype=_DECIMAL)
    yield node, iri(_WGS + "long"), Literal(str(place.lon), datatype=_DECIMAL)
    if place.approximate:
        yield node, iri("approximate"), Literal(True)
    if place.unlocode:
        yield node, iri("unlocode"), Literal(place.unlocode)
    if place.kind == "country" and place.country:
        yield node, iri("isoCode"), Literal(place.country)
    for holder in names.places.above(place.id)[:1]:
        yield node, iri("within"), iri(holder)
    for country in names.places.countries_of(place.id):
        yield node, iri("inCountry"), iri(country)


def _group(group: Group) -> Iterator[Statement]:
    node = iri(group.id)
    yield node, iri(_RDF_TYPE), iri("Group")
    yield from _named(node, group.name, group.aliases)
    yield node, iri("groupKind"), iri(vocabulary().terms("GroupKind")[group.kind].iri)
    if group.based_in:
        yield node, iri("basedIn"), iri(group.based_in)
    if group.parent:
        yield node, iri("parent"), iri(group.parent)


def _named(node: NamedNode, name: str, aliases: tuple[str, ...]) -> Iterator[Statement]:
    yield node, iri(_LABEL), Literal(name)
    for alias in aliases:
        yield node, iri(_ALIAS), Literal(alias)
