"""What a store on a SPARQL server does beyond the contract: on Fuseki and Oxigraph, and on servers that misbehave."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from pyoxigraph import Literal, Quad

from corredor.graph import Record, open_store
from corredor.graph.errors import (
    NotAStore,
    QueryRefused,
    QueryStopped,
    QuerySyntax,
    StoreMissing,
    StoreUnavailable,
    UnsupportedStore,
)
from corredor.graph.filters import Filters, select
from corredor.graph.peru import example_records
from corredor.graph.queries.limits import Limits
from corredor.graph.rdf import iri, quads
from corredor.graph.stores import endpoint
from corredor.graph.stores.endpoint import EndpointStore
from corredor.graph.stores.endpoint_query import declared
from corredor.graph.stores.http import Patience
from corredor.graph.stores.oxigraph import OxigraphStore
from corredor.graph.stores.rdf_store import ENTITIES, LINKS
from tests.servers.processes import Server, fuseki, oxigraph
from tests.servers.scripts import Script, serving, silent

PERU = example_records()
SERVERS = ["oxigraph_server", "fuseki_server"]
Start = Callable[[Script], str]


@pytest.fixture(params=SERVERS)
def server(request: pytest.FixtureRequest) -> Server:
    """A real server with an empty dataset."""
    found: Server = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module", params=["oxigraph", "fuseki"])
def peru(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real server with the Peru graph. What a test adds, it takes away."""
    server = {"oxigraph": oxigraph, "fuseki": fuseki}[request.param](tmp_path_factory.mktemp("peru")).start()
    with open_store(server.url, write=True, create=True) as store:
        list(store.put_all(PERU))
    yield server
    server.kill()


@pytest.fixture
def store(peru: Server) -> Iterator[EndpointStore]:
    """The Peru graph, open to write."""
    with closing(EndpointStore.open(peru.url, write=True, create=False)) as opened:
        yield opened


def update(server: Server, text: str) -> None:
    """Somebody else changes the dataset."""
    import urllib.request

    request = urllib.request.Request(
        server.url + "/update", text.encode(), {"Content-Type": "application/sparql-update"}
    )
    with urllib.request.urlopen(request, timeout=30):
        pass


# ---------------------------------------------------------------- opening


def test_no_store_yet(server: Server) -> None:
    with pytest.raises(StoreMissing, match=rf"No store at {server.url}\. Run `corredor --store {server.url} load star"):
        open_store(server.url)
    with pytest.raises(StoreMissing):
        open_store(server.url, write=True)


@pytest.mark.parametrize("others", ["GRAPH <https://other.example/g> { <x:a> <x:b> <x:c> }", "<x:a> <x:b> <x:c>"])
def test_a_dataset_of_others_is_left_alone(server: Server, others: str) -> None:
    update(server, f"INSERT DATA {{ {others} }}")
    with pytest.raises(NotAStore, match="of others"):
        open_store(server.url, write=True, create=True)
    with pytest.raises(StoreMissing):
        open_store(server.url)


@pytest.mark.parametrize("path", ["", "/", "/query", "/sparql"])
def test_one_address_is_enough(peru: Server, path: str) -> None:
    with open_store(peru.url + path, write=True) as store:
        assert store.address == (peru.url + path).rstrip("/")
        assert store.put(PERU[0]) == "same"
        assert store.verify() == []


