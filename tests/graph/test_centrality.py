"""Rankings, with values worked out by hand; betweenness also against every path of random graphs, and networkx."""

import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, permutations
from math import log
from random import Random
from typing import Any

import networkx
import pytest

from corredor.graph import Network, Store
from corredor.graph.claim import Claim
from corredor.graph.ranking import Ranking, Row, ranking_document
from corredor.ontology.errors import UnknownName
from tests.graph.circles import circle, tie
from tests.graph.tiny import network, source, way

ONE, TWO, THREE, FOUR = (source(name) for name in ("one", "two", "three", "four"))
AGAIN = replace(source("again"), publisher=ONE.publisher)


def rows(ranking: Ranking) -> dict[str, Row]:
    return {row.name: row for row in ranking.rows}


def values(ranking: Ranking) -> dict[str, float]:
    return {row.name: row.value for row in ranking.rows}


def ways(told: Ranking) -> dict[str, tuple[int | None, int | None]]:
    return {row.name: (row.ins, row.outs) for row in told.rows}


# ------------------------------------------------------------ degree


def test_degree_counts_distinct_countries_in_and_out() -> None:
    told = [way("A > B > C", ONE), way("p > A", TWO), way("zone:z, AA > C", THREE), way("C > D", FOUR)]
    ranking = network(told).centrality()
    assert values(ranking) == {"C": 3, "A": 2, "B": 2, "D": 1}
    assert ways(ranking) == {"C": (2, 1), "A": (1, 2), "B": (1, 2), "D": (1, 0)}
    assert [(row.rank, row.name) for row in ranking.rows] == [(1, "C"), (2, "A"), (2, "B"), (4, "D")]


def test_degree_at_place_level_is_as_told() -> None:
    told = [way("A > p", ONE), way("A > q", ONE), way("A > B", TWO)]
    ranking = network(told).centrality(level="place")
    assert values(ranking) == {"A": 3, "B": 1, "p": 1, "q": 1}


def test_legs_in_one_country_and_wide_or_shared_ends_are_left_out_and_counted() -> None:
    told = [
        way("p > q", ONE),
        way("A > region:R", ONE),
        way("border:s, AA > C", TWO),
        way("region:R > border:s, AA", TWO),
        way("A > B", ONE),
        way("A > B", TWO, commodity="heroin"),
    ]
    ranking = network(told).centrality()
    assert values(ranking) == {"A": 1, "B": 1}
    assert ranking.left_out == {"in_no_country": 3, "inside_one_country": 1}
    assert (ranking.basis.claims, ranking.basis.sources, ranking.basis.voices) == (2, 2, 2)


def test_world_regions_stay_in_the_graph_and_out_of_the_ranking() -> None:
    ranking = network([way("A > region:R > C", ONE), way("border:s, AA > C", TWO)]).centrality(level="place")
    assert values(ranking) == {"C": 2, "A": 1, "s": 1}
    assert ranking.left_out == {"world_regions": 1}
    assert rows(ranking)["s"].country == "AA; BB"


def test_a_kind_is_ranked_alone_in_the_same_graph() -> None:
    ranking = network([way("A > p > C", ONE), way("D > q", TWO)]).centrality(level="place", kind="port")
    assert [(row.name, row.kind, row.country, row.value) for row in ranking.rows] == [
        ("p", "port", "BB", 2),
        ("q", "port", "BB", 1),
    ]


def test_ended_claims_count_when_asked() -> None:
    told = [way("A > B", ONE, status="ended")]
    assert network(told).centrality().rows == ()
    assert values(network(told, status=("ended",)).centrality()) == {"A": 1, "B": 1}


# ------------------------------------------------------------ strength, and what a value rests on


def test_strength_adds_the_rank_scores_of_each_commodity() -> None:
    told = [way("A > B", ONE), way("A > B", TWO, commodity="heroin"), way("B > C", THREE, "alleged")]
    assert values(network(told).centrality(measure="strength")) == {"B": 2.0, "A": 1.6, "C": 0.4}


