"""Who works with whom, as sources tell it: the partners of a group, and apart from them its rivals.

>>> from corredor.graph import example
>>> told = example().network().partners("VRAEM clans")
>>> [(tie.group, tie.link.certainty, tie.where_active) for tie in told.partners]
[('group/serbian-groups', 'believed', ('place/zone-pe-vraem',))]
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from corredor.graph.basis import Basis, basis
from corredor.graph.claim import Claim
from corredor.graph.documents import entity_document
from corredor.graph.links import Link
from corredor.graph.particulars import claim_in_full, entity_in_full
from corredor.graph.sentence import called
from corredor.ontology.names import Names
from corredor.ontology.vocabulary import vocabulary

if TYPE_CHECKING:
    from corredor.graph.network import Network


@dataclass(frozen=True, slots=True)
class Tie:
    """A group that is told to work with, or to rival, the last but one of `path`: one tie for each commodity named.

    `path` leads from the group asked for to this one. Its length is two for a direct tie; for a longer one no source
    need say that its two ends know each other. `link` has the rank score and the claims of the last step alone.
    """

    path: tuple[str, ...]
    link: Link

    @property
    def group(self) -> str:
        """The id of the group."""
        return self.path[-1]

    @property
    def hops(self) -> int:
        """How many steps it is away."""
        return len(self.path) - 1

    @property
    def forms(self) -> tuple[str, ...]:
        """What the partnership consists in, as far as its claims tell: supply, transport and so on."""
        named = {form for claim in self.link.claims for form in claim.texts("form")}
        return tuple(form for form in vocabulary().terms("Form") if form in named)

    @property
    def where_active(self) -> tuple[str, ...]:
        """Ids of the places where the two are told to work together."""
        return self._named("where_active")

    @property
    def over(self) -> tuple[str, ...]:
        """Ids of the places and commodities that the two are told to fight or compete over."""
        return self._named("over")

    def _named(self, key: str) -> tuple[str, ...]:
        return tuple(sorted({id for claim in self.link.claims for id in claim.ids.get(key, ()) if id}))


@dataclass(frozen=True, slots=True)
class Partners:
    """What is told of a group's ties. `denied` are claims that deny a tie which no claim supports."""

    group: str
    partners: tuple[Tie, ...]
    rivals: tuple[Tie, ...]
    denied: tuple[Claim, ...]

    @property
    def basis(self) -> Basis:
        """What all of it rests on; denials count in."""
        links = chain.from_iterable(tie.link.all_claims for tie in (*self.partners, *self.rivals))
        return basis((*links, *self.denied))

    def __len__(self) -> int:
        return len(self.partners) + len(self.rivals) + len(self.denied)


def partners(network: "Network", group: str, *, hops: int = 1) -> Partners:
    """The ties of a group, by its id; see `Network.partners`."""
    return Partners(
        group,
        partners=tuple(_walk(network, group, hops)),
        rivals=tuple(_ties(network.links("rivalry"), (group,), {group}, network)),
        denied=_denied(network, group),
    )


def partners_document(told: Partners, network: "Network") -> dict[str, Any]:
    """The answer of `partners` as a plain JSON document."""
    names = network.names
    return {
        "group": entity_in_full(told.group, names),
        "filters": network.filters.words,
        "counted": str(told.basis),
        "revision": network.revision,
        "denied": [claim_in_full(claim, names) for claim in told.denied],
        "partners": [_document(tie, names) for tie in told.partners],
        "rivals": [_document(tie, names) for tie in told.rivals],
        "left_out": network.left_out,
    }


def _document(tie: Tie, names: Names) -> dict[str, Any]:
    link = tie.link
    return {
        "group": entity_in_full(tie.group, names),
        "hops": tie.hops,
        "path": [{**entity_document(id, names), "called": called(id, names)} for id in tie.path],
        "commodity": link.commodity,
        "forms": list(tie.forms),
        "where_active": [entity_document(id, names) for id in tie.where_active],
        "over": [entity_document(id, names) for id in tie.over],
        "confidence": round(link.confidence, 6),
        "certainty": link.certainty,
        "voices": link.voices,
        "disputed": link.disputed,
        "status": link.status,
        "first": link.first,
        "last": link.last,
        "claims": [claim_in_full(claim, names) for claim in link.all_claims],
    }


def _walk(network: "Network", group: str, hops: int) -> Iterable[Tie]:
    """Partners step by step; one that was met in an earlier step is not met again."""
    links = network.links("partnership")
    met, paths = {group}, list[tuple[str, ...]]([(group,)])
    for _ in range(hops):
        ties = [tie for path in paths for tie in _ties(links, path, met, network)]
        yield from ties
        strongest: dict[str, tuple[str, ...]] = {}
        for tie in ties:
            strongest.setdefault(tie.group, tie.path)
        met, paths = met | set(strongest), list(strongest.values())


def _ties(links: Iterable[Link], path: tuple[str, ...], met: set[str], network: "Network") -> list[Tie]:
    """The links that lead on from the end of a path, the highest rank score first."""
    touching = (link for link in links if path[-1] in (link.start, link.end))
    ties = (Tie((*path, link.end if link.start == path[-1] else link.start), link) for link in touching)
    new = (tie for tie in ties if tie.group not in met)
    return sorted(new, key=lambda tie: (-tie.link.confidence, network.names.label(tie.group), tie.link.commodity or ""))


def _denied(network: "Network", group: str) -> tuple[Claim, ...]:
    """Denials of a partnership or rivalry that no claim supports, and that so make no link."""
    kinds = ("partnership", "rivalry")
    told = {claim for link in network.links(*kinds) for claim in link.all_claims}
    denied = (c for c in network.claims if c.kind in kinds and c.denies and c not in told)
    return tuple(sorted((c for c in denied if group in _members(c, network)), key=lambda c: c.id))


def _members(claim: Claim, network: "Network") -> set[str]:
    return {network.canonical(id) for id in claim.stops if id}
