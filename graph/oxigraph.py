"""The embedded store: Oxigraph on disk, in a folder of its own. No server, one writer at a time, any number of readers.

corredor.store/
    corredor.json     says that this is a store, and in which form
    rdf/              the database
"""

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad

from corredor.graph.claim import Record
from corredor.graph.entities import entity_quads
from corredor.graph.folder import DATABASE, Explained, is_store, label, open_engine, refuse, unreadable
from corredor.graph.identity import canonical
from corredor.graph.judgement import Judgement, in_order
from corredor.graph.rdf import iri, local, quads, records, value
from corredor.graph.shortcuts import Triple, shortcuts
from corredor.graph.store import Change, Store
from corredor.ontology.registry import Entry, registry_digest
from corredor.ontology.vocabulary import vocabulary
from corredor.ontology.voices import voices_digest

if TYPE_CHECKING:
    from rdflib import Dataset

    from corredor.graph.worker import Answer, Limits

MANY = 2_000  # statements
LINKS, ENTITIES, JUDGEMENTS, ONTOLOGY = (
    iri("graph/" + name) for name in ("links", "entities", "judgements", "ontology")
)
_TYPE = iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_AT = iri("http://www.w3.org/ns/prov#endedAtTime")
_JSON = iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON")
_DATETIME = iri("http://www.w3.org/2001/XMLSchema#dateTime")


class OxigraphStore(Store):
    """A store in a folder, or in memory where `path` is None."""

    def __init__(self, engine: pyoxigraph.Store, path: Path | None = None) -> None:
        self._engine = engine
        self.path = path

    @classmethod
    def open(cls, path: Path, *, write: bool, create: bool) -> "OxigraphStore":
        """The store in a folder; see `open_store`."""
        if not is_store(path):
            refuse(path, create=create)
        elif not write:
            return cls(open_engine(path, write=False), path)
        path.mkdir(parents=True, exist_ok=True)
        store = cls(open_engine(path, write=True), path)
        store._furnish()
        return store

    @classmethod
    def in_memory(cls) -> "OxigraphStore":
        """An empty store that is gone with the process."""
        store = cls(pyoxigraph.Store())
        store._furnish()
        return store

    # ------------------------------------------------------------ reading

    def records(self) -> Iterator[Record]:
        found = self._find(predicate="record")
        return records((local(q.graph_name), value(q.object)) for q in found if q.graph_name != JUDGEMENTS)

    def record(self, source_id: str) -> Record | None:
        rows = [(source_id, value(q.object)) for q in self._find(predicate="record", graph=iri(source_id))]
        return next(records(rows), None)

    def digests(self) -> dict[str, str]:
        found = self._find(predicate="digest")
        return {local(q.graph_name): value(q.object) for q in found if q.graph_name != ENTITIES}

    def judgements(self) -> list[Judgement]:
        found = self._find(predicate="record", graph=JUDGEMENTS)
        return in_order(Judgement(**json.loads(value(q.object))) for q in found)

    def entries(self) -> tuple[list[Entry], list[Entry]]:
        own: dict[str, list[Entry]] = {"places": [], "groups": []}
        for q in self._find(predicate="entry", graph=ENTITIES):
            own[local(q.subject).removeprefix("registry/")].append(json.loads(value(q.object)))
        return own["places"], own["groups"]

    def naming(self, ids: Iterable[str]) -> set[str]:
        found = (q.graph_name for id in ids for q in self._engine.quads_for_pattern(None, None, iri(id), None))
        return {local(graph) for graph in found if local(graph).startswith("source/")}

    def shortcuts(self) -> set[Triple]:
        return {(local(q.subject), value(q.predicate), _short(q.object)) for q in self._find(graph=LINKS)}

    def _find(self, *, predicate: str | None = None, graph: NamedNode | None = None) -> Iterator[Quad]:
        try:
            yield from self._engine.quads_for_pattern(None, iri(predicate) if predicate else None, None, graph)
        except (RuntimeError, OSError) as error:  # a file was tidied away under a reader, or is damaged
            raise unreadable(self.path, error) from error

    # ------------------------------------------------------------ writing

    def apply(self, change: Change) -> None:
        added = [q for record in change.puts for q in quads(record)]
        added += _judgement_quads(change.judgement) if change.judgement else []
        added += [_link_quad(triple) for triple in change.add]
        graphs = [iri(record.source.id) for record in change.puts]
        replaced = [graph for graph in graphs if self._engine.contains_named_graph(graph)]
        removed = [_link_quad(triple) for triple in change.remove]
        self._write(added, replaced, removed)

    def extend(self, places: Sequence[Entry] = (), groups: Sequence[Entry] = ()) -> None:
        known_places, known_groups = self.entries()
        fresh = {
            "places": [entry for entry in places if entry not in known_places],
            "groups": [entry for entry in groups if entry not in known_groups],
        }
        if not any(fresh.values()):
            return
        known = self.names.places.extended(fresh["places"])  # both raise where they clash, before anything is written
        self.names.groups.extended(fresh["groups"], known)
        self._write([_entry_quad(kind, entry) for kind, entries in fresh.items() for entry in entries], [], [])
        self.rebuild()

    def rebuild(self) -> None:
        self.__dict__.pop("names", None)
        own = list(self._find(predicate="entry", graph=ENTITIES))
        digest = Quad(iri("graph/entities"), iri("digest"), Literal(self._base()), ENTITIES)
        for record in self.resolved_anew():
            self._write(quads(record), [iri(record.source.id)], [])
        links = [_link_quad(triple) for triple in shortcuts(self.claims(), self.canonical)]
        self._write(links, [LINKS], [])
        # The digest comes last: a rebuild that was cut short does not have it, and is made again at the next opening.
        self._write([*own, digest, *entity_quads(self.names, ENTITIES), *_ontology_quads()], [ENTITIES, ONTOLOGY], [])
        self.sync()

    def sync(self) -> None:
        if self.path:
            with Explained(self.path):
                self._engine.flush()

    def close(self) -> None:
        del self._engine

    def _furnish(self) -> None:
        """Make what every store has, where it is missing or from other registries."""
        stated = [value(q.object) for q in self._find(predicate="digest", graph=ENTITIES)]
        if stated != [self._base()]:
            self.rebuild()
        if self.path and not is_store(self.path):
            label(self.path)

    def _base(self) -> str:
        return f"{registry_digest(*self.entries())} {voices_digest()} {vocabulary().digest}"

    def _write(self, added: list[Quad], replaced: list[NamedNode], removed: list[Quad]) -> None:
        """One transaction: graphs dropped, quads removed, quads added."""
        with Explained(self.path):
            if not replaced and not removed:
                # Both are all or nothing; the one for many writes its files at once and takes a third of the time.
                (self._engine.bulk_extend if len(added) > MANY else self._engine.extend)(added)
                return
            steps = [f"DROP SILENT GRAPH {graph}" for graph in replaced]
            steps += [f"DELETE DATA {{ {_data(removed)} }}"] if removed else []
            steps += [f"INSERT DATA {{ {_data(added)} }}"] if added else []
            self._engine.update(";\n".join(steps))

    # ------------------------------------------------------------ queries and exits

    def query(self, text: str, parameters: Mapping[str, str] | None = None, limits: "Limits | None" = None) -> "Answer":
        from corredor.graph.worker import Limits, ask

        if self.path:
            return ask(self.path / DATABASE, text, parameters=parameters or {}, limits=limits or Limits())
        with tempfile.TemporaryDirectory() as folder:
            copy = pyoxigraph.Store(folder)
            copy.bulk_extend(self._engine)
            copy.flush()
            del copy
            return ask(Path(folder), text, parameters=parameters or {}, limits=limits or Limits())

    def rdf(self) -> "Dataset":
        from oxrdflib import OxigraphStore as Adapter
        from rdflib import Dataset

        return Dataset(store=Adapter(store=self._engine), default_union=True)

    def export_nquads(self, path: Path) -> None:
        self._engine.dump(str(path), pyoxigraph.RdfFormat.N_QUADS)

    def verify(self) -> list[str]:
        return [*super().verify(), *self._stray_statements()]

    def _stray_statements(self) -> Iterator[str]:
        for record in self.records():
            stored = set(self._find(graph=iri(record.source.id)))
            if stored != set(quads(record)):
                yield f"{record.source.id}: its statements are not those of its record. Load its sheet again."


