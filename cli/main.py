"""The command line: `corredor [--store URL] COMMAND`.

Exit codes: 0 done; 1 refused or failed (one line on stderr says why); 2 usage, an unknown or ambiguous name too;
3 nothing found.
"""

import errno
from importlib.metadata import version as installed_version
from typing import Any

import click

from corredor.cli.options import App
from corredor.ontology.errors import CorredorError, NameLookupError

_HOMES = {
    "demo": "demo",
    "load": "load",
    "sources": "claims",
    "claims": "claims",
    "show": "claims",
    "unresolved": "claims",
    "routes": "routes",
    "centrality": "rank",
    "partners": "rank",
    "sparql": "query",
    "view": "view",
    "export": "export",
    "accept": "judge",
    "reject": "judge",
    "retract": "judge",
    "undo": "judge",
    "verify": "check",
    "rebuild": "check",
    "completion": "completion",
}
"""Each command and the module that has it; modules are imported when their command is needed."""


class Misnamed(click.ClickException):
    """A name that is unknown or ambiguous: one clear line, exit code 2."""

    exit_code = 2


class Root(click.Group):
    """The root: finds commands, and turns what went wrong into one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _HOMES:
            return None
        module = __import__(f"corredor.cli.{_HOMES[cmd_name]}", fromlist=[cmd_name])
        command: click.Command = getattr(module, cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except NameLookupError as error:
            raise Misnamed(str(error)) from error
        except CorredorError as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            where = f"{error.filename}: " if error.filename else ""
            message = f"{where}{error.strerror or error}. Check the path and the space, and try again."
            raise click.ClickException(message) from error


@click.group(cls=Root, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--store",
    envvar="CORREDOR_STORE",
    default="corredor.store",
    show_default=True,
    show_envvar=True,
    metavar="URL",
    help="Where the graph is kept: a folder.",
)
@click.version_option(installed_version("corredor"), prog_name="corredor")
@click.pass_context
def cli(ctx: click.Context, store: str) -> None:
    """Trafficking routes and actors, as published sources claim them, with the evidence for every leg.

    Corredor shows what sources claim, not what is true.
    """
    ctx.obj = App(store)


def main() -> None:
    """The entry point of the `corredor` script."""
    cli.main(prog_name="corredor")
