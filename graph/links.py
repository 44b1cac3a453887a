"""Claims to links: all that is claimed of one kind between the same two ends for the same commodity.

>>> from corredor.graph import example
>>> [(link.start, link.end, link.voices, round(link.confidence, 2)) for link in example().network().links("rivalry")]
[]
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from corredor.graph.claim import Claim, kind_of
from corredor.graph.weights import confidence, lends, weight
from corredor.ontology.vocabulary import vocabulary

Canonical = Callable[[str], str]


def as_given(id: str) -> str:
    """The id itself: nothing has been merged."""
    return id


@dataclass(frozen=True, slots=True)
class Link:
    """What claims of one kind say between `start` and `end` (ids, in order of ids where the kind has no direction).

    `claims` support it, the heaviest first; `silent` speak of what is over and lend no support; `denials` deny exactly
    this; `disputes` deny a longer route through it. `confidence` is a rank score, 0 to the ceiling.
    """

    kind: str
    start: str
    end: str
    commodity: str | None
    claims: tuple[Claim, ...]
    silent: tuple[Claim, ...]
    denials: tuple[Claim, ...]
    disputes: tuple[Claim, ...]
    confidence: float

    @property
    def all_claims(self) -> tuple[Claim, ...]:
        """Every claim about it, denials first."""
        return (*self.denials, *self.disputes, *self.claims, *self.silent)

    @property
    def disputed(self) -> bool:
        """True where a source denies it, alone or as part of a longer route."""
        return bool(self.denials or self.disputes)

    @property
    def voices(self) -> int:
        """How many voices support it."""
        return len({claim.voice.id for claim in self.claims})

    @property
    def certainty(self) -> str:
        """The strongest certainty that a voice gives it."""
        said = {claim.certainty for claim in self.claims}
        return next(word for word in vocabulary().certainties if word in said)

    @property
    def status(self) -> str:
        """The status that its latest claim gives; active where none gives one, or where two of one time differ."""
        told = [c for c in (*self.claims, *self.silent) if c.status]
        if not told:
            return "active"
        latest = max(map(_recency, told))
        last = {c.status for c in told if _recency(c) == latest}
        return str(last.pop()) if len(last) == 1 else "active"

    @property
    def first(self) -> str | None:
        """The first year that its claims speak of, None where one is open."""
        begins = [claim.time.begins for claim in self.claims]
        return min(b[:4] for b in begins if b) if all(begins) else None

    @property
    def last(self) -> str | None:
        """The last year that its claims speak of."""
        return max((c.time.ends[:4] for c in self.claims if c.time.ends), default=None)

    @property
    def actors(self) -> tuple[str, ...]:
        """The groups that its claims name as moving it, on the whole journey."""
        return tuple(sorted({id for c in self.claims for id in c.ids.get("actors", ()) if id}))

    @property
    def modes(self) -> tuple[str, ...]:
        """The ways of transport that its claims name, for the whole journey."""
        named = {mode for c in self.claims for mode in c.texts("mode")}
        return tuple(mode for mode in vocabulary().terms("Mode") if mode in named)


def links(
    claims: Iterable[Claim],
    *,
    commodity: str | None = None,
    ended: bool = False,
    canonical: Canonical = as_given,
    to: Canonical = as_given,
) -> list[Link]:
    """The live links that the claims make, sorted by kind and ends.

    With `commodity` all claims count as claims of it (they are of it, or of what is narrower). With `ended`, claims of
    what is over lend support like any other. A link without support is none, however often it is denied. `to` leads
    ends on to what holds them; a denial of something narrower than the link then disputes it and does not lower it.
    """
    told: dict[tuple[str, str, str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        for start, end in legs(claim, lambda id: to(canonical(id))):
            told[claim.kind, start, end, commodity or claim.commodity or ""].append(claim)
    made = (_link(*key, about, ended, canonical) for key, about in sorted(told.items(), key=lambda item: item[0]))
    return [link for link in made if link is not None]


def legs(claim: Claim, canonical: Canonical = as_given) -> list[tuple[str, str]]:
    """The pairs of neighbouring stops of a claim, without those that touch an unresolved name or stay in one place."""
    if kind_of(claim).edge is None:
        return []
    stops = [id and canonical(id) for id in claim.stops]
    pairs = [(a, b) for a, b in pairwise(stops) if a and b and a != b]
    if kind_of(claim).link_between:
        return [(min(pair), max(pair)) for pair in pairs]
    return list(dict.fromkeys(pairs))


def _link(
    kind: str, start: str, end: str, commodity: str, about: list[Claim], ended: bool, canonical: Canonical
) -> Link | None:
    support = [claim for claim in about if lends(claim, ended)]
    if not support:
        return None
    denying = [claim for claim in about if claim.denies]
    exact = [claim for claim in denying if {id and canonical(id) for id in claim.stops} == {start, end}]
    return Link(
        kind=kind,
        start=start,
        end=end,
        commodity=commodity or None,
        claims=heaviest_first(support),
        silent=heaviest_first(c for c in about if not c.denies and c not in support),
        denials=heaviest_first(exact),
        disputes=heaviest_first(c for c in denying if c not in exact),
        confidence=confidence(support, exact),
    )


def heaviest_first(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Claims by weight, the heaviest first; those of one weight by id."""
    return tuple(sorted(claims, key=lambda claim: (-weight(claim), claim.id)))


def _recency(claim: Claim) -> tuple[str, str]:
    return claim.time.ends or "9999", claim.source.published
