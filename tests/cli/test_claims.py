"""`corredor sources`, `claims` and `unresolved`: what is in the store, and on what evidence."""

import csv
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from corredor.cli.main import cli
from tests.cli.conftest import Run

Told = Callable[..., Any]


def test_sources_have_their_documented_shape(told: Told) -> None:
    blog, lima = told("sources")["sources"]
    documented = {"id", "title", "publisher", "published", "url", "weak", "claims"}
    assert documented <= set(blog)
    assert (blog["id"], blog["weak"], blog["claims"]) == ("source/andes-blog-2020", True, 3)
    assert (lima["publisher"], lima["weak"], lima["withdrawn"]) == ("Lima Times", False, False)


def test_sources_say_in_words_what_is_not_relied_on_alone(small: Run) -> None:
    lines = small("sources").stdout.splitlines()
    assert [("not relied on alone" in line) for line in lines] == [False, True, False]


def test_withdrawn_sources_are_listed_when_asked(small: Run, told: Told) -> None:
    small("retract", "andes-blog-2020")
    assert [source["id"] for source in told("sources")["sources"]] == ["source/lima-2019-ports"]
    blog, _ = told("sources", "--retracted")["sources"]
    assert blog["withdrawn"] is True
    assert {claim["source"]["id"] for claim in told("claims")["claims"]} == {"source/lima-2019-ports"}
    assert sum(claim["withdrawn"] for claim in told("claims", "--retracted")["claims"]) == 3


def test_an_empty_store_has_no_sources_and_ends_with_3(small: Run) -> None:
    for source in ("andes-blog-2020", "lima-2019-ports"):
        small("retract", source)
    result = small("sources")
    assert result.exit_code == 3
    assert "corredor load starter" in result.stderr


def test_claims_put_denials_first_then_the_heaviest(told: Told) -> None:
    found = [(c["certainty"], c["source"]["weak"]) for c in told("claims")["claims"]]
    assert found == [
        ("denied", False),
        ("stated", False),
        ("attributed", False),
        ("stated", True),
        ("stated", True),
        ("alleged", True),
    ]


def test_a_claim_keeps_its_words_beside_what_they_lead_to(told: Told) -> None:
    (claim,) = told("claims", "--certainty", "attributed")["claims"]
    assert claim["said"] == {
        "from": "zone:VRAEM, PE",
        "via": ["port:Callao, PE"],
        "to": "port:Rotterdam, NL",
        "commodity": "cocaine",
        "mode": ["sea"],
    }
    assert claim["ids"]["from"] == "place/zone-pe-vraem"
    assert claim["ids"]["via"] == ["place/port-pe-callao"]
    assert (claim["said_by"], claim["relayed_by"], claim["voice"]) == ("head of DEVIDA", "Peru 21", "DEVIDA")
    assert (claim["where"], claim["exact"], claim["review"]) == ("paragraph 2", "=By sea, from Callao", "unreviewed")
    assert claim["time"] == {"begins": "2019-05-02", "ends": "2019-05-02", "as_published": True}
    assert claim["sentence"] == "attributed: cocaine moves from VRAEM via Callao to Rotterdam (sea)"


def test_a_name_that_leads_to_nothing_stays_as_written(told: Told) -> None:
    (claim,) = told("claims", "--kind", "presence")["claims"]
    assert claim["ids"]["group"] is None
    assert claim["unresolved"] == ["group"]
    assert claim["sentence"] == '"The Nameless Ones" (unresolved) operates in VRAEM (cocaine)'


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        (["--kind", "route"], 3),
        (["--kind", "route", "--kind", "seizure"], 4),
        (["--place", "Peru"], 5),
        (["--place", "Callao"], 2),
        (["--place", "port:Callao, PE", "--kind", "seizure"], 1),
        (["--speaker", "devida"], 1),
        (["--speaker", "Andes Blog"], 3),
        (["--commodity", "drugs"], 4),
        (["--mode", "sea"], 1),
        (["--since", "2020"], 3),
        (["--until", "2019"], 3),
        (["--actor", "'Ndrangheta"], 1),
        (["--source", "lima-2019-ports"], 3),
        (["--source", "lima"], 3),
        (["--confidence", "0.5"], 3),
    ],
)
def test_filters_choose_claims(told: Told, asked: list[str], count: int) -> None:
    assert len(told("claims", *asked)["claims"]) == count


def test_silence_on_a_filter_is_counted_on_stderr(small: Run) -> None:
    assert "1 claim names no commodity and is left out." in small("claims", "--commodity", "gold").stderr
    assert "5 claims name no mode and are left out." in small("claims", "--mode", "sea").stderr


