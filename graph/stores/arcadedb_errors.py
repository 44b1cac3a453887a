"""What went wrong in the embedded engine, in the errors of `corredor.graph.errors`, one line each."""

import re
import signal
from collections.abc import Sequence

from corredor.graph.errors import (
    QueryError,
    QueryRefused,
    QuerySyntax,
    StoreError,
    StoreLocked,
    StoreUnavailable,
)
from corredor.graph.queries.limits import Limits
from corredor.graph.stores.arcadedb_child import Ended

Causes = Sequence[tuple[str, str]]
"""The classes and messages of an error and of what caused it, outermost first."""

_OUT_OF_MEMORY = 3  # the exit code of a Java machine without memory
_MEANINGLESS = re.compile(r"\(caused by.*|^\s*[\w.]*Exception:|^[A-Z]\w+: (?=[A-Z])")


def ended(end: Ended, limits: Limits) -> QueryError:
    """What the end of the process means for the query that it ran."""
    if end.overdue:
        return limits.reached("time")
    if end.code in (_OUT_OF_MEMORY, -signal.Signals(9)):
        return limits.reached("memory")
    advice = "The store is unharmed. Ask for less at once."
    return QueryRefused("engine", f"The engine broke down over this query (exit code {end.code}). {advice}")


def refused(causes: Causes, limits: Limits) -> QueryError:
    """Why the engine gave no answer to a user's query."""
    names, (name, message) = [name for name, _ in causes], causes[0]
    if "TimeoutException" in names:
        return limits.reached("time")
    if "OutOfMemoryError" in names:
        return limits.reached("memory")
    if "QueryNotIdempotentException" in names:
        advice = "Change what is stored with `corredor load`, `retract`, `accept` or `reject`."
        return QueryRefused("write", f"The query writes, or calls what may write. {advice}")
    if "too deeply" in message:
        return QueryRefused("nesting", "The query chains or nests too many terms. Use lists, as in: x IN [1, 2, 3].")
    if name in ("CommandParsingException", "CommandSemanticException") and "exceeding the maximum" not in message:
        return _syntax(message)
    return QueryRefused("engine", f"The engine refused the query: {one_line(message)}. Correct the query.")


def _syntax(message: str) -> QuerySyntax:
    """The engine counts columns from 0, and says nothing of the place where it understood the words."""
    place = re.search(r"line (\d+)(?::|, column )(\d+)", message)
    line, column = (int(place[1]), int(place[2]) + 1) if place else (1, 1)
    said = re.sub(r"Syntax error at line [\d:]+ - | at line \d+, column \d+", "", one_line(message))
    return QuerySyntax(line, column, f"Line {line}, column {column}: {said}. Correct the query.")


def unavailable(address: str, causes: Causes) -> StoreError:
    """A store that does not do what we ask of it."""
    if any("Lock" in name or "locked" in message for name, message in causes):
        return locked(address)
    told = one_line(causes[-1][1] or causes[-1][0])
    return StoreUnavailable(f"{address}: {told}. Make the copy anew with `corredor copy` if this stays so.")


def broken_off(address: str) -> StoreUnavailable:
    """The engine ended while we were at work with it."""
    message = f"{address}: the engine ended in the middle of its work. Nothing was half-stored."
    return StoreUnavailable(f"{message} Run the command again.")


def locked(address: str) -> StoreLocked:
    """Another process is in the way."""
    return StoreLocked(f"{address}: another process is using this store. Wait for it to end, or stop it.")


def one_line(message: str) -> str:
    """The first line of a message, without the names of the engine's classes and settings."""
    first = message.strip().split("\n")[0].partition(" allowed by the setting")[0]
    return _MEANINGLESS.sub("", first).strip().rstrip(".")[:200]
