"""Cypher over Bolt: Neo4j, alone or in a cluster or Aura, and whatever else speaks it.

Whatever is wrong with the server is said within ten seconds, at the opening as at any later statement; a stream of
rows that flows may take as long as it needs. What a server calls passing is tried again for some seconds, and so is a
write of which nobody knows whether it was stored: each of ours has the same effect once or twice.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from time import monotonic, sleep
from typing import TypeVar

from neo4j import READ_ACCESS, WRITE_ACCESS, Query, Result
from neo4j.exceptions import DriverError, IncompleteCommit, Neo4jError

from corredor.graph.queries.limits import Limits
from corredor.graph.queries.table import Table
from corredor.graph.stores.bolt_address import BoltAddress
from corredor.graph.stores.bolt_errors import MEMORY, code, explained, too_old
from corredor.graph.stores.bolt_line import FETCH, OURS_S, Line, greet
from corredor.graph.stores.cypher_engine import CypherEngine, Row, Run
from corredor.graph.stores.patience import Silent, within

T = TypeVar("T")

PATIENCE_S = 8.0
PAUSE_S = 0.1
OLDEST = (5, 7)  # the first that can be told to keep its notes to itself


class BoltEngine(CypherEngine):
    """A property-graph server; `address` is where, without a password."""

    def __init__(self, target: BoltAddress, agent: str) -> None:
        self._target = target
        self._agent = agent
        self._line = Line(target)
        self.address = str(target)

    @classmethod
    def open(cls, url: str) -> "BoltEngine":
        """The server at a neo4j:// or bolt:// address, once it has answered a query.

        Raises StoreMissing where it lacks the database, UnsupportedStore where it is too old or the address no address,
        StoreUnavailable for all else that is wrong with it; within ten seconds.
        """
        target = BoltAddress.parse(url)
        try:
            agent = within(PATIENCE_S, lambda: greet(target))
        except Exception as error:  # over what is no Bolt the driver may stumble in any way
            raise explained(error, target) from error
        version = re.match(r"Neo4j/(\d+)\.(\d+)", agent)
        if version and (int(version[1]), int(version[2])) < OLDEST:
            raise too_old(target, agent.replace("/", " "))
        return cls(target, agent)

    def __repr__(self) -> str:
        return f"BoltEngine({self.address})"

    @property
    def is_neo4j(self) -> bool:
        """True for Neo4j itself; others that speak Bolt call themselves compatible."""
        return re.fullmatch(r"Neo4j/\S+", self._agent) is not None

    def procedures(self) -> set[str]:
        """The names of the procedures that the server has; empty where it is not Neo4j."""
        return {row["name"] for row in self.rows("SHOW PROCEDURES YIELD name")} if self.is_neo4j else set()

    def rows(self, text: str, /, **parameters: object) -> Iterator[Row]:
        with ExitStack() as stack, _explained(self._target):
            result, batch = _retried(lambda: self._begun(stack, text, parameters))
            while batch:
                yield from batch
                batch = self._line.call(lambda: _fetched(result))

    def _begun(self, stack: ExitStack, text: str, parameters: dict[str, object]) -> tuple[Result, list[Row]]:
        """A reading statement and its first rows."""
        stack.close()  # what an attempt before this one left
        transaction = stack.enter_context(self._line.transaction(READ_ACCESS))
        result = self._line.call(lambda: transaction.run(text, parameters))
        return result, self._line.call(lambda: _fetched(result))

    def write(self, work: Callable[[Run], T]) -> T:
        with _explained(self._target, "Nothing was half-stored. "):
            return _retried(lambda: self._written(work))

    def _written(self, work: Callable[[Run], T]) -> T:
        with self._line.transaction(WRITE_ACCESS) as transaction:

            def run(text: str, /, **parameters: object) -> list[Row]:
                return self._line.call(lambda: [dict(record) for record in transaction.run(text, parameters)])

            outcome = work(run)
            self._line.call(transaction.commit)
            return outcome

    def alter(self, statements: list[str]) -> None:
        for statement in statements:
            with _explained(self._target):
                _retried(partial(self._line.call, partial(self._altered, statement)))

    def _altered(self, statement: str) -> None:
        with self._line.session(WRITE_ACCESS) as session:
            session.run(Query(statement, timeout=OURS_S)).consume()

    def ask(self, text: str, parameters: Mapping[str, str], limits: Limits) -> Table:
        from corredor.graph.stores.bolt_query import ask

        return ask(self._target, text, parameters, limits)

    def close(self) -> None:
        self._line.close()


def _fetched(result: Result) -> list[Row]:
    return [dict(record) for record in result.fetch(FETCH)]


def _retried(attempt: Callable[[], T]) -> T:
    """What an attempt gives. It is made again while its error may pass and another would end in good time."""
    end, pause = monotonic() + PATIENCE_S, PAUSE_S
    while True:
        began = monotonic()
        try:
            return attempt()
        except (DriverError, Neo4jError) as error:
            now = monotonic()
            if not _may_pass(error) or now + pause + (now - began) > end:
                raise
        sleep(pause)
        pause = min(2 * pause, 1.0)


def _may_pass(error: DriverError | Neo4jError) -> bool:
    """True for what another attempt may be spared; want of memory is called passing, and comes again."""
    if isinstance(error, IncompleteCommit):
        return True  # it may have been stored; each write of ours may be made twice
    return error.is_retryable() and code(error) not in MEMORY


@contextmanager
def _explained(target: BoltAddress, state: str = "") -> Iterator[None]:
    try:
        yield
    except (DriverError, Neo4jError, Silent) as error:
        raise explained(error, target, state) from error
