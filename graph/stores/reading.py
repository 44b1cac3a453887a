"""Opening an Oxigraph store to read while others may write to it.

A read-only store is a view of the files as they are at its opening, and the engine calls it undefined what it sees of
a file that changes meanwhile. (Of 1,418 openings beside a writer without pause 4 let a plain count take all the
memory.) So an opening counts only if no file changed during it: it then sees what a restart would, which is whole
transactions. A backup would need the same opening, and a place to write to.
"""

import os
import time
from contextlib import suppress

from pyoxigraph import Store

PATIENCE_S = 10.0
PAUSE_S = 0.02


def open_settled(folder: str, patience_s: float = PATIENCE_S) -> Store | None:
    """The store as of a moment at which nobody wrote; None where others write to it without pause.

    Raises OSError or RuntimeError, as the engine does, where it cannot be read.
    """
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        before = _files(folder)
        try:
            store = Store.read_only(folder)
        except (OSError, RuntimeError):
            if _files(folder) == before:
                raise
        else:
            if _files(folder) == before:
                return store
        time.sleep(PAUSE_S)
    return None


def _files(folder: str) -> list[tuple[str, int, int]]:
    """Name, size and time of each file but the engine's diary; a file that has just gone is in no list."""
    found = []
    for name in os.listdir(folder):
        with suppress(FileNotFoundError):
            state = os.stat(os.path.join(folder, name))
            found.append((name, state.st_size, state.st_mtime_ns))
    return sorted(entry for entry in found if not entry[0].startswith("LOG"))
