"""Real servers on loopback, each a process of its own in a folder of its own, answering before it is handed over."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.servers import fetch

SMALL = ("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
PASSWORD = "corredor-tests"
READY_S = 120.0


@dataclass
class Server:
    """A server that answers at `url`; it can be killed, stopped in its tracks, and started again on its data."""

    url: str
    command: list[str]
    home: Path
    ready: Callable[[], object]
    user: str = ""
    password: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def login(self) -> str:
        """The address with user and password in it."""
        scheme, _, rest = self.url.partition("://")
        return f"{scheme}://{self.user}:{self.password}@{rest}" if self.user else self.url

    def start(self) -> "Server":
        """Start it, and come back when it answers."""
        log = (self.home / "console.log").open("ab")
        with log:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.home,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **self.environment},
                start_new_session=True,
            )
        deadline = time.monotonic() + READY_S
        while True:
            if self.process.poll() is not None:
                raise RuntimeError((self.home / "console.log").read_text(errors="replace")[-3000:])
            try:
                self.ready()
            except Exception:
                if time.monotonic() > deadline:
                    self.kill()
                    raise
                time.sleep(0.1)
            else:
                return self

    def kill(self) -> None:
        """kill -9."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def freeze(self) -> None:
        """It keeps its connections and says nothing any more."""
        assert self.process
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on where it was frozen."""
        assert self.process
        self.process.send_signal(signal.SIGCONT)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def oxigraph(home: Path, *options: str) -> Server:
    """`oxigraph serve`: no login."""
    port = free_port()
    binary = str(Path(sys.executable).with_name("oxigraph"))
    command = [binary, "serve", "--location", str(home / "data"), "--bind", f"127.0.0.1:{port}", *options]
    url = f"http://127.0.0.1:{port}"
    return Server(url, command, home, lambda: _get(url + "/query?query=ASK%7B%7D"))


def fuseki(home: Path, *options: str, dataset: Sequence[str] = ("--mem",), path: str = "/ds") -> Server:
    """Apache Jena Fuseki, in memory unless `dataset` says otherwise."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [
        *("java", *SMALL, "-cp", f"{jars('fuseki')}/*", "org.apache.jena.fuseki.main.cmds.FusekiMainCmd"),
        *("--localhost", f"--port={port}", "--ping", "--timeout=30000", "--set", "arq:httpServiceAllowed=false"),
        *options,
        *(("--update", *dataset, path) if path else ()),
    ]
    return Server(url + path, command, home, lambda: _get(url + "/$/ping"))


def neo4j(home: Path, *settings: str, gds: bool = False) -> Server:
    """Neo4j Community with the user neo4j."""
    from neo4j import GraphDatabase

    at = f"127.0.0.1:{free_port()}"
    library = jars("neo4j")
    (home / "conf").mkdir(parents=True, exist_ok=True)
    written = [
        f"server.bolt.listen_address={at}",
        f"server.bolt.advertised_address={at}",
        "server.http.enabled=false",
        "server.https.enabled=false",
        "dbms.usage_report.enabled=false",
        "server.memory.pagecache.size=64m",
        "db.memory.transaction.max=256m",
        "db.transaction.timeout=60s",
        "dbms.security.allow_csv_import_from_file_urls=false",
        "internal.dbms.cypher_ip_blocklist=0.0.0.0/0,::/0",
        "internal.dbms.bolt.netty_server_shutdown_quiet_period=0",
        *(["dbms.security.procedures.unrestricted=gds.*"] if gds else []),
        *settings,
    ]
    (home / "conf" / "neo4j.conf").write_text("\n".join(written) + "\n")
    environment = {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    path = f"{_plugins(home, library)}/*:{library}/*" if gds else f"{library}/*"
    java = ["java", *SMALL, "-cp", path]
    first = [*java, "org.neo4j.cli.AdminTool", "dbms", "set-initial-password", PASSWORD]
    subprocess.run(first, check=True, capture_output=True, env={**os.environ, **environment})

    def ready() -> None:
        with GraphDatabase.driver(f"bolt://{at}", auth=("neo4j", PASSWORD), max_transaction_retry_time=0) as driver:
            driver.execute_query("RETURN 1")

    command = [*java, "org.neo4j.server.CommunityEntryPoint", f"--home-dir={home}", f"--config-dir={home}/conf"]
    return Server(f"bolt://{at}", command, home, ready, "neo4j", PASSWORD, environment)


def _plugins(home: Path, library: Path) -> Path:
    """The jars of Graph Data Science that the server lacks; its own `annotations` it needs beside the server's."""
    plugins = home / "plugins"
    plugins.mkdir(exist_ok=True)
    held = {_artifact(jar) for jar in library.glob("*.jar")} - {"annotations"}
    for jar in jars("gds").glob("*.jar"):
        if _artifact(jar) not in held:
            shutil.copy(jar, plugins)
    return plugins


def _artifact(jar: Path) -> str:
    return jar.name.rsplit("-", 1)[0]


def arcadedb(home: Path) -> Server:
    """The Bolt server that the embedded engine brings along, with the user root."""
    from neo4j import GraphDatabase

    found = find_spec("arcadedb_embedded")  # imported, it would bring the bridge to Java into the process of the tests
    assert found
    assert found.origin
    port, package = free_port(), Path(found.origin).parent
    settings = {
        "arcadedb.server.rootPassword": PASSWORD,
        "arcadedb.server.rootPath": str(home),
        "arcadedb.server.databaseDirectory": str(home / "databases"),
        "arcadedb.server.httpIncomingHost": "127.0.0.1",
        "arcadedb.server.httpIncomingPort": str(free_port()),
        "arcadedb.bolt.host": "127.0.0.1",
        "arcadedb.bolt.port": str(port),
        "arcadedb.server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        "arcadedb.server.defaultDatabases": "corredor[root]",
    }
    command = [
        *(str(package / "jre" / "bin" / "java"), "-Xmx768m", "--add-modules", "jdk.incubator.vector"),
        *(f"-D{name}={value}" for name, value in settings.items()),
        *("-cp", f"{package / 'jars'}/*", "com.arcadedb.server.ArcadeDBServer"),
    ]
    url = f"bolt://127.0.0.1:{port}"

    def ready() -> None:
        with GraphDatabase.driver(url, auth=("root", PASSWORD), max_transaction_retry_time=0) as driver:
            driver.execute_query("RETURN 1", database_="corredor")

    return Server(url + "/corredor", command, home, ready, "root", PASSWORD)


def jars(name: str) -> Path:
    """The folder of a server's jars, as `fetch.py` left them; without them tests are skipped, in CI they fail."""
    if fetch.is_complete(name) and shutil.which("java"):
        return fetch.folder(name) / "lib"
    reason = f"{name} is not here, or there is no Java. Run tests/servers/fetch.py."
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def _get(url: str) -> None:
    with contextlib.closing(urllib.request.urlopen(url, timeout=2)):
        pass
