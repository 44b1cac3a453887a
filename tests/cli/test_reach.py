"""`corredor reach`: where chains of links lead."""

import json

import pytest

from corredor.graph import Store
from tests.cli.conftest import Run


def test_json_says_what_is_reached_and_in_how_many_legs(runner: Run, starter: Store) -> None:
    document = json.loads(runner("reach", "Peru", "--commodity", "cocaine", "--hops", "2", "--json").stdout)
    assert document["from"] == {"id": "place/PE", "name": "Peru", "kind": "country"}
    assert document["revision"] == starter.revision
    reached = {row["id"]: row["legs"] for row in document["reached"]}
    assert reached == starter.network().reach("Peru", commodity="cocaine", hops=2)
    assert set(reached.values()) == {1, 2}


def test_back_is_the_other_way(runner: Run, starter: Store) -> None:
    rows = runner("reach", "Rotterdam", "--back", "--commodity", "cocaine", "--jsonl").stdout.splitlines()
    expected = starter.network().reach("Rotterdam", commodity="cocaine", backward=True)
    assert {row["id"]: row["legs"] for row in map(json.loads, rows)} == expected != {}


def test_by_partnership_and_with_filters(runner: Run, starter: Store) -> None:
    by = json.loads(runner("reach", "'Ndrangheta", "--by", "partnership", "--hops", "1", "--json").stdout)
    assert {row["id"] for row in by["reached"]} == set(
        starter.network().reach("'Ndrangheta", kind="partnership", hops=1)
    )
    asked = json.loads(runner("reach", "Peru", "--since", "2018", "--json").stdout)
    assert {row["id"] for row in asked["reached"]} == set(starter.network(since="2018").reach("Peru"))


def test_csv_and_table(runner: Run) -> None:
    lines = runner("reach", "Peru", "--hops", "1", "--csv").stdout.splitlines()
    assert lines[0] == "legs,name,kind,country,id"
    text = runner("reach", "Peru", "--hops", "1")
    assert text.stdout.startswith(f"Chains lead from Peru: {len(lines) - 1}, revision ")
    assert "may change the commodity" in text.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["Peruu"], "Did you mean Peru"),
        (["Peru", "--by", "partership"], "Did you mean partnership?"),
        (["Peru", "--by", "price"], "is no kind"),
        (["Peru", "--hops", "0"], "--hops"),
    ],
)
def test_a_wrong_word_ends_with_2(runner: Run, args: list[str], said: str) -> None:
    result = runner("reach", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_nothing_reached_ends_with_3(runner: Run) -> None:
    result = runner("reach", "Peru", "--since", "2099", "--json")
    assert (result.exit_code, json.loads(result.stdout)["reached"]) == (3, [])
    assert "Nothing is told to lie that way from Peru" in result.stderr
