"""The page of a network as text: what it carries, and that nothing in it can reach out or break out."""

import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from math import dist
from pathlib import Path

import pytest

from corredor.graph.errors import GraphError
from corredor.graph.links import links
from corredor.graph.views import offline
from corredor.graph.views.drawing import bows, drawing
from corredor.graph.views.layout import layout
from corredor.graph.views.legend import legend
from corredor.graph.views.network_page import write_page
from tests.graph.pages import CLAIMS, LINKS, NAMES, ONE, TWO, WEAK, claim, data_of, page_of, route, source

PERU, BOLIVIA, BRAZIL = "place/PE", "place/BO", "place/BR"
PLACES = ["Peru", "Bolivia", "Brazil", "Chile", "Spain", "Italy", "Russia", "Japan", "Mexico", "Canada", "Kenya"]


def ends() -> list[str]:
    return sorted({end for link in LINKS for end in (link.start, link.end)})


# ------------------------------------------------------------ the file


def test_network_page_is_the_same_bytes_for_the_same_links_in_whatever_order_the_claims_came() -> None:
    assert page_of() == page_of(links(reversed(CLAIMS)))


def test_network_page_names_no_address_but_those_of_its_sources() -> None:
    own = page_of().replace(offline.vis_network(), "")
    assert set(re.findall(r"https?://[^\s\"'<\\]+", own)) == {
        f"https://{name}.example/" for name in ("one", "two", "weak")
    }
    assert not re.search(r"<(link|iframe|img|object|embed|base)\b|\ssrc=|@import|url\(", own)


def test_network_page_allows_only_the_scripts_and_styles_that_it_carries() -> None:
    html = page_of()
    carried = re.findall(r"<(?:script(?: type=\"module\")?|style)>(.*?)</(?:script|style)>", html, re.DOTALL)
    hashes = {f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in carried}
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    allowed = policy[1].replace("&#39;", "'")
    assert set(re.findall(r"'sha256-[^']+'", allowed)) == hashes
    assert len(hashes) == 3
    assert allowed.startswith("default-src 'none';")
    assert "unsafe" not in allowed


def test_network_page_reads_no_text_of_ours_or_theirs_as_html() -> None:
    evil = "</script><img src=x onerror=alert(1)><!--\"'&\u2028"
    html = page_of(
        links([route(source("evil", title=evil), "Peru", "Chile", note=evil)]), title=evil, question=evil, header=evil
    )
    assert "<img" not in html.replace(offline.vis_network(), "")
    assert "\u2028" not in html.split('id="data">')[1].split("</script>")[0]
    assert data_of(html)["sources"]["source/evil"]["title"] == evil


def test_network_page_raises_where_pyvis_ships_another_vis_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline, "VIS_SHA256", "0" * 64)
    with pytest.raises(GraphError, match=r"Install pyvis==0\.3\.2"):
        page_of()


def test_network_page_imports_pyvis_only_when_it_draws() -> None:
    code = "import corredor.graph.views.network_page, sys; sys.exit('pyvis' in sys.modules or 'jinja2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_network_page_without_links_says_so() -> None:
    assert "nothing to draw" in page_of([])
    assert "nothing to draw" not in page_of()


def test_write_page_replaces_the_file_and_leaves_no_draft(tmp_path: Path) -> None:
    path = tmp_path / "página.html"
    path.write_text("old")
    write_page(path, "VRAEM → Róterdam\n")
    assert path.read_bytes() == "VRAEM → Róterdam\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_write_page_leaves_the_old_file_and_no_draft_where_it_fails(tmp_path: Path) -> None:
    (tmp_path / "page.html").mkdir()
    with pytest.raises(OSError, match="page"):
        write_page(tmp_path / "page.html", "new")
    assert [path.is_dir() for path in tmp_path.iterdir()] == [True]


# ------------------------------------------------------------ the evidence


def test_network_page_embeds_each_claim_and_source_once() -> None:
    data = data_of(page_of())
    assert set(data["claims"]) == {one.id for one in CLAIMS}
    assert set(data["sources"]) == {"source/one", "source/two", "source/weak"}
    assert [len(link["claims"]) for link in data["links"]] == [len(link.claims) for link in LINKS]


