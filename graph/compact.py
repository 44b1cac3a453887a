"""Nodes as JSON objects by our JSON-LD context: names as short as it allows, values with a type where it needs one.

The way back is the standard's, and any reader of JSON-LD 1.1 has it: it finds the same statements.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from pyoxigraph import Literal

from corredor.graph.rdf import value
from corredor.ontology.context import context
from corredor.ontology.namespaces import RDF, XSD, short

_INTEGER = re.compile(r"0|-?[1-9]\d{0,14}", re.ASCII)  # what JSON holds exactly, and every reader writes back so


class Compact:
    """The context as a table from IRIs to short names."""

    def __init__(self) -> None:
        terms = context()
        self.context_json = json.dumps(terms, ensure_ascii=False)
        given = {name: term if isinstance(term, dict) else {"@id": term} for name, term in terms.items()}
        self._names = {term["@id"]: name for name, term in given.items()}
        self._types = {term["@id"]: term.get("@type") for term in given.values()}

    def name(self, node: object) -> str:
        """The IRI of a node by its prefix: `cor:place/PE`."""
        return short(value(node))

    def word(self, node: object) -> str:
        """A property, a class or a word of a closed list by its own name, else as `name` has it."""
        return self._names.get(self.name(node), self.name(node))

    def node(self, subject: object, said: Iterable[tuple[object, object]]) -> dict[str, Any]:
        """What is said of one thing, properties in the order given; one value stands alone, several in a list."""
        found: dict[str, list[Any]] = {}
        for predicate, held in said:
            if value(predicate) == RDF + "type":
                found.setdefault("@type", []).append(self.word(held))
            else:
                found.setdefault(self.word(predicate), []).append(self._value(predicate, held))
        return {"@id": self.name(subject), **{key: v[0] if len(v) == 1 else v for key, v in found.items()}}

    def _value(self, predicate: object, held: object) -> Any:
        type_ = self._types.get(self.name(predicate))
        if isinstance(held, Literal):
            return _literal(held, type_)
        if type_ == "@vocab":
            return self.word(held)
        return self.name(held) if type_ == "@id" else {"@id": self.name(held)}


def _literal(held: Literal, type_: str | None) -> Any:
    """`type_` is what the context says of bare values of the property."""
    if held.language:
        return {"@value": held.value, "@language": held.language}
    datatype = None if held.datatype.value == XSD + "string" else short(held.datatype.value)
    if datatype == type_ or type_ is None:
        if datatype == "xsd:boolean" and held.value in ("true", "false"):
            return held.value == "true"
        if datatype == "xsd:integer" and _INTEGER.fullmatch(held.value):
            return int(held.value)
    if datatype == type_:
        return held.value
    return {"@value": held.value, **({"@type": datatype} if datatype else {})}
