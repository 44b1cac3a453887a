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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corredor.graph.claim import Claim, Record, Source
from corredor.graph.errors import JudgementError, UnsupportedStore
from corredor.graph.filters import Filters, select
from corredor.graph.identity import record_digest, revision
from corredor.graph.judgement import Judgement, standing, target
from corredor.graph.resolve import resolve
from corredor.graph.shortcuts import Triple, shortcuts
from corredor.ontology.groups import shipped_groups
from corredor.ontology.names import Names, shipped_names
from corredor.ontology.places import shipped_places
from corredor.ontology.registry import Entry, registry_digest
from corredor.ontology.vocabulary import vocabulary
from corredor.ontology.voices import voices_digest

if TYPE_CHECKING:
    from rdflib import Dataset

    from corredor.graph.network import Network
    from corredor.graph.worker import Answer, Limits

BATCH = 64  # new records that are written in one transaction: one for each takes three times as long


@dataclass(frozen=True, slots=True)
class Change:
    """What one transaction does: graphs of sources written whole, a judgement added, shortcuts added and removed."""

    puts: tuple[Record, ...] = ()
    judgement: Judgement | None = None
    add: frozenset[Triple] = frozenset()
    remove: frozenset[Triple] = frozenset()


class Store(ABC):
    """What every engine offers. Engines implement the methods that are marked abstract; the rest follows from them."""

    # ------------------------------------------------------------ what an engine implements

    @abstractmethod
    def records(self) -> Iterator[Record]:
        """Every record, also of retracted sources, by source id."""

    @abstractmethod
    def record(self, source_id: str) -> Record | None:
        """The record of one source."""

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
    def naming(self, ids: Iterable[str]) -> set[str]:
        """The ids of sources with a claim that names one of the entities."""

    @abstractmethod
    def apply(self, change: Change) -> None:
        """Make a change whole or not at all."""

    @abstractmethod
    def extend(self, places: Sequence[Entry] = (), groups: Sequence[Entry] = ()) -> None:
        """Add a user's own places and groups; raises OntologyError where one contradicts what is known."""

    @abstractmethod
    def sync(self) -> None:
        """Return when all that was applied is on disk."""

    @abstractmethod
    def query(self, text: str, parameters: Mapping[str, str] | None = None, limits: "Limits | None" = None) -> "Answer":
        """A user's own query, guarded: read-only, no network, limits of time, memory and rows."""

    @abstractmethod
    def rdf(self) -> "Dataset":
        """The store as an rdflib Dataset."""

    @abstractmethod
    def export_nquads(self, path: Path) -> None:
        """Everything in the store as N-Quads."""

    @abstractmethod
    def shortcuts(self) -> set[Triple]:
        """The derived triples as they are stored."""

    @abstractmethod
    def rebuild(self) -> None:
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
        while batch := list(islice(rest, BATCH)):
            outcomes = [(record, _outcome(record, known)) for record in batch]
            fresh = tuple(record for record, outcome in outcomes if outcome == "new")
            if fresh:
                self.apply(replace(self._linked(fresh), puts=fresh))
            for record, outcome in outcomes:
                if outcome == "replaced":
                    self.apply(replace(self._relinked(record), puts=(record,)))
            self.sync()
            yield from outcomes

    # ------------------------------------------------------------ judgements

    def judge(self, act: str, about: str, *, by: str | None = None, because: str = "") -> Judgement:
        """Decide about a claim, a source or a judgement; raises JudgementError where there is no such thing.

        `act` is accept or reject (a claim), retract (a source) or undo (a judgement). `by` signs it; left out, the
        name in CORREDOR_ANALYST, else the name of the user.
        """
        judged = self._target(act, about)
        at = datetime.now(UTC).isoformat(timespec="microseconds")
        judgement = Judgement(act, judged, by or os.environ.get("CORREDOR_ANALYST") or getpass.getuser(), at, because)
        source_id = self._source_of(judged)
        record = self.record(source_id) if source_id else None
        before = self._live(record, self.standing) if record else []
        after = self._live(record, standing([*self.judgements(), judgement])) if record else []
        self.apply(replace(self._moved(before, after, source_id), judgement=judgement))
        self.sync()
        return judgement

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
            return self._source_of(next(j.about for j in self.judgements() if j.id == target))
        if target.startswith("source/"):
            return target if target in self.digests() else None
        holders = (r.source.id for r in self.records() if any(claim.id == target for claim in r.claims))
        return next(holders, None)

    # ------------------------------------------------------------ what is live

    def claims(self, filters: Filters | None = None, *, live: bool = True) -> list[Claim]:
        """The claims that the filters keep, with their review; with `live`, without rejected and retracted ones."""
        judged = self.standing
        found = [claim for record in self.records() for claim in self._reviewed(record, judged, live)]
        return select(found, filters).claims if filters else found

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
        base = [registry_digest(*self.entries()), voices_digest(), vocabulary().digest]
        return revision([*records, *decided, *base])

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
        return Network(self.claims(), chosen, self.names, revision=self.revision, canonical=self.canonical)

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

    # ------------------------------------------------------------ the derived graph, kept in step

    def _linked(self, records: Iterable[Record]) -> Change:
        """The shortcuts that come with new records."""
        judged = self.standing
        live = [claim for record in records for claim in self._live(record, judged)]
        return Change(add=frozenset(shortcuts(live, self.canonical)))

    def _relinked(self, record: Record) -> Change:
        """The shortcuts that come and go when a record takes the place of the one under its id."""
        judged, old = self.standing, self.record(record.source.id)
        before = self._live(old, judged) if old else []
        return self._moved(before, self._live(record, judged), record.source.id)

    def _moved(self, before: Iterable[Claim], after: Iterable[Claim], source_id: str | None) -> Change:
        """The shortcuts that come and go when the live claims of one source change."""
        old, new = shortcuts(before, self.canonical), shortcuts(after, self.canonical)
        gone = old - new
        if gone:
            judged = self.standing
            others = self.naming({subject for subject, _, _ in gone}) - {source_id}
            for other in filter(None, map(self.record, sorted(others))):
                gone -= shortcuts(self._live(other, judged), self.canonical)
        return Change(add=frozenset(new - old), remove=frozenset(gone))

    # ------------------------------------------------------------ checks

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
    """Open the store at a folder, to read or (`write`) to write; `create` makes it where there is none.

    Raises StoreMissing, StoreLocked, NotAStore or StoreUnavailable, and UnsupportedStore for a kind of address that
    this version does not speak.
    """
    text = os.fspath(url)
    if "://" in text or text.startswith("arcadedb:"):
        raise UnsupportedStore(f"{text}: this version keeps its store in a folder. Give its path, or leave it out.")
    from corredor.graph.oxigraph import OxigraphStore

    return OxigraphStore.open(Path(text), write=write, create=create)
