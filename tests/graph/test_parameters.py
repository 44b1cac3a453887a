"""Parameters become terms, wherever they stand in a query."""

import pytest
from pyoxigraph import Literal, NamedNode, QueryBoolean, Store

from corredor.graph.errors import QueryRefused
from corredor.graph.prefixes import PREFIXES
from corredor.graph.queries.parameters import bind, term

PERU = NamedNode("https://w3id.org/corredor/place/PE")
INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
DECIMAL = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("place:PE", PERU),
        ("<https://w3id.org/corredor/place/PE>", PERU),
        ("market:RU/cocaine", NamedNode("https://w3id.org/corredor/market/RU/cocaine")),
        ("12", Literal("12", datatype=INTEGER)),
        ("-0.50", Literal("-0.50", datatype=DECIMAL)),
        ("012", Literal("012")),
        ("about 12", Literal("about 12")),
        ("unknown:PE", Literal("unknown:PE")),
        ("place:PE ", Literal("place:PE ")),
        ("https://a.example/", Literal("https://a.example/")),
        ("", Literal("")),
    ],
)
def test_term_reads_a_value(value: str, expected: NamedNode | Literal) -> None:
    assert term(value, PREFIXES) == expected


@pytest.mark.parametrize("value", ["<place/PE>", "<>", "\udc80"])
def test_term_refuses_what_is_no_term(value: str) -> None:
    with pytest.raises(QueryRefused) as caught:
        term(value, PREFIXES)
    assert caught.value.reason == "parameter"


@pytest.fixture(scope="module")
def engine() -> Store:
    engine = Store()
    engine.update(
        "PREFIX p: <https://w3id.org/corredor/place/> PREFIX r: <https://w3id.org/corredor/routeTo/>"
        'INSERT DATA { p:PE r:cocaine p:BR . p:BR r:cocaine p:NL . p:PE r:gold p:US . p:PE r:name "Peru" }'
    )
    return engine


def asked(engine: Store, text: str, **parameters: str) -> list[list[str | None]] | bool:
    found = engine.query(bind(text, parameters, PREFIXES), prefixes=PREFIXES)
    if isinstance(found, QueryBoolean):
        return bool(found)
    return sorted([term and term.value.removeprefix(PERU.value[:-2]) for term in row] for row in found)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?to { $from route:cocaine+ ?to }",
        "SELECT ?to { ?x route:cocaine+ ?to FILTER(?x = ?from) }",
        "SELECT ?to { { SELECT ?to { ?from route:cocaine+ ?to } } }",
        "SELECT ?to { OPTIONAL { ?x route:cocaine+ ?to FILTER(?x = ?from) } }",
        "SELECT DISTINCT ?to { ?from route:cocaine+ ?to } ORDER BY ?from ?to",
        "SELECT ?to { VALUES ?to { place:BR place:NL place:US } FILTER EXISTS { ?from route:cocaine+ ?to } }",
    ],
)
def test_bind_reaches_every_part_of_a_query(engine: Store, text: str) -> None:
    assert asked(engine, text, **{"from": "place:PE"}) == [["BR"], ["NL"]]
    assert asked(engine, text, **{"from": "place:BR"}) == [["NL"]]


def test_bind_takes_the_step_of_a_path(engine: Store) -> None:
    text = "SELECT ?a ?b { ?a $by+ ?b }"
    assert asked(engine, text, by="route:gold") == [["PE", "US"]]
    assert asked(engine, text, by="route:cocaine") == [["BR", "NL"], ["PE", "BR"], ["PE", "NL"]]


def test_bind_keeps_the_column_of_a_parameter(engine: Store) -> None:
    assert asked(engine, "SELECT ?a ?b { ?a route:gold ?b }", a="place:PE") == [["PE", "US"]]


def test_bind_keeps_groups(engine: Store) -> None:
    text = "SELECT ?a (COUNT(?b) AS ?n) { ?a ?p ?b } GROUP BY ?a HAVING(COUNT(?b) > ?least) ORDER BY ?a"
    assert asked(engine, text, a="place:PE", least="1") == [["PE", "3"]]
    assert asked(engine, text, a="place:PE", least="3") == []


def test_bind_takes_text(engine: Store) -> None:
    assert asked(engine, "ASK { ?place route:name $name }", name="Peru") is True
    assert asked(engine, "ASK { ?place route:name $name }", name="peru") is False


def test_bind_leaves_strings_names_and_comments_alone() -> None:
    text = "SELECT * { ?s ?fromWhere '?from', <https://a.example/?from>, cor:from } # ?from\n#$from\n{ ?from ?p ?o }"
    assert bind(text, {"from": "place:PE"}, PREFIXES) == text.replace("{ ?from", f"{{  {PERU} ")


def test_bind_without_parameters_changes_nothing() -> None:
    assert bind("SELECT ?a { ?a ?b ?c", {}, PREFIXES) == "SELECT ?a { ?a ?b ?c"


@pytest.mark.parametrize(
    "text", ["ASK { ?to ?p ?o }", "ASK { '?from' ?p ?o }", "ASK { BIND(1 AS ?from) }", "ASK { VALUES ?from { 1 } }"]
)
def test_bind_refuses_a_parameter_that_the_query_does_not_ask_for(text: str) -> None:
    with pytest.raises(QueryRefused, match=r"\?from") as caught:
        bind(text, {"from": "place:PE"}, PREFIXES)
    assert caught.value.reason == "parameter"
