"""What a property-graph store needs of whatever speaks Cypher: a server over Bolt, or the embedded engine."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol, TypeVar

from corredor.graph.queries.limits import Limits
from corredor.graph.queries.table import Table

T = TypeVar("T")
Row = dict[str, Any]


class Run(Protocol):
    """Runs one statement of ours inside a transaction and gives its rows."""

    def __call__(self, text: str, /, **parameters: Any) -> list[Row]: ...


class CypherEngine(ABC):
    """Runs Cypher. Texts are ours and constant, or a user's own and guarded (`ask`); values are parameters alone."""

    address: str

    @abstractmethod
    def rows(self, text: str, /, **parameters: Any) -> Iterator[Row]:
        """The rows of a reading statement of ours, as they come."""

    @abstractmethod
    def write(self, work: Callable[[Run], T]) -> T:
        """Do some work in one transaction, all or nothing; it may be run again where the engine says so."""

    @abstractmethod
    def alter(self, statements: list[str]) -> None:
        """Make constraints and indexes, each where it is missing."""

    @abstractmethod
    def ask(self, text: str, parameters: Mapping[str, str], limits: Limits) -> Table:
        """A user's own query: it can read everything and change nothing, and ends at its limits.

        Raises QueryRefused, QuerySyntax, QueryStopped.
        """

    def procedures(self) -> set[str]:
        """The names of the procedures that the engine offers; none where it does not say."""
        return set()

    @abstractmethod
    def close(self) -> None:
        """Give connections and processes back."""
