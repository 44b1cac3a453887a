"""The embedded Cypher engine: ArcadeDB in a folder, with a Java machine of its own in a child process.

Many may read the folder, or one may write. A user's query runs in the same child as our own statements: what harms it
costs a new child and nothing else.
"""

from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from corredor.graph.errors import NotAStore, StoreMissing, StoreUnavailable, UnsupportedStore
from corredor.graph.queries import cypher_guard, cypher_values
from corredor.graph.queries.limits import Limits
from corredor.graph.queries.table import Table
from corredor.graph.stores import arcadedb_errors as errors
from corredor.graph.stores.arcadedb_child import CHUNK, LOCKED, Child, Ended
from corredor.graph.stores.cypher_engine import CypherEngine, Row, Run

T = TypeVar("T")
PATIENCE_S = 10.0  # for another process to end
GRACE_S = 1.0  # for the engine to stop a query itself


class ArcadeEngine(CypherEngine):
    """One database in a folder."""

    def __init__(self, path: Path, *, write: bool) -> None:
        self.address = f"arcadedb:{path}"
        self._path = path
        self._writes = write
        self._numbers = count(1)
        self._free: list[int] = []  # numbers whose rows nobody reads any more
        self._child: Child | None = None

    @classmethod
    def open(cls, path: Path, *, write: bool, create: bool) -> "ArcadeEngine":
        """The database in a folder; `create` makes one where there is none, and writes to it.

        Raises UnsupportedStore without the package, StoreMissing, NotAStore, StoreLocked or StoreUnavailable.
        """
        engine = cls(path, write=write or create)
        if find_spec("arcadedb_embedded") is None:
            advice = 'Install it: pip install "corredor[cypher]".'
            raise UnsupportedStore(f"{engine.address}: the embedded Cypher engine is not installed. {advice}")
        fresh = not (path / "schema.json").is_file()
        if fresh:
            _make_folder(path, create=create)
        engine._child = engine._opened(Limits().memory_mb, fresh=fresh)
        return engine

    # ------------------------------------------------------------ statements of ours

    def rows(self, text: str, /, **parameters: Any) -> Iterator[Row]:
        return self._read("rows", text, parameters)

    def write(self, work: Callable[[Run], T]) -> T:
        self._do("begin")
        child = self._child

        def run(text: str, /, **parameters: Any) -> list[Row]:
            self._check_same(child)
            return self._run(text, **parameters)

        try:
            done = work(run)
            self._check_same(child)
        except BaseException:
            if self._child is child:
                self._do("rollback")
            raise
        self._do("commit")
        return done

    def _run(self, text: str, /, **parameters: Any) -> list[Row]:
        return list(self._read("run", text, parameters))

    def alter(self, statements: list[str]) -> None:
        for statement in statements:
            self._run(statement)

    def _read(self, do: str, text: str, parameters: Mapping[str, Any]) -> Iterator[Row]:
        number = self._free.pop() if self._free else next(self._numbers)
        try:
            rows = self._do(do, text=text, parameters=parameters, number=number)["rows"]
            child = self._child
            while len(rows) == CHUNK:
                yield from rows
                self._check_same(child)
                rows = self._do("more", number=number)["rows"]
            yield from rows
        finally:
            self._free.append(number)

    def _do(self, do: str, **what: Any) -> dict[str, Any]:
        child = self._child = self._child or self._opened(Limits().memory_mb)
        try:
            reply = self._send(child, do, **what)
        except Ended as end:
            raise errors.broken_off(self.address) from end
        if "error" in reply:
            raise errors.unavailable(self.address, reply["error"])
        return reply

    # ------------------------------------------------------------ a user's own query

    def ask(self, text: str, parameters: Mapping[str, str], limits: Limits) -> Table:
        cypher_guard.check(text, text_bytes=limits.text_bytes, nesting=limits.nesting)
        values = cypher_values.bound(text, parameters)
        reply = self._asked(text, values, limits)
        if "stopped" in reply:
            raise limits.reached(reply["stopped"])
        if "error" in reply:
            raise errors.refused(reply["error"], limits)
        return Table(tuple(reply["columns"]), tuple(map(tuple, reply["rows"])))

    def _asked(self, text: str, values: Mapping[str, Any], limits: Limits) -> dict[str, Any]:
        """The reply of a child that has exactly the memory that the query may take."""
        if self._child and self._child.heap_mb != limits.memory_mb:
            self.close()
        child = self._child = self._child or self._opened(limits.memory_mb)
        what = {"seconds": limits.seconds, "rows": limits.rows, "size": limits.memory_mb * 2**20}
        try:
            return self._send(child, "ask", within=limits.seconds + GRACE_S, text=text, parameters=values, **what)
        except Ended as end:
            raise errors.ended(end, limits) from end

    # ------------------------------------------------------------ the child

    def _send(self, child: Child, do: str, **what: Any) -> dict[str, Any]:
        try:
            return child.send(do, **what)
        except BaseException:  # also Ctrl-C: whatever comes out of there, the child is no more
            self._child = None
            raise

    def _opened(self, heap_mb: int, *, fresh: bool = False) -> Child:
        """A child with the database open."""
        if not self._writes and (self._path / "database.lck").exists():  # a writer is at work, or was killed
            self._started(heap_mb, writes=True).close()  # brings in what it had promised
        return self._started(heap_mb, writes=self._writes, fresh=fresh)

    def _started(self, heap_mb: int, *, writes: bool, fresh: bool = False) -> Child:
        child = Child(self._path, heap_mb, writes=writes, patience=PATIENCE_S)
        try:
            reply = child.send("open", create=fresh)
        except Ended as end:
            if end.code == LOCKED:
                raise errors.locked(self.address) from end
            message = f"{self.address}: the engine does not start (exit code {end.code}). Free some memory, and see"
            raise StoreUnavailable(f"{message} that the package arcadedb_embedded is whole.") from end
        if "error" in reply:
            child.kill()
            raise errors.unavailable(self.address, reply["error"])
        return child

    def _check_same(self, child: Child | None) -> None:
        """Raise StoreUnavailable where the child that began something is no more."""
        if self._child is not child:
            raise errors.broken_off(self.address)

    def close(self) -> None:
        if self._child:
            self._child.close()
            self._child = None


def _make_folder(path: Path, *, create: bool) -> None:
    if path.is_dir() and any(path.iterdir()):
        raise NotAStore(f"arcadedb:{path}: this folder is no Cypher projection. Name another.")
    if path.exists() and not path.is_dir():
        raise NotAStore(f"arcadedb:{path}: is a file; a projection is a folder. Name another.")
    if not create:
        raise StoreMissing(f"No store at arcadedb:{path}. Make one with `corredor copy`.")
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(f"arcadedb:{path}: cannot be made: {error.strerror}. Name another folder.") from error
