"""What goes wrong with a property-graph server, in one line each: what, where, and what to do next.

The driver tells a story of several lines, with its cause somewhere below: the cause decides.
"""

import re
import socket
import ssl
from collections.abc import Iterator

from neo4j.exceptions import ConfigurationError, DriverError, Neo4jError

from corredor.graph.errors import StoreError, StoreMissing, StoreUnavailable, UnsupportedStore
from corredor.graph.stores.bolt_address import BoltAddress
from corredor.graph.stores.patience import Overdue, Silent

LOGIN = "Check CORREDOR_STORE_USER and CORREDOR_STORE_PASSWORD, or the name and password in the address."
AGAIN = "Run the command again when it does."
MEMORY = ("MemoryPoolOutOfMemoryError", "OutOfMemoryError", "StackOverFlowError")
TIME = ("TransactionTimedOut", "TransactionTimedOutClientConfiguration")

# The end of the server's code; what it means; what to do next.
_SAID = {
    "Unauthorized": ("the login was refused", LOGIN),
    "AuthenticationRateLimit": ("too many wrong passwords, nobody may try now", f"Wait a minute. {LOGIN}"),
    "CredentialsExpired": ("the password must be changed first", "Change it there with ALTER CURRENT USER."),
    "TokenExpired": ("the token is no longer valid", "Put a new one in CORREDOR_STORE_TOKEN."),
    "DatabaseUnavailable": ("the database is stopped or still starting", f"Start it there, or wait. {AGAIN}"),
    "Forbidden": ("the user lacks the right to do this", "Ask whoever runs the server for it, or log in as another."),
    "WriteOnReadOnlyAccessDatabase": ("the database is read-only", "Name another, or have it made writable."),
    "ForbiddenOnReadOnlyDatabase": ("the database is read-only", "Name another, or have it made writable."),
    "NotALeader": ("the cluster has no leader now", f"Wait until it has elected one. {AGAIN}"),
    **dict.fromkeys(MEMORY, ("the server has too little memory for this", "Raise its db.memory.transaction.max.")),
    **dict.fromkeys(TIME, ("the server ended a transaction that took too long", "Ask for less of it at once.")),
}
# What the driver says somewhere; what it means; what to do next.
_TOLD = (
    ("looks like HTTP", "a web server answers there, which speaks no Bolt", "Name the Bolt port, often 7687."),
    ("WriteServiceUnavailable|'WRITE' server|No write", "the cluster has no leader now", f"Wait for one. {AGAIN}"),
    ("ReadServiceUnavailable|'READ' server|No read", "the cluster has no reader now", f"Wait for one. {AGAIN}"),
    ("timed out|Overdue|Silent", "there is no answer", f"Check that it runs and can be reached from here. {AGAIN}"),
    (
        "incomplete handshake|BoltProtocolError|four byte",
        "what answers there speaks no Bolt, or only encrypted",
        "Name the Bolt port, often 7687, or try bolt+s:// (neo4j+s://).",
    ),
    ("routing", "no server of the cluster says who reads and who writes", f"Wait until it has settled. {AGAIN}"),
    ("", "the connection was lost", f"Check that the server runs. {AGAIN}"),
)


def explained(error: BaseException, address: BoltAddress, state: str = "") -> StoreError:
    """The error of a statement of ours, or of the opening; `state` says what it means for the store."""
    if isinstance(error, Neo4jError):
        return _from_server(error, address, state)
    if isinstance(error, ConfigurationError):
        return _unsupported(error, address)
    if not isinstance(error, (DriverError, Silent, Overdue, OSError)):
        return UnsupportedStore(f"{address}: what answers there speaks no Bolt. Name the Bolt port, often 7687.")
    reason, advice = _reason(list(_chain(error)))
    return StoreUnavailable(f"{address}: {reason}. {state}{advice}")


def too_old(address: BoltAddress, agent: str) -> UnsupportedStore:
    """What to say to a server that does not know what Corredor asks."""
    return UnsupportedStore(f"{address}: {agent} is too old. Corredor needs Neo4j 5.7 or later.")


def code(error: BaseException) -> str:
    """The last part of the server's code: DatabaseNotFound; "" for what is no word of the server's."""
    return str(error.code).rpartition(".")[2] if isinstance(error, Neo4jError) else ""


def _from_server(error: Neo4jError, address: BoltAddress, state: str) -> StoreError:
    if code(error) == "DatabaseNotFound":
        name = f'"{address.database}"' if address.database else "by default"
        advice = "Make it there, or name another at the end of the address."
        return StoreMissing(f"{address}: the server has no database {name}. {advice}")
    usual = (f"the server refused: {one_line(error)}", "See `corredor verify`.")
    reason, advice = _SAID.get(code(error), usual)
    return StoreUnavailable(f"{address}: {reason}. {state}{advice}")


def _unsupported(error: ConfigurationError, address: BoltAddress) -> UnsupportedStore:
    text = str(error)
    if "Notification filtering" in text:
        return too_old(address, "the server")
    if "does not support communication" in text:
        advice = "It is too old, or speaks only encrypted: then try bolt+s:// (neo4j+s://)."
        return UnsupportedStore(f"{address}: what answers there speaks no Bolt that Corredor knows. {advice}")
    return UnsupportedStore(f"{address}: the driver does not take this address. Write it without anything after a ?.")


def _reason(chain: list[BaseException]) -> tuple[str, str]:
    """What lies at the bottom of the driver's story, and what to do."""
    for error in reversed(chain):
        if isinstance(error, socket.gaierror):
            return "the name of the host is not known", "Check how it is spelt, and the network."
        if isinstance(error, ssl.SSLCertVerificationError):
            advice = "Have a known authority sign it, or take it as it is with bolt+ssc:// (neo4j+ssc://)."
            return f"its certificate is not trusted ({error.verify_message})", advice
        if isinstance(error, ssl.SSLError):
            return "it speaks no TLS", "Try bolt:// (neo4j://), which is not encrypted."
        if isinstance(error, ConnectionRefusedError):
            return "nothing listens there", "Start the server, or check host and port."
    story = " ".join(f"{type(error).__name__}: {error}" for error in chain)
    return next((reason, advice) for sign, reason, advice in _TOLD if re.search(sign, story, re.IGNORECASE))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and all that led to it."""
    while error is not None:
        yield error
        for inner in getattr(error, "exceptions", ()):
            yield from _chain(inner)
        error = error.__cause__ or error.__context__


_PLACE = re.compile(
    r"\s*\(line \d+, column \d+( \(offset: \d+\))?\)| at line \d+, column \d+|Syntax error at line \d+:\d+ - "
)


def one_line(error: Neo4jError) -> str:
    """The first line of what the server says, without the place, and without a long list of what it expected."""
    first = _PLACE.sub("", (error.message or "").strip().partition("\n")[0])
    head, _, expected = first.partition(": expected")
    return (head if expected.count(",") > 3 else first)[:300].rstrip(". ")
