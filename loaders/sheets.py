"""Fact sheets: a file in, a record out, and back.

What a sheet says is checked whole before anything is made of it. A name that leads to no entity is no error: its claim
says so (`Claim.unresolved`) and is not drawn.
"""

import os
from itertools import islice
from typing import Any

from corredor.graph.claim import Claim, Record, Source, Written
from corredor.graph.identity import claim_id
from corredor.graph.resolve import resolve
from corredor.loaders import safe_yaml
from corredor.loaders.check import check_sheet
from corredor.loaders.check_source import FLAGS, REQUIRED
from corredor.loaders.errors import BadFile, BadSheet, LoadError
from corredor.loaders.house_form import fact_lines, source_lines
from corredor.ontology.names import Names
from corredor.ontology.vocabulary import vocabulary

LOADER = "sheets/1"  # what made a claim, and the version of the form that it reads
ENOUGH = 100  # problems that are looked for
SUFFIXES = (".yaml", ".yml", ".json")


def read(path: str | os.PathLike[str], names: Names) -> Record:
    """The record that a file holds (YAML, or JSON where the name ends in .json).

    Raises BadFile where it cannot be read, BadSheet with its first problem where it breaks a rule.
    """
    return parse(read_bytes(path), os.fspath(path), names)


def read_or_refuse(path: str, names: Names) -> Record | LoadError:
    """What `read` returns or raises."""
    try:
        return read(path, names)
    except LoadError as error:
        return error


def parse(text: str | bytes, name: str, names: Names) -> Record:
    """The record that a text holds; `name` is what messages call it. Raises what `read` raises."""
    sheet = safe_yaml.load(text, name)
    problems = list(islice(check_sheet(sheet), ENOUGH))
    if problems:
        one = problems[0]
        raise BadSheet(name, one.reason, one.advice, fact=one.fact, key=one.key, more=len(problems) - 1)
    return _record(sheet, name, names)


def write(record: Record) -> str:
    """The record as a fact sheet in YAML; `parse` makes an equal record of it.

    A sheet has no room for where an extraction found its words and how sure it was: such claims raise BadSheet.
    """
    for claim in record.claims:
        if (claim.start, claim.end, claim.score) != (None, None, None):
            raise BadSheet(record.source.slug, f"{claim.id} was extracted", "export it as JSON or N-Quads instead")
    return "\n".join(["source:", *source_lines(record.source), "facts:", *fact_lines(record), ""])


def source_id(path: str) -> str | None:
    """The id that a file gives its source, None where it gives none or cannot be read. Reads as little as it can."""
    try:
        source = safe_yaml.first(read_bytes(path), path, "source")
    except BadFile:
        return None
    id = source.get("id") if isinstance(source, dict) else None
    return id if isinstance(id, str) else None


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """What a file holds, or as much of it as shows that it is too large. Raises BadFile."""
    try:
        with open(path, "rb") as file:
            return file.read(safe_yaml.LARGEST + 1)
    except (OSError, ValueError) as error:  # a path with a NUL is a ValueError
        reason = getattr(error, "strerror", None) or str(error)
        raise BadFile(path, f"cannot be read: {reason}", "check the path, and who may read it") from error


# What was checked has the shape that the rules give it; the functions below rely on that.


def _record(sheet: Any, name: str, names: Names) -> Record:
    source = _source(sheet["source"])
    claims: dict[str, Claim] = {}
    numbers: dict[str, int] = {}
    for number, fact in enumerate(sheet["facts"], 1):
        claim = _claim(fact, source, names)
        if claim.id in claims:
            raise BadSheet(name, f"says the same as fact {numbers[claim.id]}", "take one of them out", fact=number)
        claims[claim.id], numbers[claim.id] = claim, number
    return Record(source, tuple(claims.values()))


def _source(entry: Any) -> Source:
    values: dict[str, Any] = {key: entry[key] for key in REQUIRED} | {flag: flag in entry for flag in FLAGS}
    return Source(**values | {"id": f"source/{entry['id']}", "authors": _listed(entry.get("authors", ()))})


def _claim(fact: Any, source: Source, names: Names) -> Claim:
    kind = next(key for key in fact if key in vocabulary().kinds)
    fields = vocabulary().kinds[kind].fields
    said: dict[str, Written] = {k: _listed(v) if fields[k].many else v for k, v in fact[kind].items()}
    certainty, said_by = fact["certainty"], fact.get("said_by")
    return Claim(
        id=claim_id(source.id, kind, said, certainty, said_by),
        source=source,
        kind=kind,
        said=said,
        ids=resolve(kind, said, names),
        certainty=certainty,
        said_by=said_by,
        where=fact.get("where"),
        note=fact.get("note"),
        exact=fact.get("exact"),
        loader=LOADER,
    )


def _listed(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
