"""compose.yaml gives servers what it says: the same servers are started with what stands in it, without docker."""

import base64
import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml
from click.testing import CliRunner, Result
from neo4j import GraphDatabase
from neo4j.exceptions import Neo4jError

from corredor.cli.main import cli
from corredor.graph import open_store
from corredor.graph.errors import StoreUnavailable
from corredor.graph.peru import example_records
from tests.servers import processes
from tests.servers.processes import PASSWORD, SMALL, Server, free_port, jars
from tests.servers.scripts import serving

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "compose.yaml").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
NEO4J, FUSEKI = "bolt://localhost:7687", "http://localhost:3030/corredor"
READER = "for-readers-only"
SECRETS = {"CORREDOR_STORE_PASSWORD": PASSWORD, "CORREDOR_READER_PASSWORD": READER}
WRITES = ("CREATE (:X)", "MATCH (n) SET n.x = 1", "MATCH (n) DETACH DELETE n", "CREATE INDEX FOR (n:X) ON n.x")
INSERT = "INSERT DATA { GRAPH <urn:stranger> { <urn:a> <urn:b> <urn:c> } }"


def composed(**environment: str) -> dict[str, Any]:
    """What compose makes of the file: variables are filled in, the innermost first."""

    def value(found: re.Match[str]) -> str:
        name, how, otherwise = found.groups()
        if not environment.get(name) and how == "?":
            raise ValueError(f"{name}: {otherwise}")
        return environment.get(name) or (otherwise if how == "-" else "")

    text, variable = TEXT, re.compile(r"\$\{(\w+)(?::([?-])([^${}]*))?\}")
    while variable.search(text):
        text = variable.sub(value, text)
    document: dict[str, Any] = yaml.safe_load(text.replace("$$", "$"))
    return document


def health(service: Mapping[str, Any], port: str, here: str) -> None:
    """Ask what the health check of a service asks, at the port where its server listens here."""
    url = service["healthcheck"]["test"][-1].replace(f":{port}/", f":{here}/")
    assert f":{here}/" in url
    with urllib.request.urlopen(url, timeout=10) as reply:
        assert reply.status == 200


# ------------------------------------------------------------ the file


def test_servers_are_reached_from_this_machine_alone_and_need_a_password() -> None:
    services = composed(**SECRETS)["services"]
    assert {name: service["profiles"] for name, service in services.items()} == {n: [n] for n in ("neo4j", "fuseki")}
    for service in services.values():
        assert all(port.startswith("127.0.0.1:") for port in service["ports"])
        assert service["volumes"]
        assert service["mem_limit"]
        assert service["stop_grace_period"] == "2m"
        assert service["restart"] == "unless-stopped"
    with pytest.raises(ValueError, match="CORREDOR_STORE_PASSWORD: set it to"):
        composed()


def test_a_reader_without_a_password_has_that_of_the_writer_and_never_none() -> None:
    users = composed(CORREDOR_STORE_PASSWORD=PASSWORD)["configs"]["fuseki-users"]["content"]
    assert users.splitlines() == [f"writer: {PASSWORD}", f"reader: {PASSWORD}"]


# ------------------------------------------------------------ Fuseki


@pytest.fixture(scope="module")
def fuseki_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home, port = tmp_path_factory.mktemp("fuseki"), str(free_port())
    everything = composed(**SECRETS)
    service = everything["services"]["fuseki"]
    (home / "data").mkdir()
    for config in service["configs"]:
        content = everything["configs"][config["source"]]["content"]
        (home / Path(config["target"]).name).write_text(content.replace('"/data"', f'"{home}/data"'))
    java, *rest = json.loads(re.search(r"ENTRYPOINT (.*)", service["build"]["dockerfile_inline"])[1])  # type: ignore[index]
    moved = [each.replace("/opt/fuseki", str(jars("fuseki"))) for each in rest]
    options = [each.replace("/etc/fuseki", str(home)).replace("3030", port) for each in service["command"]]
    server = Server(
        f"http://localhost:{port}/corredor",
        [java, *SMALL, *moved, "--localhost", *options],
        home,
        lambda: health(service, "3030", port),
        "writer",
        PASSWORD,
    )
    yield server.start()
    server.kill()


