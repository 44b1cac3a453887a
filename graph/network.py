"""The network of one question: the claims that the filters keep, the links that they make, and what is asked of them.

>>> from corredor.graph import example
>>> network = example().network(commodity="cocaine")
>>> network.header
'9 claims, 6 sources, 6 voices'
>>> sorted(network.reachable("Peru", commodity="cocaine"))
['place/BO', 'place/BR', 'place/port-nl-rotterdam']
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from corredor.graph.claim import Claim
from corredor.graph.filters import Filters, Selection, commodities_of, select
from corredor.graph.joints import Joints
from corredor.graph.links import Canonical, Link, as_given, legs, links
from corredor.graph.reach import spread
from corredor.graph.stretches import Stretch, stretches
from corredor.ontology.names import Names
from corredor.ontology.vocabulary import vocabulary

if TYPE_CHECKING:
    import networkx

    from corredor.graph.answer import RouteAnswer
    from corredor.graph.measures import Between
    from corredor.graph.partners import Partners
    from corredor.graph.ranking import Level, Measure, Ranking


class Network:
    """Live claims through filters. Nothing is computed before it is asked, and everything once.

    `left_out` counts the claims that are silent on a filter: {'mode': 258}. `between` counts shortest paths where the
    store has an engine for that.
    """

    def __init__(
        self,
        claims: Iterable[Claim],
        filters: Filters,
        names: Names,
        *,
        revision: str = "",
        canonical: Canonical = as_given,
        between: "Between | None" = None,
    ) -> None:
        chosen: Selection = select(claims, filters)
        self.claims, self.left_out = chosen.claims, chosen.silent
        self.filters, self.names, self.revision, self.canonical = filters, names, revision, canonical
        self.between = between
        self._stretches: dict[tuple[str | None, frozenset[str]], list[Stretch]] = {}
        self._joints: dict[bool, Joints] = {}

    @property
    def header(self) -> str:
        """How much stands behind an answer: claims, sources, voices."""
        sources = {claim.source.id for claim in self.claims}
        voices = {claim.voice.id for claim in self.claims}
        return f"{len(self.claims):,} claims, {len(sources):,} sources, {len(voices):,} voices"

    def _repr_html_(self) -> str:
        from corredor.graph.views.notebook import network_html

        return network_html(self)

    # ------------------------------------------------------------ links

    def links(self, *kinds: str) -> list[Link]:
        """The live links, of some kinds or of all, sorted by kind and ends; each of the commodity its claims name."""
        return [link for link in self._links if not kinds or link.kind in kinds]

    @cached_property
    def _links(self) -> list[Link]:
        return links(self.claims, ended=self.filters.ended, canonical=self.canonical)

    def rolled_up(self, to: Callable[[str], str | None], *kinds: str) -> list[Link]:
        """Links with each end led to what holds it, `to(place)`; an end led to None, or to the other end, falls out.

        Claims are put together anew between the new ends, so that a voice still counts once.
        """
        chosen = [claim for claim in self.claims if not kinds or claim.kind in kinds]
        return links(chosen, ended=self.filters.ended, canonical=self.canonical, to=lambda id: to(id) or "")

    # ------------------------------------------------------------ routes

    def routes(
        self,
        origin: str,
        destination: str,
        *,
        via: Iterable[str] = (),
        avoid: Iterable[str] = (),
        strict: bool = False,
        max_legs: int = 6,
        k: int = 5,
        min_confidence: float = 0.05,
        variants: bool = False,
    ) -> "RouteAnswer":
        """The k best truly different routes from A to B, each of one commodity, with the evidence for each leg.

        Names are as on the command line. `via` must all be met; what lies in `avoid` is not touched. With `strict`
        stretches meet, and ends are met, only at the very same place. `variants` finds all variants, more slowly.
        Raises UnknownName and AmbiguousName. See `corredor.graph.routes` for the search.
        """
        from corredor.graph.answer import ask

        return ask(
            self,
            origin,
            destination,
            via=tuple(via),
            avoid=tuple(avoid),
            strict=strict,
            max_legs=max_legs,
            k=k,
            min_confidence=min_confidence,
            variants=variants,
        )

    # ------------------------------------------------------------ rankings and partners

    def centrality(
        self,
        *,
        level: "Level" = "country",
        measure: "Measure" = "degree",
        kind: str | None = None,
        collectives: bool = False,
        k: int | None = None,
    ) -> "Ranking":
        """The nodes by what sources tell of them, highest first; `k` of them, or all. A rank is no finding of guilt.

        Levels: `country`, each end of a route link rolled up to its country; `place`, as told; `group`, over
        partnerships. Measures: `degree`, the distinct neighbours; `strength`, the sum of the rank scores of the links;
        `betweenness`, the share of shortest paths of others that run through. `kind` (port, city, cartel) ranks that
        kind alone, in the same graph. `collectives` ranks unnamed groups too. Raises UnknownName for a word that is
        no level, measure or kind.
        """
        from corredor.graph.centrality import centrality

        return centrality(self, level=level, measure=measure, kind=kind, collectives=collectives, k=k)

    def partners(self, group: str, *, hops: int = 1) -> "Partners":
        """Who is told to work with a group, the best told first; apart from them its rivals, and what is denied.

        With `hops` 2 also the partners of partners, and so on. Raises UnknownName and AmbiguousName.
        """
        from corredor.graph.partners import partners

        return partners(self, self.canonical(self.names.group(group)), hops=hops)

    @property
    def route_commodities(self) -> list[str | None]:
        """The commodities that routes are asked for one by one: the one asked, else each that is no kind of another.

        None stands for claims that name none, where they are the only ones.
        """
        words, asked = vocabulary(), self.filters.commodity
        if asked in words.commodities:
            return [asked]
        named = {c.commodity for c in self._route_claims if c.commodity}
        tops = {words.broader(key)[-1] if asked is None else key for key in named}
        return [key for key in words.commodities if key in tops]

    def stretches(self, commodity: str | None, avoid: frozenset[str] = frozenset()) -> list[Stretch]:
        """What sources tell in one breath of a commodity (and what is narrower), without the places to avoid."""
        found = self._stretches.get((commodity, avoid))
        if found is None:
            told = [claim for claim in self._route_claims if self._is_of(claim, commodity)]
            found = stretches(told, ended=self.filters.ended, canonical=self.canonical, avoid=avoid)
            self._stretches[commodity, avoid] = found
        return found

    def joints(self, *, strict: bool = False) -> Joints:
        """The rules of meeting over the registries in use."""
        return self._joints.setdefault(strict, Joints(self.names.places, strict=strict))

    def leg(self, start: str, end: str, commodity: str | None) -> Link:
        """The link between two neighbouring stops, all its claims taken as claims of the commodity."""
        told = [claim for claim in self._legs[start, end] if self._is_of(claim, commodity)]
        made = links(told, commodity=commodity, ended=self.filters.ended, canonical=self.canonical)
        return next(link for link in made if (link.start, link.end) == (start, end))

    def _is_of(self, claim: Claim, commodity: str | None) -> bool:
        if claim.commodity is None:
            return commodity is None or self.filters.include_unspecified
        return commodity is not None and claim.commodity in vocabulary().narrower(commodity)

    @cached_property
    def _route_claims(self) -> list[Claim]:
        return [claim for claim in self.claims if claim.kind == "route"]

    @cached_property
    def _legs(self) -> dict[tuple[str, str], list[Claim]]:
        index: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        for claim in self._route_claims:
            for pair in legs(claim, self.canonical):
                index[pair].append(claim)
        return index

    def reachable(self, origin: str, *, commodity: str | None = None) -> set[str]:
        """The ids of places that one or more route links of one commodity lead to from a place, the place itself only
        where a path leads back to it. The same as `?a route:cocaine+ ?b`; without a commodity, as `cor:routeTo+`.

        Whether a place lies in another does not matter here: a path goes on only at the very same place.
        """
        return set(self.reach(origin, commodity=commodity))

    def reach(
        self,
        name: str,
        *,
        kind: str = "route",
        commodity: str | None = None,
        hops: int | None = None,
        backward: bool = False,
    ) -> dict[str, int]:
        """The ids that chains of links lead to from an entity, each with the least number of links it takes.

        Counted are links of one kind within `hops` (None: however many), `backward` those that lead to the entity; with
        a commodity its links alone. Raises UnknownName and AmbiguousName.
        """
        start = self.canonical(self.names.entity(name, widest=True))
        onward = self._onward(kind, commodity, backward)
        return spread(start, lambda ids: {end for id in ids for end in onward.get(id, ())}, hops)

    def _onward(self, kind: str, commodity: str | None, backward: bool) -> dict[str, set[str]]:
        asked = commodities_of(commodity) if commodity else None
        edge = vocabulary().kinds[kind].edge
        onward: dict[str, set[str]] = defaultdict(set)
        for link in self.links(kind):
            if asked is None or link.commodity in asked:
                start, end = (link.end, link.start) if backward else (link.start, link.end)
                onward[start].add(end)
                if edge and edge.symmetric:
                    onward[end].add(start)
        return onward

    # ------------------------------------------------------------ as a networkx graph

    @cached_property
    def nx(self) -> "networkx.MultiDiGraph[str]":
        """The links as a networkx MultiDiGraph whose attributes are scalars (lists joined by '; '), so that every
        format of networkx can write it. Links without direction stand once, from the lower id.
        """
        import networkx

        from corredor.graph.properties import link_properties, node_properties

        graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(revision=self.revision, question=self.filters.words)
        for link in self.links():
            for id in (link.start, link.end):
                if id not in graph:
                    graph.add_node(id, **node_properties(id, self.names))
            key = f"{link.kind} {link.commodity}" if link.commodity else link.kind
            graph.add_edge(link.start, link.end, key=key, **link_properties(link, self.names))
        return graph
