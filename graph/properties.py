"""Nodes and links as flat properties: scalars only, lists joined by '; '. What graph files and tables carry."""

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
    """What a link carries; `confidence` is a rank score and no probability."""
    edge = vocabulary().kinds[link.kind].edge
    found: dict[str, Scalar | None] = {
        "kind": link.kind,
        "type": edge.name if edge else "",
        "commodity": link.commodity,
        "confidence": round(link.confidence, 6),
        "certainty": link.certainty,
        "status": link.status,
        "disputed": link.disputed,
        "voices": link.voices,
        "sources": len({claim.source.id for claim in link.claims}),
        "first": link.first,
        "last": link.last,
        "modes": "; ".join(link.modes),
        "actors": "; ".join(label(id, names) for id in link.actors),
        "claims": "; ".join(claim.id for claim in link.all_claims),
    }
    return {key: value for key, value in found.items() if value is not None and value != ""}


def label(id: str, names: Names) -> str:
    """What an entity is called."""
    commodity = vocabulary().commodities.get(id.removeprefix("commodity/"))
    return commodity.label if commodity and id.startswith("commodity/") else names.label(id)