def test_addresses_of_the_environment(peru: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORREDOR_QUERY_URL", peru.url + "/query")
    monkeypatch.setenv("CORREDOR_UPDATE_URL", peru.url + "/update")
    with open_store("http://127.0.0.1:1/elsewhere", write=True) as store:
        assert store.put(PERU[0]) == "same"
    monkeypatch.setenv("CORREDOR_QUERY_URL", "http://ana:s3cr3t@127.0.0.1/query")
    with pytest.raises(UnsupportedStore, match="CORREDOR_QUERY_URL") as caught:
        open_store("http://127.0.0.1:1/elsewhere")
    assert "s3cr3t" not in str(caught.value)


def test_what_is_no_dataset(oxigraph_server: Server, fuseki_server: Server) -> None:
    for url in (oxigraph_server.url + "/nothing", fuseki_server.url.replace("/ds", "/nothing")):
        with pytest.raises(StoreMissing, match="no SPARQL server answers at this address"):
            open_store(url)


# ---------------------------------------------------------------- a login


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Fuseki with two users: ana may write, eva may read."""
    home = tmp_path_factory.mktemp("guarded")
    (home / "passwd").write_text("ana: writes/it\neva: reads\n")
    (home / "config.ttl").write_text(
        """
        PREFIX fuseki: <http://jena.apache.org/fuseki#>
        PREFIX ja: <http://jena.hpl.hp.com/2005/11/Assembler#>
        [] a fuseki:Server ; fuseki:services ( <#service> ) .
        <#service> a fuseki:Service ; fuseki:name "ds" ; fuseki:dataset [ a ja:MemoryDataset ] ;
          fuseki:allowedUsers "ana", "eva" ;
          fuseki:endpoint [ fuseki:operation fuseki:query ; fuseki:name "query" ] ;
          fuseki:endpoint [ fuseki:operation fuseki:update ; fuseki:name "update" ; fuseki:allowedUsers "ana" ] .
        """
    )
    files = (f"--config={home / 'config.ttl'}", f"--passwd={home / 'passwd'}", "--auth=basic")
    server = fuseki(home, *files, path="").start()
    yield server
    server.kill()


def at(server: Server, login: str) -> str:
    return server.url.replace("http://", f"http://{login}") + "/ds"


def test_who_may_do_what(guarded: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(at(guarded, "ana:writes%2Fit@"), write=True, create=True) as store:
        store.put(PERU[0])
        assert store.address == at(guarded, "")
    with open_store(at(guarded, "eva:reads@")) as store:
        assert list(store.records()) == PERU[:1]
        assert store.query("ASK { ?a ?b ?c }").value is True
        assert len(store.rdf()) > 0
    with pytest.raises(StoreUnavailable, match=r"this login may read and may not write \(403\)"):
        open_store(at(guarded, "eva:reads@"), write=True)
    with pytest.raises(StoreUnavailable, match="does not take this login"):
        open_store(at(guarded, "eva:writes%2Fit@"))
    with pytest.raises(StoreUnavailable, match="asks for a login"):
        open_store(at(guarded, ""))
    monkeypatch.setenv("CORREDOR_STORE_USER", "eva")
    monkeypatch.setenv("CORREDOR_STORE_PASSWORD", "reads")
    with open_store(at(guarded, "")) as store:
        assert len(store.digests()) == 1


# ---------------------------------------------------------------- reading


def test_reads_go_in_batches(store: EndpointStore, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, links = list(store.records()), set(store.quads())
    monkeypatch.setattr(endpoint, "SOME", 2)
    assert list(store.records()) == whole == sorted(PERU, key=lambda record: record.source.id)
    assert set(store.quads()) == links == set(store.find())


QUESTIONS = [
    Filters(commodity="cocaine"),
    Filters(commodity="cocaine", include_unspecified=True),
    Filters(commodity="drugs"),
    Filters(commodity="gold"),
    Filters(kind=("route",)),
    Filters(kind=("route", "seizure"), commodity="cocaine"),
    Filters(kind=("none such",)),
    Filters(source=(PERU[1].source.slug, PERU[2].source.id)),
    Filters(source=("none such",)),
    Filters(source=(PERU[1].source.slug,), kind=("route",), commodity="cocaine", mode=("sea",)),
    Filters(since="2018", mode=("sea",)),
]


def test_a_filtered_question_fetches_what_it_needs_and_counts_what_is_silent(store: EndpointStore) -> None:
    silent_one = PERU[3].claims[0]
    said = {key: text for key, text in silent_one.said.items() if key != "commodity"}
    ids = {key: found for key, found in silent_one.ids.items() if key != "commodity"}
    source = replace(PERU[3].source, id="source/says-no-commodity")
    told = Record(source, (replace(silent_one, id="claim/silent", source=source, said=said, ids=ids),))
    store.write(quads(told))
    everything = [claim for record in store.records() for claim in record.claims]
    for asked in QUESTIONS:
        held = [claim for record in store.holding(asked) for claim in record.claims]
        assert select(held, asked) == select(everything, asked), asked
    held = [claim for record in store.holding(Filters(commodity="gold")) for claim in record.claims]
    assert [claim.id for claim in held] == ["claim/silent"]
    store.write([], [iri(source.id)])


HOSTILE = [
    "\"'\"\"\"'''",
    "\\ \\\\ \\n \\u0041 \\\\u0041 \\U0001F6A2",
    "a\nb\rc\td\x00\x01\x1b[31m\x7f",
    '" } } ; DROP ALL ; INSERT DATA { GRAPH <x:g> { <x:a> <x:b> "',
    "🚢 Perú–Россия \u2028\u2029\ufeff\u202e\ufffe",
    "%s {0} $x ?y #",
    "x" * 100_000,
]


def test_hostile_texts_come_back_as_they_were(store: EndpointStore) -> None:
    texts = [Quad(iri("claim/h"), iri(f"h/{n}"), Literal(text), iri("graph/h")) for n, text in enumerate(HOSTILE)]
    store.write(texts)
    assert {(q.predicate, q.object) for q in store.find(graph=iri("graph/h"))} == {
        (q.predicate, q.object) for q in texts
    }
    store.write([], [], texts)
    assert list(store.find(graph=iri("graph/h"))) == []
    assert list(store.records()) == sorted(PERU, key=lambda record: record.source.id)


def test_a_large_graph_goes_as_one_document(store: EndpointStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "MANY", 10)
    sent: list[str] = []
    change = store._change

    def changed(method: str, *rest: str) -> None:
        sent.append(method)
        change(method, *rest)

    monkeypatch.setattr(store, "_change", changed)
    fresh = [Quad(iri("a"), iri("b"), Literal(str(n)), iri("graph/h")) for n in range(20)]
    for some in (fresh, fresh[5:]):
        store.write(some, [iri("graph/h")])
        assert set(store.find(graph=iri("graph/h"))) == set(some)
    assert sent == ["PUT", "PUT"]
    store.write([], [iri("graph/h")])


# ---------------------------------------------------------------- a user's query


def test_the_default_graph_is_the_union_and_from_goes_first(store: EndpointStore) -> None:
    assert len(store.query("SELECT ?b { place:PE route:cocaine+ ?b }").rows) == 3
    source = PERU[0].source.id
    answer = store.query(f"SELECT DISTINCT ?s FROM <https://w3id.org/corredor/{source}> {{ ?s a cor:Source }}")
    assert answer.rows == ((iri(source),),)
    both = "SELECT DISTINCT ?g { GRAPH ?g { ?s a cor:Source } ?s cor:sourceKind ?kind } VALUES ?none { UNDEF }"
    assert len(store.query(both).rows) == len(PERU)
    with OxigraphStore.in_memory() as embedded:
        list(embedded.put_all(PERU))
        for text in (
            "SELECT (COUNT(DISTINCT ?a) AS ?n) { ?a a ?b }",
            "ASK { ?a cor:nothing ?b }",
            "CONSTRUCT WHERE { ?a cor:routeTo ?b }",
        ):
            assert store.query(text) == embedded.query(text)


def test_where_no_way_gives_the_union_every_graph_is_named(
    store: EndpointStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoint, "UNIONS", [])
    assert len(store.union(Patience())) == 2 * (len(PERU) + 4)
    assert len(store.query("SELECT DISTINCT ?g { GRAPH ?g { ?s a cor:Source } }").rows) == len(PERU)
    assert len(store.query("SELECT ?b { place:PE route:cocaine+ ?b }").rows) == 3


def test_prefixes_and_parameters(store: EndpointStore) -> None:
    text = "PREFIX place: <https://other.example/>\nSELECT (place:PE AS ?a) (route:cocaine AS ?b) ($p AS ?c) {}"
    hostile = '" } SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } #'
    rows = store.query(text, {"p": hostile}).rows
    assert rows == ((iri("https://other.example/PE"), iri("routeTo/cocaine"), Literal(hostile)),)
    assert declared(text).count("PREFIX place:") == 1  # some servers refuse a prefix that is declared twice


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "network"),
        ("LOAD <http://127.0.0.1:9/>", "network"),
        ("DROP ALL", "write"),
        ("ASK {" * 101, "nesting"),
        ("#" * 70_000, "size"),
    ],
)
def test_what_is_refused_is_never_sent(text: str, reason: str) -> None:
    class Unasked:
        """There is no server to ask."""

    with pytest.raises(QueryRefused) as caught:
        EndpointStore.query(Unasked(), text)  # type: ignore[arg-type]
    assert caught.value.reason == reason


def test_a_query_that_is_none_names_line_and_column(store: EndpointStore) -> None:
    with pytest.raises(QuerySyntax, match=r"^Line 2, column \d+, after \"\?a.*Correct the query\.$") as caught:
        store.query("SELECT * {\n?a foo:b ?c }")
    assert caught.value.line == 2
    assert "\n" not in str(caught.value)


def test_limits(store: EndpointStore) -> None:
    with pytest.raises(QueryStopped, match="more than 5 rows") as caught:
        store.query("SELECT * { ?a ?b ?c }", limits=Limits(rows=5))
    assert caught.value.limit == "rows"
    assert len(store.query("SELECT * { ?a ?b ?c } LIMIT 5", limits=Limits(rows=5)).rows) == 5
    with pytest.raises(QueryStopped) as caught:
        store.query("CONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c }", limits=Limits(rows=5))
    assert caught.value.limit == "rows"
    with pytest.raises(QueryStopped) as caught:
        store.query("SELECT * { ?a ?b ?c . ?d ?e ?f }", limits=Limits(memory_mb=1))
    assert caught.value.limit == "memory"
    begun = time.monotonic()
    with pytest.raises(QueryStopped) as caught:
        store.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", limits=Limits(seconds=1))
    assert caught.value.limit == "time"
    assert time.monotonic() - begun < 3


# ---------------------------------------------------------------- a server with a time limit of its own


@pytest.fixture(scope="module", params=["oxigraph", "fuseki"])
def hasty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EndpointStore]:
    """A server that ends every query after a second, and says OK to those that it has begun to answer."""
    home = tmp_path_factory.mktemp("hasty")
    server = oxigraph(home, "--timeout-s=1") if request.param == "oxigraph" else fuseki(home, "--timeout=1000")
    mark = f"GRAPH {ENTITIES} {{ {ENTITIES} {iri('digest')} 'made' }}"
    numbers = " ".join(f"{iri('n')} {iri('is')} {n} ." for n in range(5000))
    update(server.start(), f"INSERT DATA {{ {mark} GRAPH {LINKS} {{ {numbers} }} }}")
    with closing(opened(server.url)) as store:
        yield store
    server.kill()


ENDLESS = "GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f }"


def test_a_cut_answer_is_never_a_short_one(hasty: EndpointStore) -> None:
    with pytest.raises(StoreUnavailable, match="breaks off"):
        hasty._rows(f"SELECT * {{ {ENDLESS} }}")
    for text in (f"SELECT * {{ {ENDLESS} }}", f"CONSTRUCT {{ ?a ?e ?f }} WHERE {{ {ENDLESS} }}"):
        with pytest.raises(QueryStopped, match="the server stopped the query at its own time limit") as caught:
            hasty.query(text, limits=Limits(rows=10**9, seconds=20))
        assert caught.value.limit == "time"


# ---------------------------------------------------------------- servers that misbehave


TRUE = '{"head":{},"boolean":true}'


class Scripted:
    """Answers what opening asks, and then in turn as told: a status and a body, or None to hang up."""

    def __init__(self, *answers: tuple[int, str] | None, kind: str = "application/sparql-results+json") -> None:
        self._answers = list(answers)
        self._kind = kind
        self.heard: list[str] = []

    def __call__(self, connection: socket.socket) -> None:
        with connection.makefile("rb") as lines:
            while line := lines.readline():
                length = 0
                while (header := lines.readline()) not in (b"\r\n", b""):
                    if header.lower().startswith(b"content-length:"):
                        length = int(header.split(b":")[1])
                body = lines.read(length).decode()
                answer = self._answer(line.decode().split()[1], body)
                if answer is None:
                    return
                code, text = answer
                head = (
                    f"HTTP/1.1 {code} So\r\nContent-Type: {self._kind}\r\nContent-Length: {len(text.encode())}\r\n\r\n"
                )
                connection.sendall((head + text).encode())

    def _answer(self, path: str, body: str) -> tuple[int, str] | None:
        text = parse_qs(body).get("query", [body])[0]
        self.heard.append(text)
        if text.startswith("ASK") or text == "INSERT DATA {}":
            return 200, TRUE
        return self._answers.pop(0) if self._answers else (500, "no more")


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts scripted servers; each gives its address."""
    with ExitStack() as servers:
        yield lambda script: f"http://{servers.enter_context(serving(script))}/ds"


ROW = '{"s":{"type":"uri","value":"x:s"},"o":{"type":"literal","value":"o"},"g":{"type":"uri","value":"x:g"}}'
ROWS = f'{{"head":{{"vars":["s","o","g"]}},"results":{{"bindings":[{ROW},{ROW}]}}}}'


def opened(url: str) -> EndpointStore:
    return EndpointStore.open(url, write=False, create=False)


@pytest.mark.parametrize("end", [1, 2, 3, 4, 60])
def test_an_answer_without_its_end_is_an_error(start: Start, end: int) -> None:
    with opened(start(Scripted((200, ROWS), (200, ROWS[:-end])))) as store:
        assert len(list(store.digests())) == 1
        with pytest.raises(StoreUnavailable, match=r"the answer breaks off before its end\."):
            store.digests()


def test_a_batch_that_takes_too_long_is_halved(start: Start) -> None:
    uri = '{"type":"uri","value":"https://w3id.org/corredor/source/%d"}'
    rows = [f'{{"s":{uri % n},"o":{{"type":"literal","value":"d"}},"g":{uri % n}}}' for n in range(4)]
    digests = f'{{"head":{{"vars":["s","o","g"]}},"results":{{"bindings":[{",".join(rows)}]}}}}'
    none = '{"head":{"vars":["g","r"]},"results":{"bindings":[]}}'
    server = Scripted((200, digests), (200, none[:-5]), (503, "Query timed out"), (200, none), (200, none), (200, none))
    with opened(start(server)) as store:
        assert list(store.records()) == []
    assert [text.count("corredor/source/") for text in server.heard[-5:]] == [4, 2, 1, 1, 2]


def test_a_page_is_no_answer(start: Start) -> None:
    begun = time.monotonic()
    with pytest.raises(NotAStore, match="no SPARQL server"):
        open_store(start(Page()))
    assert time.monotonic() - begun < 2


class Page(Scripted):
    """A web site that has a page for everything."""

    def __init__(self) -> None:
        super().__init__(kind="text/html")

    def _answer(self, path: str, body: str) -> tuple[int, str] | None:
        return 200, "<!DOCTYPE html><html><body>Please log in</body></html>"


def test_a_silent_server_is_given_up_soon(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "OPENING_S", 0.7)
    begun = time.monotonic()
    with pytest.raises(StoreUnavailable, match=r"/ds"):
        open_store(start(silent))
    assert time.monotonic() - begun < 2


def test_a_lost_update_is_sent_once_more(start: Start) -> None:
    server = Scripted(None, (204, ""))
    with writing(start(server)) as store:
        store.write([Quad(iri("a"), iri("b"), Literal("c"), iri("graph/h"))])
    assert server.heard[-1] == server.heard[-2]
    assert "INSERT DATA" in server.heard[-1]


def test_an_update_that_stays_lost_says_what_that_means(start: Start) -> None:
    server = Scripted(None, None, None)
    with (
        writing(start(server)) as store,
        pytest.raises(StoreUnavailable, match=r"run the command again\. Nothing is half"),
    ):
        store.write([Quad(iri("a"), iri("b"), Literal("c"), iri("graph/h"))])
    assert sum("INSERT DATA { GRAPH" in text for text in server.heard) == 2


@contextmanager
def writing(url: str) -> Iterator[EndpointStore]:
    """A store to write to, that is not furnished first."""
    with closing(opened(url)) as store:
        store._updates = url
        yield store


def test_a_refused_update_says_why(start: Start) -> None:
    for code, said in (
        (413, "larger than the server takes"),
        (403, "may not do that"),
        (500, "failed .500.: disk full"),
    ):
        with writing(start(Scripted((code, "disk full")))) as store, pytest.raises(StoreUnavailable, match=said):
            store.write([Quad(iri("a"), iri("b"), Literal("c"), iri("graph/h"))])
