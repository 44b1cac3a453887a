"""`corredor reach`: where chains of links lead from a place, or from a group, and in how many steps."""

from typing import TYPE_CHECKING, Any

import click

from corredor.cli.options import App, Asked, Name, Word, filter_options, tell_left_out
from corredor.cli.output import Output, output_options, shown, tell
from corredor.cli.table import as_table

if TYPE_CHECKING:
    from corredor.graph.store import Store

COLUMNS = ("legs", "name", "kind", "country", "id")


class Linking(Word):
    """A kind of claim that makes links."""

    def __init__(self) -> None:
        super().__init__("kind")

    def words(self) -> list[str]:
        """The kinds whose claims lead from one entity to another."""
        from corredor.ontology.vocabulary import vocabulary

        return [name for name, kind in vocabulary().kinds.items() if kind.edge]


@click.command(short_help="Where chains of links lead from a place, and in how many legs.")
@click.argument("name", metavar="NAME", type=Name())
@click.option("--hops", type=click.IntRange(1), help="Legs at most.")
@click.option("--back", "backward", is_flag=True, help="Where chains come from, instead of where they lead.")
@click.option("--by", "kind", type=Linking(), default="route", show_default=True, help="The kind of link.")
@filter_options
@output_options
@click.pass_context
def reach(ctx: click.Context, /, name: str, asked: Asked, out: Output, **how: Any) -> None:
    """What chains of links lead to from NAME, each with the least number of legs that it takes.

    \b
    corredor reach Peru --commodity cocaine --hops 2
    corredor reach Rotterdam --back --commodity cocaine
    corredor reach "Clan del Golfo" --by partnership --hops 2

    A chain goes on only at the very same place, and no source need tell it whole: `routes` shows the evidence for each
    leg. Without --commodity it may change the commodity on the way. On a server, and without other filters, each step
    is taken where the graph is.
    """
    app: App = ctx.obj
    with app.open() as store:
        meaning = store.names.resolve(name, widest=True)
        document = _document(store, meaning.id, asked, how)
    if meaning.note:
        tell(meaning.note)
    if how["kind"] == "route" and not asked.values["commodity"]:
        tell("A chain may change the commodity on the way. Name one with --commodity to rule that out.")
    out.emit(document, document["reached"], COLUMNS, lambda: _text(document, out.width))
    if not document["reached"]:
        tell(f"Nothing is told to lie that way from {shown(document['from']['name'])}. Try --back or fewer filters.")
        ctx.exit(3)


def _document(store: "Store", id: str, asked: Asked, how: dict[str, Any]) -> dict[str, Any]:
    from corredor.graph.documents import entity_document
    from corredor.graph.ranking import country_codes

    names, commodity = store.names, asked.values["commodity"]
    if any(value for key, value in asked.values.items() if key != "commodity"):
        network = asked.network(store)
        tell_left_out(network)
        found = network.reach(id, commodity=commodity, **how)
    else:
        found = store.reach(id, commodity=commodity, **how)
    question = {**how, "filters": asked.filters(names).words}
    reached = [
        {"legs": legs, **entity_document(end, names), "country": country_codes(end, names)}
        for end, legs in found.items()
    ]
    return {"from": entity_document(id, names), "question": question, "revision": store.revision, "reached": reached}


def _text(document: dict[str, Any], width: int | None) -> str:
    way = "lead to" if document["question"]["backward"] else "lead from"
    rows = document["reached"]
    title = f"Chains {way} {shown(document['from']['name'])}: {len(rows):,}, revision {document['revision']}"
    return f"{title}\n\n{as_table(rows, COLUMNS[:-1], width)}\n"
