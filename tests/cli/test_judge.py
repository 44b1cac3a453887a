"""`corredor accept`, `reject`, `retract`, `undo`: decisions, and their undoing."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.cli.conftest import Run

Told = Callable[..., Any]


@pytest.fixture
def claim(told: Told) -> str:
    (found,) = told("claims", "--kind", "seizure")["claims"]
    return str(found["id"])


def revision(told: Told) -> str:
    return str(told("verify")["revision"])


@pytest.mark.parametrize("act", ["accept", "reject"])
def test_a_judgement_is_signed_and_undone(told: Told, claim: str, act: str) -> None:
    before = revision(told)
    made = told(act, claim[:12], "--by", "ana", "--because", "seen twice")["judgement"]
    assert (made["act"], made["about"], made["by"], made["because"]) == (act, claim, "ana", "seen twice")
    assert made["made"] is True
    assert revision(told) != before
    assert told("show", claim)["claim"]["review"] == f"{act}ed"
    undone = told("undo", "--by", "ben")["judgement"]
    assert (undone["act"], undone["about"]) == ("undo", made["id"])
    assert revision(told) == before
    assert told("show", claim)["claim"]["review"] == "unreviewed"


def test_a_rejected_claim_makes_no_link(told: Told) -> None:
    (route,) = told("claims", "--mode", "sea")["claims"]
    assert len(told("show", "Callao")["links"]) == 2
    told("reject", route["id"])
    assert told("show", "Callao")["links"] == []


def test_a_retracted_source_counts_for_nothing_until_undone(told: Told) -> None:
    before = revision(told)
    made = told("retract", "andes-blog-2020")["judgement"]
    assert (made["act"], made["about"]) == ("retract", "source/andes-blog-2020")
    assert {claim["source"]["id"] for claim in told("claims")["claims"]} == {"source/lima-2019-ports"}
    told("undo", made["id"])
    assert revision(told) == before
    assert len(told("claims")["claims"]) == 6


def test_text_says_what_was_done_and_how_to_undo_it(small: Run, told: Told, claim: str) -> None:
    text = small("reject", claim, "--by", "ana", "--because", "told twice").stdout
    first, what, undo = text.splitlines()
    assert first == f"reject {claim}, by ana: told twice"
    assert what.strip() == told("claims", "--rejected", "--kind", "seizure")["claims"][0]["sentence"]
    command = undo.removeprefix("Take it back: corredor ").split()
    assert small(*command).exit_code == 0
    assert told("show", claim)["claim"]["review"] == "unreviewed"


def test_the_same_judgement_again_is_not_made_twice(told: Told, claim: str) -> None:
    first = told("accept", claim)["judgement"]
    again = told("accept", claim, "--by", "ben")["judgement"]
    assert (again["id"], again["made"]) == (first["id"], False)
    assert told("verify")["judgements"] == 1
    told("undo")
    assert told("show", claim)["claim"]["review"] == "unreviewed"


def test_the_last_judgement_counts_and_undo_brings_the_one_before_back(told: Told, claim: str) -> None:
    told("accept", claim)
    told("reject", claim)
    assert told("show", claim)["claim"]["review"] == "rejected"
    told("undo")
    assert told("show", claim)["claim"]["review"] == "accepted"


def test_undoing_an_undo_brings_the_judgement_back(told: Told, claim: str) -> None:
    told("reject", claim)
    undone = told("undo")["judgement"]
    told("undo", undone["id"])
    assert told("show", claim)["claim"]["review"] == "rejected"


def test_nothing_to_undo_ends_with_1(small: Run) -> None:
    result = small("undo")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "nothing to undo" in result.stderr


@pytest.mark.parametrize(
    ("command", "hint"),
    [
        (["accept", "claim/ffff"], "There is no claim"),
        (["reject", ""], "There is no claim"),
        (["retract", "lima-2018-ports"], "Did you mean source/lima-2019-ports?"),
        (["accept", "source/lima-2019-ports"], "There is no claim"),
        (["accept"], "Missing argument 'CLAIM'"),
        (["retract", "lima", "--because", "\udce9"], "Write it in UTF-8"),
    ],
)
def test_what_is_not_there_cannot_be_judged(small: Run, told: Told, command: list[str], hint: str) -> None:
    result = small(*command)
    assert (result.exit_code, result.stdout) == (2, "")
    assert hint in result.stderr
    assert told("verify")["judgements"] == 0


def test_the_environment_signs_where_nobody_else_does(small: Run, claim: str) -> None:
    signed = small("accept", claim, "--json", env={"CORREDOR_ANALYST": "cleo"})
    assert json.loads(signed.stdout)["judgement"]["by"] == "cleo"
