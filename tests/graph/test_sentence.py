"""A claim as a sentence: what each kind reads like, and that nothing sounds surer than it was said."""

from typing import Any

import pytest

from corredor.graph.claim import Claim, Source
from corredor.graph.identity import claim_id
from corredor.graph.resolve import resolve
from corredor.graph.sentence import sentence
from corredor.ontology.names import shipped_names
from corredor.ontology.vocabulary import vocabulary

SOURCE = Source("source/s", "S", "S", "2020", "https://s.example/", "news", "en")


def told(kind: str, certainty: str = "stated", **said: Any) -> str:
    said = {key.rstrip("_"): value for key, value in said.items()}
    ids = resolve(kind, said, shipped_names())
    claim = Claim(claim_id(SOURCE.id, kind, said, certainty, None), SOURCE, kind, said, ids, certainty)
    return sentence(claim, shipped_names())


def test_a_route_tells_its_stops_in_order() -> None:
    said = told(
        "route", from_="zone:VRAEM, PE", via=("Bolivia", "Chile"), to="Brazil", commodity="cocaine", mode=("air",)
    )
    assert said == "cocaine moves from VRAEM via Bolivia, Chile to Brazil (air)"


def test_a_route_without_a_commodity_moves_something() -> None:
    assert told("route", from_="Peru", to="Brazil") == "something moves from Peru to Brazil"


@pytest.mark.parametrize("commodity", ["arms", "migrants", "precursors", "persons"])
def test_several_move(commodity: str) -> None:
    assert " move from Peru" in told("route", from_="Peru", to="Brazil", commodity=commodity)


@pytest.mark.parametrize("certainty", ["denied", "alleged", "believed", "attributed"])
def test_what_is_not_simply_stated_says_so_first(certainty: str) -> None:
    said = told("route", certainty, from_="Peru", to="Brazil", commodity="cocaine")
    assert said == f"{certainty}: cocaine moves from Peru to Brazil"


def test_every_certainty_but_the_strongest_is_said() -> None:
    strongest, *others = vocabulary().certainties
    assert strongest == "stated"
    assert all(told("route", word, from_="Peru", to="Brazil").startswith(f"{word}: ") for word in others)


@pytest.mark.parametrize(
    ("bound", "share_of", "text"),
    [
        ("about", "destination", "share: about 10 per cent of the destination"),
        ("at-least", None, "share: at least 10 per cent"),
        (None, None, "share: 10 per cent"),
    ],
)
def test_a_share_keeps_its_bound_and_its_whole(bound: str | None, share_of: str | None, text: str) -> None:
    said = {"share": "10"} | ({"bound": bound} if bound else {}) | ({"share_of": share_of} if share_of else {})
    assert told("route", from_="Peru", to="Brazil", **said) == f"something moves from Peru to Brazil ({text})"


@pytest.mark.parametrize(
    ("figures", "text"),
    [
        ({"low": "200", "high": "200"}, "200 USD per kilogram"),
        ({"low": "200", "high": "300"}, "200 to 300 USD per kilogram"),
        ({"low": "200"}, "from 200 USD per kilogram"),
        ({"high": "300"}, "up to 300 USD per kilogram"),
        ({"low": "200", "high": "200", "bound": "about"}, "about 200 USD per kilogram"),
    ],
)
def test_a_price_reads_as_it_was_given(figures: dict[str, str], text: str) -> None:
    said = told("price", place="Peru", commodity="cocaine", currency="USD", per="kg", level="wholesale", **figures)
    assert said.endswith(f"cocaine ({text}; level: wholesale)")


def test_a_quantity_keeps_bound_and_unit() -> None:
    measure = {"amount": "1.5", "unit": "t", "bound": "at-least"}
    assert "(quantity: at least 1.5 t; 2020)" in told(
        "seizure", place="Peru", commodity="cocaine", quantity=measure, date="2020"
    )


@pytest.mark.parametrize(
    ("period", "text"),
    [("2014", "2014"), ("2014/2018", "2014 to 2018"), ("2016/..", "since 2016"), ("../2016", "until 2016")],
)
def test_a_period_reads_as_words(period: str, text: str) -> None:
    said = told("presence", group="Sinaloa Cartel", place="Peru", period=period)
    assert said == f"Sinaloa Cartel operates in Peru ({text})"


def test_a_collective_is_unnamed_groups() -> None:
    said = told("partnership", between=("Albanian groups", "'Ndrangheta"), form="supply")
    assert said == "unnamed groups described as Albanian work with 'Ndrangheta (form: supply)"


def test_what_is_controlled_is_not_left_out() -> None:
    said = told("control", group="Sinaloa Cartel", place="Peru", of="corridor")
    assert said == "Sinaloa Cartel controls Peru (of: corridor)"


def test_a_name_that_leads_nowhere_stands_as_written() -> None:
    said = told("route", from_="Peru", to="city:Nowhere, BR", actors=("Nobody known",))
    assert said == 'something moves from Peru to "city:Nowhere, BR" (unresolved) (actor: "Nobody known" (unresolved))'


def test_every_kind_has_a_sentence() -> None:
    texts = {"Place": "Peru", "Group": "Sinaloa Cartel", "Commodity": "cocaine", "PlaceOrCommodity": "cocaine"}
    for kind in vocabulary().kinds.values():
        ends = [field for field in kind.required if field.is_entity]
        said: dict[str, Any] = {f.key: (texts[f.range],) * (f.exactly or 1) if f.many else texts[f.range] for f in ends}
        words = told(kind.key, **said)
        assert all(texts[field.range] in words for field in ends)
        assert "None" not in words
