"""The picture of links as a pyvis network: shapes and colours by class, dash by certainty, width by voices."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import hypot, sqrt
from typing import Any

from corredor.graph.links import Link
from corredor.graph.properties import label
from corredor.graph.views.evidence import class_of
from corredor.graph.views.layout import Box, Point, layout
from corredor.ontology.names import Names
from corredor.ontology.vocabulary import vocabulary

BOW = 26  # pixels between the control points of parallel links
OPTIONS: dict[str, Any] = {
    "physics": False,
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "nodes": {"borderWidth": 1, "borderWidthSelected": 3},
    "edges": {"smooth": False, "arrows": {"to": {"scaleFactor": 0.6}}, "selectionWidth": 1.5, "hoverWidth": 1},
    "interaction": {"hover": True, "tooltipDelay": 150, "selectConnectedEdges": False, "zoomSpeed": 0.6},
}


def drawing(
    links: Sequence[Link], ids: Sequence[str], names: Names, positions: Mapping[str, Point] | None = None
) -> dict[str, Any]:
    """`nodes`, `edges` (of one index and order with `links`) and `options`, as vis-network takes them.

    Nodes that `positions` leaves out stand where the layout puts them.
    """
    from pyvis.network import Network  # brings IPython along

    net = Network(directed=True)
    degree = Counter(end for link in links for end in (link.start, link.end))
    sizes = {id: round(min(6 + 1.7 * sqrt(degree[id]), 20), 1) for id in ids}
    spots = {**layout(_boxes(sizes, names), links, names), **(positions or {})}
    for id in ids:
        _add_node(net, id, names, sizes[id], spots[id])
    for index, (link, bow) in enumerate(zip(links, bows(links, spots), strict=True)):
        _add_edge(net, index, link, bow)
    return {"nodes": net.nodes, "edges": net.edges, "options": OPTIONS}


def _boxes(sizes: Mapping[str, float], names: Names) -> dict[str, Box]:
    """Room for each node: for its name too where nodes are few, for hardly more than its shape where they are many."""
    share = min(1.0, 60 / (len(sizes) or 1))
    name = {id: share * 6 * len(label(id, names)) for id in sizes}
    return {id: (2 * r + 14 + name[id], 2 * r + 12 + share * 20) for id, r in sizes.items()}


def _add_node(net: Any, id: str, names: Names, size: float, spot: Point) -> None:
    kind = class_of(id, names)
    net.add_node(id, label=label(id, names), shape=kind.shape, color=kind.colour, size=size, x=spot[0], y=spot[1])


def _add_edge(net: Any, index: int, link: Link, bow: float) -> None:
    words = vocabulary()
    kind, dash = words.kinds[link.kind], words.certainties[link.certainty].dash
    shape: dict[str, Any] = {"dashes": [int(length) for length in dash.split()]} if dash else {}
    if bow:
        turn = "curvedCW" if bow > 0 else "curvedCCW"
        shape["smooth"] = {"enabled": True, "type": turn, "roundness": abs(bow)}
    width = round(min(1.5 + link.voices - 1, 7), 1)
    arrows = "" if kind.link_between else "to"
    net.add_edge(link.start, link.end, id=index, color=kind.colour, width=width, arrows=arrows, **shape)


def bows(links: Sequence[Link], spots: Mapping[str, Point]) -> Iterator[float]:
    """How far each link is bent aside, so that no two between the same ends are drawn on one another; 0: straight."""
    together: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, link in enumerate(links):
        together[min(link.start, link.end), max(link.start, link.end)].append(index)
    for index, link in enumerate(links):
        pair = min(link.start, link.end), max(link.start, link.end)
        fellows = together[pair]
        aside = fellows.index(index) - (len(fellows) - 1) / 2
        yield round(_roundness(spots[pair[0]], spots[pair[1]]) * aside * (1 if link.start == pair[0] else -1), 3)


def _roundness(start: Point, end: Point) -> float:
    """The bend that sets two fellows a fixed way apart, however long they are; short ones are bent no further."""
    return min(BOW / (0.8 * hypot(end[0] - start[0], end[1] - start[1]) or 1), 0.3)