def test_network_page_keeps_denials_apart_and_marks_the_link() -> None:
    data = data_of(page_of())
    link = next(one for one in data["links"] if one.get("denials"))
    assert link["disputed"]
    assert [data["claims"][id]["certainty"] for id in link["denials"]] == ["denied"]
    assert data["claims"][link["denials"][0]]["sentence"].startswith("denied: ")


def test_network_page_keeps_speaker_hedge_place_and_words_of_a_claim() -> None:
    data = data_of(page_of())
    said = {one.get("speaker"): one for one in data["claims"].values()}
    assert said["head of police"]["relayed"] == "Reuters"
    assert said["head of police"]["certainty"] == "attributed"
    words = next(one for one in data["claims"].values() if "exact" in one)
    assert (words["where"], words["exact"], words["note"]) == ("paragraph 3", "by the lake", "Small boats.")
    assert data["sources"]["source/weak"]["weak"]
    assert data["sources"]["source/weak"]["guess"]


def test_network_page_shows_a_name_as_written_where_it_is_another() -> None:
    data = data_of(page_of(links([route(ONE, "port:Callao, PE", "Amberes")])))
    (shown,) = data["claims"].values()
    assert shown["written"] == ["destination: “Amberes”"]


def test_network_page_says_that_an_extracted_claim_was_not_reviewed() -> None:
    raw = route(ONE, "Peru", "Chile", score=0.83)
    reviewed = route(TWO, "Peru", "Chile", score=0.83, review="accepted")
    shown = data_of(page_of(links([raw, reviewed])))["claims"]
    assert shown[raw.id]["pending"] == 0.83
    assert "pending" not in shown[reviewed.id]


def test_network_page_keeps_a_rank_score_of_nought() -> None:
    doubted = [route(source("faint", weak=True), "Peru", "Chile", certainty="alleged", score=0.01)]
    assert data_of(page_of(links(doubted)))["links"][0]["score"] == 0


def test_network_page_describes_a_collective_as_unnamed_groups() -> None:
    entity = data_of(page_of())["entities"]["group/serbian-groups"]
    assert entity["about"] == "unnamed groups described as Serbian"
    assert entity["collective"]


# ------------------------------------------------------------ the cap


def test_network_page_draws_the_nodes_with_the_highest_sums_and_says_what_is_left_out() -> None:
    html = page_of(limit=2)
    data = data_of(html)
    assert [node["id"] for node in data["nodes"]] == [BOLIVIA, PERU]
    assert {(link["start"], link["end"]) for link in data["links"]} == {(PERU, BOLIVIA), (BOLIVIA, PERU)}
    assert f"Showing 2 of 7 nodes and 3 of {len(LINKS)} links, ranked by" in html
    assert "--commodity" in html


def test_network_page_says_nothing_of_a_cap_that_is_not_reached() -> None:
    html = page_of(limit=7)
    assert "Showing" not in html
    assert len(data_of(html)["nodes"]) == 7


# ------------------------------------------------------------ the drawing


def test_drawing_sets_links_between_the_same_two_ends_apart() -> None:
    spots = dict.fromkeys(ends(), (0.0, 0.0)) | {PERU: (100.0, 50.0), BOLIVIA: (300.0, 90.0)}
    pair = {PERU, BOLIVIA}
    bent = [
        # A bend is to one side of the way that a link goes: of a link back it counts the other way round.
        bow if link.start == BOLIVIA else -bow
        for link, bow in zip(LINKS, bows(LINKS, spots), strict=True)
        if {link.start, link.end} == pair
    ]
    assert len(set(bent)) == 3


def test_drawing_leaves_a_link_that_is_alone_straight() -> None:
    drawn = drawing(links([route(ONE, "Peru", "Chile")]), ["place/CL", PERU], NAMES)
    assert "smooth" not in drawn["edges"][0]


