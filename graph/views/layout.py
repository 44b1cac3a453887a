"""Where the nodes of a picture stand: places as on a map, groups beside them, all moved apart until each can be read.

Nothing here is random: the same nodes and links always stand in the same places. A layout by forces would be drawn
anew by each link that a filter takes away; a reader who knows the map finds Peru where Peru was.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from math import hypot, sqrt
from typing import TypeAlias

from corredor.graph.links import Link
from corredor.ontology.names import Names

Point: TypeAlias = tuple[float, float]
Box: TypeAlias = tuple[float, float]
"""The width and height that a node needs, in pixels at full size."""

ASPECT = 1.2  # width by height of the whole
SLACK = 2.6  # how much more area than the boxes need: room for the lines between them
LEAST = 900.0  # the least width; a few nodes would huddle in less
ROUNDS = 150  # enough to part 1,000 nodes; each costs about 4 ms for those
NEAR = 0.97  # of the room that two need; from there on they are apart


def layout(boxes: Mapping[str, Box], links: Sequence[Link], names: Names) -> dict[str, Point]:
    """The middle of each node's box, in whole pixels, x to the right and y down.

    Longitude and latitude are half given up for an even spread, so that a crowded continent gets more room than an
    ocean; left stays west and up stays north. Boxes hardly ever overlap (never up to some hundred).
    """
    if not boxes:
        return {}
    area = SLACK * sum(width * height for width, height in boxes.values())
    width = max(LEAST, sqrt(area * ASPECT))
    anchors = _anchors(sorted(boxes), links, names)
    across, down = (_evened({id: point[axis] for id, point in anchors.items()}) for axis in (0, 1))
    start = {id: (across[id] * width, down[id] * width / ASPECT) for id in anchors}
    return {id: (round(x), round(y)) for id, (x, y) in _apart(start, boxes).items()}


# ------------------------------------------------------------ where a node belongs


def _anchors(ids: Sequence[str], links: Sequence[Link], names: Names) -> dict[str, Point]:
    """A point of the map for each: a place's own, else that of a place it is tied to, else amid its neighbours."""
    beside = _neighbours(links)
    points = {id: point for id in ids if (point := _on_map(id, beside[id], names))}
    for _ in range(3):  # a partner of a partner is reached by then
        for id in ids:
            near = [points[other] for other, _ in beside[id] if other in points]
            if id not in points and near:
                points[id] = _middle(near)
    return {id: points.get(id) or _middle(points.values()) for id in ids}


def _neighbours(links: Sequence[Link]) -> dict[str, list[tuple[str, float]]]:
    beside: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for link in links:
        beside[link.start].append((link.end, link.confidence))
        beside[link.end].append((link.start, link.confidence))
    return beside


def _on_map(id: str, beside: Iterable[tuple[str, float]], names: Names) -> Point | None:
    """Its own coordinates; a group's: where it is based, else the place that it is most surely tied to."""
    group = names.groups.get(id)
    tied = [(score, other) for other, score in beside if other in names.places]
    where = (group.based_in if group else None) or (id if id in names.places else max(tied, default=(0, None))[1])
    place = names.places.get(where) if where else None
    return (place.lon, -place.lat) if place else None


def _middle(points: Iterable[Point]) -> Point:
    found = list(points) or [(0.0, 0.0)]
    return sum(x for x, _ in found) / len(found), sum(y for _, y in found) / len(found)


def _evened(values: Mapping[str, float]) -> dict[str, float]:
    """Each value between 0 and 1: half by where it lies from the least to the greatest, half by its rank."""
    order = sorted(values, key=lambda id: (values[id], id))
    least, greatest = values[order[0]], values[order[-1]]
    steps, span = len(order) - 1 or 1, greatest - least or 1.0
    return {id: rank / steps / 2 + (values[id] - least) / span / 2 for rank, id in enumerate(order)}


# ------------------------------------------------------------ room for each


def _apart(points: Mapping[str, Point], boxes: Mapping[str, Box]) -> dict[str, Point]:
    """The points moved, each as little as it takes, until no box covers another or the rounds are over."""
    ids = list(points)
    spots = [[*points[id]] for id in ids]
    sizes = [boxes[id] for id in ids]
    for _ in range(ROUNDS):
        if not _pushed(spots, sizes):
            break
    return {id: (x, y) for id, (x, y) in zip(ids, spots, strict=True)}


def _pushed(spots: list[list[float]], sizes: Sequence[Box]) -> bool:
    """One round, in place: of each two that are too close both give way by half, straight away from one another.

    Each needs an ellipse as wide and as tall as its box: in rows and columns nodes would look like a table.
    """
    moved = False
    for i, j in _close(spots, sizes):
        wide, tall = ((sizes[i][axis] + sizes[j][axis]) / 2 for axis in (0, 1))
        dx, dy = spots[i][0] - spots[j][0], spots[i][1] - spots[j][1]
        apart = hypot(dx / wide, dy / tall)
        if apart < NEAR:
            if not apart:
                dx, dy, apart = 0.0, tall / 9, 1 / 9
            share = (1 / apart - 1) / 2
            for spot, sign in ((spots[i], share), (spots[j], -share)):
                spot[0] += sign * dx
                spot[1] += sign * dy
            moved = True
    return moved


def _close(spots: Sequence[Sequence[float]], sizes: Sequence[Box]) -> Iterator[tuple[int, int]]:
    """Pairs that may overlap: those in one cell of a grid, or in two that touch."""
    wide, tall = max(width for width, _ in sizes), max(height for _, height in sizes)
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, (x, y) in enumerate(spots):
        cells[int(x // wide), int(y // tall)].append(i)
    for (column, row), here in cells.items():
        yield from combinations(here, 2)
        for beside in ((column + 1, row - 1), (column + 1, row), (column + 1, row + 1), (column, row + 1)):
            yield from product(here, cells.get(beside, ()))
