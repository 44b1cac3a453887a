"""The gate before the engine: what passes, what does not, and that it reads a text as the engine does."""

import random
import time
from collections.abc import Callable
from contextlib import suppress

import pyoxigraph
import pytest

from corredor.graph.errors import QueryRefused
from corredor.graph.queries.guard import WRITES, check

HARMLESS = [
    "SELECT ?load ?service { ?load cor:load ?service ; cor:service $SERVICE ; :load _:service , _:load.service }",
    """SELECT * { ?s ?p "SERVICE", 'LOAD <http://a.example/>', "it's }}} \\" SERVICE" }""",
    '''SELECT * { ?s ?p """a "quoted" SERVICE \\u007B {{{ """, \'\'\'two 'such' DELETE\'\'\' }''',
    "SELECT * { <http://a.example/service#LOAD> <urn:service:load> <https://a.example/(a)'b?c#d> }",
    "SELECT * { ?s ?p ?o } # SERVICE <http://a.example/> {{{ \" ' \\u",
    'SELECT * { ?s ?p "x"@en-service }',
    "SELECT * { ?s cor:it\\'s ?o . ?o cor:\\#\\(a ?p }",
    "SELECT * { ?s ?p ?o FILTER(?a < ?b && ?c > ?d) }",
    "PREFIX load: <https://a.example/> SELECT * { ?s load:delete ?o . ?o insert:with ?p }",
    "SELECT * FROM <http://a.example/g> FROM NAMED <http://a.example/h> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * {" + "{" * 99 + "}" * 99 + "}",
    "SELECT * {" + "{}" * 1000 + "}",
    "",
]
NETWORK = [
    "SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }",
    "SELECT * { service silent cor:a { ?s ?p ?o } }",
    "SELECT * { SERVICE?where { ?s ?p ?o } }",
    "PREFIX a: <http://a.example/> SELECT * { SERVICEa:b { ?s ?p ?o } }",
    "SELECT * { FILTER(true)SeRvIcE:a{} }",
    "SELECT * { ?s ?p 1SERVICE:a{} }",
    "SELECT * { ?s ?p cor:.SERVICE:a{} }",
    "SELECT * { ?s ?p ?o.SERVICE:a{} }",
    "LOAD <http://a.example/>",
    "load silent <http://a.example/> into graph <http://b.example/>",
]
# Each of these hides a call from a gate that reads strings, IRIs, comments or signs otherwise than the engine does.
DISGUISED = [
    "SELECT * { FILTER(1<1)SERVICE:a#>\n{} }",
    "SELECT * { FILTER(1<1)#> '''\nSERVICE :a {} #'''\n }",
    "SELECT * { FILTER(1<'>')SERVICE :a {} #'\n }",
    "SELECT * { FILTER(1<?x#>\n)SERVICE :a {} }",
    "SELECT * { FILTER(1<<http://a.example/#a>)SERVICE :a {} }",
    'SELECT * { VALUES ?x { """abc" } SERVICE :a {} #\\q """ \n }',
    'SELECT * { VALUES ?x { """abc" } SERVICE :a {} #\\uD800 """ \n }',
    "SELECT * { OPTIONAL { ?s ?p :a\\' } SERVICE :a {} OPTIONAL { ?s ?p :b\\' } }",
]
PORT_9 = (
    "PREFIX : <http://127.0.0.1:9/> PREFIX ex: <http://127.0.0.1:9/> "  # the engine itself refuses to connect to it
)


@pytest.fixture(scope="module")
def engine() -> pyoxigraph.Store:
    engine = pyoxigraph.Store()
    engine.update("INSERT DATA { <a:a> <a:a> <a:a> }")
    return engine


def refused(text: str, text_bytes: int = 65_536) -> QueryRefused:
    with pytest.raises(QueryRefused) as caught:
        check(text, text_bytes=text_bytes, nesting=100)
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize("text", HARMLESS)
def test_check_passes_what_is_harmless(text: str) -> None:
    check(text, text_bytes=65_536, nesting=100)


@pytest.mark.parametrize("text", NETWORK)
def test_check_refuses_the_network(text: str) -> None:
    assert refused(text).reason == "network"


@pytest.mark.parametrize("text", DISGUISED)
def test_check_refuses_the_network_in_disguise(text: str, engine: pyoxigraph.Store) -> None:
    assert calls_out(engine, PORT_9 + text)
    assert refused(text).reason in {"network", "text"}


@pytest.mark.parametrize("word", sorted(WRITES))
def test_check_refuses_writes(word: str) -> None:
    assert refused(f"{word.lower()} {{ ?s ?p ?o }}").reason == "write"
    assert refused(f"ASK {{}}; {word} {{ ?s ?p ?o }}").reason == "write"


@pytest.mark.parametrize(
    "text",
    [
        'ASK { ?s ?p "open }',
        "ASK { ?s ?p 'open\n' }",
        "ASK { \\n }",
        "ASK { ?s ?p \\u003Chttp://a.example/> }",
        "SELECT * { \\u0053ERVICE :a {} }",
        "SELECT * { ?s ?p \\u0022 SERVICE :a {} \\u0022 }",
    ],
)
def test_check_refuses_stray_signs(text: str) -> None:
    assert refused(text).reason == "text"


def test_check_names_the_line_of_a_stray_sign() -> None:
    assert "line 3" in str(refused('ASK {\n?s ?p\n"open }'))


