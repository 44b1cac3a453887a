"""A user's own query on a real store: what it answers, what stops it, and that nothing harms the store."""

import hashlib
import os
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, Quad, QuerySolutions, Store, Triple

from corredor.graph.errors import QueryRefused, QueryStopped, QuerySyntax, StoreLocked, StoreMissing, StoreUnavailable
from corredor.graph.prefixes import BASE, PREFIXES
from corredor.graph.queries.limits import Limits
from corredor.graph.queries.worker import DEFAULT, Answer, _run, ask

NODES = 60
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's own fences are Linux's")


def node(name: str) -> NamedNode:
    return NamedNode(BASE + name)


@pytest.fixture(scope="module")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A complete graph of 60 nodes over five named graphs, and one place with a name and a few odd values."""
    path = tmp_path_factory.mktemp("worker") / "rdf"
    store = Store(str(path))
    pairs = [(a, b) for a in range(NODES) for b in range(NODES) if a != b]
    store.bulk_extend(Quad(node(f"n{a}"), node("to"), node(f"n{b}"), node(f"graph/{a % 5}")) for a, b in pairs)
    odd: list[Literal | BlankNode | Triple] = [
        Literal("Peru"),
        Literal("Perú", language="es"),
        Literal("البيرو", language="ar", direction=BaseDirection.RTL),
        Literal(7),
        BlankNode("b"),
        Triple(node("place/PE"), node("to"), node("place/BR")),
    ]
    store.extend(Quad(node("place/PE"), node("says"), value, node("graph/odd")) for value in odd)
    store.flush()
    return path


def tree(path: Path) -> str:
    whole = hashlib.sha256()
    for file in sorted(path.rglob("*")):
        whole.update(file.name.encode() + file.read_bytes())
    return whole.hexdigest()


@pytest.fixture(autouse=True)
def unharmed(store_path: Path) -> Iterator[None]:
    """No test of this page may leave a trace in the store."""
    before = tree(store_path)
    yield
    assert tree(store_path) == before


def values(answer: Answer) -> list[list[str | None]]:
    return [[str(term) if isinstance(term, Triple) else term and term.value for term in row] for row in answer.rows]


# ---------------------------------------------------------------- answers


def test_select_gives_rows_of_terms(store_path: Path) -> None:
    answer = ask(store_path, "SELECT ?name ?none { place:PE cor:says ?name FILTER(?name = 'Peru') }")
    assert answer == Answer("solutions", ("name", "none"), ((Literal("Peru"), None),))
    assert answer.to_json() == {
        "head": {"vars": ["name", "none"]},
        "results": {"bindings": [{"name": {"type": "literal", "value": "Peru"}}]},
    }


def test_json_holds_every_kind_of_term(store_path: Path) -> None:
    document = ask(store_path, "SELECT ?v { place:PE cor:says ?v }").to_json()
    found = sorted((row["v"] for row in document["results"]["bindings"]), key=str)
    uri = {"type": "uri"}
    triple = {
        "subject": uri | {"value": BASE + "place/PE"},
        "predicate": uri | {"value": BASE + "to"},
        "object": uri | {"value": BASE + "place/BR"},
    }
    assert [binding for binding in found if binding["type"] != "bnode"] == [
        {"type": "literal", "value": "7", "datatype": PREFIXES["xsd"] + "integer"},
        {"type": "literal", "value": "Peru"},
        {"type": "literal", "value": "Perú", "xml:lang": "es"},
        {"type": "literal", "value": "البيرو", "xml:lang": "ar", "its:dir": "rtl"},
        {"type": "triple", "value": triple},
    ]
    assert len(found) == 6


def test_ask_gives_a_value(store_path: Path) -> None:
    assert ask(store_path, "ASK { place:PE cor:says 'Peru' }").to_json() == {"head": {}, "boolean": True}
    assert ask(store_path, "ASK { place:PE cor:says 'Lima' }").to_json() == {"head": {}, "boolean": False}


def test_construct_gives_turtle_in_a_fixed_order(store_path: Path) -> None:
    text = "CONSTRUCT { place:PE cor:near ?b } WHERE { cor:n1 cor:to ?b FILTER(?b IN (cor:n3, cor:n0, cor:n2)) }"
    turtle = (
        "@prefix cor: <https://w3id.org/corredor/> .\n"
        "@prefix place: <https://w3id.org/corredor/place/> .\n"
        "place:PE cor:near cor:n0 , cor:n2 , cor:n3 .\n"
    )
    assert ask(store_path, text) == Answer("graph", turtle=turtle)
    assert ask(store_path, text).to_json() == {"turtle": turtle}


def test_describe_gives_turtle(store_path: Path) -> None:
    assert '"Perú"@es' in str(ask(store_path, "DESCRIBE place:PE").turtle)


def test_default_graph_is_the_union(store_path: Path) -> None:
    assert values(ask(store_path, "SELECT (COUNT(*) AS ?n) { ?a cor:to+ ?b }")) == [[str(NODES * NODES)]]
    one_graph = "SELECT (COUNT(*) AS ?n) FROM <https://w3id.org/corredor/graph/1> { ?a cor:to ?b }"
    assert values(ask(store_path, one_graph)) == [[str(NODES // 5 * (NODES - 1))]]


def test_prefix_of_the_query_goes_first(store_path: Path) -> None:
    text = "PREFIX place: <https://other.example/> SELECT (place:PE AS ?a) (route:cocaine AS ?b) {}"
    assert values(ask(store_path, text)) == [["https://other.example/PE", BASE + "routeTo/cocaine"]]


def test_every_prefix_is_declared(store_path: Path) -> None:
    text = "SELECT * {" + "".join(f"BIND({name}:x AS ?{name})" for name in PREFIXES) + "}"
    answer = ask(store_path, text)
    expected = {name: iri + "x" for name, iri in PREFIXES.items()}
    assert dict(zip(answer.variables, values(answer)[0], strict=True)) == expected


# ---------------------------------------------------------------- values stay values

PAYLOADS = [
    "",
    " ",
    "Peru",
    "O'Higgins",
    'Joaquín "El Chapo" Guzmán',
    '"',
    "'",
    '"""',
    "'''",
    "\\",
    '\\"',
    "\\'",
    '" . ?s ?p ?o . "',
    "' . ?s ?p ?o . '",
    '" } UNION { ?s ?p ?o } #',
    "' } UNION { ?s ?p ?o } #",
    '"""} UNION {?s ?p ?o} #',
    '\\" } UNION { ?s ?p ?o } #',
    '" } SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } #',
    "} SERVICE <http://127.0.0.1:9/> { ?s ?p ?o }",
    "SERVICE",
    "LOAD <http://127.0.0.1:9/>",
    '"; DROP ALL; #',
    "'; DELETE WHERE { ?s ?p ?o }; #",
    '" }; INSERT DATA { <a:a> <a:a> <a:a> }; ASK { "',
    "<https://w3id.org/corredor/place/PE> . ?s ?p ?o",
    "<https://w3id.org/corredor/place/PE",
    "<https://a.example/> } #>",
    "<https://a.example/><https://b.example/>",
    "place:PE . ?s ?p ?o",
    "place:PE } #",
    "place:P>E",
    'place:P"E',
    "place:P\\E",
    "place:PE\n} UNION { ?s ?p ?o }",
    "unknown:PE",
    "?s",
    "$s",
    "_:b",
    "[]",
    "*",
    "1 OR 1=1",
    "1)",
    "1e5",
    "true",
    '"7"^^<http://www.w3.org/2001/XMLSchema#integer>',
    '"Perú"@es',
    "#",
    "\n",
    "\r\n\t\b\f",
    "\x00",
    "\x1b[31m",
    "\\u0022 } UNION { ?s ?p ?o } #",
    "\\u007D\\u0023",
    "\u2028\u2029\ufeff\u202e",
    "🚢 Perú–Россия",
    "{" * 200,
    "<<( <a:a> <a:a> <a:a> )>>",
    "%s %(p)s {p} {0} ${p} ?p $p",
]


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_payload_stays_a_value(store_path: Path, payload: str) -> None:
    text = "SELECT ?value ?place { BIND($p AS ?value) OPTIONAL { ?place cor:says $p } }"
    found = NamedNode(BASE + "place/PE") if payload == "Peru" else None
    assert ask(store_path, text, parameters={"p": payload}).rows == ((Literal(payload), found),)


