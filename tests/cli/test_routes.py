"""`corredor routes` on the starter facts: its shapes, its options, its exit codes."""

import json
from itertools import pairwise
from math import prod
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from corredor.cli.main import cli


@pytest.fixture
def routes(starter_path: Path) -> Any:
    def run(*args: str) -> Result:
        return CliRunner().invoke(cli, ["--store", str(starter_path), "routes", *args])

    return run


def answer(routes: Any, *args: str) -> dict[str, Any]:
    result = routes(*args, "--json")
    assert result.exit_code == 0, result.stderr
    document: dict[str, Any] = json.loads(result.stdout)
    return document


def stops(route: dict[str, Any]) -> list[str]:
    return [route["legs"][0]["from"]["name"], *(leg["to"]["name"] for leg in route["legs"])]


def all_stops(document: dict[str, Any]) -> set[str]:
    return {stop for route in document["routes"] for stop in stops(route)}


QUESTION = ("VRAEM", "Rotterdam", "--commodity", "cocaine")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (QUESTION, [["Bolivia", "Brazil", "Vila do Conde"], ["Callao"], ["Bolivia", "Brazil", "Antwerp"]]),
        (
            ("Afghanistan", "Germany", "--commodity", "heroin"),
            [["Iran", "Turkey", "Bulgaria", "Serbia"], ["Turkey", "Bulgaria", "Romania", "Hungary", "Austria"]],
        ),
        (
            ("Peru", "Russia", "--commodity", "cocaine"),
            [["Ecuador", "Saint Petersburg"], ["Panama Canal", "Antwerp", "Saint Petersburg"]],
        ),
    ],
)
def test_the_showcase_questions_have_their_routes(routes: Any, question: Any, told: list[list[str]]) -> None:
    found = [stops(route) for route in answer(routes, *question)["routes"]]
    for wanted in told:
        assert any([stop for stop in route if stop in wanted] and set(wanted) <= set(route) for route in found)


def test_told_more_widely_is_counted_by_voice(routes: Any) -> None:
    wider = answer(routes, *QUESTION)["told_more_widely"]
    first = wider[0]
    assert (first["from"]["name"], first["to"]["name"]) == ("South America", "Europe")
    assert first["voices"] == len({claim["voice"] for claim in first["claims"]})
    assert [w["voices"] for w in wider] == sorted((w["voices"] for w in wider), reverse=True)


def test_json_has_its_documented_shape(routes: Any) -> None:
    document = answer(routes, *QUESTION)
    assert {"question", "routes", "told_more_widely", "left_out"} <= set(document)
    assert document["left_out"] == {"commodity": 151}
    for route in document["routes"]:
        assert route["told"] in ("whole", "pieced")
        legs = route["legs"]
        assert (legs[0]["from"]["name"], legs[-1]["to"]["name"]) == ("VRAEM", "Rotterdam")
        assert all(before["to"] == after["from"] for before, after in pairwise(legs))
        told = {leg["stretch"]: leg["stretch_confidence"] for leg in legs if leg["kind"] == "route"}
        factors = prod(leg["factor"] for leg in legs if leg["kind"] == "within")
        assert route["confidence"] == pytest.approx(prod(told.values()) * factors, abs=1e-5)
        for leg in legs:
            if leg["kind"] == "route":
                claim = leg["claims"][0]
                assert {"id", "source", "said_by", "relayed_by", "certainty", "where", "exact"} <= set(claim)
                assert {"id", "title", "publisher", "published", "url"} <= set(claim["source"])


def test_a_pieced_route_is_never_shown_without_the_word(routes: Any) -> None:
    text = routes(*QUESTION).stdout
    assert text.count("pieced together from") == 5
    assert routes(*QUESTION, "--csv").stdout.count(",pieced,") > 5


