"""The links and markets of a property graph, kept in step with its claims.

A load marks the pairs of entities that it touches; when it ends, the link of each is weighed once. Few pairs are
weighed from the claims that name both ends, many from all claims read in one go. What is marked is kept in the store,
so that a load that was cut short is completed by whoever writes next.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from corredor.graph import property_graph as shape
from corredor.graph.claim import Claim
from corredor.graph.links import Canonical, Link, links
from corredor.graph.shortcuts import marked
from corredor.graph.stores import cypher_writing as writing
from corredor.graph.stores.cypher_engine import Run
from corredor.graph.stores.cypher_writing import Pair
from corredor.graph.weights import lends
from corredor.ontology.names import Names

if TYPE_CHECKING:
    from corredor.graph.stores.cypher_store import CypherStore

FEW = 2_000  # pairs that are looked up one by one


class Weighed:
    """All links and markets that some claims make, by the pairs of entities that they join."""

    def __init__(self, claims: Iterable[Claim], canonical: Canonical) -> None:
        told = [claim for claim in claims if not claim.pending]
        self.links: dict[Pair, list[Link]] = defaultdict(list)
        for link in links(told, canonical=canonical):
            self.links[link.start, link.end].append(link)
        found = {marked(claim, canonical) for claim in told if lends(claim, ended=False)}
        self.markets = {(market[0], f"commodity/{market[1]}"): market for market in found if market}

    def write(self, run: Run, some: list[Pair], names: Names) -> None:
        """Write what joins some pairs; what joined them before, and does not any more, goes."""
        writing.write_links(run, some, [link for pair in some for link in self.links.get(pair, ())])
        writing.write_markets(run, some, [self.markets[pair] for pair in some if pair in self.markets], names)


def settle(store: "CypherStore") -> None:
    """Weigh the links that a load has touched: each once, however often it was touched."""
    names = store.names
    count = next(iter(store.engine.rows("MATCH (p:Pending) RETURN count(p) AS count")))["count"]
    if count > FEW:
        _settle_many(store, names)

    def some(run: Run) -> int:
        run(writing.LOCK)
        return writing.settle(run, store._live, store.canonical, names)

    while count and store.engine.write(some):
        pass


def _settle_many(store: "CypherStore", names: Names) -> None:
    """Weigh all marked pairs from claims read in one go. It ends as soon as somebody else has written meanwhile."""
    writes = _lock(store)
    rows = list(store.engine.rows("MATCH (p:Pending) RETURN p.start AS start, p.end AS end"))
    asked = sorted((row["start"], row["end"]) for row in rows)
    weighed = Weighed(store.claims(), store.canonical)
    for number, some in enumerate(_parts(asked), 1):

        def write(run: Run, some: list[Pair] = some, expected: int = writes + number) -> bool:
            if run(writing.LOCK)[0]["writes"] != expected:
                return False
            weighed.write(run, some, names)
            writing.unmark(run, some)
            return True

        if not store.engine.write(write):
            return


def link_anew(store: "CypherStore") -> None:
    """Weigh all links and markets anew; what nobody tells of goes."""
    touched = {*writing.pairs(store.claims(), store.canonical), *_joined(store)}
    store.engine.write(lambda run: writing.mark(run, touched))
    settle(store)


def _lock(store: "CypherStore") -> int:
    """How many writes there were."""
    writes: int = store.engine.write(lambda run: run(writing.LOCK)[0]["writes"])
    return writes


def _joined(store: "CypherStore") -> Iterator[Pair]:
    types = "|".join(map(shape.safe, shape.link_types()))
    for row in store.engine.rows(f"MATCH (a:Entity)-[:{types}]->(b:Entity) RETURN DISTINCT a.id AS a, b.id AS b"):
        yield row["a"], row["b"]
    for row in store.engine.rows("MATCH (m:Market) RETURN m.place AS a, 'commodity/' + m.commodity AS b"):
        yield row["a"], row["b"]


def _parts(pairs: list[Pair]) -> Iterator[list[Pair]]:
    return (pairs[begin : begin + writing.MANY] for begin in range(0, len(pairs), writing.MANY))
