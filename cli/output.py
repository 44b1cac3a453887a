"""How answers are printed: a table or text for people; JSON, JSON lines or CSV for programs. Nothing else on stdout."""

import json
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from corredor.cli.table import Row, as_csv, as_table, plain, shown
from corredor.cli.whole import whole

__all__ = ["Output", "as_csv", "as_table", "output_options", "plain", "progress", "shown", "tell", "write_whole"]


@dataclass(frozen=True, slots=True)
class Output:
    """The format asked for (text, json, jsonl, csv) and where it goes."""

    format: str
    file: Path | None

    def emit(
        self,
        document: Mapping[str, Any],
        rows: Sequence[Row],
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
            self.write(text() if text else as_table(rows, columns, self.width))

    @property
    def width(self) -> int | None:
        """How wide a line of the terminal is; None where the answer goes elsewhere, and may be of any width."""
        on_terminal = self.file is None and sys.stdout is not None and sys.stdout.isatty()
        return shutil.get_terminal_size().columns if on_terminal else None

    def write(self, text: str) -> None:
        """Put text into the file, whole or not at all, or on stdout."""
        text = text.encode("utf-8", "backslashreplace").decode()  # file names can hold bytes that are no text
        if self.file is None:
            click.echo(text, nl=False)
            return
        write_whole(self.file, click.unstyle(text))
        tell(f"Written: {shown(self.file)}")


def output_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --json, --jsonl, --csv and -o; the command gets them as `out`."""

    @click.option("--json", "formats", flag_value="json", multiple=False, help="Print JSON.")
    @click.option("--jsonl", "formats", flag_value="jsonl", help="Print JSON, one item a line.")
    @click.option("--csv", "formats", flag_value="csv", help="Print CSV with a header.")
    @click.option("-o", "--output", "out_file", type=OUT_FILE, help="Write to a file instead of stdout.")
    @wraps(command)
    def wrapped(*args: Any, formats: str | None, out_file: Path | None, **options: Any) -> Any:
        return command(*args, out=Output(formats or "text", to_file(out_file)), **options)

    return wrapped


OUT_FILE = click.Path(dir_okay=False, allow_dash=True, path_type=Path)


def to_file(file: Path | None, hint: str = "-o") -> Path | None:
    """The file that an option or argument (`hint`) names; None for stdout, which is also called -."""
    if file is not None and not file.name:
        raise click.BadParameter("names no file. Write a path, or - for stdout.", param_hint=hint)
    return None if file == Path("-") else file


def tell(message: str) -> None:
    """Say something to the person, beside the data."""
    click.echo(message, err=True)


def write_whole(path: Path, text: str) -> None:
    """Write a file so that nobody ever sees half of it."""
    with whole(path) as fresh:
        fresh.write_text(text, encoding="utf-8", newline="")


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on stderr, on a terminal alone: yields a function of (done, total)."""
    with ExitStack() as stack:
        bars: list[Any] = []

        def step(done: int, total: int) -> None:
            if sys.stderr is None or not sys.stderr.isatty():
                return
            if not bars:
                bars.append(stack.enter_context(click.progressbar(length=total, label=label, file=sys.stderr)))
            bars[0].update(done - bars[0].pos)

        yield step
