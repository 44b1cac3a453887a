"""`corredor sparql` and `corredor cypher`: a query of your own, guarded, and its answer in the standard formats."""

import csv
import json
import re
from collections.abc import Callable, Sequence
from functools import wraps
from io import StringIO
from typing import IO, TYPE_CHECKING, Any

import click

from corredor.cli.options import App, Text
from corredor.cli.output import Output, as_table, output_options, progress, shown, tell
from corredor.cli.table import Row

if TYPE_CHECKING:
    from corredor.graph.queries.worker import Answer

LONGEST = 1 << 20  # bytes that are read of a query; the guard allows fewer


def query_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the query, its parameters and its limits."""

    @click.argument("query", required=False, type=Text())
    @click.option("-f", "--file", "file", type=click.File("rb"), help="Read the query from a file, or from stdin (-).")
    @click.option("--param", "params", multiple=True, metavar="NAME=VALUE", type=Text(), help="A value for a name.")
    @click.option("--timeout", type=click.FloatRange(0.1, 3600), default=30, show_default=True, help="Seconds at most.")
    @click.option("--max-rows", type=click.IntRange(1), default=100_000, show_default=True, help="Rows at most.")
    @output_options
    @click.pass_context
    @wraps(command)
    def wrapped(*args: Any, **options: Any) -> Any:
        return command(*args, **options)

    return wrapped


@click.command(short_help="Ask the graph a SPARQL query of your own.")
@query_options
def sparql(ctx: click.Context, /, query: str | None, file: IO[bytes] | None, out: Output, **how: Any) -> None:
    """Ask the graph a SPARQL QUERY of your own. It can read everything and change nothing.

    \b
    corredor sparql 'SELECT ?port { ?port a cor:Port ; ^cor:routeTo place:PE }'
    corredor sparql 'ASK { ?from route:cocaine+ ?to }' --param from=place:PE --param to=place:RU

    Prefixes such as cor: place: group: route: prov: skos: are declared. Ask for paths by commodity (route:cocaine+):
    cor:routeTo+ changes the commodity on the way. --json gives SPARQL 1.1 Query Results JSON, --jsonl one binding a
    line, --csv SPARQL 1.1 CSV; CONSTRUCT and DESCRIBE give Turtle in any format.
    """
    from corredor.graph.queries.limits import Limits

    text, parameters = _text(query, file), dict(map(_parameter, how["params"]))
    app: App = ctx.obj
    with app.open() as store, progress("Copying the graph for SPARQL") as store.progress:
        answer = store.query(text, parameters, Limits(seconds=how["timeout"], rows=how["max_rows"]))
    _print(answer, out)
    if not _found(answer):
        tell("The query is in order and gives no rows. Ask for less at once, or see how names are written: place:PE.")
        ctx.exit(3)


@click.command(short_help="Ask the graph a Cypher query of your own.")
@query_options
def cypher(ctx: click.Context, /, query: str | None, file: IO[bytes] | None, out: Output, **how: Any) -> None:
    """Ask the graph a Cypher QUERY of your own. It can read everything and change nothing.

    \b
    corredor cypher 'MATCH (:Country {name: "Peru"})-[r:ROUTE]->(p:Port) RETURN p.name, r.commodity, r.voices'
    corredor cypher 'MATCH (n:Place {id: $id})-[:ROUTE]->(m) RETURN DISTINCT m.name' --param id=place/PE

    A folder or a SPARQL server is copied into an engine for Cypher first, once for each revision. Ask for paths by
    commodity: all(r IN relationships(p) WHERE r.commodity = 'cocaine'). --json gives {"columns", "rows"}; --jsonl one
    object a row. A value of --param is a number, true, false, or a text.
    """
    from corredor.graph.queries.limits import Limits

    text, parameters = _text(query, file), dict(map(_parameter, how["params"]))
    app: App = ctx.obj
    with app.open() as store, progress("Copying the graph for Cypher") as store.progress:
        table = store.cypher(text, parameters, Limits(seconds=how["timeout"], rows=how["max_rows"]))
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    flat = [{column: _flat(value) for column, value in row.items()} for row in rows]
    if out.format in ("json", "jsonl"):
        out.emit(table.to_json(), rows, table.columns)
    elif out.format == "csv":
        out.write(_rows_as_csv(flat, table.columns))
    else:
        heads = [shown(column) for column in table.columns]
        out.write(as_table(flat, table.columns, out.width, heads))
    if not rows:
        tell("The query is in order and gives no rows. Ask for less at once, or see how ids are written: place/PE.")
        ctx.exit(3)


def _flat(value: Any) -> Any:
    """A value in one cell, exact: a list of plain values joined, a node by its name, what else has parts as JSON."""
    if isinstance(value, bool | float):
        return json.dumps(value)
    if isinstance(value, list) and all(isinstance(part, str | int | float) for part in value):
        return "; ".join(map(str, value))
    if isinstance(value, dict) and "labels" in value and isinstance(value.get("properties"), dict):
        told = value["properties"]
        return told.get("name") or told.get("id") or json.dumps(told, ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _text(query: str | None, file: IO[bytes] | None) -> str:
    if (query is None) == (file is None):
        raise click.UsageError("Give one query: as text, or as a file with -f.")
    if query is not None:
        return query
    assert file is not None
    try:
        return file.read(LONGEST).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.BadParameter("is not UTF-8. Save it as UTF-8.", param_hint="'-f'") from error


def _parameter(written: str) -> tuple[str, str]:
    name, equals, value = written.partition("=")
    if not (equals and name):
        raise click.BadParameter(f'"{written}" has no value. Write NAME=VALUE.', param_hint="'--param'")
    return name.lstrip("?$"), value


def _found(answer: "Answer") -> bool:
    return answer.kind == "boolean" or bool(answer.rows) or bool((answer.turtle or "").strip())


def _print(answer: "Answer", out: Output) -> None:
    document = answer.to_json()
    if answer.kind == "graph":
        out.write(answer.turtle or "")
    elif answer.kind == "boolean":
        truth = "true" if answer.value else "false"
        out.write(f"{truth}\r\n") if out.format == "csv" else out.emit(document, [document], (), lambda: f"{truth}\n")
    elif out.format == "csv":
        out.write(_csv(document["results"]["bindings"], answer.variables))
    else:
        bindings = document["results"]["bindings"]
        out.emit(document, bindings, answer.variables, lambda: _table(bindings, answer.variables, out.width))


def _csv(bindings: Sequence[Row], variables: Sequence[str]) -> str:
    """SPARQL 1.1 CSV: values as they are, without type or language, and unguarded against spreadsheets."""
    return _rows_as_csv([{name: _value(row.get(name)) for name in variables} for row in bindings], variables)


def _rows_as_csv(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """Values as they are, unguarded against spreadsheets: they are the answer to a query of one's own."""
    held = StringIO()
    writer = csv.writer(held)
    writer.writerow(columns)
    writer.writerows([row[column] for column in columns] for row in rows)
    return held.getvalue()


def _table(bindings: Sequence[Row], variables: Sequence[str], width: int | None) -> str:
    rows = [{name: _short(binding.get(name)) for name in variables} for binding in bindings]
    return as_table(rows, variables, width)


def _value(term: Row | None) -> str:
    if term is None:
        return ""
    if term["type"] == "triple":
        return f"<<( {' '.join(map(_value, term['value'].values()))} )>>"
    return f"_:{term['value']}" if term["type"] == "bnode" else str(term["value"])


def _short(term: Row | None) -> str:
    """A value for a person: names as a query writes them."""
    from corredor.graph.prefixes import PREFIXES

    text = _value(term)
    if term is None or term["type"] != "uri":
        return text
    begun = [(iri, prefix) for prefix, iri in PREFIXES.items() if text.startswith(iri)]
    iri, prefix = max(begun, default=("", ""), key=lambda pair: len(pair[0]))
    rest = text[len(iri) :]
    return f"{prefix}:{rest}" if iri and re.fullmatch(r"[\w.-]+", rest) else text
