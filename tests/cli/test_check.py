"""`corredor verify` and `rebuild`."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph

from corredor.graph.rdf import iri
from tests.cli.conftest import BLOG, LIMA, Run

Told = Callable[..., Any]


def test_verify_has_its_documented_shape(told: Told) -> None:
    found = told("verify")
    assert {"revision", "sources", "claims", "entities", "judgements", "problems"} <= set(found)
    assert (found["sources"], found["claims"], found["entities"]) == (2, 6, 9)
    assert (found["judgements"], found["problems"]) == (0, [])


def test_verify_counts_what_judgements_took_out_and_lists_them(told: Told, small: Run) -> None:
    told("retract", "andes-blog-2020", "--by", "ana")
    found = told("verify")
    assert (found["sources"], found["claims"], found["judgements"]) == (2, 6, 1)
    (judged,) = found["judged"]
    assert (judged["act"], judged["by"], judged["in_force"], judged["orphaned"]) == ("retract", "ana", True, False)
    assert "retract by ana" in small("verify").stdout


def test_a_judgement_on_a_claim_that_is_gone_is_kept_and_listed(told: Told, small: Run, sheets: Path) -> None:
    (seizure,) = told("claims", "--kind", "seizure")["claims"]
    told("reject", seizure["id"])
    (sheets / "lima.yaml").write_text(LIMA.replace("amount: 300", "amount: 400"), encoding="utf-8")
    small("load", str(sheets))
    (judged,) = told("verify")["judged"]
    assert (judged["about"], judged["orphaned"]) == (seizure["id"], True)
    assert "which is not in the store" in small("verify").stdout


def test_a_tampered_store_ends_with_1_and_names_the_source(small: Run, store: Path) -> None:
    engine = pyoxigraph.Store(str(store / "rdf"))
    graph = iri("source/andes-blog-2020")
    engine.remove(next(iter(engine.quads_for_pattern(None, iri("certainty"), None, graph))))
    engine.flush()
    del engine
    result = small("verify")
    assert result.exit_code == 1
    assert "source/andes-blog-2020: its statements are not those of its record. Load its sheet again." in result.stdout
    assert "1 problem was found." in result.stderr


def test_rebuild_mends_the_derived_links(small: Run, told: Told, store: Path) -> None:
    before = told("verify")["revision"]
    engine = pyoxigraph.Store(str(store / "rdf"))
    engine.remove_graph(iri("graph/links"))
    engine.flush()
    del engine
    assert small("verify").exit_code == 1
    assert told("rebuild") == {"revision": before, "resolved_anew": 0}
    assert told("verify")["problems"] == []


def test_text_says_that_all_is_well(small: Run) -> None:
    assert small("verify").stdout.endswith("No problem was found.\n")


def test_a_store_that_is_no_store_is_refused(small: Run, store: Path) -> None:
    shutil.rmtree(store)
    store.mkdir()
    (store / "note.txt").write_text(BLOG, encoding="utf-8")
    for command in (["verify"], ["rebuild"], ["load", str(store)]):
        result = small(*command)
        assert result.exit_code == 1
        assert "Traceback" not in result.stderr
    assert "no Corredor store" in small("verify").stderr
