"""Places, and what holds them."""

import re

import pytest

from corredor.ontology.errors import OntologyError
from corredor.ontology.places import Place, Places, shipped_places
from corredor.ontology.registry import Entry, shipped_entries


@pytest.fixture(scope="module")
def places() -> Places:
    return shipped_places()


def new_entry(**changes: object) -> Entry:
    """A port that the shipped registry lacks, as a user writes it."""
    port = {"ref": "port:Nueva, PE", "name": "Nueva", "kind": "port", "country": "PE", "lat": -12, "lon": -77.5}
    return {**port, "within": "Peru", **changes}


@pytest.mark.parametrize(
    ("ref", "id"),
    [
        ("Peru", "place/PE"),
        ("port:Callao, PE", "place/port-pe-callao"),
        ("region:Western Europe", "place/region-western-europe"),
        ("zone:VRAEM, PE", "place/zone-pe-vraem"),
        ("region:Cádiz, ES", "place/region-es-cadiz"),
        ("city:Columbus (Ohio), US", "place/city-us-columbus-ohio"),
        ("border:Kapitan Andreevo-Kapıkule, BG", "place/border-bg-kapitan-andreevo-kapikule"),
    ],
)
def test_by_ref_leads_to_the_id(places: Places, ref: str, id: str) -> None:
    place = places.by_ref(ref)
    assert place is not None
    assert (place.id, place.ref, places[id]) == (id, ref, place)


def test_by_ref_knows_no_other_spelling(places: Places) -> None:
    assert places.by_ref("peru") is None


def test_shipped_ids_are_unique_and_plain(places: Places) -> None:
    assert len(places) == len({entry["ref"] for entry in shipped_entries("places")}) == len(shipped_entries("places"))
    assert [id for id in places if not re.fullmatch("place/([A-Z]{2}|[a-z]+(-[a-z0-9]+)+)", id)] == []


def test_shipped_places_do_not_depend_on_the_order_of_entries(places: Places) -> None:
    assert Places(reversed(shipped_entries("places"))) == places


def test_places_have_typed_fields(places: Places) -> None:
    assert places["place/port-pe-callao"] == Place(
        id="place/port-pe-callao",
        ref="port:Callao, PE",
        name="Callao",
        kind="port",
        country="PE",
        countries=(),
        lat=-12.054,
        lon=-77.121,
        approximate=False,
        unlocode="PECLL",
        within="place/PE",
        aliases=("El Callao", "Port of Callao", "puerto del Callao", "Lima's port of Callao"),
        demonyms=(),
        formerly=(),
    )
    assert places["place/zone-pe-vraem"].approximate is True
    assert {type(number) for place in places.values() for number in (place.lat, place.lon)} == {float}


def test_norway_keeps_its_code(places: Places) -> None:
    assert (places["place/NO"].name, places["place/NO"].country) == ("Norway", "NO")


@pytest.mark.parametrize(
    ("id", "shared", "wide"),
    [
        ("place/PE", False, False),
        ("place/zone-pe-vraem", False, False),
        ("place/river-mx-suchiate", True, False),
        ("place/region-europe", False, True),
        ("place/region-black-sea", False, True),
    ],
)
def test_places_are_shared_or_wide(places: Places, id: str, shared: bool, wide: bool) -> None:
    assert (places[id].is_shared, places[id].is_wide) == (shared, wide)


@pytest.mark.parametrize(
    ("id", "above"),
    [
        ("region-europe", []),
        ("PE", ["region-south-america", "region-latin-america", "region-americas"]),
        ("port-mx-veracruz", ["region-mx-veracruz", "MX", "region-north-america", "region-americas"]),
    ],
)
def test_above_goes_from_the_nearest_to_the_widest(places: Places, id: str, above: list[str]) -> None:
    assert places.above(f"place/{id}") == tuple(f"place/{up}" for up in above)


def test_above_of_a_place_in_a_shared_lake_has_its_own_country(places: Places) -> None:
    above = places.above("place/zone-bo-isla-del-sol")
    assert above[:3] == ("place/zone-bo-lake-titicaca", "place/BO", "place/region-south-america")


@pytest.mark.parametrize(
    ("id", "above"),
    [
        ("border-us-laredo", ["border-mx-mexico-united-states", "region-north-america", "region-americas"]),
        ("border-pl-medyka", ["region-eastern-europe", "region-europe"]),
        ("river-mx-suchiate", ["region-americas"]),  # the registry puts it within Chiapas, but half is Guatemala's
        ("zone-es-strait-of-gibraltar", ["region-mediterranean-sea"]),
        ("border-bg-kapitan-andreevo-kapikule", []),  # one half in Europe, the other in the Middle East
    ],
)
def test_above_of_a_shared_place_holds_all_of_it(places: Places, id: str, above: list[str]) -> None:
    assert places.above(f"place/{id}") == tuple(f"place/{up}" for up in above)


