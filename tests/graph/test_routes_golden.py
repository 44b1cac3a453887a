"""The fourteen graphs that fix what a route is worth. All claims are stated unless said."""

from dataclasses import replace
from typing import Any

import pytest

from corredor.graph.answer import Route
from corredor.graph.claim import Claim
from tests.graph.tiny import network, source, way

ONE, TWO, THREE, FOUR = (source(name) for name in ("one", "two", "three", "four"))
WEAK = source("weak", weak=True)


def found(claims: list[Claim], start: str = "A", end: str = "C", how: Any = None, **asked: Any) -> list[Route]:
    return list(network(claims, **{"commodity": "cocaine", **asked}).routes(start, end, **(how or {})))


def only(claims: list[Claim], *ends: str, **asked: Any) -> Route:
    (route,) = found(claims, *ends, **asked)
    return route


def score(route: Route) -> Any:
    return pytest.approx(route.confidence, abs=1e-9)


def test_01_one_breath_is_whole() -> None:
    route = only([way("A > B > C", ONE)])
    assert (score(route), route.told) == (0.80, "whole")


def test_02_two_voices_are_pieced() -> None:
    route = only([way("A > B", ONE), way("B > C", TWO)])
    assert (score(route), route.told) == (0.384, "pieced")


def test_03_a_joint_at_one_port() -> None:
    assert score(only([way("A > p", ONE), way("p > C", TWO)])) == 0.576


def test_04_a_joint_at_two_ports_of_one_country() -> None:
    assert score(only([way("A > p", ONE), way("q > C", TWO)])) == 0.192


def test_05_agreement_counts_by_voice() -> None:
    again = replace(source("again"), publisher=ONE.publisher)
    assert score(only([way("A > B", ONE), way("A > B", again)], "A", "B")) == 0.80
    assert score(only([way("A > B", s) for s in (ONE, TWO)], "A", "B")) == 0.96
    assert score(only([way("A > B", s) for s in (ONE, TWO, THREE, FOUR)], "A", "B")) == 0.98


def test_06_a_denial_halves_and_disputes() -> None:
    route = only([way("A > B", ONE), way("A > B", TWO, "denied")], "A", "B")
    assert (score(route), route.disputed) == (0.40, True)
    denied = [way("A > B", TWO, "denied")]
    assert found(denied, "A", "B") == []
    assert network(denied).links() == []


def test_07_a_weak_source_weighs_half() -> None:
    assert score(only([way("A > B", WEAK)], "A", "B")) == 0.40


def test_08_a_world_region_is_crossed_only_in_one_breath() -> None:
    assert found([way("A > region:R", ONE), way("region:R > C", TWO)]) == []
    assert score(only([way("A > region:R > C", ONE)])) == 0.80


def test_09_an_end_told_more_widely() -> None:
    claims = [way("A > C", ONE)]
    route = only(claims, "zone:z, AA", "C")
    assert score(route) == 0.48
    within = route.legs[0]
    assert (within.link, within.start, within.end, within.factor) == (None, "place/zone-aa-z", "place/AA", 0.6)
    assert found(claims, "zone:z, AA", "C", how={"strict": True}) == []


def test_10_commodities_are_not_mixed() -> None:
    claims = [way("A > B", ONE, commodity="cocaine"), way("B > C", TWO, commodity="heroin")]
    assert found(claims) == []
    assert list(network(claims).routes("A", "C")) == []


def test_11_what_has_ended_is_found_when_asked() -> None:
    claims = [way("A > B", ONE, status="ended")]
    assert found(claims, "A", "B") == []
    assert score(only(claims, "A", "B", status=("ended",))) == 0.80


def test_12_no_country_is_entered_again() -> None:
    claims = [way("O > A", ONE), way("A > B", TWO), way("B > zone:z, AA", THREE), way("zone:z, AA > C", FOUR)]
    route = only(claims, "O", "C")
    assert score(route) == 0.384
    assert [leg.start for leg in route.legs] == ["place/OO", "place/AA", "place/zone-aa-z"]


def test_13_a_told_stretch_falls_apart_where_it_is_avoided() -> None:
    assert found([way("A > B > C", ONE)], how={"avoid": ["B"]}) == []
    claims = [way("A > B > C > D", ONE)]
    assert found(claims, "A", "D", how={"avoid": ["B"]}) == []
    assert score(only(claims, "C", "D", how={"avoid": ["B"]})) == 0.80


def test_14_time_chooses_claims_first() -> None:
    claims = [way("A > B", ONE, period="2014"), way("B > C", TWO, period="2020")]
    assert len(found(claims)) == 1
    assert found(claims, since="2018") == []
