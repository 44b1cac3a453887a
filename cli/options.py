"""What commands share: the store, the filters, and the words that options take."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import wraps
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from corredor.cli.output import shown, tell

if TYPE_CHECKING:
    from corredor.graph.filters import Filters
    from corredor.graph.network import Network
    from corredor.graph.store import Store
    from corredor.ontology.names import Names


@dataclass(frozen=True, slots=True)
class App:
    """What the root command knows: where the store is."""

    store_url: str

    def open(self, *, write: bool = False, create: bool = False) -> "Store":
        """Open the store; raises StoreError where there is none or it cannot be had."""
        from corredor.graph.store import open_store

        return open_store(self.store_url, write=write, create=create)


class Text(click.ParamType[str]):
    """A text that can be stored and shown: bytes that are no UTF-8, which a shell may pass, are refused."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text as given."""
        if not value.isascii() and value != value.encode("utf-8", "replace").decode():
            self.fail("holds bytes that are no text. Write it in UTF-8.", param, ctx)
        return value


class Word(click.ParamType[str]):
    """A word of a closed list of the vocabulary, with did-you-mean and completion: Word("Mode"), Word("commodity")."""

    def __init__(self, scheme: str) -> None:
        self.name = scheme.lower()
        self._scheme = scheme

    def words(self) -> list[str]:
        """The words that it takes."""
        from corredor.ontology.vocabulary import vocabulary

        known = vocabulary()
        if self._scheme == "commodity":
            return [*known.commodities, *known.collections]
        return list(known.kinds if self._scheme == "kind" else known.terms(self._scheme))

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word as listed; case and spaces for hyphens do not matter."""
        words = self.words()
        word = value.strip().lower()
        word = word if word in words else word.replace(" ", "-")
        if word in words:
            return word
        near = get_close_matches(word, words, 3, 0.6)
        hint = f"Did you mean {' or '.join(near)}?" if near else f"Known: {', '.join(words)}."
        return self.fail(f'"{shown(value)}" is no {self.name}. {hint}', param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The words that begin so."""
        return _completions(self.words(), incomplete)


class Date(click.ParamType[str]):
    """A year, month or day: 2018, 2018-03, 2018-03-12."""

    name = "date"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The date as written, checked."""
        from corredor.graph.period import span

        try:
            span(value)
        except ValueError as error:
            self.fail(f"{error}.", param, ctx)
        return value


class Name(click.ParamType[str]):
    """The name of a place or group, completed from the registries: Name("place"), Name("group"), or Name() of both."""

    name = "name"

    def __init__(self, of: str = "entity") -> None:
        self._of = of

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Names that begin so, case aside."""
        from corredor.ontology.names import shipped_names

        names = shipped_names()
        places = [] if self._of == "group" else [place.name for place in names.places.values()]
        groups = [] if self._of == "place" else [group.name for group in names.groups.values()]
        return _completions(places + groups, incomplete)


def _completions(words: Iterable[str], incomplete: str) -> list[CompletionItem]:
    begun = incomplete.casefold()
    return [CompletionItem(word) for word in dict.fromkeys(words) if word.casefold().startswith(begun)]


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters as typed."""

    values: dict[str, Any]

    def __bool__(self) -> bool:
        return any(self.values.values())

    def filters(self, names: "Names") -> "Filters":
        """The filters with names led to ids; raises UnknownName or AmbiguousName."""
        from corredor.graph.filters import Filters

        values: dict[str, Any] = {**self.values, "actor": tuple(names.group(name) for name in self.values["actor"])}
        return Filters(**values)

    def network(self, store: "Store") -> "Network":
        """The live claims of the store through the filters; raises UnknownName also for a source that it lacks."""
        from corredor.cli.ids import find_source

        sources = tuple(find_source(store, source) for source in self.values["source"])
        return store.network(replace(self.filters(store.names), source=sources))


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the filters that are the same everywhere; the command gets them as `asked`."""

    @click.option("--commodity", type=Word("commodity"), help="Claims of a commodity, with what is a kind of it.")
    @click.option("--mode", type=Word("Mode"), multiple=True, help="Claims that name this mode (may be given again).")
    @click.option("--since", type=Date(), help="Claims of what ends on or after a year, month or day.")
    @click.option("--until", type=Date(), help="Claims of what begins on or before a year, month or day.")
    @click.option("--status", type=Word("Status"), multiple=True, help="Claims that give this status.")
    @click.option("--certainty", type=Word("Certainty"), multiple=True, help="Claims of this certainty.")
    @click.option(
        "--confidence", type=click.FloatRange(0, 1), default=0.0, help="Claims that weigh at least this much."
    )
    @click.option("--source", multiple=True, help="Claims of this source, by its id.")
    @click.option("--actor", type=Name("group"), multiple=True, help="Claims that name this group.")
    @click.option("--unreviewed", is_flag=True, help="Also extracted claims that nobody has accepted.")
    @click.option("--include-unspecified", is_flag=True, help="Also claims that name no commodity.")
    @wraps(command)
    def wrapped(*args: Any, **options: Any) -> Any:
        values = {key: options.pop(key) for key in _FILTERS}
        return command(*args, asked=Asked(values), **options)

    return wrapped


_FILTERS = (
    "commodity",
    "mode",
    "since",
    "until",
    "status",
    "certainty",
    "confidence",
    "source",
    "actor",
    "unreviewed",
    "include_unspecified",
)


def tell_left_out(network: "Network") -> None:
    """Say how many claims a filter left out because they are silent on it."""
    for name, count in network.left_out.items():
        one, several = ("waits", "wait") if name == "review" else ("names", "name")
        what = "for review" if name == "review" else f"no {name}"
        told = f"1 claim {one} {what} and is" if count == 1 else f"{count:,} claims {several} {what} and are"
        tell(f"{told} left out.")


def header(network: "Network") -> str:
    """The line above every answer: what stands behind it, and from which state of the graph."""
    asked = f" ({network.filters.words})" if network.filters.words else ""
    return f"{network.header}, revision {network.revision}{asked}"


RANK_SCORE = "Rank scores order answers by how many voices say so and how surely. They are no probabilities."
