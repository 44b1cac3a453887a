"""The embedded Cypher engine: what it answers, what it refuses, what stops it, and who may use a folder when."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from corredor.graph.errors import (
    NotAStore,
    QueryRefused,
    QueryStopped,
    QuerySyntax,
    StoreLocked,
    StoreMissing,
    StoreUnavailable,
    UnsupportedStore,
)
from corredor.graph.queries.limits import Limits
from corredor.graph.stores import arcadedb
from corredor.graph.stores.arcadedb import ArcadeEngine
from corredor.graph.stores.arcadedb_child import CHUNK
from corredor.graph.stores.arcadedb_errors import refused
from corredor.graph.stores.cypher_engine import Run
from tests.graph.test_cypher_guard import HONEST

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="what the process gives up is known on Linux only")
DEFAULT = Limits()
SCHEMA = [
    "CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE",
    "CREATE INDEX claim_kind IF NOT EXISTS FOR (n:Claim) ON (n.kind)",
]
PLACES = [
    {"id": "place/PE", "p": {"name": "Peru", "aliases": ["Perú", "PE"], "weight": 1.0, "rank": 1, "checked": True}},
    {"id": "place/CO", "p": {"name": "Colombia", "aliases": [], "weight": 0.5, "rank": None, "checked": False}},
]
PORT = {"labels": ["Entity", "Place", "Port"], "properties": {"id": "place/callao", "name": "Callao"}}
COUNTRY = {
    "labels": ["Country", "Entity", "Place"],
    "properties": {
        "id": "place/PE",
        "name": "Peru",
        "aliases": ["Perú", "PE"],
        "weight": 1.0,
        "rank": 1,
        "checked": True,
    },
}
ROUTE = {"type": "ROUTE", "from": "place/PE", "to": "place/callao", "properties": {"id": "r1", "claims": ["c1", "c2"]}}
HEAVY = "RETURN reduce(s = 0, x IN range(1, 300000) | s + reduce(t = 0, y IN range(1, 300000) | t + y)) AS s"
MANY = "UNWIND range(1, 3000) AS i UNWIND range(1, 3000) AS j UNWIND range(1, 3000) AS k RETURN count(*) AS n"


def fill(run: Run) -> None:
    run("UNWIND $rows AS row MERGE (e:Entity:Place:Country {id: row.id}) SET e += row.p", rows=PLACES)
    port = [{"id": "place/callao", "p": {"name": "Callao"}}]
    run("UNWIND $rows AS row MERGE (e:Entity:Place:Port {id: row.id}) SET e += row.p", rows=port)
    ends = "UNWIND $rows AS row MATCH (a:Entity {id: row.a}) MATCH (b:Entity {id: row.b})"
    text = f"{ends} MERGE (a)-[r:ROUTE {{id: row.id}}]->(b) SET r = row.p"
    run(text, rows=[{"id": "r1", "a": "place/PE", "b": "place/callao", "p": ROUTE["properties"]}])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small graph that a writer made and left."""
    path = tmp_path_factory.mktemp("arcadedb") / "graph"
    with closing(ArcadeEngine.open(path, write=True, create=True)) as engine:
        engine.alter(SCHEMA)
        engine.write(fill)
        engine.alter(SCHEMA)
    return path


@pytest.fixture(scope="module")
def engine(folder: Path) -> Iterator[ArcadeEngine]:
    with closing(ArcadeEngine.open(folder, write=False, create=False)) as engine:
        yield engine


def asked(engine: ArcadeEngine, text: str, limits: Limits = DEFAULT, **parameters: str) -> tuple[tuple[Any, ...], ...]:
    return engine.ask(text, parameters, limits).rows


def ungated(engine: ArcadeEngine, text: str) -> Exception:
    """What the engine itself says to a text that no gate has seen."""
    reply = engine._asked(text, {}, DEFAULT)
    return refused(reply["error"], DEFAULT)


def pid(engine: ArcadeEngine) -> int:
    assert engine._child
    return engine._child._process.pid


