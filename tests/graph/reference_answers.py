"""The answers to all forty questions in plain Python, from claims and registries alone: neither links nor shortcuts.

A function is called as its question, with its hyphens as underscores, takes the parameters that the Cypher has, and
gives the rows in their order.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any

from corredor.graph import Record, Store
from corredor.graph.claim import Claim, Source
from corredor.graph.judgement import standing
from corredor.graph.period import span
from corredor.ontology.vocabulary import vocabulary

Row = tuple[Any, ...]
Pair = tuple[str, str]
KILOGRAMS = {"kg": Decimal(1), "t": Decimal(1000), "g": Decimal("0.001"), "lb": Decimal("0.45359237")}
BROADER = {"cannabis-resin": "cannabis", "ivory": "wildlife"}


def answer(key: str, facts: "Facts", **given: str) -> list[Row]:
    """The rows that a question has."""
    question: Callable[..., Iterable[Row]] = globals()[key.replace("-", "_")]
    return list(question(facts, **given))


class Facts:
    """What a store holds, gone through with lists and dictionaries."""

    def __init__(self, store: Store) -> None:
        self.names = store.names
        self.places = store.names.places
        self.records: list[Record] = list(store.records())
        self.claims: list[Claim] = sorted((c for r in self.records for c in r.claims), key=lambda c: c.id)
        self.judged = {about: judgement.act for about, judgement in standing(store.judgements()).items()}

    def taken_back(self, claim: Claim) -> bool:
        """True where analysts rejected the claim or retracted its source."""
        return self.judged.get(claim.id) == "reject" or self.judged.get(claim.source.id) == "retract"

    def live(self, claim: Claim) -> bool:
        """True for what makes links: not taken back, and accepted where a machine read it."""
        return not self.taken_back(claim) and (claim.score is None or self.judged.get(claim.id) == "accept")

    def of(self, *kinds: str) -> list[Claim]:
        """The live claims of some kinds that support what they say."""
        return [c for c in self.claims if c.kind in kinds and self.live(c) and supports(c)]

    @cached_property
    def legs(self) -> dict[tuple[str, str, str | None], list[Claim]]:
        """The claims that tell each leg, by its ends and what is named as moved."""
        told: dict[tuple[str, str, str | None], list[Claim]] = defaultdict(list)
        for claim in self.of("route"):
            for start, end in legs_of(claim):
                told[start, end, claim.commodity].append(claim)
        return told

    def onward(self, commodity: str) -> dict[str, set[str]]:
        """Where legs of exactly this commodity lead from each place."""
        found: dict[str, set[str]] = defaultdict(set)
        for start, end, what in self.legs:
            if what == commodity:
                found[start].add(end)
        return found

    def distances(self, start: str, commodity: str, most: int = 10_000) -> dict[str, int]:
        """The places that chains lead to, with the least number of legs."""
        onward, found, at, legs = self.onward(commodity), dict[str, int](), {start}, 0
        while at and legs < most:
            legs += 1
            at = {end for place in at for end in onward.get(place, ())} - found.keys()
            found |= dict.fromkeys(at, legs)
        return found

    def pairs(self, kind: str) -> set[Pair]:
        """The groups that claims of a kind join, both ways."""
        joined = {ids for c in self.of(kind) if None not in (ids := c.ids["between"]) and ids[0] != ids[1]}
        return {pair for a, b in joined for pair in ((str(a), str(b)), (str(b), str(a)))}

    def label(self, id: str) -> str:
        """What the registries call it."""
        return self.names.groups[id].name if id.startswith("group/") else self.places[id].name

    def within(self, id: str) -> list[str]:
        """The place and all that it lies in."""
        found = [id]
        while holders := self.places.above(found[-1])[:1]:
            found += holders
        return found


def supports(claim: Claim) -> bool:
    return claim.certainty != "denied" and claim.said.get("status") != "ended"


def legs_of(claim: Claim) -> list[Pair]:
    stops = [*claim.ids["from"], *claim.ids.get("via", ()), *claim.ids["to"]]
    return list(dict.fromkeys((a, b) for a, b in pairwise(stops) if a and b and a != b))


def of_place(claim: Claim) -> str | None:
    return claim.ids["place"][0]


def begins(claim: Claim) -> str | None:
    written = claim.text("period") or claim.text("date")
    return span(written).begins if written else None


def year(claim: Claim) -> str:
    return (begins(claim) or claim.source.published)[:4]


def number(written: object) -> float | None:
    return None if written is None else float(str(written))


def kilograms(claim: Claim) -> float | None:
    said = claim.said["quantity"]
    assert not isinstance(said, (str, tuple))
    return float(Decimal(said["amount"]) * KILOGRAMS[said["unit"]]) if said["unit"] in KILOGRAMS else None


# ---------------------------------------------------------------- the twenty of the page


def chain(facts: Facts, start: str, commodity: str) -> list[Row]:
    return [(id, facts.label(id)) for id in sorted(facts.distances(start, commodity))]


def joined(facts: Facts, a: str, b: str, commodity: str) -> list[Row]:
    return [(b in facts.distances(a, commodity),)]


def two_legs(facts: Facts, start: str, commodity: str) -> list[Row]:
    found = facts.distances(start, commodity, 2)
    return [(id, facts.label(id), legs) for id, legs in sorted(found.items(), key=lambda item: (item[1], item[0]))]


def to_ports(facts: Facts, c: str) -> list[Row]:
    countries = [place.id for place in facts.places.values() if place.kind == "country"]
    return sorted((a, b) for a in countries for b in facts.distances(a, c, 3) if facts.places[b].kind == "port")


def ports_of(facts: Facts, country: str, commodity: str) -> list[Row]:
    coming = Counter(end for ends in facts.onward(commodity).values() for end in ends)
    ports = {
        p: n for p, n in coming.items() if facts.places[p].kind == "port" and country in facts.places.countries_of(p)
    }
    return sorted(((p, facts.label(p), n) for p, n in ports.items()), key=lambda row: (-row[2], row[0]))


def three_sources(facts: Facts, least: str) -> list[Row]:
    counted = [
        (start, end, what, len({c.source.id for c in told}), len({c.voice.id for c in told}))
        for (start, end, what), told in facts.legs.items()
        if what
    ]
    return sorted((row for row in counted if row[3] >= int(least)), key=lambda row: (-row[3], row[:3]))


def evidence(facts: Facts, start: str, end: str, commodity: str) -> Iterator[Row]:
    for c in facts.claims:
        if c.kind == "route" and c.commodity == commodity and facts.live(c) and (start, end) in legs_of(c):
            s = c.source
            yield c.id, c.certainty, c.speaker, c.exact, c.where, s.title, s.published, s.url


def disputed(facts: Facts) -> list[Row]:
    return sorted(
        ((a, b, c.commodity, c.id, c.voice.id, c.speaker, c.source.title)
        for c in facts.claims
        if c.kind == "route" and c.denies and c.commodity and facts.live(c)
        for a, b in legs_of(c)
        if (a, b, c.commodity) in facts.legs),
        key=lambda row: (row[0], row[1], row[3]),
    )  # fmt: skip


def office(facts: Facts, speaker: str) -> list[Row]:
    said = [c for c in facts.claims if c.speaker == speaker]
    told = [
        (c.id, c.kind, c.certainty, c.exact, c.where, c.source.title, c.source.published, c.source.url) for c in said
    ]
    return sorted(told, key=lambda row: (row[6], row[0]))


def voice(facts: Facts, voice: str, commodity: str) -> list[Row]:
    said = [c for c in facts.claims if c.voice.id == voice and c.commodity == commodity and not facts.taken_back(c)]
    told = [(c.id, c.kind, c.certainty, c.speaker, c.source.title, c.source.published) for c in said]
    return sorted(told, key=lambda row: (row[1], row[0]))


def partners(facts: Facts, group: str) -> list[Row]:
    pairs = facts.pairs("partnership")
    own = {b for a, b in pairs if a == group}
    through = Counter(b for a, b in pairs if a in own and b not in own and b != group)
    return sorted(((g, facts.label(g), n) for g, n in through.items()), key=lambda row: (-row[2], row[0]))


def group_ports(facts: Facts, group: str) -> list[Row]:
    found = set()
    for c in facts.of("presence", "control"):
        place = of_place(c)
        if c.ids["group"][0] == group and place:
            ports = (id for id in facts.within(place) if facts.places[id].kind == "port")
            found |= {(port, facts.label(port), c.kind) for port in ports}
    return sorted(found)


def producers(facts: Facts, commodity: str) -> list[Row]:
    making = {of_place(c) for c in facts.of("production") if f"commodity/{c.commodity}" == commodity}
    countries = {id for id in making if id and facts.places[id].kind == "country"}
    return sorted(
        {
            (group, facts.label(group), place, country)
            for c in facts.of("control")
            if (group := c.ids["group"][0]) and (place := of_place(c))
            for country in countries.intersection(facts.places.countries_of(place))
        },
        key=lambda row: (row[0], row[2], row[3]),
    )


def markets(facts: Facts, commodity: str, region: str) -> list[Row]:
    told = {of_place(c) for c in facts.of("market", "price") if f"commodity/{c.commodity}" == commodity}
    inside = sorted(id for id in told if id and region in facts.within(id))
    key = commodity.removeprefix("commodity/")
    return sorted((f"market/{id.removeprefix('place/')}/{key}", id, facts.label(id)) for id in inside)


def prices(facts: Facts, commodity: str) -> list[Row]:
    asked = ("place/CO", "place/EC", "place/PA", "place/ES")
    found = []
    for c in facts.claims:
        place = of_place(c) if c.kind == "price" and c.commodity == commodity else None
        for country in facts.places.countries_of(place) if place else ():
            said = (number(c.text("low")), number(c.text("high")), c.text("currency"), c.text("per"))
            found.append((country, c.text("level") or "not told", year(c), *said, c.certainty, c.speaker, c.id))
    return sorted((row for row in found if row[0] in asked), key=lambda row: (row[:3], row[9]))


def large_seizures(facts: Facts, least: str) -> list[Row]:
    found = []
    for c in facts.claims:
        kg = kilograms(c) if c.kind == "seizure" else None
        if kg is not None and kg > float(least):
            place = of_place(c)
            where = facts.label(place) if place else None
            found.append((kg, c.text("quantity"), c.commodity, where, c.certainty, c.speaker, c.source.title, c.id))
    return sorted(found, key=lambda row: (-row[0], row[7]))


def seizures_by_year(facts: Facts, commodity: str) -> list[Row]:
    told: dict[Pair, list[float]] = defaultdict(list)
    asked = commodity.removeprefix("commodity/")
    for c in facts.claims:
        if c.kind == "seizure" and c.commodity and asked in (c.commodity, BROADER.get(c.commodity)):
            told[year(c), c.commodity].append(kilograms(c) or 0.0)
    return [(*key, len(kgs), max(kgs)) for key, kgs in sorted(told.items())]


def unresolved(facts: Facts) -> list[Row]:
    return sorted((c.id, key, c.kind, c.certainty, c.source.title) for c in facts.claims for key in c.unresolved)


def sources(facts: Facts) -> list[Row]:
    published: dict[Pair, list[Source]] = defaultdict(list)
    for record in facts.records:
        published[record.source.publisher, record.source.published[:4]].append(record.source)
    return [(*key, len(some), sum(s.weak for s in some)) for key, some in sorted(published.items())]


def narrower(facts: Facts) -> list[Row]:
    named = Counter(c.commodity for c in facts.claims)
    return sorted((broad, narrow, named[narrow]) for narrow, broad in BROADER.items())


# ---------------------------------------------------------------- twenty more


def kinds(facts: Facts) -> list[Row]:
    counted = Counter((c.kind, c.certainty) for c in facts.claims)
    return sorted((*key, count) for key, count in counted.items())


def two_hops(facts: Facts, commodity: str) -> list[Row]:
    onward = facts.onward(commodity)
    return sorted((a, b, c) for a in onward for b in onward[a] for c in onward.get(b, ()))


def loops(facts: Facts, commodity: str) -> list[Row]:
    return sorted((a,) for a in facts.onward(commodity) if a in facts.distances(a, commodity, 3))


def changed(facts: Facts) -> list[Row]:
    coming = {end for ends in facts.onward("cocaine").values() for end in ends}
    return sorted((id,) for id in coming.intersection(facts.onward("heroin")))


def both_ways(facts: Facts) -> list[Row]:
    onward = facts.onward("cocaine")
    return sorted((a, b) for a in onward for b in onward[a] if a < b and a in onward.get(b, ()))


def in_country(facts: Facts, country: str) -> list[Row]:
    told = ((c.ids["group"][0], of_place(c)) for c in facts.of("presence", "control"))
    found = {(g, p) for g, p in told if g and p and country in facts.places.countries_of(p)}
    return sorted((g, facts.label(g), p) for g, p in found)


def partner_and_rival(facts: Facts) -> list[Row]:
    return sorted((a, b) for a, b in facts.pairs("partnership") & facts.pairs("rivalry") if a < b)


def partners_counted(facts: Facts, least: str) -> list[Row]:
    counted = Counter(a for a, _ in facts.pairs("partnership"))
    return sorted(((g, n) for g, n in counted.items() if n >= int(least)), key=lambda row: (-row[1], row[0]))


def by_sea(facts: Facts, country: str) -> Iterator[Row]:
    for c in facts.claims:
        if c.kind == "route" and "sea" in c.texts("mode"):
            (start,), (end,) = c.ids["from"], c.ids["to"]
            if start and end and country in facts.places.countries_of(start):
                yield c.id, start, end, c.certainty


def actors(facts: Facts, group: str) -> list[Row]:
    return [(c.id, c.kind, c.certainty, c.source.title) for c in facts.claims if group in c.ids.get("actors", ())]


def stops(facts: Facts) -> list[Row]:
    return [(c.id, n, id) for c in facts.claims for n, id in enumerate(c.ids.get("via", ()), 1) if id]


def in_time(facts: Facts) -> Iterator[Row]:
    for c in facts.claims:
        if written := c.text("period") or c.text("date"):
            told = span(written)
            if told.begins and told.ends and told.begins <= "2015-12-31" and told.ends >= "2015-01-01":
                yield c.id, told.begins, told.ends


def shares(facts: Facts) -> list[Row]:
    told = [c for c in facts.claims if c.kind == "route" and "share" in c.said]
    return [(c.id, number(c.text("share")), c.text("share_of"), c.text("bound")) for c in told]


def areas(facts: Facts) -> list[Row]:
    told = [c for c in facts.claims if c.kind == "production" and "hectares" in c.said and of_place(c)]
    rows = [(c.id, of_place(c), c.commodity, float(c.text("hectares") or 0), c.certainty) for c in told]
    return sorted(rows, key=lambda row: (-row[3], row[0]))


def port_codes(facts: Facts) -> list[Row]:
    ports = (place for place in facts.places.values() if place.kind == "port" and place.unlocode)
    return sorted((place.id, place.unlocode, place.lat) for place in ports if place.lat < 0)


def relayed(facts: Facts) -> list[Row]:
    counted = Counter((str(c.speaker), c.relayed_by) for c in facts.claims if c.relayed_by)
    return sorted((*key, count) for key, count in counted.items())


def ended(facts: Facts) -> list[Row]:
    return [(c.id, c.kind, c.certainty) for c in facts.claims if c.said.get("status") == "ended"]


def only_denied(facts: Facts) -> list[Row]:
    told = {(c.ids["group"][0], of_place(c)) for c in facts.of("presence")}
    denied = [(c.id, c.ids["group"][0], of_place(c)) for c in facts.claims if c.kind == "presence" and c.denies]
    return [row for row in denied if all(row) and row[1:] not in told]


def waiting(facts: Facts) -> list[Row]:
    return [(c.id, c.score, facts.judged.get(c.id, "nothing")) for c in facts.claims if c.score is not None]


def family(facts: Facts, family: str) -> list[Row]:
    named = Counter(c.commodity for c in facts.claims)
    return sorted((key, named[key]) for key in vocabulary().collections[family])
