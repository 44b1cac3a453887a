"""`corredor demo`: the starter facts loaded, the showcase questions answered, the picture drawn."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corredor.cli.options import RANK_SCORE, App, header
from corredor.cli.output import progress, tell
from corredor.cli.table import as_table
from corredor.graph.errors import UnsupportedStore

if TYPE_CHECKING:
    from corredor.graph.network import Network
    from corredor.graph.store import Store

QUESTIONS = [("VRAEM", "Rotterdam", "cocaine"), ("Afghanistan", "Germany", "heroin"), ("Peru", "Russia", "cocaine")]

PATH_QUESTION = """SELECT DISTINCT ?country ?name WHERE {
  { SELECT DISTINCT ?port { place:zone-pe-vraem route:cocaine+ ?port . ?port a cor:Port } }
  ?port cor:inCountry ?country . ?country rdfs:label ?name
} ORDER BY ?name"""


CYPHER_QUESTION = """MATCH p = (c:Country {name: 'Peru'})-[:ROUTE*1..3]->(q:Port)
WHERE all(r IN relationships(p) WHERE r.commodity = 'cocaine')
MATCH (q)-[:IN_COUNTRY]->(country) RETURN country.name AS country, count(DISTINCT q) AS ports
ORDER BY ports DESC, country LIMIT 5"""


@click.command()
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), default=Path("demo"), show_default=True)
@click.pass_obj
def demo(app: App, /, folder: Path) -> None:
    """Load the starter facts, answer the showcase questions and draw the picture.

    The page is written into the folder, the graph into the store.
    """
    with app.open(write=True, create=True) as store:
        _load(store)
    with app.open() as store:
        whole = store.network()
        _counts(whole)
        for start, end, commodity in QUESTIONS:
            _routes(store.network(commodity=commodity), start, end, commodity)
        _ranks(whole)
        _path(store)
        _cypher(store)
    _picture(whole, folder)


def _title(text: str) -> None:
    click.echo("\n" + click.style(text, bold=True))


def _load(store: "Store") -> None:
    from corredor.loaders import batch

    with progress("Loading the starter facts") as step:
        report = batch.load(store, ["starter"], progress=step)
    tell(f"{report.new} sources new, {report.same} as before.")


def _counts(network: "Network") -> None:
    _title("What is in the store")
    click.echo(header(network))
    kinds = Counter(claim.kind for claim in network.claims)
    click.echo(as_table([{"kind": kind, "claims": count} for kind, count in kinds.most_common()], ["kind", "claims"]))
    click.echo("Corredor shows what sources claim, not what is true.")
    click.echo(RANK_SCORE)


def _routes(network: "Network", start: str, end: str, commodity: str) -> None:
    from corredor.cli.itinerary import written

    _title(f"Routes from {start} to {end}: {commodity}")
    click.echo(header(network) + "\n")
    click.echo(written(network.routes(start, end, k=3), network, variants=False, cite=False))


def _ranks(network: "Network") -> None:
    _title("The ten ports with the most partners")
    ports = network.centrality(level="place", kind="port", k=10)
    rows = [
        {"port": r.name, "country": r.country, "partners": r.value, "from": r.ins, "to": r.outs} for r in ports.rows
    ]
    click.echo(as_table(rows, ["port", "country", "partners", "from", "to"]))
    click.echo(f"Counted: {ports.counts}.")
    _title("The ten countries of highest betweenness")
    countries = network.centrality(measure="betweenness", k=10)
    rows = [{"country": r.name, "betweenness": r.value} for r in countries.rows]
    click.echo(as_table(rows, ["country", "betweenness"]))
    click.echo(f"Counted: {countries.counts}.")
    click.echo("A high rank says that much is told of a place, and nothing of anyone's guilt.")


def _path(store: "Store") -> None:
    _title("In which countries are ports that chains of cocaine claims lead to from the VRAEM? (SPARQL)")
    click.echo(PATH_QUESTION + "\n")
    answer = store.query(PATH_QUESTION)
    click.echo(", ".join(str(getattr(row[1], "value", row[1])) for row in answer.rows))


def _cypher(store: "Store") -> None:
    _title("Where are the ports that up to three legs of cocaine lead to from Peru? (Cypher)")
    click.echo(CYPHER_QUESTION + "\n")
    try:
        table = store.cypher(CYPHER_QUESTION)
    except UnsupportedStore as error:
        click.echo(str(error))
        return
    click.echo(as_table([dict(zip(table.columns, row, strict=True)) for row in table.rows], table.columns))


def _picture(network: "Network", folder: Path) -> None:
    from corredor.cli.view import draw

    _title("The picture")
    path = draw(network.links(), network, folder / "corredor.html", title="Corredor", question="all starter facts")
    click.echo(f"Open in a browser: {path.resolve()}")
