"""A record as quads and back.

Every source has one named graph, called as the source itself. In it stand the source, its claims and their legs, with
no blank nodes. The literal `cor:record` of a source or claim is the whole of it as canonical JSON; all other statements
are made from it for those who query, so that reading back loses nothing and a check can compare the two.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from corredor.graph.claim import Claim, Record, Source, kind_of
from corredor.graph.identity import canonical, claim_fields, record_digest, source_fields
from corredor.graph.period import span
from corredor.graph.prefixes import BASE
from corredor.ontology.vocabulary import Field, vocabulary

_XSD = "http://www.w3.org/2001/XMLSchema#"
_PROV = "http://www.w3.org/ns/prov#"
_DCTERMS = "http://purl.org/dc/terms/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"

Statement = tuple[NamedNode, NamedNode, NamedNode | Literal]


@lru_cache(maxsize=65536)
def iri(name: str) -> NamedNode:
    """The node of an id ('place/PE'), of a local name ('origin') or of a full IRI."""
    return NamedNode(name if "://" in name else BASE + name)


def names_a_node(name: str) -> bool:
    """True for what can be the id or IRI of a node; what a user types need not be one."""
    try:
        iri(name)
    except ValueError:
        return False
    return True


def value(term: object) -> str:
    """The text of a literal or the IRI of a node. A store of ours holds nothing else."""
    if isinstance(term, NamedNode | Literal):
        return term.value
    raise TypeError(f"{term} is neither a name nor a literal")


def local(term: object) -> str:
    """The id of a node: its IRI without our base."""
    return value(term).removeprefix(BASE)


def quads(record: Record) -> list[Quad]:
    """Everything that is stored about a source and its claims, in the source's own graph."""
    graph = iri(record.source.id)
    statements = [*_about_source(record), *(s for claim in record.claims for s in _about_claim(claim))]
    return [Quad(*statement, graph) for statement in dict.fromkeys(statements)]


def _about_source(record: Record) -> Iterator[Statement]:
    source = record.source
    node = iri(source.id)
    yield node, iri(_RDF + "type"), iri("Source")
    yield node, iri("record"), _json(source_fields(source))
    yield node, iri("digest"), Literal(record_digest(record))
    yield node, iri(_DCTERMS + "identifier"), Literal(source.slug)
    yield node, iri(_DCTERMS + "title"), Literal(source.title)
    yield node, iri("publisherText"), Literal(source.publisher)
    yield node, iri(_DCTERMS + "issued"), _date(source.published)
    yield node, iri("https://schema.org/url"), Literal(source.url, datatype=iri(_XSD + "anyURI"))
    yield node, iri(_DCTERMS + "language"), Literal(source.language)
    if source.kind in vocabulary().terms("SourceKind"):
        yield node, iri("sourceKind"), iri(vocabulary().terms("SourceKind")[source.kind].iri)
    for author in source.authors:
        yield node, iri("http://purl.org/dc/elements/1.1/creator"), Literal(author)
    for name, held in _flags(source).items():
        if held:
            yield node, iri(name), Literal(True)


def _flags(source: Source) -> dict[str, bool]:
    return {"weak": source.weak, "publishedGuess": source.published_guess, "urlWithheld": source.url_withheld}


def _about_claim(claim: Claim) -> Iterator[Statement]:
    node, voice = iri(claim.id), iri(claim.voice.id)
    yield node, iri(_RDF + "type"), iri(kind_of(claim).iri)
    yield node, iri(_PROV + "wasDerivedFrom"), iri(claim.source.id)
    yield node, iri("record"), _json(claim_fields(claim))
    yield node, iri("certainty"), iri(vocabulary().certainties[claim.certainty].iri)
    yield node, iri("voice"), voice
    yield voice, iri(_RDF + "type"), iri("Voice")
    yield voice, iri(_RDFS + "label"), Literal(claim.voice.name)
    for name, value in _details(claim).items():
        if value is not None:
            yield node, iri(name), Literal(value)
    for key in claim.unresolved:
        yield node, iri("unresolved"), Literal(key)
    for key, field in kind_of(claim).fields.items():
        if key in claim.said:
            yield from _field(node, claim, key, field)
    yield from _legs(node, claim)


