"""Tiny graphs for tests: countries A, B, C, D, O; ports p, q of B; zone z of A; world regions R and W."""

from collections.abc import Mapping, Sequence
from typing import Any

from corredor.graph.claim import Claim, Source, Written
from corredor.graph.filters import Filters
from corredor.graph.identity import claim_id
from corredor.graph.network import Network
from corredor.graph.resolve import resolve
from corredor.ontology.groups import Groups
from corredor.ontology.names import Names
from corredor.ontology.places import Places

CODES = {"A": "AA", "B": "BB", "C": "CC", "D": "DD", "O": "OO"}


def _place(ref: str, name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"ref": ref, "name": name, "kind": kind, "lat": "0", "lon": "0", **more}


def _inside(kind: str, name: str, country: str) -> dict[str, Any]:
    code = CODES[country]
    return _place(f"{kind}:{name}, {code}", name, kind, country=code, within=country)


PLACES = Places(
    [
        _place("region:W", "W", "region"),
        _place("region:R", "R", "region", within="region:W"),
        *(_place(name, name, "country", country=code, within="region:W") for name, code in CODES.items()),
        _inside("port", "p", "B"),
        _inside("port", "q", "B"),
        _inside("zone", "z", "A"),
        _place("border:s, AA", "s", "border", country="AA", countries=["AA", "BB"], within="region:W"),
    ]
)
NAMES = Names(PLACES, Groups([{"name": name, "kind": "gang"} for name in ("g", "h")], PLACES))


def source(name: str, **more: Any) -> Source:
    """A source called so, and its publisher likewise: a voice of its own."""
    told = {"published": "2020", "url": "https://example.org/", "kind": "news", "language": "en", **more}
    return Source(id=f"source/{name}", title=name, publisher=f"Paper {name}", **told)


def claim(
    about: Source, kind: str, said: Mapping[str, Written], certainty: str = "stated", by: str | None = None
) -> Claim:
    """A claim with its names resolved in the tiny registries."""
    id = claim_id(about.id, kind, said, certainty, by)
    return Claim(id, about, kind, said, resolve(kind, said, NAMES), certainty, by)


def way(stops: str, about: Source, certainty: str = "stated", commodity: str | None = "cocaine", **more: Any) -> Claim:
    """A route claim: way("A > p > C", source("one"))."""
    first, *via, last = (stop.strip() for stop in stops.split(">"))
    said: dict[str, Written] = {"from": first, "to": last, **more}
    said |= {"via": tuple(via)} if via else {}
    said |= {"commodity": commodity} if commodity else {}
    return claim(about, "route", said, certainty, "officials" if certainty == "attributed" else None)


def network(claims: Sequence[Claim], **asked: Any) -> Network:
    """The network of the claims through filters."""
    return Network(claims, Filters(**asked), NAMES)
