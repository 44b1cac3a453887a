"""`corredor show NAME`: everything about a place, group, commodity, source or claim."""

from typing import TYPE_CHECKING, Any

import click

from corredor.cli.claims import claim_columns
from corredor.cli.ids import find_claim, find_source, looks_like_claim, sources_alike
from corredor.cli.options import RANK_SCORE, App, Asked, Name, filter_options, tell_left_out
from corredor.cli.output import Output, output_options, tell
from corredor.ontology.errors import UnknownName

if TYPE_CHECKING:
    from corredor.cli.portrait import Document
    from corredor.graph.network import Network
    from corredor.graph.store import Store
    from corredor.ontology.names import Names


@click.command(short_help="Everything about a place, group, commodity, source, claim.")
@click.argument("name", type=Name())
@click.option("--all", "everything", is_flag=True, help="Print every link and claim, not the first of them.")
@filter_options
@output_options
@click.pass_context
def show(ctx: click.Context, /, name: str, everything: bool, asked: Asked, out: Output) -> None:
    """Everything about NAME: a place, a group, a commodity, a source or a claim (its id or the beginning of it).

    \b
    corredor show Callao --commodity cocaine
    corredor show "'Ndrangheta" --all
    corredor show claim/5fbc1e

    What the registry says of it is a description for the reader and no finding. Then come its links with their rank
    scores, and the claims that name it: denials first, then those that weigh most. With --jsonl and --csv: the claims.
    """
    from corredor.cli import portrait

    app: App = ctx.obj
    with app.open() as store:
        document = _found(store, name, asked)
    if out.format == "text" and document.get("links"):
        tell(RANK_SCORE)
    claims = document["claims"] if "claims" in document else [document["claim"]]
    out.emit(document, claims, claim_columns(), lambda: portrait.drawn(document, everything=everything))
    if not claims:
        tried = "; ".join(filter(None, [document.get("counted"), document.get("filters")]))
        tell(f"No claim names it. Tried: {tried or 'the claims of this source'}. Try fewer filters.")
        ctx.exit(3)


def _found(store: "Store", name: str, asked: Asked) -> "Document":
    """The document of whatever the name means; raises UnknownName or AmbiguousName."""
    known = bool(store.names.meanings(name))
    if looks_like_claim(name) and not known:
        return _claim(store, find_claim(store, name))
    if _means_source(store, name, known):
        return _source(store, find_source(store, name), asked)
    network = asked.network(store)
    tell_left_out(network)
    return _entity(network, _meant(store, network.names, name))


def _means_source(store: "Store", name: str, known: bool) -> bool:
    """True for the id of a source, and for the beginning of one that nothing else is called by."""
    ids = store.digests()
    begun = "-" in name and not known and any(id.startswith(f"source/{name}") for id in ids)
    return name.startswith("source/") or f"source/{name}" in ids or begun


def _meant(store: "Store", names: "Names", name: str) -> str:
    """The id of the place, group or commodity that a name means."""
    commodity = _commodity_called(name)
    if commodity:
        others = " or ".join(f'"{names.describe(id)}"' for id in names.meanings(name) if id != commodity)
        if others:
            tell(f'"{name}" is taken as the commodity. For the other meaning write {others}.')
        return commodity
    try:
        meaning = names.resolve(name, widest=True)
    except UnknownName as error:
        near = sources_alike(name, store.digests()) if "-" in name else []
        if not near:
            raise
        listed = " or ".join(near)
        message = (
            f"{error} Or the source {listed}?"
            if error.candidates
            else f'Nothing is called "{name}". Did you mean {listed}?'
        )
        raise UnknownName(name, message, (*error.candidates, *((id, id) for id in near))) from error
    if meaning.note:
        tell(meaning.note)
    return meaning.id


def _commodity_called(name: str) -> str | None:
    from corredor.ontology.folding import fold
    from corredor.ontology.vocabulary import vocabulary

    wanted = fold(name.removeprefix("commodity/"))
    for commodity in vocabulary().commodities.values():
        if wanted in map(fold, (commodity.key, *commodity.names)):
            return commodity.id
    return None


def _entity(network: "Network", id: str) -> "Document":
    from corredor.graph.dossier import dossier, dossier_document

    return dossier_document(dossier(network, network.canonical(id)), network)


def _source(store: "Store", id: str, asked: Asked) -> "Document":
    from corredor.graph.dossier import denials_first
    from corredor.graph.filters import select
    from corredor.graph.particulars import claim_in_full, source_in_full

    withdrawn = id in store.standing
    told = [claim for claim in store.claims(live=False) if claim.source.id == id]
    record = store.record(id)
    assert record is not None, id
    kept = denials_first(select(told, asked.filters(store.names)).claims)
    return {
        "source": source_in_full(record.source, len(told), withdrawn=withdrawn),
        "claims": [claim_in_full(claim, store.names, withdrawn=withdrawn) for claim in kept],
        "judgements": _judgements(store, [id]),
    }


def _claim(store: "Store", id: str) -> "Document":
    from corredor.graph.particulars import claim_in_full

    claim = next(claim for claim in store.claims(live=False) if claim.id == id)
    withdrawn = claim.source.id in store.standing
    return {
        "claim": claim_in_full(claim, store.names, withdrawn=withdrawn),
        "judgements": _judgements(store, [id, claim.source.id]),
    }


def _judgements(store: "Store", about: list[str]) -> list[Any]:
    from corredor.graph.particulars import judgement_document

    return [judgement_document(judgement) for judgement in store.judgements() if judgement.about in about]
