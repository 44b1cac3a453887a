"""Servers as fixtures: each starts when it is first asked for, serves the whole session, and is empty for each test."""

import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corredor.graph.property_graph import link_types
from tests.servers import processes
from tests.servers.processes import Server


class Servers:
    """The servers of a session, by name."""

    def __init__(self, home: Callable[[str], Path]) -> None:
        self._home = home
        self._running: dict[str, Server] = {}

    def running(self, name: str) -> Server:
        """A server that answers; it is started at the first call."""
        if name not in self._running:
            make: Callable[[Path], Server] = getattr(processes, name)
            self._running[name] = make(self._home(name)).start()
        return self._running[name]

    def empty(self, name: str) -> Server:
        """A server that answers and holds nothing; constraints and indexes of other tests stay."""
        clear = _without_nodes if name in ("neo4j", "arcadedb") else _without_graphs
        return clear(self.running(name))

    def bare(self, name: str) -> Server:
        """A server whose store holds no source, judgement or entry of a user's own. The registries stay in it, which
        saves the seconds of writing them; what `empty` gives has none.
        """
        bare = _without_claims if name in ("neo4j", "arcadedb") else _without_sources
        return bare(self.running(name))

    def kill(self) -> None:
        """End them all."""
        while self._running:
            self._running.popitem()[1].kill()


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """All servers of the session."""
    servers = Servers(tmp_path_factory.mktemp)
    yield servers
    servers.kill()


@pytest.fixture
def neo4j_server(servers: Servers) -> Server:
    """Neo4j, without nodes. Constraints and indexes of other tests stay. Neither kill nor freeze it."""
    return servers.empty("neo4j")


@pytest.fixture
def arcadedb_server(servers: Servers) -> Server:
    """ArcadeDB over Bolt, without nodes. Types and indexes of other tests stay. Neither kill nor freeze it."""
    return servers.empty("arcadedb")


@pytest.fixture
def fuseki_server(servers: Servers) -> Server:
    """Apache Jena Fuseki with an empty dataset in memory. Neither kill nor freeze it."""
    return servers.empty("fuseki")


@pytest.fixture
def oxigraph_server(servers: Servers) -> Server:
    """`oxigraph serve` with an empty dataset. Neither kill nor freeze it."""
    return servers.empty("oxigraph")


def _without_nodes(server: Server) -> Server:
    return _run(server, "MATCH (n) DETACH DELETE n")


def _without_claims(server: Server) -> Server:
    links = f"MATCH (:Entity)-[r:{'|'.join(link_types())}]->(:Entity) DELETE r"
    others = "MATCH (n) WHERE NOT n:Entity AND NOT n:Corredor DETACH DELETE n"
    return _run(server, others, "MATCH (n:Market) DETACH DELETE n", links)


def _run(server: Server, *statements: str) -> Server:
    from neo4j import GraphDatabase

    scheme, _, place = server.url.partition("://")
    host, _, database = place.partition("/")
    with GraphDatabase.driver(f"{scheme}://{host}", auth=(server.user, server.password)) as driver:
        for statement in statements:
            driver.execute_query(statement, database_=database or None)
    return server


def _without_sources(server: Server) -> Server:
    own = "https://w3id.org/corredor/"
    others = f"""DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }}
        FILTER(?g NOT IN (<{own}graph/entities>, <{own}graph/ontology>)) }}"""
    entries = f"DELETE WHERE {{ GRAPH <{own}graph/entities> {{ ?s <{own}entry> ?o }} }}"
    return _update(server, f"DROP DEFAULT ; {others} ; {entries}")


def _without_graphs(server: Server) -> Server:
    return _update(server, "DROP ALL")


def _update(server: Server, text: str) -> Server:
    headers = {"Content-Type": "application/sparql-update"}
    request = urllib.request.Request(server.url + "/update", text.encode(), headers)
    with urllib.request.urlopen(request, timeout=30):
        return server
