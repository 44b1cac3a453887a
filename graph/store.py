"""The store contract, whatever the engine: records and judgements in, claims and answers out.

A store keeps the record (what each source says) and the judgements (what analysts decided). A record is stored whole or
not at all, and is on disk before it is acknowledged. Views are made from what is live: sources that are not retracted,
claims that are not rejected.

>>> from corredor.graph import example
>>> store = example()
>>> len(list(store.records())), len(store.claims())
(6, 10)
"""

import getpass
import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corredor.graph.claim import Claim, Record, Source
from corredor.graph.errors import JudgementError
from corredor.graph.filters import Filters, select
from corredor.graph.identity import record_digest, revision
from corredor.graph.judgement import Judgement, standing, target
from corredor.graph.reach import spread
from corredor.graph.resolve import resolve
from corredor.graph.shortcuts import Triple
from corredor.ontology.groups import shipped_groups
from corredor.ontology.names import Names, shipped_names
from corredor.ontology.places import shipped_places
from corredor.ontology.registry import Entry, registry_digest
from corredor.ontology.vocabulary import vocabulary
from corredor.ontology.voices import voices_digest

if TYPE_CHECKING:
    from pyoxigraph import Quad
    from rdflib import Dataset

    from corredor.graph.measures import Between
    from corredor.graph.network import Network
    from corredor.graph.queries.limits import Limits
    from corredor.graph.queries.table import Table
    from corredor.graph.queries.worker import Answer


@dataclass(frozen=True, slots=True)
class Change:
    """What one transaction does, and what it means for the views.

    Written whole are new records (`puts`) and records in the place of those under their ids (`replaces`). `gone` are
    the claims that were live before, `come` those that are live after, of the sources that it touches. `in_force` are
    all judgements in force after it, by their ids, where that changes.
    """

    puts: tuple[Record, ...] = ()
    replaces: tuple[Record, ...] = ()
    judgement: Judgement | None = None
    gone: tuple[Claim, ...] = ()
    come: tuple[Claim, ...] = ()
    in_force: frozenset[str] | None = None


