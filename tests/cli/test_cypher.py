"""`corredor cypher`: formats, parameters, exit codes."""

import json
import sys

import pytest

from tests.cli.conftest import Run

PORT = "MATCH (p:Port {id: $id}) RETURN p.name AS name, p.id AS id"
CALLAO = ("--param", "id=place/port-pe-callao")


def test_json_has_columns_and_rows(runner: Run) -> None:
    result = runner("cypher", PORT, *CALLAO, "--json")
    assert json.loads(result.stdout) == {"columns": ["name", "id"], "rows": [["Callao", "place/port-pe-callao"]]}


def test_csv_jsonl_and_table_show_the_same(runner: Run) -> None:
    assert runner("cypher", PORT, *CALLAO, "--csv").stdout_bytes == b"name,id\r\nCallao,place/port-pe-callao\r\n"
    line = runner("cypher", PORT, *CALLAO, "--jsonl").stdout
    assert json.loads(line) == {"name": "Callao", "id": "place/port-pe-callao"}
    assert runner("cypher", PORT, *CALLAO).stdout.splitlines()[1].split() == ["Callao", "place/port-pe-callao"]


def test_parameters_have_types(runner: Run) -> None:
    given = [
        part for name, value in {"a": "2", "b": "true", "c": "x"}.items() for part in ("--param", f"{name}={value}")
    ]
    result = runner("cypher", "RETURN $a + 1 AS a, NOT $b AS b, $c AS c", *given, "--json")
    assert json.loads(result.stdout)["rows"] == [[3, False, "x"]]


def test_no_rows_end_with_3(runner: Run) -> None:
    result = runner("cypher", PORT, "--param", "id=place/nowhere")
    assert result.exit_code == 3
    assert "gives no rows" in result.stderr


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        ([], 2, "Give one query"),
        ([PORT, "--param", "id"], 2, "Write NAME=VALUE"),
        ([PORT], 1, "--param id=VALUE"),
        (["MATCH (n) DETACH DELETE n"], 1, "writes"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(runner: Run, args: list[str], code: int, said: str) -> None:
    result = runner("cypher", *args)
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr


def test_without_the_engine_the_advice_is_to_install_it(small: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "arcadedb_embedded", None)
    result = small("cypher", "RETURN 1 AS one")
    assert (result.exit_code, result.stdout) == (1, "")
    assert 'pip install "corredor[cypher]"' in result.stderr
    assert len(result.stderr.splitlines()) == 1
