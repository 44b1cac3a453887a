"""How each part of a fact stands in RDF, and that a record comes back whole."""

from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode

from corredor.graph.claim import Claim, Record
from corredor.graph.identity import canonical, claim_fields, claim_id, source_fields
from corredor.graph.prefixes import BASE
from corredor.graph.rdf import local, quads, value
from corredor.graph.shortcuts import shortcuts
from corredor.graph.written import records
from tests.graph.tiny import claim, source, way

ONE = source("one", weak=True, published_guess=True, authors=("A. Writer",))


def said(claim: Claim) -> dict[str, list[str]]:
    """What the graph says of a claim: values by the local name of the property."""
    found: dict[str, list[str]] = {}
    for quad in quads(Record(claim.source, (claim,))):
        assert isinstance(quad.object, NamedNode | Literal), "no blank nodes"
        if isinstance(quad.subject, NamedNode) and quad.subject.value == BASE + claim.id:
            name = quad.predicate.value.rsplit("/", 1)[-1].rsplit("#", 1)[-1]
            found.setdefault(name, []).append(quad.object.value.removeprefix(BASE))
    return {name: sorted(values) for name, values in found.items()}


def test_a_route_keeps_its_stops_and_their_order() -> None:
    told = way("A > p > q > C", ONE, actors=("g", "h"), mode=("sea",), share="10", bound="about", period="2016/..")
    stated = said(told)
    assert stated["type"] == ["Route"]
    assert (stated["origin"], stated["originText"]) == (["place/AA"], ["A"])
    assert stated["via"] == ["place/port-bb-p", "place/port-bb-q"]
    assert stated["destination"] == ["place/CC"]
    assert stated["actor"] == ["group/g", "group/h"]
    assert stated["mode"] == ["sea"]
    assert (stated["share"], stated["shareText"], stated["bound"]) == (["10"], ["10"], ["approximately"])
    assert (stated["period"], stated["begins"], "ends" in stated) == (["2016/.."], ["2016-01-01"], False)
    about = [q for q in quads(Record(ONE, (told,))) if q.predicate.value == BASE + "legFrom"]
    legs = {value(q.subject): local(q.object) for q in about}
    assert [legs[f"{BASE}{told.id}/leg/{n}"] for n in (1, 2, 3)] == ["place/AA", "place/port-bb-p", "place/port-bb-q"]


def test_a_measure_keeps_its_words_and_masses_their_kilograms() -> None:
    quantity = {"amount": "1.50", "unit": "t", "bound": "at-least"}
    stated = said(claim(ONE, "seizure", {"place": "A", "commodity": "cocaine", "quantity": quantity}))
    assert stated["quantityText"] == ["at-least 1.50 t"]
    assert (stated["quantityUnit"], stated["quantityBound"], stated["quantityKg"]) == (["tonne"], ["atLeast"], ["1500"])
    pills = {"amount": "7", "unit": "pills"}
    assert "quantityKg" not in said(claim(ONE, "seizure", {"place": "A", "commodity": "mdma", "quantity": pills}))


def test_speaker_relay_voice_and_hedge_are_kept() -> None:
    told = claim(ONE, "presence", {"group": "g", "place": "A"}, "attributed", "head of DEVIDA, through Peru 21")
    stated = said(told)
    assert (stated["saidBy"], stated["relayedBy"], stated["voice"]) == (
        ["head of DEVIDA"],
        ["Peru 21"],
        ["voice/devida"],
    )
    assert (stated["certainty"], stated["wasDerivedFrom"]) == (["attributed"], ["source/one"])


def test_an_unresolved_name_stands_as_text_alone() -> None:
    stated = said(way("nowhere at all > B", ONE))
    assert (stated["originText"], "origin" in stated, stated["unresolved"]) == (["nowhere at all"], False, ["from"])


def test_evidence_and_score_are_kept() -> None:
    told = replace(way("A > B", ONE), exact="from A to B", start=3, end=14, score=0.5, loader="articles/1")
    stated = said(told)
    assert (stated["exact"], stated["start"], stated["end"]) == (["from A to B"], ["3"], ["14"])
    assert (stated["score"], stated["loader"]) == (["0.5"], ["articles/1"])


@pytest.mark.parametrize("odd", ["NO", "1.50", "01", 'a "quoted" name', "línea\u202e", "x" * 400])
def test_a_record_comes_back_as_it_was(odd: str) -> None:
    told = replace(way("A > p > C", ONE, period="2014"), note=odd, said_by=odd, where=odd)
    rows = [(ONE.id, canonical(claim_fields(told))), (ONE.id, canonical(source_fields(ONE)))]
    assert list(records(rows)) == [Record(ONE, (told,))]


def test_ids_depend_on_the_words_and_not_on_the_order_of_unordered_lists() -> None:
    one = claim_id("source/s", "partnership", {"between": ("g", "h")}, "stated", None)
    assert one == claim_id("source/s", "partnership", {"between": ("h", "g")}, "stated", None)
    way_there = claim_id("source/s", "route", {"from": "A", "via": ("p", "q"), "to": "C"}, "stated", None)
    way_round = claim_id("source/s", "route", {"from": "A", "via": ("q", "p"), "to": "C"}, "stated", None)
    assert way_there != way_round
    assert one != claim_id("source/s", "partnership", {"between": ("g", "h")}, "denied", None)


def test_shortcuts_are_those_of_live_links() -> None:
    resin = way("A > B", ONE, commodity="cannabis-resin")
    route = BASE + "routeTo"
    assert shortcuts([resin]) == {
        ("place/AA", predicate, "place/BB") for predicate in (route, f"{route}/cannabis-resin", f"{route}/cannabis")
    }
    assert shortcuts([way("A > B", ONE, "denied"), way("A > B", ONE, status="ended")]) == set()
    both = shortcuts([claim(ONE, "partnership", {"between": ("h", "g")})])
    assert {(s, o) for s, _, o in both} == {("group/g", "group/h"), ("group/h", "group/g")}


def test_a_market_exists_where_a_claim_names_it() -> None:
    price = {"place": "A", "commodity": "cocaine", "low": "5", "currency": "USD", "per": "g"}
    found = shortcuts([claim(ONE, "price", price)])
    assert ("market/AA/cocaine", BASE + "inPlace", "place/AA") in found
    assert shortcuts([claim(ONE, "price", price, "denied")]) == set()
