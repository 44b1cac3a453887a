"""What lies how far: the entities that chains of links lead to, each with the least number of links that it takes.

A step asks where links lead from a set of entities. The network of a question answers it from its claims, a store from
its derived links, so that a server takes each step where the graph is and only what is reached comes over the wire.

>>> from corredor.graph import example
>>> example().reach("Peru", commodity="cocaine", hops=2)
{'place/BO': 1, 'place/BR': 2}
"""

from collections.abc import Callable, Collection

Step = Callable[[Collection[str]], Collection[str]]
"""The entities that one link leads to from any of some entities."""


def spread(start: str, step: Step, hops: int | None = None) -> dict[str, int]:
    """The entities within `hops` links (None: however many), by their least number of links and then by id.

    The start is among them only where a chain leads back to it.
    """
    reached: dict[str, int] = {}
    frontier, distance = {start}, 0
    while frontier and (hops is None or distance < hops):
        distance += 1
        frontier = set(step(frontier)) - reached.keys()
        reached |= dict.fromkeys(sorted(frontier), distance)
    return reached
