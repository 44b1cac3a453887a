"""The client that asks servers, against servers that do wrong on purpose: each ends soon and in one line."""

import base64
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from corredor.graph.errors import StoreError, StoreUnavailable, UnsupportedStore
from corredor.graph.stores.http import Client, Patience
from corredor.graph.stores.http_errors import Lost, Refused, Slow
from corredor.graph.stores.login import PASSWORD, TOKEN, USER, parted
from tests.servers.processes import free_port
from tests.servers.scripts import Script, closing, dripping, encrypted, saying, serving, silent

SECRET = "s3cr3t/@word"
LOGIN = "ana:s3cr3t%2F%40word@"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine"
Start = Callable[[Script], str]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts scripted servers; each gives its host and port."""
    with ExitStack() as servers:
        yield lambda script: servers.enter_context(serving(script))


@pytest.fixture(autouse=True)
def no_login(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (USER, PASSWORD, TOKEN, "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)


class Server:
    """Answers requests in turn, the last answer again and again, one to a connection; `heard` are the requests."""

    def __init__(self, *answers: bytes) -> None:
        self._answers = answers
        self.heard: list[str] = []

    def __call__(self, connection: socket.socket) -> None:
        request = b""
        while b"\r\n\r\n" not in request:
            piece = connection.recv(65536)
            if not piece:
                return
            request += piece
        self.heard.append(request.decode())
        connection.sendall(self._answers[min(len(self.heard), len(self._answers)) - 1])


def status(code: int, *headers: str, body: str = "") -> bytes:
    lines = [f"HTTP/1.1 {code} So", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def get(url: str, seconds: float = 5) -> str:
    place, login = parted(url)
    client = Client(login)
    try:
        with client.send("GET", place, headers={}, patience=Patience.of(seconds)) as reply:
            return reply.whole(1 << 20).decode()
    finally:
        client.close()


# ---------------------------------------------------------------- what goes wrong, in one line


@pytest.mark.parametrize(
    ("script", "kind", "said"),
    [
        (silent, Slow, "said nothing"),
        (dripping(OK), Slow, "said nothing"),
        (dripping(OK, at_first=len(OK) - 4), Slow, "did not end in time"),
        (dripping(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", at_first=38), Slow, "did not end in time"),
        (closing, Lost, "the connection broke"),
        (Server(OK[:-2]), Lost, "the connection broke"),
        (Server(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nfi"), Lost, "the connection broke"),
        (saying(b"SSH-2.0-OpenSSH_9.6\r\n"), StoreUnavailable, "no HTTP server"),
        (Server(status(401)), Refused, "asks for a login"),
        (Server(status(403)), Refused, "may not do that"),
        (Server(status(404)), Refused, "nothing is there"),
        (Server(status(413)), Refused, "larger than the server takes"),
        (Server(status(429)), Refused, "too many requests"),
        (
            Server(status(500, body="<html><b>Out</b> of\nmemory.</html>")),
            Refused,
            r"failed \(500\): Out of memory\. See",
        ),
        (Server(status(503)), Refused, "busy or starting"),
        (Server(status(418)), Refused, "status 418"),
    ],
)
def test_every_failure_is_one_line(start: Start, script: Script, kind: type[StoreError], said: str) -> None:
    begun = time.monotonic()
    with pytest.raises(kind, match=said) as caught:
        get(f"http://{start(script)}/ds?query=x", seconds=1)
    assert time.monotonic() - begun < 2.5
    assert "\n" not in str(caught.value)
    assert "/ds: " in str(caught.value)
    assert str(caught.value).endswith(".")


def test_nobody_there() -> None:
    begun = time.monotonic()
    with pytest.raises(StoreUnavailable, match="nobody answers at this port"):
        get(f"http://127.0.0.1:{free_port()}/ds")
    assert time.monotonic() - begun < 1


def test_no_such_machine() -> None:
    with pytest.raises(StoreUnavailable, match="no machine is known by this name"):
        get("http://nowhere.invalid/ds")


# ---------------------------------------------------------------- waiting, and asking again


@pytest.mark.parametrize("code", [429, 503])
def test_a_server_that_asks_to_wait_is_asked_again(start: Start, code: int) -> None:
    server = Server(status(code, "Retry-After: 0"), OK)
    assert get(f"http://{start(server)}/ds") == "fine"
    assert len(server.heard) == 2


@pytest.mark.parametrize(
    "header", ["Retry-After: 60", "Retry-After: Fri, 01 Jan 2100 00:00:00 GMT", "Retry-After: soon"]
)
def test_nobody_waits_long(start: Start, header: str) -> None:
    server = Server(status(503, header), OK)
    begun = time.monotonic()
    with pytest.raises(Refused, match="503"):
        get(f"http://{start(server)}/ds")
    assert time.monotonic() - begun < 1
    assert len(server.heard) == 1


def test_a_broken_connection_is_tried_once_more(start: Start) -> None:
    server = Server(b"", OK)
    assert get(f"http://{start(server)}/ds") == "fine"
    assert len(server.heard) == 2


# ---------------------------------------------------------------- the login


def basic(user: str, password: str) -> str:
    return "Authorization: Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def test_login_of_the_address(start: Start) -> None:
    server = Server(OK)
    get(f"http://{LOGIN}{start(server)}/ds")
    assert basic("ana", SECRET) in server.heard[0]


def test_login_of_the_environment(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(OK)
    url = f"http://{start(server)}/ds"
    get(url)
    monkeypatch.setenv(USER, "eva")
    monkeypatch.setenv(PASSWORD, "pä:ss")
    get(url)
    monkeypatch.setenv(TOKEN, "t0k3n")
    get(url)
    assert "Authorization" not in server.heard[0]
    assert basic("eva", "pä:ss") in server.heard[1]
    assert "Authorization: Bearer t0k3n\r\n" in server.heard[2]


def test_a_token_that_no_header_holds_is_refused_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN, "t0k3n\r\nX: y")
    with pytest.raises(StoreUnavailable, match=TOKEN) as caught:
        get("http://127.0.0.1:1/ds")
    assert "t0k3n" not in str(caught.value)


def test_wrong_login_says_so(start: Start) -> None:
    with pytest.raises(Refused, match=r"does not take this login.*CORREDOR_STORE_PASSWORD"):
        get(f"http://{LOGIN}{start(Server(status(401)))}/ds")


def test_login_never_goes_to_another_host(start: Start) -> None:
    other = Server(OK)
    elsewhere = start(other).replace("127.0.0.1", "localhost")
    _, login = parted(f"http://{LOGIN}127.0.0.1/ds")
    client = Client(login)
    client.send("GET", f"http://{elsewhere}/ds", headers={}).close()
    client.close()
    assert len(other.heard) == 1
    assert "Authorization" not in other.heard[0]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_login_never_follows_a_redirect(start: Start, host: str) -> None:
    other = Server(OK)
    target = f"http://{start(other).replace('127.0.0.1', host)}/there?key=1"
    with pytest.raises(StoreUnavailable, match=rf"sends on to http://{host}:\d+/there\.") as caught:
        get(f"http://{LOGIN}{start(Server(status(307, f'Location: {target}')))}/ds")
    assert other.heard == []
    assert "s3cr3t" not in str(caught.value)


def test_without_login_a_redirect_is_followed_on_the_same_host_alone(start: Start) -> None:
    other = Server(OK)
    place = start(other)
    assert get(f"http://{start(Server(status(302, f'Location: http://{place}/there')))}/ds") == "fine"
    elsewhere = place.replace("127.0.0.1", "localhost")
    with pytest.raises(StoreUnavailable, match="sends on to"):
        get(f"http://{start(Server(status(302, f'Location: http://{elsewhere}/there')))}/ds")
    with pytest.raises(StoreUnavailable, match="sends on to"):
        get(f"http://{start(Server(status(302, 'Location: /round')))}/ds")
    assert len(other.heard) == 1


@pytest.mark.parametrize(
    "script",
    [
        silent,
        closing,
        saying(b"s3cr3t/@word\r\n"),
        Server(status(500, body=f"you said {SECRET} and {basic('ana', SECRET)}")),
        Server(status(400, body=SECRET)),
        Server(status(401)),
    ],
)
def test_no_message_shows_the_password(start: Start, script: Script) -> None:
    with pytest.raises(StoreUnavailable) as caught:
        get(f"http://{LOGIN}{start(script)}/ds", seconds=0.5)
    told = f"{caught.value}{caught.value!r}{parted(f'http://{LOGIN}127.0.0.1/ds')}"
    assert not any(secret in told for secret in (SECRET, "s3cr3t", base64.b64encode(f"ana:{SECRET}".encode()).decode()))


@pytest.mark.parametrize(
    "url",
    [
        "http://ana:s3cr3t/word@127.0.0.1:1/ds",
        "http://ana:12/s3cr3t@127.0.0.1:1/ds",
        "http://ana:s3cr3t@[::1/ds",
        "http://ana:s3cr3t@127.0.0.1:99999/ds",
        "http://ana:s3cr3t@/ds",
        "http://",
        "http://a b/ds",
        "http://a\r\nX: y/ds",
    ],
)
def test_what_is_no_address_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(UnsupportedStore, match="is not the address of a server") as caught:
        get(url)
    assert "s3cr3t" not in str(caught.value)
    assert "\n" not in str(caught.value)


# ---------------------------------------------------------------- TLS, and the proxies of the environment


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1 that nobody vouches for, with its key, in one file."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not here")
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=127.0.0.1 -addext"
    command = [*make.split(), "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", "cert.pem"]
    subprocess.run(command, cwd=path.parent, check=True, capture_output=True)
    path.write_bytes((path.parent / "key.pem").read_bytes() + (path.parent / "cert.pem").read_bytes())
    return path


def over_tls(script: Script, certificate: Path) -> Script:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return encrypted(script, context)


def test_tls_is_verified(start: Start, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(OK)
    url = f"https://{LOGIN}{start(over_tls(server, certificate))}/ds"
    with pytest.raises(StoreUnavailable, match=r"cannot be trusted: self.signed certificate.*SSL_CERT_FILE"):
        get(url)
    assert server.heard == []
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert get(url) == "fine"


def test_the_wrong_protocol(start: Start, certificate: Path) -> None:
    with pytest.raises(StoreUnavailable, match=r"does not speak TLS here\. Write http://"):
        get(f"https://{start(saying(OK))}/ds")
    with pytest.raises(StoreUnavailable, match=r"broke|no HTTP server"):
        get(f"http://{start(over_tls(silent, certificate))}/ds")


def test_a_login_of_https_is_never_sent_in_the_clear(start: Start) -> None:
    server = Server(OK)
    place = start(server)
    _, login = parted(f"https://{LOGIN}{place}/ds")
    client = Client(login)
    client.send("GET", f"http://{place}/ds", headers={}).close()
    client.close()
    assert "Authorization" not in server.heard[0]


def test_proxies_serve_all_but_this_machine(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy, server = Server(OK), Server(OK)
    monkeypatch.setenv("http_proxy", f"http://{start(proxy)}")
    get(f"http://{start(server)}/ds")
    get("http://store.invalid/ds")
    assert server.heard[0].startswith("GET /ds ")
    assert [heard.split(" ")[1] for heard in proxy.heard] == ["http://store.invalid/ds"]
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    with pytest.raises(StoreUnavailable, match="proxy cannot be reached"):
        get("http://store.invalid/ds")
