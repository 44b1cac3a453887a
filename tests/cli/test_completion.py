"""`corredor completion`, and what a shell gets when it asks."""

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from corredor.cli.main import cli


def completed(*words: str) -> set[str]:
    """What the shell is offered for the last of the words."""
    shell = ShellComplete(cli, {}, "corredor", "_CORREDOR_COMPLETE")
    return {item.value for item in shell.get_completions(list(words[:-1]), words[-1])}


@pytest.mark.parametrize(
    ("shell", "sign"), [("bash", "complete -o"), ("zsh", "#compdef corredor"), ("fish", "complete ")]
)
def test_each_shell_gets_its_script_and_nothing_else(shell: str, sign: str) -> None:
    result = CliRunner().invoke(cli, ["completion", shell])
    assert (result.exit_code, result.stderr) == (0, "")
    assert sign in result.stdout
    assert "_CORREDOR_COMPLETE" in result.stdout


def test_help_tells_how_to_install_it() -> None:
    text = CliRunner().invoke(cli, ["completion", "--help"]).stdout
    for path in ("bash-completion/completions/corredor", "~/.zfunc/_corredor", "fish/completions/corredor.fish"):
        assert path in text


def test_another_shell_ends_with_2() -> None:
    assert CliRunner().invoke(cli, ["completion", "tcsh"]).exit_code == 2


def test_commands_words_and_names_are_completed() -> None:
    assert completed("un") == {"unresolved", "undo"}
    assert completed("claims", "--commodity", "coca") == {"coca", "cocaine"}
    assert completed("claims", "--kind", "p") == {"partnership", "presence", "production", "price"}
    assert completed("claims", "--place", "callao") == {"Callao"}
    assert "'Ndrangheta" in completed("show", "'ndr")
    assert "Peru" not in completed("claims", "--actor", "Per")
