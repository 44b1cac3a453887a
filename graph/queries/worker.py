"""A user's own SPARQL query, guarded: it is checked, then run in a process that can be killed.

The engine has no time limit, can be crashed by a text and reaches the network. None of that happens in our process:
`guard` refuses what is known to harm, `sandbox` runs the rest with no socket and no file to write to, and here its
end is awaited. Whatever a query does, the store is as it was.
"""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pyoxigraph

from corredor.graph.errors import (
    QueryError,
    QueryRefused,
    QuerySyntax,
    StoreLocked,
    StoreMissing,
    StoreUnavailable,
)
from corredor.graph.prefixes import PREFIXES
from corredor.graph.queries.guard import check, keyword, tokens
from corredor.graph.queries.limits import Limits
from corredor.graph.queries.parameters import bind
from corredor.graph.queries.sandbox import Term, solutions

_INHERITED = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH", "SYSTEMROOT")  # to find itself
_OUT_OF_MEMORY = re.compile(rb"memory allocation of|bad_alloc|MemoryError")


DEFAULT = Limits()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave, always whole.

    `rows` of terms under `variables` for SELECT, None where a variable has no value; `value` for ASK; `turtle` for
    CONSTRUCT and DESCRIBE.
    """

    kind: Literal["solutions", "boolean", "graph"]
    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    value: bool | None = None
    turtle: str | None = None

    def to_json(self) -> dict[str, Any]:
        """SPARQL 1.1 Query Results JSON; for a graph, which that form does not know, {"turtle": "…"}."""
        if self.kind == "boolean":
            return {"head": {}, "boolean": self.value}
        if self.kind == "graph":
            return {"turtle": self.turtle}
        return solutions(self.variables, self.rows)


def ask(
    store_path: Path,
    text: str,
    *,
    parameters: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT,
    prefixes: Mapping[str, str] = PREFIXES,
) -> Answer:
    """The answer to one SPARQL query about an Oxigraph store in a folder: the union of its graphs, or those of a FROM.

    A parameter stands for its variable; `parameters.term` says how its value is read. The `prefixes` need no
    declaration; one in the query goes first. Raises QueryRefused, QuerySyntax, QueryStopped, StoreMissing,
    StoreLocked (others write without pause) or StoreUnavailable.
    """
    bound = guarded(text, parameters or {}, limits, prefixes)
    if not (store_path / "CURRENT").is_file():  # every store of this engine has one
        raise StoreMissing(f"No store here ({store_path}). Run `corredor load starter`.")
    request = {
        "store": str(store_path.absolute()),
        "text": bound,
        "prefixes": dict(prefixes),
        "union": not any(keyword(token) == "FROM" for token in tokens(bound)),  # the union would outdo a FROM
        "seconds": limits.seconds,
        "memory_mb": limits.memory_mb,
        "rows": limits.rows,
    }
    return _answer(_run(request, limits), bound, store_path, limits)


def guarded(text: str, parameters: Mapping[str, str], limits: Limits, prefixes: Mapping[str, str]) -> str:
    """The query with the values of its parameters, safe to hand to an engine; raises QueryRefused for any other."""
    check(text, text_bytes=limits.text_bytes, nesting=limits.nesting)
    bound = bind(text, parameters, prefixes)
    check(bound, text_bytes=limits.text_bytes, nesting=limits.nesting)
    return bound


def _run(request: Mapping[str, Any], limits: Limits) -> dict[str, Any]:
    try:
        process = subprocess.run(
            [sys.executable, "-P", "-m", "corredor.graph.queries.sandbox"],
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=limits.seconds,
            env={name: os.environ[name] for name in _INHERITED if name in os.environ},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise limits.reached("time") from error
    if process.returncode:
        raise _crashed(process.returncode, process.stderr, limits)
    reply: dict[str, Any] = json.loads(process.stdout)
    return reply


def _answer(reply: Mapping[str, Any], text: str, store_path: Path, limits: Limits) -> Answer:
    if "stopped" in reply:
        raise limits.reached(reply["stopped"])
    if "syntax" in reply:
        raise syntax(reply["syntax"], text)
    if "busy" in reply:
        message = f"{store_path}: another process is writing to this store without pause."
        raise StoreLocked(f"{message} Ask again when it has ended.")
    if "failed" in reply:
        message = f"{store_path}: the query could not be answered: {reply['failed']}."
        raise StoreUnavailable(f"{message} Ask again; if it stays so, see `corredor verify`.")
    if "turtle" in reply:
        return Answer("graph", turtle=reply["turtle"])
    found = pyoxigraph.parse_query_results(json.dumps(reply["results"]).encode(), pyoxigraph.QueryResultsFormat.JSON)
    if isinstance(found, pyoxigraph.QueryBoolean):
        return Answer("boolean", value=bool(found))
    names = tuple(variable.value for variable in found.variables)
    return Answer("solutions", names, tuple(tuple(row) for row in found))


def _crashed(code: int, errors: bytes, limits: Limits) -> QueryError:
    """What the end of the process means: by a signal, its number is negative."""
    if _OUT_OF_MEMORY.search(errors) or code == -signal.SIGKILL:
        return limits.reached("memory")
    if code == -signal.SIGXCPU:
        return limits.reached("time")
    last = errors.decode(errors="replace").strip().rpartition("\n")[2]
    how = signal.Signals(-code).name if code < 0 else last or f"exit code {code}"
    advice = "The store is unharmed. Shorten its chains and lists, for instance with VALUES."
    return QueryRefused("engine", f"The engine broke down over this query ({how}). {advice}")


def syntax(message: str, text: str) -> QuerySyntax:
    """The engine's complaint in one line: it lists every token that it knows, of which only sentences help."""
    place = re.match(r"error at (\d+):(\d+)", message)
    line, column = (int(place[1]), int(place[2])) if place else (1, 1)
    before = text.split("\n")[line - 1][: column - 1].strip()[-40:] or "the start"
    sentence = re.search(r"(?:of|,|expected) ([A-Z][a-z]* [A-Za-z ]+)", message)
    reason = sentence[1] if sentence else "not SPARQL from there on"
    return QuerySyntax(line, column, f'Line {line}, column {column}, after "{before}": {reason}. Correct the query.')
