"""The best routes from A to B: chains of stretches of one commodity, found best first.

Confidence is the product of the stretches, of the joints between them and of the two ends (`joints`). The search is A*
(Hart, Nilsson, Raphael 1968) over stretches, guided by the exact cost to go without the rules below: one backward
Dijkstra in which each country is a hub, so that joints stay linear in the number of places. Rules on the partial route:

- no place twice; no country entered again once left. The stops inside one stretch are exempt: the source told them.
- after the first, no stretch leaves from a place that holds an earlier stop, unless it is the place just reached.
- a route ends at the first stop in B.

Of two partial routes with the same countries so far that reach the same place and are bound by the same rules from
there, only the better goes on.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from math import exp, log

from corredor.graph.cost_to_go import costs_to_go
from corredor.graph.joints import Joints
from corredor.graph.stretches import Stretch

PARTIAL_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in ids of places. `via` must all be met, each by a stop in it."""

    origin: str
    destination: str
    via: tuple[str, ...] = ()
    max_legs: int = 6
    min_confidence: float = 0.05


@dataclass(frozen=True, slots=True)
class Chain:
    """A found route: stretches in order, the factor before each (the first: the end at A), and that of the end at B."""

    stretches: tuple[Stretch, ...]
    factors: tuple[float, ...]
    end: float
    countries: tuple[str, ...]
    cost: float

    @property
    def confidence(self) -> float:
        """The rank score, 0 to 1."""
        return exp(-self.cost)

    @property
    def stops(self) -> tuple[str, ...]:
        """Every told stop in order, a place where two stretches meet once."""
        stops = [stop for stretch in self.stretches for stop in stretch.stops]
        return tuple(stop for i, stop in enumerate(stops) if i == 0 or stops[i - 1] != stop)


@dataclass(frozen=True, slots=True)
class _Partial:
    cost: float
    stretches: tuple[Stretch, ...]
    factors: tuple[float, ...]
    visited: frozenset[str]
    countries: tuple[str, ...]
    met: frozenset[str]
    legs: int

    @property
    def at(self) -> str:
        return self.stretches[-1].stops[-1]


