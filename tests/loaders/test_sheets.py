"""Sheets read and written: the shipped ones, and texts that are hard to write."""

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corredor.graph.claim import Record
from corredor.graph.identity import record_digest
from corredor.loaders import safe_yaml, sheets
from corredor.loaders.errors import BadFile, BadSheet, LoadError
from corredor.loaders.files import STARTER
from corredor.ontology.folding import fold
from corredor.ontology.names import Names, shipped_names

SHEETS = sorted(STARTER.glob("*.yaml"))


@pytest.fixture(scope="module")
def starter(names: Names) -> list[Record]:
    began = time.perf_counter()
    records = [sheets.read(path, names) for path in SHEETS]
    print(f"{len(records)} sheets read in {time.perf_counter() - began:.2f} s")
    return records


def sheet(**changes: Any) -> dict[str, Any]:
    source = {
        "id": "example-2020-port",
        "title": "Cocaine through the port",
        "publisher": "Example News",
        "published": "2020-03-12",
        "url": "https://example.org/port",
        "kind": "news",
        "language": "en",
    }
    fact = {"route": {"from": "Peru", "to": "Brazil"}, "certainty": "stated"}
    return {"source": source, "facts": [fact]} | changes


def parsed(entry: dict[str, Any]) -> Record:
    return sheets.parse(json.dumps(entry), "x.json", shipped_names())


def test_read_reads_every_starter_sheet(starter: list[Record]) -> None:
    assert (len(starter), sum(len(record.claims) for record in starter)) == (712, 3088)
    assert len({claim.id for record in starter for claim in record.claims}) == 3088


def test_read_resolves_every_name_of_the_starter_sheets(starter: list[Record]) -> None:
    assert [claim.said for record in starter for claim in record.claims if claim.unresolved] == []


def test_read_keeps_what_a_sheet_says(names: Names) -> None:
    record = sheets.read(STARTER / "insight-crime-2018-peru-new-markets.yaml", names)
    source = record.source
    assert source.id == "source/insight-crime-2018-peru-new-markets"
    assert (source.authors, source.weak, source.published) == (("Anna Grace",), False, "2018-10-18")
    route = record.claims[0]
    assert route.said == {"from": "Peru", "to": "region:Eastern Europe", "commodity": "cocaine", "status": "emerging"}
    assert route.ids["from"] == ("place/PE",)
    assert (route.certainty, route.said_by, route.where) == ("believed", None, "paragraph 1")
    assert (route.loader, route.score) == ("sheets/1", None)


def test_write_gives_sheets_that_read_the_same(starter: list[Record], names: Names) -> None:
    for record in starter:
        assert sheets.parse(sheets.write(record), "x.yaml", names) == record


def test_write_keeps_the_house_form(starter: list[Record]) -> None:
    """Letter by letter for all but the 13 sheets that quote an apostrophe otherwise."""
    same = [sheets.write(r) == path.read_text("utf-8") for r, path in zip(starter, SHEETS, strict=True)]
    assert sum(same) == 699


def test_write_refuses_what_a_sheet_has_no_room_for(starter: list[Record]) -> None:
    extracted = replace(starter[0].claims[0], score=0.9)
    with pytest.raises(BadSheet, match="was extracted"):
        sheets.write(Record(starter[0].source, (extracted,)))


def test_parse_reads_json_like_yaml(names: Names) -> None:
    for path in SHEETS[::5]:
        as_json = json.dumps(safe_yaml.load(path.read_bytes(), path.name))
        assert sheets.parse(as_json, "x.json", names) == sheets.parse(path.read_bytes(), "x.yaml", names)


def test_parse_reads_json_numbers_like_yaml_figures(names: Names) -> None:
    fact = {"seizure": {"place": "Peru", "commodity": "cocaine", "quantity": {"amount": 2200, "unit": "kg"}}}
    record = parsed(sheet(facts=[fact | {"certainty": "stated"}]))
    assert record.claims[0].said["quantity"] == {"amount": "2200", "unit": "kg"}
    assert sheets.parse(sheets.write(record), "x.yaml", names) == record


def test_parse_leaves_an_unknown_name_unresolved() -> None:
    claim = parsed(sheet(facts=[{"route": {"from": "Nowhere at all", "to": "Peru"}, "certainty": "stated"}])).claims[0]
    assert claim.said["from"] == "Nowhere at all"
    assert claim.ids["from"] == (None,)
    assert claim.unresolved == ("from",)


def test_parse_takes_a_text_for_a_list_of_one() -> None:
    alone, listed = (
        parsed(sheet(facts=[{"route": {"from": "Peru", "via": via, "to": "Brazil"}, "certainty": "stated"}]))
        for via in ("Bolivia", ["Bolivia"])
    )
    assert alone == listed
    assert alone.claims[0].said["via"] == ("Bolivia",)


