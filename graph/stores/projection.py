"""The other language of a store: a copy of it in an engine that speaks that language, made when it is asked for.

A projection carries the revision that it was made from. When the store has moved on, a new generation is made beside
the old one, from a copy of it where little has changed, and takes its place in one step; whoever still reads the old
one reads on. It lies in the folder of the store, or in the cache of the user where the store is elsewhere, and can be
deleted at any time: what is missing or damaged is made anew.
"""

import json
import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from corredor.graph.errors import NotAStore, StoreError, StoreLocked, StoreMissing, StoreUnavailable
from corredor.graph.queries import cypher_guard, guard
from corredor.graph.queries.limits import Limits
from corredor.graph.store import Store
from corredor.graph.stores.copying import copy

if TYPE_CHECKING:
    from corredor.graph.queries.table import Table
    from corredor.graph.queries.worker import Answer
    from corredor.graph.stores.arcadedb import ArcadeEngine
    from corredor.graph.stores.oxigraph import OxigraphStore

T = TypeVar("T")
PATIENCE_S = 600.0  # while another process makes the projection
LITTLE = 0.3  # the share of sources that may differ before a projection is made from nothing
CURRENT = "current.json"


def cypher(
    store: Store, text: str, parameters: Mapping[str, str] | None = None, limits: Limits | None = None
) -> "Table":
    """The answer to a user's own Cypher query about a store of quads.

    Raises QueryError, UnsupportedStore without the embedded engine, and StoreError where no projection can be made.
    """
    bounds = limits or Limits()
    cypher_guard.check(text, text_bytes=bounds.text_bytes, nesting=bounds.nesting)
    with _opened(store, _PROPERTY_GRAPH) as engine:
        try:
            return engine.ask(text, parameters or {}, bounds)
        finally:
            engine.close()


def sparql(
    store: Store, text: str, parameters: Mapping[str, str] | None = None, limits: Limits | None = None
) -> "Answer":
    """The answer to a user's own SPARQL query about a property graph."""
    bounds = limits or Limits()
    guard.check(text, text_bytes=bounds.text_bytes, nesting=bounds.nesting)
    with as_rdf(store) as projected:
        return projected.query(text, parameters, bounds)


def as_rdf(store: Store) -> "OxigraphStore":
    """A store that is on disk or on a server as quads, open to read."""
    with _opened(store, _QUADS) as projected:
        return projected


# ---------------------------------------------------------------- languages


@dataclass(frozen=True, slots=True)
class _Language(Generic[T]):
    """A folder for the projections, how one is opened to be filled, and how to be read."""

    name: str
    make: Callable[[Path], Store]
    read: Callable[[Path], T]


def _engine(folder: Path) -> "ArcadeEngine":
    from corredor.graph.stores.arcadedb import ArcadeEngine

    return ArcadeEngine.open(folder, write=False, create=False)


def _property_graph(folder: Path) -> Store:
    from corredor.graph.stores.arcadedb import ArcadeEngine
    from corredor.graph.stores.cypher_store import CypherStore

    return CypherStore.open(ArcadeEngine.open(folder, write=True, create=True), write=True, create=True)


def _quads(folder: Path, *, write: bool = True) -> "OxigraphStore":
    from corredor.graph.stores.oxigraph import OxigraphStore

    return OxigraphStore.open(folder, write=write, create=write)


_PROPERTY_GRAPH = _Language("cypher", _property_graph, _engine)
_QUADS = _Language("rdf", _quads, lambda folder: _quads(folder, write=False))


# ---------------------------------------------------------------- generations


@contextmanager
def _opened(store: Store, language: _Language[T]) -> Iterator[T]:
    """A projection that is up to date, open to read. One of a store in memory lasts as long as the block."""
    home = _home(store)
    if home is None:
        with tempfile.TemporaryDirectory() as folder:
            only = Path(folder, "only")
            _made(store, only, language)
            yield language.read(only)
        return
    try:
        projected = _read(store, home / language.name, language)
    except OSError as error:
        advice = "Free space, or set XDG_CACHE_HOME to a folder of yours."
        raise StoreUnavailable(f"{home}: no projection can be made here: {error.strerror}. {advice}") from error
    yield projected


def _home(store: Store) -> Path | None:
    """Where the projections of a store lie; None for a store in memory, to which nobody comes back."""
    from corredor.graph.stores.oxigraph import OxigraphStore

    at = store.address
    if isinstance(store, OxigraphStore):
        if store.path is None:
            return None
        if os.access(store.path, os.W_OK):
            return store.path
        at = str(store.path.absolute())
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "corredor" / "projections" / sha256(at.encode()).hexdigest()[:16]


def _read(store: Store, folder: Path, language: _Language[T]) -> T:
    generation = _up_to_date(store, folder, language)
    try:
        return language.read(generation)
    except (StoreMissing, NotAStore, StoreUnavailable):  # it is damaged, or was tidied away at this very moment
        return language.read(_up_to_date(store, folder, language, instead_of=generation))


def _up_to_date(store: Store, folder: Path, language: _Language[T], instead_of: Path | None = None) -> Path:
    """The generation of the store's revision, made if there is none other than `instead_of`, which cannot be read."""
    revision = store.revision
    if (current := _current(folder, revision)) not in (None, instead_of):
        return current
    from filelock import FileLock, Timeout

    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # what a server shows one user is not for all others
    folder.mkdir(exist_ok=True)
    try:
        with FileLock(folder / "lock", timeout=PATIENCE_S):
            if (current := _current(folder, revision)) not in (None, instead_of):
                return current
            return _next(store, folder, language, None if instead_of else _current(folder))
    except Timeout as error:
        raise StoreLocked(f"{folder}: another process has been making this projection for long. Try again.") from error


def _current(folder: Path, revision: str | None = None) -> Path | None:
    """The generation in force; None where there is none, or (`revision`) where it is of another revision."""
    try:
        stated = json.loads((folder / CURRENT).read_text(encoding="utf-8"))
        generation = folder / stated["generation"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return generation if generation.is_dir() and revision in (None, stated.get("revision")) else None


def _next(store: Store, folder: Path, language: _Language[T], old: Path | None) -> Path:
    """Make the next generation and put it in force. The last one stays for those who were just about to open it."""
    new = folder / uuid.uuid4().hex[:12]
    for stray in folder.iterdir():
        if stray.is_dir() and stray != old:
            shutil.rmtree(stray, ignore_errors=True)
    try:
        revision = _updated(store, old, new, language) if old else _made(store, new, language)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    fresh = folder / f"{CURRENT}.new"
    fresh.write_text(json.dumps({"generation": new.name, "revision": revision}) + "\n", encoding="utf-8")
    os.replace(fresh, folder / CURRENT)
    return new


def _made(store: Store, new: Path, language: _Language[T]) -> str:
    with language.make(new) as projected:
        copy(store, projected, progress=store.progress)
        return projected.revision


def _updated(store: Store, old: Path, new: Path, language: _Language[T]) -> str:
    """Update a copy of the last generation; make it from nothing where that is less work, or the only way."""
    try:
        shutil.copytree(old, new)
        with language.make(new) as projected:
            held, wanted = projected.digests(), store.digests()
            if sum(held.get(id) != digest for id, digest in wanted.items()) < LITTLE * max(len(wanted), 1):
                copy(store, projected, progress=store.progress)
                return projected.revision
    except (StoreError, OSError):  # it is of another store (CopyRefused), or damaged
        pass
    shutil.rmtree(new, ignore_errors=True)
    return _made(store, new, language)