def test_drawing_says_certainty_by_dash_voices_by_width_direction_by_arrow() -> None:
    told = [
        route(ONE, "Peru", "Bolivia"),
        route(TWO, "Peru", "Bolivia"),
        route(TWO, "Peru", "Chile", certainty="alleged"),
        claim(ONE, "rivalry", {"between": ("Sinaloa Cartel", "Los Zetas")}),
    ]
    shown = links(told)
    ids = sorted({end for link in shown for end in (link.start, link.end)})
    rivals, stated, alleged = drawing(shown, ids, NAMES)["edges"]
    assert rivals["arrows"] == ""
    assert stated["arrows"] == "to"
    assert "dashes" not in stated
    assert alleged["dashes"] == [2, 5]
    assert stated["width"] > alleged["width"]


def test_drawing_gives_each_node_the_look_of_its_class() -> None:
    nodes = {node["id"]: node for node in drawing(LINKS, ends(), NAMES)["nodes"]}
    assert (nodes[PERU]["shape"], nodes["group/vraem-clans"]["shape"]) == ("dot", "star")
    assert nodes[PERU]["label"] == "Peru"


def test_drawing_uses_positions_where_they_are_given() -> None:
    nodes = {node["id"]: node for node in drawing(LINKS, ends(), NAMES, {PERU: (7.5, -3.0)})["nodes"]}
    assert (nodes[PERU]["x"], nodes[PERU]["y"]) == (7.5, -3.0)
    assert (nodes[BOLIVIA]["x"], nodes[BOLIVIA]["y"]) != (7.5, -3.0)


def test_legend_counts_nodes_by_class_and_links_by_kind_commodity_and_certainty() -> None:
    counted = {facet.key: {e.word: e.count for e in facet.entries} for facet in legend(LINKS, ends(), NAMES)}
    assert counted["class"] == {"country": 3, "zone": 1, "group": 2, "commodity": 1}
    assert counted["kind"] == {"route": 4, "partnership": 1, "presence": 1, "production": 1}
    assert counted["commodity"] == {"cocaine": 2, "coca": 1, "arms": 1, "gold": 1, "unspecified": 2}
    assert counted["certainty"] == {"stated": 5, "believed": 1, "alleged": 1}


# ------------------------------------------------------------ the layout


def boxes_of(names: list[str]) -> dict[str, tuple[float, float]]:
    return {NAMES.place(name): (60.0, 40.0) for name in names}


def test_layout_keeps_west_left_and_north_up() -> None:
    spots = layout(boxes_of(PLACES), [], NAMES)
    at = {name: spots[NAMES.place(name)] for name in PLACES}
    assert at["Mexico"][0] < at["Brazil"][0] < at["Spain"][0] < at["Kenya"][0] < at["Japan"][0]
    assert at["Canada"][1] < at["Mexico"][1] < at["Peru"][1] < at["Chile"][1]


def test_layout_lets_no_node_cover_another() -> None:
    boxes = dict.fromkeys(sorted(NAMES.places)[:300], (60.0, 40.0))
    spots = list(layout(boxes, [], NAMES).values())
    near = [
        (a, b)
        for i, a in enumerate(spots)
        for b in spots[:i]
        if ((a[0] - b[0]) / 60) ** 2 + ((a[1] - b[1]) / 40) ** 2 < 0.9
    ]
    assert near == []


def test_layout_sets_a_group_beside_its_base_else_the_place_it_is_surest_tied_to() -> None:
    told = [claim(about, "presence", {"group": "Zheng DTO", "place": "Japan"}) for about in (ONE, TWO)]
    told.append(claim(WEAK, "presence", {"group": "Zheng DTO", "place": "Peru"}))
    boxes = boxes_of(PLACES) | dict.fromkeys(["group/vraem-clans", "group/zheng-dto"], (60.0, 40.0))
    spots = layout(boxes, links(told), NAMES)
    assert nearest("group/vraem-clans", spots) == PERU
    assert nearest("group/zheng-dto", spots) == "place/JP"


def nearest(id: str, spots: dict[str, tuple[float, float]]) -> str:
    others = [other for other in spots if other != id]
    return min(others, key=lambda other: dist(spots[id], spots[other]))


def test_layout_of_nothing_is_nothing() -> None:
    assert layout({}, [], NAMES) == {}
