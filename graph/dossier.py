"""All that the claims of a network say of one place, group or commodity: its links, and the claims that name it.

>>> from corredor.graph import example
>>> found = dossier(example().network(), "place/zone-pe-vraem")
>>> len(found.links), len(found.claims), found.inside
(4, 5, 0)
"""

from dataclasses import dataclass

from corredor.graph.claim import Claim
from corredor.graph.documents import Document, entity_document, link_document
from corredor.graph.links import Link
from corredor.graph.network import Network
from corredor.graph.particulars import claim_in_full, entity_in_full
from corredor.graph.sentence import called
from corredor.graph.weights import weight
from corredor.ontology.names import Names
from corredor.ontology.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is claimed of the entity `id`: `links` by kind and rank score, `claims` denials first, then by weight.

    `inside` counts the claims that do not name it, and name a place inside it.
    """

    id: str
    links: tuple[Link, ...]
    claims: tuple[Claim, ...]
    inside: int


def dossier(network: Network, id: str) -> Dossier:
    """What the network says of an entity; of a commodity also what it says of its narrower ones."""
    canonical = network.canonical
    claims = [c for c in network.claims if id in {canonical(named) for named in entities(c)} or _is_of(c.commodity, id)]
    found = {claim.id for claim in claims}
    inside = [c for c in network.claims if c.id not in found and touches(c, id, network.names)]
    links = [link for link in network.links() if id in (link.start, link.end) or _is_of(link.commodity, id)]
    links.sort(key=lambda link: (link.kind, -link.confidence, link.start, link.end, link.commodity or ""))
    return Dossier(id, tuple(links), tuple(denials_first(claims)), len(inside))


def denials_first(claims: list[Claim]) -> list[Claim]:
    """Claims in the order in which they are shown: denials, then the heaviest, then by id."""
    return sorted(claims, key=lambda claim: (not claim.denies, -weight(claim), claim.id))


def entities(claim: Claim) -> set[str]:
    """The ids of all that a claim names."""
    return {id for ids in claim.ids.values() for id in ids if id}


def touches(claim: Claim, place: str, names: Names) -> bool:
    """True where a claim names a place, or one that lies in it or is shared by it."""
    return any(place in names.places.touched(id) for id in entities(claim) if id in names.places)


def dossier_document(found: Dossier, network: Network) -> Document:
    """The entity as the registry describes it, its links with the ids of their claims, and the claims in full."""
    names = network.names
    return {
        "entity": entity_in_full(found.id, names),
        "filters": network.filters.words,
        "counted": network.header,
        "revision": network.revision,
        "links": [_link(link, found.id, names) for link in found.links],
        "claims": [claim_in_full(claim, names) for claim in found.claims],
        "inside": found.inside,
        "left_out": network.left_out,
    }


def direction(link: Link, id: str) -> str:
    """How a link stands to an entity: 'out', 'in', 'both' where it has no direction, 'of' for its commodity."""
    edge = vocabulary().kinds[link.kind].edge
    if id not in (link.start, link.end):
        return "of"
    if edge and edge.symmetric:
        return "both"
    return "out" if link.start == id else "in"


def _link(link: Link, id: str, names: Names) -> Document:
    ends = {"from": _end(link.start, names), "to": _end(link.end, names)}
    claims = [claim.id for claim in link.all_claims]
    return {"kind": link.kind, "direction": direction(link, id), **ends, **link_document(link, names), "claims": claims}


def _end(id: str, names: Names) -> Document:
    return {**entity_document(id, names), "called": called(id, names)}


def _is_of(commodity: str | None, id: str) -> bool:
    key = id.removeprefix("commodity/")
    return commodity is not None and key != id and key in vocabulary().broader(commodity)
