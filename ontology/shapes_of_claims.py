"""The shapes of each kind of claim: its fields as they stand in RDF, and what they say to each other.

A name stands as written (`originText`), and as the entity that it leads to (`origin`) or else under `unresolved`. A
figure stands as a number and as written; a measure has its unit, its bound and its kilograms beside it.
"""

from collections.abc import Iterator

from corredor.ontology.context import datatype
from corredor.ontology.namespaces import XSD
from corredor.ontology.shape import (
    Holds,
    Rule,
    a,
    article,
    either,
    has,
    name,
    node_shape,
    one_of,
    quoted,
    says,
    sentence,
    silent,
    text,
    typed,
)
from corredor.ontology.shapes_of_things import held, property_shapes, rules
from corredor.ontology.turtle import BASE
from corredor.ontology.vocabulary import Field, Kind, vocabulary

_FORMS = {
    "amount": ("a number above 0", "sh:minExclusive 0"),
    "count": ("a whole number above 0", "sh:minExclusive 0"),
    "percent": ("a number above 0 and up to 100", "sh:minExclusive 0 ; sh:maxInclusive 100"),
    "measure": ("a number above 0", "sh:minExclusive 0"),
}
_DATE = r"\d{4}(-\d{2}(-\d{2})?)?"
_TEXTS = {
    "span": text(rf"^({_DATE}|({_DATE}|\.\.)/({_DATE}|\.\.))$", "a date or a span such as 2018, 2016/.. or 2014/2018"),
    "currencyCode": text("^[A-Z]{3}$", "three capital letters"),
}


def kind_shapes(kind: Kind) -> Iterator[str]:
    """The shape of a kind, those of its properties, and those of what they say to each other."""
    shape, who = kind.iri.removeprefix(BASE), f"{kind.label} claim"
    own = [rule for field in kind.fields.values() for rule in _rules(kind, field)] + _of_kind(kind)
    yield from property_shapes(shape, who, own)
    begun = sentence(article(who))
    closed = ("sh:closed true", "sh:ignoredProperties ( rdf:type )")
    said = f"{begun} says nothing but what its fields are for."
    yield node_shape(shape, [kind.iri], said, *closed, held("Claim", rules("Claim")), held(shape, own))
    if kind.one_of:
        said = f"{begun} has a {' or '.join(field.label for field in kind.one_of)}."
        yield node_shape(f"{shape}--one", [kind.iri], said, either(*(says(field.iri) for field in kind.one_of)))
    if "bound" in kind.fields and kind.bounds:
        figures = [kind.fields[key] for key in kind.bounds]
        said = f"{begun} has a bound only beside {' or '.join(field.label for field in figures)}."
        cases = (silent(kind.fields["bound"].iri), *(says(field.iri) for field in figures))
        yield node_shape(f"{shape}--bound", [kind.iri], said, either(*cases))


# ------------------------------------------------------------ single fields


def _rules(kind: Kind, field: Field) -> Iterator[Rule]:
    least = field.exactly or 1 if field in kind.required else 0
    most = field.exactly if field.many else 1
    as_written = Rule(field.iri + "Text", f"{field.label} as written", least, most, text())
    if field.is_entity:
        yield Rule(field.iri, field.label, 0, most, a(field.range))
        yield as_written
    elif field.terms:
        yield Rule(field.iri, field.label, least, most, one_of(field.terms.values()))
    elif field.range in _FORMS:
        yield Rule(field.iri, field.label, least, most, _figure(kind, field))
        yield as_written
        yield from _measure(field, least) if field.range == "measure" else ()
    else:
        yield Rule(field.iri, field.label, least, most, _TEXTS.get(field.range) or text())


def _figure(kind: Kind, field: Field) -> Holds:
    words, *bounds = _FORMS[field.range]
    if field.key == "low" and "high" in kind.fields:
        words += ", not above high"
        bounds.append(f"sh:lessThanOrEquals {name(kind.fields['high'].iri)}")
    return typed(datatype(BASE + field.range) or XSD + "decimal", words, *bounds)


def _measure(field: Field, least: int) -> Iterator[Rule]:
    words = vocabulary()
    kilograms = typed(XSD + "decimal", "a number above 0", "sh:minExclusive 0")
    yield Rule(field.iri + "Unit", f"{field.label} unit", least, 1, one_of(words.terms("Unit").values()))
    yield Rule(field.iri + "Bound", f"{field.label} bound", 0, 1, one_of(words.terms("Bound").values()))
    yield Rule(field.iri + "Kg", f"{field.label} in kilograms", 0, 1, kilograms)


def _of_kind(kind: Kind) -> list[Rule]:
    """What only some kinds have: legs, and names that lead nowhere."""
    keys = [field.key for field in kind.fields.values() if field.is_entity]
    listed = Holds(f"sh:in ( {' '.join(map(quoted, keys))} )", f"one of {', '.join(keys)}")
    legs = [Rule(BASE + "leg", "leg", 1, None, a("Leg"))] if kind.link_through else []
    return [Rule(BASE + "unresolved", "unresolved field", 0, None, listed), *legs]


# ------------------------------------------------------------ what properties say to each other


def pair_shapes() -> Iterator[str]:
    """What a property asks of another on the same claim, whatever its kind."""
    fields = {f.iri: f for kind in vocabulary().kinds.values() for f in kind.fields.values()}
    for field in fields.values():
        local = field.iri.removeprefix(BASE)
        if field.is_entity:
            lost = f"{local}, or the key of the field under unresolved"
            yield _asks(field.iri + "Text", lost, says(field.iri), *_unresolved(field))
            yield _asks(field.iri, f"{local}Text, the name as written", says(field.iri + "Text"))
        elif field.range == "measure":
            yield _asks(field.iri, f"{local}Unit", says(field.iri + "Unit"))
            yield _asks(field.iri + "Unit", local, says(field.iri))
    for one, other in (("start", "end"), ("end", "start"), ("relayedBy", "saidBy")):
        yield _asks(BASE + one, other, says(other))
    others = [term.iri for term in vocabulary().certainties.values() if term.word != "attributed"]
    hedged = f"sh:property [ sh:path cor:certainty ; sh:in ( {' '.join(map(name, others))} ) ]"
    said, kinds = "A claim that is attributed says by whom it is said.", vocabulary().kinds.values()
    yield node_shape("attributed", [kind.iri for kind in kinds], said, either(hedged, says("saidBy")))


def _asks(path: str, asked: str, *cases: str) -> str:
    local = path.removeprefix(BASE)
    said = f"A claim that has {local} has {asked}."
    return node_shape(f"{local}-asks", [], said, f"sh:targetSubjectsOf {name(path)}", either(*cases))


def _unresolved(field: Field) -> list[str]:
    """The cases of a name that leads nowhere. The keys of several fields may share a property; a kind has one."""
    sharing = (f for kind in vocabulary().kinds.values() for f in kind.fields.values() if f.iri == field.iri)
    return [has("unresolved", quoted(key)) for key in sorted({f.key for f in sharing})]
