"""A place and what holds it: within, country, the countries that share it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from corredor.ontology.entries import check_keys, degrees, difference, text, text_or_none, texts
from corredor.ontology.errors import OntologyError
from corredor.ontology.folding import slug
from corredor.ontology.registry import Entry, shipped_entries

_REQUIRED = frozenset({"ref", "name", "kind", "lat", "lon"})
_OPTIONAL = frozenset({"country", "countries", "approximate", "unlocode", "within", "aliases", "demonyms", "formerly"})


@dataclass(frozen=True, slots=True)
class Place:
    """A place as the registry describes it.

    `id` is `place/PE` for a country and comes from the ref for all else (`place/port-pe-callao`); `ref` is how sheets
    write it (`port:Callao, PE`). `country` is the ISO 3166-1 alpha-2 code that the ref carries (None: a world region
    or a sea), `countries` the codes of all that share it (empty: none do). `lat` and `lon` are degrees, WGS84;
    `approximate` where the point stands for an area, a line or a spot known roughly. `within` is the id of what the
    registry says it lies in (`Places.above` knows what that means for a shared place); `formerly` holds ids that it
    had before it was renamed.
    """

    id: str
    ref: str
    name: str
    kind: str
    country: str | None
    countries: tuple[str, ...]
    lat: float
    lon: float
    approximate: bool
    unlocode: str | None
    within: str | None
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    formerly: tuple[str, ...]

    @property
    def is_shared(self) -> bool:
        """Several countries have a part of it: a border, a river, a zone."""
        return bool(self.countries)

    @property
    def is_wide(self) -> bool:
        """A world region or a sea: wider than any country."""
        return self.country is None


class Places(Mapping[str, Place]):
    """Places by id, and what lies in what. An unknown id raises KeyError.

    >>> places = shipped_places()
    >>> places.country_of("place/port-pe-callao")
    'place/PE'
    >>> places.lies_in("place/port-pe-callao", "place/region-south-america")
    True
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        """From entries in the form of `places.yaml`; raises OntologyError where one is broken or two disagree."""
        self._entries = tuple(entries)
        self._ids = {ref: _id(entry) for entry in self._entries for ref in [_checked_ref(entry)]}
        self._places: dict[str, Place] = {}
        self._above: dict[str, tuple[str, ...]] = {}
        for entry in self._entries:
            self._add(_place(entry, self._ids))
        for place in self._places.values():
            self._check(place)

    def __getitem__(self, id: str) -> Place:
        return self._places[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def extended(self, entries: Iterable[Entry]) -> "Places":
        """These places and a user's own, as a new object.

        Raises OntologyError where an entry is broken, lies in nothing known, or describes a known place differently.
        """
        return Places((*self._entries, *entries))

    def by_ref(self, ref: str) -> Place | None:
        """The place that sheets write so, letter by letter; None where there is none."""
        id = self._ids.get(ref)
        return None if id is None else self._places[id]

    def above(self, id: str) -> tuple[str, ...]:
        """Ids of what it lies in, nearest first: city, region, country, sub-region, world region.

        A shared place lies in no single country and in no part of one, only in what holds all of it. That can be
        nothing, as for a crossing between Bulgaria and Turkey.
        """
        if id not in self._above:
            place = self[id]
            self._above[id] = self._above_shared(place) if place.is_shared else self._above_plain(place)
        return self._above[id]

    def lies_in(self, inner: str, outer: str) -> bool:
        """Whether the one is the other or lies in it, in the sense of `above`."""
        return inner == outer or outer in self.above(inner)

    def country_of(self, id: str) -> str | None:
        """The id of the one country that it is or lies in; None for world regions, seas and shared places."""
        countries = self.countries_of(id)
        return countries[0] if len(countries) == 1 else None

    def countries_of(self, id: str) -> tuple[str, ...]:
        """Ids of all countries that it is or lies in: one, several (shared), none (world regions and seas)."""
        place = self[id]
        codes = place.countries or (() if place.country is None else (place.country,))
        return tuple(f"place/{code}" for code in codes)

    def touched(self, id: str) -> frozenset[str]:
        """Ids of the place, of all that it lies in, and of every country that shares it."""
        return frozenset((id, *self.above(id), *self.countries_of(id)))

    def _chain(self, place: Place) -> list[str]:
        """What the registry says, step by step."""
        chain: list[str] = []
        while place.within is not None:
            if place.within in chain:
                raise OntologyError(f"{place.ref!r} lies in itself, by way of {place.within}. Mend `within`.")
            chain.append(place.within)
            place = self[place.within]
        return chain

    def _above_plain(self, place: Place) -> tuple[str, ...]:
        chain, country = self._chain(place), self.country_of(place.id)
        if country is not None and country not in (place.id, *chain):  # an island in a lake that two countries share
            chain.insert(next(n for n, up in enumerate(chain) if self[up].is_wide), country)
        return tuple(chain)

    def _above_shared(self, place: Place) -> tuple[str, ...]:
        chain, countries = self._chain(place), self.countries_of(place.id)
        if not any(map(self.country_of, chain)):
            return tuple(chain)
        return tuple(up for up in chain if all(up in self.above(country) for country in countries))

    def _add(self, place: Place) -> None:
        known = self._places.setdefault(place.id, place)
        if known.ref != place.ref:
            raise OntologyError(f"{known.ref!r} and {place.ref!r} would both be {place.id}. Rename one of them.")
        if known != place:
            raise OntologyError(f"{place.ref!r} is described twice: {difference(known, place)}. Keep one.")

    def _check(self, place: Place) -> None:
        if place.countries and (len(place.countries) < 2 or place.country not in place.countries):
            raise OntologyError(f"{place.ref!r}: `countries` lists all that share it, two or more, its own among them.")
        for country in self.countries_of(place.id):
            if country not in self:
                raise OntologyError(f"{place.ref!r}: there is no {country}. Add that country, or mend the code.")
        for old in place.formerly:
            if old in self:
                raise OntologyError(f"{place.ref!r} was formerly {old}, and {self[old].ref!r} is so now. Rename one.")
        chain = self._chain(place)
        if place.country and not any(self[up].is_wide for up in chain):
            raise OntologyError(f"{place.ref!r} lies in no world region. Add `within`: its country, or what holds it.")


@cache
def shipped_places() -> Places:
    """The places of the shipped registry, read once."""
    return Places(shipped_entries("places"))


def _checked_ref(entry: Entry) -> str:
    check_keys(entry, _REQUIRED, _OPTIONAL)
    name, kind, country = text(entry, "name"), text(entry, "kind"), text_or_none(entry, "country")
    if country is None and kind != "region":
        raise OntologyError(f"{entry['ref']!r} has no country, and is no world region. Add its two-letter code.")
    ref = name if kind == "country" else f"{kind}:{name}, {country}" if country else f"{kind}:{name}"
    if entry["ref"] != ref:
        raise OntologyError(f"{entry['ref']!r} does not say its kind, name and country. Write {ref!r}, or mend those.")
    return ref


def _id(entry: Entry) -> str:
    kind, name, country = entry["kind"], entry["name"], entry.get("country") or ""
    return f"place/{country}" if kind == "country" else "place/" + slug(f"{kind} {country} {name}")


def _place(entry: Entry, ids: Mapping[str, str]) -> Place:
    within = text_or_none(entry, "within")
    if within is not None and within not in ids:
        raise OntologyError(f"{entry['ref']!r} lies in {within!r}, which no registry has. Add it, or mend `within`.")
    return Place(
        id=ids[entry["ref"]],
        ref=entry["ref"],
        name=entry["name"],
        kind=entry["kind"],
        country=entry.get("country"),
        countries=texts(entry, "countries"),
        lat=degrees(entry, "lat", 90),
        lon=degrees(entry, "lon", 180),
        approximate=entry.get("approximate") in (True, "true"),
        unlocode=text_or_none(entry, "unlocode"),
        within=None if within is None else ids[within],
        aliases=texts(entry, "aliases"),
        demonyms=texts(entry, "demonyms"),
        formerly=texts(entry, "formerly"),
    )
