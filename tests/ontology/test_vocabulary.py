"""The vocabulary is whole, and grows by Turtle alone."""

from pathlib import Path

import pytest

from corredor.ontology.errors import OntologyError
from corredor.ontology.lint import problems
from corredor.ontology.vocabulary import SHIPPED, Vocabulary, vocabulary

PREFIXES = """
@prefix cor: <https://w3id.org/corredor/> .
@prefix field: <https://w3id.org/corredor/field/> .
@prefix c: <https://w3id.org/corredor/commodity/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
"""


def with_turtle(tmp_path: Path, turtle: str) -> Vocabulary:
    path = tmp_path / "more.ttl"
    path.write_text(PREFIXES + turtle, encoding="utf-8")
    return Vocabulary((*SHIPPED, path))


def test_the_shipped_vocabulary_has_no_problem() -> None:
    assert problems(vocabulary()) == []


def test_kinds_and_fields_are_those_of_the_sheets() -> None:
    needed = {key: [f.key for f in kind.required] for key, kind in vocabulary().kinds.items()}
    assert needed == {
        "route": ["from", "to"],
        "partnership": ["between"],
        "rivalry": ["between"],
        "presence": ["group", "place"],
        "control": ["group", "place"],
        "production": ["place", "commodity"],
        "market": ["place", "commodity"],
        "price": ["place", "commodity", "currency", "per"],
        "seizure": ["place", "commodity", "quantity"],
    }
    assert list(vocabulary().kinds["price"].fields["per"].terms) == [
        "kg", "g", "lb", "l", "oz", "dose", "piece", "person",
    ]  # fmt: skip


def test_weights_are_those_of_the_design() -> None:
    weights = {word: term.weight for word, term in vocabulary().certainties.items()}
    assert weights == {"stated": 0.8, "attributed": 0.7, "believed": 0.5, "alleged": 0.4, "denied": 0.5}


def test_narrower_moves_as_broader_and_families_do_not() -> None:
    words = vocabulary()
    assert words.narrower("wildlife") == {"wildlife", "ivory"}
    assert words.broader("cannabis-resin") == ("cannabis-resin", "cannabis")
    assert words.narrower("cocaine") == {"cocaine"}
    assert "heroin" in words.collections["opiates"]


@pytest.mark.parametrize(
    ("turtle", "problem"),
    [
        ('cor:Extra a cor:Mode ; skos:notation "boat" ; rdfs:label "boat"@en .', "no English definition"),
        ('cor:Extra a cor:Mode ; skos:notation "boat" ; skos:definition "By boat."@en .', "no English label"),
        (
            'cor:Extra a cor:Mode ; skos:notation "sea" ; rdfs:label "s"@en ; skos:definition "S."@en .',
            "stands 2 times",
        ),
        ("cor:Route cor:allows field:nothing .", "not described"),
        ('cor:alleged cor:weight "7" .', "values of weight"),
        ("cor:Route cor:bounds field:hectares .", "no field of it"),
        ("c:cannabis skos:broader c:cannabis-resin .", "broader than itself"),
        (
            'cor:Extra a cor:Factor ; cor:key "x" ; cor:factor 7 ; rdfs:label "x"@en ; skos:definition "X."@en .',
            "0 and 1",
        ),
        ('field:odd a cor:Field ; cor:key "odd" ; cor:property cor:origin .', "used by no kind"),
    ],
)
def test_the_check_finds_what_is_wrong(tmp_path: Path, turtle: str, problem: str) -> None:
    try:
        found = problems(with_turtle(tmp_path, turtle))
    except OntologyError as error:
        found = [str(error)]
    assert any(problem in line for line in found), found


def test_turtle_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"more\.ttl: cannot be read as Turtle"):
        with_turtle(tmp_path, "cor:Route a .")


def test_blank_nodes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="give it an IRI"):
        with_turtle(tmp_path, "cor:Route cor:allows [ a cor:Field ] .")
