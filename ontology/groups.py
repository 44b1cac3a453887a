"""A group as the registry describes it: its kind, its base, what it came out of."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from corredor.ontology.entries import check_keys, difference, text, text_or_none, texts
from corredor.ontology.errors import OntologyError
from corredor.ontology.folding import slug
from corredor.ontology.places import Places, shipped_places
from corredor.ontology.registry import Entry, shipped_entries

_REQUIRED = frozenset({"name", "kind"})
_OPTIONAL = frozenset({"based_in", "parent", "aliases", "formerly"})


@dataclass(frozen=True, slots=True)
class Group:
    """A group; its kind is the registry's description and no finding.

    `id` comes from the name (`group/ndrangheta`); `based_in` is the id of a place, `parent` that of the group that it
    is part of or came out of; `formerly` holds ids that it had before it was renamed.
    """

    id: str
    name: str
    kind: str
    based_in: str | None
    parent: str | None
    aliases: tuple[str, ...]
    formerly: tuple[str, ...]

    @property
    def is_collective(self) -> bool:
        """Stands for several unnamed groups that sources speak of as one ("Albanian groups")."""
        return self.kind == "collective"


class Groups(Mapping[str, Group]):
    """Groups by id. An unknown id raises KeyError.

    >>> groups = shipped_groups()
    >>> groups["group/los-chapitos"].parent, groups["group/albanian-groups"].is_collective
    ('group/sinaloa-cartel', True)
    """

    def __init__(self, entries: Iterable[Entry], places: Places) -> None:
        """From entries in the form of `groups.yaml`, based in `places`.

        Raises OntologyError where an entry is broken, or two disagree.
        """
        self._entries, self._places = tuple(entries), places
        self._groups: dict[str, Group] = {}
        for entry in self._entries:
            self._add(_group(entry, places))
        for group in self._groups.values():
            self._check(group)

    def __getitem__(self, id: str) -> Group:
        return self._groups[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._groups)

    def __len__(self) -> int:
        return len(self._groups)

    def extended(self, entries: Iterable[Entry], places: Places | None = None) -> "Groups":
        """These groups and a user's own, as a new object; `places` where the user has places of their own too.

        Raises OntologyError where an entry is broken, or describes a known group differently.
        """
        return Groups((*self._entries, *entries), places or self._places)

    def _add(self, group: Group) -> None:
        known = self._groups.setdefault(group.id, group)
        if known.name != group.name:
            raise OntologyError(f"{known.name!r} and {group.name!r} would both be {group.id}. Rename one of them.")
        if known != group:
            raise OntologyError(f"{group.name!r} is described twice: {difference(known, group)}. Keep one.")

    def _check(self, group: Group) -> None:
        for old in group.formerly:
            if old in self:
                raise OntologyError(f"{group.name!r} was formerly {old}, and {self[old].name!r} is so now. Rename one.")
        seen, parent = {group.id}, group.parent
        while parent is not None:
            if parent not in self:
                raise OntologyError(f"{group.name!r} has the parent {parent}, which is unknown. Add it, or mend that.")
            if parent in seen:
                raise OntologyError(f"{group.name!r} is its own parent, by way of {parent}. Mend `parent`.")
            seen.add(parent)
            parent = self[parent].parent


@cache
def shipped_groups() -> Groups:
    """The groups of the shipped registry, read once."""
    return Groups(shipped_entries("groups"), shipped_places())


def _group(entry: Entry, places: Places) -> Group:
    check_keys(entry, _REQUIRED, _OPTIONAL)
    base, parent = text_or_none(entry, "based_in"), text_or_none(entry, "parent")
    place = None if base is None else places.by_ref(base)
    if base is not None and place is None:
        raise OntologyError(f"{entry['name']!r} is based in {base!r}, which is unknown. Add it, or mend that.")
    return Group(
        id=_id(text(entry, "name")),
        name=text(entry, "name"),
        kind=text(entry, "kind"),
        based_in=None if place is None else place.id,
        parent=None if parent is None else _id(parent),
        aliases=texts(entry, "aliases"),
        formerly=texts(entry, "formerly"),
    )


def _id(name: str) -> str:
    return f"group/{slug(name)}"
