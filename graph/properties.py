"""Nodes and links as flat properties: scalars only, lists joined by '; '. What graph files and tables carry."""

from corredor.graph import property_graph
from corredor.graph.links import Link
from corredor.graph.prefixes import BASE
from corredor.ontology.names import Names
from corredor.ontology.vocabulary import vocabulary

Scalar = str | int | float | bool


def node_properties(id: str, names: Names) -> dict[str, Scalar]:
    """What a node carries: iri, name, class, and for places country code and coordinates, as far as there are any."""
    found: dict[str, Scalar] = {"iri": BASE + id, "name": label(id, names)}
    place, group = names.places.get(id), names.groups.get(id)
    if place:
        found |= {"class": place.kind, "lat": place.lat, "lon": place.lon}
        found |= {"country": place.country} if place.country else {}
    elif group:
        found |= {"class": "group", "kind": group.kind}
    else:
        found["class"] = id.split("/", 1)[0]
    return found


def link_properties(link: Link, names: Names) -> dict[str, Scalar]:
    """What a link carries in a property graph, each value a scalar; `confidence` is a rank score and no probability."""
    told = property_graph.link_properties(link)
    flat = {key: "; ".join(value) if isinstance(value, list) else value for key, value in told.items() if key != "id"}
    flat |= {"type": property_graph.link_type(link), "actors": "; ".join(label(id, names) for id in link.actors)}
    return {key: value for key, value in flat.items() if value != ""}


def label(id: str, names: Names) -> str:
    """What an entity is called."""
    commodity = vocabulary().commodities.get(id.removeprefix("commodity/"))
    return commodity.label if commodity and id.startswith("commodity/") else names.label(id)
