"""The small Peru graph of the doctests: ten claims that six published sources really make, in `peru.json`."""

import json
from pathlib import Path

from corredor.graph.claim import Record
from corredor.graph.identity import canonical
from corredor.graph.store import Store
from corredor.graph.stores.oxigraph import OxigraphStore
from corredor.graph.written import records


def example() -> Store:
    """A fresh store in memory with the example records."""
    store = OxigraphStore.in_memory()
    for record in example_records():
        store.put(record)
    return store


def example_records() -> list[Record]:
    """The example records; their claim ids are those of the shipped fact sheets."""
    told = json.loads(Path(__file__).with_name("peru.json").read_text(encoding="utf-8"))
    rows = ((part["source"]["id"], canonical(x)) for part in told for x in (part["source"], *part["claims"]))
    return list(records(rows))
