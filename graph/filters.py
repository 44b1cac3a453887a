"""Which claims are asked: filters choose claims before anything is made of them.

A filter keeps what states a matching value. Claims that are silent on it are left out and counted, so that nobody
mistakes silence for a no.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from corredor.graph.claim import Claim
from corredor.graph.period import span
from corredor.graph.weights import weight
from corredor.ontology.errors import UnknownName
from corredor.ontology.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked; an empty field asks nothing.

    `commodity` is a key, with all that is narrower, or a collection. `since` and `until` are dates as in sheets: kept
    is what ends on or after the one and begins on or before the other. `confidence` is the least weight of a claim
    (certainty, halved in a weak source). `source` holds ids or slugs, `actor` and `group` ids. `unreviewed` lets
    extracted claims in that nobody has accepted; `include_unspecified` lets claims in that name no commodity.
    """

    commodity: str | None = None
    mode: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    status: tuple[str, ...] = ()
    certainty: tuple[str, ...] = ()
    confidence: float = 0.0
    source: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    unreviewed: bool = False
    include_unspecified: bool = False

    @property
    def ended(self) -> bool:
        """True where claims of what is over are asked for, and so lend support."""
        return "ended" in self.status

    @property
    def words(self) -> str:
        """The filters as a reader would write them; nothing where none is set."""
        said = [(name, getattr(self, name)) for name in self.__slots__]
        return ", ".join(f"{name} {_said(value)}" for name, value in said if value)


@dataclass(frozen=True, slots=True)
class Selection:
    """The claims that were kept, and how many were left out because they are silent: {'mode': 258}."""

    claims: list[Claim]
    silent: dict[str, int] = field(default_factory=dict)


def commodities_of(name: str) -> frozenset[str]:
    """The keys that a commodity or a collection stands for; raises UnknownName with what it could have been."""
    words = vocabulary()
    if name in words.commodities:
        return words.narrower(name)
    if name in words.collections:
        return frozenset(words.collections[name])
    known = [*words.commodities, *words.collections]
    candidates = [(key, key) for key in known]
    raise UnknownName(name, f'No commodity is called "{name}". The commodities are: {", ".join(known)}.', candidates)


def select(claims: Iterable[Claim], filters: Filters) -> Selection:
    """The claims that state what the filters ask. Raises ValueError for a date that is none."""
    kept, silent = list(claims), Counter[str]()
    for name, test in _tests(filters):
        answers = [(claim, test(claim)) for claim in kept]
        kept = [claim for claim, answer in answers if answer]
        silent[name] += sum(answer is None for _, answer in answers)
    return Selection(kept, {name: count for name, count in silent.items() if count})


_Test = Callable[[Claim], bool | None]
"""True: keep. False: it states something else. None: it is silent."""


def _tests(filters: Filters) -> list[tuple[str, _Test]]:
    tests: list[tuple[str, _Test]] = []
    if not filters.unreviewed:
        tests.append(("review", lambda claim: not claim.pending))
    if filters.kind:
        tests.append(("kind", lambda claim: claim.kind in filters.kind))
    if filters.source:
        tests.append(("source", lambda claim: claim.source.id in filters.source or claim.source.slug in filters.source))
    if filters.since or filters.until:
        tests.append(("time", _in_time(filters)))
    if filters.commodity:
        tests.append(("commodity", _of_commodity(filters)))
    if filters.mode:
        tests.append(("mode", lambda claim: _any(claim.texts("mode"), filters.mode)))
    if filters.actor:
        tests.append(("actor", lambda claim: _any(_groups(claim), filters.actor)))
    if filters.status:
        tests.append(("status", lambda claim: claim.status in filters.status if claim.status else None))
    if filters.certainty:
        tests.append(("certainty", lambda claim: claim.certainty in filters.certainty))
    if filters.confidence:
        tests.append(("confidence", lambda claim: weight(claim) >= filters.confidence))
    return tests


def _in_time(filters: Filters) -> _Test:
    since = span(filters.since).begins if filters.since else None
    until = span(filters.until).ends if filters.until else None

    def test(claim: Claim) -> bool:
        told = claim.time
        late_enough = since is None or told.ends is None or told.ends >= since
        return late_enough and (until is None or told.begins is None or told.begins <= until)

    return test


def _of_commodity(filters: Filters) -> _Test:
    asked = commodities_of(filters.commodity or "")

    def test(claim: Claim) -> bool | None:
        if claim.commodity is None:
            return True if filters.include_unspecified else None
        return claim.commodity in asked

    return test


def _any(stated: Iterable[str], asked: tuple[str, ...]) -> bool | None:
    values = set(stated)
    return bool(values & set(asked)) if values else None


def _groups(claim: Claim) -> list[str]:
    return [id for key in ("actors", "group", "between") for id in claim.ids.get(key, ()) if id]


def _said(value: object) -> str:
    if value is True:
        return "yes"
    return " or ".join(map(str, value)) if isinstance(value, tuple) else str(value)
