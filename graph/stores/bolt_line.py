"""The line to a property-graph server: a driver, and calls over it that never wait for a server that fell silent.

By itself the driver waits for an answer as long as the server keeps the connection, and a server that is frozen does:
for minutes. A time for each answer would not do, for an honest server may think for long. So a server that has said
nothing for a while is asked on a second connection whether it is there. If it is, we wait on; else the line is cut.
"""

import logging
import sys
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from time import monotonic
from typing import TypeVar

from neo4j import READ_ACCESS, Driver, GraphDatabase, NotificationMinimumSeverity, Session, Transaction
from neo4j.api import BookmarkManager
from neo4j.exceptions import Neo4jError

from corredor.graph.stores.bolt_address import BoltAddress
from corredor.graph.stores.patience import Overdue, Silent, came, started, within

T = TypeVar("T")

SILENCE_S = 4.0
PROBE_S = 3.5
CONNECT_S = 4.0
ACQUIRE_S = 6.0
IDLE_S = 30.0
GOODBYE_S = 0.5
FETCH = 2_000
OURS_S = 3_600.0  # a transaction of ours may stream a whole store; without a time it could stay for ever

# Without it the driver's warnings go to stderr: notes on a user's query, and each try to reach a server.
logging.getLogger("neo4j").addHandler(logging.NullHandler())


class Line:
    """A driver that can be cut off from outside; the next call then begins with a new one."""

    def __init__(self, address: BoltAddress) -> None:
        self._address = address

    @cached_property
    def _driver(self) -> Driver:
        driver = driver_to(self._address)
        weakref.finalize(self, _close, driver)
        return driver

    def session(self, access: str) -> Session:
        """A session for "READ" or "WRITE". It reads what this line wrote, also from another server of a cluster."""
        return self._driver.session(
            database=self._address.database, default_access_mode=access, fetch_size=FETCH, bookmark_manager=self._marks
        )

    @cached_property
    def _marks(self) -> BookmarkManager:
        return GraphDatabase.bookmark_manager()

    @contextmanager
    def transaction(self, access: str) -> Iterator[Transaction]:
        """A transaction that is rolled back unless it was committed."""
        session = self.session(access)
        try:
            yield self.call(lambda: session.begin_transaction(timeout=OURS_S))
        finally:
            with suppress(Exception):
                self.call(session.close)

    def call(self, work: Callable[[], T], at_most: float = float("inf")) -> T:
        """What some work on this line gives; raises what it raises, Silent, or Overdue after `at_most` seconds."""
        if sys.is_finalizing():
            return work()  # no thread runs any more, and the driver is closed already
        future, end = started(work), monotonic() + at_most
        try:
            while not came(future, min(SILENCE_S, end - monotonic())):
                if monotonic() >= end:
                    raise Overdue
                if not self._is_there() and not future.done():
                    raise Silent
        except BaseException:
            self.close()  # whatever still waits on it then ends
            raise
        return future.result()

    def _is_there(self) -> bool:
        try:
            within(PROBE_S, lambda: greet(self._address))
        except Neo4jError:  # a refusal is a word, too
            return True
        except Exception:  # noqa: BLE001 -- whatever it is, the server has not answered
            return False
        return True

    def close(self) -> None:
        """Give the connections back, in use or not."""
        driver = self.__dict__.pop("_driver", None)
        if driver is not None:  # it says goodbye first, for which a frozen server may have no room
            with suppress(Overdue):
                within(GOODBYE_S, lambda: _close(driver))


def greet(address: BoltAddress) -> str:
    """How a server calls itself, once a query has run: it lets people log in before its database answers."""
    with (
        driver_to(address) as driver,
        driver.session(database=address.database, default_access_mode=READ_ACCESS) as session,
        session.begin_transaction(timeout=SILENCE_S) as transaction,
    ):
        return transaction.run("RETURN 1").consume().server.agent


def driver_to(address: BoltAddress) -> Driver:
    """A driver that gives up on a connection in good time, and says nothing to others about us."""
    return GraphDatabase.driver(
        address.server,
        auth=address.auth,
        connection_timeout=CONNECT_S,
        connection_acquisition_timeout=ACQUIRE_S,
        connection_write_timeout=SILENCE_S,
        liveness_check_timeout=IDLE_S,
        notifications_min_severity=NotificationMinimumSeverity.OFF,
        telemetry_disabled=True,
        user_agent="corredor",
    )


def _close(driver: Driver) -> None:
    with suppress(Exception):
        driver.close()