def test_parse_gives_ids_that_notes_and_order_do_not_change() -> None:
    first = {"route": {"from": "Peru", "to": "Brazil", "mode": ["air", "land"]}, "certainty": "stated"}
    other = {"note": "x", "certainty": "stated", "route": {"mode": ["land", "air"], "to": "Brazil", "from": "Peru"}}
    one, two = parsed(sheet(facts=[first])), parsed(sheet(facts=[other]))
    assert one.claims[0].id == two.claims[0].id


def test_read_names_a_file_that_cannot_be_read(tmp_path: Path, names: Names) -> None:
    with pytest.raises(BadFile, match=r"none\.yaml: cannot be read: No such file or directory; check the path"):
        sheets.read(tmp_path / "none.yaml", names)
    with pytest.raises(BadFile, match="cannot be read: Is a directory"):
        sheets.read(tmp_path, names)
    with pytest.raises(BadFile, match="cannot be read: embedded null byte"):
        sheets.read("a\0b.yaml", names)


def test_read_refuses_a_huge_file(tmp_path: Path, names: Names) -> None:
    huge = tmp_path / "huge.yaml"
    with huge.open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(BadFile, match="is larger than 10 MB"):
        sheets.read(huge, names)


def test_parse_refuses_endless_lists_at_once(names: Names) -> None:
    with pytest.raises(BadSheet, match=r"fact 1: has no kind; .* \(and 99 more\)"):
        parsed(sheet(facts=[{}] * 200_000))
    with pytest.raises(BadSheet, match="via: is a list of 200000; name at most 100"):
        parsed(sheet(facts=[{"route": {"from": "a", "via": ["b"] * 200_000, "to": "c"}, "certainty": "stated"}]))
    with pytest.raises(BadSheet, match=r"means nothing here; .* \(and 99 more\)"):
        parsed(sheet(facts=[{"route": {f"k{n}": "a" for n in range(200_000)}, "certainty": "stated"}]))


# Any text that a sheet may hold: one line of it, without control characters, margins or marks of direction.
LINES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp", "Cn")), min_size=1, max_size=40
)
WORDS = [
    "no",
    "2014",
    "1.5",
    "a: b",
    "a #b",
    "- a",
    "? a",
    "&a",
    "*a",
    "!a",
    "'a'",
    '"a',
    "a,b",
    "<<",
    "a:",
    ":a",
    "---",
]
ODD = st.sampled_from([*WORDS, *"~'\"{]|?=>`#%@\\"])
TEXTS = st.one_of(LINES.map(str.strip).filter(bool), ODD)


AUTHORS = st.lists(TEXTS, max_size=3, unique_by=lambda text: fold(text) or text)


@settings(max_examples=150, deadline=None)
@given(TEXTS, AUTHORS, TEXTS, TEXTS, st.text("ab\n\t '\"\\:#éä🚀", max_size=20))
def test_write_brings_any_text_back(title: str, authors: list[str], place: str, note: str, exact: str) -> None:
    source = sheet()["source"] | {"title": title, "publisher": note} | ({"authors": authors} if authors else {})
    route = {"route": {"from": place, "to": f"to {place}"}, "certainty": "alleged", "said_by": title, "where": note}
    market = {"market": {"place": "Peru", "commodity": "coca"}, "certainty": "stated", "exact": f"x{exact}"}
    record = parsed({"source": source, "facts": [route, market]})
    again = sheets.parse(sheets.write(record), "x.yaml", shipped_names())
    assert again == record
    assert record_digest(again) == record_digest(record)


DAMAGE = [
    b"",
    b"\n",
    b"  ",
    b"{",
    b"}",
    b"[",
    b"]",
    b": ",
    b"'",
    b'"',
    b"- ",
    b"#",
    b"&a ",
    b"*a",
    b"!!x ",
    b"|\n",
    b"? ",
]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SHEETS), st.data())
def test_read_gives_a_record_or_one_line_for_any_damage(
    tmp_path_factory: pytest.TempPathFactory, path: Path, data: st.DataObject
) -> None:
    whole = path.read_bytes()
    begins = data.draw(st.integers(0, len(whole)))
    ends = data.draw(st.integers(begins, min(len(whole), begins + 20)))
    damaged = tmp_path_factory.getbasetemp() / "damaged.yaml"
    damaged.write_bytes(whole[:begins] + data.draw(st.binary(max_size=4) | st.sampled_from(DAMAGE)) + whole[ends:])
    outcome = sheets.read_or_refuse(str(damaged), shipped_names())
    assert isinstance(outcome, Record) or one_line(outcome)


def one_line(error: LoadError) -> bool:
    return str(error).isprintable() and bool(error.reason) and bool(error.advice)
