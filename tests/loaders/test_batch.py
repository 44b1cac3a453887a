"""Folders into a store: what is stored, what is refused, and that neither order nor place matters."""

import os
import shutil
from pathlib import Path

import pytest

from corredor.graph.claim import Record
from corredor.graph.store import Store
from corredor.loaders.batch import Report, load
from corredor.loaders.files import STARTER, find

FACT = "  - route: {from: Peru, to: Brazil, commodity: cocaine}\n    certainty: stated\n"
PLACES = """
places:
- {ref: 'port:Puerto Nuevo del Test, PE', name: Puerto Nuevo del Test, kind: port, country: PE, lat: -12.0, lon: -77.1,
   within: Peru}
"""
GROUPS = "groups:\n- {name: Los Probadores, kind: gang, based_in: Peru}\n"


def text(id: str, facts: str = FACT, title: str = "Cocaine through the port") -> str:
    return (
        f"source:\n  id: {id}\n  title: {title}\n  publisher: Example News\n  published: '2020-03-12'\n"
        f"  url: https://example.org/{id}\n  kind: news\n  language: en\nfacts:\n{facts}"
    )


def write(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def lines(report: Report, folder: Path) -> list[str]:
    return [str(error).replace(f"{folder}/", "") for error in report.refused]


def stored(store: Store) -> dict[str, Record]:
    return {record.source.id: record for record in store.records()}


def counts(report: Report) -> tuple[int, int, int, int]:
    return (report.new, report.same, report.replaced, report.claims)


def test_load_takes_the_starter_facts(store: Store) -> None:
    report = load(store, ["starter"])
    assert counts(report) == (712, 0, 0, 3088)
    assert (report.refused, report.ignored, report.unresolved) == ([], [], {})
    assert len(store.claims()) == 3088


def test_load_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", text("a"))
    load(store, [tmp_path])
    revision = store.revision
    assert counts(load(store, [tmp_path])) == (0, 1, 0, 1)
    assert store.revision == revision


def test_load_replaces_a_source_as_a_whole(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", text("a", FACT + FACT.replace("Peru", "Bolivia")))
    load(store, [tmp_path])
    write(tmp_path / "a.yaml", text("a", FACT.replace("Peru", "Colombia")))
    assert counts(load(store, [tmp_path])) == (0, 0, 1, 1)
    assert [claim.said["from"] for claim in store.claims()] == ["Colombia"]


def test_load_goes_on_past_bad_files(store: Store, tmp_path: Path, bad_sheets: Path) -> None:
    shutil.copytree(bad_sheets, tmp_path / "mixed")
    write(tmp_path / "mixed" / "0_good.yaml", text("good-first"))
    write(tmp_path / "mixed" / "z_good.yml", text("good-last"))
    report = load(store, [tmp_path / "mixed"])
    assert (report.new, len(report.refused)) == (2, len(list(bad_sheets.iterdir())))
    assert set(stored(store)) == {"source/good-first", "source/good-last"}
    assert all(line.isprintable() for line in lines(report, tmp_path))


def test_load_gives_equal_records_in_any_order_and_from_anywhere(store: Store, tmp_path: Path) -> None:
    some = sorted(STARTER.glob("*.yaml"))[:40]
    load(store, some)
    first, revision = stored(store), store.revision
    elsewhere = tmp_path / "other"
    elsewhere.mkdir()
    for number, path in enumerate(reversed(some)):
        shutil.copy(path, elsewhere / f"{number:03}.yaml")
    assert counts(load(store, [elsewhere]))[:3] == (0, 40, 0)
    assert (stored(store), store.revision) == (first, revision)


def test_load_refuses_both_files_that_tell_one_source_differently(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", text("same"))
    write(tmp_path / "b.yaml", text("same", title="Otherwise"))
    write(tmp_path / "c.yaml", text("other"))
    report = load(store, [tmp_path])
    advice = "give each source an id of its own, or keep one of the files"
    assert lines(report, tmp_path) == [
        f"a.yaml: source.id: same is the id in b.yaml too, which says something else; {advice}",
        f"b.yaml: source.id: same is the id in a.yaml too, which says something else; {advice}",
    ]
    assert set(stored(store)) == {"source/other"}


def test_load_counts_equal_copies_as_same(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", text("a"))
    write(tmp_path / "copy.yaml", "# the same\n" + text("a"))
    report = load(store, [tmp_path])
    assert (report.new, report.same, report.refused) == (1, 1, [])


def test_load_keeps_the_good_one_of_two_where_the_other_is_broken(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", text("a"))
    write(tmp_path / "b.yaml", text("a", FACT.replace("stated", "sure")))
    report = load(store, [tmp_path])
    assert (report.new, [error.key for error in report.refused]) == (1, ["certainty"])


def test_load_takes_a_file_once_however_often_it_is_named(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a.yaml", text("a"))
    report = load(store, [tmp_path, path, os.path.relpath(path)])
    assert counts(report) == (1, 0, 0, 1)


def test_load_refuses_paths_that_lead_nowhere(store: Store, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write(tmp_path / "notes.txt", "notes")
    os.mkfifo(tmp_path / "pipe.yaml")
    report = load(store, [tmp_path / name for name in ("none.yaml", "empty", "notes.txt", "pipe.yaml")])
    assert lines(report, tmp_path) == [
        "none.yaml: does not exist; check the path; starter alone loads the facts that come with Corredor",
        "empty: holds no fact sheet; give a folder with .yaml, .yml or .json files",
        "notes.txt: is no fact sheet by its name; give a .yaml, .yml or .json file, or a folder",
        "pipe.yaml: is no fact sheet by its name; give a .yaml, .yml or .json file, or a folder",
    ]


def test_find_looks_into_folders_and_past_hidden_files(tmp_path: Path) -> None:
    for name in ("b.yaml", "a/c.json", "a/README.yaml", ".hidden.yaml", ".git/x.yaml", "a/notes.txt", "readme.md"):
        write(tmp_path / name, "x")
    files = find([tmp_path])
    assert files.sheets == [str(tmp_path / "b.yaml"), str(tmp_path / "a/c.json")]
    assert files.ignored == [str(tmp_path / "a/notes.txt")]


def test_load_takes_registries_first(store: Store, tmp_path: Path) -> None:
    facts = "  - presence: {group: Los Probadores, place: 'port:Puerto Nuevo del Test, PE'}\n    certainty: stated\n"
    write(tmp_path / "a.yaml", text("a", facts))
    assert load(store, [tmp_path]).unresolved == {"Los Probadores": 1, "port:Puerto Nuevo del Test, PE": 1}
    write(tmp_path / "sub" / "places.yaml", PLACES)
    write(tmp_path / "sub" / "groups.yaml", GROUPS)
    report = load(store, [tmp_path])
    assert (report.refused, report.unresolved) == ([], {})
    (claim,) = store.claims()
    assert claim.ids == {"group": ("group/los-probadores",), "place": ("place/port-pe-puerto-nuevo-del-test",)}


def test_load_refuses_a_bad_registry_and_takes_the_sheets(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", text("a"))
    write(tmp_path / "places.yaml", "places: [Peru]\n")
    write(tmp_path / "groups.yaml", "groups:\n- {name: Los Probadores, kind: gang, colour: red}\n")
    write(tmp_path / "b" / "places.yaml", text("b"))
    report = load(store, [tmp_path])
    places, other, groups = lines(report, tmp_path)
    assert places == "places.yaml: places: is no list of entries; write each after a hyphen, with its keys"
    assert other == "b/places.yaml: is no registry; begin it with places or groups:, or call a sheet otherwise"
    assert groups.startswith("groups.yaml: 'Los Probadores' has the unknown key 'colour'")
    assert report.new == 1


def test_load_counts_sources_that_are_withdrawn(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", text("a"))
    load(store, [tmp_path])
    store.retract("a", by="tester", because="a test")
    write(tmp_path / "b.yaml", text("b"))
    report = load(store, [tmp_path])
    assert (report.new, report.same, report.withdrawn) == (1, 1, 1)
    assert [source.id for source, _ in store.sources()] == ["source/b"]


def test_load_counts_claims_with_unresolved_names(store: Store, tmp_path: Path) -> None:
    more = FACT.replace("to:", "via: [Bolivia, Atlantis], to:") + FACT.replace("Peru", "Atlantis")
    write(tmp_path / "a.yaml", text("a", FACT + more))
    assert load(store, [tmp_path]).unresolved == {"Atlantis": 2}


def test_load_tells_its_progress(store: Store, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        write(tmp_path / f"{name}.yaml", text(name))
    write(tmp_path / "bad.yaml", "")
    told: list[tuple[int, int]] = []
    load(store, [tmp_path], progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_load_refuses_a_file_that_may_not_be_read(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", text("a")).chmod(0)
    assert lines(load(store, [tmp_path]), tmp_path) == [
        "a.yaml: cannot be read: Permission denied; check the path, and who may read it"
    ]
