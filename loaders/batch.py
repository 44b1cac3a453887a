"""Many files into a store: what is good is stored, what is not is refused with one line each.

>>> from corredor.graph.stores.oxigraph import OxigraphStore
>>> from corredor.loaders.files import STARTER
>>> report = load(OxigraphStore.in_memory(), [STARTER / "insight-crime-2018-peru-new-markets.yaml", "none.yaml"])
>>> report.new, report.claims, [error.reason for error in report.refused]
(1, 28, ['does not exist'])
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from corredor.graph.claim import Claim, Record
from corredor.graph.identity import record_digest
from corredor.graph.store import Store
from corredor.loaders import safe_yaml, sheets
from corredor.loaders.errors import BadFile, BadSheet, LoadError
from corredor.loaders.files import REGISTRIES, find
from corredor.ontology.errors import OntologyError
from corredor.ontology.names import Names
from corredor.ontology.registry import Entry

Progress: TypeAlias = Callable[[int, int], None]


@dataclass(slots=True)
class Report:
    """What became of a load.

    `new`, `same` and `replaced` count sources, each once for each file that tells it; `withdrawn` those among them
    that a judgement retracts, so that nothing is made of them. `claims` counts what the sources say, `unresolved` the
    claims in which a name leads to nothing, by name. `ignored` are files that are no sheets by their name.
    """

    new: int = 0
    same: int = 0
    replaced: int = 0
    withdrawn: int = 0
    claims: int = 0
    unresolved: Counter[str] = field(default_factory=Counter)
    refused: list[LoadError] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def load(
    store: Store,
    paths: Iterable[str | os.PathLike[str]],
    *,
    progress: Progress | None = None,
) -> Report:
    """Load files, folders and `starter`; registries (places.yaml, groups.yaml) first, then fact sheets.

    A bad file is refused and the rest goes on. Two files that tell one source differently are both refused. What is
    counted is on disk. `progress` is called with the number of sheets read and of all. Raises StoreError where the
    store cannot take it.
    """
    files = find(paths)
    report = Report(refused=files.refused, ignored=files.ignored)
    for path in files.registries:
        _extend(store, path, report)
    names, withdrawn = store.names, store.standing
    at_odds = _at_odds(files.sheets, names)
    records = _records(files.sheets, at_odds, names, report, progress or (lambda done, of: None))
    for record, outcome in store.put_all(records):
        _count(report, record, outcome)
        report.withdrawn += record.source.id in withdrawn
    return report


def _extend(store: Store, path: str, report: Report) -> None:
    try:
        entries = _entries(safe_yaml.load(sheets.read_bytes(path), path), path)
        store.extend(**entries)
    except LoadError as error:
        report.refused.append(error)
    except OntologyError as error:
        report.refused.append(BadFile(path, str(error), "its entries were left out"))


def _entries(registry: Any, path: str) -> dict[str, list[Entry]]:
    if not isinstance(registry, dict) or not registry or not set(registry) <= set(REGISTRIES):
        raise BadFile(path, "is no registry", f"begin it with {' or '.join(REGISTRIES)}:, or call a sheet otherwise")
    for key, entries in registry.items():
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise BadFile(path, "is no list of entries", "write each after a hyphen, with its keys", key=key)
    return registry


def _at_odds(paths: list[str], names: Names) -> dict[str, BadSheet]:
    """Files that tell one source differently. Only those that share an id are read whole, so that memory stays flat."""
    sharing: dict[str, list[str]] = {}
    for path in paths:
        if id := sheets.source_id(path):
            sharing.setdefault(id, []).append(path)
    refused: dict[str, BadSheet] = {}
    for id, several in sharing.items():
        if len(several) > 1:
            refused |= _differing(id, several, names)
    return refused


def _differing(id: str, paths: list[str], names: Names) -> dict[str, BadSheet]:
    records = {path: sheets.read_or_refuse(path, names) for path in paths}
    digests = {path: record_digest(record) for path, record in records.items() if isinstance(record, Record)}
    advice = "give each source an id of its own, or keep one of the files"
    refused = {}
    for path, digest in digests.items():
        if other := next((other for other in digests if digests[other] != digest), None):
            reason = f"{id} is the id in {other} too, which says something else"
            refused[path] = BadSheet(path, reason, advice, key="source.id")
    return refused


def _records(
    paths: list[str], at_odds: Mapping[str, BadSheet], names: Names, report: Report, progress: Progress
) -> Iterator[Record]:
    for done, path in enumerate(paths, 1):
        record = at_odds.get(path) or sheets.read_or_refuse(path, names)
        if isinstance(record, Record):
            yield record
        else:
            report.refused.append(record)
        progress(done, len(paths))


def _count(report: Report, record: Record, outcome: str) -> None:
    setattr(report, outcome, getattr(report, outcome) + 1)
    report.claims += len(record.claims)
    for claim in record.claims:
        report.unresolved.update({name for key in claim.unresolved for name in _nameless(claim, key)})


def _nameless(claim: Claim, key: str) -> Iterator[str]:
    return (name for name, id in zip(claim.texts(key), claim.ids[key], strict=True) if id is None)
