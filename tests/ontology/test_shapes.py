"""The shapes fit what an export holds, and nothing that is damaged."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pyshacl
import pytest
from pyoxigraph import Quad, RdfFormat, Triple, parse, serialize
from rdflib import SH, Graph

from corredor.graph import Store
from corredor.graph.claim import Claim, Record, Written
from corredor.graph.entities import entity_quads
from corredor.graph.judgement import ACTS, Judgement
from corredor.graph.prefixes import PREFIXES
from corredor.graph.rdf import iri, quads
from corredor.graph.rdf_formats import write_turtle
from corredor.graph.shortcuts import shortcuts
from corredor.graph.stores.rdf_store import in_force_quad, judgement_quads, link_quad
from corredor.ontology.shapes import shapes
from corredor.ontology.vocabulary import vocabulary
from tests.graph.tiny import NAMES, claim, source, way
from tests.house.test_kind_by_turtle import SHEET, TURTLE
from tests.ontology.damage import DAMAGE

FORMATS = {"jsonld": RdfFormat.JSON_LD, "nquads": RdfFormat.N_QUADS}
ONE = source("one", weak=True, published_guess=True, authors=("A. Writer",))
SAID: dict[str, dict[str, Written]] = {
    "partnership": {"between": ("g", "h"), "form": "supply", "where_active": "A"},
    "rivalry": {"between": ("g", "h"), "over": "cocaine"},
    "presence": {"group": "g", "place": "nowhere at all", "role": "storage"},
    "control": {"group": "g", "place": "p", "of": "port"},
    "production": {"place": "z", "commodity": "coca", "hectares": "1.50", "rank": "2", "bound": "at-most"},
    "market": {"place": "B", "commodity": "cocaine", "users": "500", "period": "2016/.."},
    "price": {"place": "B", "commodity": "cocaine", "low": "50", "high": "70.5", "currency": "USD", "per": "g"},
    "seizure": {
        "place": "q",
        "commodity": "cocaine",
        "quantity": {"amount": "1.5", "unit": "t", "bound": "at-least"},
        "date": "2019-03",
        "origin": "A",
        "destination": "no such place",
        "mode": ("sea", "river"),
    },
}


@cache
def of_shapes() -> Graph:
    return Graph().parse(data=shapes(), format="turtle")


def small() -> list[Quad]:
    """An export with a claim of each kind, tiny registries, judgements and links."""
    route = way("A > p > C", ONE, "attributed", share="10", bound="about", period="2014/2018", actors=("g", "h"))
    fields = {**vars(route), "exact": "from A to C", "start": 3, "end": 14, "score": 0.5}
    extracted = Claim(**{name: fields[name] for name in Claim.__dataclass_fields__})
    claims = (extracted, *(claim(ONE, kind, said) for kind, said in SAID.items()))
    judged = Judgement("reject", claims[1].id, "somebody", "2026-01-01T00:00:00+00:00", "a slip")
    links = [link_quad(triple) for triple in shortcuts(claims[1:])]
    derived = [*links, *judgement_quads(judged), in_force_quad(judged.id), *entity_quads(NAMES, iri("graph/entities"))]
    return [*quads(Record(ONE, claims)), *derived]


def graph(changed: str = "") -> Graph:
    """The small export and the commodities as one graph, after an update."""
    triples = [Triple(q.subject, q.predicate, q.object) for q in small()]
    text = serialize(triples, format=RdfFormat.N_TRIPLES)
    assert text is not None
    made = Graph().parse(data=text, format="nt").parse(vocabulary().paths[1], format="turtle")
    if changed:
        before = set(made)
        made.update(changed, initNs=PREFIXES)
        assert set(made) != before, "the damage does nothing"
    return made


def messages(of: Graph, fitted: Graph | None = None) -> set[str]:
    """What a report says; nothing where the graph fits."""
    conforms, report, _ = pyshacl.validate(of, shacl_graph=fitted or of_shapes(), inplace=True)
    assert isinstance(report, Graph)
    found = {str(message) for message in report.objects(None, SH.resultMessage)}
    assert conforms == (not found)
    return found


def test_every_kind_is_in_the_small_export() -> None:
    assert {"route", *SAID} == set(vocabulary().kinds)


def test_what_is_whole_fits() -> None:
    assert messages(graph()) == set()


def test_all_starter_facts_fit(starter: Store, tmp_path: Path) -> None:
    write_turtle(starter.quads(), tmp_path / "all.ttl")
    assert messages(Graph().parse(tmp_path / "all.ttl")) == set()


@pytest.mark.parametrize(("damage", "told"), DAMAGE.values(), ids=DAMAGE)
def test_damage_is_told_in_plain_words(damage: str, told: str) -> None:
    assert told in messages(graph(damage))


def test_acts_are_those_of_judgements() -> None:
    acts = next(of_shapes().items(node) for node in of_shapes().objects(None, SH["in"]) if "undo" in text(node))
    assert {str(act) for act in acts} == set(ACTS)


# A word that is called like a prefix of the context, and one like a word that it borrows.
AWKWARD = """
cor:geo a owl:DatatypeProperty ; rdfs:label "geo"@en ; skos:definition "A test."@en ; cor:geo "x" ; cor:title "y" .
cor:title a owl:DatatypeProperty ; rdfs:label "title"@en ; skos:definition "A test."@en .
"""


def test_a_kind_by_turtle_alone_has_its_shape_and_its_terms(tmp_path: Path) -> None:
    (tmp_path / "more.ttl").write_text(TURTLE + AWKWARD, encoding="utf-8")
    (tmp_path / "sheet.yaml").write_text(SHEET, encoding="utf-8")
    environment = {**os.environ, "CORREDOR_ONTOLOGY": str(tmp_path / "more.ttl")}
    forms = ("ttl", "jsonld", "nquads", "shacl", "context")
    for args in (["load", "sheet.yaml"], *(["export", "--format", form, form] for form in forms)):
        command = [str(Path(sys.executable).with_name("corredor")), *args]
        run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
    made = Graph().parse(tmp_path / "ttl", format="turtle")
    negative = "DELETE { ?c cor:sum ?s } INSERT { ?c cor:sum '-1.0'^^xsd:decimal } WHERE { ?c cor:sum ?s }"
    made.update(negative, initNs=PREFIXES)
    told = messages(made, Graph().parse(tmp_path / "shacl", format="turtle"))
    assert told == {"A laundering claim has at most one sum: a number above 0."}
    terms = json.loads((tmp_path / "context").read_text(encoding="utf-8"))["@context"]
    assert (terms["Laundering"], terms["sum"]) == ("cor:Laundering", {"@id": "cor:sum", "@type": "xsd:decimal"})
    assert terms["laundersIn"] == {"@id": "cor:laundersIn", "@type": "@id"}
    read = {form: set(parse(path=str(tmp_path / form), format=FORMATS[form])) for form in FORMATS}
    assert read["jsonld"] == read["nquads"]


def text(node: object) -> list[str]:
    return [str(item) for item in of_shapes().items(node)]  # type: ignore[arg-type]
