"""`corredor show`: everything about a place, group, commodity, source or claim."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from corredor.cli.ids import looks_like_claim
from tests.cli.conftest import Run

Told = Callable[..., Any]


def test_a_place_has_its_description_links_and_claims(told: Told) -> None:
    found = told("show", "Callao")
    entity = found["entity"]
    assert (entity["id"], entity["kind"], entity["name"]) == ("place/port-pe-callao", "port", "Callao")
    assert [place["name"] for place in entity["within"]][:2] == ["Peru", "South America"]
    assert entity["registry"] == "The registry's description, not a finding."
    links = {(link["direction"], link["from"]["name"], link["to"]["name"]) for link in found["links"]}
    assert links == {("in", "VRAEM", "Callao"), ("out", "Callao", "Rotterdam")}
    assert {claim["kind"] for claim in found["claims"]} == {"route", "seizure"}
    assert all(link["confidence"] == pytest.approx(0.7) for link in found["links"])
    assert {id for link in found["links"] for id in link["claims"]} <= {claim["id"] for claim in found["claims"]}


def test_denials_come_first_and_places_inside_are_counted(told: Told) -> None:
    found = told("show", "Peru")
    assert [claim["certainty"] for claim in found["claims"]] == ["denied", "stated"]
    assert found["links"] == []  # one is denied alone, the other leads to an unresolved name
    assert found["inside"] == 3


def test_text_leads_to_the_claims_inside(small: Run) -> None:
    assert "3 more claims name places inside it: corredor claims --place Peru" in small("show", "Peru").stdout


def test_a_collective_is_never_called_a_group(small: Run) -> None:
    text = small("show", "Albanian groups").stdout
    assert text.startswith("unnamed groups described as Albanian\n")
    assert "The registry's description, not a finding." in text
    assert "partnership with (1)\n" in text
    assert "unnamed groups described as Albanian, 'Ndrangheta" in text


def test_a_group_is_described_by_the_registry(told: Told) -> None:
    entity = told("show", "ndrangheta")["entity"]
    assert (entity["group_kind"], entity["collective"]) == ("mafia", False)
    assert entity["based_in"]["name"] == "Calabria"


def test_a_commodity_has_its_links_and_claims(told: Told) -> None:
    found = told("show", "cocaine")
    assert found["entity"]["collections"] == ["drugs"]
    assert {(link["direction"], link["from"]["name"]) for link in found["links"]} == {("of", "VRAEM"), ("of", "Callao")}
    assert len(found["claims"]) == 4


def test_a_commodity_brings_the_claims_of_its_kinds(runner: Run) -> None:
    found = json.loads(runner("show", "wildlife", "--json").stdout)
    assert "ivory" in {claim["said"]["commodity"] for claim in found["claims"]}
    assert "ivory" in {link["commodity"] for link in found["links"]}


def test_filters_apply(told: Told, small: Run) -> None:
    assert len(told("show", "VRAEM")["claims"]) == 2
    assert [claim["kind"] for claim in told("show", "VRAEM", "--certainty", "stated")["claims"]] == ["presence"]
    result = small("show", "VRAEM", "--commodity", "gold")
    assert result.exit_code == 3
    assert result.stdout.startswith("VRAEM (zone, Peru)")
    assert "1 claim names no commodity and is left out." in result.stderr
    assert "No claim names it. Tried: 1 claims, 1 sources, 1 voices; commodity gold" in result.stderr


def test_a_source_has_its_claims_denials_first(told: Told) -> None:
    for name in ("lima-2019-ports", "source/lima-2019-ports", "lima-2019"):
        found = told("show", name)
        assert found["source"]["title"] == "What leaves Callao"
        assert [claim["certainty"] for claim in found["claims"]] == ["denied", "stated", "attributed"]


def test_a_withdrawn_source_says_so(small: Run) -> None:
    small("retract", "andes-blog-2020", "--by", "ana", "--because", "made up")
    text = small("show", "andes-blog-2020").stdout
    assert "not relied on alone, withdrawn" in text
    assert "retract by ana" in text
    assert ": made up (judgement/" in text


def test_a_claim_is_found_by_its_id_or_a_beginning_of_it(told: Told) -> None:
    (claim,) = told("claims", "--kind", "seizure")["claims"]
    digits = claim["id"].removeprefix("claim/")
    for name in (claim["id"], claim["id"][:12], digits, digits[:8]):
        assert told("show", name)["claim"] == claim


def test_a_claim_in_text_shows_words_ids_and_time(small: Run, told: Told) -> None:
    (claim,) = told("claims", "--mode", "sea")["claims"]
    text = small("show", claim["id"]).stdout
    assert "attributed by head of DEVIDA, through Peru 21; Lima Times, 2019-05-02; paragraph 2" in text
    assert "from: zone:VRAEM, PE  [place/zone-pe-vraem]" in text
    assert "voice: DEVIDA" in text
    assert "2019-05-02 to 2019-05-02 (as published)" in text


def test_ids_of_claims_are_told_from_names() -> None:
    assert looks_like_claim("claim/12")
    assert looks_like_claim("51ba3e")
    assert not looks_like_claim("fade")
    assert not looks_like_claim("M23")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Calao", "Did you mean Callao"),
        ("Putumayo", "Putumayo (region, Colombia) or Putumayo (river"),
        ("claim/ffff", "There is no claim"),
        ("source/lima-2018-ports", "Did you mean source/lima-2019-ports?"),
        ("lima-2018-ports", "Did you mean source/lima-2019-ports?"),
        ("\x1b[31m", "\\u001b"),
    ],
)
def test_unknown_and_ambiguous_names_end_with_2(small: Run, name: str, hint: str) -> None:
    result = small("show", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert hint in result.stderr
    assert "\x1b" not in result.stderr


def test_an_ambiguous_beginning_of_a_source_lists_them(small: Run, sheets: Any) -> None:
    text = (sheets / "lima.yaml").read_text(encoding="utf-8").replace("lima-2019-ports", "lima-2019-prices")
    (sheets / "third.yaml").write_text(text, encoding="utf-8")
    small("load", str(sheets))
    result = small("show", "lima-2019")
    assert result.exit_code == 2
    assert "source/lima-2019-ports, source/lima-2019-prices" in result.stderr


def test_the_widest_of_several_places_is_taken_and_said(runner: Run) -> None:
    result = runner("show", "Veracruz", "--json")
    assert json.loads(result.stdout)["entity"]["id"] == "place/region-mx-veracruz"
    assert (
        'is taken as Veracruz (region, Mexico). For Veracruz (port, Mexico) write "port:Veracruz, MX".' in result.stderr
    )


def test_long_lists_are_cut_and_say_so(runner: Run) -> None:
    cut, whole = runner("show", "Peru"), runner("show", "Peru", "--all")
    assert "--all shows the rest" in cut.stdout
    assert "--all shows the rest" not in whole.stdout
    assert len(whole.stdout) > 2 * len(cut.stdout)


def test_rank_scores_are_explained_once(runner: Run) -> None:
    assert runner("show", "Callao").stderr.count("They are no probabilities.") == 1


def test_csv_and_jsonl_hold_the_claims(small: Run, told: Told) -> None:
    claims = told("show", "Callao")["claims"]
    assert [json.loads(line) for line in small("show", "Callao", "--jsonl").stdout.splitlines()] == claims
    assert len(small("show", "Callao", "--csv").stdout.splitlines()) == 1 + len(claims)
