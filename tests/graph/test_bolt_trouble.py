"""What is wrong with a server over Bolt is said in one line and in good time, at the opening and later."""

import os
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from corredor.graph.errors import StoreError, StoreMissing, StoreUnavailable, UnsupportedStore
from corredor.graph.stores import bolt as bolt_module
from corredor.graph.stores import bolt_line
from corredor.graph.stores.bolt import BoltEngine
from corredor.graph.stores.bolt_address import BoltAddress
from corredor.graph.stores.patience import Overdue, within
from tests.graph.test_bolt_engine import with_login
from tests.servers import scripts
from tests.servers.processes import Server, arcadedb, free_port
from tests.servers.scripts import Bolt, Script, encrypted, routing, serving

BOUND_S = 10.0
SECRET = "secret-word"


def opened(url: str, kind: type[StoreError] = StoreUnavailable) -> str:
    """What is said where a store cannot be opened."""
    started = time.monotonic()
    with pytest.raises(kind) as caught:
        BoltEngine.open(url)
    assert time.monotonic() - started < BOUND_S
    said = str(caught.value)
    assert "\n" not in said
    assert SECRET not in said
    return said


def login(at: str, scheme: str = "bolt") -> str:
    return f"{scheme}://user:{SECRET}@{at}"


# ------------------------------------------------------------ addresses


