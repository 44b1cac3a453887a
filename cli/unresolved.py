"""`corredor unresolved`: names in claims that lead to no single entity, and what they could have meant."""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import click

from corredor.cli.options import App
from corredor.cli.output import Output, output_options, tell

if TYPE_CHECKING:
    from corredor.ontology.names import Names

COLUMNS = ("name", "of", "claims", "reason", "candidates", "claim_ids")


@click.command(short_help="Names in claims that lead to no single entity.")
@output_options
@click.pass_context
def unresolved(ctx: click.Context, out: Output) -> None:
    """Names in claims that lead to no place or group, or to several, with what they could have meant.

    The most frequent come first. Their claims are kept as written and are not drawn. To resolve a name, add it to a
    places.yaml or groups.yaml of your own and load that.
    """
    from corredor.graph.claim import kind_of

    app: App = ctx.obj
    with app.open() as store:
        told, names = store.claims(), store.names
    claims: dict[tuple[str, str], list[str]] = defaultdict(list)
    for claim in told:
        fields = kind_of(claim).fields
        for key in claim.unresolved:
            for name, id in zip(claim.texts(key), claim.ids[key], strict=True):
                if id is None and claim.id not in claims[name, fields[key].range]:
                    claims[name, fields[key].range].append(claim.id)
    found = [_document(name, reach, ids, names) for (name, reach), ids in claims.items()]
    found.sort(key=lambda item: (-item["claims"], item["name"], item["of"]))
    columns = COLUMNS[:-1] if out.format == "text" else COLUMNS
    out.emit({"unresolved": found}, found if out.format == "jsonl" else [_row(item) for item in found], columns)
    if not found:
        tell(f"Every name in {len(told):,} claims leads to one entity.")
        ctx.exit(3)


def _document(name: str, reach: str, claims: list[str], names: "Names") -> dict[str, Any]:
    reason, candidates = _looked_up(name, reach, names)
    return {
        "name": name,
        "of": reach.replace("Or", " or ").lower(),
        "claims": len(claims),
        "reason": reason,
        "candidates": [{"id": id, "description": description} for id, description in candidates],
        "claim_ids": claims,
    }


def _looked_up(name: str, reach: str, names: "Names") -> tuple[str, tuple[tuple[str, str], ...]]:
    """Why the name leads to no single entity, and the nearest that it could have meant."""
    from corredor.ontology.errors import AmbiguousName, NameLookupError

    try:
        id = names.group(name) if reach == "Group" else names.place(name)
    except NameLookupError as error:
        return ("ambiguous" if isinstance(error, AmbiguousName) else "unknown"), error.candidates
    return "known by now: run `corredor rebuild`", ((id, names.describe(id)),)


def _row(item: dict[str, Any]) -> dict[str, Any]:
    return {**item, "candidates": [candidate["description"] for candidate in item["candidates"]]}
