"""One database of the embedded engine, inside the process that the engine runs in. Every method answers in JSON."""

import json
import time
from collections.abc import Mapping
from typing import Any

import jpype
from arcadedb_embedded import convert_python_to_java

from corredor.graph.stores.arcadedb_child import CHUNK
from corredor.graph.stores.arcadedb_values import Plain


class JavaDatabase:
    """What a process can be asked to do. Rows are read in chunks under a number, until another statement takes it."""

    def __init__(self, path: str, writes: bool) -> None:
        self._path = path
        self._writes = writes
        self._results: dict[int, Any] = {}
        self._batches = jpype.JClass("com.arcadedb.python.RowBatcher")
        self._settings = jpype.JClass("com.arcadedb.GlobalConfiguration")

    def open(self, create: bool) -> str:
        """Open the database, or make it."""
        factory = jpype.JClass("com.arcadedb.database.DatabaseFactory")(self._path)
        mode = jpype.JClass("com.arcadedb.engine.ComponentFile").MODE
        if create:
            self._database = factory.create()
        else:
            self._database = factory.open(mode.READ_WRITE if self._writes else mode.READ_ONLY)
        self._plain = Plain()
        return "{}"

    def close(self) -> str:
        """Close the database; what was written is on disk."""
        self._database.close()
        return "{}"

    # ------------------------------------------------------------ statements of ours

    def rows(self, text: str, parameters: Mapping[str, Any], number: int) -> str:
        """The first rows of a reading statement."""
        return self._begun(self._database.query("opencypher", text, _java(parameters)), number)

    def run(self, text: str, parameters: Mapping[str, Any], number: int) -> str:
        """Run any statement, and give its first rows."""
        return self._begun(self._database.command("opencypher", text, _java(parameters)), number)

    def _begun(self, result: Any, number: int) -> str:
        if before := self._results.pop(number, None):
            before.close()
        self._results[number] = result
        return self.more(number)

    def more(self, number: int) -> str:
        """The next rows; fewer than a chunk are the last."""
        return f'{{"rows": {self._batches.nextJsonBatch(self._results[number], CHUNK)}}}'

    def begin(self) -> str:
        """Begin a transaction."""
        self._database.begin()
        return "{}"

    def commit(self) -> str:
        """Make the transaction last."""
        self._database.commit()
        return "{}"

    def rollback(self) -> str:
        """Forget the transaction."""
        self._database.rollback()
        return "{}"

    # ------------------------------------------------------------ a user's own query

    def ask(self, text: str, parameters: Mapping[str, Any], seconds: float, rows: int, size: int) -> str:
        """Columns and rows of a guarded query, or the limit that it reached; an answer is `size` bytes at most."""
        until = time.monotonic() + seconds
        self._allow(seconds)
        try:
            result = self._database.query("opencypher", text, _java(parameters))
            return self._table(text, result, until, rows, size)
        finally:
            self._allow(0)

    def _allow(self, seconds: float) -> None:
        settings = self._database.getConfiguration()
        settings.setValue(self._settings.COMMAND_TIMEOUT, jpype.JLong(int(seconds * 1000)))

    def _table(self, text: str, result: Any, until: float, most: int, size: int) -> str:
        columns: list[Any] = []
        rows: list[str] = []
        while result.hasNext():
            row = result.next()
            columns = columns or list(row.getPropertyNames())
            rows.append(json.dumps([self._plain(row.getProperty(name)) for name in columns]))
            size -= len(rows[-1])
            reached = {"rows": len(rows) > most, "memory": size < 0, "time": time.monotonic() > until}
            if any(reached.values()):
                result.close()
                return json.dumps({"stopped": next(limit for limit in reached if reached[limit])})
        columns = columns or _columns(text)
        return f'{{"columns": {json.dumps([*map(str, columns)])}, "rows": [{", ".join(rows)}]}}'


def _columns(text: str) -> list[str]:
    """The columns of a query that gave no row."""
    returned = jpype.JClass("com.arcadedb.query.opencypher.parser.Cypher25AntlrParser")().parse(text).getReturnClause()
    items = returned.getReturnItems() if returned else ()
    return [str(item.getOutputName()) for item in items if not item.isStar()]


def _java(parameters: Mapping[str, Any]) -> Any:
    return jpype.JObject(convert_python_to_java(dict(parameters)), jpype.JClass("java.util.Map"))
