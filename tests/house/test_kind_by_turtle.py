"""A new kind of claim by Turtle alone goes all the way: load, RDF, links, show, SPARQL, export."""

import json
import os
import subprocess
import sys
from pathlib import Path

TURTLE = """
@prefix cor: <https://w3id.org/corredor/> .
@prefix field: <https://w3id.org/corredor/field/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .

cor:Laundering a cor:Kind, owl:Class ; rdfs:label "laundering"@en ; rdfs:subClassOf cor:Claim ; cor:key "laundering" ;
    cor:position 20 ; cor:colour "#334455" ; cor:phrase "launders money in" ;
    skos:definition "A group launders money in a place."@en ;
    cor:requires field:group, field:place ; cor:allows field:sum, field:period ;
    cor:draws cor:laundersIn ; cor:linkFrom field:group ; cor:linkTo field:place .
cor:laundersIn a cor:Edge, owl:ObjectProperty ; rdfs:label "launders in"@en ; cor:edgeName "LAUNDERS_IN" ;
    rdfs:domain cor:Group ; rdfs:range cor:Place ; skos:definition "A live claim tells it."@en .
field:sum a cor:Field ; cor:key "sum" ; cor:property cor:sum ; cor:position 40 .
cor:sum a owl:DatatypeProperty ; rdfs:label "sum"@en ; rdfs:domain cor:Claim ; rdfs:range cor:amount ;
    skos:definition "How much, in US dollars."@en .
"""

SHEET = """
source:
  id: test-2026-laundering
  title: A test
  publisher: Test
  published: '2026-01-01'
  url: https://example.org/
  kind: news
  language: en
facts:
  - laundering: {group: Primeiro Comando da Capital, place: Paraguay, sum: 1500000}
    certainty: stated
    where: paragraph 1
"""


def test_a_kind_by_turtle_alone(tmp_path: Path) -> None:
    (tmp_path / "more.ttl").write_text(TURTLE, encoding="utf-8")
    (tmp_path / "sheet.yaml").write_text(SHEET, encoding="utf-8")
    environment = {**os.environ, "CORREDOR_ONTOLOGY": str(tmp_path / "more.ttl")}

    def corredor(*args: str, code: int = 0) -> str:
        command = [str(Path(sys.executable).with_name("corredor")), *args]
        run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert run.returncode == code, run.stderr
        return run.stdout

    check = [sys.executable, "-m", "corredor.ontology.lint"]
    assert subprocess.run(check, env=environment, capture_output=True, check=False).returncode == 0
    corredor("load", "sheet.yaml")
    (claim,) = json.loads(corredor("claims", "--kind", "laundering", "--json"))["claims"]
    assert claim["kind"] == "laundering"
    assert "launders money in" in corredor("show", "Paraguay")
    asked = "SELECT ?sum { ?c a cor:Laundering ; cor:place place:PY ; cor:sum ?sum . ?g cor:laundersIn place:PY }"
    rows = json.loads(corredor("sparql", asked, "--json"))["results"]["bindings"]
    assert [row["sum"]["value"] for row in rows] == ["1500000"]
    corredor("export", "--format", "graphml", "all.graphml")
    assert "LAUNDERS_IN" in (tmp_path / "all.graphml").read_text(encoding="utf-8")
    assert json.loads(corredor("verify", "--json"))["problems"] == []
