"""Tiny circles of groups for tests: North, South, East, West, Älva, and unnamed groups described as Hill."""

from typing import Any

from corredor.graph.claim import Claim, Source, Written
from corredor.graph.filters import Filters
from corredor.graph.identity import claim_id
from corredor.graph.network import Network
from corredor.graph.resolve import resolve
from corredor.ontology.groups import Groups
from corredor.ontology.names import Names
from tests.graph.tiny import PLACES

_GROUPS = [
    {"name": "North", "kind": "cartel", "based_in": "port:p, BB"},
    {"name": "South", "kind": "gang", "based_in": "A"},
    {"name": "East", "kind": "mafia"},
    {"name": "West", "kind": "mafia"},
    {"name": "Älva", "kind": "gang"},
    {"name": "Hill groups", "kind": "collective", "based_in": "C"},
]
NAMES = Names(PLACES, Groups(_GROUPS, PLACES))


def tie(a: str, b: str, about: Source, certainty: str = "stated", kind: str = "partnership", **more: Written) -> Claim:
    """A claim that two groups work together, or (kind "rivalry") fight."""
    said: dict[str, Written] = {"between": (a, b), **more}
    by = "officials" if certainty == "attributed" else None
    id = claim_id(about.id, kind, said, certainty, by)
    return Claim(id, about, kind, said, resolve(kind, said, NAMES), certainty, by)


def circle(*claims: Claim, **asked: Any) -> Network:
    """The network of the claims through filters."""
    return Network(claims, Filters(**asked), NAMES)
