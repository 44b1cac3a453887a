"""A name to the one entity that it means, or to the candidates: never a silent guess.

How names may be written is told in `lookup`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from corredor.ontology.errors import AmbiguousName, UnknownName
from corredor.ontology.folding import fold
from corredor.ontology.groups import Group, Groups, shipped_groups
from corredor.ontology.lookup import Lookup, Things
from corredor.ontology.places import Place, Places, shipped_places
from corredor.ontology.registry import registry_path

Sort: TypeAlias = Literal["place", "group", "entity"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """The id that a name stands for; `note` says what else it could have meant, and how to write that."""

    id: str
    note: str | None = None


class Names:
    """What the names of `places` and `groups` mean: the registries that it was made of.

    >>> names = shipped_names()
    >>> names.place("Amberes"), names.group("ndrangheta"), names.label("place/port-be-antwerp")
    ('place/port-be-antwerp', 'group/ndrangheta', 'Antwerp')
    >>> print(names.resolve("Veracruz", widest=True).note)
    "Veracruz" is taken as Veracruz (region, Mexico). For Veracruz (port, Mexico) write "port:Veracruz, MX".
    """

    def __init__(self, places: Places, groups: Groups) -> None:
        self.places, self.groups = places, groups
        self._lookup = Lookup(places, groups)

    def place(self, text: str, *, near: str | None = None, widest: bool = False) -> str:
        """The id of the place that a text means; see `resolve`."""
        return self.resolve(text, of="place", near=near, widest=widest).id

    def group(self, text: str) -> str:
        """The id of the group that a text means; see `resolve`."""
        return self.resolve(text, of="group").id

    def entity(self, text: str, *, widest: bool = False) -> str:
        """The id of the place or group that a text means; see `resolve`."""
        return self.resolve(text, widest=widest).id

    def resolve(self, text: str, *, of: Sort = "entity", near: str | None = None, widest: bool = False) -> Meaning:
        """What a text means.

        `near`, an id or any name of a place, decides between places that nothing else tells apart. A country is meant
        before a place of the same name, for its bare name is its ref. With `widest`, several places of one country
        mean the one that holds all the others. The note tells of both.

        Raises UnknownName, with what is spelled alike, or AmbiguousName, with all candidates.
        """
        found = self.meanings(text, of=of)
        if near is not None and len(found) > 1:
            found = self._close(found, near) or found
        if not found:
            raise self._unknown(text, of)
        chosen = self._chosen(text, found, widest)
        if chosen is None:
            raise self._ambiguous(text, found)
        return Meaning(chosen, self._note(text, chosen, found) if len(found) > 1 else None)

    def find(self, text: str, *, of: Sort = "entity") -> str | None:
        """The id that `resolve` gives, or None where it raises: much quicker where the reasons do not matter."""
        return self._chosen(text, self.meanings(text, of=of), widest=False)

    def _chosen(self, text: str, found: Sequence[str], widest: bool) -> str | None:
        if len(found) == 1:
            return found[0]
        return self._country_called(text, found) or (self._holder(found) if widest else None)

    def meanings(self, text: str, *, of: Sort = "entity") -> tuple[str, ...]:
        """Ids of all that a text can mean, as far as its own words tell; empty where nothing is called so."""
        return tuple(id for things in self._things(of) for id in self._lookup.find(text, things))

    def current(self, id: str) -> str:
        """The id that something has since it was renamed; the id itself where it was not, or is unknown."""
        return self._lookup.current(id)

    def label(self, id: str) -> str:
        """The name of a place or group, for the reader; the id itself where it is unknown."""
        thing = self._thing(id)
        return thing.name if thing else id

    def describe(self, id: str) -> str:
        """The name and what tells it from others, `Santiago (city, Chile)`. It can be typed as a name too."""
        thing = self._thing(id)
        if thing is None:
            return id
        around = [thing.based_in or ""] if isinstance(thing, Group) else self.places.countries_of(thing.id)
        hints = [thing.kind, *(self.label(id) for id in around if id not in ("", thing.id))]
        return f"{thing.name} ({', '.join(hints)})"

    def _things(self, of: Sort) -> list[Things]:
        places: list[Things] = [] if of == "group" else [self.places]
        return places if of == "place" else [*places, self.groups]

    def _thing(self, id: str) -> Place | Group | None:
        id = self.current(id)
        return self.places.get(id) or self.groups.get(id)

    def _close(self, found: Sequence[str], near: str) -> tuple[str, ...]:
        """Those that lie in a place, or in one of its countries."""
        here = near if near in self.places else self.place(near)
        around = {here, *self.places.countries_of(here)}
        return tuple(id for id in found if id in self.places and around & self.places.touched(id))

    def _country_called(self, text: str, found: Sequence[str]) -> str | None:
        """The country that has this very name, where nothing but places is meant."""
        places = [self.places[id] for id in found if id in self.places]
        called = [place.id for place in places if place.kind == "country" and fold(place.name) == fold(text)]
        return called[0] if len(called) == 1 and len(places) == len(found) else None

    def _holder(self, found: Sequence[str]) -> str | None:
        """The one that holds all others, where all are places of one country."""
        if not all(id in self.places for id in found):
            return None
        countries = {self.places.country_of(id) for id in found}
        if len(countries) > 1 or None in countries:
            return None
        return next((id for id in found if all(self.places.lies_in(other, id) for other in found)), None)

    def _written(self, id: str) -> str:
        """What to type for it and for nothing else."""
        thing = self._thing(id)
        name = thing.ref if isinstance(thing, Place) else self.label(id)
        return f'"{name}"' if self.meanings(name) == (id,) else id

    def _note(self, text: str, chosen: str, found: Sequence[str]) -> str:
        others = (f"For {self.describe(id)} write {self._written(id)}." for id in found if id != chosen)
        return f"{_quoted(text)} is taken as {self.describe(chosen)}. {' '.join(others)}"

    def _ambiguous(self, text: str, found: Sequence[str]) -> AmbiguousName:
        candidates = [(id, self.describe(id)) for id in found]
        can_be = _either([description for _, description in candidates])
        write = _either([self._written(id) for id in found])
        return AmbiguousName(text, f"{_quoted(text)} can be {can_be}. Write {write}.", candidates)

    def _unknown(self, text: str, of: Sort) -> UnknownName:
        none = {"place": "No place is called", "group": "No group is called", "entity": "Nothing is called"}[of]
        of_other_sort = self.meanings(text)
        found = of_other_sort or self._lookup.find_alike(text, self._things(of))[:5]
        candidates = [(id, self.describe(id)) for id in found]
        described = _either([description for _, description in candidates])
        if of_other_sort:
            advice = f"That is {described}."
        elif candidates:
            advice = f"Did you mean {described}?"
        else:
            advice = f"All known names stand in {registry_path('groups' if of == 'group' else 'places')}."
        return UnknownName(text, f"{none} {_quoted(text)}. {advice}", candidates)


@cache
def shipped_names() -> Names:
    """The names of the shipped registries."""
    return Names(shipped_places(), shipped_groups())


def _quoted(text: str) -> str:
    """On one line, and no longer than a reader needs to know it again."""
    line = " ".join(text.split())
    return f'"{line[:60]}…"' if len(line) > 60 else f'"{line}"'


def _either(options: Sequence[str]) -> str:
    return " or ".join(filter(None, [", ".join(options[:-1]), *options[-1:]]))
