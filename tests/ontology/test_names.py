"""What names mean."""

import re

import pytest

from corredor.ontology.errors import AmbiguousName, UnknownName
from corredor.ontology.groups import shipped_groups
from corredor.ontology.names import Names, shipped_names
from corredor.ontology.places import shipped_places
from corredor.ontology.registry import Entry


@pytest.fixture(scope="module")
def names() -> Names:
    return shipped_names()


def place(name: str, country: str, within: str, kind: str = "city", **more: object) -> Entry:
    ref = f"{kind}:{name}, {country}"
    return {"ref": ref, "name": name, "kind": kind, "country": country, "lat": 0, "lon": 0, "within": within, **more}


@pytest.fixture(scope="module")
def more_names() -> Names:
    """With things of a user's own that share names with the shipped ones, or have odd ones."""
    own = [
        place("Peru", "US", "United States"),
        place("Balkans", "RS", "Serbia"),
        place("Los Lobos", "MX", "Mexico", aliases=["?"]),
        place("Washington, DC", "US", "United States"),
        place("Hispaniola", "DO", "region:Hispaniola", "zone", countries=["DO", "HT"]),
        place("Nueva", "PE", "Peru", formerly=["place/city-pe-vieja"]),
    ]
    return Names(shipped_places().extended(own), shipped_groups().extended([{"name": "Malta", "kind": "gang"}]))


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("place/PE", "PE"),
        ("place/port-pe-callao", "port-pe-callao"),
        ("port:Callao, PE", "port-pe-callao"),
        ("port:callao, PE", "port-pe-callao"),
        ("region:Western Europe", "region-western-europe"),
        ("Callao, PE", "port-pe-callao"),
        ("Callao, Peru", "port-pe-callao"),
        ("Callao, Perú", "port-pe-callao"),
        ("Callao (port, Peru)", "port-pe-callao"),
        ("port:Callao", "port-pe-callao"),
        ("Amberes, BE", "port-be-antwerp"),
        ("PECLL", "port-pe-callao"),
        ("PE", "PE"),
        ("NO", "NO"),
        ("IN", "IN"),
        ("callao", "port-pe-callao"),
        (" Rotterdam ", "port-nl-rotterdam"),
        ("Perú", "PE"),
        ("Turkiye", "TR"),
        ("burma", "MM"),
        ("Amberes", "port-be-antwerp"),
        ("The Netherlands", "NL"),
        ("U.S.", "US"),
        ("Georgia", "GE"),
        ("State of Georgia", "region-us-state-of-georgia"),
        ("Guinea", "GN"),
        ("guinea-bissau", "GW"),
        ("Gulf of Guinea", "region-gulf-of-guinea"),
        ("Santiago de Chile", "city-cl-santiago"),
        ("Santiago, DO", "city-do-santiago"),
        ("San Lorenzo, Honduras", "port-hn-san-lorenzo"),
        ("VRAEM", "zone-pe-vraem"),
        ("Singapore", "SG"),
        ("singapore", "SG"),
        ("port:Singapore", "port-sg-singapore"),
        ("Singapore, SG", "port-sg-singapore"),
        ("port:Veracruz", "port-mx-veracruz"),
        ("Nogales, MX", "border-us-nogales"),
        ("CV", "CV"),
    ],
)
def test_place_finds_what_is_meant(names: Names, text: str, id: str) -> None:
    assert names.place(text) == f"place/{id}"


def test_place_takes_every_ref_id_and_description(names: Names) -> None:
    for id, place in shipped_places().items():
        assert [names.place(text) for text in (id, place.ref, names.describe(id))] == [id, id, id]


@pytest.mark.parametrize("text", ["in", "pe", "pecll", "Peruvian", "Callao, EC", "airport:Callao, PE", "PCC", ""])
def test_place_does_not_take_what_is_no_name(names: Names, text: str) -> None:
    with pytest.raises(UnknownName):
        names.place(text)


def test_place_takes_a_ref_with_a_comma_in_its_name(more_names: Names) -> None:
    assert more_names.place("city:Washington, DC, US") == "place/city-us-washington-dc"


def test_signs_alone_name_nothing(more_names: Names) -> None:
    with pytest.raises(UnknownName):
        more_names.place("?!")


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Ndrangheta", "ndrangheta"),
        ("'Ndrangheta", "ndrangheta"),
        ("N’drangheta", "ndrangheta"),
        ("PCC", "primeiro-comando-da-capital"),
        ("zetas", "los-zetas"),
        ("Cartel de Sinaloa", "sinaloa-cartel"),
        ("MS13", "ms-13"),
        ("CV", "comando-vermelho"),
        ("Los Lobos (gang, Ecuador)", "los-lobos"),
        ("group/los-lobos", "los-lobos"),
    ],
)
def test_group_finds_what_is_meant(names: Names, text: str, id: str) -> None:
    assert names.group(text) == f"group/{id}"


