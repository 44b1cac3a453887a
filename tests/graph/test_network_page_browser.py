"""The page of a network in a real browser: what a reader sees, does with a pointer or with keys, and is safe from."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from corredor.graph import Store
from corredor.graph.claim import Claim, Written
from corredor.graph.links import Link, links
from corredor.graph.views.network_page import write_page
from corredor.ontology.names import Names
from tests.browser import chromium, opened
from tests.graph.pages import LINKS, NAMES, claim, page_of, source

__all__ = ["chromium"]

DENIED = next(index for index, link in enumerate(LINKS) if link.denials)


def written(folder: Path, *shown: Any, **more: Any) -> Path:
    path = folder / "page.html"
    write_page(path, page_of(*shown, **more))
    return path


def click_on(page: Page, spot: str) -> None:
    """Clicks on a point of the picture, given as an expression for its coordinates in the drawing."""
    at = page.evaluate(f"() => corredor.network.canvasToDOM({spot})")
    page.locator("#canvas").click(position=at)


def panel(page: Page) -> str:
    return page.locator("#evidence").inner_text()


# ------------------------------------------------------------ the picture


def test_network_page_is_ready_and_draws_every_node_where_it_was_put(chromium: Browser, tmp_path: Path) -> None:
    spots = {"place/PE": (11.0, 22.0)}
    with opened(chromium, written(tmp_path, positions=spots)) as page:
        drawn = page.evaluate("() => corredor.network.getPositions()")
        assert len(drawn) == 7
        assert drawn["place/PE"] == {"x": 11, "y": 22}
        assert page.title() == "Peru · Corredor"


def test_network_page_draws_parallel_links_apart(chromium: Browser, tmp_path: Path) -> None:
    between = [i for i, link in enumerate(LINKS) if {link.start, link.end} == {"place/PE", "place/BO"}]
    with opened(chromium, written(tmp_path)) as page:
        middles = page.evaluate(
            "(ids) => ids.map((id) => corredor.network.body.edges[id].edgeType.getPoint(0.5))", between
        )
    spots = [(round(middle["x"]), round(middle["y"])) for middle in middles]
    gaps = [abs(a[0] - b[0]) + abs(a[1] - b[1]) for i, a in enumerate(spots) for b in spots[:i]]
    assert len(gaps) == 3
    assert min(gaps) > 5


def test_network_page_opens_the_claims_of_a_clicked_link_denials_first(chromium: Browser, tmp_path: Path) -> None:
    with opened(chromium, written(tmp_path)) as page:
        click_on(page, f"corredor.network.body.edges[{DENIED}].edgeType.getPoint(0.5)")
        text = panel(page)
        assert text.index("Denies this") < text.index("head of police")
        assert page.locator("#evidence .claim").count() == 4
    for words in (
        "disputed",
        "minister",
        "Reuters",
        "attributed",
        "paragraph 3",
        "“by the lake”",
        "Small boats.",
        "one",
    ):
        assert words in text
    for words in ("Not relied on alone.", "date read from the context", "rank score", "no probability"):
        assert words in text


def test_network_page_opens_the_links_of_a_clicked_node(chromium: Browser, tmp_path: Path) -> None:
    with opened(chromium, written(tmp_path)) as page:
        click_on(page, "corredor.network.getPosition('group/serbian-groups')")
        text = panel(page)
        assert "unnamed groups described as Serbian" in text
        assert "2 links, 2 claims" in text.lower()
        assert page.locator("#evidence .claim").count() == 2


def test_network_page_links_to_a_source_without_telling_it_who_asks(chromium: Browser, tmp_path: Path) -> None:
    with opened(chromium, written(tmp_path)) as page:
        page.locator("#show-table").click()
        page.locator("tbody button").nth(DENIED).click()
        source_link = page.locator("#evidence .source a").first
        assert source_link.get_attribute("href") == "https://weak.example/"
        assert source_link.get_attribute("rel") == "noopener noreferrer"


# ------------------------------------------------------------ the table and the keys


def test_network_page_has_a_row_for_every_drawn_link(chromium: Browser, tmp_path: Path) -> None:
    with opened(chromium, written(tmp_path)) as page:
        page.locator("#show-table").click()
        assert page.locator("tbody tr").count() == len(LINKS) == page.evaluate("() => corredor.page.edges.length")
        assert "disputed" in page.locator("tbody tr").nth(DENIED).inner_text()


def test_network_page_can_be_read_with_keys_alone(chromium: Browser, tmp_path: Path) -> None:
    with opened(chromium, written(tmp_path)) as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("ArrowDown")
        row = page.locator("tbody tr").nth(1).locator("button")
        assert row.evaluate("(button) => button === document.activeElement")
        page.keyboard.press("Enter")
        assert page.locator("#evidence .claim").count() > 0
        page.keyboard.press("Escape")
        assert page.locator("#evidence").is_hidden()
        assert row.evaluate("(button) => button === document.activeElement")


def test_network_page_sorts_the_table_by_a_column(chromium: Browser, tmp_path: Path) -> None:
    with opened(chromium, written(tmp_path)) as page:
        page.locator("#show-table").click()
        page.get_by_role("button", name="Voices").click()
        voices = [int(text) for text in page.locator("tbody td:nth-child(6)").all_inner_texts()]
        assert voices == sorted(voices, reverse=True)
        assert voices[0] > voices[-1]


def test_network_page_filters_lines_and_rows_by_the_legend(chromium: Browser, tmp_path: Path) -> None:
    with opened(chromium, written(tmp_path)) as page:
        page.get_by_label("cocaine", exact=False).uncheck()
        page.locator("#show-table").click()
        assert "cocaine" not in page.locator("tbody").inner_text()
        shown = "() => corredor.page.edges.filter(({id}) => !corredor.network.body.edges[id].options.hidden).length"
        assert page.evaluate(shown) == page.locator("tbody tr:visible").count() == len(LINKS) - 2
        assert f"{len(LINKS) - 2} of {len(LINKS)} links" in page.locator("#count").inner_text()
        page.locator("[data-facet=kind] [data-pick=none]").click()
        assert page.locator("tbody tr:visible").count() == 0


def test_network_page_finds_a_node_by_an_alias_without_its_accents(chromium: Browser, tmp_path: Path) -> None:
    with opened(chromium, written(tmp_path)) as page:
        page.get_by_label("Find a place or group").fill("brasil")
        page.keyboard.press("Enter")
        assert page.locator("#evidence h2").inner_text() == "Brazil"
        page.get_by_label("Find a place or group").fill("Atlantis")
        page.keyboard.press("Enter")
        assert "Nothing drawn" in page.locator("#found").inner_text()


def test_network_page_says_that_it_is_capped(chromium: Browser, tmp_path: Path) -> None:
    with opened(chromium, written(tmp_path, limit=2)) as page:
        assert "Showing 2 of 7 nodes" in page.locator("#notice").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_network_page_follows_the_light(chromium: Browser, tmp_path: Path, scheme: str) -> None:
    with opened(chromium, written(tmp_path), color_scheme=scheme) as page:
        ground = page.locator("header").evaluate("(header) => getComputedStyle(header).backgroundColor")
        assert (ground == "rgb(255, 255, 255)") == (scheme == "light")


def test_network_page_holds_the_starter_facts(chromium: Browser, tmp_path: Path, starter: Store) -> None:
    shown = starter.network().links()
    path = written(tmp_path, shown, starter.names)
    assert path.stat().st_size < 3_500_000
    with opened(chromium, path) as page:
        assert page.locator("tbody tr").count() == len(shown)


# ------------------------------------------------------------ hostile texts

PAYLOADS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</SCRIPT ><svg onload=alert(1)>",
    "<!--<script>alert(1)",
    "]]><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x href=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'>",
    "<body onpageshow=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<style>*{background:url(https://evil.example/)}</style>",
    "<link rel=stylesheet href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<base href=https://evil.example/>",
    "<a href=javascript:alert(1) autofocus>x</a>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</option></datalist><img src=x onerror=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)' x='",
    "{{ 7 * 7 }}{% raw %}<script>alert(1)</script>",
    "${alert(1)}`;alert(1)//",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "\u2028alert(1)\u2029",
    "&lt;img src=x onerror=alert(1)&gt;",
    "__proto__",
]
ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    " javascript:alert(1)",
]


def hostile() -> tuple[list[Link], Names]:
    """A link for each text, which stands in every field that a source, a sheet or a registry fills."""
    city = {"kind": "city", "country": "PE", "lat": "1", "lon": "2", "within": "Peru"}
    gangs = [{"name": f"{text} ({number})", "kind": "gang"} for number, text in enumerate(PAYLOADS)]
    cities = [{**city, "ref": f"city:{g['name']}, PE", "name": g["name"], "aliases": [g["name"]]} for g in gangs]
    places = NAMES.places.extended(cities)
    groups = NAMES.groups.extended(gangs, places)
    new = zip(PAYLOADS, ADDRESSES * 9, list(places)[-len(cities) :], list(groups)[-len(gangs) :], strict=False)
    return links(bad_claim(*each) for each in new), Names(places, groups)


def bad_claim(text: str, url: str, place: str, group: str) -> Claim:
    about = source("s" + group.removeprefix("group/"), title=text, publisher=text, url=url)
    said: dict[str, Written] = {"group": f"other {text}", "place": text, "period": "2020"}
    told: dict[str, Any] = {"where": text, "note": text, "exact": text, "said_by": f"{text}, through {text}"}
    plain = claim(about, "presence", said, certainty="attributed", **told)
    return replace(plain, ids={"group": (group,), "place": (place,)})


def test_network_page_runs_nothing_that_a_text_brings(chromium: Browser, tmp_path: Path) -> None:
    shown, names = hostile()
    everything = " ".join(PAYLOADS)
    path = written(tmp_path, shown, names, title=everything, question=everything, header=everything)
    with opened(chromium, path, viewport={"width": 1440, "height": 2000}) as page:
        assert len(shown) == page.locator("tbody tr").count() == len(PAYLOADS)
        for link in shown:
            hover_over(page, link.start)
        page.locator("#show-table").click()
        for index, link in enumerate(shown):
            page.locator("tbody button").nth(index).click()
            assert plain(str(link.claims[0].note)) in plain(panel(page))
            assert page.locator("#evidence a").count() == 0
        assert page.evaluate("() => document.querySelectorAll('script, style, img, iframe, base, link').length") == 4


def plain(text: str) -> str:
    return " ".join(text.split())


def hover_over(page: Page, id: str) -> None:
    """Rests on a node until its name is shown."""
    at = page.evaluate("(id) => corredor.network.canvasToDOM(corredor.network.getPosition(id))", id)
    page.locator("#canvas").hover(position={"x": 3, "y": 3})  # away from the last one
    expect(page.locator(".vis-tooltip")).not_to_be_visible()
    page.locator("#canvas").hover(position=at)
    name = page.evaluate("(id) => corredor.page.entities[id].about", id)
    expect(page.locator(".vis-tooltip")).to_have_text(name)