def test_avoid_and_via_change_the_way(routes: Any) -> None:
    assert "Brazil" in all_stops(answer(routes, *QUESTION))
    assert not {"Brazil", "Vila do Conde", "Santos"} & all_stops(answer(routes, *QUESTION, "--avoid", "Brazil"))
    through = answer(routes, *QUESTION, "--via", "Ecuador")["routes"]
    assert through
    assert all({"Guayaquil", "Ecuador"} & set(stops(route)) for route in through)


def test_strict_joins_only_at_the_very_same_place(routes: Any) -> None:
    strict = answer(routes, *QUESTION, "--strict")["routes"]
    assert strict
    assert all(leg["from"] == leg["to"] for route in strict for leg in route["legs"] if leg["kind"] == "within")


@pytest.mark.parametrize(
    ("start", "narrowed"),
    [
        ("Ecuador", ["--since", "2020"]),
        ("Ecuador", ["--actor", "Albanian groups"]),
        ("Brazil", ["--mode", "sea"]),
        ("Brazil", ["--certainty", "stated"]),
    ],
)
def test_filters_change_the_answer(routes: Any, start: str, narrowed: list[str]) -> None:
    whole = answer(routes, start, "Belgium", "--commodity", "cocaine")
    some = answer(routes, start, "Belgium", "--commodity", "cocaine", *narrowed)
    assert some["routes"] != whole["routes"]


def test_silence_on_a_filter_is_counted_on_stderr(routes: Any) -> None:
    result = routes("Ecuador", "Belgium", "--mode", "sea")
    assert "claims name no mode and are left out." in result.stderr


def test_max_legs_and_k_are_limits(routes: Any) -> None:
    document = answer(routes, *QUESTION, "--max-legs", "2", "-k", "1")
    (route,) = document["routes"]
    assert sum(leg["kind"] == "route" for leg in route["legs"]) <= 2


def test_variants_and_citations_are_listed(routes: Any) -> None:
    assert "variant 0." in routes(*QUESTION, "--variants").stdout
    cited = routes(*QUESTION, "--cite", "-k", "1").stdout
    assert "[1] InSight Crime: 90% of Cocaine from Peru's VRAEM Moved by Air. 2014-06-10. https://" in cited
    assert "more claim" not in cited


def test_without_a_commodity_each_is_asked_by_itself(routes: Any) -> None:
    found = answer(routes, "Myanmar", "Thailand")["routes"]
    assert len({route["commodity"] for route in found}) > 1


def test_unknown_and_ambiguous_names_end_with_2(routes: Any) -> None:
    unknown = routes("VRAEM", "Rotterdm")
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert "Did you mean Rotterdam" in unknown.stderr
    assert "Traceback" not in unknown.stderr
    assert routes("Putumayo", "Rotterdam").exit_code == 2


def test_a_name_of_several_places_is_explained(routes: Any) -> None:
    result = routes("Veracruz", "United States", "--json")
    assert '"Veracruz" is taken as' in result.stderr
    json.loads(result.stdout)


def test_no_route_ends_with_3_and_says_what_was_tried(routes: Any) -> None:
    result = routes("Fiji", "Iceland", "--commodity", "captagon", "--strict", "--json")
    assert result.exit_code == 3
    assert json.loads(result.stdout)["routes"] == []
    assert "No route from Fiji to Iceland is told. Tried:" in result.stderr
    assert "leave out --strict" in result.stderr


def test_bad_options_end_with_2_in_one_line(routes: Any) -> None:
    for bad in (["--commodity", "cocain"], ["--since", "last spring"], ["-k", "0"], ["--mode", "boat"]):
        result = routes("Peru", "Russia", *bad)
        assert result.exit_code == 2
        assert "Traceback" not in result.stderr
    assert "Did you mean cocaine" in routes("Peru", "Russia", "--commodity", "cocain").stderr


def test_no_store_says_what_to_do(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["--store", str(tmp_path / "none"), "routes", "Peru", "Russia"])
    assert result.exit_code == 1
    assert "Run `corredor load starter`." in result.stderr
