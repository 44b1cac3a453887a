"""Turtle files as plain descriptions: for each IRI, what is said of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph

from corredor.ontology.errors import OntologyError

BASE = "https://w3id.org/corredor/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


@dataclass(slots=True)
class Description:
    """What the files say of one IRI. Properties of our own base are asked by their local name."""

    iri: str
    said: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # property: (value, language)

    @property
    def types(self) -> list[str]:
        """The classes that it is an instance of."""
        return self.all(RDF_TYPE)

    @property
    def label(self) -> str:
        """Its English label, else the end of its IRI."""
        return self.in_english(RDFS_LABEL) or self.in_english(SKOS + "prefLabel") or self.iri.rsplit("/", 1)[-1]

    @property
    def definition(self) -> str:
        """Its English definition, else nothing."""
        return self.in_english(SKOS + "definition") or ""

    def all(self, name: str) -> list[str]:
        """Every value of a property, sorted."""
        return sorted(value for value, _ in self.said.get(_full(name), ()))

    def get(self, name: str) -> str | None:
        """The value of a property, or None."""
        values = self.all(name)
        return values[0] if values else None

    def one(self, name: str) -> str:
        """The one value of a property; raises OntologyError where there is none or several."""
        values = self.all(name)
        if len(values) != 1:
            raise OntologyError(f"<{self.iri}> has {len(values)} values of {name}; give it exactly one in the Turtle.")
        return values[0]

    def has(self, name: str) -> bool:
        """True where the property has a value."""
        return _full(name) in self.said

    def in_english(self, name: str) -> str | None:
        """The value in English or in no language, or None."""
        return next((value for value, language in self.said.get(_full(name), ()) if language in ("en", "")), None)

    def position(self) -> tuple[float, str]:
        """What lists are sorted by."""
        return float(self.get("position") or "inf"), self.iri

    def canonical(self) -> str:
        """All of it as one line, the same whatever the order in the file."""
        return f"{self.iri} {sorted((name, sorted(values)) for name, values in self.said.items())}"


def read(paths: Iterable[Path]) -> dict[str, Description]:
    """The descriptions that the files give together. Raises OntologyError naming the file that cannot be read."""
    found: dict[str, Description] = {}
    for path in paths:
        for subject, name, value in _triples(path):
            description = found.setdefault(subject, Description(subject))
            values = description.said.setdefault(name, [])
            if value not in values:
                values.append(value)
    return found


def _triples(path: Path) -> list[tuple[str, str, tuple[str, str]]]:
    try:
        quads = list(pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE))
    except (OSError, SyntaxError) as error:
        advice = "Mend it, or take it out of CORREDOR_ONTOLOGY."
        raise OntologyError(f"{path}: cannot be read as Turtle: {error}. {advice}") from error
    return [(_text(q.subject)[0], _text(q.predicate)[0], _text(q.object)) for q in quads]


def _text(term: object) -> tuple[str, str]:
    if isinstance(term, pyoxigraph.Literal):
        return term.value, term.language or ""
    if isinstance(term, pyoxigraph.NamedNode):
        return term.value, ""
    raise OntologyError(f"{term} has no name; the vocabulary uses no blank nodes, so give it an IRI.")


def _full(name: str) -> str:
    return name if ":" in name else BASE + name
