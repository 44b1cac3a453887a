"""`corredor copy`: one store into another, of any kind."""

import click

from corredor.cli.options import Text
from corredor.cli.output import Output, output_options, progress

COLUMNS = ("new", "replaced", "same", "judgements", "revision")


@click.command(short_help="Copy one store into another, of any kind.")
@click.argument("source", metavar="FROM", type=Text())
@click.argument("target", metavar="TO", type=Text())
@output_options
def copy(source: str, target: str, out: Output) -> None:
    """Make the store at TO equal to the one at FROM: sources, judgements, your own places and groups.

    \b
    corredor copy corredor.store neo4j://graph.example.org
    corredor copy http://localhost:3030/corredor backup.store

    Each is a folder, the http(s):// address of a SPARQL server, or the neo4j:// or bolt:// address of a property-graph
    server. Afterwards both have the same revision. What TO has already stays; a copy that was cut goes on where it
    stopped. A TO that holds what FROM does not have is refused and left as it is.
    """
    from corredor.graph.store import open_store
    from corredor.graph.stores import copying
    from corredor.graph.stores.opening import opened_to_copy

    with (
        open_store(source) as origin,
        opened_to_copy(target) as destination,
        progress("Copying") as step,
    ):
        copied = copying.copy(origin, destination, progress=step)
        revision = destination.revision
    row = {
        "new": copied.new,
        "replaced": copied.replaced,
        "same": copied.same,
        "judgements": copied.judgements,
        "revision": revision,
    }
    sources = f"{copied.new:,} new, {copied.replaced:,} replaced, {copied.same:,} the same"
    text = f"Sources: {sources}; judgements: {copied.judgements:,} new; both of revision {revision}\n"
    out.emit(row, [row], COLUMNS, lambda: text)
