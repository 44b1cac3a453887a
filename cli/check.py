"""`corredor verify` and `corredor rebuild`: whether the store is whole, and its views made anew."""

from typing import TYPE_CHECKING, Any

import click

from corredor.cli.options import App
from corredor.cli.output import Output, output_options, tell
from corredor.cli.portrait import judgement_line

if TYPE_CHECKING:
    from corredor.graph.claim import Record
    from corredor.graph.store import Store

COLUMNS = ("revision", "sources", "claims", "entities", "judgements", "problems")


@click.command(short_help="Check that the store is whole.")
@output_options
@click.pass_context
def verify(ctx: click.Context, out: Output) -> None:
    """Check the store: every claim and source against its digest, every derived link against the claims.

    Counts all sources and claims, also those that judgements took out, the entities that claims name, and all
    judgements, which are listed too. The exit code is 1 where there is a problem.
    """
    app: App = ctx.obj
    with app.open() as store:
        document = _checked(store)
    out.emit(document, [document], COLUMNS, lambda: _text(document))
    if document["problems"]:
        problems = len(document["problems"])
        tell("1 problem was found." if problems == 1 else f"{problems:,} problems were found.")
        ctx.exit(1)


@click.command(short_help="Make all that is derived anew from the record.")
@output_options
@click.pass_context
def rebuild(ctx: click.Context, out: Output) -> None:
    """Make all that is derived anew from the record: links, entities, and what the names in claims lead to."""
    app: App = ctx.obj
    with app.open(write=True) as store:
        resolved = len(store.resolved_anew())
        store.rebuild()
        row = {"revision": store.revision, "resolved_anew": resolved}
    text = f"Rebuilt, revision {row['revision']}; sources in which a name leads elsewhere now: {resolved:,}\n"
    out.emit(row, [row], tuple(row), lambda: text)


def _checked(store: "Store") -> dict[str, Any]:
    records = list(store.records())
    judgements = _judgements(store, records)
    return {
        "revision": store.revision,
        "sources": len(records),
        "claims": sum(len(record.claims) for record in records),
        "entities": len(_named(records)),
        "judgements": len(judgements),
        "judged": judgements,
        "problems": store.verify(),
    }


def _named(records: "list[Record]") -> set[str]:
    from corredor.graph.dossier import entities

    return {id for record in records for claim in record.claims for id in entities(claim)}


def _judgements(store: "Store", records: "list[Record]") -> list[dict[str, Any]]:
    """All judgements as they were made; `in_force`, and `orphaned`: about what is not in the store any more."""
    from corredor.graph.particulars import judgement_document

    made = store.judgements()
    in_force = {judgement.id for judgement in store.standing.values()}
    known = {j.id for j in made} | {record.source.id for record in records}
    known |= {claim.id for record in records for claim in record.claims}
    return [{**judgement_document(j), "in_force": j.id in in_force, "orphaned": j.about not in known} for j in made]


def _text(document: dict[str, Any]) -> str:
    counts = [f"{key}: {document[key]:,}" for key in ("sources", "claims", "entities", "judgements")]
    lines = ["; ".join([*counts, f"revision {document['revision']}"])]
    lines += [f"{judgement_line(judged)}{_standing(judged)}" for judged in document["judged"]]
    return "\n".join([*lines, *document["problems"], "" if document["problems"] else "No problem was found.\n"])


def _standing(judged: dict[str, Any]) -> str:
    in_force = " in force" if judged["in_force"] else ""
    return f" about {judged['about']}{in_force}{', which is not in the store' if judged['orphaned'] else ''}"
