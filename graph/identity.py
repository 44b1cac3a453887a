"""Ids and digests made from content, so that the same facts have the same names everywhere.

Everything is hashed over canonical JSON: keys sorted, no white space, lists as lists, so that no two different facts
run together into one text.
"""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from corredor.graph.claim import Claim, Record, Source, Written
from corredor.ontology.vocabulary import vocabulary

CLAIM_DIGITS = 24  # 96 bits: a collision among a billion claims has odds of 1 in 10^11


def canonical(value: Any) -> str:
    """Canonical JSON of texts, numbers, lists and mappings."""
    return _JSON.encode(value)


_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def claim_id(source_id: str, kind: str, said: Mapping[str, Written], certainty: str, said_by: str | None) -> str:
    """The id of a claim: a hash of its source and of the fact as written, without note and locator.

    The order of an unordered list (between, actors, mode) does not matter.
    """
    fact = {key: _settled(kind, key, value) for key, value in said.items()}
    text = canonical([source_id, kind, fact, certainty, said_by])
    return "claim/" + sha256(text.encode()).hexdigest()[:CLAIM_DIGITS]


def _settled(kind: str, key: str, value: Written) -> Written | list[str]:
    field = vocabulary().kinds[kind].fields.get(key)
    return sorted(value) if field and field.many and not field.ordered else value


def source_fields(source: Source) -> dict[str, Any]:
    """A source as plain JSON values; what is absent is left out."""
    values = {name: getattr(source, name) for name in Source.__slots__}
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items() if v not in ((), False)}


def claim_fields(claim: Claim) -> dict[str, Any]:
    """A claim as plain JSON values, without its source and its review; what is absent is left out."""
    values = {name: getattr(claim, name) for name in _CLAIM_FIELDS}
    return {name: v for name, v in values.items() if v not in (None, "")}


_CLAIM_FIELDS = [f for f in Claim.__dataclass_fields__ if f not in ("source", "review")]


def record_digest(record: Record) -> str:
    """The SHA-256 of a source with its claims, whatever the order of the claims and whoever loaded them."""
    claims = sorted(canonical({**claim_fields(claim), "loader": None}) for claim in record.claims)
    return sha256(canonical([source_fields(record.source), claims]).encode()).hexdigest()


def revision(parts: Iterable[str]) -> str:
    """The revision of a graph: a hash over the digests of all that it is made from, in any order."""
    return sha256("\n".join(sorted(parts)).encode()).hexdigest()[:16]