# ---------------------------------------------------------------- what it answers


@pytest.mark.parametrize("text", HONEST, ids=range(len(HONEST)))
def test_honest_query_is_answered(engine: ArcadeEngine, text: str) -> None:
    parameters = {"c": "cocaine"} if "$c" in text or "$`c`" in text else {}
    table = engine.ask(text, parameters, DEFAULT)
    assert table.columns or "db.propertyKeys" in text  # which knows of declared ones only
    assert all(len(row) == len(table.columns) for row in table.rows)


def test_graph_is_plain_json(engine: ArcadeEngine) -> None:
    text = "MATCH p = (a:Country)-[r]->(b) RETURN a, r, p, [b, {of: r}] AS many, labels(a) AS labels"
    path = {"nodes": [COUNTRY, PORT], "relationships": [ROUTE]}
    assert engine.ask(text, {}, DEFAULT).to_json() == {
        "columns": ["a", "r", "p", "many", "labels"],
        "rows": [[COUNTRY, ROUTE, path, [PORT, {"of": ROUTE}], ["Country", "Entity", "Place"]]],
    }


def test_relationship_alone_knows_the_ids_of_its_ends(engine: ArcadeEngine) -> None:
    assert asked(engine, "MATCH ()-[r:ROUTE]->() RETURN r") == ((ROUTE,),)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        *[("null", None), ("true", True), ("7", 7), ("9223372036854775807", 2**63 - 1), ("1.0", 1.0), ("'é'", "é")],
        *[("[1, 'a', [null]]", [1, "a", [None]]), ("{a: {b: 1}}", {"a": {"b": 1}}), ("0.0 / 0", "NaN")],
        *[("date('2020-01-02')", "2020-01-02"), ("localtime('10:00')", "10:00:00")],
        ("datetime('2020-01-02T10:00:30.5Z')", "2020-01-02T10:00:30.5Z"),
        ("datetime('2020-01-02T10:00[Europe/Paris]')", "2020-01-02T10:00:00+01:00"),
        ("duration('P14M3DT61S')", "P1Y2M3DT1M1S"),
        ("point({x: 1, y: 2.5})", {"crs": "cartesian", "srid": 7203, "x": 1.0, "y": 2.5}),
        ("point({latitude: 1, longitude: 2})", {"crs": "wgs-84", "srid": 4326, "x": 2.0, "y": 1.0}),
    ],
)
def test_value_is_plain_json(engine: ArcadeEngine, written: str, value: object) -> None:
    ((answer,),) = asked(engine, f"RETURN {written} AS value")
    assert answer == value
    assert type(answer) is type(value)


def test_columns_are_known_without_rows(engine: ArcadeEngine) -> None:
    table = engine.ask("MATCH (n:Nothing) RETURN n.id AS id, n.name, count(*) AS n", {}, DEFAULT)
    assert (table.columns, table.rows) == (("id", "n.name", "n"), ())


@pytest.mark.parametrize(
    "payload", ["Peru", "' OR true //", "\\' RETURN 1 //", "\\u0027", "2.5", "true", "$x", "", "🚢"]
)
def test_parameter_stays_a_value(engine: ArcadeEngine, payload: str) -> None:
    value = {"2.5": 2.5, "true": True}.get(payload, payload)
    text = "OPTIONAL MATCH (n {name: $p}) RETURN $p AS p, n.id AS id"
    assert asked(engine, text, p=payload) == ((value, "place/PE" if payload == "Peru" else None),)


def test_rows_of_our_own_come_as_they_are_written(engine: ArcadeEngine) -> None:
    text = "MATCH (n:Country) RETURN n.id AS id, n.rank AS rank, n.weight AS weight, n.aliases AS aliases ORDER BY id"
    assert list(engine.rows(text)) == [
        {"id": "place/CO", "rank": None, "weight": 0.5, "aliases": []},
        {"id": "place/PE", "rank": 1, "weight": 1.0, "aliases": ["Perú", "PE"]},
    ]


