"""Who and what holds the network together: degree, strength and betweenness of countries, places and groups.

Counted is what sources tell. A high rank says that much is told of something, and nothing of anyone's guilt.

>>> from corredor.graph import example
>>> for row in example().network(commodity="cocaine").centrality(k=2).rows:
...     print(row.rank, row.name, row.value, row.ins, row.outs)
1 Bolivia 2 1 1
1 Brazil 2 1 1
"""

from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING, get_args

from corredor.graph import measures
from corredor.graph.basis import basis
from corredor.graph.links import Link
from corredor.graph.ranking import Level, Measure, Ranking, kind_of, row_of
from corredor.ontology.errors import UnknownName
from corredor.ontology.names import Names

if TYPE_CHECKING:
    from corredor.graph.network import Network

_PLURALS = {"country": "countries", "place": "places", "group": "groups"}


def centrality(
    network: "Network",
    *,
    level: Level = "country",
    measure: Measure = "degree",
    kind: str | None = None,
    collectives: bool = False,
    k: int | None = None,
) -> Ranking:
    """Rank the nodes of one level; see `Network.centrality`."""
    names = network.names
    _check(level, get_args(Level), "level")
    _check(measure, get_args(Measure), "measure")
    if kind is not None:
        _check(kind, kinds(level, names), f"kind at level {level}", "Ask for it at level place or group.")
    links, left_out = _links(network, level)
    graph = measures.around(links)
    values = _values(graph, measure, level, network.between)
    ranked = _ranked(graph, kind, collectives, names, left_out)
    ranked.sort(key=lambda id: (-values[id], names.label(id), id))
    ranks = _ranks(values[id] for id in ranked)
    kept = ranked[:k]
    return Ranking(
        level=level,
        measure=measure,
        rows=tuple(row_of(ranks[values[id]], id, values[id], graph[id], names) for id in kept),
        counts=_counts(measure, level),
        divided_by=measures.pairs(graph) if measure == "betweenness" else None,
        basis=basis(claim for link in links for claim in link.claims),
        left_out={why: count for why, count in left_out.items() if count},
        tied_out=sum(values[id] == values[kept[-1]] for id in ranked[len(kept) :]) if kept else 0,
        warnings=tuple(_warnings(network, level, measure)),
    )


def kinds(level: Level, names: Names) -> list[str]:
    """The kinds of what a level ranks: `country` alone, those of places, or those of groups."""
    if level == "country":
        return ["country"]
    things = names.groups.values() if level == "group" else names.places.values()
    return sorted({thing.kind for thing in things})


# ------------------------------------------------------------ what is ranked, and by what


def _links(network: "Network", level: Level) -> tuple[list[Link], Counter[str]]:
    """The links of a level, and how many told ones are not among them, by reason."""
    if level == "group":
        return network.links("partnership"), Counter()
    told = network.links("route")
    if level == "place":
        return told, Counter()
    places = network.names.places

    def country(id: str) -> str | None:
        return places.country_of(id) if id in places else None

    left_out = Counter[str]()
    for link in told:
        start, end = country(link.start), country(link.end)
        left_out["in_no_country"] += start is None or end is None
        left_out["inside_one_country"] += start is not None and start == end
    return network.rolled_up(country, "route"), left_out


def _ranked(ids: Iterable[str], kind: str | None, collectives: bool, names: Names, left_out: Counter[str]) -> list[str]:
    """The nodes to rank. World regions, and unless asked for collectives, stay in the graph and are counted."""
    ranked = []
    for id in ids:
        place, group = names.places.get(id), names.groups.get(id)
        if kind is not None and kind_of(id, names) != kind:
            continue
        if place is not None and place.is_wide:
            left_out["world_regions"] += 1
        elif group is not None and group.is_collective and not collectives:
            left_out["collectives"] += 1
        else:
            ranked.append(id)
    return ranked


def _values(
    graph: measures.Around, measure: Measure, level: Level, between: measures.Between | None
) -> dict[str, float]:
    if measure == "betweenness":
        return measures.betweenness(graph, both_ways=level == "group", between=between)
    return measures.degree(graph) if measure == "degree" else measures.strength(graph)


def _counts(measure: Measure, level: Level) -> str:
    things = _PLURALS[level]
    if measure == "strength":
        return "the sum of the rank scores of its links, one link for each neighbour and commodity named"
    if measure == "degree":
        done = "work with" if level == "group" else "receive from or to send to"
        return f"the number of distinct {things} that it is told to {done}"
    return (
        f"the share of ordered pairs of other {things} whose shortest path runs through it, where a leg is as long as "
        "−ln of the rank score of its best link (Brandes 2001)"
    )


def _warnings(network: "Network", level: Level, measure: Measure) -> Iterable[str]:
    if measure != "betweenness":
        return
    if level == "place":
        yield "Sources name a port at one end only, so most ports lie between nothing."
    if level != "group" and len(network.route_commodities) > 1:
        yield "A shortest path may change the commodity on the way. Ask for one commodity to rule that out."


def _ranks(values: Iterable[float]) -> dict[float, int]:
    """The rank of each value, given highest first: where it first stands."""
    ranks: dict[float, int] = {}
    for position, value in enumerate(values, 1):
        ranks.setdefault(value, position)
    return ranks


def _check(word: str, known: Iterable[str], what: str, advice: str = "") -> None:
    """Raise UnknownName where a word is none of those known; the advice stands where only one is."""
    words = list(known)
    if word not in words:
        near = get_close_matches(word, words, 1)
        listed = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(words)}."
        hint = advice if advice and len(words) == 1 else listed
        raise UnknownName(word, f'"{word}" is no {what}. {hint}', [(one, one) for one in words])