@pytest.fixture
def fuseki(fuseki_alone: Server) -> Server:
    """Fuseki as compose starts it, empty."""
    assert sent(fuseki_alone, "writer", "/update", {"update": "DROP ALL"})[0] in (200, 204)
    return fuseki_alone


def sent(
    server: Server, user: str, path: str, fields: Mapping[str, str] | None = None, method: str = "POST"
) -> tuple[int, str]:
    """The status and the text of an answer; without fields, a graph is sent, or with GET nothing."""
    body = urlencode(fields).encode() if fields else b"<urn:a> <urn:b> <urn:c> ." if method != "GET" else None
    request = urllib.request.Request(server.url + path, body, {"Accept": "*/*"}, method=method)
    request.add_header("Content-Type", "application/x-www-form-urlencoded" if fields else "text/turtle")
    if user:
        login = f"{user}:{ {'writer': PASSWORD, 'reader': READER}[user] }"
        request.add_header("Authorization", f"Basic {base64.b64encode(login.encode()).decode()}")
    try:
        with urllib.request.urlopen(request, timeout=30) as reply:
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_anonymous_may_nothing_the_reader_asks_and_the_writer_writes(fuseki: Server) -> None:
    ask, graph = {"query": "ASK {}"}, "?graph=urn:g"
    reads = [("/query", ask, "POST"), (f"/get{graph}", None, "GET")]
    writes = [("/update", {"update": INSERT}, "POST"), (f"/data{graph}", None, "PUT"), (f"/data{graph}", None, "POST")]

    def statuses(user: str) -> list[int]:
        return [sent(fuseki, user, path, fields, method)[0] for path, fields, method in (*writes, *reads)]

    assert statuses("") == [401] * 5
    assert statuses("reader") == [403, 403, 403, 200, 404]
    assert statuses("writer") == [200, 201, 200, 200, 200]
    for user in ("reader", "writer"):
        assert sent(fuseki, user, f"/get{graph}", method="PUT")[0] == 405
        assert sent(fuseki, user, "", ask)[0] in (400, 404)


def test_no_query_makes_fuseki_ask_another_server(fuseki: Server) -> None:
    called: list[object] = []
    with serving(called.append) as at:
        query = f"SELECT * {{ SERVICE <http://{at}/> {{ ?s ?p ?o }} }}"
        assert sent(fuseki, "reader", "/query", {"query": query})[0] == 422
    assert not called


