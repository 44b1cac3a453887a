"""`corredor copy`: one store into another."""

import json
from pathlib import Path

from corredor.graph import open_store
from tests.cli.conftest import Run


def test_a_copy_has_the_same_revision(small: Run, store: Path, tmp_path: Path) -> None:
    target = str(tmp_path / "copy.store")
    first = json.loads(small("copy", str(store), target, "--json").stdout)
    with open_store(store) as source:
        assert first == {"new": 2, "replaced": 0, "same": 0, "judgements": 0, "revision": source.revision}
    again = small("copy", str(store), target)
    assert again.exit_code == 0
    assert again.stdout.startswith("Sources: 0 new, 0 replaced, 2 the same; judgements: 0 new; both of revision ")
    assert small("copy", str(store), target, "--csv").stdout.splitlines()[0] == "new,replaced,same,judgements,revision"


def test_a_projection_can_be_the_target(small: Run, store: Path, tmp_path: Path) -> None:
    target = f"arcadedb:{tmp_path / 'graph'}"
    assert small("copy", str(store), target).exit_code == 0
    result = small("--store", target, "cypher", "MATCH (s:Source) RETURN count(s) AS n", "--csv")
    assert result.stdout == "n\n2\n" or result.stdout_bytes == b"n\r\n2\r\n", result.stderr


def test_what_cannot_become_equal_is_refused(small: Run, store: Path, starter_path: Path) -> None:
    result = small("copy", str(starter_path), str(store))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "copy into an empty store" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_store_that_is_missing_or_of_no_kind(small: Run, store: Path, tmp_path: Path) -> None:
    assert small("copy", str(tmp_path / "none"), str(tmp_path / "copy")).exit_code == 1
    assert not (tmp_path / "copy").exists()
    assert "arcadedb:FOLDER" in small("copy", str(store), "ftp://there").stderr
    assert small("copy", str(store)).exit_code == 2
