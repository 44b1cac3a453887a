"""Groups, as the registry describes them."""

import re

import pytest

from corredor.ontology.errors import OntologyError
from corredor.ontology.groups import Group, Groups, shipped_groups
from corredor.ontology.places import shipped_places
from corredor.ontology.registry import Entry, shipped_entries


@pytest.fixture(scope="module")
def groups() -> Groups:
    return shipped_groups()


def test_groups_have_typed_fields(groups: Groups) -> None:
    assert groups["group/los-chapitos"] == Group(
        id="group/los-chapitos",
        name="Los Chapitos",
        kind="cartel",
        based_in="place/city-mx-culiacan",
        parent="group/sinaloa-cartel",
        aliases=("Chapitos", "Chapiza", "La Chapiza"),
        formerly=(),
    )


@pytest.mark.parametrize("id", ["ndrangheta", "ms-13", "skaljari-clan", "beltran-leyva-organization"])
def test_ids_come_from_the_name(groups: Groups, id: str) -> None:
    assert f"group/{id}" in groups


def test_shipped_ids_are_unique_and_plain(groups: Groups) -> None:
    assert len(groups) == len(shipped_entries("groups"))
    assert [id for id in groups if not re.fullmatch("group/[a-z0-9]+(-[a-z0-9]+)*", id)] == []


def test_bases_are_places(groups: Groups) -> None:
    assert {group.based_in for group in groups.values()} - {None, *shipped_places()} == set()


def test_collectives_are_told_from_groups(groups: Groups) -> None:
    assert groups["group/albanian-groups"].is_collective
    assert not groups["group/ndrangheta"].is_collective


def test_extended_adds_groups_and_leaves_the_old_ones_alone(groups: Groups) -> None:
    child = {"name": "Los Hijos", "kind": "gang", "parent": "Los Nuevos"}
    more = groups.extended([child, {"name": "Los Nuevos", "kind": "gang", "based_in": "Peru"}])
    assert (more["group/los-hijos"].parent, more["group/los-nuevos"].based_in) == ("group/los-nuevos", "place/PE")
    assert len(more) == len(groups) + 2
    assert "group/los-nuevos" not in groups


def test_extended_finds_bases_in_the_places_of_the_user(groups: Groups) -> None:
    port = {"ref": "port:Nueva, PE", "name": "Nueva", "kind": "port", "country": "PE", "lat": 1, "lon": 2}
    own = shipped_places().extended([{**port, "within": "Peru"}])
    gang: Entry = {"name": "Los Nuevos", "kind": "gang", "based_in": "port:Nueva, PE"}
    assert groups.extended([gang], own).extended([])["group/los-nuevos"].based_in == "place/port-pe-nueva"
    with pytest.raises(OntologyError, match="is based in 'port:Nueva, PE', which is unknown"):
        groups.extended([gang])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "Los Zetas"}, "'Los Zetas' is described twice: kind is 'cartel' and 'gang'"),
        ({"name": "los zetas"}, "'Los Zetas' and 'los zetas' would both be group/los-zetas"),
        ({"formerly": ["group/los-zetas"]}, "'Los Nuevos' was formerly group/los-zetas"),
        ({"parent": "Los Nadie"}, "has the parent group/los-nadie, which is unknown"),
        ({"parent": "Los Nuevos"}, "'Los Nuevos' is its own parent"),
        ({"aliases": "Nuevos"}, "aliases is 'Nuevos'"),
        ({"kind": None}, "has no kind"),
        ({"name": 18}, "name is 18, and should be a text"),
        ({"home": "Peru"}, "unknown key 'home'"),
    ],
)
def test_extended_refuses_a_broken_entry(groups: Groups, changes: Entry, message: str) -> None:
    with pytest.raises(OntologyError, match=re.escape(message)):
        groups.extended([{"name": "Los Nuevos", "kind": "gang", **changes}])
