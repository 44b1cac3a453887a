"""What holds for every answer: on random small graphs, and on random questions to the starter facts."""

import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corredor.graph import Network, Store, open_store
from corredor.graph.answer import Route
from corredor.graph.claim import Claim
from corredor.graph.joints import Joints
from corredor.graph.prefixes import BASE
from corredor.graph.rdf import local
from corredor.graph.routes import Question, Search, distinct
from corredor.ontology.vocabulary import vocabulary
from tests.graph.tiny import NAMES, PLACES, network, source, way

PLACE_REFS = ["A", "B", "C", "D", "O", "port:p, BB", "port:q, BB", "zone:z, AA", "region:R", "border:s, AA"]
CERTAINTIES = ["stated", "attributed", "believed", "alleged", "denied"]

journeys = st.lists(st.sampled_from(PLACE_REFS), min_size=2, max_size=4).filter(
    lambda stops: all(a != b for a, b in pairwise(stops)) and stops[0] != stops[-1]
)


@st.composite
def told(draw: st.DrawFn) -> list[Claim]:
    sources = [source(f"s{n}", weak=n == 0) for n in range(4)]
    count = draw(st.integers(2, 9))
    return [
        way(
            " > ".join(draw(journeys)),
            draw(st.sampled_from(sources)),
            draw(st.sampled_from(CERTAINTIES)),
            draw(st.sampled_from(["cocaine", "cocaine", "cocaine", "heroin"])),
        )
        for _ in range(count)
    ]


@settings(max_examples=400, deadline=None)
@given(told(), st.sampled_from(PLACE_REFS), st.sampled_from(PLACE_REFS), st.booleans(), st.sampled_from([2, 4, 6]))
def test_routes_pruned_equals_unpruned(claims: list[Claim], start: str, end: str, strict: bool, legs: int) -> None:
    question = Question(NAMES.place(start), NAMES.place(end), max_legs=legs, min_confidence=0.01)
    stretches = network(claims).stretches("cocaine")
    joints = Joints(PLACES, strict=strict)

    def best(prune: bool) -> list[tuple[tuple[str, ...], float]]:
        search = Search(question, stretches, joints, prune=prune)
        chains = distinct(search.chains(), 50, joints)
        assert search.exhausted
        return [(chain.countries, round(chain.confidence, 9)) for chain, _ in chains]

    assert best(prune=True) == best(prune=False)


@settings(max_examples=200, deadline=None)
@given(told(), st.permutations(range(9)))
def test_routes_do_not_depend_on_the_order_of_claims(claims: list[Claim], order: list[int]) -> None:
    shuffled = [claims[i] for i in order if i < len(claims)]
    answers = [list(network(told_).routes("A", "C")) for told_ in (claims, shuffled)]
    assert _plain(answers[0]) == _plain(answers[1])


def _plain(routes: list[Route]) -> list[tuple[float, list[tuple[str, str]]]]:
    return [(round(r.confidence, 9), [(leg.start, leg.end) for leg in r.legs]) for r in routes]


@settings(max_examples=200, deadline=None)
@given(told())
def test_confidence_is_the_product_of_what_is_shown(claims: list[Claim]) -> None:
    for route in network(claims).routes("A", "C"):
        product = 1.0
        for leg in route.legs:
            product *= leg.factor
        for stretch in {leg.stretch: leg.stretch_confidence for leg in route.told_legs}.values():
            product *= stretch
        assert route.confidence == pytest.approx(product)


@pytest.fixture(scope="module")
def random_answers(starter_path: Path) -> list[tuple[Network, Route]]:
    with open_store(starter_path) as store:
        whole = store.network()
        names = store.names
    chosen = random.Random(300)
    places = sorted({stop for claim in whole.claims if claim.kind == "route" for stop in claim.stops if stop})
    found = []
    for _ in range(300):
        start, end = chosen.sample(places, 2)
        found += [(whole, route) for route in whole.routes(names.places[start].ref, names.places[end].ref, k=3)]
    return found


def test_starter_routes_are_many_enough_to_mean_something(random_answers: list[tuple[Network, Route]]) -> None:
    assert len(random_answers) > 100


def test_starter_routes_cross_a_world_region_only_where_one_source_does(
    random_answers: list[tuple[Network, Route]],
) -> None:
    for whole, route in random_answers:
        places = whole.names.places
        for before, after in pairwise(route.legs):
            if places[before.end].is_wide:
                assert before.stretch == after.stretch != 0


def test_starter_routes_mix_no_commodities(random_answers: list[tuple[Network, Route]]) -> None:
    for _, route in random_answers:
        assert route.commodity is not None
        narrower = vocabulary().narrower(route.commodity)
        assert all(claim.commodity in narrower for link in route.links for claim in link.claims)


def test_starter_routes_enter_no_country_twice_across_a_joint(random_answers: list[tuple[Network, Route]]) -> None:
    for whole, route in random_answers:
        by_stretch: dict[int, list[str]] = {}
        for leg in route.told_legs:
            stops = by_stretch.setdefault(leg.stretch, [leg.start])
            stops.append(leg.end)
        passed: list[str] = []
        for stops in by_stretch.values():
            countries = [c for c in map(whole.names.places.country_of, stops) if c]
            assert not set(countries) & {c for c in passed if c != passed[-1]}
            passed += countries


def test_starter_legs_are_contiguous_and_have_claims(random_answers: list[tuple[Network, Route]]) -> None:
    for _, route in random_answers:
        assert all(before.end == after.start for before, after in pairwise(route.legs))
        assert all(leg.link.claims for leg in route.legs if leg.link is not None)
        assert route.told_legs


@pytest.mark.parametrize("commodity", ["cocaine", "heroin", "cannabis"])
def test_reachable_equals_the_path_of_sparql(starter: Store, commodity: str) -> None:
    """200 random pairs: `?a route:C+ ?b` asked of the engine, and the same of the network."""
    network_ = starter.network()
    chosen = random.Random(commodity)
    places = sorted({end for link in network_.links("route") for end in (link.start, link.end)})
    pairs = [chosen.sample(places, 2) for _ in range(100)]
    starts = chosen.sample(places, 25)
    pairs += [[a, chosen.choice(sorted(network_.reachable(a, commodity=commodity)) or places)] for a in starts * 4]
    rows = " ".join(f"(<{BASE}{a}> <{BASE}{b}>)" for a, b in pairs)
    text = f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {rows} }} FILTER EXISTS {{ ?a route:{commodity}+ ?b }} }}"
    held = {tuple(local(term) for term in row) for row in starter.query(text).rows}
    expected = {(a, b) for a, b in pairs if b in network_.reachable(a, commodity=commodity)}
    assert len(pairs) == 200
    assert expected
    assert held == expected
