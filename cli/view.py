"""`corredor view`: the picture of a question, as one HTML file that works offline."""

import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corredor.cli.options import App, Asked, Name, Word, filter_options, header, tell_left_out
from corredor.cli.output import tell

if TYPE_CHECKING:
    from corredor.graph.links import Link
    from corredor.graph.network import Network


@click.command()
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("corredor.html"), show_default=True)
@click.option("--kind", "kinds", type=Word("kind"), multiple=True, help="Links of this kind (may be given again).")
@click.option("--around", type=Name(), metavar="NAME", help="Only what is linked to this place or group.")
@click.option("--hops", type=click.IntRange(1, 5), default=1, show_default=True, help="How far around.")
@click.option("--limit", type=click.IntRange(1), default=1000, show_default=True, help="Nodes drawn at most.")
@click.option("--title", default="Corredor", show_default=True)
@click.option("--open", "open_it", is_flag=True, help="Open it in the browser.")
@filter_options
@click.pass_context
def view(
    ctx: click.Context,
    /,
    output: Path,
    kinds: tuple[str, ...],
    around: str | None,
    hops: int,
    limit: int,
    title: str,
    open_it: bool,
    asked: Asked,
) -> None:
    """Draw the network: click on a link or a node for the claims behind it.

    \b
    corredor view --commodity cocaine --around Peru --hops 2 -o peru.html

    Prints the path of the page. Ends with 3 where nothing is to be drawn.
    """
    app: App = ctx.obj
    with app.open() as store:
        network = asked.network(store)
    tell_left_out(network)
    links = network.links(*kinds)
    if around:
        links = _around(links, network, around, hops)
    if not links:
        tell(f"Nothing to draw: no link is left of {header(network)}. Try fewer filters.")
        ctx.exit(3)
    click.echo(draw(links, network, output, title=title, limit=limit, question=_question(network, kinds, around, hops)))
    if open_it:
        webbrowser.open(output.resolve().as_uri())


def draw(links: list["Link"], network: "Network", path: Path, *, title: str, question: str, limit: int = 1000) -> Path:
    """Write the page of some links; its path."""
    from corredor.graph.views.network_page import network_page, write_page

    page = network_page(links, network.names, title=title, question=question, header=header(network), limit=limit)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_page(path, page)
    return path


def _around(links: list["Link"], network: "Network", name: str, hops: int) -> list["Link"]:
    meaning = network.names.resolve(name, widest=True)
    if meaning.note:
        tell(meaning.note)
    near = {network.canonical(meaning.id)}
    for _ in range(hops):
        near |= {end for link in links for end in (link.start, link.end) if {link.start, link.end} & near}
    return [link for link in links if link.start in near and link.end in near]


def _question(network: "Network", kinds: tuple[str, ...], around: str | None, hops: int) -> str:
    parts = [", ".join(kinds) or "all links"]
    parts += [f"around {around}, {hops} step{'s' if hops > 1 else ''}"] if around else []
    parts += [network.filters.words] if network.filters.words else []
    return "; ".join(parts)