def test_parameter_may_be_an_iri(store_path: Path) -> None:
    text = "SELECT ?name { $place cor:says ?name FILTER(LANG(?name) = ?language) }"
    for value in ("place:PE", "<https://w3id.org/corredor/place/PE>"):
        assert values(ask(store_path, text, parameters={"place": value, "language": "es"})) == [["Perú"]]


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { cor:a cor:b cor:c }",
        "DELETE WHERE { ?s ?p ?o }",
        "DELETE { ?s ?p ?o } INSERT { ?o ?p ?s } WHERE { ?s ?p ?o }",
        "WITH cor:g DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "DROP ALL",
        "DROP SILENT GRAPH <https://w3id.org/corredor/graph/1>",
        "CLEAR DEFAULT",
        "CREATE GRAPH cor:g",
        "COPY DEFAULT TO cor:g",
        "MOVE cor:a TO cor:b",
        "ADD cor:a TO cor:b",
        "ASK {}; DROP ALL",
    ],
)
def test_write_is_refused(store_path: Path, text: str) -> None:
    with pytest.raises(QueryRefused, match="only reads") as caught:
        ask(store_path, text)
    assert caught.value.reason == "write"


@LINUX
def test_sandbox_writes_nothing_even_without_the_gate(store_path: Path) -> None:
    assert "syntax" in reply(store_path, "DELETE WHERE { ?s ?p ?o }")


