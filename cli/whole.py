"""Files written whole or not at all: beside their place first, then moved there in one step."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """The path of a new file to write; it takes the place of `path` when the block ends well, else it is gone.

    A link keeps its place, and what it leads to is replaced. What is no file, such as /dev/null, is written to.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        yield target
        return
    fresh = _beside(target)
    try:
        yield fresh
        os.replace(fresh, target)
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """The path of a new folder to fill; it becomes `path`, which is missing or empty, when the block ends well."""
    target = path.resolve()
    fresh = _beside(target)
    fresh.mkdir()
    try:
        yield fresh
        os.replace(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _beside(target: Path) -> Path:
    if not target.parent.is_dir():  # said of the folder: the name of the new file would only puzzle
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(target.parent))
    return target.with_name(f".{target.name[:200]}.{os.getpid()}.new")
