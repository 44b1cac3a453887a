"""What can go wrong, as one tree. Every message says what, where and what to do next.

CorredorError
├── OntologyError          the vocabulary or a registry is broken
├── NameLookupError        a name that means no single thing
│   ├── UnknownName            nothing has this name        .name .candidates
│   └── AmbiguousName          several things have it       .name .candidates
├── LoadError              a file that cannot be loaded (corredor.loaders.errors)
└── GraphError             a store or a question refused (corredor.graph.errors)
"""

from collections.abc import Sequence


class CorredorError(Exception):
    """The base of all errors that Corredor raises on purpose; `str()` of it is one clear line."""


class OntologyError(CorredorError):
    """The vocabulary or a registry contradicts itself, or cannot be read."""


class NameLookupError(CorredorError):
    """A name that does not lead to one entity.

    `candidates` holds (id, description) pairs, best first; it may be empty.
    """

    def __init__(self, name: str, message: str, candidates: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(message)
        self.name = name
        self.candidates = tuple(candidates)


class UnknownName(NameLookupError):
    """Nothing in the registries has this name; `candidates` are those that look like it."""


class AmbiguousName(NameLookupError):
    """Several things have this name; `candidates` tell them apart."""
