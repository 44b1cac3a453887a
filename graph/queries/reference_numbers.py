"""What the traps of the reference page cost on the facts of a store: pairs that only mixing reaches, chains counted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from corredor.graph.links import Link
from corredor.graph.reach import spread
from corredor.graph.store import Store
from corredor.ontology.vocabulary import vocabulary


@dataclass(frozen=True)
class Numbers:
    """Pairs of places that chains of links join, and how many chains there are to count."""

    links: list[Link]

    @classmethod
    def of(cls, store: Store) -> "Numbers":
        """The numbers of a store's route links."""
        return cls(store.network().links("route"))

    @cached_property
    def mixed(self) -> int:
        """The pairs that a chain of any links joins: `?a cor:routeTo+ ?b`."""
        return len(_pairs(self.links))

    @cached_property
    def told(self) -> int:
        """The pairs that a chain of links of one commodity, or of what is a kind of it, joins."""
        found: set[tuple[str, str]] = set()
        for key in vocabulary().commodities:
            kinds = vocabulary().narrower(key)
            found |= _pairs(link for link in self.links if link.commodity in kinds)
        return len(found)

    @property
    def share(self) -> int:
        """How many in a hundred of the mixed pairs exist only by mixing."""
        return round(100 * (1 - self.told / self.mixed))

    def chains(self, start: str, most: int) -> tuple[int, int]:
        """The chains of up to so many links that use none twice, as `*1..most` counts them, and their distinct ends."""
        onward: dict[str, list[Link]] = defaultdict(list)
        for link in self.links:
            onward[link.start].append(link)
        ends = spread(start, lambda ids: {link.end for id in ids for link in onward[id]}, most)
        return _trails(start, onward, most, frozenset()), len(ends)


def _pairs(links: Iterable[Link]) -> set[tuple[str, str]]:
    onward: dict[str, set[str]] = defaultdict(set)
    for link in links:
        onward[link.start].add(link.end)
    return {(start, end) for start in list(onward) for end in spread(start, lambda ids: _ends(ids, onward))}


def _ends(ids: Iterable[str], onward: Mapping[str, set[str]]) -> set[str]:
    return {end for id in ids for end in onward.get(id, ())}


def _trails(at: str, onward: Mapping[str, list[Link]], most: int, used: frozenset[Link]) -> int:
    if not most:
        return 0
    free = [link for link in onward[at] if link not in used]
    return len(free) + sum(_trails(link.end, onward, most - 1, used | {link}) for link in free)