def _details(claim: Claim) -> dict[str, str | int | float | None]:
    return {
        "saidBy": claim.speaker,
        "relayedBy": claim.relayed_by,
        "where": claim.where,
        "note": claim.note,
        "exact": claim.exact,
        "start": claim.start,
        "end": claim.end,
        "score": claim.score,
        "loader": claim.loader or None,
    }


def _field(node: NamedNode, claim: Claim, key: str, field: Field) -> Iterator[Statement]:
    if field.is_entity:
        for id, text in zip(claim.ids[key], claim.texts(key), strict=True):
            yield node, iri(field.iri + "Text"), Literal(text)
            if id:
                yield node, iri(field.iri), iri(id)
    elif field.terms:
        for word in claim.texts(key):
            yield node, iri(field.iri), iri(field.terms[word].iri)
    elif field.range == "measure":
        yield from _measure(node, field, claim.said[key], claim.text(key) or "")
    else:
        yield from _plain(node, field, claim.text(key) or "")


def _plain(node: NamedNode, field: Field, text: str) -> Iterator[Statement]:
    if field.range in _NUMBERS:
        yield node, iri(field.iri), Literal(text, datatype=iri(_XSD + _NUMBERS[field.range]))
        yield node, iri(field.iri + "Text"), Literal(text)
        return
    yield node, iri(field.iri), Literal(text)
    if field.range == "span":
        days = span(text)
        for name, day in (("begins", days.begins), ("ends", days.ends)):
            if day:
                yield node, iri(name), Literal(day, datatype=iri(_XSD + "date"))


_NUMBERS = {"amount": "decimal", "percent": "decimal", "count": "integer"}


def kilograms(measure: Mapping[str, str]) -> Decimal | None:
    """A mass in kilograms; None for what is counted in other units."""
    unit = vocabulary().terms("Unit")[measure["unit"]]
    return (Decimal(measure["amount"]) * Decimal(str(unit.kilograms))).normalize() if unit.kilograms else None


def _measure(node: NamedNode, field: Field, said: Any, text: str) -> Iterator[Statement]:
    unit = vocabulary().terms("Unit")[said["unit"]]
    yield node, iri(field.iri), Literal(said["amount"], datatype=iri(_XSD + "decimal"))
    yield node, iri(field.iri + "Unit"), iri(unit.iri)
    yield node, iri(field.iri + "Text"), Literal(text)
    if "bound" in said:
        yield node, iri(field.iri + "Bound"), iri(vocabulary().terms("Bound")[said["bound"]].iri)
    mass = kilograms(said)
    if mass is not None:
        yield node, iri(field.iri + "Kg"), Literal(f"{mass:f}", datatype=iri(_XSD + "decimal"))


def _legs(node: NamedNode, claim: Claim) -> Iterator[Statement]:
    if not kind_of(claim).link_through:
        return
    for order, (start, end) in enumerate(pairwise(claim.stops), 1):
        leg = iri(f"{claim.id}/leg/{order}")
        yield node, iri("leg"), leg
        yield leg, iri(_RDF + "type"), iri("Leg")
        yield leg, iri("order"), Literal(order)
        for name, stop in (("legFrom", start), ("legTo", end)):
            if stop:
                yield leg, iri(name), iri(stop)


def _date(text: str) -> Literal:
    return Literal(text, datatype=iri(_XSD + {4: "gYear", 7: "gYearMonth"}.get(len(text), "date")))


def _json(value: Mapping[str, Any]) -> Literal:
    return Literal(canonical(value), datatype=iri(_RDF + "JSON"))