def test_a_voice_counts_once_for_a_country() -> None:
    told = [way("A > p", ONE), way("A > q", AGAIN), way("A > C", ONE), way("A > C", TWO)]
    ranking = network(told).centrality(measure="strength")
    assert values(ranking) == {"A": 1.76, "C": 0.96, "B": 0.8}
    b = rows(ranking)["B"]
    assert (b.basis.claims, b.basis.sources, b.basis.voices, b.one_voice) == (2, 2, 1, 1)
    a = rows(ranking)["A"]
    assert (a.basis.claims, a.basis.sources, a.basis.voices, a.one_voice) == (4, 3, 2, 1)


def test_a_denied_link_is_counted_as_disputed() -> None:
    told = [way("A > B", ONE), way("A > B", TWO, "denied"), way("A > C", ONE), way("A > D", TWO, "denied")]
    ranking = network(told).centrality(measure="strength")
    assert values(ranking) == {"A": 1.2, "C": 0.8, "B": 0.4}
    assert {row.name: row.disputed for row in ranking.rows} == {"A": 1, "C": 0, "B": 1}
    assert (ranking.basis.claims, ranking.basis.voices) == (2, 1)


# ------------------------------------------------------------ betweenness


def test_betweenness_of_the_middle_of_three() -> None:
    ranking = network([way("A > B > C", ONE)]).centrality(measure="betweenness")
    assert values(ranking) == {"B": 0.5, "A": 0, "C": 0}
    assert (ranking.divided_by, ranking.basis.claims) == (2, 1)


def test_betweenness_follows_the_best_link_over_commodities() -> None:
    told = [way("A > B > C", ONE), way("A > C", TWO, "alleged")]
    assert values(network(told).centrality(measure="betweenness"))["B"] == 0.5
    told += [way("A > C", THREE, commodity="heroin")]
    assert values(network(told).centrality(measure="betweenness"))["B"] == 0
    assert values(network(told, commodity="cocaine").centrality(measure="betweenness"))["B"] == 0.5


def test_paths_of_equal_legs_in_another_order_are_equally_long() -> None:
    told = [
        *(way("A > B", ONE), way("B > C", ONE, "alleged"), way("C > D", ONE, "believed")),
        *(way("A > O", ONE), way("O > p", ONE, "believed"), way("p > D", ONE, "alleged")),
    ]
    ranking = network(told).centrality(level="place", measure="betweenness")
    assert ranking.divided_by == 5 * 4
    assert values(ranking) == {"B": 1.5 / 20, "C": 1.5 / 20, "O": 1.5 / 20, "p": 1.5 / 20, "A": 0, "D": 0}


def test_few_nodes_are_divided_by_one() -> None:
    ranking = network([way("A > B", ONE)]).centrality(measure="betweenness")
    assert (values(ranking), ranking.divided_by) == ({"A": 0, "B": 0}, 1)


@pytest.mark.parametrize("seed", range(20))
def test_betweenness_is_that_of_all_paths(seed: int) -> None:
    told = network(some_ways(Random(seed)))
    ranking = told.centrality(level="place", measure="betweenness")
    expected = by_all_paths(told)
    assert values(ranking) == {name: pytest.approx(value, abs=1e-9) for name, value in expected.items()}


def some_ways(random: Random) -> list[Claim]:
    pairs = random.sample(list(permutations(["A", "B", "C", "D", "O", "p", "zone:z, AA"], 2)), 14)
    return [
        way(f"{a} > {b}", random.choice([ONE, TWO, THREE]), random.choice(["stated", "attributed"]), commodity)
        for a, b in pairs
        for commodity in random.sample(["cocaine", "heroin", "cannabis"], random.choice([1, 2]))
    ]


def by_all_paths(told: Network) -> dict[str, float]:
    """Betweenness from every simple path, lengths being products of exact fractions."""
    best: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for link in told.links("route"):
        ends = told.names.label(link.start), told.names.label(link.end)
        best[ends] = max(best[ends], Fraction(link.confidence).limit_denominator(10**6))
    nodes = {node for ends in best for node in ends}
    passed: dict[str, Fraction] = dict.fromkeys(nodes, Fraction(0))
    for start, end in permutations(nodes, 2):
        shortest = shortest_paths(best, start, end)
        for path in shortest:
            for inner in path[1:-1]:
                passed[inner] += Fraction(1, len(shortest))
    return {node: float(count / ((len(nodes) - 1) * (len(nodes) - 2))) for node, count in passed.items()}


