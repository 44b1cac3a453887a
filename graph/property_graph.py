"""The same graph as nodes and relationships: what each is called and what it carries, all from the ontology.

(:Claim:Route)-[:DERIVED_FROM]->(:Source)      (:Claim)-[:ORIGIN|VIA|DESTINATION|AT|OF|ACTOR ...]->(:Entity)
(:Entity:Place:Country)-[:ROUTE]->(:Entity:Place:Port)-[:WITHIN]->(...)      (:Entity:Market)-[:IN]->(:Entity:Place)

Values are scalars and lists of them. Entities, sources, claims and judgements carry their `id` and the `iri` that RDF
knows them by; a link carries the ids of the claims that tell it.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from corredor.graph.claim import Claim, Record, kind_of
from corredor.graph.identity import canonical, claim_fields, record_digest, source_fields
from corredor.graph.judgement import Judgement
from corredor.graph.links import Link
from corredor.graph.period import span
from corredor.graph.prefixes import BASE
from corredor.graph.rdf import kilograms
from corredor.ontology.errors import OntologyError
from corredor.ontology.names import Names
from corredor.ontology.vocabulary import Field, vocabulary

Properties = dict[str, Any]
LABELS = ("Entity", "Source", "Claim", "Judgement", "Pending")
"""The labels whose nodes are known by their `id`; `Pending` are links that a load has still to weigh."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def safe(name: str) -> str:
    """A name that may stand in the text of a query; raises OntologyError for one that may not.

    >>> safe("PARTNERS_WITH")
    'PARTNERS_WITH'
    """
    if not _NAME.fullmatch(name):
        raise OntologyError(f"{name!r} can be no label of a property graph. Use letters and digits in the vocabulary.")
    return name


# ---------------------------------------------------------------- names


def entity_labels(id: str) -> tuple[str, ...]:
    """The labels of an entity, which its id tells and which therefore never change.

    >>> entity_labels("place/port-pe-callao"), entity_labels("place/PE"), entity_labels("group/los-zetas")
    (('Entity', 'Place', 'Port'), ('Entity', 'Place', 'Country'), ('Entity', 'Group'))
    """
    kind, _, rest = id.partition("/")
    classes = vocabulary().entity_classes
    if kind != "place":
        return ("Entity", classes[kind].name) if kind in classes else ("Entity",)
    key = rest.partition("-")[0]
    return ("Entity", "Place", classes[key].name if key in classes else classes["country"].name)


def claim_labels(kind: str) -> tuple[str, ...]:
    """The labels of a claim: `Claim`, and the class of its kind."""
    return ("Claim", vocabulary().kinds[kind].iri.rsplit("/", 1)[-1])


def link_types() -> tuple[str, ...]:
    """The types of the relationships that links are."""
    return tuple(kind.edge.name for kind in vocabulary().kinds.values() if kind.edge)


def link_type(link: Link) -> str:
    """The type of the relationship that a link is."""
    edge = kind_of(link.claims[0]).edge
    assert edge  # claims of a kind without one make no link
    return edge.name


def role_types() -> tuple[str, ...]:
    """The types of the relationships between a claim and the entities that it names."""
    fields = (field for kind in vocabulary().kinds.values() for field in kind.fields.values() if field.is_entity)
    return tuple(dict.fromkeys(field.edge_name for field in fields))


def schema() -> list[str]:
    """The constraints and indexes, each made where it is missing."""
    unique = [f"FOR (n:{label}) REQUIRE n.id IS UNIQUE" for label in LABELS]
    unique += [f"FOR ()-[r:{safe(name)}]-() REQUIRE r.id IS UNIQUE" for name in link_types()]
    indexed = [("Claim", "kind"), ("Claim", "commodity"), ("Claim", "voice"), ("Entity", "name")]
    return [
        *(f"CREATE CONSTRAINT corredor_{_slug(rule)} IF NOT EXISTS {rule}" for rule in unique),
        *(f"CREATE INDEX corredor_{a.lower()}_{b} IF NOT EXISTS FOR (n:{a}) ON (n.{b})" for a, b in indexed),
    ]


def _slug(rule: str) -> str:
    return "_".join(re.findall(r"[A-Za-z_]+", rule.partition(" REQUIRE")[0])[1:]).lower().strip("_")


# ---------------------------------------------------------------- sources and claims


def source_properties(record: Record) -> Properties:
    """What a source node carries; `record` is the whole of it."""
    source = record.source
    plain = {name: getattr(source, name) for name in ("title", "publisher", "published", "url", "language", "kind")}
    flags = {"weak": source.weak, "publishedGuess": source.published_guess, "urlWithheld": source.url_withheld}
    kept = {"digest": record_digest(record), "record": canonical(source_fields(source))}
    return {**_identified(source.id), "slug": source.slug, **plain, "authors": list(source.authors), **flags, **kept}


def claim_properties(claim: Claim) -> Properties:
    """What a claim node carries: its words, its hedge, its speaker, its values; `record` is the whole of it."""
    told: Properties = {
        **_identified(claim.id),
        "kind": claim.kind,
        "certainty": claim.certainty,
        "denied": claim.denies,
        "saidBy": claim.speaker,
        "relayedBy": claim.relayed_by,
        "voice": claim.voice.name,
        "voiceId": claim.voice.id,
        "where": claim.where,
        "note": claim.note,
        "exact": claim.exact,
        "start": claim.start,
        "end": claim.end,
        "score": claim.score,
        "loader": claim.loader or None,
        "unresolved": list(claim.unresolved) or None,
        "source": claim.source.id,
        "record": canonical(claim_fields(claim)),
    }
    for key, field in kind_of(claim).fields.items():
        if key in claim.said:
            told |= dict(_field(claim, key, field))
    return {name: value for name, value in told.items() if value is not None}


