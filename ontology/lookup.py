"""All that a text can mean, as far as its own words tell. Deciding between them is for `names`.

A text is tried as an id (also one from before a renaming), as a ref (`port:Callao, PE`), as a name, and last as an
alias, an ISO code (`PE`) or a UN/LOCODE (`PECLL`), the codes in capitals only. Case, accents, apostrophes, dashes and
a leading "the" do not matter. A kind in front narrows a name (`port:Veracruz`), and so do kinds, countries and other
places behind it (`Callao, PE`, `Callao, Peru`, `Callao (port, Peru)`). Demonyms name no place.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TypeAlias

from corredor.ontology.folding import alike, fold
from corredor.ontology.groups import Group, Groups
from corredor.ontology.places import Place, Places

Things: TypeAlias = Mapping[str, Place] | Mapping[str, Group]


class Lookup:
    """The index over the names of places and groups; made when it is first asked.

    Its methods take the places or the groups, to say which of the two are meant.
    """

    def __init__(self, places: Places, groups: Groups) -> None:
        self._places, self._groups = places, groups

    def find(self, text: str, things: Things) -> tuple[str, ...]:
        """Ids of the things that a text can mean; empty where nothing is called so."""
        id = self.current(text)
        if id in things:
            return (id,)
        place = self._places.by_ref(text) if things is self._places and ":" in text else None
        if place is not None:
            return (place.id,)
        name, before = self._kind_before(text)
        found = self._called(name, before, things)
        if found:
            return found
        name, behind = _hints_behind(name)
        return self._called(name, [*before, *behind], things) if behind else ()

    def find_alike(self, text: str, among: Iterable[Things]) -> list[str]:
        """Ids of the things whose names look like a text, best first; also by demonyms and uncapitalised codes."""
        asked: dict[str, Place | Group] = {id: thing for things in among for id, thing in things.items()}
        name = _hints_behind(self._kind_before(text)[0])[0]
        index = _index((id, _spellings(thing)) for id, thing in asked.items())
        by_code = [id for id in self._weak.get(name.strip().upper(), ()) if id in asked]
        return list(dict.fromkeys([*by_code, *(id for spelling in alike(name, index) for id in index[spelling])]))

    def current(self, id: str) -> str:
        """The id that something has now that it has been renamed; the id itself where it has not, or is unknown."""
        return self._former.get(id, id)

    @cached_property
    def _all(self) -> tuple[Place | Group, ...]:
        return (*self._places.values(), *self._groups.values())

    @cached_property
    def _former(self) -> dict[str, str]:
        return {old: thing.id for thing in self._all for old in thing.formerly}

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return {fold(kind): kind for kind in {thing.kind for thing in self._all}}

    @cached_property
    def _strong(self) -> dict[str, list[str]]:
        return _index((thing.id, [thing.name]) for thing in self._all)

    @cached_property
    def _weak(self) -> dict[str, list[str]]:
        index = _index((thing.id, _weak_names(thing)) for thing in self._all)
        for place in self._places.values():
            code = place.country if place.kind == "country" else place.unlocode
            if code:
                index.setdefault(code, []).append(place.id)  # in capitals, as no folded name is
        return index

    def _called(self, name: str, hints: list[str], things: Things) -> tuple[str, ...]:
        """The things of that name, else of that alias or code, that fit all the hints."""
        for index in (self._strong, self._weak):
            ids = dict.fromkeys((*index.get(name.strip(), ()), *index.get(fold(name), ())))
            found = tuple(id for id in ids if id in things and all(self._fits(id, hint) for hint in hints))
            if found:
                return found
        return ()

    def _fits(self, id: str, hint: str) -> bool:
        """Whether the hint is the kind of a thing, or where it lies or is based."""
        thing = self._places.get(id) or self._groups[id]
        if self._kinds.get(fold(hint)) == thing.kind:
            return True
        inner = thing.based_in if isinstance(thing, Group) else id
        outer = set(self._called(hint, [], self._places)) - {id}
        return inner is not None and bool(outer & self._places.touched(inner))

    def _kind_before(self, text: str) -> tuple[str, list[str]]:
        """`port:Veracruz` as `Veracruz` and the hint `port`; a text without a kind in front stays whole."""
        kind, _, name = text.partition(":")
        return (name, [kind]) if name and fold(kind) in self._kinds else (text, [])


def _hints_behind(text: str) -> tuple[str, list[str]]:
    """`Callao (port, Peru)` and `Callao, port, Peru` as `Callao` and the hints `port` and `Peru`."""
    match = re.fullmatch(r"(.+)\(([^()]+)\)\s*|([^,]+),(.+)", text, re.DOTALL)
    if match is None:
        return text, []
    return match[1] or match[3], (match[2] or match[4]).split(",")


def _spellings(thing: Place | Group) -> Iterable[str]:
    return (thing.name, *_weak_names(thing), *(thing.demonyms if isinstance(thing, Place) else ()))


def _weak_names(thing: Place | Group) -> Iterable[str]:
    """Its aliases; for `Columbus (Ohio)` also `Columbus`."""
    bare = thing.name.partition(" (")[0]
    return thing.aliases if bare == thing.name else (*thing.aliases, bare)


def _index(spellings: Iterable[tuple[str, Iterable[str]]]) -> dict[str, list[str]]:
    """Ids by folded name."""
    index: dict[str, list[str]] = {}
    for id, names in spellings:
        for name in names:
            index.setdefault(fold(name), []).append(id)
    index.pop("", None)
    return index