def test_rejected_claims_are_listed_when_asked(small: Run, told: Told) -> None:
    (seizure,) = told("claims", "--kind", "seizure")["claims"]
    small("reject", seizure["id"])
    assert small("claims", "--kind", "seizure").exit_code == 3
    (found,) = told("claims", "--kind", "seizure", "--rejected")["claims"]
    assert found["review"] == "rejected"
    assert "; rejected" in small("claims", "--kind", "seizure", "--rejected").stdout


def test_rejected_and_withdrawn_are_asked_for_one_by_one(small: Run, told: Told) -> None:
    small("reject", told("claims", "--kind", "seizure")["claims"][0]["id"])
    small("retract", "andes-blog-2020")
    for asked, count in ([], 2), (["--rejected"], 3), (["--retracted"], 5), (["--rejected", "--retracted"], 6):
        assert len(told("claims", *asked)["claims"]) == count


def test_csv_has_a_column_for_each_field_and_no_formulas(small: Run) -> None:
    rows = {row["kind"]: row for row in csv.DictReader(StringIO(small("claims", "--csv").stdout))}
    assert rows["seizure"]["said.quantity"] == "at-least 300 kg"
    assert rows["seizure"]["ids.place"] == "place/port-pe-callao"
    assert rows["partnership"]["ids.between"] == "group/albanian-groups; group/ndrangheta"
    assert rows["presence"]["source.weak"] == "yes"
    (route,) = csv.DictReader(StringIO(small("claims", "--csv", "--mode", "sea").stdout))
    assert route["exact"] == "'=By sea, from Callao"


def test_jsonl_has_a_claim_a_line(small: Run, told: Told) -> None:
    lines = small("claims", "--jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == told("claims")["claims"]


def test_nothing_found_ends_with_3_and_says_what_was_tried(small: Run) -> None:
    result = small("claims", "--kind", "rivalry", "--commodity", "gold", "--json")
    assert result.exit_code == 3
    assert json.loads(result.stdout)["claims"] == []
    assert "kind rivalry" in result.stderr
    assert "commodity gold" in result.stderr


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        (["--commodity", "cocain"], "Did you mean cocaine"),
        (["--kind", "routes"], "Did you mean route"),
        (["--place", "Calao"], "Did you mean Callao"),
        (["--source", "lima-2018-ports"], "Did you mean source/lima-2019-ports"),
        (["--actor", "Ndranghetta"], "Did you mean 'Ndrangheta"),
        (["--since", "2018-13"], "has no month 13"),
    ],
)
def test_unknown_words_end_with_2_and_suggestions(small: Run, wrong: list[str], hint: str) -> None:
    result = small("claims", *wrong)
    assert (result.exit_code, result.stdout) == (2, "")
    assert hint in result.stderr


def test_a_missing_store_says_how_to_make_one(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["--store", str(tmp_path / "none"), "claims"])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Run `corredor load starter`" in result.stderr


def test_unresolved_lists_names_with_their_claims(told: Told) -> None:
    group, place = told("unresolved")["unresolved"]
    assert (group["name"], group["of"], group["claims"], group["reason"]) == (
        "The Nameless Ones",
        "group",
        1,
        "unknown",
    )
    assert (place["name"], place["of"]) == ("city:Nowhere, BR", "place")
    assert group["claim_ids"] == [c["id"] for c in told("claims", "--kind", "presence")["claims"]]


def test_unresolved_gives_the_nearest_candidates_and_the_most_frequent_first(small: Run, sheets: Path) -> None:
    sheet = sheets.joinpath("lima.yaml").read_text(encoding="utf-8").replace("lima-2019", "typo-2021")
    (sheets / "typo.yaml").write_text(sheet.replace("'port:Callao, PE'", "'port:Calao, PE'"), encoding="utf-8")
    small("load", str(sheets))
    first = json.loads(small("unresolved", "--json").stdout)["unresolved"][0]
    assert (first["name"], first["claims"]) == ("port:Calao, PE", 2)
    assert {"id": "place/port-pe-callao", "description": "Callao (port, Peru)"} in first["candidates"]
    assert "Callao (port, Peru)" in small("unresolved").stdout


def test_where_all_names_lead_somewhere_unresolved_ends_with_3(runner: Run) -> None:
    result = runner("unresolved", "--json")
    assert result.exit_code == 3
    assert json.loads(result.stdout) == {"unresolved": []}
    assert "leads to one entity" in result.stderr
