"""Values in and out of a Cypher query: one shape whatever the engine, and parameters that stay what they are."""

import json
import math
from collections.abc import Iterator

import pytest
from neo4j import GraphDatabase, Session
from neo4j.spatial import CartesianPoint, WGS84Point
from neo4j.time import Date, DateTime, Duration, Time

from corredor.graph.errors import QueryRefused
from corredor.graph.queries.cypher_values import bare_ends, bound, duration, instant, plain, typed
from tests.servers.processes import Server

# ---------------------------------------------------------------- parameters


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *[("0", 0), ("-7", -7), ("9223372036854775807", 2**63 - 1), ("2.50", 2.5), ("-0.0", -0.0)],
        *[("true", True), ("false", False), ("True", "True"), ("null", "null"), ("", ""), (" 1", " 1")],
        *[("010", "010"), ("+1", "+1"), ("1e5", "1e5"), (".5", ".5"), ("1.", "1."), ("٣", "٣"), ("[1]", "[1]")],
        *[("place/PE", "place/PE"), ("' OR true //", "' OR true //"), ("$n", "$n"), ("\\u0027", "\\u0027")],
    ],
)
def test_number_is_a_number_and_all_else_is_text(written: str, meant: object) -> None:
    assert typed({"n": written}) == {"n": meant}
    assert type(typed({"n": written})["n"]) is type(meant)


@pytest.mark.parametrize("written", ["9223372036854775808", "-9223372036854775809", "1" * 5000, "1" * 400 + ".0"])
def test_number_that_no_engine_knows_is_refused(written: str) -> None:
    with pytest.raises(QueryRefused, match="larger number") as caught:
        typed({"n": written})
    assert caught.value.reason == "parameter"


def test_parameters_are_those_that_the_query_has() -> None:
    text = "MATCH (n {id: $id}) WHERE n.x > $min OR n.y > $min RETURN '$no', `$nor` // $this"
    assert bound(text, {"id": "place/PE", "min": "2"}) == {"id": "place/PE", "min": 2}
    assert bound("RETURN $`a``b c`", {"a`b c": "1"}) == {"a`b c": 1}
    assert bound("RETURN 1", {}) == {}


@pytest.mark.parametrize(
    ("written", "said"),
    [({"id": "1"}, r"asks for \$min.*--param min=VALUE"), ({"id": "1", "min": "2", "no": "3"}, r"has no \$no")],
)
def test_parameter_too_few_or_too_many_is_said(written: dict[str, str], said: str) -> None:
    with pytest.raises(QueryRefused, match=said) as caught:
        bound("MATCH (n {id: $id}) WHERE n.x > $min RETURN '$no'", written)
    assert caught.value.reason == "parameter"


# ---------------------------------------------------------------- values


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        *[(None, None), (True, True), (7, 7), (0.5, 0.5), ("Perú", "Perú"), (b"\x00\xff", "AP8=")],
        *[(math.nan, "NaN"), (math.inf, "Infinity"), (-math.inf, "-Infinity")],
        *[([1, [None, (2,)]], [1, [None, [2]]]), ({"a": {"b": [math.nan]}}, {"a": {"b": ["NaN"]}})],
        (Date(2020, 1, 2), "2020-01-02"),
        (Time(10, 0, 0), "10:00:00"),
        (DateTime(2020, 1, 2, 10, 0, 30, 500_000_000), "2020-01-02T10:00:30.5"),
        (DateTime.from_iso_format("2020-01-02T10:00:00+02:00"), "2020-01-02T10:00:00+02:00"),
        (Duration(months=14, days=3, seconds=3661, nanoseconds=5), "P1Y2M3DT1H1M1.000000005S"),
        (CartesianPoint((1, 2.5)), {"crs": "cartesian", "srid": 7203, "x": 1.0, "y": 2.5}),
        (WGS84Point((2, 1, 9)), {"crs": "wgs-84-3d", "srid": 4979, "x": 2.0, "y": 1.0, "z": 9.0}),
    ],
)
def test_value_is_plain_json(value: object, shown: object) -> None:
    assert plain(value) == shown
    assert json.loads(json.dumps(plain(value), allow_nan=False)) == shown


