"""The JSON-LD context of an export: every word of the vocabulary under its own short name.

With it a claim reads `{"@type": "Route", "origin": "cor:place/PE", "certainty": "stated"}`. Names of entities keep the
prefix `cor:` (and no shorter one), because `place`, `group` and `commodity` are names of fields.

>>> terms = context()
>>> terms["origin"]
{'@id': 'cor:origin', '@type': '@id'}
>>> terms["certainty"]
{'@id': 'cor:certainty', '@type': '@vocab'}
"""

from collections.abc import Iterator

from corredor.ontology.namespaces import NAMESPACES, OWL, RDFS, XSD, short
from corredor.ontology.turtle import BASE, Description
from corredor.ontology.vocabulary import Term as Word
from corredor.ontology.vocabulary import vocabulary

Term = str | dict[str, str]

BORROWED: dict[str, Term] = {
    "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "endedAtTime": {"@id": "prov:endedAtTime", "@type": "xsd:dateTime"},
    "identifier": "dcterms:identifier",
    "title": "dcterms:title",
    "issued": "dcterms:issued",
    "language": "dcterms:language",
    "creator": "dc:creator",
    "url": {"@id": "schema:url", "@type": "xsd:anyURI"},
    "lat": {"@id": "wgs:lat", "@type": "xsd:decimal"},
    "long": {"@id": "wgs:long", "@type": "xsd:decimal"},
    "label": "rdfs:label",
    "altLabel": "skos:altLabel",
}
"""What an export says in the words of others. `issued` is as precise as is known, so that its type stands beside it."""


def context() -> dict[str, Term]:
    """The terms of the context by name: prefixes, then fields, classes and words, each list in its order."""
    taken = {**NAMESPACES, **BORROWED}  # a word of ours that is called so is written with its prefix
    ours = {name: term for d in vocabulary().descriptions for name, term in _named(d)}
    ours |= {**dict(_derived()), **dict(_by_commodity())}
    return {**taken, **{name: ours[name] for name in sorted(ours) if name not in taken}}


def closed_list(range_: str) -> dict[str, Word]:
    """The words of a closed list by the IRI of its class; none where it is no such class."""
    if BASE + "Term" not in _described(range_).all(RDFS + "subClassOf"):
        return {}
    return vocabulary().terms(range_.removeprefix(BASE))


def datatype(range_: str) -> str | None:
    """The XSD type that values of a range are written in, by its IRI: a type itself, or a form of plain value."""
    if not range_.startswith(BASE):
        return range_ or None
    form = _described(range_)
    return form.one(RDFS + "subClassOf") if RDFS + "Datatype" in form.types else None


def _described(iri: str) -> Description:
    return next((d for d in vocabulary().descriptions if d.iri == iri), Description(iri))


def _named(d: Description) -> Iterator[tuple[str, Term]]:
    name = d.iri.removeprefix(BASE)
    if d.iri.startswith(BASE) and "/" not in name:
        yield name, _term(d)


def _term(d: Description) -> Term:
    range_ = d.get(RDFS + "range") or ""
    if OWL + "ObjectProperty" in d.types:
        return _typed(d.iri, "@vocab" if closed_list(range_) else "@id")
    if OWL + "DatatypeProperty" in d.types:
        return _typed(d.iri, datatype(range_))
    return short(d.iri)


def _derived() -> Iterator[tuple[str, Term]]:
    """What a record gives beside the property of a field: the words as written, and the parts of a measure."""
    for field in (f for kind in vocabulary().kinds.values() for f in kind.fields.values()):
        name = field.iri.removeprefix(BASE)
        if field.is_entity or datatype(BASE + field.range) not in (None, XSD + "string"):
            yield name + "Text", short(field.iri + "Text")
        if field.range == "measure":
            yield name + "Unit", _typed(field.iri + "Unit", "@vocab")
            yield name + "Bound", _typed(field.iri + "Bound", "@vocab")
            yield name + "Kg", _typed(field.iri + "Kg", XSD + "decimal")


def _by_commodity() -> Iterator[tuple[str, Term]]:
    for edge in (kind.edge for kind in vocabulary().kinds.values() if kind.edge and kind.edge.by_commodity):
        for commodity in vocabulary().commodities:
            iri = f"{edge.iri}/{commodity}"
            yield short(iri), _typed(iri, "@id")


def _typed(iri: str, type_: str | None) -> Term:
    plain = type_ is None or type_ == XSD + "string"
    return short(iri) if type_ is None or plain else {"@id": short(iri), "@type": short(type_)}
