"""SHACL shapes as Turtle text: what is said of one property, and the rules between several.

Every shape has an IRI below `cor:shape/` and a message in plain words, which a report shows.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from corredor.ontology.namespaces import NAMESPACES, XSD, short
from corredor.ontology.turtle import BASE
from corredor.ontology.vocabulary import Term, vocabulary

SHAPE = BASE + "shape/"
HEADER = "".join(
    f"@prefix {prefix}: <{iri}> .\n"
    for prefix, iri in {**NAMESPACES, "sh": "http://www.w3.org/ns/shacl#", "shape": SHAPE}.items()
)


@dataclass(frozen=True, slots=True)
class Holds:
    """What the values of a property must be: as SHACL, and in words."""

    shacl: str
    words: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What a thing says with one property: how often (`most` None: any number), and what it then holds."""

    path: str
    label: str
    least: int
    most: int | None
    holds: Holds


# ------------------------------------------------------------ what values are


def typed(datatype: str, words: str, *more: str) -> Holds:
    """A literal of a datatype, with further constraints."""
    return Holds(" ; ".join([f"sh:datatype {name(datatype)}", *more]), words)


def text(pattern: str | None = None, words: str = "a text") -> Holds:
    """A text, of a form where one is given."""
    return typed(XSD + "string", words, *([f"sh:pattern {quoted(pattern)}"] if pattern else []))


def one_of(terms: Iterable[Term]) -> Holds:
    """A word of a closed list."""
    words = list(terms)
    listed = ", ".join(term.word for term in words)
    return Holds(f"sh:in ( {' '.join(name(term.iri) for term in words)} )", f"one of {listed}")


def a(class_: str) -> Holds:
    """A thing of a class that the export describes; `PlaceOrCommodity` is either."""
    either = {"PlaceOrCommodity": ("Place", "Commodity")}.get(class_, (class_,))
    words = f"the name (IRI) of {' or '.join(article(label(BASE + each)) for each in either)} that the export describes"
    classes = [f"sh:class cor:{each}" for each in either]
    listed = classes[0] if len(classes) == 1 else f"sh:or ( {' '.join(f'[ {c} ]' for c in classes)} )"
    return Holds(f"sh:nodeKind sh:IRI ; {listed}", words)


# ------------------------------------------------------------ shapes


def property_shape(shape: str, who: str, rule: Rule) -> str:
    """What one property says, as a shape to refer to."""
    counts = [f"sh:minCount {rule.least}"] if rule.least else []
    counts += [f"sh:maxCount {rule.most}"] if rule.most is not None else []
    parts = [f"sh:path {name(rule.path)}", *counts, rule.holds.shacl, message(_told(who, rule))]
    return f"shape:{shape} a sh:PropertyShape ;\n    " + " ;\n    ".join(parts) + " .\n"


def node_shape(shape: str, targets: Iterable[str], said: str, *constraints: str) -> str:
    """A shape of things of some classes; `said` is the message of its own constraints, where it has any."""
    parts = [*(f"sh:targetClass {name(target)}" for target in targets), *constraints]
    parts += [message(said)] if said else []
    return f"shape:{shape} a sh:NodeShape ;\n    " + " ;\n    ".join(parts) + " .\n"


def either(*cases: str) -> str:
    """At least one of the cases holds. The message is that of the shape that says so."""
    return f"sh:or ( {' '.join(f'[ {case} ]' for case in cases)} )"


def says(path: str) -> str:
    """A case: the property has a value."""
    return f"sh:property [ sh:path {name(path)} ; sh:minCount 1 ]"


def silent(path: str) -> str:
    """A case: the property has no value."""
    return f"sh:property [ sh:path {name(path)} ; sh:maxCount 0 ]"


def has(path: str, value: str) -> str:
    """A case: the property has this value, written as Turtle."""
    return f"sh:property [ sh:path {name(path)} ; sh:hasValue {value} ]"


def message(said: str) -> str:
    """The message of a shape."""
    return f"sh:message {quoted(said)}@en"


# ------------------------------------------------------------ words


def name(iri: str) -> str:
    """An IRI or a local name of ours as Turtle writes it; with a ^ before it, the property the other way."""
    if iri.startswith("^"):
        return f"[ sh:inversePath {name(iri[1:])} ]"
    iri = iri if ":" in iri else BASE + iri
    written = short(iri)
    return f"<{iri}>" if "://" in written or "/" in written or "#" in written else written


def quoted(said: str) -> str:
    """A text as Turtle writes it."""
    return json.dumps(said, ensure_ascii=False)


def label(iri: str) -> str:
    """The label of what the vocabulary describes."""
    return next((d.label for d in vocabulary().descriptions if d.iri == iri), iri.rsplit("/", 1)[-1])


def article(noun: str) -> str:
    """A noun with a or an."""
    return f"{'an' if noun[:1] in 'aeio' else 'a'} {noun}"


def sentence(said: str) -> str:
    """With a capital at its head."""
    return said[:1].upper() + said[1:]


def _told(who: str, rule: Rule) -> str:
    if rule.most is None and not rule.least:
        return f"Each {rule.label} of {article(who)} is {rule.holds.words}."
    return f"{sentence(article(who))} has {_count(rule)} {rule.label}: {rule.holds.words}."


def _count(rule: Rule) -> str:
    if rule.most is None:
        return "at least one"
    if rule.most > 1:
        return f"{'exactly' if rule.least else 'at most'} {rule.most} values of"
    return f"{'exactly' if rule.least else 'at most'} one"
