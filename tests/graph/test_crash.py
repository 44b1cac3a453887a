"""kill -9 at any moment of a load: the store opens, holds whole records only, and the next load completes it."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from corredor.graph import open_store
from corredor.graph.identity import record_digest
from corredor.graph.peru import example_records
from corredor.loaders import batch, sheets
from corredor.loaders.files import STARTER
from corredor.ontology.names import shipped_names

KILLS = 40
LOAD = """
import sys
from corredor.graph import open_store
from corredor.loaders import batch
with open_store(sys.argv[1], write=True, create=True) as store:
    store.batch = 16
    print("open", flush=True)
    batch.load(store, [sys.argv[2]])
"""


def test_forty_kills_leave_whole_records(tmp_path: Path) -> None:
    folder = tmp_path / "sheets"
    folder.mkdir()
    for path in sorted(STARTER.rglob("*.yaml"))[:300]:
        (folder / path.name).write_bytes(path.read_bytes())
    read = [sheets.read(path, shipped_names()) for path in folder.iterdir()]
    expected = {record.source.id: record_digest(record) for record in read}
    chosen, seen = random.Random(40), set()
    for kill in range(KILLS):
        store_path = tmp_path / f"store{kill % 8}"  # some stores are killed again and again
        with subprocess.Popen([sys.executable, "-c", LOAD, store_path, folder], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            if chosen.random() < 0.8:
                process.stdout.readline()
            time.sleep(chosen.random() * 0.8)
            process.send_signal(signal.SIGKILL)
        seen.add(_whole_records(store_path, expected))
    assert len(seen) > 3, "the kills did not fall into the load"
    with open_store(tmp_path / "store0", write=True, create=True) as store:
        report = batch.load(store, [folder])
        assert (report.new + report.same, report.replaced) == (len(expected), 0)
        assert store.verify() == []


def _whole_records(path: Path, expected: dict[str, str]) -> int:
    """How many records the store holds, all of them whole. A store that was killed while it was made holds none."""
    with open_store(path, write=True, create=True) as store:
        held = list(store.records())
        assert all(record_digest(record) == expected[record.source.id] for record in held)
        assert store.verify() == []
    return len(held)


def test_example_records_are_real(tmp_path: Path) -> None:
    """The small graph of the doctests says what the shipped sheets say."""
    shipped = {c.id for path in STARTER.rglob("*.yaml") for c in sheets.read(path, shipped_names()).claims}
    assert {claim.id for record in example_records() for claim in record.claims} <= shipped
