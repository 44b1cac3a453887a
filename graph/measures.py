"""How central the nodes of a graph of links are: degree, strength, betweenness, each a value for every node."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import fsum, log
from typing import TypeAlias

from corredor.graph.links import Link

Around: TypeAlias = Mapping[str, Sequence[Link]]
"""The links that touch each node."""

_FINE = 10**9  # lengths are whole numbers of this fineness, so that a path is as long in whatever order its legs add up
_DIGITS = 9  # values that differ by less are equal, and share a rank


def around(links: Iterable[Link]) -> dict[str, list[Link]]:
    """The links that touch each node, in their order."""
    found: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        found[link.start].append(link)
        found[link.end].append(link)
    return dict(found)


def other(id: str, link: Link) -> str:
    """The node at the other end of a link."""
    return link.end if link.start == id else link.start


def degree(graph: Around) -> dict[str, float]:
    """The number of distinct neighbours, in either direction."""
    return {id: len({other(id, link) for link in links}) for id, links in graph.items()}


def strength(graph: Around) -> dict[str, float]:
    """The sum of the rank scores of the links; links of several commodities to one neighbour each count."""
    return {id: round(fsum(link.confidence for link in links), _DIGITS) for id, links in graph.items()}


Lengths: TypeAlias = Mapping[tuple[str, str], int]
"""How long the edge from one node to another is."""

Between: TypeAlias = Callable[[Lengths], Mapping[str, float]]
"""For each node the number of ordered pairs of others whose shortest path runs through it; without entry: none."""


def betweenness(graph: Around, *, both_ways: bool = False, between: Between | None = None) -> dict[str, float]:
    """The share of the ordered pairs of other nodes whose shortest path runs through a node (Brandes 2001).

    Between two nodes lies one edge in each direction that links tell (`both_ways`: in both), as long as −ln of the
    highest rank score among them. Several shortest paths of a pair share it. Pairs without a path count in `pairs`.
    `between` counts the paths, by default networkx.
    """
    lengths = {ends: round(-log(score) * _FINE) for ends, score in _best(graph, both_ways).items()}
    found = (between or _by_networkx)(lengths)
    return {id: round(found.get(id, 0.0) / pairs(graph), _DIGITS) for id in graph}


def _by_networkx(lengths: Lengths) -> Mapping[str, float]:
    import networkx

    edges: networkx.DiGraph[str] = networkx.DiGraph()
    edges.add_weighted_edges_from((*ends, length) for ends, length in lengths.items())
    found: Mapping[str, float] = networkx.betweenness_centrality(edges, weight="weight", normalized=False)
    return found


def pairs(graph: Around) -> int:
    """(n−1)(n−2), the ordered pairs of nodes other than one of n, which a betweenness is divided by; at least 1."""
    return max(1, (len(graph) - 1) * (len(graph) - 2))


def _best(graph: Around, both_ways: bool) -> dict[tuple[str, str], float]:
    best: dict[tuple[str, str], float] = defaultdict(float)
    for id, links in graph.items():
        for link in links:
            if link.start == id or both_ways:
                ends = (id, other(id, link))
                best[ends] = max(best[ends], link.confidence)
    return best
