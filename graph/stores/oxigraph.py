"""The embedded store: Oxigraph on disk, in a folder of its own. No server, one writer at a time, any number of readers.

corredor.store/
    corredor.json     says that this is a store, and in which form
    rdf/              the database
    cypher/           the same graph for Cypher, made when it is asked for; it may be deleted
"""

import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import NamedNode, Quad

from corredor.graph.rdf import iri, local
from corredor.graph.stores.folder import DATABASE, Explained, is_store, label, open_engine, refuse, unreadable
from corredor.graph.stores.rdf_store import LINKS, RdfStore, update_text

if TYPE_CHECKING:
    from rdflib import Dataset

    from corredor.graph.queries.limits import Limits
    from corredor.graph.queries.worker import Answer

MANY = 2_000  # statements


class OxigraphStore(RdfStore):
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
        store.furnish()
        if not is_store(path):
            label(path)
        return store

    @classmethod
    def in_memory(cls) -> "OxigraphStore":
        """An empty store that is gone with the process."""
        store = cls(pyoxigraph.Store())
        store.furnish()
        return store

    @property
    def address(self) -> str:
        return str(self.path) if self.path else "a store in memory"

    def find(
        self, subject: str | None = None, predicate: str | None = None, graph: NamedNode | None = None
    ) -> Iterator[Quad]:
        pattern = (iri(subject) if subject else None, iri(predicate) if predicate else None)
        try:
            yield from self._engine.quads_for_pattern(*pattern, None, graph)
        except (RuntimeError, OSError) as error:  # a file was tidied away under a reader, or is damaged
            raise unreadable(self.path, error) from error

    def naming(self, ids: Iterable[str]) -> set[str]:
        found = (q.graph_name for id in ids for q in self._engine.quads_for_pattern(None, None, iri(id), None))
        return {local(graph) for graph in found if local(graph).startswith("source/")}

    def led_to(self, ids: Collection[str], predicates: Collection[str], *, backward: bool) -> set[str]:
        pairs = ((iri(id), iri(predicate)) for id in ids for predicate in predicates)
        if backward:
            return {local(q.subject) for id, p in pairs for q in self._engine.quads_for_pattern(None, p, id, LINKS)}
        return {local(q.object) for id, p in pairs for q in self._engine.quads_for_pattern(id, p, None, LINKS)}

    def write(self, added: Sequence[Quad], replaced: Sequence[NamedNode] = (), removed: Sequence[Quad] = ()) -> None:
        with Explained(self.path):
            dropped = [graph for graph in replaced if self._engine.contains_named_graph(graph)]
            if not dropped and not removed:
                # Both are all or nothing; the one for many writes its files at once and takes a third of the time.
                (self._engine.bulk_extend if len(added) > MANY else self._engine.extend)(added)
                return
            self._engine.update(update_text(added, dropped, removed))

    def sync(self) -> None:
        if self.path:
            with Explained(self.path):
                self._engine.flush()

    def close(self) -> None:
        del self._engine

    # ------------------------------------------------------------ queries

    def query(self, text: str, parameters: Mapping[str, str] | None = None, limits: "Limits | None" = None) -> "Answer":
        from corredor.graph.queries.limits import Limits
        from corredor.graph.queries.worker import ask

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
