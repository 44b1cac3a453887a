"""`corredor routes`: the best routes from A to B, each leg with its evidence."""

from typing import TYPE_CHECKING, Any

import click

from corredor.cli.options import RANK_SCORE, App, Asked, Name, filter_options, header, tell_left_out
from corredor.cli.output import Output, output_options, tell

if TYPE_CHECKING:
    from corredor.graph.answer import RouteAnswer
    from corredor.graph.network import Network


@click.command()
@click.argument("origin", metavar="FROM", type=Name("place"))
@click.argument("destination", metavar="TO", type=Name("place"))
@click.option("--via", type=Name("place"), multiple=True, help="Only routes that touch this place.")
@click.option("--avoid", type=Name("place"), multiple=True, help="Only routes that do not touch this place.")
@click.option("--strict", is_flag=True, help="Join stretches, and meet the ends, only at the very same place.")
@click.option("--max-legs", type=click.IntRange(1, 12), default=6, show_default=True, help="Legs of a route at most.")
@click.option("-k", "k", type=click.IntRange(1, 100), default=5, show_default=True, help="Routes at most.")
@click.option("--min-confidence", type=click.FloatRange(0.001, 1), default=0.05, show_default=True, help="Rank score.")
@click.option("--variants", is_flag=True, help="Also list the variants of each route.")
@click.option("--cite", is_flag=True, help="Number the sources, and list them below.")
@filter_options
@output_options
@click.pass_context
def routes(
    ctx: click.Context,
    /,
    origin: str,
    destination: str,
    asked: Asked,
    out: Output,
    variants: bool,
    cite: bool,
    **how: Any,
) -> None:
    """The best routes FROM a place TO another, as sources tell them.

    \b
    corredor routes VRAEM Rotterdam --commodity cocaine
    corredor routes Afghanistan Germany --commodity heroin --avoid Iran --json

    A route told whole is one source's one breath. A pieced one is put together by us from several, and says so. Ends
    with 3 where there is no route.
    """
    app: App = ctx.obj
    with app.open() as store:
        network = asked.network(store)
    answer = network.routes(origin, destination, variants=variants, **how)
    for note in answer.notes:
        tell(note)
    tell_left_out(network)
    _print(answer, network, out, variants=variants, cite=cite)
    if not answer.exhausted:
        tell("The search stopped at its limit: there may be more routes. Narrow it with --via, --avoid or --max-legs.")
    if not answer.routes:
        tell(_nothing(answer, network, how))
        ctx.exit(3)


def _print(answer: "RouteAnswer", network: "Network", out: Output, *, variants: bool, cite: bool) -> None:
    from corredor.cli.itinerary import COLUMNS, leg_rows, written
    from corredor.graph.documents import answer_document

    if out.format == "text" and answer.routes:
        tell(RANK_SCORE)
    out.emit(
        answer_document(answer),
        leg_rows(answer, network.names),
        COLUMNS,
        lambda: header(network) + "\n\n" + written(answer, network, variants=variants, cite=cite),
    )


def _nothing(answer: "RouteAnswer", network: "Network", how: dict[str, Any]) -> str:
    names = network.names
    ends = f"from {names.label(answer.origin)} to {names.label(answer.destination)}"
    limits = f"up to {how['max_legs']} legs, rank score {how['min_confidence']} or more"
    tried = ", ".join([network.header, *([network.filters.words] if network.filters.words else []), limits])
    strict = "leave out --strict, " if how["strict"] else ""
    return f"No route {ends} is told. Tried: {tried}. Try {strict}a wider place, more legs or fewer filters."