def test_group_takes_every_name_id_and_description(names: Names) -> None:
    for id, group in shipped_groups().items():
        assert [names.group(text) for text in (id, group.name, names.describe(id))] == [id, id, id]


def test_entity_finds_places_and_groups(names: Names) -> None:
    assert names.entity("Peru") == "place/PE"
    assert names.entity("Sinaloa Cartel") == "group/sinaloa-cartel"


def test_entity_does_not_choose_between_a_place_and_a_group(names: Names) -> None:
    with pytest.raises(AmbiguousName, match='Write "Cape Verde" or "Comando Vermelho"') as raised:
        names.entity("CV")
    assert [id for id, _ in raised.value.candidates] == ["place/CV", "group/comando-vermelho"]


def test_an_ambiguous_name_tells_its_candidates_apart(names: Names) -> None:
    with pytest.raises(AmbiguousName) as raised:
        names.place("Malaga")
    assert str(raised.value) == (
        '"Malaga" can be Málaga (region, Spain), Málaga (city, Spain) or Málaga (port, Spain). '
        'Write "region:Málaga, ES", "city:Málaga, ES" or "port:Málaga, ES".'
    )
    assert raised.value.name == "Malaga"
    assert raised.value.candidates[2] == ("place/port-es-malaga", "Málaga (port, Spain)")


def test_entity_does_not_put_a_country_before_a_group(more_names: Names) -> None:
    assert more_names.place("Malta") == "place/MT"
    with pytest.raises(AmbiguousName):
        more_names.entity("Malta")


@pytest.mark.parametrize("text", ["TJ", "Columbus", "Columbus, US"])
def test_a_code_and_an_alias_or_two_short_forms_are_ambiguous(names: Names, text: str) -> None:
    with pytest.raises(AmbiguousName):
        names.place(text, widest=True)


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Veracruz", "region-mx-veracruz"),
        ("Esmeraldas", "region-ec-esmeraldas"),
        ("Kuala Lumpur", "city-my-kuala-lumpur"),
        ("tripoli", "city-lb-tripoli"),
    ],
)
def test_widest_means_the_place_that_holds_the_others(names: Names, text: str, id: str) -> None:
    with pytest.raises(AmbiguousName):
        names.place(text)
    assert names.place(text, widest=True) == names.entity(text, widest=True) == f"place/{id}"


def test_widest_leaves_a_note(names: Names) -> None:
    note = names.resolve("esmeraldas", of="place", widest=True).note
    assert note == (
        '"esmeraldas" is taken as Esmeraldas (region, Ecuador). '
        'For Esmeraldas (city, Ecuador) write "city:Esmeraldas, EC". '
        'For Esmeraldas (port, Ecuador) write "port:Esmeraldas, EC".'
    )


def test_a_sure_name_leaves_no_note(names: Names) -> None:
    assert names.resolve("Rotterdam", widest=True).note is None


@pytest.mark.parametrize("text", ["Putumayo", "Santiago", "Balkans", "Hispaniola"])
def test_widest_does_not_choose_across_countries(more_names: Names, text: str) -> None:
    with pytest.raises(AmbiguousName):
        more_names.place(text, widest=True)


@pytest.mark.parametrize(
    ("text", "told_apart"),
    [
        ("Santiago", ["Santiago (city, Chile)", "Santiago (city, Dominican Republic)"]),
        (
            "San Lorenzo",
            ["San Lorenzo (city, Ecuador)", "San Lorenzo (port, Argentina)", "San Lorenzo (port, Honduras)"],
        ),
    ],
)
def test_a_name_of_several_shipped_places_is_told_apart(names: Names, text: str, told_apart: list[str]) -> None:
    with pytest.raises(AmbiguousName, match="Write ") as raised:
        names.place(text, widest=True)
    assert sorted(description for _, description in raised.value.candidates) == told_apart


def test_a_country_is_meant_before_a_town_of_its_name(more_names: Names) -> None:
    meaning = more_names.resolve("peru", of="place")
    assert (meaning.id, meaning.note) == (
        "place/PE",
        '"peru" is taken as Peru (country). For Peru (city, United States) write "city:Peru, US".',
    )
    assert more_names.place("Peru, US") == "place/city-us-peru"


