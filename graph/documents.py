"""Answers as plain JSON documents, the shapes that programs build on: they grow, and no key changes its sense."""

from typing import Any

from corredor.graph.answer import Leg, Route, RouteAnswer, Wider
from corredor.graph.claim import Claim
from corredor.graph.links import Link
from corredor.graph.properties import label
from corredor.ontology.names import Names

Document = dict[str, Any]


def claim_document(claim: Claim) -> Document:
    """What stands behind a link: the claim's source, speaker, hedge, place in the text and words."""
    return {
        "id": claim.id,
        "source": source_document(claim),
        "said_by": claim.speaker,
        "relayed_by": claim.relayed_by,
        "voice": claim.voice.name,
        "certainty": claim.certainty,
        "where": claim.where,
        "exact": claim.exact,
        "note": claim.note,
    }


def source_document(claim: Claim) -> Document:
    """Title, publisher, date and address of a claim's source; `weak`: not relied on alone."""
    source = claim.source
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "published": source.published,
        "url": source.url,
        "weak": source.weak,
    }


def entity_document(id: str, names: Names) -> Document:
    """An entity by id, name and kind."""
    place = names.places.get(id)
    kind = place.kind if place else id.split("/", 1)[0]
    return {"id": id, "name": label(id, names), "kind": kind}


def answer_document(answer: RouteAnswer) -> Document:
    """The answer of `routes`. Legs are contiguous: the first begins at the place asked, the last ends at the other."""
    network, names = answer.network, answer.network.names
    return {
        "question": {
            "from": entity_document(answer.origin, names),
            "to": entity_document(answer.destination, names),
            "via": [entity_document(id, names) for id in answer.via],
            "avoid": [entity_document(id, names) for id in answer.avoid],
            "filters": network.filters.words,
            "counted": network.header,
            "revision": network.revision,
            "exhausted": answer.exhausted,
            "notes": list(answer.notes),
        },
        "routes": [route_document(route, names) for route in answer.routes],
        "told_more_widely": [_wider(wider, names) for wider in answer.told_more_widely],
        "left_out": network.left_out,
    }


def route_document(route: Route, names: Names, *, variants: bool = True) -> Document:
    """One route. `confidence` is a rank score; `variants` are other ways of telling it, with their own legs."""
    return {
        "confidence": round(route.confidence, 6),
        "commodity": route.commodity,
        "certainty": route.certainty,
        "told": route.told,
        "disputed": route.disputed,
        "sources": route.sources,
        "first": route.first,
        "last": route.last,
        "variants": [route_document(v, names, variants=False) for v in route.variants] if variants else [],
        "legs": [_leg(leg, names) for leg in route.legs],
    }


def _leg(leg: Leg, names: Names) -> Document:
    ends = {"from": entity_document(leg.start, names), "to": entity_document(leg.end, names)}
    if leg.link is None:
        place = entity_document(leg.place, names) if leg.place else None
        return {"kind": "within", **ends, "factor": leg.factor, "place": place}
    told = {"stretch": leg.stretch, "stretch_confidence": round(leg.stretch_confidence, 6)}
    return {"kind": "route", **ends, **told, **link_document(leg.link, names)}


def link_document(link: Link, names: Names) -> Document:
    """What is said of a link, with every claim, denials first."""
    return {
        "confidence": round(link.confidence, 6),
        "commodity": link.commodity,
        "certainty": link.certainty,
        "modes": list(link.modes),
        "actors": [entity_document(id, names) for id in link.actors],
        "status": link.status,
        "first": link.first,
        "last": link.last,
        "disputed": link.disputed,
        "voices": link.voices,
        "claims": [claim_document(claim) for claim in link.all_claims],
    }


def _wider(wider: Wider, names: Names) -> Document:
    return {
        "from": entity_document(wider.start, names),
        "to": entity_document(wider.end, names),
        "voices": wider.voices,
        "claims": [claim_document(claim) for claim in wider.claims],
    }
