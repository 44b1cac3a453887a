"""`corredor completion`: what a shell needs to complete commands, options and names."""

import click
from click.shell_completion import get_completion_class


@click.command(short_help="Print what makes your shell complete commands and names.")
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that makes a SHELL complete commands, options, words and names.

    To install it, write it where the shell looks, and open a new one:

    \b
    corredor completion bash > ~/.local/share/bash-completion/completions/corredor
    corredor completion zsh > ~/.zfunc/_corredor     (a folder of your fpath)
    corredor completion fish > ~/.config/fish/completions/corredor.fish
    """
    known = get_completion_class(shell)
    assert known is not None, shell
    made = known(ctx.find_root().command, {}, "corredor", "_CORREDOR_COMPLETE")
    click.echo(made.source_template % made.source_vars())
