"""Registries read from YAML, and kept as JSON."""

import subprocess
import sys
from pathlib import Path

import pytest

from corredor.ontology.errors import OntologyError
from corredor.ontology.registry import parsed_entries, registry_digest, shipped_entries

READ_AND_SAY_HOW = """
import sys
from corredor.ontology.registry import shipped_entries
print(len(shipped_entries("groups")), "from YAML" if "yaml" in sys.modules else "from the cache")
"""


def read_in_a_new_process() -> str:
    done = subprocess.run([sys.executable, "-c", READ_AND_SAY_HOW], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "corredor" / "groups.json"


def test_shipped_entries_are_kept_for_the_next_process(cache: Path) -> None:
    assert read_in_a_new_process() == "135 from YAML"
    assert read_in_a_new_process() == "135 from the cache"
    assert [file.name for file in cache.parent.iterdir()] == ["groups.json"]


def test_shipped_entries_from_the_cache_equal_those_from_yaml(cache: Path) -> None:
    from_yaml = shipped_entries("places")
    assert cache.with_name("places.json").exists()
    assert shipped_entries("places") == from_yaml


@pytest.mark.parametrize("damage", [b"", b"no cache at all", b"\n[]", b"\xff\n\xff"])
def test_a_damaged_cache_is_read_anew_and_mended(cache: Path, damage: bytes) -> None:
    read_in_a_new_process()
    whole = cache.read_bytes()
    cache.write_bytes(damage or whole[:-1])
    assert read_in_a_new_process() == "135 from YAML"
    assert cache.read_bytes() == whole


def test_a_cache_of_another_registry_is_not_believed(cache: Path) -> None:
    shipped_entries("places")
    cache.write_bytes(cache.with_name("places.json").read_bytes())
    assert read_in_a_new_process() == "135 from YAML"


def test_entries_are_read_where_nothing_can_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(file))
    assert read_in_a_new_process() == "135 from YAML"
    assert read_in_a_new_process() == "135 from YAML"


def test_what_could_not_be_kept_is_cleared_away(cache: Path) -> None:
    (cache / "in the way").mkdir(parents=True)
    shipped_entries("groups")
    assert list(cache.parent.iterdir()) == [cache]


def test_a_relative_cache_folder_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    shipped_entries("groups")
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_unquoted_norway_stays_a_text() -> None:
    entries = parsed_entries("places", b"places: [{ref: Norway, country: NO, name: 2020-01-01}]", "here")
    assert entries == [{"ref": "Norway", "country": "NO", "name": "2020-01-01"}]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (b"places: [", "own.yaml cannot be read as places: while parsing"),
        (b"groups: []", "own.yaml cannot be read as places: 'places'"),
        (b"", "own.yaml cannot be read as places"),
        (b"places: {}", "own.yaml: places must be a list of entries"),
        (b"places: [Peru]", "own.yaml: places must be a list of entries"),
    ],
)
def test_a_text_that_is_no_registry_is_refused(text: bytes, part: str) -> None:
    with pytest.raises(OntologyError, match=part):
        parsed_entries("places", text, "own.yaml")


def test_digest_does_not_depend_on_the_order_of_entries_and_keys() -> None:
    one, other = {"name": "Los Nuevos", "kind": "gang"}, {"name": "Los Otros", "kind": "gang"}
    assert registry_digest([one, other]) == registry_digest([other], [{"kind": "gang", "name": "Los Nuevos"}])


def test_digest_changes_with_an_alias() -> None:
    plain = {"name": "Los Nuevos", "kind": "gang"}
    assert len({registry_digest(), registry_digest([plain]), registry_digest([{**plain, "aliases": ["Nuevos"]}])}) == 3
