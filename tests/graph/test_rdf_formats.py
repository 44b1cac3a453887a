"""TriG, Turtle and JSON-LD hold the statements of the N-Quads, whatever is in them, and always in the same order."""

import json
import random
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat
from rdflib import Dataset

from corredor.graph import Store, rdf_formats
from corredor.graph.claim import Record
from corredor.graph.prefixes import BASE
from corredor.graph.rdf import iri, quads
from corredor.graph.rdf_formats import WRITERS
from tests.graph.tiny import claim, source, way

FORMATS = {"trig": RdfFormat.TRIG, "ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD}
XSD = "http://www.w3.org/2001/XMLSchema#"
ONE = source("one")
PRICE = {"place": "B", "commodity": "cocaine", "low": "1.50", "high": "70", "currency": "USD", "per": "g"}
RECORD = Record(ONE, (way("A > p > C", ONE, "attributed", mode=("sea", "air")), claim(ONE, "price", PRICE)))

TEXTS = [
    "",
    " ",
    'a "quoted" name',
    "back\\slash",
    "línea\u2028\u202e",
    "cor:place/PE",
    "place:PE",
    "true",
    "1",
    "\t\n\r\x07",
]
ODD: list[tuple[str, NamedNode | Literal]] = [
    *((property, Literal(text)) for text in TEXTS for property in ("note", "origin", "certainty", "begins", "nothing")),
    *(
        ("order", Literal(text, datatype=NamedNode(XSD + "integer")))
        for text in ("1", "007", "-0", "+1", "-12", "9007199254740993", "no number")
    ),
    *(("rank", Literal(text, datatype=NamedNode(XSD + "int"))) for text in ("1", "007")),
    *(("weak", Literal(text, datatype=NamedNode(XSD + "boolean"))) for text in ("true", "false", "1")),
    *(("low", Literal(text, datatype=NamedNode(XSD + "decimal"))) for text in ("1.50", "1", "-.5")),
    *(("score", Literal(text, datatype=NamedNode(XSD + "double"))) for text in ("0.5", "5.0E-1", "NaN")),
    ("low", Literal("1", datatype=NamedNode(XSD + "integer"))),
    ("note", Literal("1", datatype=NamedNode(XSD + "integer"))),
    ("note", Literal("true", datatype=NamedNode(XSD + "boolean"))),
    ("note", Literal("coca\u00edna", language="es")),
    ("note", iri("place/PE")),
    ("status", iri("active")),
    ("status", iri("place/PE")),
    ("status", NamedNode("https://example.org/x")),
    ("origin", NamedNode("https://example.org/x#y")),
    ("origin", NamedNode("urn:x:y")),
    ("routeTo/cocaine", iri("place/PE")),
    ("routeTo/nothing", iri("place/PE")),
    ("https://example.org/p", Literal("x")),
    ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", iri("Route")),
    ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", iri("place/PE")),
    ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", NamedNode("https://example.org/C")),
    ("record", Literal('{"a":[1.0,"é"]}', datatype=iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON"))),
]


def odd() -> list[Quad]:
    """What no claim of ours holds, and a user's own vocabulary or a damaged store may."""
    subjects = [iri("claim/1"), iri("claim/1/leg/1"), NamedNode("urn:x"), NamedNode("https://w3id.org/corredor")]
    return [Quad(subject, iri(name), held, iri("source/x")) for subject in subjects for name, held in ODD]


def without_graphs(statements: list[Quad]) -> set[Quad]:
    return {Quad(q.subject, q.predicate, q.object) for q in statements}


def written(form: str, statements: list[Quad], folder: Path) -> Path:
    path = folder / f"graph.{form}"
    WRITERS[form](statements, path)
    return path


def by_rdflib(path: Path, form: str) -> set[tuple[str, ...]]:
    """What rdflib reads; it writes numbers and JSON in its own way, and so it reads both sides."""
    dataset = Dataset().parse(path, format=form)
    return {(s.n3(), p.n3(), o.n3(), str(graph)) for s, p, o, graph in dataset.quads()}


@pytest.mark.parametrize("form", FORMATS)
def test_all_starter_facts_come_back(form: str, starter: Store, tmp_path: Path) -> None:
    statements = list(starter.quads())
    back = list(pyoxigraph.parse(path=str(written(form, statements, tmp_path)), format=FORMATS[form]))
    expected = without_graphs(statements) if form == "ttl" else set(statements)
    assert set(back) == expected
    assert len(back) == len(expected)


@pytest.mark.parametrize("form", FORMATS)
def test_odd_statements_come_back(form: str, tmp_path: Path) -> None:
    back = set(pyoxigraph.parse(path=str(written(form, odd(), tmp_path)), format=FORMATS[form]))
    assert back == (without_graphs(odd()) if form == "ttl" else set(odd()))


@pytest.mark.filterwarnings("ignore")  # rdflib warns of numbers that are none
@pytest.mark.parametrize("statements", [quads(RECORD), odd()], ids=["record", "odd"])
def test_another_library_reads_the_same(statements: list[Quad], tmp_path: Path) -> None:
    pyoxigraph.serialize(statements, str(tmp_path / "graph.nq"), format=RdfFormat.N_QUADS)
    expected = by_rdflib(tmp_path / "graph.nq", "nquads")
    assert by_rdflib(written("jsonld", statements, tmp_path), "json-ld") == expected
    assert by_rdflib(written("trig", statements, tmp_path), "trig") == expected
    assert len(expected) > 40


@pytest.mark.parametrize("form", FORMATS)
def test_the_order_is_always_the_same(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    statements = [*odd(), *quads(RECORD)]
    before = written(form, statements, tmp_path).read_bytes()
    random.Random(7).shuffle(statements)
    assert written(form, statements, tmp_path).read_bytes() == before
    monkeypatch.setattr(rdf_formats, "RUN", 10)  # so that runs are kept in files and merged
    assert written(form, statements, tmp_path).read_bytes() == before


@pytest.mark.parametrize("form", FORMATS)
def test_runs_that_end_with_the_statements(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdf_formats, "RUN", 5)
    statements = quads(RECORD)[:10]
    assert len(list(pyoxigraph.parse(path=str(written(form, statements, tmp_path)), format=FORMATS[form]))) == 10
    assert list(pyoxigraph.parse(path=str(written(form, [], tmp_path)), format=FORMATS[form])) == []


def test_one_graph_states_a_thing_once(tmp_path: Path) -> None:
    twice = [Quad(iri("voice/x"), iri("note"), Literal("x"), iri(f"source/{name}")) for name in "ab"]
    back = list(pyoxigraph.parse(path=str(written("ttl", twice, tmp_path)), format=RdfFormat.TURTLE))
    assert len(back) == 1


def test_prefixes_stand_in_order(tmp_path: Path) -> None:
    lines = written("trig", quads(RECORD), tmp_path).read_text(encoding="utf-8").splitlines()
    prefixes = [line for line in lines if line.startswith("@prefix")]
    assert prefixes == sorted(prefixes)
    assert "@prefix place: <https://w3id.org/corredor/place/> ." in prefixes
    assert prefixes == lines[: len(prefixes)]
    assert "source:one {" in lines


def test_json_ld_reads_like_a_claim(tmp_path: Path) -> None:
    document = json.loads(written("jsonld", quads(RECORD), tmp_path).read_text(encoding="utf-8"))
    (graph,) = document["@graph"]
    assert graph["@id"] == "cor:source/one"
    nodes = {node["@id"]: node for node in graph["@graph"]}
    route, price = (nodes["cor:" + told.id] for told in RECORD.claims)
    assert list(nodes) == sorted(nodes)
    del route["record"], price["record"]
    assert route == {
        "@id": "cor:" + RECORD.claims[0].id,
        "@type": "Route",
        "certainty": "attributed",
        "saidBy": "officials",
        "voice": "cor:voice/paper-one",
        "wasDerivedFrom": "cor:source/one",
        "origin": "cor:place/AA",
        "originText": "A",
        "via": "cor:place/port-bb-p",
        "viaText": "p",
        "destination": "cor:place/CC",
        "destinationText": "C",
        "commodity": "cor:commodity/cocaine",
        "commodityText": "cocaine",
        "mode": ["air", "sea"],
        "leg": [f"cor:{RECORD.claims[0].id}/leg/{order}" for order in (1, 2)],
    }
    assert (price["low"], price["lowText"], price["per"]) == ("1.50", "1.50", "gram")
    assert [nodes[leg]["order"] for leg in route["leg"]] == [1, 2]


def test_base_is_written_with_its_prefix() -> None:
    from corredor.graph.compact import Compact

    compact = Compact()
    assert compact.name(iri("place/PE")) == "cor:place/PE"
    assert compact.word(NamedNode(BASE + "origin")) == "origin"
    assert compact.name(NamedNode("https://example.org/")) == "https://example.org/"
