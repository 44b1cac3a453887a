"""What goes wrong between us and a server, each in one line: where, what, and what to do next."""

import re
from html import unescape
from http.client import BadStatusLine, HTTPException

from urllib3.exceptions import (
    ConnectTimeoutError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ProxyError,
    SSLError,
)
from urllib3.exceptions import (
    TimeoutError as TimedOut,
)

from corredor.graph.errors import StoreUnavailable
from corredor.graph.stores.login import PASSWORD, TOKEN, USER, shown


class Refused(StoreUnavailable):
    """An answer that is no success: its `status`, and what the server `said`."""

    def __init__(self, status: int, said: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.said = said


class Lost(StoreUnavailable):
    """The connection broke: whether the server did what was asked is not known."""


class Slow(StoreUnavailable):
    """The patience for an answer ended."""


_LOGIN = f"Check the name and password in the address, or {USER} and {PASSWORD}, or {TOKEN}."
_STATUS = {
    400: ("the server does not understand the request (400)", "Check the address."),
    401: ("the server asks for a login (401)", f"Write http://user:password@host…, or set {USER} and {PASSWORD}."),
    403: ("this login may not do that (403)", "Ask whoever runs the server for the right."),
    404: ("nothing is there (404)", "Check the address: host, port and the name of the dataset."),
    405: ("the server does not do that at this address (405)", "Check the address."),
    413: ("that is larger than the server takes (413)", "Raise its limit for the size of a request."),
    429: ("the server has had too many requests (429)", "Wait a while and run the command again."),
    500: ("the server failed (500)", "See its log, and run the command again."),
    503: ("the server is busy or starting (503)", "Wait a while and run the command again."),
}


def refusal(url: str, status: int, said: str, *, known: bool) -> Refused:
    """The answer of a server that does not do what was asked; `known` where it was told who asks."""
    what, advice = _STATUS.get(status, (f"the server answers with status {status}", "See its log."))
    if status == 401 and known:
        what, advice = "the server does not take this login (401)", _LOGIN
    quoted = gist(said) if status not in (401, 404, 405) else ""
    return Refused(status, said, f"{shown(url)}: {what}{f': {quoted}' if quoted else ''}. {advice}")


def gist(said: str) -> str:
    """The beginning of what a server says, as one line of plain text."""
    plain = re.sub(r"<[^>]*>", " ", said) if said.lstrip().startswith("<") else said
    line = "".join(letter if letter.isprintable() else " " for letter in unescape(plain))
    return " ".join(line.split())[:160].rstrip(" .:")


def explained(url: str, error: Exception, silence: float) -> StoreUnavailable:
    """What an error of the connection means. Its own text may hold the request and is left out."""
    where = shown(url)
    if isinstance(error, ProxyError):
        return StoreUnavailable(f"{where}: the proxy cannot be reached. Check HTTP_PROXY, HTTPS_PROXY and NO_PROXY.")
    if isinstance(error, NameResolutionError):
        return StoreUnavailable(f"{where}: no machine is known by this name. Check the address and the network.")
    if isinstance(error, NewConnectionError):
        return StoreUnavailable(f"{where}: nobody answers at this port. Start the server, or check the address.")
    if isinstance(error, ConnectTimeoutError):
        return Slow(f"{where}: no connection in time. Check the address, the network and the firewall.")
    if isinstance(error, SSLError):
        return _insecure(where, error)
    if isinstance(error, TimedOut | TimeoutError):
        return Slow(f"{where}: the server said nothing for {silence:.3g} s. Look whether it is well, and ask again.")
    if isinstance(error, ProtocolError | HTTPException | OSError):
        return _broken(where, error)
    return StoreUnavailable(f"{where}: cannot be asked. Check the address.")


def _insecure(where: str, error: Exception) -> StoreUnavailable:
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        reason = re.search(r"verify failed: ([^()\[\]]*)", str(error))
        said = f": {reason[1].strip()}" if reason else ""
        advice = "If its authority is your own, name the file of its certificate in SSL_CERT_FILE."
        return StoreUnavailable(f"{where}: the certificate of the server cannot be trusted{said}. {advice}")
    return StoreUnavailable(f"{where}: the server does not speak TLS here. Write http://, or check the port.")


def _broken(where: str, error: Exception) -> StoreUnavailable:
    causes = [error, *error.args]
    strange = any(isinstance(cause, BadStatusLine) for cause in causes)
    if strange and "RemoteDisconnected" not in repr(error):
        advice = "Check the port, and whether it wants https://."
        return StoreUnavailable(f"{where}: what answers there is no HTTP server. {advice}")
    return Lost(f"{where}: the connection broke. Look whether the server is well, and run the command again.")
