"""Claims, sources and entities with all that is known of them, as plain JSON documents for lists and pages.

Like those of `documents` they grow, and no key changes its sense.
"""

from collections.abc import Iterable
from typing import Any

from corredor.graph.claim import Claim, Source, Written
from corredor.graph.documents import Document, claim_document, entity_document
from corredor.graph.judgement import Judgement
from corredor.graph.sentence import called, sentence
from corredor.ontology.names import Names
from corredor.ontology.vocabulary import vocabulary

REGISTRY = "The registry's description, not a finding."


def claim_in_full(claim: Claim, names: Names, *, withdrawn: bool = False) -> Document:
    """A claim with its words (`said`, as written), the `ids` that they lead to, and its time in days.

    `ids` has the shape of `said`, with None for a name that leads to no single entity. `time` says whether the days
    are those of the publication, as the claim names none. `withdrawn`: its source is retracted.
    """
    return {
        "id": claim.id,
        "kind": claim.kind,
        "sentence": sentence(claim, names),
        **claim_document(claim),
        "said": {key: _listed(value) for key, value in claim.said.items()},
        "ids": {key: _shaped(ids, claim.said[key]) for key, ids in claim.ids.items()},
        "unresolved": list(claim.unresolved),
        "time": _time(claim),
        "start": claim.start,
        "end": claim.end,
        "score": claim.score,
        "loader": claim.loader or None,
        "review": claim.review,
        "withdrawn": withdrawn,
    }


def source_in_full(source: Source, claims: int, *, withdrawn: bool = False) -> Document:
    """A source with the number of its claims; `weak`: not relied on alone; `withdrawn`: retracted by a judgement."""
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "authors": list(source.authors),
        "published": source.published,
        "published_guess": source.published_guess,
        "url": source.url,
        "url_withheld": source.url_withheld,
        "kind": source.kind,
        "language": source.language,
        "weak": source.weak,
        "claims": claims,
        "withdrawn": withdrawn,
    }


def judgement_document(judgement: Judgement) -> Document:
    """A judgement with its id."""
    return {
        "id": judgement.id,
        "act": judgement.act,
        "about": judgement.about,
        "by": judgement.by,
        "at": judgement.at,
        "because": judgement.because,
    }


def entity_in_full(id: str, names: Names) -> Document:
    """A place, group or commodity as the registries describe it; `description` tells it from others of its name."""
    return {**entity_document(id, names), **_described(id, names)}


def _described(id: str, names: Names) -> Document:
    if id in names.places:
        return _place(id, names)
    if id in names.groups:
        return _group(id, names)
    return _commodity(id.removeprefix("commodity/"))


def _place(id: str, names: Names) -> Document:
    place = names.places[id]
    return {
        "description": names.describe(id),
        "ref": place.ref,
        "countries": _entities(names.places.countries_of(id), names),
        "within": _entities(names.places.above(id), names),
        "lat": place.lat,
        "lon": place.lon,
        "approximate": place.approximate,
        "unlocode": place.unlocode,
        "aliases": list(place.aliases),
        "registry": REGISTRY,
    }


def _group(id: str, names: Names) -> Document:
    group = names.groups[id]
    return {
        "description": called(id, names) if group.is_collective else names.describe(id),
        "group_kind": vocabulary().terms("GroupKind")[group.kind].label,
        "collective": group.is_collective,
        "based_in": entity_document(group.based_in, names) if group.based_in else None,
        "part_of": entity_document(group.parent, names) if group.parent else None,
        "parts": _entities((g.id for g in names.groups.values() if g.parent == id), names),
        "aliases": list(group.aliases),
        "registry": REGISTRY,
    }


def _commodity(key: str) -> Document:
    words = vocabulary()
    found = words.commodities[key]
    return {
        "description": f"{found.label} (commodity)",
        "broader": list(words.broader(key)[1:]),
        "narrower": sorted(words.narrower(key) - {key}),
        "collections": [name for name, members in words.collections.items() if key in members],
        "aliases": [name for name in found.names if name != found.label],
    }


def _entities(ids: Iterable[str], names: Names) -> list[Document]:
    return [entity_document(id, names) for id in ids]


def _time(claim: Claim) -> dict[str, Any]:
    told = claim.time
    return {"begins": told.begins, "ends": told.ends, "as_published": claim.dated_as_published}


def _listed(value: Written) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return list(value)
    return {part: value[part] for part in ("bound", "amount", "unit") if part in value}  # as it is read aloud


def _shaped(ids: tuple[str | None, ...], said: Written) -> Any:
    return ids[0] if isinstance(said, str) else list(ids)