class Store(ABC):
    """What every engine offers. Engines implement the methods that are marked abstract; the rest follows from them."""

    batch = 64
    """New records that are written in one transaction: one for each takes three times as long."""

    progress: "Callable[[int, int], None] | None" = None
    """Called with (sources done, of how many) while a query waits for the store to be copied into another language."""

    # ------------------------------------------------------------ what an engine implements

    @abstractmethod
    def records(self) -> Iterator[Record]:
        """Every record, also of retracted sources, by source id."""

    @abstractmethod
    def record(self, source_id: str) -> Record | None:
        """The record of one source."""

    @abstractmethod
    def home(self, claim_id: str) -> str | None:
        """The id of the source that tells a claim."""

    @abstractmethod
    def digests(self) -> dict[str, str]:
        """The digest of each record by source id, also of retracted sources."""

    @abstractmethod
    def judgements(self) -> list[Judgement]:
        """All judgements, as they were made."""

    @abstractmethod
    def entries(self) -> tuple[list[Entry], list[Entry]]:
        """The user's own places and groups, in the form of the registries."""

    @abstractmethod
    def apply(self, change: Change) -> None:
        """Make a change whole or not at all."""

    @abstractmethod
    def enter(self, places: Sequence[Entry], groups: Sequence[Entry]) -> None:
        """Write new entries of a user's own registries; nothing is made of them yet."""

    @abstractmethod
    def sync(self) -> None:
        """Return when all that was applied is on disk."""

    def settle(self) -> None:  # noqa: B027 - most stores have nothing to do
        """Make what `apply` may leave to the end of a load. A store that leaves nothing has nothing to do."""

    @abstractmethod
    def query(self, text: str, parameters: Mapping[str, str] | None = None, limits: "Limits | None" = None) -> "Answer":
        """A user's own query, guarded: read-only, no network, limits of time, memory and rows."""

    @abstractmethod
    def rdf(self) -> "Dataset":
        """The store as an rdflib Dataset."""

    @abstractmethod
    def cypher(self, text: str, parameters: Mapping[str, str] | None = None, limits: "Limits | None" = None) -> "Table":
        """A user's own query in Cypher, guarded likewise."""

    @abstractmethod
    def quads(self) -> "Iterator[Quad]":
        """Everything in the store, as RDF."""

    @property
    @abstractmethod
    def address(self) -> str:
        """Where the store is, as one writes it, without any password."""

    @abstractmethod
    def shortcuts(self) -> set[Triple]:
        """The derived triples as they are stored."""

    @abstractmethod
    def onward(self, ids: Collection[str], kind: str, commodity: str | None, *, backward: bool) -> set[str]:
        """Where the live links of a kind lead from any of some entities, one link away; `backward`: where from.

        With a commodity (or a collection) only by its links and those of what is narrower; it is given for kinds alone
        whose edge goes by commodity. A link without direction leads both ways.
        """

    @abstractmethod
    def refurnish(self) -> None:
        """Make the derived graph and the entities anew from record, judgements and registries."""

    @abstractmethod
    def close(self) -> None:
        """Give the files and locks back."""

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------ the record

    def put(self, record: Record) -> str:
        """Store a record, synced: 'new', 'replaced' (other content under its id) or 'same' (nothing to do)."""
        return next(outcome for _, outcome in self.put_all([record]))

    def put_all(self, records: Iterable[Record]) -> Iterator[tuple[Record, str]]:
        """Store many records; each is yielded with its outcome when it is on disk.

        New records are written some at a time, all of those or none, so that no record is ever stored in part.
        """
        known, rest = self.digests(), iter(records)
        batch = list(islice(rest, self.batch))
        while batch:
            outcomes = [(record, _outcome(record, known)) for record in batch]
            self._put(outcomes)
            batch = list(islice(rest, self.batch))
            if not batch:
                self.settle()
            self.sync()
            yield from outcomes

    def _put(self, outcomes: list[tuple[Record, str]]) -> None:
        judged = self.standing
        fresh = tuple(record for record, outcome in outcomes if outcome == "new")
        if fresh:
            come = tuple(claim for record in fresh for claim in self._live(record, judged))
            self.apply(Change(puts=fresh, come=come))
        for record, outcome in outcomes:
            if outcome == "replaced":
                self.apply(self._replacing(record))

    # ------------------------------------------------------------ judgements

    def judge(self, act: str, about: str, *, by: str | None = None, because: str = "") -> Judgement:
        """Decide about a claim, a source or a judgement; raises JudgementError where there is no such thing.

        `act` is accept or reject (a claim), retract (a source) or undo (a judgement). `by` signs it; left out, the
        name in CORREDOR_ANALYST, else the name of the user.
        """
        judged = self._target(act, about)
        at = datetime.now(UTC).isoformat(timespec="microseconds")
        judgement = Judgement(act, judged, by or os.environ.get("CORREDOR_ANALYST") or getpass.getuser(), at, because)
        self.adopt(judgement)
        return judgement

    def adopt(self, judgement: Judgement) -> None:
        """Store a judgement as it was made, here or in another store; what it is about need not be here."""
        before, after = self.standing, standing([*self.judgements(), judgement])
        source_id = self._source_of(judgement.about)
        record = self.record(source_id) if source_id else None
        gone, come = (tuple(self._live(record, judged)) if record else () for judged in (before, after))
        in_force = frozenset(j.id for j in after.values())
        self.apply(Change(judgement=judgement, gone=gone, come=come, in_force=in_force))
        self.sync()

    def retract(self, source: str, *, by: str | None = None, because: str = "") -> Judgement:
        """Withdraw a source: its record stays, and nothing is made from it."""
        return self.judge("retract", source, by=by, because=because)

    def undo(self, judgement: str | None = None, *, by: str | None = None, because: str = "") -> Judgement:
        """Take a judgement back, by default the last one in force."""
        if judgement is None:
            in_force = sorted(self.standing.values(), key=lambda j: (j.at, j.id))
            if not in_force:
                raise JudgementError("No judgement is in force, so there is nothing to undo. See `corredor verify`.")
            judgement = in_force[-1].id
        return self.judge("undo", judgement, by=by, because=because)

    @property
    def standing(self) -> dict[str, Judgement]:
        """The judgement in force about each claim and source."""
        return standing(self.judgements())

    def _target(self, act: str, about: str) -> str:
        if act == "undo":
            return target(act, about, [judgement.id for judgement in self.judgements()])
        if act == "retract":
            return target(act, about, self.digests())
        return target(act, about, [claim.id for record in self.records() for claim in record.claims])

    def _source_of(self, target: str) -> str | None:
        if target.startswith("judgement/"):
            about = next((j.about for j in self.judgements() if j.id == target), None)
            return self._source_of(about) if about else None
        if target.startswith("source/"):
            return target if target in self.digests() else None
        return self.home(target)

    # ------------------------------------------------------------ what is live

    def claims(self, filters: Filters | None = None, *, live: bool = True) -> list[Claim]:
        """The claims that the filters keep, with their review; with `live`, without rejected and retracted ones."""
        found = list(self._candidates(filters, live=live))
        return select(found, filters).claims if filters else found

    def holding(self, filters: Filters | None) -> Iterator[Record]:
        """The records, of which a store may leave away claims that the filters drop and do not count as silent."""
        return self.records()

    def _candidates(self, filters: Filters | None, *, live: bool = True) -> Iterator[Claim]:
        judged = self.standing
        return (claim for record in self.holding(filters) for claim in self._reviewed(record, judged, live))

    def sources(self, *, live: bool = True) -> list[tuple[Source, int]]:
        """Sources with the number of their claims; with `live`, without retracted ones."""
        judged = self.standing
        return [(r.source, len(r.claims)) for r in self.records() if not (live and r.source.id in judged)]

    @property
    def revision(self) -> str:
        """A hash over all that views are made from: sources and claims, judgements in force, registries, ontology.

        Neither the order of loading nor the history of judgements changes it.
        """
        judged = self.standing
        records = [d for source_id, d in self.digests().items() if source_id not in judged]
        decided = [f"{j.act} {j.about}" for j in judged.values() if j.act != "retract"]
        return revision([*records, *decided, *self.base.split()])

    @cached_property
    def names(self) -> Names:
        """The registries in use: the shipped ones with the user's own."""
        places, groups = self.entries()
        if not places and not groups:
            return shipped_names()
        known = shipped_places().extended(places)
        return Names(known, shipped_groups().extended(groups, known))

    def canonical(self, id: str) -> str:
        """The entity that an id stands for. Nothing has been merged yet, so it is the id itself."""
        return id

    def network(self, filters: Filters | None = None, **asked: Any) -> "Network":
        """The links of one question: `store.network(commodity="cocaine", since="2015")`; fields as in Filters."""
        from corredor.graph.network import Network

        chosen = filters or Filters(**{key: _tidy(key, value) for key, value in asked.items()})
        return Network(
            self._candidates(chosen),
            chosen,
            self.names,
            revision=self.revision,
            canonical=self.canonical,
            between=self.between,
        )

    @property
    def between(self) -> "Between | None":
        """What counts shortest paths for betweenness where the graph is; None where networkx does."""
        return None

    def reach(
        self,
        name: str,
        *,
        kind: str = "route",
        commodity: str | None = None,
        hops: int | None = None,
        backward: bool = False,
    ) -> dict[str, int]:
        """The ids that chains of live links lead to from an entity, each with the least number of links it takes.

        The answers are those of `network().reach(…)`, and are asked where the graph is: a server takes each step. The
        chain keeps to one commodity where one is given. Raises UnknownName and AmbiguousName.
        """
        edge = vocabulary().kinds[kind].edge
        if commodity and not (edge and edge.by_commodity):  # the derived links do not tell them apart
            return self.network(commodity=commodity, kind=kind).reach(name, kind=kind, hops=hops, backward=backward)
        start = self.canonical(self.names.entity(name, widest=True))
        return spread(start, lambda ids: self.onward(ids, kind, commodity, backward=backward), hops)

    def _reviewed(self, record: Record, judged: Mapping[str, Judgement], live: bool) -> Iterator[Claim]:
        if live and record.source.id in judged:
            return
        for claim in record.claims:
            if claim.id not in judged:
                yield claim
            elif judged[claim.id].act == "accept" or not live:
                yield replace(claim, review={"accept": "accepted", "reject": "rejected"}[judged[claim.id].act])

    def _live(self, record: Record, judged: Mapping[str, Judgement]) -> list[Claim]:
        return list(self._reviewed(record, judged, live=True))

    # ------------------------------------------------------------ the views, kept in step

    def _replacing(self, record: Record) -> Change:
        """The change that puts a record in the place of the one under its id."""
        judged, old = self.standing, self.record(record.source.id)
        gone = self._live(old, judged) if old else []
        return Change(replaces=(record,), gone=tuple(gone), come=tuple(self._live(record, judged)))

    def extend(self, places: Sequence[Entry] = (), groups: Sequence[Entry] = ()) -> None:
        """Add a user's own places and groups; raises OntologyError where one contradicts what is known."""
        known_places, known_groups = self.entries()
        fresh_places = [entry for entry in places if entry not in known_places]
        fresh_groups = [entry for entry in groups if entry not in known_groups]
        if fresh_places or fresh_groups:
            known = self.names.places.extended(fresh_places)  # both raise where they clash, before anything is written
            self.names.groups.extended(fresh_groups, known)
            self.enter(fresh_places, fresh_groups)
            self.rebuild()

    def rebuild(self) -> None:
        """Make all that is derived anew: what the names in claims lead to, links, entities."""
        self.__dict__.pop("names", None)
        for record in self.resolved_anew():
            self.apply(self._replacing(record))
        self.refurnish()
        self.sync()

    @property
    def base(self) -> str:
        """What the derived parts were made with: the digests of registries, voices and ontology."""
        return f"{registry_digest(*self.entries())} {voices_digest()} {vocabulary().digest}"

    # ------------------------------------------------------------ checks and exits

    def export_nquads(self, path: Path) -> None:
        """Everything in the store as N-Quads."""
        import pyoxigraph

        pyoxigraph.serialize(self.quads(), str(path), format=pyoxigraph.RdfFormat.N_QUADS)

    def verify(self) -> list[str]:
        """What is wrong with the store, a line each; empty where all is well."""
        from corredor.graph.verification import problems

        return problems(self)

    def resolved_anew(self) -> list[Record]:
        """The records in which a name leads elsewhere by the registries in use than when it was loaded."""
        changed = []
        for record in self.records():
            claims = tuple(replace(c, ids=resolve(c.kind, c.said, self.names)) for c in record.claims)
            if claims != record.claims:
                changed.append(Record(record.source, claims))
        return changed


def _outcome(record: Record, known: dict[str, str]) -> str:
    digest = record_digest(record)
    before = known.get(record.source.id)
    known[record.source.id] = digest
    return "new" if before is None else "same" if before == digest else "replaced"


def _tidy(key: str, value: Any) -> Any:
    if key in ("since", "until") and value is not None:
        return str(value)
    if key in ("mode", "status", "certainty", "source", "actor", "kind") and isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


def open_store(url: str | os.PathLike[str], *, write: bool = False, create: bool = False) -> Store:
    """Open a store, to read or (`write`) to write; `create` makes it where there is none.

    `url` is a folder, the http(s):// address of a SPARQL server, or the neo4j:// or bolt:// address of a property-graph
    server. Raises StoreMissing, StoreLocked, NotAStore or StoreUnavailable, and UnsupportedStore for an address of
    another kind.
    """
    from corredor.graph.stores.opening import opened

    return opened(os.fspath(url), write=write, create=create)