def shortest_paths(best: Mapping[tuple[str, str], Fraction], start: str, end: str) -> list[tuple[str, ...]]:
    found: dict[tuple[str, ...], Fraction] = {}
    begun: list[tuple[tuple[str, ...], Fraction]] = [((start,), Fraction(1))]
    while begun:
        path, score = begun.pop()
        if path[-1] == end:
            found[path] = score
            continue
        begun += [((*path, b), score * s) for (a, b), s in best.items() if a == path[-1] and b not in path]
    return [path for path, score in found.items() if score == max(found.values())]


def test_betweenness_is_that_of_networkx_on_the_starter_facts(starter: Store) -> None:
    told = starter.network(commodity="cocaine")
    graph: Any = networkx.DiGraph()
    for link in told.links("route"):  # whole lengths: as floats, paths of the same legs in another order differ
        known = graph.get_edge_data(link.start, link.end, {"length": 10**12})["length"]
        graph.add_edge(link.start, link.end, length=min(known, round(-log(link.confidence) * 10**9)))
    expected = networkx.betweenness_centrality(graph, weight="length")
    ranking = told.centrality(level="place", measure="betweenness")
    assert len(ranking.rows) > 200
    assert {row.id: row.value for row in ranking.rows} == {
        row.id: pytest.approx(expected[row.id], abs=1e-8) for row in ranking.rows
    }
    assert ranking.divided_by == (len(graph) - 1) * (len(graph) - 2)


def test_betweenness_says_what_it_cannot_tell() -> None:
    told = [way("A > B", ONE), way("A > B", TWO, commodity="heroin")]
    port, commodity = "name a port at one end only", "may change the commodity"
    both = network(told).centrality(level="place", measure="betweenness").warnings
    assert [port in both[0], commodity in both[1]] == [True, True]
    assert network(told, commodity="heroin").centrality(measure="betweenness").warnings == ()
    assert network(told).centrality(level="place").warnings == ()


def test_networkx_is_imported_for_betweenness_alone() -> None:
    ask = (
        "import sys; from corredor.graph import example; n = example().network(); {}; print('networkx' in sys.modules)"
    )
    for question, imported in (("n.centrality()", "False"), ("n.centrality(measure='betweenness')", "True")):
        run = subprocess.run([sys.executable, "-c", ask.format(question)], capture_output=True, text=True, check=True)
        assert run.stdout.strip() == imported


# ------------------------------------------------------------ groups


def test_groups_are_ranked_over_partnerships() -> None:
    told = circle(
        tie("North", "South", ONE),
        tie("North", "East", TWO, commodity="cocaine"),
        tie("North", "East", ONE, commodity="heroin"),
        tie("East", "West", ONE, kind="rivalry"),
    )
    ranking = told.centrality(level="group")
    assert [(row.rank, row.name, row.kind, row.country, row.value) for row in ranking.rows] == [
        (1, "North", "cartel", "BB", 2),
        (2, "East", "mafia", None, 1),
        (2, "South", "gang", "AA", 1),
    ]
    assert ways(ranking)["North"] == (None, None)
    assert values(told.centrality(level="group", kind="gang")) == {"South": 1}


def test_a_partnership_leads_both_ways() -> None:
    told = circle(tie("North", "South", ONE), tie("South", "East", ONE), tie("East", "West", ONE))
    ranking = told.centrality(level="group", measure="betweenness")
    assert values(ranking) == {"East": round(2 / 3, 9), "South": round(2 / 3, 9), "North": 0, "West": 0}
    assert (ranking.divided_by, ranking.warnings) == (6, ())


def test_collectives_are_ranked_when_asked_and_counted_otherwise() -> None:
    told = circle(tie("North", "Hill groups", ONE), tie("Hill groups", "South", ONE))
    some = told.centrality(level="group")
    assert (values(some), some.left_out) == ({"North": 1, "South": 1}, {"collectives": 1})
    whole = told.centrality(level="group", collectives=True)
    assert (values(whole), whole.left_out) == ({"Hill groups": 2, "North": 1, "South": 1}, {})


