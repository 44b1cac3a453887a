"""What both registries ask of their entries, and what they say where one falls short."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from corredor.ontology.errors import OntologyError
from corredor.ontology.registry import Entry

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def check_keys(entry: Entry, required: frozenset[str], optional: frozenset[str]) -> None:
    """Raises OntologyError where an entry lacks a required key or has an unknown one."""
    for key in sorted(required - {key for key, value in entry.items() if value is not None}):
        raise OntologyError(f"{called(entry)} has no {key}. Add it.")
    for key in sorted(entry.keys() - required - optional):
        known = ", ".join(sorted(required | optional))
        raise OntologyError(f"{called(entry)} has the unknown key {key!r}. Use one of: {known}.")


def text(entry: Entry, key: str) -> str:
    """The text that an entry has under a key."""
    value = entry[key]
    if isinstance(value, str) and value.strip():
        return value
    raise OntologyError(f"{called(entry)}: {key} is {value!r}, and should be a text. Quote it.")


def text_or_none(entry: Entry, key: str) -> str | None:
    """The text that an entry has under a key; None where it has no such key."""
    return None if entry.get(key) is None else text(entry, key)


def texts(entry: Entry, key: str) -> tuple[str, ...]:
    """The texts that an entry lists under a key; empty where it has no such key."""
    value = entry.get(key, [])
    if isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value):
        return tuple(value)
    raise OntologyError(f"{called(entry)}: {key} is {value!r}, and should be a list of texts. Write [one, another].")


def degrees(entry: Entry, key: str, limit: float) -> float:
    """The coordinate that an entry has under a key, from `-limit` to `limit`; in the shipped entries it is a text."""
    value = entry[key]
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = float("nan")
    if abs(number) <= limit:
        return number
    raise OntologyError(f"{called(entry)}: {key} is {value!r}. Give degrees from {-limit} to {limit}.")


def called(entry: Entry) -> str:
    """How messages speak of an entry: by its ref, else its name."""
    return repr(entry.get("ref") or entry.get("name") or dict(entry))


def difference(one: "DataclassInstance", other: "DataclassInstance") -> str:
    """The first field in which two readings of one thing differ, in words."""
    others = asdict(other)
    return next(f"{key} is {value!r} and {others[key]!r}" for key, value in asdict(one).items() if value != others[key])
