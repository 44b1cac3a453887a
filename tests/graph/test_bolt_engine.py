"""Cypher over Bolt on real servers: Neo4j, and ArcadeDB, which keeps fewer of Bolt's promises."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from corredor.graph.errors import QueryRefused, QueryStopped, QuerySyntax, StoreError, StoreMissing, StoreUnavailable
from corredor.graph.queries.limits import Limits
from corredor.graph.stores.bolt import BoltEngine
from corredor.graph.stores.cypher_engine import Run
from tests.servers.processes import Server

BOTH = ["neo4j_server", "arcadedb_server"]


def with_login(server: Server, password: str = "", scheme: str = "bolt") -> str:
    return server.url.replace("bolt://", f"{scheme}://{server.user}:{password or server.password}@")


@pytest.fixture(params=BOTH)
def server(request: pytest.FixtureRequest) -> Server:
    found: Server = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def engine(server: Server) -> Iterator[BoltEngine]:
    engine = BoltEngine.open(with_login(server))
    yield engine
    engine.close()


@pytest.fixture
def neo4j(neo4j_server: Server) -> Iterator[BoltEngine]:
    engine = BoltEngine.open(with_login(neo4j_server))
    yield engine
    engine.close()


def two_ports(run: Run) -> None:
    run("CREATE (:Quay {id: $a})-[:ROUTE {id: 'r'}]->(:Quay {id: $b})", a="callao", b="rotterdam")


def ports(engine: BoltEngine) -> list[str]:
    return [row["id"] for row in engine.rows("MATCH (p:Quay) RETURN p.id AS id ORDER BY id")]


# ------------------------------------------------------------ opening


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_open_logs_in_by_address_or_environment(
    server: Server, scheme: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    BoltEngine.open(with_login(server, scheme=scheme)).close()
    monkeypatch.setenv("CORREDOR_STORE_USER", server.user)
    monkeypatch.setenv("CORREDOR_STORE_PASSWORD", server.password)
    engine = BoltEngine.open(server.url.replace("bolt:", f"{scheme}:"))
    assert [row["one"] for row in engine.rows("RETURN 1 AS one")] == [1]
    assert engine.address == server.url.replace("bolt:", f"{scheme}:")
    assert engine.is_neo4j == ("neo4j_server" in request.node.name)
    engine.close()


def test_open_says_that_the_login_is_wrong_and_never_shows_it(server: Server) -> None:
    with pytest.raises(StoreUnavailable, match=r"^bolt://127\S+: the login was refused\. Check CORREDOR") as caught:
        BoltEngine.open(with_login(server, "secret-word"))
    assert "secret-word" not in str(caught.value)
    assert server.password not in repr(BoltEngine.open(with_login(server)))


def test_open_sends_a_token(neo4j_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORREDOR_STORE_TOKEN", "abc")
    with pytest.raises(StoreUnavailable, match="the login was refused"):  # this server takes passwords alone
        BoltEngine.open(neo4j_server.url)


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_open_says_that_the_database_is_missing(server: Server, scheme: str) -> None:
    host = with_login(server, scheme=scheme).removesuffix("/corredor")
    with pytest.raises(StoreMissing, match='the server has no database "no-where"'):
        BoltEngine.open(f"{host}/no%2Dwhere")


@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+ssc"])
def test_open_says_that_the_server_speaks_no_tls(server: Server, scheme: str) -> None:
    with pytest.raises(StoreUnavailable, match=r"speaks no TLS\. Try bolt://"):
        BoltEngine.open(with_login(server, scheme=scheme))


# ------------------------------------------------------------ our own statements


def test_rows_are_all_that_were_asked_for(engine: BoltEngine) -> None:
    found = [row["x"] for row in engine.rows("UNWIND range(1, $n) AS x RETURN x", n=5_001)]
    assert found == list(range(1, 5_002))


def test_rows_may_be_left_before_their_end(engine: BoltEngine) -> None:
    rows = engine.rows("UNWIND range(1, 50000) AS x RETURN x")
    assert next(rows) == {"x": 1}
    rows.close()  # type: ignore[attr-defined]
    assert list(engine.rows("RETURN 2 AS x")) == [{"x": 2}]


def test_rows_are_read_side_by_side(engine: BoltEngine) -> None:
    pairs = [
        (a["x"], b["x"])
        for a in engine.rows("UNWIND range(1, 3) AS x RETURN x")
        for b in engine.rows("UNWIND range(1, 2) AS x RETURN x")
    ]
    assert pairs == [(1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (3, 2)]


def test_rows_only_read(neo4j: BoltEngine) -> None:
    with pytest.raises(StoreUnavailable, match="read access mode not allowed"):
        list(neo4j.rows("CREATE (:Quay {id: 'callao'})"))
    assert ports(neo4j) == []


def test_write_gives_what_the_work_gives_and_sees_itself(engine: BoltEngine) -> None:
    def work(run: Run) -> int:
        two_ports(run)
        return int(run("MATCH (p:Quay) RETURN count(p) AS n")[0]["n"])

    assert engine.write(work) == 2
    assert ports(engine) == ["callao", "rotterdam"]


def test_write_stores_nothing_where_the_work_fails(engine: BoltEngine) -> None:
    def work(run: Run) -> None:
        two_ports(run)
        raise ValueError("ours")

    with pytest.raises(ValueError, match="ours"):
        engine.write(work)
    assert ports(engine) == []


def test_write_stores_nothing_where_the_server_refuses(engine: BoltEngine) -> None:
    engine.alter(["CREATE CONSTRAINT quay_id IF NOT EXISTS FOR (n:Quay) REQUIRE n.id IS UNIQUE"])

    def work(run: Run) -> None:
        two_ports(run)
        run("CREATE (:Quay {id: 'callao'})")

    with pytest.raises(StoreUnavailable, match=r"the server refused: .*Nothing was half-stored"):
        engine.write(work)
    assert ports(engine) == []


def test_alter_may_be_done_twice(engine: BoltEngine) -> None:
    statements = [
        "CREATE CONSTRAINT altered_id IF NOT EXISTS FOR (n:Altered) REQUIRE n.id IS UNIQUE",
        "CREATE INDEX altered_at IF NOT EXISTS FOR (n:Altered) ON (n.at)",
    ]
    engine.alter(statements)
    engine.alter(statements)
    with pytest.raises(StoreError):
        engine.write(lambda run: [run("CREATE (:Altered {id: 1})") for _ in range(2)])


def test_procedures_are_those_of_neo4j(neo4j: BoltEngine, arcadedb_server: Server) -> None:
    assert {"db.labels", "dbms.components"} <= neo4j.procedures()
    assert BoltEngine.open(with_login(arcadedb_server)).procedures() == set()


def test_nothing_is_said_on_stderr(neo4j_server: Server) -> None:
    """Neither the driver's notes on a query nor its tries to reach a server, nor an end without a close."""
    script = """if True:
        import sys
        from corredor.graph.errors import StoreUnavailable
        from corredor.graph.stores.bolt import BoltEngine
        engine = BoltEngine.open(sys.argv[1])
        assert list(engine.rows("MATCH (a:Nowhere), (b:Nowhere) WHERE id(a) = 1 RETURN a.what")) == []
        try:
            BoltEngine.open("neo4j://127.0.0.1:9")
        except StoreUnavailable as error:
            print(error)
        left = engine.rows("UNWIND range(1, 50000) AS x RETURN x")
        print(next(left))
    """
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", script, with_login(neo4j_server)], capture_output=True, text=True
    )
    assert done.returncode == 0
    assert "nothing listens there" in done.stdout
    assert "{'x': 1}" in done.stdout
    assert done.stderr == ""


