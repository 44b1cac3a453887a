"""The folder of an embedded store: whether it is one, and its database opened to read or to write.

Whatever goes wrong is said in one line that names the folder and what to do.
"""

import json
import os
from pathlib import Path

import pyoxigraph

from corredor.graph.errors import NotAStore, StoreLocked, StoreMissing, StoreUnavailable
from corredor.graph.stores.reading import open_settled

DATABASE = "rdf"
LABEL = "corredor.json"
FORM = {"corredor": 1, "engine": "oxigraph"}


def is_store(path: Path) -> bool:
    """True where the folder says that it is a store."""
    return (path / LABEL).is_file()


def label(path: Path) -> None:
    """Write into the folder that it is a store, whole or not at all."""
    fresh = path / f"{LABEL}.new"
    fresh.write_text(json.dumps(FORM) + "\n", encoding="utf-8")
    os.replace(fresh, path / LABEL)


class Explained:
    """Turns an error of the engine into one line that names the folder."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, OSError):
            reason = " ".join(str(error).split())
            advice = "Free space, check the rights of the folder, and run the command again."
            message = f"{self._path}: cannot be written: {reason}. Nothing was half-stored. {advice}"
            raise StoreUnavailable(message) from error


def open_engine(path: Path, *, write: bool) -> pyoxigraph.Store:
    """The database of a store; raises StoreLocked or StoreUnavailable."""
    folder = str(path / DATABASE)
    try:
        engine = pyoxigraph.Store(folder) if write else open_settled(folder)
    except RuntimeError as error:
        raise unreadable(path, error) from error
    except OSError as error:
        reason = " ".join(str(error).split())
        if "lock" in reason.lower():
            message = f"{path}: another process is writing to this store. Wait for it to end, or stop it."
            raise StoreLocked(message) from error
        message = f"{path}: cannot be opened: {reason}. Check its rights, or load the sheets anew."
        raise StoreUnavailable(message) from error
    if engine is None:
        raise StoreLocked(f"{path}: another process writes to this store without pause. Ask again when it has ended.")
    return engine


def unreadable(path: Path | None, error: Exception) -> StoreUnavailable:
    """What to say where a database cannot be read."""
    reason = " ".join(str(error).split())[:200]
    advice = "If somebody is writing to it, try again; else load the sheets anew into another folder."
    return StoreUnavailable(f"{path}: cannot be read: {reason}. {advice}")


def refuse(path: Path, *, create: bool) -> None:
    """Raise StoreMissing or NotAStore unless a store may be made (`create`) at a path that holds none."""
    if not create:
        if path.is_dir() and any(path.iterdir()):
            raise NotAStore(f"{path}: this folder is no Corredor store. Name another with --store.")
        raise StoreMissing(f"No store here ({path}). Run `corredor load starter`.")
    if path.exists() and not path.is_dir():
        raise NotAStore(f"{path}: is a file; a store is a folder. Name another with --store.")
    strange = [entry.name for entry in path.iterdir() if entry.name != DATABASE] if path.is_dir() else []
    if strange:
        raise NotAStore(f"{path}: holds other files ({strange[0]}). Name a new folder with --store.")