def test_above_of_each_place_of_one_country_has_it_and_ends_wide(places: Places) -> None:
    for place in places.values():
        if place.country and not place.is_shared:
            assert places.country_of(place.id) in (place.id, *places.above(place.id))
            assert places[places.above(place.id)[-1]].is_wide


@pytest.mark.parametrize(
    ("inner", "outer", "answer"),
    [
        ("port-mx-veracruz", "port-mx-veracruz", True),
        ("port-mx-veracruz", "region-mx-veracruz", True),
        ("port-mx-veracruz", "MX", True),
        ("port-mx-veracruz", "region-americas", True),
        ("region-mx-veracruz", "port-mx-veracruz", False),
        ("port-mx-veracruz", "PE", False),
        ("river-mx-suchiate", "MX", False),
        ("river-mx-suchiate", "river-mx-suchiate", True),
        ("river-mx-suchiate", "region-americas", True),
        ("FR", "region-european-union", False),
    ],
)
def test_lies_in(places: Places, inner: str, outer: str, answer: bool) -> None:
    assert places.lies_in(f"place/{inner}", f"place/{outer}") is answer


@pytest.mark.parametrize(
    ("id", "country", "countries"),
    [
        ("PE", "PE", ["PE"]),
        ("zone-pe-vraem", "PE", ["PE"]),
        ("river-co-putumayo", None, ["CO", "EC", "PE"]),
        ("region-europe", None, []),
    ],
)
def test_countries_of_a_place(places: Places, id: str, country: str | None, countries: list[str]) -> None:
    assert places.country_of(f"place/{id}") == (country and f"place/{country}")
    assert places.countries_of(f"place/{id}") == tuple(f"place/{code}" for code in countries)


def test_touched_has_the_countries_that_share_a_place(places: Places) -> None:
    assert places.touched("place/river-mx-suchiate") == {
        "place/river-mx-suchiate",
        "place/region-americas",
        "place/GT",
        "place/MX",
    }


def test_an_unknown_id_is_no_key(places: Places) -> None:
    with pytest.raises(KeyError):
        places.above("place/nowhere")


def test_extended_adds_places_and_leaves_the_old_ones_alone(places: Places) -> None:
    pier = new_entry(ref="zone:Pier, PE", name="Pier", kind="zone", within="port:Nueva, PE")
    more = places.extended([pier, new_entry(formerly=["place/port-pe-vieja"])])
    assert more.above("place/zone-pe-pier")[:2] == ("place/port-pe-nueva", "place/PE")
    assert more["place/port-pe-nueva"].formerly == ("place/port-pe-vieja",)
    assert len(more) == len(places) + 2
    assert "place/port-pe-nueva" not in places


def test_extended_takes_the_same_entry_twice(places: Places) -> None:
    assert len(places.extended([new_entry(), new_entry(lat=-12.0)])) == len(places) + 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"ref": "port:Callao, PE", "name": "Callao"}, "'port:Callao, PE' is described twice: lat is -12.054 and"),
        ({"ref": "port:Cal-lao, PE", "name": "Cal-lao", "formerly": ["place/port-pe-callao"]}, "was formerly"),
        ({"ref": "port:CALLAO, PE", "name": "CALLAO"}, "'port:Callao, PE' and 'port:CALLAO, PE' would both be"),
        ({"within": "Atlantis"}, "'port:Nueva, PE' lies in 'Atlantis', which no registry has"),
        ({"within": None}, "lies in no world region"),
        ({"within": "port:Nueva, PE"}, "lies in itself"),
        ({"ref": "port:Nueva, QQ", "country": "QQ"}, "there is no place/QQ"),
        ({"ref": "port:Nueva", "country": None}, "has no country"),
        ({"ref": "port:Neuva, PE"}, "Write 'port:Nueva, PE'"),
        ({"countries": ["PE"]}, "two or more"),
        ({"countries": ["BO", "CL"]}, "its own among them"),
        ({"lat": 91}, "lat is 91. Give degrees from -90 to 90"),
        ({"lon": "west"}, "lon is 'west'"),
        ({"lat": None}, "has no lat"),
        ({"aliases": "La Nueva"}, r"aliases is 'La Nueva', and should be a list of texts"),
        ({"aliases": [False]}, r"should be a list of texts"),
        ({"name": False}, "name is False, and should be a text"),
        ({"unlocode": 5}, "unlocode is 5, and should be a text"),
        ({"alias": ["La Nueva"]}, "unknown key 'alias'"),
    ],
)
def test_extended_refuses_a_broken_entry(places: Places, changes: Entry, message: str) -> None:
    with pytest.raises(OntologyError, match=re.escape(message)):
        places.extended([new_entry(**changes)])


def test_an_entry_without_a_required_key_is_refused(places: Places) -> None:
    with pytest.raises(OntologyError, match=r"'port:Nueva, PE' has no lon\. Add it"):
        places.extended([{key: value for key, value in new_entry().items() if key != "lon"}])
