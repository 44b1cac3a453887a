"""A ranking: the rows with what each rests on, and what is counted and left out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from corredor.graph.basis import Basis, basis
from corredor.graph.links import Link
from corredor.graph.measures import other
from corredor.ontology.names import Names

if TYPE_CHECKING:
    from corredor.graph.network import Network

Level: TypeAlias = Literal["country", "place", "group"]
Measure: TypeAlias = Literal["degree", "strength", "betweenness"]


@dataclass(frozen=True, slots=True)
class Row:
    """One country, place or group, and what its value rests on.

    `rank` is shared where values are equal. `country` holds ISO codes, several for a shared place; for a group those
    of its base. `ins` and `outs` count distinct neighbours that it is told to receive from and to send to (None for
    groups: a partnership has no direction). `one_voice` counts the neighbours of which a single voice tells, `disputed`
    those of which a source denies something.
    """

    rank: int
    id: str
    name: str
    kind: str
    country: str | None
    value: float
    ins: int | None
    outs: int | None
    basis: Basis
    one_voice: int
    disputed: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """Rows by value, highest first, those of one value by name.

    `counts` says in words what a value counts, `divided_by` what a betweenness was divided by, `basis` what the whole
    graph rests on. `left_out` counts what is not ranked: links inside one country or with an end in no single country,
    world regions, collectives. `tied_out` counts those beyond the last row that have its value.
    """

    level: Level
    measure: Measure
    rows: tuple[Row, ...]
    counts: str
    divided_by: int | None
    basis: Basis
    left_out: Mapping[str, int]
    tied_out: int
    warnings: tuple[str, ...]


def row_of(rank: int, id: str, value: float, links: Sequence[Link], names: Names) -> Row:
    """What is told of one node, from the links that touch it."""
    by_neighbour: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        by_neighbour[other(id, link)].append(link)
    directed = all(link.kind == "route" for link in links)
    return Row(
        rank=rank,
        id=id,
        name=names.label(id),
        kind=kind_of(id, names),
        country=country_codes(id, names),
        value=value,
        ins=len({link.start for link in links if link.end == id}) if directed else None,
        outs=len({link.end for link in links if link.start == id}) if directed else None,
        basis=basis(claim for link in links for claim in link.claims),
        one_voice=sum(basis(c for link in told for c in link.claims).voices == 1 for told in by_neighbour.values()),
        disputed=sum(any(link.disputed for link in told) for told in by_neighbour.values()),
    )


def ranking_document(ranking: Ranking, network: "Network") -> dict[str, Any]:
    """The answer of `centrality` as a plain JSON document."""
    return {
        "measure": ranking.measure,
        "level": ranking.level,
        "counts": ranking.counts,
        "divided_by": ranking.divided_by,
        "filters": network.filters.words,
        "counted": str(ranking.basis),
        "revision": network.revision,
        "ranking": [_row_document(row) for row in ranking.rows],
        "tied_out": ranking.tied_out,
        "left_out": {**network.left_out, **ranking.left_out},
        "warnings": list(ranking.warnings),
    }


def _row_document(row: Row) -> dict[str, Any]:
    return {
        "rank": row.rank,
        "id": row.id,
        "name": row.name,
        "kind": row.kind,
        "country": row.country,
        "value": row.value,
        "in": row.ins,
        "out": row.outs,
        "claims": row.basis.claims,
        "sources": row.basis.sources,
        "voices": row.basis.voices,
        "one_voice": row.one_voice,
        "disputed": row.disputed,
    }


def kind_of(id: str, names: Names) -> str:
    """The kind of a place or group, by its registry."""
    thing = names.places.get(id) or names.groups.get(id)
    return thing.kind if thing else id.partition("/")[0]


def country_codes(id: str, names: Names) -> str | None:
    """The ISO codes of the countries that it is or lies in; for a group, that its base lies in."""
    group, places = names.groups.get(id), names.places
    place = group.based_in if group else id
    countries = places.countries_of(place) if place is not None and place in places else ()
    return "; ".join(country.removeprefix("place/") for country in countries) or None