def test_the_writer_loads_and_the_reader_reads_the_same(fuseki: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORREDOR_STORE_USER", "writer")
    monkeypatch.setenv("CORREDOR_STORE_PASSWORD", PASSWORD)
    with open_store(fuseki.url, write=True, create=True) as store:
        assert {outcome for _, outcome in store.put_all(example_records())} == {"new"}
        revision = store.revision
    union = sent(fuseki, "reader", "/query", {"query": "ASK { ?s ?p ?o }"})[1]
    assert json.loads(union)["boolean"] is True
    monkeypatch.setenv("CORREDOR_STORE_USER", "reader")
    monkeypatch.setenv("CORREDOR_STORE_PASSWORD", READER)
    with open_store(fuseki.url) as store:
        assert store.revision == revision
        assert store.verify() == []
    with pytest.raises(StoreUnavailable, match=r"may read and may not write \(403\)"):
        open_store(fuseki.url, write=True)


# ------------------------------------------------------------ Neo4j


@pytest.fixture(scope="module")
def neo4j_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = processes.neo4j(tmp_path_factory.mktemp("neo4j"))
    yield server
    server.kill()


@pytest.fixture
def neo4j(neo4j_alone: Server) -> Server:
    """Neo4j as compose starts it, empty; or as the one test that writes to it leaves it, which is read-only."""
    return neo4j_alone if neo4j_alone.process else started(neo4j_alone)


def started(server: Server, **environment: str) -> Server:
    """The server with the settings of the file and none of our own, but for the places where it listens."""
    stop(server)
    service, web = composed(**SECRETS, **environment)["services"]["neo4j"], str(free_port())
    at = server.url.removeprefix("bolt://")
    places = [f"server.bolt.{what}_address={at}" for what in ("listen", "advertised")]
    quick = "internal.dbms.bolt.netty_server_shutdown_quiet_period=0"  # it would take ten seconds to stop
    lines = [*places, quick, f"server.http.listen_address=127.0.0.1:{web}", *settings(service["environment"])]
    (server.home / "conf" / "neo4j.conf").write_text("\n".join(lines) + "\n")
    server.start()
    health(service, "7474", web)
    return server


def stop(server: Server) -> None:
    """End it in good order, as compose does: what was killed cannot be mended, and so not opened, as read-only."""
    if server.process:
        server.process.terminate()
        server.process.wait(60)
        server.process = None


def settings(environment: Mapping[str, str]) -> list[str]:
    """What the image makes of its environment: NEO4J_a_b__c=x is the setting a.b_c=x; without a value, none."""
    named = {name.removeprefix("NEO4J_"): value for name, value in environment.items() if value}
    login = named.pop("AUTH")
    assert login == f"neo4j/{PASSWORD}"
    return [f"{name.replace('_', '.').replace('..', '_')}={value}" for name, value in named.items()]


def run(server: Server, text: str) -> list[Any]:
    with GraphDatabase.driver(server.url, auth=(server.user, server.password), max_transaction_retry_time=0) as driver:
        return driver.execute_query(text).records


def test_load_csv_reads_no_file_and_fetches_nothing(neo4j: Server) -> None:
    called: list[object] = []
    with serving(called.append) as at:
        for address in ("file:///etc/hostname", f"http://{at}/x.csv"):
            with pytest.raises(Neo4jError, match=r"(?i)not allowed|blocked|disabled|configuration"):
                run(neo4j, f"LOAD CSV FROM '{address}' AS row RETURN row")
    assert not called


def command(server: Server, *args: str, user: str = "", password: str = "") -> Result:
    login = {"CORREDOR_STORE_USER": user or server.user, "CORREDOR_STORE_PASSWORD": password or server.password}
    return CliRunner().invoke(cli, ["--store", server.url, *args], env=login)


# ------------------------------------------------------------ what the README tells operators


BLOCKS = [block for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) if "docker compose" in block]
SHEETS = sorted((ROOT / "loaders" / "starter" / "sheets").glob("*.yaml"))[:3]


def test_the_commands_for_operators_do_what_they_say(neo4j: Server, fuseki: Server, tmp_path: Path) -> None:
    """As they stand in the README, but for docker, with the servers where they are here and two sheets for all."""
    assert all(any(place in block for block in BLOCKS) for place in (NEO4J, FUSEKI, "NEO4J_READ_ONLY"))
    here = {NEO4J: neo4j.url, FUSEKI: fuseki.url, "starter": " ".join(map(str, SHEETS[:2]))}
    for block in BLOCKS:
        if changed := re.findall(r"^(\w+)=(\S+) docker compose", block, re.MULTILINE):
            started(neo4j, **dict(changed))
        text = re.sub(r"^.*\bdocker compose\b.*$", "", block, flags=re.MULTILINE)
        for place, ours in here.items():
            text = text.replace(place, ours)
        in_bash(text, tmp_path)
    reader = {"user": "reader", "password": READER}
    verified = [command(neo4j, "verify", "--json"), command(fuseki, "verify", "--json", **reader)]
    assert len({json.loads(each.stdout)["revision"] for each in verified}) == 1
    assert json.loads(command(neo4j, "claims", "--json").stdout)
    refuses_every_write(neo4j)


def in_bash(text: str, folder: Path) -> None:
    """A block of commands, given the passwords that it reads."""
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", text],
        input=f"{PASSWORD}\n{READER}\n",
        cwd=folder,
        env={"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(folder), "LANG": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{text}\n{done.stdout}"


def refuses_every_write(server: Server) -> None:
    for write in WRITES:
        with pytest.raises(Neo4jError) as caught:
            run(server, write)
        assert "ReadOnly" in str(caught.value.code)
    refused = command(server, "load", str(SHEETS[2]))
    assert refused.exit_code == 1
    (line,) = refused.stderr.splitlines()
    assert "the database is read-only. Nothing was half-stored. Name another" in line
