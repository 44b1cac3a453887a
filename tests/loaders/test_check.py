"""Rules of fact sheets, one by one: what is refused, and what just so is not."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corredor.loaders.check import check_fact, check_sheet
from corredor.loaders.check_source import check_source
from corredor.loaders.trail import Value

SOURCE: dict[str, Value] = {
    "id": "example-2020-port",
    "title": "Cocaine through the port",
    "publisher": "Example News",
    "published": "2020-03",
    "url": "https://example.org/port",
    "kind": "news",
    "language": "en",
}
ROUTE: dict[str, Value] = {"from": "Peru", "to": "Brazil"}
PRICE: dict[str, Value] = {"place": "Spain", "commodity": "cocaine", "currency": "EUR", "per": "kg", "high": "30000"}
MARKET: dict[str, Value] = {"place": "Spain", "commodity": "cocaine"}
SEIZURE: dict[str, Value] = {"place": "Peru", "commodity": "cocaine", "quantity": {"amount": "3", "unit": "kg"}}
PAIR: dict[str, Value] = {"between": ["PCC", "Camorra"]}


def keys(kind: str, body: Value, latest: str | None = None, **beside: Value) -> list[str | None]:
    """The keys that are found wanting in a fact."""
    return [problem.key for problem in check_fact({kind: body, "certainty": "stated"} | beside, latest)]


def source_keys(**changes: Any) -> list[str | None]:
    changed = {key: value for key, value in (SOURCE | changes).items() if value is not None}
    return [problem.key for problem in check_source(changed)]


@pytest.mark.parametrize("figure", ["1", "0.5", "1500", "3655.6", "00012"])
def test_amount_takes_figures(figure: str) -> None:
    assert keys("price", PRICE | {"high": figure}) == []


@pytest.mark.parametrize(
    "figure", ["many", "1,500", "1_500", "1e3", "nan", "inf", "0", "0.0", "-1", "1.", ".5", "٣", "", "9" * 400]
)
def test_amount_refuses_what_is_no_figure_above_zero(figure: str) -> None:
    assert keys("price", PRICE | {"high": figure}) == ["high"]


def test_percent_and_count_have_their_limits() -> None:
    assert keys("route", ROUTE | {"share": "100"}) == []
    assert keys("route", ROUTE | {"share": "100.1"}) == ["share"]
    assert keys("market", MARKET | {"users": "350000"}) == []
    assert keys("market", MARKET | {"users": "3.5"}) == ["users"]


@pytest.mark.parametrize(
    "time", ["2014", "2018-03", "2018-03-12", "2014/2018", "2018-01/2018-03", "2016/..", "2020-02-29"]
)
def test_span_takes_dates_and_spans(time: str) -> None:
    assert keys("route", ROUTE | {"period": time}) == []


@pytest.mark.parametrize(
    "time", ["2018-13", "2019-02-29", "2018/2014", "last spring", "18", "2018-3", "12.3.2018", "../.."]
)
def test_span_refuses_other_times(time: str) -> None:
    assert keys("route", ROUTE | {"period": time}) == ["period"]


def test_measure_needs_amount_and_unit_and_knows_its_words() -> None:
    assert keys("seizure", SEIZURE | {"quantity": {"amount": "3", "unit": "kg", "bound": "at-least"}}) == []
    assert keys("seizure", SEIZURE | {"quantity": {"amount": "3"}}) == ["quantity.unit"]
    assert keys("seizure", SEIZURE | {"quantity": {"amount": "3", "unit": "kg", "bound": "over"}}) == ["quantity.bound"]
    assert keys("seizure", SEIZURE | {"quantity": {"amount": ["3"], "unit": "kg", "of": "it"}}) == [
        "quantity.of",
        "quantity.amount",
    ]
    assert keys("seizure", SEIZURE | {"quantity": ["3", "kg"]}) == ["quantity"]


def test_list_takes_a_text_alone() -> None:
    assert keys("route", ROUTE | {"via": "Bolivia", "mode": "air"}) == []
    assert keys("partnership", {"between": "PCC"}) == ["between"]


def test_list_refuses_what_is_empty_repeated_or_no_text() -> None:
    assert keys("route", ROUTE | {"via": []}) == ["via"]
    assert keys("route", ROUTE | {"actors": ["PCC", "pcc"]}) == ["actors"]
    assert keys("route", ROUTE | {"via": [["Bolivia"]]}) == ["via"]
    assert keys("route", ROUTE | {"via": {"first": "Bolivia"}}) == ["via"]
    assert keys("route", ROUTE | {"mode": ["air", "plane"]}) == ["mode"]


@pytest.mark.parametrize("text", ["", " Peru", "Peru ", "Peru\nBrazil", "Pe\tru", "x" * 401])
def test_text_is_one_line_without_margins(text: str) -> None:
    assert keys("route", ROUTE | {"from": text}) == ["from"]


def test_over_takes_a_place_or_a_commodity() -> None:
    assert keys("rivalry", PAIR | {"over": "cocaine"}) == keys("rivalry", PAIR | {"over": "Colombia"}) == []


def test_bound_goes_with_one_figure() -> None:
    assert keys("market", MARKET | {"share": "10", "bound": "about"}) == []
    assert keys("market", MARKET | {"bound": "about"}) == ["bound"]
    assert keys("market", MARKET | {"bound": "about", "share": "10", "users": "5"}) == ["bound"]
    assert keys("price", PRICE | {"bound": "about"}) == []
    assert keys("price", PRICE | {"bound": "at-most"}) == ["bound"]
    assert keys("production", MARKET | {"bound": "about", "quantity": {"amount": "3", "unit": "t"}}) == ["bound"]


def test_price_needs_one_end_and_its_ends_in_order() -> None:
    assert keys("price", PRICE | {"low": "30000"}) == []
    assert keys("price", PRICE | {"low": "30001"}) == ["low"]
    assert keys("price", {key: value for key, value in PRICE.items() if key != "high"}) == ["low"]


def test_route_goes_somewhere_else() -> None:
    assert keys("route", {"from": "Peru", "to": "peru"}) == ["to"]
    assert keys("route", {"from": "Peru", "via": ["Perú"], "to": "Brazil"}) == ["to"]
    assert keys("route", {"from": "Peru", "via": ["Brazil"], "to": "Peru"}) == ["to"]
    assert keys("route", {"from": "port:Santos, BR", "to": "city:Santos, BR"}) == []


def test_date_is_not_after_the_publication() -> None:
    assert keys("seizure", SEIZURE | {"date": "2020-03-31/2020-05"}, latest="2020-03-31") == []
    assert keys("seizure", SEIZURE | {"date": "2020-04"}, latest="2020-03-31") == ["date"]
    assert keys("seizure", SEIZURE | {"date": "2020-04"}) == []


def test_sheet_with_a_guessed_publication_may_date_later() -> None:
    facts: list[Value] = [{"seizure": SEIZURE | {"date": "2020-04"}, "certainty": "stated"}]
    assert [problem.key for problem in check_sheet({"source": SOURCE, "facts": facts})] == ["date"]
    assert list(check_sheet({"source": SOURCE | {"published_guess": "true"}, "facts": facts})) == []


@pytest.mark.parametrize("certainty", ["attributed", "believed", "alleged", "denied"])
def test_certainty_goes_with_a_speaker(certainty: str) -> None:
    assert keys("route", ROUTE, certainty=certainty, said_by="police") == []
    expected = ["said_by"] if certainty == "attributed" else []
    assert keys("route", ROUTE, certainty=certainty) == expected


def test_certainty_stated_has_no_speaker() -> None:
    assert keys("route", ROUTE, said_by="police") == ["certainty"]
    assert keys("route", ROUTE, certainty="sure") == keys("route", ROUTE, certainty=["stated"]) == ["certainty"]


def test_texts_beside_a_fact_have_their_lengths() -> None:
    assert keys("route", ROUTE, note="x" * 2000, where="paragraph 1", exact="\tOne line.\nAnother.") == []
    assert keys("route", ROUTE, note="x" * 2001, where="x" * 401, exact=" ") == ["where", "note", "exact"]


def test_fact_is_a_mapping_with_one_kind() -> None:
    assert [p.reason for p in check_fact("route")] == ["is no mapping"]
    assert [p.key for p in check_fact({"certainty": "stated"})] == [None]
    assert [p.key for p in check_fact({"route": ROUTE, "price": PRICE, "certainty": "stated"})] == ["price"]
    assert [p.key for p in check_fact({"certainty": "stated", "route": ROUTE})] == []
    assert keys("route", ["Peru", "Brazil"]) == ["route"]


def test_sheet_has_a_source_and_facts() -> None:
    assert [p.key for p in check_sheet({"source": SOURCE})] == ["facts"]
    assert [p.key for p in check_sheet({"facts": [{"route": ROUTE, "certainty": "stated"}]})] == ["source"]
    assert [p.key for p in check_sheet({"source": SOURCE, "facts": []})] == ["facts"]
    assert [p.key for p in check_sheet({"source": SOURCE, "facts": [], "note": "x"})] == ["note", "facts"]
    assert [p.key for p in check_sheet(["source", "facts"])] == [None]


def test_sheet_tells_every_problem_with_its_fact() -> None:
    facts: list[Value] = [{"route": ROUTE, "certainty": "sure"}, "x", {"route": {"to": "Peru"}, "certainty": "stated"}]
    found = [(p.fact, p.key) for p in check_sheet({"source": SOURCE | {"kind": "blog"}, "facts": facts})]
    assert found == [(None, "source.kind"), (1, "certainty"), (2, None), (3, "from")]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("id", "Example"),
        ("id", "a--b"),
        ("id", "a/b"),
        ("published", "2020/2021"),
        ("published", "March 2020"),
        ("url", "ftp://example.org"),
        ("url", "https://example.org/a b"),
        ("url", "https://localhost/"),
        ("url", 'https://example.org/">'),
        ("kind", "blog"),
        ("language", "English"),
        ("weak", "false"),
        ("weak", ["true"]),
        ("authors", []),
        ("authors", ["A. B.", "a. b."]),
        ("authors", [["A. B."]]),
        ("title", "x" * 2001),
        ("title", None),
        ("other", "x"),
    ],
)
def test_source_refuses(key: str, value: Any) -> None:
    assert source_keys(**{key: value}) == [f"source.{key}"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("published", "2020-03-12"),
        ("url", "http://example.org"),
        ("url", "https://example.org?p=1#a"),
        ("url", "https://example.org/ação"),
        ("language", "no"),
        ("authors", "A. B."),
        ("authors", ["A. B.", "C. D."]),
        ("weak", "true"),
    ],
)
def test_source_takes(key: str, value: Any) -> None:
    assert source_keys(**{key: value}) == []


def test_source_with_a_withheld_address_gives_a_home_page() -> None:
    assert source_keys(url_withheld="true") == ["source.url"]
    assert source_keys(url_withheld="true", url="https://example.org/") == []


NEW_KIND = """
@prefix cor: <https://w3id.org/corredor/> .
@prefix field: <https://w3id.org/corredor/field/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
cor:Laundering a cor:Kind ; cor:key "laundering" ; rdfs:label "laundering"@en ; skos:definition "Money is washed."@en ;
    cor:position 90 ; cor:requires field:group, field:place ; cor:requiresOneOf field:low, field:high ;
    cor:allows field:mode, field:period .
"""
ASK = """
from corredor.loaders.check import check_fact
fact = {"laundering": {"group": "PCC", "place": "Peru", "low": "5", "mode": "air"}, "certainty": "stated"}
bad = {"laundering": {"group": "PCC", "mode": "plane", "to": "Peru"}, "certainty": "stated"}
print(list(check_fact(fact)), [problem.key for problem in check_fact(bad)])
"""


def test_kind_added_by_turtle_alone_is_checked_like_any_other(tmp_path: Path) -> None:
    turtle = tmp_path / "new.ttl"
    turtle.write_text(NEW_KIND)
    environment = os.environ | {"CORREDOR_ONTOLOGY": str(turtle)}
    done = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] ['to', 'place', 'low', 'mode']"
