"""The process that the embedded Cypher engine runs in: a Java machine, one database, one request at a time.

It is started and killed by `corredor.graph.stores.arcadedb_child`. A line of JSON on stdin is a request, a line of JSON
on stdout its answer; whatever the engine prints goes nowhere. It has no sockets, one that only reads can write no file
either, and it ends with its parent.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from itertools import islice
from queue import SimpleQueue
from typing import IO, Any

from corredor.graph.stores.arcadedb_child import LOCKED

_FLAGS = (
    *("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"),  # a quick start
    *("-XX:+ExitOnOutOfMemoryError", "-XX:-CreateCoredumpOnCrash", "-XX:-UsePerfData"),  # a quick end, no traces
    f"-Djava.util.logging.config.file={os.devnull}",
    "-Darcadedb.opencypher.loadCsv.allowFileUrls=false",
    "-Darcadedb.opencypher.loadCsv.allowRemoteUrls=false",
    "-Darcadedb.polyglotEngineEnabled=false",
)


def main() -> None:
    """Answer requests until there are none; the folder, "write" or "read", and limits stand on the command line."""
    path, writes = sys.argv[1], sys.argv[2] == "write"
    heap_mb, patience = int(sys.argv[3]), float(sys.argv[4])
    answers = _own_stdout()
    if sys.platform != "win32":
        _give_up(writes)
    requests: SimpleQueue[dict[str, Any]] = SimpleQueue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    if not _hold(path, writes, time.monotonic() + patience):
        os._exit(LOCKED)
    _start_java(heap_mb)
    from corredor.graph.stores.arcadedb_database import JavaDatabase

    database = JavaDatabase(path, writes)
    while True:
        request = requests.get()
        ends = request["do"] == "close"
        answers.write(_answer(database, request) + "\n")
        answers.flush()
        if ends:
            os._exit(0)  # the database is closed, and Java takes its time


def _own_stdout() -> IO[str]:
    """The stream of answers; what others print on stdout is lost from here on, as stderr is already."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return answers


def _listen(requests: "SimpleQueue[dict[str, Any]]") -> None:
    """Read on while the engine is at work, so that the end of the parent is the end of this process."""
    for line in sys.stdin.buffer:
        requests.put(json.loads(line))
    os._exit(1)


def _give_up(writes: bool) -> None:
    """No socket; no core dump; no file that grows, unless this process is here to write."""
    import resource

    from corredor.graph.queries.sandbox import refuse_sockets

    if sys.platform == "linux":
        refuse_sockets()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not writes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _hold(path: str, writes: bool, until: float) -> bool:
    """Lock the folder: the engine lets a writer in among readers, who would then see torn pages."""
    try:
        import fcntl
    except ImportError:  # on Windows the engine's own lock, which keeps writers apart, stands alone
        return True
    folder = os.open(path, os.O_RDONLY)  # held open, and with it the lock, until the end
    while True:
        try:
            fcntl.flock(folder, (fcntl.LOCK_EX if writes else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() > until:
                return False
            time.sleep(0.05)
        else:
            return True


def _start_java(heap_mb: int) -> None:
    from arcadedb_embedded.jvm import start_jvm

    os.environ["ARCADEDB_JVM_ERROR_FILE"] = os.devnull
    start_jvm(heap_size=f"{heap_mb}m", jvm_args=_FLAGS, disable_xml_limits=False)


def _answer(database: Any, request: dict[str, Any]) -> str:
    """What an action gives, as JSON; an error of the engine as the classes and messages of its causes."""
    import jpype

    work: Callable[..., str] = getattr(database, request.pop("do"))
    try:
        return work(**request)
    except jpype.JException as error:
        return json.dumps({"error": list(islice(_causes(error), 10))})


def _causes(error: Any) -> Iterator[tuple[str, str]]:
    """The class and message of an error, and of what caused it."""
    while error is not None:
        yield str(error.getClass().getSimpleName()), str(error.getMessage() or "")
        error = error.getCause()


if __name__ == "__main__":
    main()
