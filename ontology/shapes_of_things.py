"""Shapes of what every export holds beside the fields of claims: sources, legs, voices, judgements, entities, edges.

A property is a thing's by its `rdfs:domain` and holds what its `rdfs:range` says; how often, and what is borrowed from
other vocabularies, stands in the tables here.
"""

from collections.abc import Iterable, Iterator
from functools import cache

from corredor.ontology.context import closed_list, datatype
from corredor.ontology.namespaces import DCTERMS, OWL, PROV, RDF, RDFS, SCHEMA, WGS, XSD
from corredor.ontology.shape import (
    Holds,
    Rule,
    a,
    article,
    either,
    label,
    name,
    node_shape,
    one_of,
    property_shape,
    sentence,
    text,
    typed,
)
from corredor.ontology.turtle import BASE, SKOS, Description
from corredor.ontology.vocabulary import vocabulary

CLOSED = ("Source", "Leg", "Judgement")
OPEN = ("Voice", "Place", "Group", "Market", "Commodity")  # links, or the vocabulary, say more of them

_ONE = {"certainty", "voice", "digest", "publisherText", "act", "about", "ref", "groupKind", "inPlace", "ofCommodity"}
_MANY = {"inCountry"}
_ELSEWHERE = {"leg", "unresolved"}  # a matter of the kind

_HOLDS: dict[str, Holds] = {
    "about": Holds("sh:nodeKind sh:IRI", "the name (IRI) of a claim, a source or a judgement"),
    "act": Holds('sh:in ( "accept" "reject" "retract" "undo" )', "accept, reject, retract or undo"),
    "digest": text("^[0-9a-f]{64}$", "64 hexadecimal digits"),
    "isoCode": text("^[A-Z]{2}$", "two capital letters"),
    "unlocode": text("^[A-Z]{2}[A-Z2-9]{3}$", "five capital letters and digits"),
    "score": typed(XSD + "double", "a number from 0 to 1", "sh:minInclusive 0.0e0 ; sh:maxInclusive 1.0e0"),
    "start": typed(XSD + "integer", "a whole number from 0, below its end", "sh:minInclusive 0 ; sh:lessThan cor:end"),
    "begins": typed(XSD + "date", "a day, not after the one that it ends on", "sh:lessThanOrEquals cor:ends"),
}


def _degrees(most: int) -> Holds:
    return typed(XSD + "decimal", f"from -{most} to {most}", f"sh:minInclusive -{most} ; sh:maxInclusive {most}")


_RECORD = Rule(BASE + "record", "record", 1, 1, typed(RDF + "JSON", "all of it as canonical JSON"))
_LABEL = Rule(RDFS + "label", "label", 1, 1, text())
_ALIASES = Rule(SKOS + "altLabel", "further name", 0, None, text())
_ISSUED = Holds(
    either(*(f"sh:datatype xsd:{precision}" for precision in ("date", "gYearMonth", "gYear"))),
    "a day (xsd:date), a month (xsd:gYearMonth) or a year (xsd:gYear)",
)


def thing_shapes() -> Iterator[str]:
    """The shapes of all that is no claim, and of the properties that claims of all kinds share."""
    yield from property_shapes("Claim", "claim", rules("Claim"))
    for class_ in (*CLOSED, *OPEN):
        who = label(BASE + class_)
        yield from property_shapes(class_, who, rules(class_))
        only = ["sh:closed true", "sh:ignoredProperties ( rdf:type )"] if class_ in CLOSED else []
        said = f"{sentence(article(who))} says nothing but what its properties are for." if only else ""
        yield node_shape(class_, [BASE + class_], said, *only, held(class_, rules(class_)))


def rules(class_: str) -> list[Rule]:
    """What things of a class say, without the fields of claims."""
    own = (d for d in vocabulary().descriptions if d.get(RDFS + "domain") == BASE + class_ and _plain(d))
    return [*_borrowed().get(class_, ()), *map(_rule, own)]


def property_shapes(shape: str, who: str, rules: Iterable[Rule]) -> Iterator[str]:
    """A shape for each rule, called by the shape that it belongs to and the property."""
    return (property_shape(_called(shape, rule), who, rule) for rule in rules)


