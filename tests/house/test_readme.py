"""Every command of the README is run, and prints what the README says it prints."""

import doctest
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
NOT_HERE = {"git clone": "this checkout is the clone", "make test": "it is what runs this test"}


def session(block: str) -> list[tuple[str, str]]:
    """The commands of a block with the output that follows each."""
    parts = re.split(r"^\$ (.*(?:\\\n.*)*)\n", block, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


COMMANDS = [pair for block in CONSOLE for pair in session(block)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("readme")


def test_commands_print_what_the_readme_says(folder: Path) -> None:
    """In one folder and in the order of the README: later commands build on earlier ones."""
    checker = doctest.OutputChecker()
    for command, expected in COMMANDS:
        if any(command.startswith(prefix) for prefix in NOT_HERE):
            continue
        where = ROOT if command.startswith("make") else folder
        path = f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin"
        run = subprocess.run(
            ["bash", "-c", command],
            cwd=where,
            env={"PATH": path, "HOME": str(folder), "LANG": "C.UTF-8", "CORREDOR_ANALYST": "ana"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert checker.check_output(expected, run.stdout, doctest.ELLIPSIS), f"$ {command}\n{run.stdout}"


def test_readme_shows_commands() -> None:
    assert len(COMMANDS) > 10


def test_python_of_the_readme_is_true(starter_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(starter_path.parent)
    assert PYTHON
    for number, block in enumerate(PYTHON):
        example = doctest.DocTestParser().get_doctest(block, {}, f"README.md block {number}", None, None)
        result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example)
        assert result.attempted > 0
        assert result.failed == 0


def test_every_command_of_the_program_is_in_the_readme() -> None:
    from corredor.cli.main import _HOMES

    assert [name for name in _HOMES if f"corredor {name}" not in README and f"`{name}`" not in README] == []
