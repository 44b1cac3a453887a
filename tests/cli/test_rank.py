"""`corredor centrality` and `corredor partners` on the starter facts: shapes, words, exit codes."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click import unstyle
from click.testing import CliRunner, Result

from corredor.cli import rank, ties
from corredor.cli.main import cli
from corredor.graph import Store
from corredor.graph.partners import partners_document
from tests.graph.circles import circle, tie
from tests.graph.tiny import source


@pytest.fixture
def corredor(starter_path: Path) -> Any:
    def run(*args: str) -> Result:
        return CliRunner().invoke(cli, ["--store", str(starter_path), *args])

    return run


def answer(corredor: Any, *args: str) -> dict[str, Any]:
    result = corredor(*args, "--json")
    assert result.exit_code == 0, result.stderr
    document: dict[str, Any] = json.loads(result.stdout)
    return document


# ------------------------------------------------------------ centrality

KEYS = ["rank", "id", "name", "kind", "country", "value", "in", "out", "claims", "sources", "voices"]


def test_the_ten_ports_with_the_most_partners(corredor: Any, starter: Store) -> None:
    document = answer(corredor, "centrality", "--level", "place", "--kind", "port")
    ranking = document["ranking"]
    assert (document["measure"], document["level"], document["divided_by"]) == ("degree", "place", None)
    assert [len(ranking), {row["kind"] for row in ranking}] == [10, {"port"}]
    assert list(ranking[0])[: len(KEYS)] == KEYS
    links = starter.network().links("route")
    for row in ranking:
        sent_from = {link.start for link in links if link.end == row["id"]}
        sent_to = {link.end for link in links if link.start == row["id"]}
        assert (row["in"], row["out"], row["value"]) == (len(sent_from), len(sent_to), len(sent_from | sent_to))


def test_countries_are_ranked_by_default_with_what_is_counted(corredor: Any, starter: Store) -> None:
    result = corredor("centrality")
    assert result.exit_code == 0
    assert f"voices, revision {starter.revision}\n" in result.stdout
    assert "number of distinct countries that it is told to receive from or to send to." in result.stdout
    assert "nothing of anyone's guilt" in result.stdout
    assert "Links with an end in no single country (a world region, a sea, a shared border) left out:" in result.stderr
    assert "Links inside one country left out:" in result.stderr


def test_betweenness_says_what_it_is_divided_by_and_warns_at_place_level(corredor: Any) -> None:
    result = corredor("centrality", "--measure", "betweenness", "--level", "place", "--commodity", "captagon")
    assert result.exit_code == 0
    assert "(Brandes 2001), divided by (n−1)(n−2) = " in result.stdout
    assert "Sources name a port at one end only" in result.stderr
    assert "no probabilities" in result.stderr


def test_filters_narrow_what_is_ranked(corredor: Any) -> None:
    every, heroin = answer(corredor, "centrality"), answer(corredor, "centrality", "--commodity", "heroin")
    assert heroin["filters"] == "commodity heroin"
    assert heroin["ranking"][0]["name"] != every["ranking"][0]["name"]
    assert heroin["left_out"]["commodity"] > 0


def test_collectives_are_ranked_when_asked(corredor: Any) -> None:
    without = corredor("centrality", "--level", "group")
    assert "Collectives (unnamed groups) in the graph and not ranked: 3" in without.stderr
    ranked = answer(corredor, "centrality", "--level", "group", "--collectives")["ranking"]
    assert "collective" in {row["kind"] for row in ranked}
    assert "collective" not in {row["kind"] for row in answer(corredor, "centrality", "--level", "group")["ranking"]}


def test_csv_and_jsonl_have_the_documented_columns(corredor: Any) -> None:
    lines = list(csv.reader(corredor("centrality", "--top", "3", "--csv").stdout.splitlines()))
    assert [tuple(lines[0]), len(lines)] == [rank.COLUMNS, 4]
    rows = [json.loads(line) for line in corredor("centrality", "--top", "3", "--jsonl").stdout.splitlines()]
    assert rows == answer(corredor, "centrality", "--top", "3")["ranking"]


def test_a_cut_through_equal_values_is_told(corredor: Any) -> None:
    values = [row["value"] for row in answer(corredor, "centrality", "--top", "200")["ranking"]]
    cut = next(n for n in range(1, len(values)) if values[n] == values[n - 1])
    result = corredor("centrality", "--top", str(cut))
    rest = values[cut:].count(values[cut - 1])
    assert f"With the value of the last row, and not shown: {rest}." in result.stderr


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        (("--kind", "port"), "Ask for it at level place or group."),
        (("--level", "place", "--kind", "prot"), "Did you mean port?"),
        (("--measure", "closeness"), "degree"),
        (("--top", "0"), "--top"),
    ],
)
def test_a_wrong_word_ends_with_2(corredor: Any, args: tuple[str, ...], hint: str) -> None:
    result = corredor("centrality", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert hint in result.stderr


def test_nothing_to_rank_ends_with_3_and_says_what_was_tried(corredor: Any) -> None:
    result = corredor("centrality", "--since", "2099", "--json")
    assert result.exit_code == 3
    assert json.loads(result.stdout)["ranking"] == []
    assert "No country to rank. Tried: 0 claims, 0 sources, 0 voices" in result.stderr
    assert "(since 2099). Try fewer filters." in result.stderr


# ------------------------------------------------------------ partners


def test_partners_have_their_documented_shape(corredor: Any) -> None:
    document = answer(corredor, "partners", "'Ndrangheta")
    assert {"group", "partners", "rivals", "denied"} <= set(document)
    assert (document["group"]["id"], document["group"]["group_kind"]) == ("group/ndrangheta", "mafia")
    for told in [*document["partners"], *document["rivals"]]:
        assert {"commodity", "confidence", "certainty", "voices", "disputed", "status", "claims"} <= set(told)
        assert {"forms", "where_active"} <= set(told)
        assert told["voices"] == len({claim["voice"] for claim in told["claims"] if claim["certainty"] != "denied"})
        for claim in told["claims"]:
            assert {"id", "source", "said_by", "relayed_by", "certainty", "where", "exact"} <= set(claim)
            assert {"id", "title", "publisher", "published", "url"} <= set(claim["source"])
    scores = [told["confidence"] for told in document["partners"]]
    assert scores == sorted(scores, reverse=True)


def test_collectives_are_never_called_a_group(corredor: Any) -> None:
    result = corredor("partners", "VRAEM clans")
    assert "unnamed groups described as VRAEM clans" in result.stdout
    assert "1. unnamed groups described as Serbian" in result.stdout
    assert "Serbian groups" not in result.stdout
    assert "believed: unnamed groups described as Serbian work with" in result.stdout


def test_a_chain_of_two_hops_is_called_ours(corredor: Any) -> None:
    one, two = corredor("partners", "Yakuza"), corredor("partners", "Yakuza", "--hops", "2")
    assert "Partners of partners" not in one.stdout
    assert "Partners of partners (a chain that we make; no source need say" in two.stdout
    assert "by way of Sam Gor" in two.stdout
    assert "Works with: 1\n" in two.stdout


def test_rivals_stand_apart_from_partners(corredor: Any) -> None:
    text = corredor("partners", "'Ndrangheta").stdout
    assert "Works with: " in text
    assert "Camorra" in text.split("Fights or competes with: ")[1]


def test_partners_as_csv_has_one_row_a_tie(corredor: Any) -> None:
    document = answer(corredor, "partners", "'Ndrangheta")
    lines = list(csv.DictReader(corredor("partners", "'Ndrangheta", "--csv").stdout.splitlines()))
    assert tuple(lines[0]) == ties.COLUMNS
    sorts = ["partner"] * len(document["partners"]) + ["rival"] * len(document["rivals"])
    assert [line["tie"] for line in lines] == sorts
    assert {line["name"] for line in lines} >= {"Albanian groups", "Camorra"}
    assert next(line for line in lines if line["name"] == "Albanian groups")["collective"] == "yes"


def test_partners_obey_filters(corredor: Any) -> None:
    found = answer(corredor, "partners", "Sinaloa Cartel", "--commodity", "methamphetamine")["partners"]
    assert {tie["commodity"] for tie in found} == {"methamphetamine"}
    assert len(found) < len(answer(corredor, "partners", "Sinaloa Cartel")["partners"])


def test_an_unknown_group_ends_with_2_and_suggestions(corredor: Any) -> None:
    result = corredor("partners", "ndrangeta")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Did you mean 'Ndrangheta (mafia, Calabria)?" in result.stderr


def test_no_partners_end_with_3_and_what_was_tried(corredor: Any) -> None:
    result = corredor("partners", "Camorra", "--since", "2099", "--json")
    assert result.exit_code == 3
    assert json.loads(result.stdout)["partners"] == []
    assert "No partner or rival of Camorra is told. Tried: 0 claims, 0 sources, 0 voices (since 2099)." in result.stderr


def test_denials_stand_first() -> None:
    told = circle(
        tie("North", "East", source("one"), "denied"),
        tie("North", "South", source("one")),
        tie("North", "South", source("two"), "denied"),
    )
    text = unstyle(ties.written(partners_document(told.partners("North"), told)))
    denied, supported = text.split("Works with: 1")
    assert "Denied, and supported by no claim" in denied
    assert "denied: North works with East" in denied
    assert "DISPUTED: a source denies it; rank score 0.400; 1 voice, stated" in supported
    assert supported.index("denied: North works with South") < supported.index("  North works with South")
