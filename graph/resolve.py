"""The names of a claim, led to entities. A name that leads to no single one stays unresolved; it is never guessed."""

from collections.abc import Mapping

from corredor.graph.claim import Written
from corredor.ontology.names import Names
from corredor.ontology.vocabulary import Field, vocabulary


def resolve(kind: str, said: Mapping[str, Written], names: Names) -> dict[str, tuple[str | None, ...]]:
    """The ids that the entity fields of a claim lead to, by key, in the order of the names; None is unresolved."""
    fields = vocabulary().kinds[kind].fields
    return {key: _ids(fields[key], value, names) for key, value in said.items() if fields[key].is_entity}


def _ids(field: Field, value: Written, names: Names) -> tuple[str | None, ...]:
    texts = (value,) if isinstance(value, str) else tuple(value)
    return tuple(_id(field.range, text, names) for text in texts)


def _id(reach: str, text: str, names: Names) -> str | None:
    if reach in ("Commodity", "PlaceOrCommodity") and text in vocabulary().commodities:
        return vocabulary().commodities[text].id
    if reach == "Commodity":
        return None
    return names.find(text, of="group" if reach == "Group" else "place")