def test_check_refuses_what_is_no_text() -> None:
    assert refused('ASK { ?s ?p "\udc80" }').reason == "text"


def test_check_counts_bytes() -> None:
    text = 'ASK { ?s ?p "é" }'
    check(text, text_bytes=len(text) + 1, nesting=100)
    assert refused(text, text_bytes=len(text)).reason == "size"


SHAPES: dict[str, Callable[[int], str]] = {
    "groups": lambda n: "SELECT * {" + "{" * n + "?s ?p ?o" + "}" * n + "}",
    "open groups": lambda n: "SELECT * " + "{" * n,
    "optional": lambda n: "SELECT * {" + "OPTIONAL {" * n + "}" * n + "}",
    "exists": lambda n: "SELECT * {" + "FILTER NOT EXISTS {" * n + "}" * n + "}",
    "selects": lambda n: "SELECT * {" + "{SELECT * {" * n + "}}" * n + "}",
    "parentheses": lambda n: "SELECT * { FILTER(" + "(" * n + "1" + ")" * n + ") }",
    "paths": lambda n: "SELECT * { ?s " + "(" * n + "cor:a" + ")*" * n + " ?o }",
    "brackets": lambda n: "SELECT * { ?s ?p " + "[ ?p " * n + "1" + "]" * n + " }",
    "lists": lambda n: "SELECT * { ?s ?p " + "(" * n + "1" + ")" * n + " }",
    "functions": lambda n: "SELECT (" + "IF(" * n + "1" + ",1,1)" * n + " AS ?x) {}",
    "annotations": lambda n: "SELECT * { ?s ?p ?o " + "{| ?p ?o " * n + "|}" * n + " }",
    "with comments": lambda n: "SELECT * {" + "{#}\n" * n + "}" * n + "}",
    "with strings": lambda n: "SELECT * {" + "{ ?s ?p '}' . " * n + "}" * n + "}",
    "with IRIs": lambda n: "SELECT * {" + "{ ?s ?p <http://a.example/)> . " * n + "}" * n + "}",
    "with names": lambda n: "SELECT * {" + "{ ?s ?p cor:\\) . " * n + "}" * n + "}",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("depth", [101, 6_000, 1_000_000])
def test_check_refuses_deep_nesting(shape: Callable[[int], str], depth: int) -> None:
    assert refused(shape(depth), text_bytes=10**9).reason == "nesting"


@pytest.mark.parametrize(
    "piece", ['"""', "'''a", '"', "<", "<a", "<http://", "\\", "#", "?x", ":a.", '"""\\q', "'\\u00"]
)
def test_check_is_quick_on_any_text(piece: str) -> None:
    start = time.perf_counter()
    passes(piece * (65_536 // len(piece)))
    assert time.perf_counter() - start < 1


def passes(text: str) -> bool:
    with suppress(QueryRefused):
        check(text, text_bytes=65_536, nesting=100)
        return True
    return False


PIECES = [
    *"\"'<>#.;,:(){}[]/!=%-+*?$|~\n\r ",
    *['"""', "'''", '"a"', "\\q", "\\n", "\\'", '\\"', "\\\\", "\\uD800", "\\u0041", "\\#", "''", '"""abc"', "'''a'"],
    *["?x", "ex:a", "ex:", "ex:a.", "ex:.", ":a", "_:b", "_:a.", "@en", "^^", "1", "1.", "true", "a", "é", "·"],
    *["FILTER(1", "FILTER(1<", "FILTER(1<'>'", "FILTER(1<?x", "FILTER(1<1)", "FILTER(1<<http://e#a>", "BIND(1 AS ?y)"],
    *["VALUES ?x {", "VALUES ?x { 'a' ", "OPTIONAL{", "UNION", "&&2", "<http://x/", "<urn:x", "<a", "<<", ">>"],
    *["#>", "#'", '#"', "#'''", '#"""', '#\\q """', "#\\uD800", "} ", ")", "\n"],
]
CALLS = ["SERVICE ex:a {}", "SERVICEex:a{}", "SERVICE:a{}", "SERVICE ex:a #>\n{}", "SERVICE ex:a #'\n{}", "service?x{}"]
FRAMES = ["SELECT * {{ {} }}", "SELECT * {{ ?s ?p ?o {} }}", "SELECT * {{ VALUES ?x {{ {} }}", "ASK {{ FILTER(1{} }}"]


def calls_out(engine: pyoxigraph.Store, text: str) -> bool:
    """Whether the engine reads the text as a query and fails at something else than its syntax."""
    with suppress(OSError, RuntimeError):
        with suppress(SyntaxError):
            found = engine.query(text)
            bool(found) if isinstance(found, pyoxigraph.QueryBoolean) else list(found)
        return False
    return True


def test_check_passes_no_call_in_a_storm_of_pieces(engine: pyoxigraph.Store) -> None:
    """What the gate passes, the engine runs without a call."""
    chosen = random.Random(9)
    calls = passed = 0
    for _ in range(40_000):
        before, after = (("".join(chosen.choices(PIECES, k=chosen.randint(0, 5)))) for _ in "ab")
        body = chosen.choice(FRAMES).format(before + chosen.choice(CALLS) + after)
        if passes(PORT_9 + body):
            passed += 1
            calls += calls_out(engine, PORT_9 + body)
    assert calls == 0
    assert passed > 1_000
    assert calls_out(engine, "SELECT * { SERVICE <http://127.0.0.1:9/> {} }")
