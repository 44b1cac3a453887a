"""The ties of a group as a person reads them, and one row a tie for tables; from the document of its partners."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from corredor.cli.itinerary import plural
from corredor.cli.lines import claim_lines
from corredor.cli.table import shown

Document = Mapping[str, Any]

COLUMNS = (
    "tie",
    "hops",
    "path",
    "id",
    "name",
    "kind",
    "collective",
    "commodity",
    "forms",
    "where_active",
    "over",
    "confidence",
    "certainty",
    "voices",
    "disputed",
    "status",
    "first",
    "last",
    "claims",
)

_FAR = "a chain that we make; no source need say that its two ends work together"


def tie_rows(document: Document) -> list[dict[str, Any]]:
    """One row for each tie, `tie` being partner or rival, with the columns of `COLUMNS`."""
    ties = [("partner", tie) for tie in document["partners"]] + [("rival", tie) for tie in document["rivals"]]
    return [_row(sort, tie) for sort, tie in ties]


def _row(sort: str, tie: Document) -> dict[str, Any]:
    group = tie["group"]
    return {
        **{key: tie[key] for key in COLUMNS if key in tie},
        "tie": sort,
        "path": _names(tie["path"]),
        "id": group["id"],
        "name": group["name"],
        "kind": group["group_kind"],
        "collective": group["collective"],
        "where_active": _names(tie["where_active"]),
        "over": _names(tie["over"]),
        "claims": [claim["id"] for claim in tie["claims"]],
    }


def _names(entities: Sequence[Document]) -> list[str]:
    return [entity["name"] for entity in entities]


def written(document: Document) -> str:
    """All ties as text: what is denied first, then partners, then partners of partners, then rivals."""
    near = [tie for tie in document["partners"] if tie["hops"] == 1]
    far = [tie for tie in document["partners"] if tie["hops"] > 1]
    lines = [click.style(shown(document["group"]["description"]), bold=True), ""]
    if document["denied"]:
        lines += ["Denied, and supported by no claim", *_claims(document["denied"]), ""]
    for title, ties in (
        ("Works with", near),
        (f"Partners of partners ({_FAR})", far),
        ("Fights or competes with", document["rivals"]),
    ):
        lines += _section(title, ties) if ties else []
    return "\n".join(lines)


def _section(title: str, ties: Sequence[Document]) -> Iterator[str]:
    groups = len({tie["group"]["id"] for tie in ties})
    yield f"{title}: {groups:,}"
    for number, tie in enumerate(ties, 1):
        yield f"{number}. {shown(tie['group']['description'])}"
        if tie["hops"] > 1:
            yield "   by way of " + shown(", then ".join(step["called"] for step in tie["path"][1:-1]))
        yield f"   {shown(_told(tie))}"
        yield from _claims(tie["claims"])
    yield ""


def _told(tie: Document) -> str:
    """What is said of a tie, in one line."""
    where, over = ", ".join(_names(tie["where_active"])), ", ".join(_names(tie["over"]))
    years = tie["last"] if tie["first"] == tie["last"] else f"{tie['first'] or '…'}-{tie['last'] or '…'}"
    parts = [
        "DISPUTED: a source denies it" if tie["disputed"] else "",
        tie["commodity"] or "",
        ", ".join(tie["forms"]),
        f"active in {where}" if where else "",
        f"over {over}" if over else "",
        f"rank score {tie['confidence']:.3f}",
        f"{plural(tie['voices'], 'voice')}, {'at the surest ' if tie['voices'] > 1 else ''}{tie['certainty']}",
        tie["status"],
        f"speaks of {years}",
    ]
    return "; ".join(filter(None, parts))


def _claims(claims: Sequence[Document]) -> list[str]:
    return [f"      {line}" for claim in claims for line in claim_lines(claim)]
