"""How answers are printed: a table or text for people; JSON, JSON lines or CSV for programs. Nothing else on stdout."""

import csv
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import wraps
from io import StringIO
from pathlib import Path
from typing import Any

import click

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_FORMULA = re.compile(r"[=+\-@\t\r]")


@dataclass(frozen=True, slots=True)
class Output:
    """The format asked for and where it goes."""

    format: str
    file: Path | None

    def emit(
        self,
        document: Mapping[str, Any],
        rows: Sequence[Mapping[str, Any]],
        columns: Sequence[str],
        text: Callable[[], str] | None = None,
    ) -> None:
        """Print an answer: `document` as JSON, `rows` as JSON lines, `columns` of the rows as CSV or table.

        `text` makes what a person reads instead of the table.
        """
        if self.format == "json":
            self.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
        elif self.format == "jsonl":
            self.write("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
        elif self.format == "csv":
            self.write(as_csv(rows, columns))
        else:
            self.write(text() if text else as_table(rows, columns))

    def write(self, text: str) -> None:
        """Put text into the file, whole or not at all, or on stdout."""
        if self.file is None:
            click.echo(text, nl=False)
            return
        write_whole(self.file, text)
        tell(f"Written: {self.file}")


def output_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --json, --jsonl, --csv and -o; the command gets them as `out`."""

    @click.option("--json", "formats", flag_value="json", multiple=False, help="Print JSON.")
    @click.option("--jsonl", "formats", flag_value="jsonl", help="Print JSON, one item a line.")
    @click.option("--csv", "formats", flag_value="csv", help="Print CSV with a header.")
    @click.option("-o", "--output", "file", type=click.Path(path_type=Path), help="Write to a file instead of stdout.")
    @wraps(command)
    def wrapped(*args: Any, formats: str | None, file: Path | None, **options: Any) -> Any:
        return command(*args, out=Output(formats or "text", file), **options)

    return wrapped


def tell(message: str) -> None:
    """Say something to the person, beside the data."""
    click.echo(message, err=True)


def as_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """CSV with a header (RFC 4180); lists are joined by '; '.

    A text that a spreadsheet would take for a formula gets a leading apostrophe.
    """
    held = StringIO()
    writer = csv.writer(held)
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return held.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return "'" + value if _FORMULA.match(value) else value
    return plain(value)


def as_table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """Columns side by side, as wide as what they hold; figures to the right."""
    cells = [[shown(plain(row.get(column))) for column in columns] for row in rows]
    heads = [column.replace("_", " ") for column in columns]
    widths = [max(len(line[i]) for line in [heads, *cells]) for i in range(len(columns))]
    right = [bool(rows) and all(isinstance(row.get(c), int | float | None) for row in rows) for c in columns]

    def line(texts: Sequence[str]) -> str:
        padded = (t.rjust(w) if r else t.ljust(w) for t, w, r in zip(texts, widths, right, strict=True))
        return "  ".join(padded).rstrip() + "\n"

    return click.style(line(heads).rstrip("\n"), bold=True) + "\n" + "".join(map(line, cells))


def plain(value: Any) -> Any:
    """A value for one cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".") if value != int(value) else str(int(value))
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else value


def shown(value: Any) -> str:
    """A text that is safe on a terminal: control and direction characters as escapes."""
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", str(value))


def write_whole(path: Path, text: str) -> None:
    """Write a file so that nobody ever sees half of it."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        fresh.write_text(text, encoding="utf-8")
        os.replace(fresh, path)
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


@contextmanager
def progress(label: str) -> Any:
    """A progress bar on stderr, on a terminal alone: yields a function of (done, total)."""
    bars: list[Any] = []

    def step(done: int, total: int) -> None:
        if sys.stderr.isatty():
            if not bars:
                bars.append(click.progressbar(length=total, label=label, file=sys.stderr))
                bars[0].__enter__()
            bars[0].update(done - bars[0].pos)

    try:
        yield step
    finally:
        for bar in bars:
            bar.__exit__(None, None, None)