def test_rows_stream_and_may_be_left_or_mixed(engine: ArcadeEngine) -> None:
    text = "UNWIND range(1, $n) AS i RETURN i"
    for n in (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK):
        assert [row["i"] for row in engine.rows(text, n=n)] == list(range(1, n + 1))
    left = engine.rows(text, n=10**7)
    assert next(left) == {"i": 1}
    both = zip(engine.rows(text, n=600), engine.rows(text, n=600), strict=True)
    assert all(a == b for a, b in both)
    assert next(left) == {"i": 2}


# ---------------------------------------------------------------- what it refuses


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("MATCH (n) RETRUN n", 1, 11, "Unexpected input 'RETRUN'"),
        ("MATCH (n)\nRETURN n +", 2, 11, "expected: an expression"),
        ("MATCH (n) RETURN m", 1, 1, "Variable 'm' not defined"),
        ("RETURN nosuch(1)", 1, 1, "Unknown function 'nosuch'"),
    ],
)
def test_syntax_error_is_one_line_with_its_place(
    engine: ArcadeEngine, text: str, line: int, column: int, said: str
) -> None:
    with pytest.raises(QuerySyntax) as caught:
        asked(engine, text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "xception" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("RETURN " + "+".join(["1"] * 20_000), "nesting"),
        ("RETURN " + "NOT " * 10_000 + "true", "nesting"),
        ("RETURN range(1, 100000000)", "engine"),
        ("RETURN 1 / 0", "engine"),
        ("MATCH (n) SET n.x = 1", "write"),
        ("MATCH (n) RETURN $p", "parameter"),
    ],
)
def test_what_the_engine_does_not_bear_is_one_line(engine: ArcadeEngine, text: str, reason: str) -> None:
    with pytest.raises(QueryRefused) as caught:
        asked(engine, text)
    assert caught.value.reason == reason
    assert "\n" not in str(caught.value)
    assert "arcadedb" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (n:New)",
        "MATCH (n) SET n.name = 'x'",
        "MATCH (n) DETACH DELETE n",
        "MERGE (n:New {id: 1}) RETURN n",
        "MATCH (n) REMOVE n.name",
        "CALL { CREATE (n:New) } RETURN 1",
        "MATCH (n) CALL (n) { SET n.x = 1 } RETURN n",
        "CREATE INDEX x IF NOT EXISTS FOR (n:New) ON (n.x)",
    ],
)
def test_write_is_refused_even_without_the_gate(engine: ArcadeEngine, text: str) -> None:
    error = ungated(engine, text)
    assert isinstance(error, QueryRefused)
    assert error.reason == "write"
    assert asked(engine, "MATCH (n) WHERE n.x IS NULL RETURN count(n), count(n.name)") == ((3, 3),)


class Listener(HTTPServer):
    """Counts what reaches it."""

    connections = 0

    def verify_request(self, *_: object) -> bool:
        self.connections += 1
        return False


