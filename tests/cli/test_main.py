"""The root, and what every command owes the shell: exit codes, one line for what went wrong, nothing else on stdout."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from corredor.cli.main import cli
from tests.cli.conftest import LIMA, Run

CORREDOR = str(Path(sys.executable).with_name("corredor"))


def corredor(store: Path, *args: str | bytes, **how: Any) -> subprocess.CompletedProcess[bytes]:
    """Run the program itself."""
    settings: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "timeout": 60, **how}
    return subprocess.run([CORREDOR, "--store", str(store), *args], check=False, **settings)


def test_help_lists_every_command_and_each_has_help() -> None:
    text = CliRunner().invoke(cli, ["--help"]).stdout
    for command in ("load", "sources", "claims", "show", "unresolved", "sparql", "export", "verify", "completion"):
        assert f"\n  {command} " in text
        described = CliRunner().invoke(cli, [command, "--help"])
        assert described.exit_code == 0
        assert described.stdout.startswith(f"Usage: cli {command}")


def test_help_needs_nothing_heavy() -> None:
    code = "import sys; from corredor.cli.main import cli; cli(['--help'], standalone_mode=False); "
    code += "sys.exit(str({'networkx', 'rdflib', 'pyoxigraph', 'neo4j', 'pyvis', 'yaml'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.stderr == "set()\n"


def test_a_mistyped_command_gets_suggestions() -> None:
    result = CliRunner().invoke(cli, ["souces"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "'sources'" in result.stderr


def test_version_is_that_of_the_package() -> None:
    assert CliRunner().invoke(cli, ["--version"]).stdout.startswith("corredor, version 0.")


def test_the_environment_names_the_store(store: Path) -> None:
    result = CliRunner().invoke(cli, ["verify"], env={"CORREDOR_STORE": str(store)})
    assert result.exit_code == 0
    assert result.stdout.startswith("sources: 2;")


def test_a_store_address_that_is_no_text_ends_with_2(tmp_path: Path) -> None:
    run = subprocess.run([CORREDOR, "--store", b"/tmp/\xff", "sources"], capture_output=True, check=False)
    assert (run.returncode, run.stdout) == (2, b"")
    assert b"Write it in UTF-8" in run.stderr
    assert b"Traceback" not in run.stderr


@pytest.mark.parametrize("command", [["claims"], ["claims", "--help"], ["export", "--format", "nquads"]])
def test_a_full_disk_ends_with_1_and_one_line(store: Path, command: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        run = corredor(store, *command, stdout=full)
    assert run.returncode == 1
    assert run.stderr == b"Error: No space left on device. Check the path and the space, and try again.\n"


def test_a_closed_pipe_is_no_error_to_speak_of(starter_path: Path) -> None:
    run = subprocess.run(
        ["bash", "-c", f'"{CORREDOR}" --store "{starter_path}" claims --json | head -c 10'],
        capture_output=True,
        check=False,
    )
    assert run.stdout == b'{\n  "filte'
    assert run.stderr == b""


def test_closed_streams_are_borne(store: Path) -> None:
    run = subprocess.run(
        ["bash", "-c", f'"{CORREDOR}" --store "{store}" claims >&- 2>&-'], capture_output=True, check=False
    )
    assert run.returncode == 0


def test_names_of_files_need_not_be_utf_8(store: Path, tmp_path: Path) -> None:
    file = os.fsencode(tmp_path) + b"/caf\xe9.yaml"
    with open(file, "w", encoding="utf-8") as sheet:
        sheet.write(LIMA.replace("lima-2019", "cafe-2019"))
    good = corredor(store, "load", file, "--json")
    assert good.returncode == 0
    assert b'"new": 1' in good.stdout
    bad = corredor(store, "load", file + b"x", "--json")
    assert bad.returncode == 1
    assert b"caf\\udce9.yamlx" in bad.stdout
    assert b"Traceback" not in bad.stderr


def test_bytes_that_are_no_text_are_no_name(store: Path) -> None:
    run = corredor(store, "show", b"\xff\xfe")
    assert (run.returncode, run.stdout) == (2, b"")
    assert b"Traceback" not in run.stderr


def test_a_terminal_without_the_letters_still_gets_the_rest(starter_path: Path) -> None:
    run = corredor(starter_path, "show", "Skaljari clan", env={**os.environ, "PYTHONIOENCODING": "latin-1:strict"})
    assert run.returncode == 0
    assert run.stdout.startswith(b"\\u0160kaljari clan")


def test_a_writer_beside_a_writer_is_told(store: Path, sheets: Path) -> None:
    from corredor.graph import open_store

    with open_store(store, write=True):
        run = corredor(store, "load", str(sheets))
    assert (run.returncode, run.stdout) == (1, b"")
    assert b"another process is writing to this store" in run.stderr


def test_output_goes_to_a_file_whole(small: Run, tmp_path: Path) -> None:
    file = tmp_path / "claims.csv"
    result = small("claims", "--csv", "-o", str(file))
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"Written: {file}\n"
    assert file.read_bytes() == small("claims", "--csv").stdout_bytes


@pytest.mark.parametrize("place", ["", "/", "."])
def test_o_without_a_file_ends_with_2(small: Run, place: str) -> None:
    assert small("claims", "-o", place).exit_code == 2


def test_o_in_a_folder_that_is_not_there_ends_with_1(small: Run, tmp_path: Path) -> None:
    result = small("claims", "-o", str(tmp_path / "none" / "x"))
    assert result.exit_code == 1
    assert f"{tmp_path / 'none'}: No such file or directory" in result.stderr
