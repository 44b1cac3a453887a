"""Claims and sources as lines for a person, safe on a terminal."""

from collections.abc import Mapping
from typing import Any

import click

from corredor.cli.table import shown

Document = Mapping[str, Any]


def claim_lines(claim: Document) -> list[str]:
    """A claim (as `claim_in_full` makes it) in two lines: what it says; who says so, how surely, and where."""
    head = f"{click.style(short(claim['id']), bold=True)}  {shown(claim['sentence'])}"
    return [head, f"    {shown(evidence(claim))}"]


def evidence(claim: Document) -> str:
    """Who says it, how surely, where it stands, and what else a reader must know of it."""
    source = claim["source"]
    by = f" by {claim['said_by']}" if claim["said_by"] else ""
    through = f", through {claim['relayed_by']}" if claim["relayed_by"] else ""
    said = f"{claim['certainty']}{by}{through}"
    parts = [said, f"{source['publisher']}, {source['published']}", claim["where"], *_cautions(claim)]
    words = f' "{claim["exact"]}"' if claim["exact"] else ""
    return "; ".join(filter(None, parts)) + words


def short(id: str) -> str:
    """The id of a claim as far as it is needed to name it."""
    return id[: len("claim/") + 12]


def described(source: Document) -> str:
    """What a reader must know of a source, in words."""
    told = {
        "weak": "not relied on alone",
        "published_guess": "date read from the context",
        "url_withheld": "address withheld",
        "withdrawn": "withdrawn",
    }
    return ", ".join(words for key, words in told.items() if source[key])


def _cautions(claim: Document) -> list[str]:
    said = ["a source not relied on alone"] if claim["source"]["weak"] else []
    said += [claim["review"]] if claim["review"] != "unreviewed" else []
    said += ["extracted and not reviewed"] if claim["score"] is not None and claim["review"] == "unreviewed" else []
    return said + (["its source is withdrawn"] if claim["withdrawn"] else [])
