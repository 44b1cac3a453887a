"""What can go wrong with a store or a question. Every message says what, where and what to do next.

GraphError
├── StoreError             a store that cannot serve
│   ├── StoreMissing           there is none
│   ├── NotAStore              there is something else
│   ├── StoreLocked            another process is writing to it
│   ├── StoreUnavailable       it cannot be read or written now
│   ├── UnsupportedStore       an address that no engine answers to
│   └── CopyRefused            two stores that cannot become equal
├── QueryError             a user's own query
│   ├── QueryRefused           unsafe, or more than the engine bears      .reason
│   ├── QuerySyntax            not a query that the engine can read       .line .column
│   └── QueryStopped           a limit was reached                        .limit .value
└── JudgementError         a judgement on what is not there
"""

from typing import Literal

from corredor.ontology.errors import CorredorError

Reason = Literal["size", "nesting", "network", "write", "text", "parameter", "engine"]
Limit = Literal["time", "memory", "rows"]


class GraphError(CorredorError):
    """The base of what stores and questions raise."""


class StoreError(GraphError):
    """A store that cannot serve."""


class StoreMissing(StoreError):
    """There is no store at the address."""


class NotAStore(StoreError):
    """What lies at the address is no Corredor store."""


class StoreLocked(StoreError):
    """Another process is writing to the store."""


class StoreUnavailable(StoreError):
    """The store is there and cannot be read or written now."""


class UnsupportedStore(StoreError):
    """No engine answers to this kind of address."""


class CopyRefused(StoreError):
    """The target of a copy holds what its source does not have."""


class QueryError(GraphError):
    """A user's own query that gave no answer. The store is as it was."""


class QueryRefused(QueryError):
    """A query that was not run, or that the engine gave up on; `reason` is the kind of offence."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class QuerySyntax(QueryError):
    """A text that the engine cannot read as a query; it stumbled at `line` and `column`, both from 1."""

    def __init__(self, line: int, column: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class QueryStopped(QueryError):
    """A query that reached a limit; nothing of its answer is given.

    `value` is the limit that was set: seconds for time, megabytes for memory, a number for rows.
    """

    def __init__(self, limit: Limit, value: float, message: str) -> None:
        super().__init__(message)
        self.limit = limit
        self.value = value


class JudgementError(GraphError):
    """A judgement on a claim, a source or a judgement that is not in the store."""
