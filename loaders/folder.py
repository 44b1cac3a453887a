"""The store as a folder that `load` reads back: one fact sheet for each source, and the user's own registries."""

from collections.abc import Iterable
from pathlib import Path

import yaml

from corredor.graph.claim import Record
from corredor.graph.store import Store
from corredor.loaders import sheets
from corredor.loaders.files import REGISTRIES


def write_folder(folder: Path, records: Iterable[Record], store: Store) -> list[str]:
    """Write the records, and the user's own places and groups, into a folder; the names of the files, registries last.

    Raises BadSheet for a record that a sheet has no room for (an extracted claim), OSError where it cannot be written.
    """
    texts = {_file_name(record): sheets.write(record) for record in records}
    for registry, entries in zip(REGISTRIES, store.entries(), strict=True):
        if entries:
            plain = [dict(entry) for entry in entries]
            texts[f"{registry}.yaml"] = yaml.safe_dump({registry: plain}, allow_unicode=True, sort_keys=False)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return list(texts)


def _file_name(record: Record) -> str:
    """The slug of the source, changed where `load` would take the file for something else."""
    slug = record.source.slug
    taken = slug in REGISTRIES or slug.startswith("readme")
    return f"source-{slug}.yaml" if taken else f"{slug}.yaml"