@pytest.mark.parametrize(
    ("written", "one_form"),
    [
        *[("10:00", "10:00:00"), ("10:00:00.500Z", "10:00:00.5Z"), ("10:00:00.000000000+00:00", "10:00:00Z")],
        *[("2020-01-01T10:00Z[Etc/UTC]", "2020-01-01T10:00:00Z"), ("-2020-01-01", "-2020-01-01")],
        ("2020-01-01T10:00:07+01:00[Europe/Paris]", "2020-01-01T10:00:07+01:00"),
        ("2020-01-01T10:00:07.120-05:30", "2020-01-01T10:00:07.12-05:30"),
    ],
)
def test_instant_has_one_form(written: str, one_form: str) -> None:
    assert instant(written) == one_form
    assert instant(one_form) == one_form


@pytest.mark.parametrize(
    ("parts", "written"),
    [
        *[((0, 0, 0, 0), "PT0S"), ((12, 0, 0, 0), "P1Y"), ((0, 40, 0, 0), "P40D"), ((0, 0, 90_000, 0), "PT25H")],
        *[((-13, -1, -61, 0), "P-1Y-1M-1DT-1M-1S"), ((0, 0, -1, 500_000_000), "PT-0.5S"), ((0, 0, 100, 0), "PT1M40S")],
        *[((0, 0, 10, 0), "PT10S"), ((0, 0, 0, 120_000_000), "PT0.12S")],
    ],
)
def test_duration_has_one_form(parts: tuple[int, int, int, int], written: str) -> None:
    assert duration(*parts) == written


GRAPH = """CREATE (:Place:Country {id: 'place/PE', name: 'Peru'})-[:ROUTE {order: 1}]->
(:Port:Place {id: 'place/x'})-[:ROUTE]->(:Port)"""


@pytest.fixture
def session(neo4j_server: Server) -> Iterator[Session]:
    login = (neo4j_server.user, neo4j_server.password)
    with GraphDatabase.driver(neo4j_server.url, auth=login) as driver, driver.session() as session:
        session.run(GRAPH).consume()
        yield session


def test_graph_of_a_real_server_is_plain_json(session: Session) -> None:
    record = session.run("MATCH p = (a:Country)-[r]->(b) RETURN a, r, p, [a, {of: r}] AS many").single(strict=True)
    peru = {"labels": ["Country", "Place"], "properties": {"id": "place/PE", "name": "Peru"}}
    port = {"labels": ["Place", "Port"], "properties": {"id": "place/x"}}
    route = {"type": "ROUTE", "from": "place/PE", "to": "place/x", "properties": {"order": 1}}
    path = {"nodes": [peru, port], "relationships": [route]}
    assert [plain(value) for value in record] == [peru, route, path, [peru, {"of": route}]]


def test_end_without_an_id_is_known_by_its_element_id(session: Session) -> None:
    record = session.run("MATCH (a:Port)-[r]->(b) RETURN a, r, b").single(strict=True)
    assert plain(record["r"])["to"] == record["b"].element_id
    assert bare_ends(record["r"]) == {record["b"].element_id}


def test_end_that_the_server_does_not_describe_can_be_looked_up(session: Session) -> None:
    route = session.run("MATCH (:Country)-[r]->() RETURN [r] AS r").single(strict=True)["r"]
    ends = bare_ends({"of": route})
    assert len(ends) == 2
    text = "MATCH (n) WHERE elementId(n) IN $ends RETURN elementId(n) AS end, n.id AS id"
    ids = {row["end"]: row["id"] for row in session.run(text, ends=sorted(ends))}
    assert plain(route, ids) == [{"type": "ROUTE", "from": "place/PE", "to": "place/x", "properties": {"order": 1}}]