@pytest.mark.parametrize(
    ("near", "id"),
    [
        ("place/CL", "city-cl-santiago"),
        ("CL", "city-cl-santiago"),
        ("port:Arica, CL", "city-cl-santiago"),
        ("region:Caribbean", "city-do-santiago"),
    ],
)
def test_near_breaks_a_tie(more_names: Names, near: str, id: str) -> None:
    assert more_names.place("Santiago", near=near) == f"place/{id}"


@pytest.mark.parametrize("near", ["FR", "Latin America"])
def test_near_leaves_a_tie_that_it_does_not_break(more_names: Names, near: str) -> None:
    with pytest.raises(AmbiguousName) as raised:
        more_names.place("Santiago", near=near)
    assert len(raised.value.candidates) == 2


def test_near_does_not_overrule_a_name(names: Names) -> None:
    assert names.place("Georgia", near="US") == "place/GE"


def test_what_to_type_is_an_id_where_the_name_itself_is_taken(more_names: Names) -> None:
    with pytest.raises(AmbiguousName, match=re.escape('Write "city:Los Lobos, MX" or group/los-lobos.')):
        more_names.entity("Los Lobos", widest=True)


def test_an_id_from_before_a_renaming_still_leads_to_the_place(more_names: Names) -> None:
    assert more_names.place("place/city-pe-vieja") == "place/city-pe-nueva"
    assert more_names.current("place/city-pe-vieja") == "place/city-pe-nueva"
    assert more_names.label("place/city-pe-vieja") == "Nueva"
    assert more_names.current("place/PE") == "place/PE"


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("Rotterdm", "Did you mean Rotterdam (port, Netherlands)?"),
        ("Antwerpe", "Did you mean Antwerp (port, Belgium)?"),
        ("Peruvian", "Did you mean Peru (country)?"),
        ("pecll", "Did you mean Callao (port, Peru)?"),
        ("zone:Vraen (city, MX)", "Did you mean VRAEM (zone, Peru)?"),
        ("Callao, EC", "Did you mean Callao (port, Peru)?"),
        ("Georgia, US", "Did you mean Georgia (country) or State of Georgia (region, United States)?"),
        ("PCC", "That is Primeiro Comando da Capital (gang, São Paulo)."),
    ],
)
def test_an_unknown_place_comes_with_advice(names: Names, text: str, advice: str) -> None:
    with pytest.raises(UnknownName) as raised:
        names.place(text)
    assert str(raised.value) == f'No place is called "{text}". {advice}'


def test_an_unknown_name_has_candidates_with_ids(names: Names) -> None:
    with pytest.raises(UnknownName) as raised:
        names.place("Rotterdm")
    assert raised.value.candidates == (("place/port-nl-rotterdam", "Rotterdam (port, Netherlands)"),)


def test_an_unknown_group_comes_with_advice(names: Names) -> None:
    with pytest.raises(UnknownName, match=r"No group is called .+ Did you mean 'Ndrangheta \(mafia, Calabria\)\?"):
        names.group("Ndrangeta")


def test_a_name_like_no_other_leads_to_the_registry(names: Names) -> None:
    with pytest.raises(UnknownName, match=r'Nothing is called "xqzzt".+places.yaml') as raised:
        names.entity("xqzzt")
    assert raised.value.candidates == ()


def test_a_long_text_makes_one_short_line(names: Names) -> None:
    with pytest.raises(UnknownName) as raised:
        names.place("no such place\n" * 9999)
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 300


def test_suggestions_are_few(names: Names) -> None:
    with pytest.raises(UnknownName) as raised:
        names.place("Southern")
    assert len(raised.value.candidates) == 5


@pytest.mark.parametrize(
    ("id", "label", "description"),
    [
        ("place/PE", "Peru", "Peru (country)"),
        ("place/city-cl-santiago", "Santiago", "Santiago (city, Chile)"),
        ("place/region-europe", "Europe", "Europe (region)"),
        ("place/zone-pa-darien-gap", "Darién Gap", "Darién Gap (zone, Colombia, Panama)"),
        ("group/ndrangheta", "'Ndrangheta", "'Ndrangheta (mafia, Calabria)"),
        ("group/zheng-dto", "Zheng DTO", "Zheng DTO (network)"),
        ("place/gone", "place/gone", "place/gone"),
    ],
)
def test_ids_can_be_told_to_a_reader(names: Names, id: str, label: str, description: str) -> None:
    assert (names.label(id), names.describe(id)) == (label, description)


def test_meanings_lists_all_that_a_text_can_mean(names: Names) -> None:
    assert names.meanings("Veracruz") == ("place/region-mx-veracruz", "place/port-mx-veracruz")
    assert names.meanings("nothing of the kind") == ()