def held(shape: str, rules: Iterable[Rule]) -> str:
    """The reference from a shape of things to the shapes of its properties."""
    return "sh:property " + " , ".join(f"shape:{_called(shape, rule)}" for rule in rules)


def edge_shapes() -> Iterator[str]:
    """The shapes of derived links: what they join."""
    edges = {kind.edge.iri: kind.edge for kind in vocabulary().kinds.values() if kind.edge}
    described = {d.iri: d for d in vocabulary().descriptions}
    for edge in edges.values():
        ends = [described[edge.iri].one(RDFS + end).removeprefix(BASE) for end in ("domain", "range")]
        shape, start = edge.iri.removeprefix(BASE), article(label(BASE + ends[0]))
        yield property_shape(f"{shape}-end", start, Rule(edge.iri, edge.label, 0, None, a(ends[1])))
        said = f"What the edge {edge.label} leaves from is {start}."
        target, leaves = f"sh:targetSubjectsOf {name(edge.iri)}", f"sh:class cor:{ends[0]}"
        yield node_shape(shape, [], said, target, leaves, f"sh:property shape:{shape}-end")


@cache
def _borrowed() -> dict[str, list[Rule]]:
    """What stands without a domain, or in the words of others."""
    return {
        "Claim": [_RECORD, Rule(PROV + "wasDerivedFrom", "source", 1, 1, a("Source"))],
        "Source": [
            _RECORD,
            Rule(DCTERMS + "identifier", "identifier", 1, 1, text()),
            Rule(DCTERMS + "title", "title", 1, 1, text()),
            Rule(DCTERMS + "issued", "date of publication", 1, 1, _ISSUED),
            Rule(DCTERMS + "language", "language", 1, 1, text()),
            Rule("http://purl.org/dc/elements/1.1/creator", "author", 0, None, text()),
            Rule(SCHEMA + "url", "address", 1, 1, typed(XSD + "anyURI", "an xsd:anyURI")),
        ],
        "Leg": [
            Rule(BASE + "order", "order", 1, 1, typed(XSD + "integer", "a whole number from 1", "sh:minInclusive 1")),
            Rule("^leg", "claim that it is a leg of", 1, 1, Holds("sh:nodeKind sh:IRI", "the name (IRI) of a claim")),
        ],
        "Voice": [Rule(RDFS + "label", "label", 1, None, text())],  # one voice may be written in several ways
        "Judgement": [_RECORD, Rule(PROV + "endedAtTime", "time", 1, 1, typed(XSD + "dateTime", "an xsd:dateTime"))],
        "Place": [
            _LABEL,
            _ALIASES,
            Rule(WGS + "lat", "latitude", 1, 1, _degrees(90)),
            Rule(WGS + "long", "longitude", 1, 1, _degrees(180)),
        ],
        "Group": [_LABEL, _ALIASES],
        "Commodity": [
            Rule(SKOS + "notation", "key", 1, 1, text()),
            Rule(SKOS + "broader", "broader commodity", 0, None, a("Commodity")),
        ],
    }


def _plain(d: Description) -> bool:
    """True for a property that is no field, no edge and no matter of single kinds."""
    fields = {field.iri for kind in vocabulary().kinds.values() for field in kind.fields.values()}
    local = d.iri.removeprefix(BASE)
    return d.iri not in fields and BASE + "Edge" not in d.types and local not in _ELSEWHERE


def _rule(d: Description) -> Rule:
    local = d.iri.removeprefix(BASE)
    most = None if local in _MANY else 1
    return Rule(d.iri, d.label, int(local in _ONE), most, _HOLDS.get(local) or _by_range(d))


def _by_range(d: Description) -> Holds:
    range_ = d.one(RDFS + "range")
    if OWL + "DatatypeProperty" in d.types:
        type_ = datatype(range_) or XSD + "string"
        return text() if type_ == XSD + "string" else typed(type_, article(type_.removeprefix(XSD)))
    words = closed_list(range_)
    return one_of(words.values()) if words else a(range_.removeprefix(BASE))


def _called(shape: str, rule: Rule) -> str:
    path = rule.path.lstrip("^")
    return f"{shape}-{path.rsplit('/', 1)[-1].rsplit('#', 1)[-1]}"
