"""`corredor export`: sheets, RDF, GraphML, shapes and context."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx
import pyoxigraph
import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat

from corredor.cli.main import cli
from corredor.graph import Store, open_store
from corredor.graph.claim import Record
from corredor.graph.identity import record_digest
from corredor.loaders import sheets as fact_sheets
from tests.cli.conftest import BLOG, LIMA, Run

Told = Callable[..., Any]


def load_elsewhere(folder: Path, *paths: Path) -> str:
    """The revision that other paths give in a store of their own."""
    loaded = CliRunner().invoke(cli, ["--store", str(folder), "load", *map(str, paths), "--json"])
    assert loaded.exit_code == 0, loaded.stderr
    return str(json.loads(loaded.stdout)["revision"])


def test_exported_sheets_load_to_the_same_revision(small: Run, told: Told, tmp_path: Path) -> None:
    result = small("export", "--format", "sheets", str(tmp_path / "out"))
    assert (result.exit_code, result.stdout) == (0, "")
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [
        "andes-blog-2020.yaml",
        "lima-2019-ports.yaml",
    ]
    assert load_elsewhere(tmp_path / "again", tmp_path / "out") == told("verify")["revision"]


def test_all_starter_facts_come_back(runner: Run, starter: Store, tmp_path: Path) -> None:
    assert runner("export", "--format", "sheets", str(tmp_path / "out")).exit_code == 0
    read = (fact_sheets.read(file, starter.names) for file in (tmp_path / "out").iterdir())
    assert {record.source.id: record_digest(record) for record in read} == starter.digests()


def test_a_user_s_own_places_and_groups_come_back(small: Run, told: Told, sheets: Path, tmp_path: Path) -> None:
    place = "{ref: 'city:Nowhere, BR', name: Nowhere, kind: city, country: BR, lat: '-3', lon: '-60', within: Brazil}"
    (sheets / "places.yaml").write_text(f"places:\n  - {place}\n", encoding="utf-8")
    group = "{name: The Nameless Ones, kind: gang, based_in: 'city:Nowhere, BR'}"
    (sheets / "groups.yaml").write_text(f"groups:\n  - {group}\n", encoding="utf-8")
    small("load", str(sheets))
    small("export", "--format", "sheets", str(tmp_path / "out"))
    assert {"places.yaml", "groups.yaml"} <= {file.name for file in (tmp_path / "out").iterdir()}
    assert load_elsewhere(tmp_path / "again", tmp_path / "out") == told("verify")["revision"]


def test_withdrawn_sources_are_left_out_and_that_is_said(small: Run, tmp_path: Path) -> None:
    small("retract", "andes-blog-2020")
    result = small("export", "--format", "sheets", str(tmp_path / "live"))
    assert "withdrew them: 1 sources" in result.stderr
    assert [file.name for file in (tmp_path / "live").iterdir()] == ["lima-2019-ports.yaml"]
    small("export", "--format", "sheets", str(tmp_path / "all"), "--all")
    assert len(list((tmp_path / "all").iterdir())) == 2


def test_judgements_that_sheets_cannot_hold_are_said(small: Run, told: Told, tmp_path: Path) -> None:
    told("reject", told("claims", "--kind", "seizure")["claims"][0]["id"])
    assert "Sheets hold no judgements: 1" in small("export", "--format", "sheets", str(tmp_path / "out")).stderr


def test_a_folder_that_holds_files_is_left_alone_without_force(small: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.yaml").write_text(BLOG, encoding="utf-8")
    (out / "lima-2019-ports.yaml").write_text("old", encoding="utf-8")
    refused = small("export", "--format", "sheets", str(out))
    assert refused.exit_code == 1
    assert "--force" in refused.stderr
    assert len(list(out.iterdir())) == 2
    forced = small("export", "--format", "sheets", str(out), "--force")
    assert forced.exit_code == 0
    assert "Other files were there already and stay: 1." in forced.stderr
    assert (out / "mine.yaml").read_text(encoding="utf-8") == BLOG
    assert "What leaves Callao" in (out / "lima-2019-ports.yaml").read_text(encoding="utf-8")
    assert len(list(out.iterdir())) == 3


def test_an_empty_folder_is_filled(small: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert small("export", "--format", "sheets", str(tmp_path / "out")).exit_code == 0
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_what_fails_half_way_leaves_nothing_behind(small: Run, store: Path, tmp_path: Path) -> None:
    with open_store(store, write=True) as opened:
        record = fact_sheets.parse(LIMA.replace("lima-2019", "zz-2019"), "zz", opened.names)
        fields = {**vars(record.claims[0]), "score": 0.5}
        extracted = type(record.claims[0])(**{key: fields[key] for key in type(record.claims[0]).__dataclass_fields__})
        opened.put(Record(record.source, (extracted,)))
    result = small("export", "--format", "sheets", str(tmp_path / "out"))
    assert result.exit_code == 1
    assert "export it as JSON or N-Quads instead" in result.stderr
    assert [path.name for path in tmp_path.iterdir() if path.name not in ("sheets", "small.store")] == []


def test_a_source_called_like_a_registry_still_loads(small: Run, told: Told, sheets: Path, tmp_path: Path) -> None:
    for slug in ("places", "readme-2020"):
        (sheets / f"third-{slug}.yaml").write_text(BLOG.replace("andes-blog-2020", slug), encoding="utf-8")
    small("load", str(sheets))
    small("export", "--format", "sheets", str(tmp_path / "out"))
    assert load_elsewhere(tmp_path / "again", tmp_path / "out") == told("verify")["revision"]


def test_nquads_go_to_a_file_or_to_stdout(small: Run, tmp_path: Path) -> None:
    file = tmp_path / "graph.nq"
    written = small("export", "--format", "nquads", str(file))
    assert (written.exit_code, written.stdout) == (0, "")
    printed = small("export", "--format", "nquads")
    assert (printed.exit_code, printed.stderr) == (0, "")
    assert sorted(printed.stdout_bytes.splitlines()) == sorted(file.read_bytes().splitlines())
    quads = list(pyoxigraph.parse(path=str(file), format=pyoxigraph.RdfFormat.N_QUADS))
    assert "https://w3id.org/corredor/source/lima-2019-ports" in {str(q.graph_name).strip("<>") for q in quads}
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".new")] == []


FORMS = {"nquads": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG, "ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD}


@pytest.mark.parametrize("form", FORMS)
def test_all_forms_of_rdf_state_the_same(form: str, small: Run, tmp_path: Path) -> None:
    file = tmp_path / "graph"
    written = small("export", "--format", form, str(file))
    assert (written.exit_code, written.stdout) == (0, "")
    printed = small("export", "--format", form)
    assert (printed.exit_code, printed.stderr) == (0, "")
    if form != "nquads":
        assert printed.stdout_bytes == file.read_bytes()
    quads = pyoxigraph.parse(small("export", "--format", "nquads").stdout_bytes, format=RdfFormat.N_QUADS)
    expected = {q if form != "ttl" else pyoxigraph.Quad(q.subject, q.predicate, q.object) for q in quads}
    assert set(pyoxigraph.parse(path=str(file), format=FORMS[form])) == expected


def test_shapes_and_context_need_no_store(tmp_path: Path) -> None:
    def export(*args: str) -> bytes:
        result = CliRunner().invoke(cli, ["--store", str(tmp_path / "none"), "export", "--format", *args])
        assert (result.exit_code, result.stderr) == (0, ""), args
        return result.stdout_bytes

    shapes = pyoxigraph.parse(export("shacl"), format=RdfFormat.TURTLE)
    assert "https://w3id.org/corredor/shape/Route" in {str(q.subject).strip("<>") for q in shapes}
    context = json.loads(export("context"))["@context"]
    assert context["origin"] == {"@id": "cor:origin", "@type": "@id"}
    assert not (tmp_path / "none").exists()


def test_graphml_has_the_links_that_the_filters_leave(small: Run, tmp_path: Path) -> None:
    file = tmp_path / "links.graphml"
    assert small("export", "--format", "graphml", str(file)).exit_code == 0
    graph = networkx.read_graphml(file)
    assert {data["kind"] for *_, data in graph.edges(data=True)} == {"route", "partnership"}
    small("export", "--format", "graphml", str(file), "--commodity", "cocaine")
    assert set(networkx.read_graphml(file)) == {
        "place/zone-pe-vraem",
        "place/port-pe-callao",
        "place/port-nl-rotterdam",
    }


def test_graphml_on_stdout_is_nothing_but_xml(small: Run) -> None:
    result = small("export", "--format", "graphml", "-", "--commodity", "cocaine")
    assert result.stdout.startswith("<?xml")
    assert "1 claim names no commodity" in result.stderr


def test_graphml_replaces_what_xml_cannot_hold(small: Run, told: Told, store: Path, tmp_path: Path) -> None:
    group = {"name": "Bell\x07 Clan", "kind": "clan"}
    with open_store(store, write=True) as opened:
        opened.extend(groups=[group])
        sheet = BLOG.replace("andes-blog-2020", "bell-2020").replace("The Nameless Ones", "Bell Clan")
        record = fact_sheets.parse(sheet, "bell", opened.names)
        opened.put(record)
    file = tmp_path / "links.graphml"
    result = small("export", "--format", "graphml", str(file))
    names = {data["name"] for _, data in networkx.read_graphml(file).nodes(data=True)}
    assert "Bell\ufffd Clan" in names
    assert "XML cannot hold control characters: 1 texts" in result.stderr


def test_graphml_without_a_link_ends_with_3_and_writes_nothing(small: Run, tmp_path: Path) -> None:
    file = tmp_path / "links.graphml"
    result = small("export", "--format", "graphml", str(file), "--commodity", "gold")
    assert result.exit_code == 3
    assert "commodity gold" in result.stderr
    assert not file.exists()


def test_options_that_do_not_go_together_end_with_2(small: Run, tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    for args in (
        ["--format", "sheets"],
        ["--format", "sheets", out, "--commodity", "cocaine"],
        ["--format", "nquads", out, "--all"],
        ["--format", "trig", out, "--commodity", "cocaine"],
        ["--format", "shacl", out, "--force"],
        ["--format", "context", out, "--mode", "sea"],
        ["--format", "graphml", out, "--force"],
        ["--format", "nquads", out + "\udcff"],
        ["--format", "shacl", out + "\udcff"],
        ["--format", "csv", out],
        [out],
    ):
        result = small("export", *args)
        assert (result.exit_code, result.stdout) == (2, ""), args
    assert not Path(out).exists()


def test_a_folder_that_is_not_there_is_named(small: Run, tmp_path: Path) -> None:
    for form in ("sheets", "nquads", "jsonld", "graphml", "shacl"):
        result = small("export", "--format", form, str(tmp_path / "none" / "out"))
        assert result.exit_code == 1
        assert f"{tmp_path / 'none'}: No such file or directory" in result.stderr
