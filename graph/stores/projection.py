"""The other language of a store: a copy of it in an engine that speaks that language, made when it is asked for.

A projection carries the revision that it was made from. When the store has moved on, a new generation is made beside
the old one, from a copy of it where little has changed, and takes its place in one step; whoever still reads the old
one reads on. It lies in the folder of the store, or in the cache of the user where the store is elsewhere, and can be
deleted at any time.
"""

import json
import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from corredor.graph.errors import CopyRefused, StoreError, StoreLocked
from corredor.graph.queries import cypher_guard, guard
from corredor.graph.queries.limits import Limits
from corredor.graph.store import Store
from corredor.graph.stores.copying import copy

if TYPE_CHECKING:
    from corredor.graph.queries.table import Table
    from corredor.graph.queries.worker import Answer
    from corredor.graph.stores.oxigraph import OxigraphStore

PATIENCE_S = 600.0  # while another process makes the projection
LITTLE = 0.3  # the share of sources that may differ before a projection is made from nothing
CURRENT = "current.json"
Maker = Callable[[Path], Store]


def cypher(
    store: Store, text: str, parameters: Mapping[str, str] | None = None, limits: Limits | None = None
) -> "Table":
    """The answer to a user's own Cypher query about a store of quads."""
    from corredor.graph.stores.arcadedb import ArcadeEngine

    bounds = limits or Limits()
    cypher_guard.check(text, text_bytes=bounds.text_bytes, nesting=bounds.nesting)
    with _generation(store, "cypher", _property_graph) as folder:
        engine = ArcadeEngine.open(folder, write=False, create=False)
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
    """A store as quads, open to read."""
    from corredor.graph.stores.oxigraph import OxigraphStore

    with _generation(store, "rdf", _quads) as folder:
        return OxigraphStore.open(folder, write=False, create=False)


def _property_graph(folder: Path) -> Store:
    from corredor.graph.stores.arcadedb import ArcadeEngine
    from corredor.graph.stores.cypher_store import CypherStore

    return CypherStore.open(ArcadeEngine.open(folder, write=True, create=True), write=True, create=True)


def _quads(folder: Path) -> Store:
    from corredor.graph.stores.oxigraph import OxigraphStore

    return OxigraphStore.open(folder, write=True, create=True)


# ---------------------------------------------------------------- generations


@contextmanager
def _generation(store: Store, name: str, make: Maker) -> Iterator[Path]:
    """The folder of a projection that is up to date."""
    home = _home(store)
    if home is None:
        with tempfile.TemporaryDirectory() as folder:
            with make(Path(folder, "only")) as projected:
                copy(store, projected)
            yield Path(folder, "only")
        return
    yield _up_to_date(store, home / name, make)


def _home(store: Store) -> Path | None:
    """Where the projections of a store lie; None where there is nothing to come back to."""
    path = getattr(store, "path", None)
    if path is None:
        if store.address == "a store in memory":
            return None
    elif os.access(path, os.W_OK):
        return Path(path)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "corredor" / "projections" / sha256(store.address.encode()).hexdigest()[:16]


def _up_to_date(store: Store, folder: Path, make: Maker) -> Path:
    revision = store.revision
    if current := _current(folder, revision):
        return current
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / "lock", timeout=PATIENCE_S):
            return _current(folder, revision) or _next(store, folder, make)
    except Timeout as error:
        raise StoreLocked(f"{folder}: another process has been making this projection for long. Try again.") from error


def _current(folder: Path, revision: str | None) -> Path | None:
    """The generation in force; None where there is none, or (`revision`) where it is of another revision."""
    try:
        stated = json.loads((folder / CURRENT).read_text(encoding="utf-8"))
        generation = folder / stated["generation"]
    except (OSError, ValueError, KeyError):
        return None
    return generation if generation.is_dir() and revision in (None, stated["revision"]) else None


def _next(store: Store, folder: Path, make: Maker) -> Path:
    """Make the next generation and put it in force. The last one stays for those who were just about to open it."""
    old, new = _current(folder, None), folder / uuid.uuid4().hex[:12]
    for stray in folder.iterdir():
        if stray.is_dir() and stray != old:
            shutil.rmtree(stray, ignore_errors=True)
    try:
        revision = _updated(store, old, new, make) if old else _made(store, new, make)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    fresh = folder / f"{CURRENT}.new"
    fresh.write_text(json.dumps({"generation": new.name, "revision": revision}) + "\n", encoding="utf-8")
    os.replace(fresh, folder / CURRENT)
    return new


def _made(store: Store, new: Path, make: Maker) -> str:
    with make(new) as projected:
        copy(store, projected)
        return projected.revision


def _updated(store: Store, old: Path, new: Path, make: Maker) -> str:
    """Update a copy of the last generation; make it from nothing where that is less work, or the only way."""
    try:
        shutil.copytree(old, new)
        with make(new) as projected:
            held, wanted = projected.digests(), store.digests()
            if sum(held.get(id) != digest for id, digest in wanted.items()) < LITTLE * max(len(wanted), 1):
                copy(store, projected)
                return projected.revision
    except (CopyRefused, StoreError, OSError):  # it is of another store, or damaged
        pass
    shutil.rmtree(new, ignore_errors=True)
    return _made(store, new, make)
