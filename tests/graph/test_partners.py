"""Who works with whom, on tiny circles of groups."""

import pytest

from corredor.graph import Network, Store
from corredor.graph.filters import Filters
from corredor.graph.partners import Partners, Tie, partners_document
from corredor.ontology.errors import UnknownName
from tests.graph.circles import NAMES, circle, tie
from tests.graph.tiny import source

ONE, TWO, THREE = (source(name) for name in ("one", "two", "three"))


def found(told: Partners) -> list[tuple[str, float]]:
    return [(NAMES.label(t.group), round(t.link.confidence, 6)) for t in told.partners]


def only(told: tuple[Tie, ...]) -> Tie:
    (one,) = told
    return one


def test_partners_come_by_rank_score_then_name() -> None:
    told = circle(
        tie("West", "North", ONE, "alleged"),
        tie("North", "East", ONE),
        tie("South", "North", ONE),
        tie("South", "North", TWO),
        tie("Hill groups", "North", ONE),
        tie("Älva", "North", ONE),
        tie("East", "West", ONE),
    )
    assert found(told.partners("North")) == [
        ("South", 0.96),
        ("East", 0.8),
        ("Hill groups", 0.8),
        ("Älva", 0.8),
        ("West", 0.4),
    ]


def test_a_tie_tells_forms_places_and_what_it_rests_on() -> None:
    told = circle(
        tie("North", "South", ONE, form="transport", where_active="A", status="emerging", period="2018"),
        tie("South", "North", TWO, form="alliance", where_active="port:p, BB", period="2015"),
        tie("South", "North", THREE, where_active="nowhere known", period="2016"),
    )
    partner = only(told.partners("South").partners)
    assert partner.path == ("group/south", "group/north")
    assert partner.forms == ("alliance", "transport")
    assert partner.where_active == ("place/AA", "place/port-bb-p")
    assert (partner.link.voices, partner.link.status, partner.link.first, partner.link.last) == (
        3,
        "emerging",
        "2015",
        "2018",
    )


def test_each_commodity_is_a_tie_of_its_own() -> None:
    told = circle(
        tie("North", "South", ONE, "believed", commodity="cocaine"), tie("North", "South", TWO, commodity="heroin")
    )
    assert [t.link.commodity for t in told.partners("North").partners] == ["heroin", "cocaine"]
    narrowed = circle(
        tie("North", "South", ONE, "believed", commodity="cocaine"),
        tie("North", "South", TWO, commodity="heroin"),
        commodity="cocaine",
    )
    assert [t.link.commodity for t in narrowed.partners("North").partners] == ["cocaine"]


def test_denials_stand_first_and_dispute() -> None:
    told = circle(tie("North", "South", ONE), tie("North", "South", TWO, "denied")).partners("North")
    partner = only(told.partners)
    assert partner.link.disputed
    assert partner.link.confidence == pytest.approx(0.4)
    assert [claim.certainty for claim in partner.link.all_claims] == ["denied", "stated"]
    assert told.denied == ()


def test_a_tie_that_is_only_denied_is_told_as_denied() -> None:
    denied = tie("North", "South", ONE, "denied")
    rival = tie("North", "East", TWO, "denied", kind="rivalry")
    told = circle(denied, rival, tie("East", "West", ONE, "denied")).partners("North")
    assert (told.partners, told.rivals) == ((), ())
    assert set(told.denied) == {denied, rival}
    assert len(told) == 2


def test_rivals_stand_apart() -> None:
    told = circle(
        tie("North", "South", ONE),
        tie("North", "South", TWO, kind="rivalry", over="A"),
        tie("North", "East", ONE, kind="rivalry", over="cocaine"),
        tie("East", "West", ONE, kind="rivalry"),
    ).partners("North")
    assert [t.group for t in told.partners] == ["group/south"]
    assert [(t.group, t.over) for t in told.rivals] == [
        ("group/east", ("commodity/cocaine",)),
        ("group/south", ("place/AA",)),
    ]
    assert (told.basis.claims, told.basis.sources, told.basis.voices) == (3, 2, 2)


def test_two_hops_lead_to_partners_of_partners_with_their_path() -> None:
    told = circle(
        tie("North", "South", ONE),
        tie("North", "West", ONE, "alleged"),
        tie("South", "West", ONE),
        tie("South", "East", TWO),
        tie("West", "East", TWO, "alleged"),
        tie("East", "Hill groups", ONE),
    )
    assert {t.hops for t in told.partners("North").partners} == {1}
    two = [t.path[1:] for t in told.partners("North", hops=2).partners if t.hops == 2]
    assert two == [("group/south", "group/east"), ("group/west", "group/east")]
    three = [t.path[1:] for t in told.partners("North", hops=3).partners if t.hops == 3]
    assert three == [("group/south", "group/east", "group/hill-groups")]


def test_what_has_ended_is_found_when_asked() -> None:
    ended = tie("North", "South", ONE, status="ended")
    assert len(circle(ended).partners("North")) == 0
    assert len(circle(ended, status=("ended",)).partners("North")) == 1


def test_merged_groups_are_one() -> None:
    merged = {"group/west": "group/north"}
    claims = [tie("West", "South", ONE), tie("North", "East", ONE), tie("North", "West", TWO)]
    told = Network(claims, Filters(), NAMES, canonical=lambda id: merged.get(id, id))
    assert found(told.partners("West")) == [("East", 0.8), ("South", 0.8)]


def test_the_order_of_claims_does_not_matter() -> None:
    claims = [tie("North", name, ONE) for name in ("South", "East", "West")] + [tie("East", "West", TWO)]
    assert circle(*claims).partners("North", hops=2) == circle(*claims[::-1]).partners("North", hops=2)


def test_an_unknown_group_is_named() -> None:
    with pytest.raises(UnknownName, match="Did you mean North"):
        circle().partners("Nort")


def test_the_document_describes_collectives_as_unnamed() -> None:
    told = circle(
        tie("North", "Hill groups", ONE, form="supply", where_active="A"), tie("North", "East", TWO, "denied")
    )
    document = partners_document(told.partners("North"), told)
    assert document["group"]["description"] == "North (cartel, p)"
    (partner,) = document["partners"]
    assert partner["group"]["description"] == "unnamed groups described as Hill"
    assert partner["group"]["collective"] is True
    assert [step["called"] for step in partner["path"]] == ["North", "unnamed groups described as Hill"]
    assert (partner["forms"], partner["where_active"][0]["name"]) == (["supply"], "A")
    assert [claim["certainty"] for claim in document["denied"]] == ["denied"]
    assert document["counted"] == "2 claims, 2 sources, 2 voices"


def test_every_tie_of_the_starter_facts_has_a_claim_that_names_both(starter: Store) -> None:
    network = starter.network()
    ties = network.partners("Sinaloa Cartel", hops=2).partners
    assert {t.hops for t in ties} == {1, 2}
    for step in ties:
        assert step.link.claims
        assert {step.path[-2], step.path[-1]} == {id for claim in step.link.all_claims for id in claim.stops}