class Listener(HTTPServer):
    """Counts what reaches it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), BaseHTTPRequestHandler)
        self.connections = 0
        self.url = f"http://127.0.0.1:{self.server_port}/"

    def verify_request(self, *_: object) -> bool:
        self.connections += 1
        return False


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
        "PREFIX e: <{url}> SELECT * {{ SERVICEe:x {{ ?s ?p ?o }} }}",
        "PREFIX e: <{url}> ASK {{ FILTER(1<1)SERVICE e:x#>\n{{ ?s ?p ?o }} }}",
        "LOAD <{url}>",
        "LOAD SILENT <{url}> INTO GRAPH <{url}>",
    ],
)
def test_network_is_refused(store_path: Path, listener: Listener, text: str) -> None:
    with pytest.raises(QueryRefused) as caught:
        ask(store_path, text.format(url=listener.url))
    assert caught.value.reason in {"network", "text"}
    assert listener.connections == 0


def test_from_only_chooses_among_graphs(store_path: Path, listener: Listener) -> None:
    source = f"FROM <{listener.url}> FROM NAMED <{listener.url}>"
    assert ask(store_path, f"SELECT * {source} {{ ?s ?p ?o }}").rows == ()
    assert ask(store_path, f"SELECT * {source} {{ GRAPH ?g {{ ?s ?p ?o }} }}").rows == ()
    assert listener.connections == 0


@LINUX
def test_sandbox_has_no_socket_even_without_the_gate(store_path: Path, listener: Listener) -> None:
    text = f"SELECT * {{ SERVICE <{listener.url}> {{ ?s ?p ?o }} }}"
    assert "not permitted" in str(reply(store_path, text)["failed"])
    assert listener.connections == 0
    with pytest.raises(OSError, match=r"(?i)empty|reset|abort"):
        in_this_process(text)
    assert listener.connections == 1


def in_this_process(text: str) -> None:
    """The same query where no fence stands."""
    found = Store().query(text)
    assert isinstance(found, QuerySolutions)
    list(found)


def reply(store_path: Path, text: str) -> dict[str, object]:
    """What the process answers to a text that no gate has seen."""
    request = {
        "store": str(store_path),
        "text": text,
        "prefixes": {},
        "union": True,
        "seconds": 5,
        "memory_mb": 500,
        "rows": 10,
    }
    return _run(request, DEFAULT)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * {" + "{" * 6_000 + "?s ?p ?o" + "}" * 6_000 + "}",
        "SELECT * {" + "OPTIONAL {" * 6_000 + "}" * 6_000 + "}",
        "SELECT * { FILTER(" + "(" * 6_000 + "1" + ")" * 6_000 + ") }",
    ],
    ids=["groups", "optional", "parentheses"],
)
def test_nesting_is_refused_before_the_engine(store_path: Path, text: str) -> None:
    with pytest.raises(QueryRefused, match="100 deep"):
        ask(store_path, text, limits=Limits(text_bytes=10**6))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o FILTER(" + "!" * 63_000 + "?o) }",
        "SELECT * { ?s " + "/".join(["cor:a"] * 10_900) + " ?o }",
        "SELECT * { ?s ?p ?o FILTER(" + "+".join(["1"] * 32_000) + ") }",
        "SELECT * { ?s ?p ?o " + "MINUS {} " * 7_000 + "}",
        "SELECT * {" + "UNION".join(["{}"] * 9_300) + "}",
    ],
    ids=["not", "path", "sum", "minus", "union"],
)
def test_crash_of_the_engine_is_one_line(store_path: Path, text: str) -> None:
    """These nest without brackets, so that only the engine can tell; it overruns its stack."""
    with pytest.raises(QueryRefused, match="The store is unharmed") as caught:
        ask(store_path, text)
    assert caught.value.reason == "engine"
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("SELECT *\n{ ?s foo:x ?o }", 2, 11, "Prefix not found"),
        ("SELECT ?s { ?s ?p ?o", 1, 21, "not SPARQL from there on"),
        ("SELECT (COUNT(*) AS ?n) ?s { ?s ?p ?o }", 1, 40, "variable that is unbound"),
        ("what do you know?", 1, 10, "not SPARQL"),
        ("", 1, 1, "not SPARQL"),
    ],
)
def test_syntax_error_is_one_line_with_its_place(
    store_path: Path, text: str, line: int, column: int, said: str
) -> None:
    with pytest.raises(QuerySyntax, match=said) as caught:
        ask(store_path, text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert "\n" not in str(caught.value)


# ---------------------------------------------------------------- what is stopped

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a cor:to ?b . ?c cor:to ?d . ?e cor:to ?f . ?g cor:to ?h }"


def test_endless_query_is_stopped_in_time(store_path: Path) -> None:
    start = time.monotonic()
    with pytest.raises(QueryStopped, match="1 s") as caught:
        ask(store_path, ENDLESS, limits=Limits(seconds=1))
    assert time.monotonic() - start < 2
    assert (caught.value.limit, caught.value.value) == ("time", 1)


@LINUX
def test_worker_is_gone_after_its_time_and_knew_no_secret(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORREDOR_TEST_SECRET", "hush")
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(ask, store_path, ENDLESS, limits=Limits(seconds=1.5))
        workers: dict[int, bytes] = {}
        while not asked.done():
            time.sleep(0.05)
            workers |= {pid: Path(f"/proc/{pid}/environ").read_bytes() for pid in sandboxes()}
        assert asked.exception() is not None
    assert len(workers) == 1
    assert b"hush" not in b"".join(workers.values())
    assert sandboxes() == []


def sandboxes() -> list[int]:
    """The query processes that this one has."""
    lists = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    pids = [int(pid) for children in lists for pid in children.read_text().split()]
    return [pid for pid in pids if b"corredor.graph.queries.sandbox" in Path(f"/proc/{pid}/cmdline").read_bytes()]


@LINUX
@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?a cor:to ?b . ?c cor:to ?d . ?e cor:to ?f } ORDER BY ?f",
        f"SELECT (GROUP_CONCAT(?x) AS ?all) {{ ?a cor:to ?b . BIND('{'x' * 60_000}' AS ?x) }}",
        f"SELECT ?x {{ ?a cor:to ?b . BIND('{'x' * 60_000}' AS ?x) }}",
    ],
    ids=["sort", "text", "rows"],
)
def test_memory_hog_is_stopped(store_path: Path, text: str) -> None:
    with pytest.raises(QueryStopped, match="100 MB") as caught:
        ask(store_path, text, limits=Limits(memory_mb=100))
    assert (caught.value.limit, caught.value.value) == ("memory", 100)


@pytest.mark.parametrize("form", ["SELECT * { ?a cor:to ?b }", "CONSTRUCT WHERE { ?a cor:to ?b }"])
def test_more_rows_than_allowed_give_none(store_path: Path, form: str) -> None:
    total = NODES * (NODES - 1)
    assert ask(store_path, form, limits=Limits(rows=total)).kind in {"solutions", "graph"}
    with pytest.raises(QueryStopped, match=r"3,539 rows.*--max-rows") as caught:
        ask(store_path, form, limits=Limits(rows=total - 1))
    assert (caught.value.limit, caught.value.value) == ("rows", total - 1)


def test_rows_are_counted_before_all_are_made(store_path: Path) -> None:
    with pytest.raises(QueryStopped) as caught:
        ask(store_path, "SELECT * { ?a cor:to ?b . ?c cor:to ?d . ?e cor:to ?f }", limits=Limits(rows=10))
    assert caught.value.limit == "rows"


def test_simple_query_takes_a_moment(store_path: Path) -> None:
    def once() -> float:
        start = time.perf_counter()
        ask(store_path, "ASK { place:PE ?p ?o }")
        return time.perf_counter() - start

    assert min(once() for _ in range(5)) < 0.3


# ---------------------------------------------------------------- stores that are none, or busy


def test_missing_store_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="corredor load starter"):
        ask(tmp_path, "ASK {}")


def test_broken_store_is_said_at_once(tmp_path: Path) -> None:
    Store(str(tmp_path / "rdf"))
    (tmp_path / "rdf" / "CURRENT").write_text("MANIFEST-999999\n")
    start = time.monotonic()
    with pytest.raises(StoreUnavailable) as caught:
        ask(tmp_path / "rdf", "ASK {}")
    assert "\n" not in str(caught.value)
    assert time.monotonic() - start < 2


def test_query_beside_a_writer_waits_for_a_moment_without_writing(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "rdf"))
    text = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    with writing(store), pytest.raises(StoreLocked, match="without pause"):
        ask(tmp_path / "rdf", text, limits=Limits(seconds=2))
    assert len(store) > 100
    assert values(ask(tmp_path / "rdf", text)) == [[str(len(store))]]


@contextmanager
def writing(store: Store) -> Iterator[None]:
    """A writer without pause, for as long as the block takes."""
    stop = threading.Event()

    def write(count: int = 0) -> None:
        while not stop.wait(0.001):
            store.add(Quad(node(f"n{count}"), node("to"), node("end")))
            count += 1

    writer = threading.Thread(target=write)
    writer.start()
    yield
    stop.set()
    writer.join()
