"""A user's own query over Bolt: guarded, read only, on a line of its own, and never run twice.

Neo4j itself refuses what writes in a reading transaction and ends it at its time. Others that speak Bolt may do
neither: so whatever the query did is rolled back, and shortly after its time the line is cut. What such a server then
still computes is beyond us.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from neo4j import READ_ACCESS, Record, Session, Transaction
from neo4j.exceptions import DriverError, Neo4jError

from corredor.graph.errors import QueryRefused, QueryStopped, QuerySyntax, StoreError
from corredor.graph.queries.cypher_guard import check
from corredor.graph.queries.cypher_values import bare_ends, bound, plain
from corredor.graph.queries.limits import Limits
from corredor.graph.queries.table import Table
from corredor.graph.stores.bolt_address import BoltAddress
from corredor.graph.stores.bolt_errors import MEMORY, TIME, code, explained, one_line
from corredor.graph.stores.bolt_line import FETCH, Line
from corredor.graph.stores.patience import Overdue, Silent

GRACE_S = 1.0
_IDS = "MATCH (n) WHERE elementId(n) IN $bare RETURN elementId(n), n.id"
_WRITES = ("AccessMode", "Forbidden", "ReadOnly", "WriteOnReadOnlyAccessDatabase", "ForbiddenOnReadOnlyDatabase")
_STORE = (".Security.", ".Database.", "DatabaseUnavailable", ".Cluster.")
_SYNTAX = ("SyntaxError", "InvalidSyntax")


def ask(address: BoltAddress, text: str, parameters: Mapping[str, str], limits: Limits) -> Table:
    """The answer to a user's query; raises QueryRefused, QuerySyntax, QueryStopped and StoreError."""
    check(text, text_bytes=limits.text_bytes, nesting=limits.nesting)
    values = bound(text, parameters)
    line = Line(address)
    session = line.session(READ_ACCESS)
    try:
        return line.call(lambda: _table(session, text, values, limits), limits.seconds + GRACE_S)
    except Overdue:
        raise limits.reached("time") from None
    except Neo4jError as error:
        raise _refused(error, limits, address) from error
    except (DriverError, Silent) as error:
        raise explained(error, address) from error
    finally:
        line.close()  # before the session, which would have the server go through all rows that are left
        with suppress(Exception):
            session.close()


def _table(session: Session, text: str, values: Mapping[str, Any], limits: Limits) -> Table:
    found: list[Record] = []
    transaction = session.begin_transaction(timeout=limits.seconds)
    result = transaction.run(text, dict(values))
    while batch := result.fetch(FETCH):
        found += batch
        if len(found) > limits.rows:
            raise limits.reached("rows")
    columns, ids = tuple(result.keys()), _ids(transaction, found)
    transaction.rollback()
    return Table(columns, tuple(tuple(plain(value, ids) for value in record) for record in found))


def _ids(transaction: Transaction, records: list[Record]) -> dict[str, str]:
    """The ids of nodes of which a relationship brought no more than the engine's own number."""
    bare = set().union(*(bare_ends(record.values()) for record in records))
    found = transaction.run(_IDS, bare=list(bare)) if bare else ()
    return {number: str(id) for number, id in found if id is not None}


def _refused(
    error: Neo4jError, limits: Limits, address: BoltAddress
) -> QueryRefused | QuerySyntax | QueryStopped | StoreError:
    name, whole = code(error), str(error.code)
    if name in _SYNTAX:
        return _syntax(error)
    if name in _WRITES:
        advice = "Change what is stored with `corredor load`, `retract`, `accept` or `reject`."
        return QueryRefused("write", f"The query writes, or asks for more than reading. {advice}")
    if name in TIME:
        return limits.reached("time")
    if name in MEMORY:
        message = "The query was stopped at the memory that the server allows it. Ask for less of it at once."
        return QueryStopped("memory", limits.memory_mb, message)
    if any(sign in whole for sign in _STORE):
        return explained(error, address)
    return QueryRefused("engine", f"The server refused the query: {one_line(error)}. Correct the query.")


def _syntax(error: Neo4jError) -> QuerySyntax:
    """Line and column as the server says them: "line 1, column 5", or "line 1:4" counted from 0."""
    message = error.message or ""
    line, column = 1, 1
    if place := re.search(r"line (\d+), column (\d+)", message):
        line, column = int(place[1]), int(place[2])
    elif place := re.search(r"line (\d+):(\d+)", message):
        line, column = int(place[1]), int(place[2]) + 1
    line, column = max(line, 1), max(column, 1)
    return QuerySyntax(line, column, f"Line {line}, column {column}: {one_line(error)}. Correct the query.")
