"""Many files into a store: what is good is stored, what is not is refused with one line each.

>>> from corredor.graph.oxigraph import OxigraphStore
>>> report = load(OxigraphStore.in_memory(), ["starter"])
>>> report.new, report.claims, report.refused
(712, 3088, [])
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from corredor.graph.claim import Claim, Record
from corredor.graph.identity import record_digest
from corredor.graph.store import Store
from corredor.loaders import safe_yaml, sheets
from corredor.loaders.errors import BadFile, BadSheet, LoadError
from corredor.loaders.files import REGISTRIES, find
from corredor.ontology.errors import OntologyError
from corredor.ontology.names import Names


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
    progress: Callable[[int, int], None] | None = None,
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
        store.extend(places=entries.get("places", []), groups=entries.get("groups", []))
    except LoadError as error:
        report.refused.append(error)
    except OntologyError as error:
        report.refused.append(BadFile(path, str(error), "its entries were left out"))


def _entries(registry: safe_yaml.Value, path: str) -> dict[str, list[Mapping[str, safe_yaml.Value]]]:
    if not isinstance(registry, dict) or not registry or not set(registry) <= set(REGISTRIES):
        raise BadFile(path, "is no registry", f"begin it with {' or '.join(REGISTRIES)}:, or call a sheet otherwise")
    entries = {key: value for key, value in registry.items() if isinstance(value, list)}
    dicts = {key: [entry for entry in value if isinstance(entry, dict)] for key, value in entries.items()}
    for key, value in registry.items():
        if len(dicts.get(key, [])) != len(value):
            raise BadFile(path, "is no list of entries", "write each after a hyphen, with its keys", key=key)
    return {key: list(value) for key, value in dicts.items()}


def _at_odds(paths: list[str], names: Names) -> dict[str, BadSheet]:
    """The files that tell a source otherwise than another file does. Only those that share an id are read whole."""
    sharing: dict[str, list[str]] = {}
    for path in paths:
        if id := _read_or_none(lambda path: sheets.source_id(sheets.read_bytes(path), path), path):
            sharing.setdefault(id, []).append(path)
