"""`corredor load`: what is stored, what is refused, and what is said of it."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from corredor.cli.main import cli
from tests.cli.conftest import BLOG, LIMA, Run


@pytest.fixture
def load(tmp_path: Path) -> Any:
    def run(*args: str) -> Result:
        return CliRunner().invoke(cli, ["--store", str(tmp_path / "new.store"), "load", *args])

    return run


def test_load_prints_what_is_new_and_nothing_else_on_stdout(load: Any, sheets: Path) -> None:
    result = load(str(sheets), "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (told["new"], told["same"], told["replaced"], told["claims"], told["refused"]) == (2, 0, 0, 6, [])
    assert told["unresolved"] == {"The Nameless Ones": 1, "city:Nowhere, BR": 1}
    assert len(told["revision"]) == 16


def test_load_again_changes_nothing_and_another_text_replaces(load: Any, sheets: Path) -> None:
    first = json.loads(load(str(sheets), "--json").stdout)
    again = json.loads(load(str(sheets), "--json").stdout)
    assert (again["new"], again["same"], again["revision"]) == (0, 2, first["revision"])
    (sheets / "blog.yaml").write_text(BLOG.replace("gold", "arms"), encoding="utf-8")
    other = json.loads(load(str(sheets), "--json").stdout)
    assert (other["same"], other["replaced"]) == (1, 1)
    assert other["revision"] != first["revision"]


def test_a_refused_file_is_one_line_and_the_others_are_loaded(load: Any, sheets: Path) -> None:
    (sheets / "bad.yaml").write_text(LIMA.replace("amount: 300", "amount: many").replace("lima-", "bad-"), "utf-8")
    result = load(str(sheets), "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (told["new"], told["claims"]) == (2, 6)
    (refused,) = told["refused"]
    assert refused["file"] == str(sheets / "bad.yaml")
    assert (refused["fact"], refused["key"]) == (3, "quantity.amount")
    assert '"many" is no number' in refused["reason"]
    assert refused["advice"]
    lines = result.stderr.splitlines()
    assert sum("bad.yaml" in line for line in lines) == 1
    assert any("1 file was refused" in line for line in lines)


def test_a_path_that_does_not_exist_is_one_line_and_makes_no_store(load: Any, tmp_path: Path) -> None:
    result = load("startr")
    assert result.exit_code == 1
    assert "startr: does not exist" in result.stderr
    assert "starter" in result.stderr.splitlines()[0].partition(";")[2]
    assert not (tmp_path / "new.store").exists()


def test_load_says_when_a_source_is_withdrawn(small: Run, sheets: Path) -> None:
    assert small("retract", "andes-blog-2020").exit_code == 0
    result = small("load", str(sheets), "--json")
    assert json.loads(result.stdout)["withdrawn"] == 1
    assert "1 source is withdrawn by a judgement" in result.stderr


def test_csv_has_one_row_with_the_counts(load: Any, sheets: Path) -> None:
    (row,) = csv.DictReader(load(str(sheets), "--csv").stdout.splitlines())
    assert (row["new"], row["claims"], row["unresolved"], row["refused"]) == ("2", "6", "2", "0")


def test_text_is_a_summary(load: Any, sheets: Path) -> None:
    result = load(str(sheets))
    assert result.stdout.startswith("Sources: 2 new, 0 the same, 0 replaced; claims: 6; unresolved names: 2; revision ")
    assert "corredor unresolved" in result.stderr


def test_a_user_s_own_places_are_loaded_first(load: Any, sheets: Path) -> None:
    place = "{ref: 'city:Nowhere, BR', name: Nowhere, kind: city, country: BR, lat: '-3', lon: '-60', within: Brazil}"
    (sheets / "places.yaml").write_text(f"places:\n  - {place}\n", encoding="utf-8")
    assert json.loads(load(str(sheets), "--json").stdout)["unresolved"] == {"The Nameless Ones": 1}


def test_a_store_that_is_a_file_is_refused(sheets: Path) -> None:
    file = sheets / "lima.yaml"
    result = CliRunner().invoke(cli, ["--store", str(file), "load", str(sheets)])
    assert result.exit_code == 1
    assert "is a file; a store is a folder" in result.stderr
    assert file.read_text(encoding="utf-8") == LIMA