def _field(claim: Claim, key: str, field: Field) -> Iterator[tuple[str, Any]]:
    texts = list(claim.texts(key))
    value = texts if field.many else texts[0]
    if field.range == "Commodity" or field.terms:
        yield field.name, value
    elif field.is_entity:
        yield field.name + "Text", value
    elif field.range == "measure":
        yield from _measure(field.name, claim.said[key], texts[0])
    elif field.range in _NUMBERS:
        yield field.name, _NUMBERS[field.range](texts[0])
        yield field.name + "Text", texts[0]
    else:
        yield field.name, texts[0]
        if field.range == "span":
            days = span(texts[0])
            yield from (("begins", days.begins), ("ends", days.ends))


_NUMBERS: dict[str, Any] = {"amount": float, "percent": float, "count": int}


def _measure(name: str, said: Any, text: str) -> Iterator[tuple[str, Any]]:
    mass = kilograms(said)
    yield name, float(said["amount"])
    yield name + "Unit", said["unit"]
    yield name + "Text", text
    yield name + "Bound", said.get("bound")
    yield name + "Kg", float(mass) if mass is not None else None


def roles(claim: Claim) -> Iterator[tuple[str, str, int]]:
    """The relationships of a claim to entities: type, id of the entity, and its place among those of the field."""
    for key, field in kind_of(claim).fields.items():
        for order, id in enumerate(claim.ids.get(key, ()), 1):
            if field.is_entity and id:
                yield field.edge_name, id, order


def judgement_properties(judgement: Judgement, *, in_force: bool) -> Properties:
    """What a judgement node carries."""
    said = {"act": judgement.act, "about": judgement.about, "judgedBy": judgement.by, "endedAtTime": judgement.at}
    kept = {"because": judgement.because, "inForce": in_force, "record": canonical(asdict(judgement))}
    return {**_identified(judgement.id), **said, **kept}


# ---------------------------------------------------------------- links and entities


def link_id(link: Link) -> str:
    """What names a link: its kind, its ends and its commodity."""
    return " ".join(filter(None, (link.kind, link.start, link.end, link.commodity)))


def link_properties(link: Link) -> Properties:
    """What a link carries; `confidence` is a rank score and no probability, `claims` lead to the words, denials first.

    `voices` and `sources` count those that support it.
    """
    told = {
        "id": link_id(link),
        "kind": link.kind,
        "commodity": link.commodity,
        "confidence": round(link.confidence, 6),
        "certainty": link.certainty,
        "status": link.status,
        "disputed": link.disputed,
        "voices": link.voices,
        "sources": len({claim.source.id for claim in link.claims}),
        "first": link.first,
        "last": link.last,
        "modes": list(link.modes),
        "actors": list(link.actors),
        "claims": [claim.id for claim in link.all_claims],
    }
    return {name: value for name, value in told.items() if value is not None}


def entity_properties(names: Names) -> Iterator[Properties]:
    """What the registries say of each place, group and commodity: a description, no claim."""
    for place in names.places.values():
        told = {"name": place.name, "kind": place.kind, "ref": place.ref, "lat": place.lat, "lon": place.lon}
        code = {"isoCode": place.country} if place.kind == "country" else {}
        more = {"aliases": list(place.aliases), "approximate": place.approximate, "unlocode": place.unlocode}
        yield _present({**_identified(place.id), **told, **code, **more})
    for group in names.groups.values():
        base = {"basedIn": group.based_in, "parent": group.parent, "aliases": list(group.aliases)}
        yield _present({**_identified(group.id), "name": group.name, "groupKind": group.kind, **base})
    for commodity in vocabulary().commodities.values():
        families = [key for key, members in vocabulary().collections.items() if commodity.key in members]
        called = {"key": commodity.key, "name": commodity.label, "aliases": list(commodity.names)}
        yield {**_identified(commodity.id), **called, "collections": families}


def holding(names: Names) -> Iterator[tuple[str, str, str]]:
    """The relationships of the registries: type, from, to."""
    for place in names.places.values():
        yield from (("WITHIN", place.id, holder) for holder in names.places.above(place.id)[:1])
        yield from (("IN_COUNTRY", place.id, country) for country in names.places.countries_of(place.id))
    for commodity in vocabulary().commodities.values():
        broader = vocabulary().broader(commodity.key)[1:]
        yield from (("BROADER", commodity.id, f"commodity/{key}") for key in broader)


def market_properties(place: str, commodity: str, names: Names) -> Properties:
    """What a market carries: a commodity at a place."""
    id = f"market/{place.removeprefix('place/')}/{commodity}"
    name = f"{names.label(place)}: {vocabulary().commodities[commodity].label}"
    return {**_identified(id), "name": name, "place": place, "commodity": commodity}


def _identified(id: str) -> Properties:
    return {"id": id, "iri": BASE + id}


def _present(properties: Properties) -> Properties:
    return {name: value for name, value in properties.items() if value is not None}
