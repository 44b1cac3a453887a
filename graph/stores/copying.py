"""One store into another: the same record, judgements and registries, and so the same revision.

>>> from corredor.graph import example
>>> from corredor.graph.stores.oxigraph import OxigraphStore
>>> target = OxigraphStore.in_memory()
>>> copy(example(), target)
Copied(new=6, replaced=0, same=0, judgements=0)
>>> target.revision == example().revision
True
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from corredor.graph.claim import Record
from corredor.graph.errors import CopyRefused, StoreUnavailable
from corredor.graph.store import Store

Progress = Callable[[int, int], None]
FEW = 200  # records that are read one by one; more are read in one go
MORE = 3  # passes after the first, for what was written to the source meanwhile


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy did: sources new, replaced and the same as before, and judgements that were new."""

    new: int
    replaced: int
    same: int
    judgements: int

    def then(self, more: "Copied") -> "Copied":
        """Both together, where `more` was done for what had changed meanwhile."""
        return Copied(self.new + more.new, self.replaced + more.replaced, self.same, self.judgements + more.judgements)


def copy(source: Store, target: Store, *, progress: Progress | None = None) -> Copied:
    """Make a store equal to another; what it has already is left as it is, so that a copy that was cut goes on.

    Raises CopyRefused where the target holds what the source lacks, as the two could then not become equal, and
    StoreUnavailable where the source is written to without pause.
    """
    step = progress or (lambda done, of: None)
    whole = _pass(source, target, step)
    for _ in range(MORE):
        if source.revision == target.revision:
            return whole
        whole = whole.then(_pass(source, target, step))
    if source.revision == target.revision:
        return whole
    raise StoreUnavailable(f"{source.address}: is being written to. Copy it again when that has ended.")


def _pass(source: Store, target: Store, step: Progress) -> Copied:
    wanted, held = source.digests(), target.digests()
    _refuse_more(source, target, wanted, held)
    target.extend(*source.entries())
    missing = {id for id, digest in wanted.items() if held.get(id) != digest}
    step(0, len(missing))
    for done, _ in enumerate(target.put_all(_read(source, missing)), 1):
        step(done, len(missing))
    made = {judgement.id for judgement in target.judgements()}
    fresh = [judgement for judgement in source.judgements() if judgement.id not in made]
    for judgement in fresh:
        target.adopt(judgement)
    replaced = len(missing & held.keys())
    return Copied(len(missing) - replaced, replaced, len(wanted) - len(missing), len(fresh))


def _refuse_more(source: Store, target: Store, wanted: Collection[str], held: Collection[str]) -> None:
    """Raise CopyRefused where the target holds sources, judgements or entries that the source does not have."""
    judged, known = {judgement.id for judgement in source.judgements()}, [e for some in source.entries() for e in some]
    more = [
        *(id for id in held if id not in wanted),
        *(judgement.id for judgement in target.judgements() if judgement.id not in judged),
        *(str(entry["name"]) for some in target.entries() for entry in some if entry not in known),
    ]
    if more:
        what = f"{target.address} holds {len(more):,} things that {source.address} does not have, such as {more[0]}"
        raise CopyRefused(f"{what}. The two cannot become equal: copy into an empty store.")


def _read(source: Store, ids: Collection[str]) -> Iterator[Record]:
    if len(ids) > FEW:
        yield from (record for record in source.records() if record.source.id in ids)
        return
    yield from filter(None, (source.record(id) for id in sorted(ids)))