@pytest.mark.parametrize(
    ("url", "server", "shown", "database", "principal", "credentials"),
    [
        ("bolt://h", "bolt://h", "bolt://h", None, None, None),
        ("NEO4J+S://H:1/db", "neo4j+s://h:1", "neo4j+s://h:1/db", "db", None, None),
        ("bolt://a%40b:p%3A%2F%23@h:7687/my%20db", "bolt://h:7687", "bolt://h:7687/my%20db", "my db", "a@b", "p:/#"),
        ("neo4j://u:p@[::1]:7687/?x=eu", "neo4j://[::1]:7687?x=eu", "neo4j://[::1]:7687", None, "u", "p"),
        ("bolt://u:@h", "bolt://h", "bolt://h", None, "u", ""),
        ("bolt://u@h", "bolt://h", "bolt://h", None, "u", "of-the-environment"),
    ],
)
def test_an_address_is_taken_apart(
    url: str,
    server: str,
    shown: str,
    database: str | None,
    principal: str | None,
    credentials: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CORREDOR_STORE_PASSWORD", "of-the-environment")
    address = BoltAddress.parse(url)
    assert (address.server, str(address), address.database) == (server, shown, database)
    if principal is None:
        assert address.auth is None
    else:
        assert address.auth
        assert (address.auth.principal, getattr(address.auth, "credentials", "")) == (principal, credentials)
        assert "auth" not in repr(address)


def test_a_token_comes_before_a_name_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORREDOR_STORE_USER", "u")
    monkeypatch.setenv("CORREDOR_STORE_TOKEN", "t")
    found = [BoltAddress.parse(url).auth for url in ("bolt://h", "bolt://a:b@h")]
    assert [auth and (auth.scheme, auth.credentials) for auth in found] == [("bearer", "t"), ("basic", "b")]


@pytest.mark.parametrize(
    "url",
    [
        "bolt://",
        "bolt:///db",
        "bolt://h:port",
        "bolt://h:0",
        "bolt://h/a/b",
        f"bolt://u:{SECRET}#x@h",
        f"bolt://u:{SECRET}/x@h",
        f"bolt://u:12/{SECRET}@h",
        f"bolt://u:12?{SECRET}@h",
        f"bolt://u:[{SECRET}@h",
    ],
)
def test_an_address_that_cannot_be_read_is_not_shown(url: str) -> None:
    assert "cannot be read. Write neo4j://" in opened(url, UnsupportedStore)


def test_an_address_that_the_driver_does_not_take() -> None:
    assert "the driver does not take this address" in opened("bolt://h?x=y", UnsupportedStore)


# ------------------------------------------------------------ nothing there, or something else


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+s", "neo4j+ssc"])
def test_nothing_listens(scheme: str) -> None:
    assert "nothing listens there. Start the server" in opened(login(f"127.0.0.1:{free_port()}", scheme))


@pytest.mark.parametrize("scheme", ["bolt", "neo4j+s"])
def test_no_such_host(scheme: str) -> None:
    assert "the name of the host is not known" in opened(login("nowhere.invalid", scheme))


def test_patience_leaves_behind_what_does_not_come_back() -> None:
    """A name that is never resolved holds neither the caller nor the end of the program."""
    script = "import time; from corredor.graph.stores.patience import within; within(0.1, lambda: time.sleep(60))"
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert "Overdue" in done.stderr
    assert time.monotonic() - started < 5
    with pytest.raises(Overdue):
        within(0.01, lambda: time.sleep(1))
    with pytest.raises(KeyError):
        within(1, lambda: os.environ["CORREDOR_NOWHERE"])


OTHERS: list[tuple[str, Script, type[StoreError], str]] = [
    ("bolt", scripts.web, StoreUnavailable, "a web server answers there"),
    ("neo4j", scripts.web, StoreUnavailable, "a web server answers there"),
    ("bolt+ssc", scripts.web, StoreUnavailable, "it speaks no TLS. Try bolt://"),
    ("bolt", scripts.closing, StoreUnavailable, "speaks no Bolt, or only encrypted"),
    ("neo4j", scripts.dripping(b""), StoreUnavailable, "speaks no Bolt"),
    ("bolt", scripts.saying(bytes(4)), UnsupportedStore, "no Bolt that Corredor knows. It is too old"),
    ("neo4j", scripts.saying(bytes(4)), UnsupportedStore, "no Bolt that Corredor knows. It is too old"),
    ("bolt", scripts.saying(bytes((0, 0, 4, 5)) + b"\0\2\0\0\0\0" * 9), UnsupportedStore, "speaks no Bolt"),
    ("bolt", Bolt("Neo4j/4.4.30"), UnsupportedStore, "Neo4j 4.4.30 is too old. Corredor needs Neo4j 5.7"),
    ("bolt", Bolt("Neo4j/5.6.0"), UnsupportedStore, "Neo4j 5.6.0 is too old. Corredor needs Neo4j 5.7"),
    ("bolt", Bolt(version=(4, 4)), UnsupportedStore, "the server is too old. Corredor needs Neo4j 5.7"),
]


@pytest.mark.parametrize(("scheme", "script", "kind", "said"), OTHERS)
def test_something_else_answers(scheme: str, script: Script, kind: type[StoreError], said: str) -> None:
    with serving(script) as at:
        assert said in opened(login(at, scheme), kind)


def test_a_newer_server_is_not_too_old() -> None:
    for agent in ("Neo4j/5.7.0", "Neo4j/2026.08.1", "Neo4j/v5.11.0 compatible graph database server - Memgraph"):
        with serving(Bolt(agent)) as at:
            engine = BoltEngine.open(login(at))
            assert engine.is_neo4j == ("compatible" not in agent)
            engine.close()


def test_silent_and_slow_servers_are_given_up_all_at_once() -> None:
    """Each takes its whole time, so that they are tried side by side."""
    drip = scripts.dripping(bytes((0, 0, 4, 5)), at_first=4)
    tries = [
        *[(scheme, scripts.silent) for scheme in ("bolt", "neo4j", "bolt+s", "neo4j+ssc")],
        *[("bolt", script) for script in (drip, Bolt(HELLO=None), Bolt(LOGON=None), Bolt(BEGIN=None), Bolt(PULL=None))],
        ("neo4j", Bolt(ROUTE=None)),
    ]

    def said(attempt: tuple[str, Script]) -> str:
        with serving(attempt[1]) as at:
            return opened(login(at, attempt[0]))

    with ThreadPoolExecutor(len(tries)) as pool:
        for found in pool.map(said, tries):
            assert "there is no answer. Check that it runs" in found


# ------------------------------------------------------------ certificates


@pytest.fixture(scope="module")
def self_signed(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    folder = tmp_path_factory.mktemp("certificate")
    key, certificate = str(folder / "key.pem"), str(folder / "certificate.pem")
    make = ["openssl", "req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    naming = ["-subj", "/CN=localhost", "-days", "2", "-keyout", key, "-out", certificate]
    subprocess.run([*make, *naming], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def test_a_certificate_must_be_trusted_or_taken_as_it_is(self_signed: ssl.SSLContext) -> None:
    with serving(encrypted(Bolt(), self_signed)) as at:
        BoltEngine.open(login(at, "bolt+ssc")).close()
        assert "its certificate is not trusted (self-signed certificate)" in opened(login(at, "bolt+s"))
        assert "its certificate is not trusted" in opened(login(at, "neo4j+s"))


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_an_encrypted_port_is_called_one(self_signed: ssl.SSLContext, scheme: str) -> None:
    with serving(encrypted(Bolt(), self_signed)) as at, pytest.raises(StoreError, match=r"only encrypted.*bolt\+s://"):
        BoltEngine.open(login(at, scheme))


# ------------------------------------------------------------ what the server says


@pytest.mark.parametrize(
    ("message", "code", "kind", "said"),
    [
        ("LOGON", "Neo.ClientError.Security.Unauthorized", StoreUnavailable, "the login was refused"),
        ("LOGON", "Neo.ClientError.Security.AuthenticationRateLimit", StoreUnavailable, "too many wrong passwords"),
        ("BEGIN", "Neo.ClientError.Security.CredentialsExpired", StoreUnavailable, "the password must be changed"),
        ("LOGON", "Neo.ClientError.Security.TokenExpired", StoreUnavailable, "the token is no longer valid"),
        ("BEGIN", "Neo.ClientError.Database.DatabaseNotFound", StoreMissing, "has no database by default"),
        ("RUN", "Neo.TransientError.General.DatabaseUnavailable", StoreUnavailable, "stopped or still starting"),
        ("RUN", "Neo.ClientError.Security.Forbidden", StoreUnavailable, "the user lacks the right"),
        ("RUN", "Neo.DatabaseError.General.UnknownError", StoreUnavailable, "the server refused: This is Neo."),
    ],
)
def test_open_says_what_the_server_says(message: str, code: str, kind: type[StoreError], said: str) -> None:
    bolt = Bolt()
    bolt.answers(message, code)
    with serving(bolt) as at:
        assert said in opened(login(at), kind)


def test_a_cluster_without_a_reader_a_leader_or_any_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bolt_module, "PATIENCE_S", 1.0)
    bolt = Bolt()
    with serving(bolt) as at:
        bolt.answers("ROUTE", routing(at, "WRITE", "ROUTE"))
        assert "the cluster has no reader now" in opened(login(at, "neo4j"))
        bolt.answers("ROUTE", routing(at))
        assert "no server of the cluster says who reads and who writes" in opened(login(at, "neo4j"))
        bolt.answers("ROUTE", routing(at, "READ", "ROUTE"))
        assert "the cluster has no leader now" in failing(lambda: writing(BoltEngine.open(login(at, "neo4j"))))


# ------------------------------------------------------------ later


def failing(work: Callable[[], Any]) -> str:
    started = time.monotonic()
    with pytest.raises(StoreUnavailable) as caught:
        work()
    assert time.monotonic() - started < BOUND_S
    return str(caught.value)


def writing(engine: BoltEngine) -> Any:
    return engine.write(lambda run: run("MERGE (:Quay {id: 'callao'})"))


def scripted(work: Callable[[BoltEngine], Any], **answers: Any) -> tuple[Any, Bolt]:
    """What some work on an opened engine gives, with the server that answered it. Opening asks each question once."""
    bolt = Bolt(**answers)
    with serving(bolt) as at:
        engine = BoltEngine.open(login(at))
        try:
            return work(engine), bolt
        finally:
            engine.close()


def after(first: int, *answers: Any) -> Callable[[int], Any]:
    """Answers from the `first` time on that a message comes; then, as before, all is well."""
    return lambda nth: answers[nth - first] if first <= nth < first + len(answers) else {"fields": []}


def test_a_write_whose_end_is_unknown_is_made_again() -> None:
    done, bolt = scripted(writing, COMMIT=after(2, EOFError()))
    assert done == []
    assert bolt.heard.count(scripts.COMMIT) == 3


def test_a_write_that_met_another_is_made_again() -> None:
    deadlock = "Neo.TransientError.Transaction.DeadlockDetected"
    done, bolt = scripted(writing, RUN=after(2, deadlock, deadlock))
    assert done == []
    assert bolt.heard.count(scripts.COMMIT) == 2


def test_a_read_is_begun_again() -> None:
    found, _ = scripted(lambda engine: list(engine.rows("RETURN 1")), RUN=after(2, EOFError()))
    assert found == []


def test_want_of_memory_is_not_tried_again() -> None:
    memory = "Neo.TransientError.General.MemoryPoolOutOfMemoryError"

    def work(engine: BoltEngine) -> str:
        return failing(lambda: writing(engine))

    said, bolt = scripted(work, RUN=lambda nth: memory if nth > 1 else {"fields": []})
    assert "too little memory for this. Nothing was half-stored." in said
    assert bolt.heard.count(scripts.RUN) == 2


def test_a_server_that_thinks_for_long_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """It answers on a second connection that it is there."""
    monkeypatch.setattr(bolt_line, "SILENCE_S", 0.5)

    def thinking(nth: int) -> Any:
        time.sleep(0.9 if nth == 2 else 0)
        return {"fields": []}

    done, bolt = scripted(writing, RUN=thinking)
    assert done == []
    assert bolt.heard.count(scripts.COMMIT) == 3  # the opening, the question whether it is there, and ours


@pytest.fixture(scope="module")
def mortal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = arcadedb(tmp_path_factory.mktemp("mortal"))
    yield server
    server.kill()


@pytest.fixture
def victim(mortal: Server) -> Server:
    """A server to freeze and to kill."""
    return mortal if mortal.process else mortal.start()


def in_flow(engine: BoltEngine, reached: threading.Event, go_on: threading.Event) -> Any:
    def work(run: Any) -> Any:
        run("MERGE (:Quay {id: 'callao'})")
        reached.set()
        go_on.wait(60)
        return run("MERGE (:Quay {id: 'rotterdam'})")

    return engine.write(work)


def ended(victim: Server, end: Callable[[Server], None]) -> list[str]:
    """What is said of a write and a stream that were going on when the server ended, and of what began after that."""
    engines = [BoltEngine.open(with_login(victim)) for _ in range(3)]
    stream = engines[0].rows("UNWIND range(1, 500000) AS x RETURN x")
    next(stream)
    reached, go_on = threading.Event(), threading.Event()
    with ThreadPoolExecutor(4) as pool:
        write = pool.submit(failing, lambda: in_flow(engines[1], reached, go_on))
        assert reached.wait(10)
        end(victim)
        go_on.set()
        streamed = pool.submit(failing, lambda: list(stream))
        read = pool.submit(failing, lambda: list(engines[2].rows("RETURN 1")))
        begun = pool.submit(failing, lambda: BoltEngine.open(with_login(victim)))
        said = [future.result() for future in (write, streamed, read, begun)]
    for engine in engines:
        engine.close()
    return said


def test_a_server_that_is_frozen(victim: Server) -> None:
    """All that goes on ends within the bound, and goes on again with the server."""
    engine = BoltEngine.open(with_login(victim))
    said = ended(victim, Server.freeze)
    victim.thaw()
    assert all("there is no answer. " in each for each in said)
    assert "Nothing was half-stored." in said[0]
    assert list(engine.rows("MATCH (p:Quay) RETURN p.id")) == []
    engine.close()


def test_a_server_that_dies_and_comes_back_or_does_not(victim: Server) -> None:
    """A restart is waited for; where none comes, all that goes on ends within the bound."""
    engine = BoltEngine.open(with_login(victim))
    victim.kill()
    with ThreadPoolExecutor(1) as pool:
        written = pool.submit(writing, engine)
        victim.start()
        assert written.result() == []
    assert len(list(engine.rows("MATCH (p:Quay) RETURN p"))) == 1
    engine.write(lambda run: run("MATCH (n) DETACH DELETE n"))
    engine.close()
    write, streamed, read, begun = ended(victim, Server.kill)
    assert "nothing listens there. Nothing was half-stored." in write
    assert "the connection was lost" in streamed
    assert "nothing listens there. " in read
    assert "nothing listens there. " in begun