def _judgement_quads(judgement: Judgement) -> list[Quad]:
    node = iri(judgement.id)
    said = [(iri("act"), judgement.act), (iri("judgedBy"), judgement.by), (iri("because"), judgement.because)]
    return [
        Quad(node, _TYPE, iri("Judgement"), JUDGEMENTS),
        Quad(node, iri("about"), iri(judgement.about), JUDGEMENTS),
        Quad(node, iri("record"), Literal(canonical(asdict(judgement)), datatype=_JSON), JUDGEMENTS),
        Quad(node, _AT, Literal(judgement.at, datatype=_DATETIME), JUDGEMENTS),
        *(Quad(node, predicate, Literal(text), JUDGEMENTS) for predicate, text in said if text),
    ]


def _ontology_quads() -> list[Quad]:
    files = (pyoxigraph.parse(path=str(p), format=pyoxigraph.RdfFormat.TURTLE) for p in vocabulary().paths)
    return [Quad(q.subject, q.predicate, q.object, ONTOLOGY) for quads_ in files for q in quads_]


def _entry_quad(kind: str, entry: Entry) -> Quad:
    return Quad(iri(f"registry/{kind}"), iri("entry"), Literal(canonical(entry)), ENTITIES)


def _link_quad(triple: Triple) -> Quad:
    return Quad(iri(triple[0]), iri(triple[1]), iri(triple[2]), LINKS)


def _short(node: object) -> str:
    return value(node) if node == iri("Market") else local(node)


def _data(quads_: Iterable[Quad]) -> str:
    return "\n".join(f"GRAPH {q.graph_name} {{ {q.subject} {q.predicate} {q.object} }}" for q in quads_)
