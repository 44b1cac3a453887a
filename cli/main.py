"""The command line: `corredor [--store URL] COMMAND`.

Exit codes: 0 done; 1 refused or failed (one line on stderr says why); 2 usage, an unknown or ambiguous name too;
3 nothing found.
"""

import io
import sys
from importlib import import_module
from typing import Any

import click

from corredor.cli.options import App, Text
from corredor.cli.output import shown, tell
from corredor.ontology.errors import CorredorError, NameLookupError

_HOMES = {
    "demo": "demo",
    "load": "load",
    "sources": "claims",
    "claims": "claims",
    "show": "show",
    "unresolved": "unresolved",
    "routes": "routes",
    "reach": "reach",
    "centrality": "rank",
    "partners": "rank",
    "sparql": "query",
    "cypher": "query",
    "view": "view",
    "export": "export",
    "accept": "judge",
    "reject": "judge",
    "retract": "judge",
    "undo": "judge",
    "copy": "copying",
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
        """All commands, in the order of a first visit."""
        return list(_HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; None where there is none."""
        if cmd_name not in _HOMES:
            return None
        command: click.Command = getattr(import_module(f"corredor.cli.{_HOMES[cmd_name]}"), cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments begin with; raises NoSuchCommand with what it could have been."""
        if args[0] not in _HOMES and not args[0].startswith("-"):
            raise click.NoSuchCommand(args[0], possibilities=_HOMES, ctx=ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what we raise on purpose becomes one line and an exit code."""
        try:
            return super().invoke(ctx)
        except NameLookupError as error:
            raise Misnamed(shown(error)) from error
        except CorredorError as error:
            raise click.ClickException(shown(error)) from error

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run as a program; what the system refuses becomes one line and exit code 1, also while help is printed."""
        try:
            return super().main(*args, **extra)
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            tell(f"Error: {shown(where)}{shown(error.strerror or error)}. Check the path and the space, and try again.")
            sys.exit(1)


@click.group(cls=Root, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--store",
    type=Text(),
    envvar="CORREDOR_STORE",
    default="corredor.store",
    show_default=True,
    show_envvar=True,
    metavar="URL",
    help="Where the graph is kept: a folder, http(s)://..., neo4j://... or bolt://...",
)
@click.version_option(package_name="corredor", prog_name="corredor")
@click.pass_context
def cli(ctx: click.Context, store: str) -> None:
    """Trafficking routes and actors, as published sources claim them, with the evidence for every leg.

    Corredor shows what sources claim, not what is true.
    """
    ctx.obj = App(store)


def main() -> None:
    """The entry point of the `corredor` script."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that cannot show a letter still gets the rest
    cli.main(prog_name="corredor")
