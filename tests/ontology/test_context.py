"""The JSON-LD context has every word of the vocabulary, with the type that its values have."""

from corredor.graph.prefixes import PREFIXES
from corredor.ontology.context import closed_list, context, datatype
from corredor.ontology.namespaces import NAMESPACES
from corredor.ontology.turtle import BASE
from corredor.ontology.vocabulary import vocabulary


def test_fields_hold_entities_words_and_figures() -> None:
    terms = context()
    assert terms["destination"] == {"@id": "cor:destination", "@type": "@id"}
    assert terms["status"] == {"@id": "cor:status", "@type": "@vocab"}
    assert terms["low"] == {"@id": "cor:low", "@type": "xsd:decimal"}
    assert terms["users"] == {"@id": "cor:users", "@type": "xsd:integer"}
    assert terms["begins"] == {"@id": "cor:begins", "@type": "xsd:date"}
    assert terms["record"] == {"@id": "cor:record", "@type": "rdf:JSON"}
    assert terms["quantityKg"] == {"@id": "cor:quantityKg", "@type": "xsd:decimal"}
    assert (terms["period"], terms["originText"], terms["lowText"]) == ("cor:period", "cor:originText", "cor:lowText")
    assert terms["cor:routeTo/cocaine"] == {"@id": "cor:routeTo/cocaine", "@type": "@id"}
    assert "periodText" not in terms


def test_every_kind_class_field_and_word_has_a_name() -> None:
    words, terms = vocabulary(), context()
    iris = {kind.iri for kind in words.kinds.values()} | {c.iri for c in words.entity_classes.values()}
    for field in (field for kind in words.kinds.values() for field in kind.fields.values()):
        iris |= {field.iri, *(term.iri for term in field.terms.values())}
    assert {iri.removeprefix(BASE) for iri in iris} <= set(terms)


def test_prefixes_are_those_of_queries() -> None:
    """But for those of entities, which are the names of fields here."""
    foreign = {prefix: iri for prefix, iri in PREFIXES.items() if not iri.startswith(BASE)}
    assert foreign.items() <= NAMESPACES.items()
    assert context()["cor"] == PREFIXES["cor"]


def test_ranges_are_told_apart() -> None:
    assert datatype(BASE + "percent") == NAMESPACES["xsd"] + "decimal"
    assert datatype(NAMESPACES["xsd"] + "date") == NAMESPACES["xsd"] + "date"
    assert (datatype(BASE + "Place"), datatype("")) == (None, None)
    assert list(closed_list(BASE + "Bound")) == ["at-least", "at-most", "about"]
    assert closed_list(BASE + "Commodity") == {}
