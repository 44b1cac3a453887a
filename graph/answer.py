"""The answer to a question of routes: routes with their legs and evidence, and what is told more widely.

A route is told whole (one source's one breath, from the very places asked) or pieced together by us, and says which.
It is as certain as its weakest leg.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from corredor.graph.claim import Claim
from corredor.graph.joints import Joints
from corredor.graph.links import Link
from corredor.graph.routes import Chain, Question, Search, distinct
from corredor.graph.weights import lends
from corredor.ontology.vocabulary import vocabulary

if TYPE_CHECKING:
    from corredor.graph.network import Network


@dataclass(frozen=True, slots=True)
class Leg:
    """From one place to the next. `link` holds the evidence of a told leg, of stretch number `stretch` (from 1) with
    its rank score; None for a step that no source tells: one place taken for the other, inside `place`, at `factor`.
    """

    start: str
    end: str
    link: Link | None = None
    stretch: int = 0
    stretch_confidence: float = 0.0
    factor: float = 1.0
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """One way from A to B of one commodity. `confidence` is a rank score; `variants` tell it with other details."""

    confidence: float
    commodity: str | None
    legs: tuple[Leg, ...]
    variants: tuple["Route", ...] = ()

    @property
    def told(self) -> str:
        """'whole': one stretch from the very places asked; else 'pieced': put together by us."""
        whole = all(leg.link is not None or leg.factor == 1.0 for leg in self.legs)
        return "whole" if whole and len({leg.stretch for leg in self.told_legs}) == 1 else "pieced"

    @property
    def told_legs(self) -> tuple[Leg, ...]:
        """The legs that sources tell."""
        return tuple(leg for leg in self.legs if leg.link is not None)

    @property
    def links(self) -> tuple[Link, ...]:
        """The links of the told legs."""
        return tuple(leg.link for leg in self.legs if leg.link is not None)

    @property
    def certainty(self) -> str:
        """The certainty of the weakest leg."""
        order = list(vocabulary().certainties)
        return max((link.certainty for link in self.links), key=order.index)

    @property
    def disputed(self) -> bool:
        """True where a source denies one of its legs."""
        return any(link.disputed for link in self.links)

    @property
    def first(self) -> str | None:
        """The first year that its legs speak of, None where one is open."""
        years = [link.first for link in self.links]
        return min(y for y in years if y) if all(years) else None

    @property
    def last(self) -> str | None:
        """The last year that its legs speak of."""
        return max((link.last for link in self.links if link.last), default=None)

    @property
    def sources(self) -> int:
        """How many sources support its legs."""
        return len({claim.source.id for link in self.links for claim in link.claims})


@dataclass(frozen=True, slots=True)
class Wider:
    """Claims whose ends hold A and B more widely than a country: context, never part of a route."""

    start: str
    end: str
    claims: tuple[Claim, ...]

    @property
    def voices(self) -> int:
        """How many voices tell it."""
        return len({claim.voice.id for claim in self.claims})


@dataclass(frozen=True, slots=True)
class RouteAnswer:
    """What was asked (ids), the routes, best first, and what is told more widely, by voices.

    `notes` say how names were taken; `exhausted` is False where the search stopped at its limit. In a notebook it draws
    itself.
    """

    network: "Network" = field(repr=False)
    origin: str
    destination: str
    via: tuple[str, ...]
    avoid: tuple[str, ...]
    routes: tuple[Route, ...]
    told_more_widely: tuple[Wider, ...]
    notes: tuple[str, ...]
    exhausted: bool

    def __len__(self) -> int:
        return len(self.routes)

    def _repr_html_(self) -> str:
        from corredor.graph.views.notebook import answer_html

        return answer_html(self)

    def __iter__(self) -> Iterator[Route]:
        return iter(self.routes)


def ask(
    network: "Network",
    origin: str,
    destination: str,
    *,
    via: tuple[str, ...],
    avoid: tuple[str, ...],
    strict: bool,
    max_legs: int,
    k: int,
    min_confidence: float,
    variants: bool,
) -> RouteAnswer:
    """Answer a question of routes; see `Network.routes`."""
    notes: list[str] = []
    start, end, *others = (_place(network, name, notes) for name in (origin, destination, *via, *avoid))
    passed, shunned = tuple(others[: len(via)]), tuple(others[len(via) :])
    joints = network.joints(strict=strict)
    question = Question(start, end, passed, max_legs, min_confidence)
    forbidden = frozenset(p for p in network.names.places if any(joints.holds(outer, p) for outer in shunned))
    routes: list[Route] = []
    exhausted = True
    for commodity in network.route_commodities:
        search = Search(question, network.stretches(commodity, forbidden), joints, prune=not variants)
        for best, others_ in distinct(search.chains(), k, joints):
            routes.append(_route(network, question, joints, commodity, best, others_))
        exhausted = exhausted and search.exhausted
    routes.sort(key=lambda route: (-route.confidence, route.commodity or ""))
    wider = _told_more_widely(network, start, end)
    return RouteAnswer(network, start, end, passed, shunned, tuple(routes[:k]), wider, tuple(notes), exhausted)


def _place(network: "Network", name: str, notes: list[str]) -> str:
    meaning = network.names.resolve(name, of="place", widest=True)
    if meaning.note:
        notes.append(meaning.note)
    return network.canonical(meaning.id)


def _route(
    network: "Network",
    question: Question,
    joints: Joints,
    commodity: str | None,
    best: Chain,
    variants: list[Chain],
) -> Route:
    def made(chain: Chain, more: tuple[Route, ...] = ()) -> Route:
        return Route(chain.confidence, commodity, tuple(_legs(network, question, joints, commodity, chain)), more)

    return made(best, tuple(map(made, variants)))


def _legs(network: "Network", question: Question, joints: Joints, commodity: str | None, chain: Chain) -> Iterator[Leg]:
    at = question.origin
    for number, (stretch, factor) in enumerate(zip(chain.stretches, chain.factors, strict=True), 1):
        if number > 1 or at != stretch.stops[0]:
            yield _step(joints, at, stretch.stops[0], factor)
        for start, end in pairwise(stretch.stops):
            yield Leg(start, end, network.leg(start, end, commodity), number, stretch.confidence)
        at = stretch.stops[-1]
    if at != question.destination:
        yield _step(joints, at, question.destination, chain.end)


def _step(joints: Joints, start: str, end: str, factor: float) -> Leg:
    return Leg(start, end, factor=factor, place=_around(joints, start, end))


def _around(joints: Joints, a: str, b: str) -> str | None:
    """The place that holds both: one of the two, else their country."""
    if joints.holds(a, b):
        return a
    if joints.holds(b, a):
        return b
    return next((c for c in joints.countries(a) if c in joints.countries(b)), None)


def _told_more_widely(network: "Network", origin: str, destination: str) -> tuple[Wider, ...]:
    places, joints = network.names.places, network.joints()

    def holds(told: str, asked: str) -> tuple[bool, bool]:
        """Whether a told place holds the asked one or fulfils it, and whether it is wider than a country."""
        wide = places[told].is_wide and places.lies_in(asked, told) and told != asked
        return wide or joints.fulfils(told, asked) is not None, wide

    told: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in network.claims:
        if claim.kind == "route" and lends(claim, network.filters.ended):
            pair = _widest_pair(claim, network, holds, origin, destination)
            if pair:
                told[pair].append(claim)
    found = (Wider(start, end, tuple(claims)) for (start, end), claims in told.items())
    return tuple(sorted(found, key=lambda wider: (-wider.voices, wider.start, wider.end)))


def _widest_pair(
    claim: Claim,
    network: "Network",
    holds: Callable[[str, str], tuple[bool, bool]],
    origin: str,
    destination: str,
) -> tuple[str, str] | None:
    """The outermost pair of stops that hold both ends, at least one of them more widely than a country."""
    stops = [network.canonical(stop) for stop in claim.stops if stop]
    for i, start in enumerate(stops):
        holds_origin, wide_origin = holds(start, origin)
        for end in reversed(stops[i + 1 :]) if holds_origin else ():
            holds_destination, wide_destination = holds(end, destination)
            if holds_destination and (wide_origin or wide_destination):
                return start, end
    return None
