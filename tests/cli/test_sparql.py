"""`corredor sparql`: formats, parameters, limits, exit codes."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

PORTS = "SELECT ?port ?name { ?port a cor:Port ; rdfs:label ?name . FILTER(?port = place:port-pe-callao) }"


def test_json_is_the_w3c_format(runner: Run) -> None:
    assert json.loads(runner("sparql", PORTS, "--json").stdout) == {
        "head": {"vars": ["port", "name"]},
        "results": {
            "bindings": [
                {
                    "port": {"type": "uri", "value": "https://w3id.org/corredor/place/port-pe-callao"},
                    "name": {"type": "literal", "value": "Callao"},
                }
            ]
        },
    }


def test_csv_is_sparql_csv_untouched(runner: Run) -> None:
    assert runner("sparql", 'SELECT ("=1+1" AS ?a) (<https://x.example/> AS ?b) {}', "--csv").stdout_bytes == (
        b"a,b\r\n=1+1,https://x.example/\r\n"
    )


def test_the_table_writes_names_as_a_query_does(runner: Run) -> None:
    head, row = runner("sparql", PORTS).stdout.splitlines()
    assert head.split() == ["port", "name"]
    assert row.split() == ["place:port-pe-callao", "Callao"]


def test_jsonl_has_a_binding_a_line(runner: Run) -> None:
    line = runner("sparql", PORTS, "--jsonl").stdout
    assert json.loads(line)["name"]["value"] == "Callao"


def test_ask_is_an_answer_also_when_it_is_no(runner: Run) -> None:
    yes = runner("sparql", "ASK { place:PE route:cocaine+ place:RU }")
    no = runner("sparql", "ASK { place:PE cor:within place:RU }", "--json")
    assert (yes.exit_code, yes.stdout) == (0, "true\n")
    assert (no.exit_code, json.loads(no.stdout)) == (0, {"head": {}, "boolean": False})
    assert runner("sparql", "ASK {}", "--csv").stdout_bytes == b"true\r\n"


def test_construct_prints_turtle(runner: Run) -> None:
    result = runner("sparql", "CONSTRUCT { place:PE cor:routeTo ?b } { place:PE cor:routeTo ?b }", "--json")
    assert "@prefix place: <https://w3id.org/corredor/place/> ." in result.stdout
    assert "place:PE cor:routeTo" in result.stdout


@pytest.mark.parametrize("query", ["SELECT ?a { ?a a cor:Nothing }", "CONSTRUCT { ?a ?b ?c } { ?a a cor:No ; ?b ?c }"])
def test_no_rows_end_with_3_and_say_so(runner: Run, query: str) -> None:
    result = runner("sparql", query)
    assert result.exit_code == 3
    assert "gives no rows" in result.stderr


def test_parameters_are_values_and_never_text(runner: Run) -> None:
    query = "SELECT ?name { ?place rdfs:label ?name }"
    found = runner("sparql", query, "--param", "place=place:PE", "--csv").stdout_bytes
    assert found == b"name\r\nPeru\r\n"
    hostile = runner("sparql", query, "--param", 'name=x" } ; DROP ALL #', "--csv")
    assert hostile.exit_code == 3
    assert runner("sparql", query, "--param", "place").exit_code == 2
    assert runner("sparql", query, "--param", "other=1").exit_code == 1


def test_a_query_from_a_file_and_from_stdin(runner: Run, tmp_path: Path) -> None:
    file = tmp_path / "ports.rq"
    file.write_text(PORTS, encoding="utf-8")
    from_file = runner("sparql", "-f", str(file), "--csv")
    from_stdin = runner("sparql", "-f", "-", "--csv", input=PORTS)
    assert from_file.stdout == from_stdin.stdout
    assert "Callao" in from_file.stdout


@pytest.mark.parametrize("args", [[], [PORTS, "-f", "-"], ["-f", "no-such-file.rq"], ["\udcff"]])
def test_one_readable_query_is_asked_for(runner: Run, args: list[str]) -> None:
    result = runner("sparql", *args, input=PORTS)
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_file_that_is_no_text_ends_with_2(runner: Run) -> None:
    result = runner("sparql", "-f", "-", input=b"ASK { \xff }")
    assert result.exit_code == 2
    assert "Save it as UTF-8" in result.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["SELEC"], "Line 1, column"),
        (["DROP ALL"], "a query only reads"),
        (["SELECT * { SERVICE <http://a.example/> {} }"], "reaches no network"),
        (["SELECT * { ?a ?b ?c }", "--max-rows", "5"], "more than 5 rows"),
        (
            ["SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "--timeout", "0.5"],
            "stopped after 0.5 s",
        ),
    ],
)
def test_what_is_refused_or_stopped_ends_with_1_and_one_line(runner: Run, args: list[str], said: str) -> None:
    result = runner("sparql", *args)
    assert (result.exit_code, result.stdout) == (1, "")
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
