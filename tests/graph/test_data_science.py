"""Betweenness where the graph is: by Neo4j's Graph Data Science, and the very numbers of networkx."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corredor.graph import Store, open_store
from corredor.graph.ranking import Level
from corredor.graph.stores.copying import copy
from corredor.graph.stores.cypher_store import CypherStore
from corredor.graph.stores.oxigraph import OxigraphStore
from tests.servers import processes
from tests.servers.fixtures import Servers


@pytest.fixture(scope="module")
def gds(tmp_path_factory: pytest.TempPathFactory, starter_path: Path) -> Iterator[CypherStore]:
    """The starter facts on a Neo4j that has the library."""
    server = processes.neo4j(tmp_path_factory.mktemp("gds"), gds=True).start()
    try:
        with open_store(starter_path) as source, open_store(server.login, write=True, create=True) as store:
            assert isinstance(store, CypherStore)
            copy(source, store)
            yield store
    finally:
        server.kill()


@pytest.mark.parametrize("level", ["country", "place", "group"])
def test_the_library_ranks_as_networkx_does(gds: CypherStore, starter: Store, level: Level) -> None:
    assert gds.between is not None
    ranking = gds.network().centrality(level=level, measure="betweenness")
    assert ranking == starter.network().centrality(level=level, measure="betweenness")
    assert any(row.value for row in ranking.rows)


def test_of_no_links_nothing_is_counted(gds: CypherStore) -> None:
    assert gds.network(since="2099").centrality(measure="betweenness").rows == ()


def test_no_graph_is_left_in_the_library(gds: CypherStore) -> None:
    gds.network(commodity="cocaine").centrality(measure="betweenness")
    assert list(gds.engine.rows("CALL gds.graph.list() YIELD graphName RETURN graphName")) == []


def test_without_the_library_networkx_counts(servers: Servers) -> None:
    with open_store(servers.bare("neo4j").login, write=True, create=True) as store:
        assert store.between is None
    assert OxigraphStore.in_memory().between is None
