"""The legend of a picture, which is its filter: the words that something drawn has, their look, how many have them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corredor.graph.links import Link
from corredor.graph.views.evidence import class_of, commodity_label
from corredor.ontology.names import Names
from corredor.ontology.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class Entry:
    """A word with its label; drawn in `colour` as a `shape`, or as a line with a `dash`; a commodity has no look."""

    word: str
    label: str
    colour: str = ""
    shape: str = ""
    dash: str | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Facet:
    """One list of the legend; `key` is what it filters by."""

    key: str
    title: str
    entries: tuple[Entry, ...]


def legend(links: Sequence[Link], ids: Iterable[str], names: Names) -> list[Facet]:
    """What is drawn by class (counted in nodes), then by kind, commodity and certainty (counted in links)."""
    words = vocabulary()
    classes = [Entry(c.key, c.label, c.colour, c.shape) for c in words.entity_classes.values()]
    kinds = [Entry(k.key, k.label, k.colour, dash="") for k in words.kinds.values()]
    goods = [Entry(name, name) for name in (commodity_label(key, names) for key in (*words.commodities, None))]
    certainties = [Entry(t.word, t.label, dash=t.dash) for t in words.certainties.values()]
    return [
        _facet("class", "Places and groups", classes, Counter(class_of(id, names).key for id in ids)),
        _facet("kind", "Links", kinds, Counter(link.kind for link in links)),
        _facet("commodity", "What is moved", goods, Counter(commodity_label(link.commodity, names) for link in links)),
        _facet("certainty", "Certainty", certainties, Counter(link.certainty for link in links)),
    ]


def _facet(key: str, title: str, entries: Iterable[Entry], counts: Mapping[str, int]) -> Facet:
    drawn = [e for e in entries if counts.get(e.word)]
    return Facet(key, title, tuple(Entry(e.word, e.label, e.colour, e.shape, e.dash, counts[e.word]) for e in drawn))