def test_neither_file_nor_network_is_read_even_without_the_gate(engine: ArcadeEngine, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("hush\n")
    with Listener(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        for address in (secret.as_uri(), str(secret), f"http://127.0.0.1:{server.server_port}/"):
            error = ungated(engine, f"LOAD CSV FROM '{address}' AS row RETURN row")
            assert "hush" not in str(error)
        server.shutdown()
    assert server.connections == 0


@LINUX
def test_process_has_no_socket_no_secret_and_no_file_to_write(
    engine: ArcadeEngine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CORREDOR_TEST_SECRET", "hush")
    with closing(ArcadeEngine.open(folder, write=False, create=False)) as fresh:
        about = Path(f"/proc/{pid(fresh)}")
        tasks = [(task / "status").read_text() for task in (about / "task").iterdir()]
        assert len(tasks) > 5
        assert all("Seccomp:\t2" in status for status in tasks)
        assert b"hush" not in (about / "environ").read_bytes()
        assert "Max file size             0 " in (about / "limits").read_text()


# ---------------------------------------------------------------- what is stopped


def test_endless_query_is_stopped_by_the_engine(engine: ArcadeEngine) -> None:
    before = pid(engine)
    with pytest.raises(QueryStopped, match="after 1 s") as caught:
        asked(engine, MANY, Limits(seconds=1))
    assert (caught.value.limit, caught.value.value) == ("time", 1)
    assert pid(engine) == before


def test_engine_that_does_not_stop_is_killed_and_starts_anew(engine: ArcadeEngine) -> None:
    before, start = pid(engine), time.monotonic()
    with pytest.raises(QueryStopped, match=r"after 0\.5 s") as caught:
        asked(engine, HEAVY, Limits(seconds=0.5))
    assert time.monotonic() - start < 5
    assert (caught.value.limit, caught.value.value) == ("time", 0.5)
    assert not Path(f"/proc/{before}").exists()
    assert asked(engine, "MATCH (n) RETURN count(n)") == ((3,),)


def test_ctrl_c_ends_the_query_and_not_the_engine(engine: ArcadeEngine) -> None:
    assert asked(engine, "RETURN 1") == ((1,),)
    before = pid(engine)
    finger = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    finger.start()
    with pytest.raises(KeyboardInterrupt):
        asked(engine, HEAVY)
    finger.join()
    assert not Path(f"/proc/{before}").exists()
    assert asked(engine, "RETURN 1") == ((1,),)


def test_memory_hog_is_stopped(engine: ArcadeEngine) -> None:
    text = "RETURN size(reduce(s = 'x', i IN range(1, 27) | s + s)) AS n"
    with pytest.raises(QueryStopped, match="100 MB") as caught:
        asked(engine, text, Limits(memory_mb=100))
    assert asked(engine, text) == ((2**27,),)
    assert (caught.value.limit, caught.value.value) == ("memory", 100)


def test_answer_counts_as_memory(engine: ArcadeEngine) -> None:
    assert engine._child
    what: dict[str, Any] = {"parameters": {}, "seconds": 30, "rows": 10**6, "size": 10_000}
    assert engine._child.send("ask", text="UNWIND range(1, 1000) AS i RETURN i", **what)["columns"] == ["i"]
    text = "UNWIND range(1, 1000) AS i RETURN 'ten letters'"
    assert engine._child.send("ask", text=text, **what) == {"stopped": "memory"}


def test_more_rows_than_allowed_give_none(engine: ArcadeEngine) -> None:
    text = "UNWIND range(1, 300) AS i RETURN i"
    assert len(asked(engine, text, Limits(rows=300))) == 300
    with pytest.raises(QueryStopped, match=r"299 rows.*--max-rows") as caught:
        asked(engine, text, Limits(rows=299))
    assert (caught.value.limit, caught.value.value) == ("rows", 299)
    with pytest.raises(QueryStopped, match="10 rows"):
        asked(engine, MANY.replace("count(*)", "i"), Limits(rows=10))


# ---------------------------------------------------------------- writing, and who may


def test_transaction_is_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with closing(ArcadeEngine.open(tmp_path / "graph", write=True, create=True)) as engine:
        engine.alter(SCHEMA)
        assert engine.write(lambda run: run("CREATE (n:Entity {id: 'a'}) RETURN n.id AS id")) == [{"id": "a"}]

        def fails(run: Run) -> None:
            run("CREATE (n:Entity {id: 'b'})")
            raise KeyError("halfway")

        with pytest.raises(KeyError, match="halfway"):
            engine.write(fails)
        with pytest.raises(StoreUnavailable, match=r"(?i)duplicate"):
            engine.write(lambda run: [run("CREATE (:Entity {id: 'c'})"), run("CREATE (:Entity {id: 'a'})")])
        assert list(engine.rows("MATCH (n) RETURN n.id AS id")) == [{"id": "a"}]
        assert isinstance(ungated(engine, "MATCH (n) DETACH DELETE n"), QueryRefused)
        _interrupted(engine, tmp_path / "graph")


def _interrupted(engine: ArcadeEngine, path: Path) -> None:
    """What was promised outlives a crash, what was not never was; a reader brings it in."""

    def killed(run: Run) -> None:
        run("CREATE (n:Entity {id: 'd'})")
        os.kill(pid(engine), signal.SIGSEGV)
        with suppress(StoreUnavailable):
            run("CREATE (n:Entity {id: 'e'})")
        run("CREATE (n:Entity {id: 'f'})")

    with pytest.raises(StoreUnavailable, match=r"Nothing was half-stored"):
        engine.write(killed)
    with closing(ArcadeEngine.open(path, write=False, create=False)) as reader:
        assert list(reader.rows("MATCH (n) RETURN n.id AS id")) == [{"id": "a"}]
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_many_read_or_one_writes(engine: ArcadeEngine, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arcadedb, "PATIENCE_S", 0.2)
    with closing(ArcadeEngine.open(folder, write=False, create=False)) as other:
        assert asked(other, "MATCH (n) RETURN count(n)") == asked(engine, "MATCH (n) RETURN count(n)")
    with pytest.raises(StoreLocked, match="another process is using this store"):
        ArcadeEngine.open(folder, write=True, create=False)
    engine.close()
    with closing(ArcadeEngine.open(folder, write=True, create=False)), pytest.raises(StoreLocked) as caught:
        engine.ask("RETURN 1", {}, DEFAULT)
    assert "\n" not in str(caught.value)
    assert asked(engine, "RETURN 1") == ((1,),)


def test_reader_does_not_write(engine: ArcadeEngine) -> None:
    with pytest.raises(StoreUnavailable, match="read only"):
        engine.write(lambda run: run("CREATE (n:New)"))
    with pytest.raises(StoreUnavailable, match="read only"):
        engine.alter(["CREATE INDEX x IF NOT EXISTS FOR (n:New) ON (n.x)"])


@LINUX
def test_engine_ends_with_its_parent_and_leaves_no_trace(folder: Path, tmp_path: Path) -> None:
    program = f"""
import pathlib
from corredor.graph.stores.arcadedb import ArcadeEngine
engine = ArcadeEngine.open(pathlib.Path({str(folder)!r}), write=False, create=False)
print(engine._child._process.pid, flush=True)
list(engine.rows({HEAVY!r}))
"""
    parent = subprocess.Popen(
        [sys.executable, "-c", program], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert parent.stdout
    child = Path(f"/proc/{int(parent.stdout.readline())}")
    time.sleep(0.3)
    assert child.exists()
    parent.kill()
    output, errors = parent.communicate()
    _until(lambda: not child.exists() or "zombie" in (child / "status").read_text())
    assert (output, errors, list(tmp_path.iterdir())) == ("", "", [])


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


# ---------------------------------------------------------------- folders that are none


def test_folder_that_holds_no_graph_is_said(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine")
    with pytest.raises(StoreMissing, match="corredor copy"):
        ArcadeEngine.open(tmp_path / "none", write=False, create=False)
    for create in (False, True):
        with pytest.raises(NotAStore, match="no Cypher projection"):
            ArcadeEngine.open(tmp_path / "full", write=create, create=create)
    with pytest.raises(NotAStore, match="is a file"):
        ArcadeEngine.open(tmp_path / "full" / "notes.txt", write=True, create=True)
    assert [path.name for path in tmp_path.rglob("*")] == ["full", "notes.txt"]


def test_broken_graph_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text("{")
    with pytest.raises(StoreUnavailable, match="corredor copy") as caught:
        ArcadeEngine.open(tmp_path, write=False, create=False)
    assert "\n" not in str(caught.value)


def test_without_the_package_it_is_said_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "arcadedb_embedded", None)
    with pytest.raises(UnsupportedStore, match=r'pip install "corredor\[cypher\]"'):
        ArcadeEngine.open(tmp_path, write=True, create=True)


def test_no_java_runs_in_this_process(engine: ArcadeEngine) -> None:
    assert asked(engine, "RETURN 1") == ((1,),)
    assert "jpype" not in sys.modules