# ------------------------------------------------------------ order, words, documents


@pytest.mark.parametrize("level", ["country", "place"])
@pytest.mark.parametrize("measure", ["degree", "strength", "betweenness"])
def test_the_order_of_claims_does_not_matter(level: Any, measure: Any) -> None:
    told = [*some_ways(Random(1)), *some_ways(Random(2)), way("A > B", FOUR, "denied")]
    expected = network(told).centrality(level=level, measure=measure)
    for seed in range(5):
        shuffled = Random(seed).sample(told, len(told))
        assert network(shuffled).centrality(level=level, measure=measure) == expected


def test_equal_values_share_a_rank_and_k_counts_those_that_it_cuts() -> None:
    told = [way("C > A", ONE), way("C > D", ONE), way("C > B", ONE)]
    ranking = network(told).centrality(k=2)
    assert [(row.rank, row.name) for row in ranking.rows] == [(1, "C"), (2, "A")]
    assert ranking.tied_out == 2
    assert network(told).centrality().tied_out == 0


def test_rows_of_one_value_come_by_name() -> None:
    ranking = network([way("A > border:s, AA", ONE), way("A > p", ONE)]).centrality(level="place")
    assert [row.name for row in ranking.rows] == ["A", "p", "s"]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"level": "place", "kind": "prot"}, '"prot" is no kind at level place. Did you mean port?'),
        ({"kind": "port"}, '"port" is no kind at level country. Ask for it at level place or group.'),
        ({"level": "city"}, '"city" is no level. Known: country, place, group.'),
        ({"measure": "degrees"}, '"degrees" is no measure. Did you mean degree?'),
    ],
)
def test_unknown_words_are_named(asked: Any, message: str) -> None:
    with pytest.raises(UnknownName) as caught:
        network([way("A > B", ONE)]).centrality(**asked)
    assert str(caught.value) == message


def test_the_words_say_what_is_counted() -> None:
    told = network([way("A > B", ONE)])
    assert told.centrality().counts == "the number of distinct countries that it is told to receive from or to send to"
    assert "rank scores" in told.centrality(measure="strength").counts
    assert "−ln of the rank score" in told.centrality(measure="betweenness", level="place").counts
    assert circle().centrality(level="group").counts == "the number of distinct groups that it is told to work with"


def test_the_document_is_plain_and_whole() -> None:
    told = network([way("A > B", ONE), way("A > p", TWO, commodity=None)], commodity="cocaine")
    assert ranking_document(told.centrality(k=1), told) == {
        "measure": "degree",
        "level": "country",
        "counts": "the number of distinct countries that it is told to receive from or to send to",
        "divided_by": None,
        "filters": "commodity cocaine",
        "counted": "1 claim, 1 source, 1 voice",
        "revision": "",
        "ranking": [
            {
                "rank": 1,
                "id": "place/AA",
                "name": "A",
                "kind": "country",
                "country": "AA",
                "value": 1,
                "in": 0,
                "out": 1,
                "claims": 1,
                "sources": 1,
                "voices": 1,
                "one_voice": 1,
                "disputed": 0,
            }
        ],
        "tied_out": 1,
        "left_out": {"commodity": 1},
        "warnings": [],
    }


# ------------------------------------------------------------ the starter facts


def test_degree_on_the_starter_facts_is_that_of_a_plain_count(starter: Store) -> None:
    network = starter.network()
    neighbours: dict[str, set[str]] = defaultdict(set)
    for claim in network.claims:
        if claim.kind == "route" and not claim.denies and claim.status != "ended":
            countries = [network.names.places.country_of(stop) if stop else None for stop in claim.stops]
            for a, b in pairwise(countries):
                if a and b and a != b:
                    neighbours[a].add(b)
                    neighbours[b].add(a)
    assert len(neighbours) > 100
    assert {row.id: row.value for row in network.centrality().rows} == {id: len(n) for id, n in neighbours.items()}
