"""What analysts decide about the record: accept, reject, retract, and undo. Judgements are added, never changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from corredor.graph.errors import JudgementError
from corredor.graph.identity import canonical

ACTS = {"accept": "claim/", "reject": "claim/", "retract": "source/", "undo": "judgement/"}
"""Each act, and the prefix of the ids that it can be about."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision: `act` about the id `about`, by whom, when (ISO 8601, UTC) and why."""

    act: str
    about: str
    by: str
    at: str
    because: str = ""

    @property
    def id(self) -> str:
        """Made from its content."""
        text = canonical([self.act, self.about, self.by, self.at, self.because])
        return "judgement/" + sha256(text.encode()).hexdigest()[:12]


def target(act: str, about: str, known: Iterable[str]) -> str:
    """The id that an act is about: written whole, without its prefix, or for claims and judgements as far as it is
    the only one that begins so. Raises JudgementError where there is no such thing, or several.
    """
    if act not in ACTS:
        raise JudgementError(f'"{act}" is no judgement. The judgements are: {", ".join(ACTS)}.')
    prefix, ids = ACTS[act], set(known)
    wanted = about if about.startswith(prefix) else prefix + about
    begun = sorted(id for id in ids if id.startswith(wanted)) if act != "retract" else []
    found = [wanted] if wanted in ids else begun
    if len(found) == 1:
        return found[0]
    what = prefix.rstrip("/")
    if not found:
        raise JudgementError(f'There is no {what} "{about}". `corredor {_LISTS[what]}` lists what there is.')
    raise JudgementError(f'"{about}" begins {len(found)} {what} ids. Write more of it: {", ".join(found[:5])}.')


_LISTS = {"claim": "claims", "source": "sources", "judgement": "verify"}


def in_order(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Judgements as they were made, the earliest first."""
    return sorted(judgements, key=lambda j: (j.at, j.id))


def standing(judgements: Iterable[Judgement]) -> dict[str, Judgement]:
    """The judgement in force about each claim and source, by its id.

    The last one counts; one that was undone does not, and neither does an undo that was itself undone.
    """
    made = in_order(judgements)
    undone: set[str] = set()
    for judgement in reversed(made):
        if judgement.act == "undo" and judgement.id not in undone:
            undone.add(judgement.about)
    return {j.about: j for j in made if j.act != "undo" and j.id not in undone}
