"""What many tests need: the starter facts in a store, loaded once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corredor.graph import Store, open_store
from corredor.loaders import batch
from tests.servers.fixtures import arcadedb_server, fuseki_server, neo4j_server, oxigraph_server, servers

__all__ = ["arcadedb_server", "fuseki_server", "neo4j_server", "oxigraph_server", "servers", "starter", "starter_path"]


@pytest.fixture(scope="session")
def starter_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the starter facts. Nobody writes to it; copy it to do so."""
    path = tmp_path_factory.mktemp("starter") / "corredor.store"
    with open_store(path, write=True, create=True) as store:
        report = batch.load(store, ["starter"])
    assert not report.refused
    return path


@pytest.fixture
def starter(starter_path: Path) -> Iterator[Store]:
    """The starter store, open to read."""
    with open_store(starter_path) as store:
        yield store
