"""Which files a load is about: files, folders with all below them, and the word `starter`."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corredor.loaders.errors import BadFile, LoadError
from corredor.loaders.sheets import SUFFIXES

STARTER = Path(__file__).with_name("starter") / "sheets"
"""The folder of the fact sheets that come with Corredor; the path `starter` means it."""

REGISTRIES = ("places", "groups")  # in this order: groups are based in places


@dataclass(slots=True)
class Files:
    """Paths as they were given, files of folders sorted, each file once."""

    sheets: list[str] = field(default_factory=list)
    registries: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    refused: list[LoadError] = field(default_factory=list)


def find(paths: Iterable[str | os.PathLike[str]]) -> Files:
    """The files that the paths lead to.

    A file called `places` or `groups` is a registry, any other YAML or JSON file a sheet. In folders, other files are
    ignored, and hidden files and READMEs are not even counted. A path that leads to nothing is refused.
    """
    files, seen = Files(), set[str]()
    for path in [os.fspath(path) for path in paths]:
        for file in _below(str(STARTER) if path == "starter" else path, files.refused):
            if (real := os.path.realpath(file)) not in seen:
                seen.add(real)
                _sort(file, files)
    files.registries.sort(key=lambda file: REGISTRIES.index(Path(file).stem))
    return files


def _below(path: str, refused: list[LoadError]) -> list[str]:
    """The file itself, or the files in the folder; nothing where it was refused."""
    found, error = [path], None
    if os.path.isdir(path):
        found = list(_walk(path, refused))
        if not any(map(_is_sheet, found)):
            error = BadFile(path, "holds no fact sheet", "give a folder with .yaml, .yml or .json files")
    elif not os.path.exists(path):
        advice = "check the path; starter alone loads the facts that come with Corredor"
        error = BadFile(path, "does not exist", advice)
    elif not _is_sheet(path):
        error = BadFile(path, "is no fact sheet by its name", "give a .yaml, .yml or .json file, or a folder")
    if error:
        refused.append(error)
    return [] if error else found


def _walk(folder: str, refused: list[LoadError]) -> Iterator[str]:
    def refuse(error: OSError) -> None:
        refused.append(BadFile(error.filename, f"cannot be read: {error.strerror}", "check who may read it"))

    for at, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and not name.casefold().startswith("readme"):
                yield os.path.join(at, name)


def _sort(file: str, files: Files) -> None:
    if not _is_sheet(file):
        files.ignored.append(file)
    elif Path(file).stem in REGISTRIES:
        files.registries.append(file)
    else:
        files.sheets.append(file)


def _is_sheet(file: str) -> bool:
    """Going by its name, and where it is a file: a pipe would keep us waiting."""
    return file.casefold().endswith(SUFFIXES) and os.path.isfile(file)
