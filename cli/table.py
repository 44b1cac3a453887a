"""Rows as a table for people and as CSV for programs.

A column is a key of the rows, or a path into what they hold: `source.publisher`.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import Any

import click

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NARROWEST = 12  # columns are not cut below this

Row = Mapping[str, Any]


def as_csv(rows: Iterable[Row], columns: Sequence[str]) -> str:
    """CSV with a header (RFC 4180); lists are joined by '; '.

    A text that a spreadsheet would take for a formula gets a leading apostrophe.

    >>> as_csv([{"a": "=1+1", "b": {"c": ["x", "y"]}}], ["a", "b.c"])
    "a,b.c\\r\\n'=1+1,x; y\\r\\n"
    """
    held = StringIO()
    writer = csv.writer(held)
    writer.writerow(columns)
    writer.writerows([_guarded(plain(at(row, column))) for column in columns] for row in rows)
    return held.getvalue()


def as_table(
    rows: Sequence[Row], columns: Sequence[str], width: int | None = None, heads: Sequence[str] | None = None
) -> str:
    """Columns side by side, as wide as what they hold; figures to the right.

    With `width`, the widest columns are cut, with an ellipsis, until a line fits. `heads` stand above the columns, by
    default their names without what holds them.

    >>> print(click.unstyle(as_table([{"port": "Callao", "seen": 12}, {"port": "Ilo", "seen": 3}], ["port", "seen"])))
    port    seen
    Callao    12
    Ilo        3
    <BLANKLINE>
    """
    cells = [[shown(plain(at(row, column))) for column in columns] for row in rows]
    heads = heads or [column.rpartition(".")[2].replace("_", " ") for column in columns]
    widths = _fitting([max(breadth(line[i]) for line in [heads, *cells]) for i in range(len(columns))], width)
    right = [bool(rows) and all(isinstance(at(row, c), int | float | None) for row in rows) for c in columns]
    head, *lines = [_line(texts, widths, right) for texts in [heads, *cells]]
    return "\n".join([click.style(head, bold=True), *lines, ""])


def at(row: Row, column: str) -> Any:
    """What a row holds under a column, None where it holds nothing."""
    value: Any = row
    for key in (column,) if column in row else column.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def plain(value: Any) -> Any:
    """A value for one cell: lists joined by '; ', a measure as its words, yes for what is true."""
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".")
    if isinstance(value, Mapping):
        return " ".join(str(plain(part)) for part in value.values())
    return "; ".join(str(plain(part)) for part in value) if isinstance(value, list | tuple) else value


def shown(value: Any) -> str:
    """A text that is safe on a terminal: control and direction characters as escapes.

    >>> shown("Lima\\x1b[2J")
    'Lima\\\\u001b[2J'
    """
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", str(value))


def breadth(text: str) -> int:
    """How many places of a terminal a text takes: two for wide letters, none for marks that combine."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _guarded(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def _fitting(widths: list[int], width: int | None) -> list[int]:
    """The widths with the widest cut back, one place at a time, until all fit side by side or none can be cut."""
    room = width - 2 * (len(widths) - 1) if width else sum(widths)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _line(texts: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    cells = []
    for text, width, figures in zip(texts, widths, right, strict=True):
        cut = _cut(text, width)
        gap = " " * (width - breadth(cut))
        cells.append(gap + cut if figures else cut + gap)
    return "  ".join(cells).rstrip()


def _cut(text: str, width: int) -> str:
    if breadth(text) <= width:
        return text
    kept = text
    while breadth(kept) > width - 1:
        kept = kept[:-1]
    return kept + "…"
