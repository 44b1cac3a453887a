"""The process that runs one user-written query, and nothing else: request on stdin, answer on stdout, both JSON.

It is started by `corredor.graph.queries.worker` and killed by it when time is up. Before it opens the store it gives
up what a query does not need: every socket, every file that could be written. What is left to a hostile query is to
end this process.
"""

import json
import os
import sys
from collections.abc import Iterable, Mapping
from io import BytesIO
from itertools import islice
from typing import Any

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from corredor.graph.stores.reading import PATIENCE_S, open_settled

_STRING = "http://www.w3.org/2001/XMLSchema#string"
Term = NamedNode | BlankNode | Literal | Triple


def main() -> None:
    """Answer the one request on stdin."""
    request = json.load(sys.stdin.buffer)
    if sys.platform == "linux":
        refuse_sockets()
    if sys.platform != "win32":
        _refuse_files(request["seconds"])
    try:
        reply = json.dumps(_answer(request))
    except MemoryError:
        reply = '{"stopped": "memory"}'
    sys.stdout.write(reply)


def _answer(request: Mapping[str, Any]) -> dict[str, Any]:
    try:
        store = open_settled(request["store"], min(PATIENCE_S, request["seconds"] / 2))
        return _query(store, request) if store else {"busy": True}
    except (OSError, RuntimeError) as error:
        return {"failed": " ".join(str(error).split())}


def _query(store: Store, request: Mapping[str, Any]) -> dict[str, Any]:
    if sys.platform == "linux":
        _limit_memory(request["memory_mb"])
    try:
        found = store.query(request["text"], prefixes=request["prefixes"], use_default_graph_as_union=request["union"])
    except SyntaxError as error:
        return {"syntax": str(error)}
    if isinstance(found, QueryBoolean):
        return {"results": {"head": {}, "boolean": bool(found)}}
    rows = list(islice(found, request["rows"] + 1))
    if len(rows) > request["rows"]:
        return {"stopped": "rows"}
    if not isinstance(found, QuerySolutions):
        return {"turtle": turtle(rows, request["prefixes"])}
    return {"results": solutions([variable.value for variable in found.variables], rows)}


def solutions(names: Iterable[str], rows: Iterable[Iterable[Term | None]]) -> dict[str, Any]:
    """Rows of terms as SPARQL 1.1 Query Results JSON; a variable without a value is left out of its row."""
    names = list(names)
    bindings = [
        {name: _binding(term) for name, term in zip(names, row, strict=True) if term is not None} for row in rows
    ]
    return {"head": {"vars": names}, "results": {"bindings": bindings}}


def _binding(term: Term) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {part: _binding(value) for part, value in parts.items()}}
    binding = {"type": "literal", "value": term.value}
    if term.language:
        binding["xml:lang"] = term.language
        if term.direction:
            binding["its:dir"] = str(term.direction)
    elif term.datatype.value != _STRING:
        binding["datatype"] = term.datatype.value
    return binding


def turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> str:
    """The triples in a fixed order, under those prefixes that they use."""
    ordered = sorted(set(triples), key=str)
    written = "\n".join(map(str, ordered))
    used = {name: iri for name, iri in prefixes.items() if f"<{iri}" in written}
    written_out = BytesIO()
    serialize(ordered, written_out, format=RdfFormat.TURTLE, prefixes=used)
    lines = written_out.getvalue().decode().split("\n")
    return "\n".join([*sorted(lines[: len(used)]), *lines[len(used) :]])


# ---------------------------------------------------------------- what this process gives up


def _refuse_files(seconds: float) -> None:
    """No file grows, no core is dumped; and should the parent die, its deadline still holds, in seconds of work."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    work = int(seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (work, work))


def _limit_memory(megabytes: int) -> None:
    """What the query may take beyond what the opened engine has reserved, which grows with the number of cores."""
    import resource

    with open("/proc/self/statm") as sizes:
        reserved = int(sizes.read().split()[0]) * resource.getpagesize()
    limit = reserved + megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, resource.RLIM_INFINITY))


def refuse_sockets() -> None:
    """Ask the kernel to refuse every socket from here on (seccomp: needs no rights, and works in containers too).

    Where the kernel or the machine knows no such thing, the gate stands alone.
    """
    import ctypes
    import struct

    machines = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}  # the architecture, its call `socket`
    if os.uname().machine not in machines:
        return
    architecture, socket = machines[os.uname().machine]
    load, equal, answer = 0x20, 0x15, 0x06
    steps = [
        (load, 0, 0, 4),
        (equal, 0, 3, architecture),
        (load, 0, 0, 0),
        (equal, 0, 1, socket),
        (answer, 0, 0, 0x00050001),  # EPERM
        (answer, 0, 0, 0x7FFF0000),  # allowed
    ]
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    header = ctypes.create_string_buffer(struct.pack("HP", len(steps), ctypes.addressof(program)))
    libc = ctypes.CDLL(None)
    no_new_rights, set_filter = 38, 22
    libc.prctl(no_new_rights, ctypes.c_ulong(1), ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0))
    libc.prctl(set_filter, ctypes.c_ulong(2), header)


if __name__ == "__main__":
    main()