@dataclass
class Search:
    """One question over the stretches of one commodity; iterate `chains()`, best first.

    `exhausted` turns False when the limit of partial routes cut the search short. With `prune` False no partial route
    gives way to a better one: the same routes, more slowly, with all their variants.
    """

    question: Question
    stretches: Iterable[Stretch]
    joints: Joints
    prune: bool = True
    exhausted: bool = True
    _leaving: dict[str, list[tuple[float, Stretch]]] = field(default_factory=dict, init=False)
    _by_country: dict[str, list[str]] = field(default_factory=dict, init=False)

    def chains(self) -> Iterator[Chain]:
        """Every chain with at least the least confidence, the most confident first."""
        to_go = self._prepare()
        heap: list[tuple[float, int, Chain | _Partial]] = []
        ticket = count()
        worst = -log(self.question.min_confidence) + 1e-9
        seen: dict[object, int] = {}

        def offer(estimate: float, item: Chain | _Partial) -> None:
            if estimate <= worst:
                heapq.heappush(heap, (estimate, next(ticket), item))

        for partial in self._starts():
            offer(partial.cost + to_go.get(partial.at, worst + 1), partial)
        opened = 0
        while heap:
            _, _, item = heapq.heappop(heap)
            if isinstance(item, Chain):
                yield item
                continue
            if self.prune and self._outdone(item, seen):
                continue
            opened += 1
            if opened > PARTIAL_LIMIT:
                self.exhausted = False
                return
            for chain in self._ends(item):
                offer(chain.cost, chain)
            for partial in self._onward(item, to_go, worst):
                offer(partial.cost + to_go.get(partial.at, worst + 1), partial)

    # ------------------------------------------------------------ steps of the search

    def _starts(self) -> Iterator[_Partial]:
        nothing = _Partial(0.0, (), (), frozenset(), (), frozenset(), 0)
        for place, leaving in self._leaving.items():
            factor = self.joints.fulfils(place, self.question.origin)
            if factor is not None and not self._arrived(place):
                for _, stretch in leaving:
                    yield from self._extended(nothing, stretch, factor)

    def _onward(self, partial: _Partial, to_go: dict[str, float], worst: float) -> Iterator[_Partial]:
        if self._arrived(partial.at):
            return
        for place in self._departures(partial.at):
            factor = self.joints.factor(partial.at, place)
            if factor is None or not self._may_leave(partial, place):
                continue
            base = partial.cost - log(factor)
            for beyond, stretch in self._leaving[place]:
                if base + beyond > worst:
                    break
                yield from self._extended(partial, stretch, factor)

    def _departures(self, reached: str) -> Iterable[str]:
        if self.joints.strict:
            return [reached] if reached in self._leaving else []
        countries = self.joints.countries(reached)
        return dict.fromkeys(place for country in countries for place in self._by_country.get(country, ()))

    def _may_leave(self, partial: _Partial, place: str) -> bool:
        if place == partial.at:
            return True
        if place in partial.visited or self._re_enters(partial.countries, place):
            return False
        return not any(self.joints.holds(place, stop) for stop in partial.visited if stop != partial.at)

    def _re_enters(self, countries: tuple[str, ...], place: str) -> bool:
        return self.joints.country(place) in countries[:-1]

    def _extended(self, partial: _Partial, stretch: Stretch, factor: float) -> Iterator[_Partial]:
        """The partial route with one more stretch, where the rules allow it."""
        fresh = stretch.stops[1:]
        legs = partial.legs + len(fresh)
        if legs > self.question.max_legs or any(map(self._arrived, fresh[:-1])):
            return
        if any(stop in partial.visited or self._re_enters(partial.countries, stop) for stop in fresh):
            return
        yield _Partial(
            cost=partial.cost - log(factor) - log(stretch.confidence),
            stretches=(*partial.stretches, stretch),
            factors=(*partial.factors, factor),
            visited=partial.visited | set(stretch.stops),
            countries=self._passed(partial.countries, stretch.stops),
            met=partial.met | {via for via in self.question.via if any(self._in(s, via) for s in stretch.stops)},
            legs=legs,
        )

    def _passed(self, countries: tuple[str, ...], stops: tuple[str, ...]) -> tuple[str, ...]:
        passed = list(countries)
        for country in map(self.joints.country, stops):
            if country is not None and passed[-1:] != [country]:
                passed.append(country)
        return tuple(passed)

    def _ends(self, partial: _Partial) -> Iterator[Chain]:
        end = self.joints.fulfils(partial.at, self.question.destination)
        if end is not None and len(partial.met) == len(set(self.question.via)):
            cost = partial.cost - log(end)
            yield Chain(partial.stretches, partial.factors, end, partial.countries, cost)

    def _arrived(self, place: str) -> bool:
        return self._in(place, self.question.destination)

    def _in(self, place: str, outer: str) -> bool:
        return self.joints.fulfils(place, outer) == 1.0

    def _outdone(self, partial: _Partial, seen: dict[object, int]) -> bool:
        """True where a better partial route with no more legs stands where this one does, bound by the same rules."""
        here = partial.countries[-1] if partial.countries else None
        bound = frozenset(stop for stop in partial.visited if self._binds(stop, here))
        key = (partial.at, partial.countries, partial.met, bound)
        if seen.get(key, self.question.max_legs + 1) <= partial.legs:
            return True
        seen[key] = partial.legs
        return False

    def _binds(self, stop: str, here: str | None) -> bool:
        """True where a stop still forbids something: stops in countries that were left are forbidden as it is."""
        country = self.joints.country(stop)
        if country is None or country == here:
            return True
        return any(self.joints.country(holder) is None for holder in self.joints.holders(stop))

    # ------------------------------------------------------------ the cost to go

    def _prepare(self) -> dict[str, float]:
        leaving: dict[str, list[Stretch]] = defaultdict(list)
        for stretch in self.stretches:
            if stretch.confidence > 0:
                leaving[stretch.stops[0]].append(stretch)
        to_go = costs_to_go(leaving, self.joints, self.question.destination)
        for place, found in sorted(leaving.items()):
            costs = [(to_go.get(s.stops[-1], float("inf")) - log(s.confidence), s) for s in found]
            self._leaving[place] = sorted(costs, key=lambda pair: (pair[0], pair[1].stops))
            for country in self.joints.countries(place):
                self._by_country.setdefault(country, []).append(place)
        return to_go


def distinct(chains: Iterable[Chain], k: int, joints: Joints) -> list[tuple[Chain, list[Chain]]]:
    """The k best truly different routes, each with its variants, from chains that come best first.

    Those with the same countries in the same order are one, and the best of them stands for all. It is itself a variant
    where it only leaves out inner countries of a better route: it has no stop of its own below the size of a country.
    """
    found: list[tuple[Chain, list[Chain]]] = []
    known: dict[tuple[str, ...], list[Chain]] = {}  # countries: the variants that the next such chain joins
    for chain in chains:
        variants = known.get(chain.countries)
        if variants is None:
            variants = next((more for best, more in found if _leaves_out(chain, best, joints)), None)
        if variants is not None:
            variants.append(chain)
        elif len(found) < k:
            variants = []
            found.append((chain, variants))
        else:
            break
        known[chain.countries] = variants
    return found


def _leaves_out(chain: Chain, best: Chain, joints: Joints) -> bool:
    rest = iter(best.countries)
    ends = (chain.countries[:1], chain.countries[-1:])
    if ends != (best.countries[:1], best.countries[-1:]) or not all(country in rest for country in chain.countries):
        return False
    own = {stop for stop in chain.stops[1:-1] if joints.country(stop) not in (None, stop)}
    return own <= set(best.stops)
