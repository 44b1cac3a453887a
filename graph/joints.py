"""Where two stretches may meet, what an end of a question is fulfilled by, and at what price.

Joining what two sources tell is our inference and costs a factor; a journey told in one breath does not. Factors are
those of the vocabulary. World regions and seas join nothing: they are crossed only inside one told stretch.
"""

from functools import cache, cached_property

from corredor.ontology.places import Places
from corredor.ontology.vocabulary import vocabulary


class Joints:
    """The rules of meeting over a registry of places; `strict` joins only at the very same place."""

    def __init__(self, places: Places, *, strict: bool = False) -> None:
        self._places = places
        self.strict = strict
        self.factor = cache(self._factor)
        self.fulfils = cache(self._fulfils)
        self.holders = cache(self._holders)

    @cached_property
    def prices(self) -> tuple[float, float, float]:
        """The factors of a joint: at one place, in one place, in one country."""
        factors = vocabulary().factors
        return factors["joint at place"], factors["joint in place"], factors["joint in country"]

    def countries(self, place: str) -> tuple[str, ...]:
        """The countries that a place lies in; a shared border, river or zone lies in each, a world region in none."""
        return self._places.countries_of(place)

    def country(self, place: str) -> str | None:
        """The one country of a place; None for shared places and world regions."""
        return self._places.country_of(place)

    def joins(self, place: str) -> bool:
        """True where stretches can meet at the place: it is no world region and no sea."""
        return not self._places[place].is_wide

    def same(self, place: str) -> float:
        """The factor where two stretches meet at the very same place (which is no world region)."""
        at_place, in_place, _ = self.prices
        return in_place if self._places[place].kind == "country" else at_place

    def _factor(self, reached: str, left: str) -> float | None:
        """The factor where one stretch ends at `reached` and the next begins at `left`; None: they do not meet."""
        if not self.joins(reached) or not self.joins(left):
            return None
        if reached == left:
            return self.same(reached)
        if self.strict or not set(self.countries(reached)) & set(self.countries(left)):
            return None
        _, in_place, in_country = self.prices
        nested = left in self.holders(reached) or reached in self.holders(left)
        return in_place if nested else in_country

    def _holders(self, place: str) -> tuple[str, ...]:
        """What the place lies in, inside one country; a shared place lies in each of its countries."""
        above = [up for up in self._places.above(place) if not self._places[up].is_wide]
        return tuple(dict.fromkeys([*above, *(c for c in self.countries(place) if c != place)]))

    def _fulfils(self, told: str, asked: str) -> float | None:
        """The factor of a told place as an end of the question: 1 in it, less where it is wider, None otherwise."""
        if told == asked:
            return 1.0
        if self.strict or self._places[told].is_shared:
            return None
        if self._places.lies_in(told, asked):
            return 1.0
        if self._places[told].is_wide or not self._places.lies_in(asked, told):
            return None
        return vocabulary().factors["end wider"]

    def holds(self, outer: str, inner: str) -> bool:
        """True where `inner` is `outer` or lies in it."""
        return inner == outer or outer in self.holders(inner) or self._places.lies_in(inner, outer)
