"""A line to a server that can be cut: a proxy on loopback, whose connections end in the middle of what they carry."""

import contextlib
import select
import socket
import struct
import threading


class Line:
    """Carries connections from `port` of loopback to a server."""

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._ends: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break all connections. New ones may come."""
        for end in list(self._ends):
            _reset(end)

    def close(self) -> None:
        """Nobody gets through any more."""
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                here, _ = self._listener.accept()
                threading.Thread(target=self._carry, args=(here,), daemon=True).start()

    def _carry(self, here: socket.socket) -> None:
        with here, contextlib.suppress(OSError), socket.create_connection(self._server) as there:
            self._ends |= {here, there}
            onward = {here: there, there: here}
            while pieces := [(end, end.recv(1 << 16)) for end in select.select([here, there], [], [])[0]]:
                for end, piece in pieces:
                    onward[end].sendall(piece)
                if not all(piece for _, piece in pieces):
                    break
        self._ends -= {here, there}


def _reset(end: socket.socket) -> None:
    """End a connection as a pulled cable does: without a goodbye, and with what was on its way lost."""
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        end.shutdown(socket.SHUT_RDWR)
