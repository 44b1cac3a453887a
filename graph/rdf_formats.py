"""A store as TriG, Turtle and JSON-LD: the statements of its N-Quads, in forms that are pleasant to read.

Statements are put in order first, so that the same graph always gives the same file, whatever engine it was in. Many
are sorted on disk, a run at a time, so that memory does not grow with the graph.
"""

import heapq
import json
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path
from typing import IO

import pyoxigraph
from pyoxigraph import Quad, RdfFormat, Triple

from corredor.graph.compact import Compact
from corredor.graph.prefixes import BASE, PREFIXES
from corredor.graph.rdf import value
from corredor.ontology.namespaces import NAMESPACES

RUN = 200_000  # statements that are sorted in memory at once: some 350 MB

_PREFIXES = {**NAMESPACES, **PREFIXES, "graph": BASE + "graph/"}

Key = Callable[[Quad], tuple[str, ...]]


def write_trig(quads: Iterable[Quad], path: Path) -> None:
    """Everything, each graph by its name."""
    with tempfile.TemporaryDirectory() as folder:
        _serialize(_in_order(quads, _by_graph, Path(folder)), path, RdfFormat.TRIG)


def write_turtle(quads: Iterable[Quad], path: Path) -> None:
    """Everything as one graph: what several graphs state stands once, and which graph stated it is lost."""
    with tempfile.TemporaryDirectory() as folder:
        ordered = (quad.triple for quad in _in_order(quads, _by_subject, Path(folder)))
        _serialize((triple for triple, _ in groupby(ordered)), path, RdfFormat.TURTLE)


def write_jsonld(quads: Iterable[Quad], path: Path) -> None:
    """Everything as JSON-LD by our context, each graph by its name, each thing that it describes on a line."""
    compact = Compact()
    with tempfile.TemporaryDirectory() as folder, path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{{"@context": {compact.context_json},\n"@graph": [')
        ordered = _in_order(quads, _by_graph, Path(folder))
        for number, (graph, held) in enumerate(groupby(ordered, attrgetter("graph_name"))):
            file.write(f'{"," if number else ""}\n{{"@id": {json.dumps(compact.name(graph))}, "@graph": [\n')
            _write_nodes(held, compact, file)
            file.write("]}")
        file.write("\n]}\n")


WRITERS: dict[str, Callable[[Iterable[Quad], Path], None]] = {
    "trig": write_trig,
    "ttl": write_turtle,
    "jsonld": write_jsonld,
}
"""What writes each form, by the name of the form on the command line."""


def _write_nodes(held: Iterable[Quad], compact: Compact, file: IO[str]) -> None:
    for number, (subject, about) in enumerate(groupby(held, attrgetter("subject"))):
        node = compact.node(subject, ((quad.predicate, quad.object) for quad in about))
        file.write((",\n" if number else "") + json.dumps(node, ensure_ascii=False))


def _serialize(statements: Iterable[Quad] | Iterable[Triple], path: Path, form: RdfFormat) -> None:
    """Written by the library, which lists the prefixes as it happens to: they are put in order in their place."""
    pyoxigraph.serialize(statements, str(path), format=form, prefixes=_PREFIXES)
    with path.open("r+b") as file:
        prefixes = [file.readline() for _ in _PREFIXES]
        file.seek(0)
        file.writelines(sorted(prefixes))


# ------------------------------------------------------------ the order of statements


def _by_graph(quad: Quad) -> tuple[str, ...]:
    return value(quad.graph_name), *_by_subject(quad)


def _by_subject(quad: Quad) -> tuple[str, ...]:
    return value(quad.subject), value(quad.predicate), str(quad.object)


def _in_order(quads: Iterable[Quad], key: Key, folder: Path) -> Iterator[Quad]:
    """The statements sorted: runs in files of the folder, and merged."""
    rest = iter(quads)
    runs: list[Iterable[Quad]] = []
    while run := sorted(islice(rest, RUN), key=key):
        runs.append(_kept(run, folder / str(len(runs))) if len(run) == RUN else run)
    return heapq.merge(*runs, key=key)


def _kept(run: Iterable[Quad], path: Path) -> Iterator[Quad]:
    """A run written to a file, and read back as it is asked for."""
    with path.open("wb") as file:
        for quad in run:
            pickle.dump(quad, file)
    return _read_back(path)


def _read_back(path: Path) -> Iterator[Quad]:
    with path.open("rb") as file:
        while file.peek(1):
            yield pickle.load(file)
