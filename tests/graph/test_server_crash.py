"""A load into a server is killed, or its line cut, at any moment: records are whole, and the next load completes it."""

import pickle
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corredor.graph import Record, Store, open_store
from corredor.graph.errors import StoreUnavailable
from corredor.graph.identity import record_digest
from corredor.graph.stores.oxigraph import OxigraphStore
from corredor.loaders import sheets
from corredor.loaders.files import STARTER
from corredor.ontology.names import shipped_names
from tests.servers.fixtures import Servers
from tests.servers.line import Line
from tests.servers.processes import Server

TIMES = 40
SERVERS = ["oxigraph", "fuseki", "neo4j", "arcadedb"]
LOAD = """
import pickle, sys
from corredor.graph import open_store
with open(sys.argv[2], "rb") as file:
    records = pickle.load(file)
with open_store(sys.argv[1], write=True, create=True) as store:
    store.batch = 3
    print("open", flush=True)
    for record, outcome in store.put_all(records):
        if outcome != "same":
            print(outcome, flush=True)
"""


@pytest.fixture(scope="module")
def records() -> list[Record]:
    """Some small records that share places, so that their links are made of several."""
    read = [sheets.read(path, shipped_names()) for path in sorted(STARTER.glob("*.yaml"))[:120]]
    return [Record(record.source, record.claims[:3]) for record in read]


@pytest.fixture(params=SERVERS)
def server(request: pytest.FixtureRequest, servers: Servers) -> Server:
    return servers.bare(request.param)


@pytest.fixture
def line(server: Server) -> Iterator[Line]:
    host, _, port = server.url.partition("://")[2].partition("/")[0].partition(":")
    line = Line(host, int(port))
    yield line
    line.close()


def test_forty_kills_of_a_load_leave_whole_records(
    server: Server, servers: Servers, request: pytest.FixtureRequest, records: list[Record], tmp_path: Path
) -> None:
    """Each load goes on where the last one was killed; a complete one is followed by another from nothing."""
    chosen, seen = random.Random(40), list[int]()
    (tmp_path / "records").write_bytes(pickle.dumps(records))
    with open_store(server.login, write=True, create=True) as watcher:
        for _ in range(TIMES):
            command = [sys.executable, "-c", LOAD, server.login, str(tmp_path / "records")]
            with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
                assert process.stdout is not None
                for _ in range(chosen.choice((1, 2, 4, 5, 8))):  # it has opened, and stored some
                    process.stdout.readline()
                time.sleep(chosen.random() * 0.1)
                process.send_signal(signal.SIGKILL)
            seen.append(whole_records(watcher, records))
            if seen[-1] == len(records):
                servers.bare(request.node.callspec.params["server"])
    assert len(set(seen) - {0, len(records)}) > TIMES // 10, f"the kills did not fall into the load: {seen}"
    completed(server.login, records)


def test_forty_cuts_of_the_line_leave_whole_records(server: Server, line: Line, records: list[Record]) -> None:
    """The store takes up a line that is there again, or says in one line that it is not: then the load is run again."""
    with open_store(server.login, write=True, create=True):
        pass
    url = re.sub(r":\d+(?=/|$)", f":{line.port}", server.login)
    scissors, versions = Scissors(line, TIMES), list[list[Record]]()
    while scissors.left:
        versions.append([noted(record, f"version {len(versions)}") for record in records])
        assert "\n" not in loaded(url, versions[-1])
        with open_store(server.login) as watcher:
            known = {record_digest(record) for version in versions for record in version}
            assert {record_digest(record) for record in watcher.records()} <= known
    scissors.join()
    completed(server.login, records)


def loaded(url: str, records: list[Record]) -> str:
    """Load records; what the store says where it has to give up."""
    try:
        with open_store(url, write=True) as store:
            store.batch = 3
            for _ in store.put_all(records):
                pass
    except StoreUnavailable as error:
        return str(error)
    return ""


class Scissors(threading.Thread):
    """Cuts a line some times, at random moments."""

    def __init__(self, line: Line, times: int) -> None:
        super().__init__(daemon=True)
        self.left, self._line, self._chosen = times, line, random.Random(41)
        self.start()

    def run(self) -> None:
        while self.left:
            time.sleep(self._chosen.uniform(0.02, 0.3))
            self._line.cut()
            self.left -= 1


def noted(record: Record, note: str) -> Record:
    """A record in another version."""
    source = replace(record.source, title=note)
    return Record(source, tuple(replace(claim, source=source, note=note) for claim in record.claims))


def whole_records(store: Store, records: list[Record]) -> int:
    """How many records the store holds, all of them whole."""
    expected = {record.source.id: record_digest(record) for record in records}
    held = list(store.records())
    assert all(record_digest(record) == expected[record.source.id] for record in held)
    return len(held)


def completed(url: str, records: list[Record]) -> None:
    """A load that is run again completes what was cut."""
    reference = OxigraphStore.in_memory()
    with open_store(url, write=True, create=True) as store:
        for some in (reference, store):
            for _ in some.put_all(records):
                pass
        assert store.revision == reference.revision
        assert store.shortcuts() == reference.shortcuts()
        assert store.verify() == []
