"""`corredor centrality` and `corredor partners`: who and what holds the network together, as sources tell it."""

from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from corredor.cli.options import RANK_SCORE, App, Asked, Name, Text, filter_options, tell_left_out
from corredor.cli.output import Output, output_options, tell
from corredor.cli.table import as_table, shown

if TYPE_CHECKING:
    from corredor.graph.network import Network
    from corredor.graph.ranking import Ranking

_FOUND = ("claims", "sources", "voices", "one_voice", "disputed")
COLUMNS = ("rank", "id", "name", "kind", "country", "value", "in", "out", *_FOUND)

CAUTION = "A high rank says that sources tell much of something, and nothing of anyone's guilt."

_LEFT_OUT = {
    "in_no_country": "Links with an end in no single country (a world region, a sea, a shared border) left out: {:,}.",
    "inside_one_country": "Links inside one country left out: {:,}.",
    "world_regions": "World regions and seas that are in the graph and not ranked: {:,}.",
    "collectives": "Collectives (unnamed groups) in the graph and not ranked: {:,}. --collectives ranks them too.",
}


class Kind(Text):
    """The kind of a place or group; which there are depends on the level, and is told by the answer."""

    name = "kind"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The kinds that begin so."""
        from corredor.graph.centrality import kinds
        from corredor.ontology.names import shipped_names

        names = shipped_names()
        words = sorted({*kinds("place", names), *kinds("group", names)})
        return [CompletionItem(word) for word in words if word.startswith(incomplete)]


@click.command()
@click.option(
    "--level",
    type=click.Choice(["country", "place", "group"]),
    default="country",
    show_default=True,
    help="Countries, with all places in them; places as told; or groups, over partnerships.",
)
@click.option(
    "--measure",
    type=click.Choice(["degree", "strength", "betweenness"]),
    default="degree",
    show_default=True,
    help="Distinct neighbours; the sum of the rank scores of links; or shortest paths that run through.",
)
@click.option("--kind", type=Kind(), help="Rank this kind alone, in the same graph: port, city, cartel.")
@click.option("--top", type=click.IntRange(1), default=10, show_default=True, help="Rows at most.")
@click.option("--collectives", is_flag=True, help="Rank unnamed groups too.")
@filter_options
@output_options
@click.pass_context
def centrality(ctx: click.Context, /, asked: Asked, out: Output, top: int, **how: Any) -> None:
    """The countries, places or groups of which sources tell most.

    \b
    corredor centrality --level place --kind port
    corredor centrality --measure betweenness --commodity cocaine
    corredor centrality --level group --collectives

    The answer says what is counted, and over how many claims, sources and voices. For each row: the claims, sources
    and voices that it rests on, how many of its neighbours one voice alone tells of (one voice), and of how many a
    source denies something (disputed). A rank is no finding of guilt.
    """
    from corredor.graph.ranking import ranking_document

    app: App = ctx.obj
    with app.open() as store:
        network = asked.network(store)
        ranking = network.centrality(k=top, **how)
    document = ranking_document(ranking, network)
    tell_left_out(network)
    _tell_about(ranking)
    if out.format == "text" and ranking.measure != "degree":
        tell(RANK_SCORE)
    out.emit(document, document["ranking"], COLUMNS, lambda: _ranked(document, how["kind"], out.width))
    if not ranking.rows:
        wider = " or --collectives" if "collectives" in ranking.left_out else ""
        tell(f"No {how['kind'] or ranking.level} to rank. Tried: {_counted(document)}. Try fewer filters{wider}.")
        ctx.exit(3)


def _tell_about(ranking: "Ranking") -> None:
    for warning in ranking.warnings:
        tell(warning)
    for why, count in ranking.left_out.items():
        tell(_LEFT_OUT[why].format(count))
    if ranking.tied_out:
        tell(f"With the value of the last row, and not shown: {ranking.tied_out:,}. --top shows more.")


def _ranked(document: dict[str, Any], kind: str | None, width: int | None) -> str:
    level, measure = document["level"], document["measure"]
    where = {"country": (), "place": ("kind", "country"), "group": ("kind", "country")}[level]
    ways = () if level == "group" else ("in", "out")
    rows = [{**row, measure: row["value"]} for row in document["ranking"]]
    table = as_table(rows, ("rank", "name", *where, measure, *ways, *_FOUND), width)
    divided = f", divided by (n−1)(n−2) = {document['divided_by']:,}" if document["divided_by"] else ""
    of_kind = f" of kind {kind}" if kind else ""
    title = f"{measure.capitalize()} of each {level}{of_kind}: {document['counts']}{divided}."
    return f"{_counted(document)}\n{title}\n\n{table}\n{CAUTION}\n"


def _counted(document: dict[str, Any]) -> str:
    asked = f" ({shown(document['filters'])})" if document["filters"] else ""
    return f"{document['counted']}, revision {document['revision']}{asked}"


@click.command()
@click.argument("group", metavar="GROUP", type=Name("group"))
@click.option("--hops", type=click.IntRange(1, 6), default=1, show_default=True, help="2: partners of partners too.")
@filter_options
@output_options
@click.pass_context
def partners(ctx: click.Context, /, group: str, hops: int, asked: Asked, out: Output) -> None:
    """Who is told to work with GROUP, in what, and on what evidence; apart from them its rivals, and what is denied.

    \b
    corredor partners "Clan del Golfo"
    corredor partners "Sinaloa Cartel" --hops 2 --commodity cocaine

    Each commodity named is a tie of its own. What the registry says of a group is a description and no finding. With
    --hops 2 the claims are those of the last step: no source need say that the two ends of a chain work together.
    """
    from corredor.cli.ties import COLUMNS as TIE_COLUMNS
    from corredor.cli.ties import tie_rows, written
    from corredor.graph.partners import partners_document

    app: App = ctx.obj
    with app.open() as store:
        network = asked.network(store)
    told = network.partners(group, hops=hops)
    document = partners_document(told, network)
    tell_left_out(network)
    if out.format == "text" and len(told):
        tell(RANK_SCORE)
    out.emit(document, tie_rows(document), TIE_COLUMNS, lambda: f"{_counted(document)}\n\n{written(document)}")
    if not len(told):
        tell(_nothing(document, network))
        ctx.exit(3)


def _nothing(document: dict[str, Any], network: "Network") -> str:
    asked = f" ({network.filters.words})" if network.filters.words else ""
    name = shown(document["group"]["name"])
    ended = "" if network.filters.ended else " What has ended is found with --status ended."
    return f"No partner or rival of {name} is told. Tried: {network.header}{shown(asked)}. Try fewer filters.{ended}"
