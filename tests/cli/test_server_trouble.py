"""Whatever is wrong with a server is said in one line within ten seconds, and nothing is half-done."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path

from tests.servers.fixtures import Servers
from tests.servers.processes import PASSWORD, free_port
from tests.servers.scripts import dripping, saying, serving, silent

CORREDOR = Path(sys.executable).with_name("corredor")
AT_MOST_S = 10.0


def asked(url: str, *command: str) -> tuple[str, int, str, float]:
    """The address, the exit code, what was said on stderr, and how long it took."""
    begin = time.monotonic()
    run = subprocess.run([CORREDOR, "--store", url, *command], capture_output=True, text=True, check=False)
    assert run.stdout == ""
    return url, run.returncode, run.stderr, time.monotonic() - begin


def test_trouble_is_told_in_one_line_in_time(servers: Servers) -> None:
    bolt, http = (servers.running(name).url.partition("://")[2] for name in ("neo4j", "fuseki"))
    with serving(silent) as mute, serving(saying(b"SSH-2.0-OpenSSH_9.2\r\n")) as other, serving(dripping(b"x")) as slow:
        urls = [
            *(f"{scheme}://127.0.0.1:{free_port()}" for scheme in ("http", "bolt", "neo4j")),
            *(f"{scheme}://{mute}" for scheme in ("http", "https", "bolt", "neo4j", "bolt+s")),
            *(f"{scheme}://{other}" for scheme in ("http", "bolt")),
            *(f"{scheme}://{slow}" for scheme in ("http", "bolt")),
            f"bolt://neo4j:wrong-password@{bolt}",
            f"bolt://neo4j:{PASSWORD}@{bolt}/no-such-database",
            f"bolt://{http.partition('/')[0]}",
            f"http://{bolt}",
            f"http://{http.partition('/')[0]}/no-such-dataset",
            "gopher://127.0.0.1",
        ]
        with ThreadPoolExecutor(6) as pool:
            commands = (("sources",), ("load", "starter"), ("cypher", "RETURN 1"), ("sparql", "ASK {}"))
            told = pool.map(lambda url, command: asked(url, *command), urls, cycle(commands))
            for url, code, said, seconds in told:
                assert code == 1, (url, said)
                assert said.startswith("Error: "), (url, said)
                assert said.count("\n") == 1, (url, said)
                assert not any(secret in said for secret in (PASSWORD, "wrong-password")), said
                assert seconds < AT_MOST_S, (url, seconds)
