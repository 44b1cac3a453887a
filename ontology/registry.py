"""The registries as they are written: entries of `places.yaml`, `groups.yaml` and `voices.yaml`, read quickly.

Every command needs them, and reading YAML takes 80 ms; so what was read is kept as JSON in the user's cache folder
(`$XDG_CACHE_HOME/corredor`, else `~/.cache/corredor`), with the hash of the YAML that it was read from. A cache that
is missing, damaged, out of date or not writable only costs that time.
"""

import contextlib
import json
import os
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, TypeAlias

from corredor.ontology.errors import OntologyError

Entry: TypeAlias = Mapping[str, Any]
Registry: TypeAlias = Literal["places", "groups", "voices"]


def registry_path(registry: Registry) -> Path:
    """Where a shipped registry lies, for a reader who wants to look into it."""
    return Path(__file__).with_name(f"{registry}.yaml")


def shipped_entries(registry: Registry) -> list[Entry]:
    """The entries of a shipped registry, in the order of the file, every scalar as text.

    Raises OntologyError where the file is no registry.
    """
    path = registry_path(registry)
    text = path.read_bytes()
    entries = _from_cache(registry, text)
    if entries is None:
        entries = parsed_entries(registry, text, str(path))
        _to_cache(registry, text, entries)
    return entries


def parsed_entries(registry: Registry, text: bytes, where: str) -> list[Entry]:
    """The entries that a YAML text holds under the registry's name, every scalar as text.

    Raises OntologyError, naming `where`, if it holds none.
    """
    import yaml

    # The base loader reads every scalar as text, so that NO is Norway and no name turns into a date.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        entries = yaml.load(text, loader)[registry]
    except (yaml.YAMLError, KeyError, TypeError) as error:
        reason = " ".join(str(error).split())
        raise OntologyError(f"{where} cannot be read as {registry}: {reason}. Mend the file, or reinstall.") from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise OntologyError(f"{where}: {registry} must be a list of entries. Mend the file, or reinstall.")
    return entries


def registry_digest(*own: Iterable[Entry]) -> str:
    """SHA-256, in hex, of the shipped places and groups and of a user's own entries, whatever order they stand in.

    >>> registry_digest() == registry_digest([]) != registry_digest([{"name": "Los Nuevos", "kind": "gang"}])
    True
    """
    lists = [shipped_entries("places"), shipped_entries("groups"), *own]
    lines = sorted(json.dumps(entry, sort_keys=True) for entries in lists for entry in entries)
    return sha256("\n".join(lines).encode()).hexdigest()


def _cache_file(registry: Registry) -> Path | None:
    for folder in (os.environ.get("XDG_CACHE_HOME", ""), os.path.expanduser("~/.cache")):
        if os.path.isabs(folder):  # a user without a home has no cache folder either
            return Path(folder, "corredor", f"{registry}.json")
    return None


def _key(text: bytes, kept: bytes) -> bytes:
    """The first line of a cache: the hash of the YAML that was read, and of the JSON that is kept of it."""
    return f"{sha256(text).hexdigest()} {sha256(kept).hexdigest()}".encode()


def _from_cache(registry: Registry, text: bytes) -> list[Entry] | None:
    file = _cache_file(registry)
    if file is None:
        return None
    with contextlib.suppress(OSError):
        key, _, kept = file.read_bytes().partition(b"\n")
        if key == _key(text, kept):
            entries: list[Entry] = json.loads(kept)
            return entries
    return None


def _to_cache(registry: Registry, text: bytes, entries: list[Entry]) -> None:
    file = _cache_file(registry)
    if file is None:
        return
    kept = json.dumps(entries, ensure_ascii=False).encode()
    with contextlib.suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _replace(file, _key(text, kept) + b"\n" + kept)


def _replace(file: Path, content: bytes) -> None:
    """Writes beside the file and moves it over, so that no reader ever sees half of it."""
    new = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        new.write_bytes(content)
        os.replace(new, file)
    finally:
        new.unlink(missing_ok=True)
