"""`corredor export`: the store as fact sheets, RDF or GraphML, and what describes its RDF: shapes and context."""

import json
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corredor.cli.options import App, Asked, Text, filter_options, tell_left_out
from corredor.cli.output import shown, tell, to_file
from corredor.cli.whole import whole, whole_folder

if TYPE_CHECKING:
    from corredor.graph.network import Network
    from corredor.graph.store import Store

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


RDF = ("nquads", "trig", "ttl", "jsonld")
WORDS = ("shacl", "context")


@click.command(short_help="Write the store as sheets, RDF or GraphML.")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(("sheets", *RDF, "graphml", *WORDS)), required=True, help="The form."
)
@click.option("--all", "everything", is_flag=True, help="sheets: also sources that a judgement withdrew.")
@click.option("--force", is_flag=True, help="sheets: write into a folder that holds other files.")
@filter_options
@click.pass_context
def export(ctx: click.Context, /, path: Path | None, form: str, everything: bool, force: bool, asked: Asked) -> None:
    """Write the store to PATH in another form.

    \b
    corredor export --format sheets my-sheets
    corredor export --format nquads | gzip > graph.nq.gz
    corredor export --format jsonld graph.jsonld
    corredor export --format graphml cocaine.graphml --commodity cocaine

    sheets: a folder with a fact sheet for each source, and your own places and groups; loading it gives the same
    graph. nquads: everything, judgements and derived links too. trig, jsonld: the same, to be read by people; a source
    is a named graph. ttl: the same as one graph, so that it no longer says which source states what; claims still name
    theirs. graphml: the links that the filters leave, for Gephi and its like.

    shacl, context: the shapes that an export fits (validate ttl with them) and the JSON-LD context; no store is needed.

    All but sheets go to stdout where PATH is left out. Nothing is ever half written.
    """
    if asked and form != "graphml":
        raise click.UsageError(f"Filters choose links for graphml; {form} takes none. Leave them out.")
    if (everything or force) and form != "sheets":
        raise click.UsageError(f"--all and --force are for sheets, not for {form}. Leave them out.")
    app: App = ctx.obj
    target = to_file(path, "PATH")
    if form in (*RDF, *WORDS) and target:
        target = Path(Text().convert(str(target), None, ctx))
    if form in WORDS:
        _file(target, _words(form))
        return
    with app.open() as store:
        if form == "sheets":
            _sheets(store, target, everything, force)
        elif form in RDF:
            _file(target, _rdf(store, form))
        elif not _graphml(asked.network(store), target):
            ctx.exit(3)


def _file(target: Path | None, write: Callable[[Path], object]) -> None:
    """Have a file written: whole at its place, or on stdout."""
    if target:
        with whole(target) as fresh:
            write(fresh)
        tell(f"Written: {shown(target)}")
        return
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "made")
        write(made)
        with made.open("rb") as file:
            while chunk := file.read(1 << 20):
                click.echo(chunk, nl=False)


# ------------------------------------------------------------ RDF


def _rdf(store: "Store", form: str) -> Callable[[Path], None]:
    """What writes the store in a form of RDF."""
    from corredor.graph.rdf_formats import WRITERS

    return store.export_nquads if form == "nquads" else lambda path: WRITERS[form](store.quads(), path)


def _words(form: str) -> Callable[[Path], object]:
    """What writes the shapes, or the context."""
    from corredor.ontology.context import context
    from corredor.ontology.shapes import shapes

    text = shapes() if form == "shacl" else json.dumps({"@context": context()}, ensure_ascii=False, indent=2) + "\n"
    return lambda path: path.write_text(text, encoding="utf-8")


# ------------------------------------------------------------ sheets


def _sheets(store: "Store", target: Path | None, everything: bool, force: bool) -> None:
    from corredor.loaders.folder import write_folder

    if target is None:
        raise click.UsageError("Sheets need a folder. Give its PATH.")
    occupied = target.exists() and any(target.iterdir())
    if occupied and not force:
        raise click.ClickException(f"{shown(target)} is not empty. Give a new folder, or --force to write into it.")
    withdrawn = set() if everything else set(store.standing) & set(store.digests())
    records = (record for record in store.records() if record.source.id not in withdrawn)
    with tempfile.TemporaryDirectory(dir=target) if occupied else whole_folder(target) as fresh:
        names = write_folder(Path(fresh), records, store)
        for name in names if occupied else ():
            os.replace(Path(fresh, name), target / name)
    tell(f"Written: {len(names):,} files in {shown(target)}")
    _tell_what_stays(store, target, len(withdrawn), set(names))


def _tell_what_stays(store: "Store", target: Path, withdrawn: int, names: set[str]) -> None:
    if withdrawn:
        tell(f"Left out, as judgements withdrew them: {withdrawn:,} sources. --all writes them too.")
    others = len({file.name for file in target.iterdir()} - names)
    if others:
        tell(f"Other files were there already and stay: {others:,}.")
    judged = sum(judgement.act != "retract" for judgement in store.standing.values())
    if judged:
        tell(f"Sheets hold no judgements: {judged:,} on claims are not in them. nquads has all.")


# ------------------------------------------------------------ GraphML


def _graphml(network: "Network", target: Path | None) -> bool:
    """Write the links; False, and a line on stderr, where there are none."""
    import networkx

    graph = network.nx
    tell_left_out(network)
    if not graph.number_of_edges():
        tried = "; ".join(filter(None, [network.header, network.filters.words]))
        tell(f"No link is told so, and nothing was written. Tried: {tried}. Try fewer filters.")
        return False
    attributes = [graph.graph, *(a for _, a in graph.nodes(data=True)), *(a for *_, a in graph.edges(data=True))]
    replaced = sum(map(_cleaned, attributes))
    if replaced:
        tell(f"XML cannot hold control characters: {replaced:,} texts have \N{REPLACEMENT CHARACTER} instead.")
    _file(target, lambda path: networkx.write_graphml(graph, path))
    return True


def _cleaned(attributes: dict[str, Any]) -> int:
    """Replace in place what XML cannot hold; the number of texts that had it."""
    found = {key: value for key, value in attributes.items() if isinstance(value, str) and _NOT_XML.search(value)}
    attributes |= {key: _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", value) for key, value in found.items()}
    return len(found)
