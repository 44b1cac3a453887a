"""A record as canonical JSON and back: the whole of it, whatever else a store makes of it for those who query."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from corredor.graph.claim import Claim, Record, Source


def records(rows: Iterable[tuple[str, str]]) -> Iterator[Record]:
    """Records from (source id, JSON of its source or of a claim) in any order; sources by id, claims by id."""
    parts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for source_id, text in rows:
        parts[source_id].append(json.loads(text))
    for source_id in sorted(parts):
        yield record(parts[source_id])


def record(parts: Iterable[Mapping[str, Any]]) -> Record:
    """A record from its source and its claims, in any order."""
    told = list(parts)
    fields = next(part for part in told if "title" in part)
    source = Source(**{**fields, "authors": tuple(fields.get("authors", ()))})
    claims = (_claim(source, part) for part in told if part is not fields)
    return Record(source, tuple(sorted(claims, key=lambda claim: claim.id)))


def _claim(source: Source, fields: Mapping[str, Any]) -> Claim:
    said = {key: tuple(value) if isinstance(value, list) else value for key, value in fields["said"].items()}
    ids = {key: tuple(value) for key, value in fields["ids"].items()}
    return Claim(source=source, **{**fields, "said": said, "ids": ids})
