"""Sources and their claims: the record of what was said.

A claim keeps the words as written (`said`) beside what its names resolved to (`ids`), and never loses its source, its
speaker, its hedge or its place in the text. Nothing here is changed after it was made.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from corredor.graph.period import Period, span
from corredor.ontology.vocabulary import Kind, vocabulary
from corredor.ontology.voices import Voice, shipped_voices, speaker

Written = str | tuple[str, ...] | Mapping[str, str]
"""A value as written: a text, a list of texts, or a measure as {amount, unit, bound}."""


@dataclass(frozen=True, slots=True)
class Source:
    """One published text. `published` is as precise as is known: '2018', '2018-10' or '2018-10-18'."""

    id: str
    title: str
    publisher: str
    published: str
    url: str
    kind: str
    language: str
    authors: tuple[str, ...] = ()
    published_guess: bool = False
    url_withheld: bool = False
    weak: bool = False

    @property
    def slug(self) -> str:
        """The id without its prefix, as fact sheets write it."""
        return self.id.removeprefix("source/")


@dataclass(frozen=True)
class Claim:
    """One thing that one source says.

    `said` holds the fields as written, by key; `ids` the entities that the names of an entity field lead to, in the
    same order, None where a name leads to no single one. `review` is what analysts decided: unreviewed, accepted or
    rejected. `score` is how sure an extraction is (0 to 1), None for what a person wrote down.
    """

    id: str
    source: Source
    kind: str
    said: Mapping[str, Written]
    ids: Mapping[str, tuple[str | None, ...]]
    certainty: str
    said_by: str | None = None
    where: str | None = None
    note: str | None = None
    exact: str | None = None
    start: int | None = None
    end: int | None = None
    loader: str = ""
    score: float | None = None
    review: str = "unreviewed"

    def __hash__(self) -> int:
        return hash(self.id)

    def text(self, key: str) -> str | None:
        """The value of a field as written, a list joined by '; ', None where the claim is silent."""
        texts = self.texts(key)
        return "; ".join(texts) if texts else None

    def texts(self, key: str) -> tuple[str, ...]:
        """The values of a field as written: none, one or several; a measure as its words."""
        value = self.said.get(key, ())
        if isinstance(value, str):
            return (value,)
        if isinstance(value, Mapping):
            return (" ".join(value[part] for part in ("bound", "amount", "unit") if part in value),)
        return value

    def entity(self, key: str) -> str | None:
        """The id that the first name of a field leads to."""
        return (self.ids.get(key) or (None,))[0]

    @property
    def denies(self) -> bool:
        """True where the source says that it is not so."""
        return self.certainty == "denied"

    @property
    def pending(self) -> bool:
        """True for an extracted claim that nobody has accepted yet."""
        return self.score is not None and self.review == "unreviewed"

    @property
    def commodity(self) -> str | None:
        """The key of its commodity, None where it names none."""
        text = self.said.get("commodity")
        return text if isinstance(text, str) else None

    @property
    def status(self) -> str | None:
        """Its status as written, None where it gives none."""
        text = self.said.get("status")
        return text if isinstance(text, str) else None

    @property
    def unresolved(self) -> tuple[str, ...]:
        """The keys of fields with a name that leads to no single entity."""
        return tuple(key for key, ids in self.ids.items() if None in ids)

    @cached_property
    def stops(self) -> tuple[str | None, ...]:
        """What its links run through, in order: origin, via, destination of a route; the two ends of any other kind."""
        kind = vocabulary().kinds[self.kind]
        if kind.link_between:
            return tuple(sorted(self.ids[kind.link_between], key=str))
        keys = [key for key in (kind.link_from, kind.link_through, kind.link_to) if key]
        return tuple(id for key in keys for id in self.ids.get(key, ()))

    @cached_property
    def speaker(self) -> str | None:
        """Who said it, without who relayed it."""
        return speaker(self.said_by)[0] if self.said_by else None

    @cached_property
    def relayed_by(self) -> str | None:
        """Who carried the words of the speaker to the source."""
        return speaker(self.said_by)[1] if self.said_by else None

    @cached_property
    def voice(self) -> Voice:
        """The institution that speaks; agreement is counted by it."""
        return shipped_voices().of(self.said_by, self.source.publisher)

    @cached_property
    def time(self) -> Period:
        """The days that it speaks of: its period (open: to its publication), else its date, else its publication."""
        published = span(self.source.published)
        written = self.text("period") or self.text("date")
        if written is None:
            return published
        told = span(written)
        begins, ends = told.begins, told.ends or published.ends
        return Period(begins, max(begins, ends) if begins and ends else ends)

    @property
    def dated_as_published(self) -> bool:
        """True where it names no time of its own."""
        return "period" not in self.said and "date" not in self.said


@dataclass(frozen=True, slots=True)
class Record:
    """A source with its claims: loaded, replaced and retracted as one whole."""

    source: Source
    claims: tuple[Claim, ...] = field(default=())


def kind_of(claim: Claim) -> Kind:
    """The kind of a claim, as the vocabulary declares it."""
    return vocabulary().kinds[claim.kind]
