"""`corredor sources` and `corredor claims`: what is in the store, and on what evidence."""

from typing import TYPE_CHECKING, Any

import click

from corredor.cli.lines import claim_lines, described
from corredor.cli.options import App, Asked, Name, Text, Word, filter_options, header, tell_left_out
from corredor.cli.output import Output, output_options, tell

if TYPE_CHECKING:
    from corredor.graph.claim import Claim
    from corredor.graph.network import Network
    from corredor.graph.store import Store

SOURCE_COLUMNS = ("id", "published", "publisher", "title", "kind", "language", "claims", "weak", "withdrawn", "url")


@click.command(short_help="The sources in the store, with how much they claim.")
@click.option("--retracted", is_flag=True, help="Also sources that a judgement withdrew.")
@output_options
@click.pass_context
def sources(ctx: click.Context, retracted: bool, out: Output) -> None:
    """The sources in the store with the number of their claims, by id.

    A source not relied on alone (a blog, a state-controlled outlet, a copy) weighs half.
    """
    from corredor.graph.particulars import source_in_full

    app: App = ctx.obj
    with app.open() as store:
        withdrawn = store.standing
        found = [source_in_full(s, n, withdrawn=s.id in withdrawn) for s, n in store.sources(live=not retracted)]
    rows = [{**source, "remarks": described(source)} for source in found]
    columns = ("id", "published", "publisher", "title", "claims", "remarks") if out.format == "text" else SOURCE_COLUMNS
    out.emit({"sources": found}, found if out.format == "jsonl" else rows, columns)
    if not found:
        tell("No source is in the store. Run `corredor load starter`, or try --retracted.")
        ctx.exit(3)


@click.command(short_help="What sources claim: who says so, how surely, where.")
@click.option("--kind", type=Word("kind"), multiple=True, help="Claims of this kind (may be given again).")
@click.option("--place", type=Name("place"), help="Claims that name this place, or one inside it.")
@click.option("--speaker", type=Text(), help="Claims whose speaker or voice has these words.")
@click.option("--rejected", is_flag=True, help="Also claims that a judgement rejected.")
@click.option("--retracted", is_flag=True, help="Also claims of sources that a judgement withdrew.")
@filter_options
@output_options
@click.pass_context
def claims(ctx: click.Context, /, asked: Asked, out: Output, **narrowing: Any) -> None:
    """What the sources claim, each claim with who says so, how surely, and where.

    \b
    corredor claims --kind seizure --commodity cocaine --since 2020
    corredor claims --place Callao --speaker DEVIDA --json

    Denials come first, then the claims that weigh most (by certainty, half in a source not relied on alone), then by
    id. The CSV has a column for each field as written (said.from) and for each entity (ids.from).
    """
    from corredor.graph.particulars import claim_in_full

    app: App = ctx.obj
    with app.open() as store:
        network = _network(store, asked, rejected=narrowing["rejected"], retracted=narrowing["retracted"])
        withdrawn = store.standing
    found = _narrowed(network, narrowing)
    documents = [claim_in_full(c, network.names, withdrawn=c.source.id in withdrawn) for c in found]
    tell_left_out(network)
    _print(documents, network, out)
    if not found:
        tell(_nothing(network, narrowing))
        ctx.exit(3)


def _network(store: "Store", asked: Asked, *, rejected: bool, retracted: bool) -> "Network":
    """The claims that the filters keep, with those that judgements took out where that is asked."""
    from corredor.graph.network import Network

    network = asked.network(store)
    if not (rejected or retracted):
        return network
    judged = store.standing
    found = [c for c in store.claims(live=False) if _is_asked(c, c.source.id in judged, rejected, retracted)]
    return Network(found, network.filters, network.names, revision=network.revision, canonical=network.canonical)


def _is_asked(claim: "Claim", withdrawn: bool, rejected: bool, retracted: bool) -> bool:
    return (rejected or claim.review != "rejected") and (retracted or not withdrawn)


def _narrowed(network: "Network", narrowing: dict[str, Any]) -> list["Claim"]:
    from corredor.graph.dossier import denials_first, touches
    from corredor.ontology.folding import fold

    found, kinds, words = network.claims, narrowing["kind"], fold(narrowing["speaker"] or "")
    if kinds:
        found = [claim for claim in found if claim.kind in kinds]
    if narrowing["place"]:
        meaning = network.names.resolve(narrowing["place"], of="place", widest=True)
        if meaning.note:
            tell(meaning.note)
        found = [claim for claim in found if touches(claim, network.canonical(meaning.id), network.names)]
    if words:
        found = [claim for claim in found if words in fold(f"{claim.said_by or ''} {claim.voice.name}")]
    return denials_first(found)


def _print(documents: list[dict[str, Any]], network: "Network", out: Output) -> None:
    whole = {
        "filters": network.filters.words,
        "revision": network.revision,
        "claims": documents,
        "left_out": network.left_out,
    }

    def text() -> str:
        listed = [line for claim in documents for line in claim_lines(claim)]
        return "\n".join([f"{len(documents):,} of {header(network)}", "", *listed, ""])

    out.emit(whole, documents, claim_columns(), text)


def claim_columns() -> list[str]:
    """The columns of claims in CSV: what all have, then each field of the vocabulary, as written and as entity."""
    from corredor.ontology.vocabulary import vocabulary

    fields = {key: field for kind in vocabulary().kinds.values() for key, field in kind.fields.items()}
    common = ["id", "kind", "certainty", "sentence", "said_by", "relayed_by", "voice", "where", "note", "exact"]
    source = [f"source.{key}" for key in ("id", "publisher", "published", "title", "url", "weak")]
    time = ["time.begins", "time.ends", "time.as_published", "review", "withdrawn"]
    written = [f"said.{key}" for key in fields]
    return common + source + time + written + [f"ids.{key}" for key, field in fields.items() if field.is_entity]


def _nothing(network: "Network", narrowing: dict[str, Any]) -> str:
    asked = [f"{key} {' or '.join(v) if isinstance(v, tuple) else v}" for key, v in narrowing.items() if v]
    tried = "; ".join(filter(None, [network.header, network.filters.words, *asked]))
    return f"No claim is told so. Tried: {tried}. Try fewer filters, a wider place or a longer time."