# ------------------------------------------------------------ a user's own query


def test_ask_gives_plain_values(engine: BoltEngine) -> None:
    engine.write(two_ports)
    table = engine.ask("MATCH (a)-[r]->() WHERE a.id = $id RETURN a, r, 1 AS one", {"id": "callao"}, Limits())
    node = {"labels": ["Quay"], "properties": {"id": "callao"}}
    link = {"type": "ROUTE", "from": "callao", "to": "rotterdam", "properties": {"id": "r"}}
    assert (table.columns, table.rows) == (("a", "r", "one"), ((node, link, 1),))


def test_ask_knows_the_ends_of_a_relationship_that_comes_alone(engine: BoltEngine) -> None:
    engine.write(two_ports)
    ((link,),) = engine.ask("MATCH ()-[r]->() RETURN r", {}, Limits()).rows
    assert (link["from"], link["to"]) == ("callao", "rotterdam")


@pytest.fixture
def open_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gate lets everything through; what is left are the server and the end of the transaction."""
    monkeypatch.setattr("corredor.graph.stores.bolt_query.check", lambda text, **limits: None)


@pytest.mark.usefixtures("open_gate")
def test_ask_leaves_nothing_behind(engine: BoltEngine) -> None:
    with suppress(QueryRefused):
        engine.ask("CREATE (q:Quay {id: 'x'}) RETURN q", {}, Limits())
    assert ports(engine) == []


@pytest.mark.usefixtures("open_gate")
def test_ask_is_refused_a_write_by_neo4j(neo4j: BoltEngine) -> None:
    with pytest.raises(QueryRefused, match="The query writes") as caught:
        neo4j.ask("CREATE (q:Quay {id: 'x'}) RETURN q", {}, Limits())
    assert caught.value.reason == "write"


def test_ask_goes_through_the_gate(engine: BoltEngine) -> None:
    with pytest.raises(QueryRefused) as caught:
        engine.ask("MATCH (n) SET n.id = 1", {}, Limits())
    assert caught.value.reason == "write"
    with pytest.raises(QueryRefused) as caught:
        engine.ask("RETURN $x", {}, Limits())
    assert caught.value.reason == "parameter"


@pytest.mark.parametrize(
    ("text", "line", "column"), [("MATCH (n)\n RETRUN n", 2, 2), ("MATCH (n) RETURN n.id +", 1, 24)]
)
def test_ask_says_where_a_query_cannot_be_read(neo4j: BoltEngine, text: str, line: int, column: int) -> None:
    with pytest.raises(QuerySyntax) as caught:
        neo4j.ask(text, {}, Limits())
    assert (caught.value.line, caught.value.column) == (line, column)
    assert str(caught.value).startswith(f"Line {line}, column {column}: Invalid input ")
    assert "\n" not in str(caught.value)
    assert "(line" not in str(caught.value)


def test_ask_says_where_arcadedb_cannot_read_a_query(arcadedb_server: Server) -> None:
    with pytest.raises(QuerySyntax) as caught:
        BoltEngine.open(with_login(arcadedb_server)).ask("MATCH (n) RETURN n.id +", {}, Limits())
    assert (caught.value.line, caught.value.column) == (1, 24)


def test_ask_says_what_the_engine_gives_up_on(engine: BoltEngine) -> None:
    with pytest.raises(QueryRefused, match=r"^The server refused the query: / by zero\. ") as caught:
        engine.ask("RETURN 1 / 0", {}, Limits())
    assert caught.value.reason == "engine"


def test_ask_gives_no_part_of_too_many_rows_and_is_quick_about_it(engine: BoltEngine) -> None:
    text = "UNWIND range(1, 5000) AS a UNWIND range(1, 5000) AS b RETURN a, b"
    started = time.monotonic()
    with pytest.raises(QueryStopped) as caught:
        engine.ask(text, {}, Limits(rows=10, seconds=30))
    assert (caught.value.limit, caught.value.value) == ("rows", 10)
    assert time.monotonic() - started < 8
    assert len(engine.ask("UNWIND range(1, 10) AS x RETURN x", {}, Limits(rows=10)).rows) == 10


def test_ask_ends_at_its_time(engine: BoltEngine) -> None:
    text = "UNWIND range(1, 20000) AS a UNWIND range(1, 10000) AS b RETURN sum(a % 7 + b)"
    started = time.monotonic()
    with pytest.raises(QueryStopped) as caught:
        engine.ask(text, {}, Limits(seconds=0.5))
    assert (caught.value.limit, caught.value.value) == ("time", 0.5)
    assert time.monotonic() - started < 4
    assert list(engine.rows("RETURN 1 AS x")) == [{"x": 1}]


def test_ask_ends_at_the_memory_of_the_server(neo4j: BoltEngine) -> None:
    with pytest.raises(QueryStopped) as caught:
        neo4j.ask("UNWIND range(1, 100000000) AS x RETURN collect(x)", {}, Limits(seconds=30))
    assert caught.value.limit == "memory"
