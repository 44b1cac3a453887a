"""Stretches: what one source tells in one breath.

Each run of neighbouring stops of a route claim is a stretch. All claims that tell the same whole run support it; a
denied route lowers only the stretch with exactly its stops.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corredor.graph.claim import Claim, kind_of
from corredor.graph.links import Canonical, as_given
from corredor.graph.weights import confidence, lends


@dataclass(frozen=True, slots=True)
class Stretch:
    """Stops (ids of places, two or more) that claims tell whole. `confidence` is a rank score."""

    stops: tuple[str, ...]
    claims: tuple[Claim, ...]
    denials: tuple[Claim, ...]
    confidence: float


def stretches(
    claims: Iterable[Claim],
    *,
    ended: bool = False,
    canonical: Canonical = as_given,
    avoid: frozenset[str] = frozenset(),
) -> list[Stretch]:
    """The stretches that route claims of one commodity tell, sorted by stops.

    Told stops in `avoid` are left out, and a route through one falls into what lies before and after it.
    """
    told: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    denied: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.denies:
            if None not in claim.stops:  # what it denies is the whole, so all of it must be known
                denied[next(_told_runs(claim, canonical, frozenset()), ())].append(claim)
        elif lends(claim, ended):
            for run in {r for whole in _told_runs(claim, canonical, avoid) for r in _runs(whole)}:
                told[run].append(claim)
    return [_stretch(stops, about, denied.get(stops, [])) for stops, about in sorted(told.items())]


def _told_runs(claim: Claim, canonical: Canonical, avoid: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """The stops of a claim between those that are unresolved or avoided; a place told twice in a row stands once."""
    if not kind_of(claim).link_through:
        return
    run: list[str] = []
    for id in (*claim.stops, None):
        stop = canonical(id) if id else None
        if stop is None or stop in avoid:
            if len(run) > 1:
                yield tuple(run)
            run = []
        elif not run or run[-1] != stop:
            run.append(stop)


def _runs(stops: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for i in range(len(stops) - 1):
        for j in range(i + 2, len(stops) + 1):
            yield stops[i:j]


def _stretch(stops: tuple[str, ...], told: list[Claim], denied: list[Claim]) -> Stretch:
    return Stretch(stops, tuple(told), tuple(denied), confidence(told, denied))
