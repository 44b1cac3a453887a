"""Tables, CSV, files: what all commands print through."""

import csv
import json
import os
from io import StringIO
from pathlib import Path

import click
import pytest

from corredor.cli.output import Output, write_whole
from corredor.cli.table import as_csv, as_table, breadth, plain, shown
from corredor.cli.whole import whole, whole_folder


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\tx", "\rx"])
def test_csv_guards_what_a_spreadsheet_would_run(text: str) -> None:
    (row,) = csv.DictReader(StringIO(as_csv([{"a": text}], ["a"]), newline=""))
    assert row["a"] == "'" + text


def test_csv_guards_lists_and_leaves_figures() -> None:
    assert as_csv([{"a": ["=1", "x"], "b": -1, "c": 0.5}], ["a", "b", "c"]) == "a,b,c\r\n'=1; x,-1,0.5\r\n"


def test_csv_keeps_quotation_marks_commas_and_lines() -> None:
    (row,) = csv.DictReader(StringIO(as_csv([{"a": 'x, "y"\nz'}], ["a"]), newline=""))
    assert row["a"] == 'x, "y"\nz'


def test_columns_reach_into_rows() -> None:
    assert as_csv([{"source": {"id": "s"}}, {"source": None}], ["source.id"]) == "source.id\r\ns\r\n\r\n".replace(
        "\r\n\r\n", '\r\n""\r\n'
    )


def test_a_table_escapes_what_would_drive_the_terminal() -> None:
    table = click.unstyle(as_table([{"a": "x\x1b[2J\ny\u202ez"}], ["a"]))
    assert table == "a\nx\\u001b[2J\\u000ay\\u202ez\n"


def test_a_table_is_cut_to_the_width_of_the_terminal() -> None:
    rows = [{"id": "x1", "title": "A very long title that goes on and on", "n": 3}]
    lines = click.unstyle(as_table(rows, ["id", "title", "n"], width=30)).splitlines()
    assert max(map(len, lines)) <= 30
    assert lines[1].startswith("x1  A very long")
    assert "…" in lines[1]
    assert lines[1].endswith("3")


def test_wide_letters_and_marks_are_counted_as_they_are_seen() -> None:
    assert breadth("東京") == 4
    assert breadth("e\u0301") == 1
    head, first, second = click.unstyle(
        as_table([{"a": "東京", "b": 1}, {"a": "abcd", "b": 22}], ["a", "b"])
    ).splitlines()
    assert (head, first, second) == ("a      b", "東京   1", "abcd  22")


def test_values_are_written_for_people() -> None:
    assert [plain(v) for v in (None, False, True, 0.5, 2.0, 1, ["a", "b"], {"amount": "3", "unit": "kg"})] == [
        "",
        "",
        "yes",
        "0.5",
        "2",
        1,
        "a; b",
        "3 kg",
    ]


def test_shown_leaves_letters_of_all_languages() -> None:
    assert shown("Škaljari — «Перу» العربية") == "Škaljari — «Перу» العربية"


def write_half(path: Path) -> None:
    path.write_text("half", encoding="utf-8")
    raise RuntimeError


def test_a_file_is_whole_or_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError), whole(file) as fresh:
        write_half(fresh)
    assert file.read_text(encoding="utf-8") == "old"
    write_whole(file, "new\r\n")
    assert file.read_bytes() == b"new\r\n"
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_is_whole_or_not_there(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), whole_folder(tmp_path / "out") as fresh:
        write_half(fresh / "half")
    assert list(tmp_path.iterdir()) == []
    with whole_folder(tmp_path / "out") as fresh:
        (fresh / "done").touch()
    assert (tmp_path / "out" / "done").exists()


def test_a_link_keeps_its_place(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    write_whole(link, "new")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"


def test_what_is_no_file_is_written_to_and_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_whole(pipe, "through")
    assert pipe.is_fifo()
    assert os.read(reader, 20) == b"through"
    os.close(reader)


def test_a_file_gets_no_colours_and_no_broken_text(tmp_path: Path) -> None:
    file = tmp_path / "table.txt"
    Output("text", file).emit({}, [{"a": "x\udcff"}], ["a"])
    assert file.read_text(encoding="utf-8") == "a\nx\\udcff\n"


def test_json_is_valid_also_where_a_name_holds_bytes_that_are_no_text(tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    Output("json", file).emit({"file": "caf\udce9"}, [], [])
    assert json.loads(file.read_text(encoding="utf-8")) == {"file": "caf\udce9"}
