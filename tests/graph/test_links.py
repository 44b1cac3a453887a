"""Claims to links: who agrees, who denies, what has ended, how sure it is."""

from dataclasses import replace
from typing import Any

import pytest

from corredor.graph.claim import Claim
from corredor.graph.links import Link, legs, links
from corredor.graph.weights import weight
from tests.graph.tiny import claim, network, source, way

ONE, TWO, THREE = (source(name) for name in ("one", "two", "three"))
WEAK = source("weak", weak=True)


def only(*claims: Claim, **asked: Any) -> Link:
    (link,) = links(claims, **asked)
    return link


@pytest.mark.parametrize(
    ("certainty", "expected"),
    [("stated", 0.8), ("attributed", 0.7), ("believed", 0.5), ("alleged", 0.4), ("denied", 0.5)],
)
def test_weight_is_that_of_the_certainty_and_half_in_a_weak_source(certainty: str, expected: float) -> None:
    assert weight(way("A > B", ONE, certainty)) == expected
    assert weight(way("A > B", WEAK, certainty)) == expected / 2


def test_an_extracted_claim_weighs_by_its_score_until_it_is_accepted() -> None:
    extracted = replace(way("A > B", ONE), score=0.5)
    assert weight(extracted) == pytest.approx(0.4)
    assert weight(replace(extracted, review="accepted")) == 0.8


def test_a_voice_counts_once_with_its_strongest_claim() -> None:
    speakers = [claim(s, "route", _AB, "attributed", "UNODC") for s in (ONE, TWO)]
    stronger = claim(THREE, "route", _AB, "believed", "UNODC (World Drug Report 2010)")
    link = only(*speakers, stronger)
    assert link.voices == 1
    assert link.confidence == pytest.approx(0.7)


_AB = {"from": "A", "to": "B", "commodity": "cocaine"}


def test_a_longer_denied_route_disputes_its_legs_and_lowers_only_itself() -> None:
    claims = [way("A > B", ONE), way("B > C", ONE), way("A > B > C", TWO), way("A > B > C", THREE, "denied")]
    first = next(link for link in links(claims) if link.end == "place/BB")
    assert (first.disputed, first.denials, len(first.disputes)) == (True, (), 1)
    assert first.confidence == pytest.approx(0.96)
    whole = next(s for s in network(claims).stretches("cocaine") if len(s.stops) == 3)
    assert whole.confidence == pytest.approx(0.8 * 0.5)


def test_denials_stand_first() -> None:
    link = only(way("A > B", ONE), way("A > B", TWO, "denied"))
    assert [c.certainty for c in link.all_claims] == ["denied", "stated"]


def test_commodities_make_links_of_their_own_and_silence_one_too() -> None:
    claims = [way("A > B", ONE, commodity=c) for c in ("cocaine", "heroin", None)]
    assert [link.commodity for link in links(claims)] == [None, "cocaine", "heroin"]


def test_status_is_that_of_the_latest_claim() -> None:
    old = way("A > B", source("old", published="2010"), status="emerging")
    new = way("A > B", source("new", published="2020"), status="declining")
    assert only(new, old).status == "declining"
    assert only(old, way("A > B", ONE)).status == "emerging"
    assert only(way("A > B", ONE)).status == "active"
    assert only(way("A > B", ONE, status="emerging"), way("A > B", TWO, status="declining")).status == "active"


def test_what_has_ended_lends_no_support_but_is_kept() -> None:
    link = only(way("A > B", ONE), way("A > B", TWO, status="ended", period="2019"))
    assert link.confidence == pytest.approx(0.8)
    assert (len(link.claims), len(link.silent)) == (1, 1)
    assert links([way("A > B", ONE, status="ended")]) == []
    assert only(way("A > B", ONE, status="ended"), ended=True).status == "ended"


def test_certainty_is_the_strongest_that_a_voice_gives() -> None:
    assert only(way("A > B", ONE, "alleged"), way("A > B", TWO, "attributed")).certainty == "attributed"


def test_years_are_those_that_claims_speak_of() -> None:
    link = only(way("A > B", ONE, period="2014/2016"), way("A > B", TWO))
    assert (link.first, link.last) == ("2014", "2020")
    assert only(way("A > B", ONE, period="../2016")).first is None


def test_an_unresolved_stop_is_not_bridged() -> None:
    told = way("A > nowhere at all > C", ONE)
    assert told.unresolved == ("via",)
    assert legs(told) == []
    assert [s.stops for s in network([told]).stretches("cocaine")] == []
    assert legs(way("A > nowhere at all > C > D", ONE)) == [("place/CC", "place/DD")]


def test_a_link_between_groups_has_no_direction() -> None:
    claims = [
        claim(s, "partnership", {"between": pair}) for s, pair in ((ONE, ("g", "h")), (TWO, ("h", "g")))
    ]  # fmt: skip
    link = only(*claims)
    assert (link.start, link.end, link.voices) == ("group/g", "group/h", 2)


def test_kinds_link_what_the_ontology_says() -> None:
    claims = [
        claim(ONE, "presence", {"group": "g", "place": "A"}),
        claim(ONE, "control", {"group": "g", "place": "B"}),
        claim(ONE, "production", {"place": "A", "commodity": "coca"}),
        claim(ONE, "market", {"place": "A", "commodity": "coca"}),
        claim(ONE, "rivalry", {"between": ("g", "h")}),
    ]
    assert [(link.kind, link.start, link.end) for link in links(claims)] == [
        ("control", "group/g", "place/BB"),
        ("presence", "group/g", "place/AA"),
        ("production", "place/AA", "commodity/coca"),
        ("rivalry", "group/g", "group/h"),
    ]


def test_merged_ends_make_one_link_and_no_link_to_itself() -> None:
    kept = {"place/BB": "place/CC"}
    claims = [way("A > B", ONE), way("A > C", TWO), way("B > C", THREE)]
    link = only(*claims, canonical=lambda id: kept.get(id, id))
    assert (link.end, link.voices) == ("place/CC", 2)


def test_networkx_graph_is_writable_as_graphml(tmp_path: object) -> None:
    import networkx

    graph = network([way("A > B", ONE), way("A > B", TWO, commodity="heroin"), way("B > p", ONE)]).nx
    assert sorted(graph.edges(keys=True)) == [
        ("place/AA", "place/BB", "route cocaine"),
        ("place/AA", "place/BB", "route heroin"),
        ("place/BB", "place/port-bb-p", "route cocaine"),
    ]
    path = f"{tmp_path}/graph.graphml"
    networkx.write_graphml(graph, path)
    again = networkx.read_graphml(path)
    assert again.nodes["place/AA"]["name"] == "A"


def test_a_denial_of_a_port_disputes_its_country_and_does_not_lower_it() -> None:
    told = network([way("A > B", ONE), way("A > p", TWO), way("A > p", THREE, "denied")])
    (link,) = told.rolled_up(told.names.places.country_of, "route")
    assert (link.end, link.voices, link.disputed, link.denials) == ("place/BB", 2, True, ())
    assert link.confidence == pytest.approx(0.96)
