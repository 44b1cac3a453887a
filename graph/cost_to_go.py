"""The least cost from each place to the end of a question, the rules of a route left aside.

One backward Dijkstra (1959) over stretches and joints. Each country is a hub, and so is each place that holds others:
joints stay linear in the number of places, and the costs are exact. They guide the search for routes.
"""

import heapq
from collections import defaultdict
from collections.abc import Mapping
from math import log

from corredor.graph.joints import Joints
from corredor.graph.stretches import Stretch

Node = tuple[str, str]
"""A place that was reached ("at"), that is left ("from"), or a hub ("in" a country, "held" by a place)."""

Edges = dict[Node, list[tuple[Node, float]]]
"""What leads to a node, at what cost."""


def costs_to_go(leaving: Mapping[str, list[Stretch]], joints: Joints, destination: str) -> dict[str, float]:
    """The costs, −ln of a rank score, by place that a stretch reaches; a place from which there is no way is left out.

    `leaving` holds the stretches by the place that they begin at.
    """
    into: Edges = defaultdict(list)
    for place, found in leaving.items():
        _joints_into(into, place, joints)
        for stretch in found:
            into["at", stretch.stops[-1]].append((("from", place), -log(stretch.confidence)))
    reached = {stretch.stops[-1] for found in leaving.values() for stretch in found}
    for place in reached:
        _joints_out_of(into, place, joints)
    goals = [(joints.fulfils(place, destination), place) for place in reached]
    costs = _dijkstra({("at", place): -log(end) for end, place in goals if end is not None}, into)
    return {place: cost for (state, place), cost in costs.items() if state == "at"}


def _joints_into(into: Edges, place: str, joints: Joints) -> None:
    if not joints.joins(place) or joints.strict:
        return
    for country in joints.countries(place):
        into["from", place].append((("in", country), 0.0))
    for holder in joints.holders(place):
        into["from", place].append((("held", holder), 0.0))


def _joints_out_of(into: Edges, place: str, joints: Joints) -> None:
    if not joints.joins(place):
        return
    into["from", place].append((("at", place), -log(joints.same(place))))
    if joints.strict:
        return
    _, in_place, in_country = joints.prices
    into["held", place].append((("at", place), -log(in_place)))
    for holder in joints.holders(place):
        into["from", holder].append((("at", place), -log(in_place)))
    for country in joints.countries(place):
        into["in", country].append((("at", place), -log(in_country)))


def _dijkstra(start: Mapping[Node, float], into: Edges) -> dict[Node, float]:
    costs: dict[Node, float] = {}
    heap = [(cost, node) for node, cost in start.items()]
    heapq.heapify(heap)
    while heap:
        cost, node = heapq.heappop(heap)
        if node in costs:
            continue
        costs[node] = cost
        for before, step in into.get(node, ()):
            if before not in costs:
                heapq.heappush(heap, (cost + step, before))
    return costs
