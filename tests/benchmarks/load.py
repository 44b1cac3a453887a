"""Load rate: claims a second into a store, against bulk-loading the very same statements into pyoxigraph directly.

    python tests/benchmarks/load.py [COPIES]

COPIES (default 1) repeats the starter records under other ids. Both start from records in memory; the store makes the
statements, keeps the derived links in step and syncs; the peer is `pyoxigraph.Store.bulk_extend` of ready statements.
Reading the sheets (YAML, checks, names) is timed apart.
"""

import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import perf_counter
from typing import TypeVar

import pyoxigraph

from corredor.graph import open_store
from corredor.graph.claim import Record
from corredor.graph.identity import claim_id
from corredor.graph.rdf import quads
from corredor.loaders import sheets
from corredor.loaders.files import STARTER
from corredor.ontology.names import shipped_names

T = TypeVar("T")


def main() -> None:
    """Print the figures."""
    copies = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    names = shipped_names()
    paths = sorted(STARTER.glob("*.yaml"))
    reading, read = timed(lambda: [sheets.read(path, names) for path in paths])
    records = [copy_of(record, n) for n in range(copies) for record in read]
    claims = sum(len(record.claims) for record in records)
    with tempfile.TemporaryDirectory() as folder:
        storing, _ = timed(lambda: store(records, Path(folder) / "store"))
        statements = [quad for record in records for quad in quads(record)]
        bulk, _ = timed(lambda: load_directly(statements, Path(folder) / "direct"))
    print(f"{claims:,} claims, {len(statements):,} statements")
    rows = [
        ("read and check sheets", reading * copies),
        ("put into a store", storing),
        ("pyoxigraph bulk_extend", bulk),
    ]
    for what, seconds in rows:
        print(f"  {what:24} {seconds:7.2f} s  {claims / seconds:9,.0f} claims/s")
    print(f"  store against bulk_extend: {bulk / storing:.2f} of its rate")
    print(f"  peak memory: {getrusage(RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds, and what came of it."""
    begin = perf_counter()
    result = work()
    return perf_counter() - begin, result


def copy_of(record: Record, number: int) -> Record:
    """The record under another id; the record itself for 0."""
    if number == 0:
        return record
    source = replace(record.source, id=f"{record.source.id}-{number}")
    claims = (
        replace(c, source=source, id=claim_id(source.id, c.kind, c.said, c.certainty, c.said_by)) for c in record.claims
    )
    return Record(source, tuple(claims))


def store(records: Iterable[Record], path: Path) -> None:
    """Put records into a new store."""
    with open_store(path, write=True, create=True) as opened:
        for _ in opened.put_all(records):
            pass


def load_directly(statements: Iterable[pyoxigraph.Quad], path: Path) -> None:
    """Bulk-load statements into a new pyoxigraph store."""
    engine = pyoxigraph.Store(str(path))
    engine.bulk_extend(statements)
    engine.flush()


if __name__ == "__main__":
    main()
