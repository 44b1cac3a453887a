"""`corredor load`: fact sheets, folders of them, registries and the shipped facts into the store."""

from typing import TYPE_CHECKING, Any

import click

from corredor.cli.options import App
from corredor.cli.output import Output, output_options, progress, shown, tell

if TYPE_CHECKING:
    from corredor.loaders.batch import Report
    from corredor.loaders.errors import LoadError

COLUMNS = ("new", "same", "replaced", "withdrawn", "claims", "unresolved", "refused", "ignored", "revision")


@click.command(short_help="Load fact sheets, or the facts that come along: starter.")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path())
@output_options
@click.pass_context
def load(ctx: click.Context, paths: tuple[str, ...], out: Output) -> None:
    """Load fact sheets (.yaml, .json), folders of them, or the facts that come with Corredor: starter.

    \b
    corredor load starter
    corredor load my-sheets/ report.yaml

    A file called places or groups adds to the registries. A source is stored whole or not at all; one that is there
    already is replaced by what its new sheet says. Files that are refused are told on stderr, a line each, the others
    are loaded, and the exit code is 1. CSV has one row with the counts.
    """
    report, revision = _loaded(ctx.obj, paths)
    for error in report.refused:
        tell(str(error))
    _tell(report, revision)
    counts = _counts(report, revision)
    out.emit(_document(report, revision), [counts], COLUMNS, lambda: _summary(report, revision))
    if report.refused:
        ctx.exit(1)


def _loaded(app: App, paths: tuple[str, ...]) -> tuple["Report", str | None]:
    """The report, and the revision of the store; where no path leads to a file, no store is made."""
    from corredor.loaders import batch
    from corredor.loaders.files import find

    files = find(paths)
    if not (files.sheets or files.registries):
        return batch.Report(refused=files.refused, ignored=files.ignored), None
    with app.open(write=True, create=True) as store, progress("Loading") as step:
        return batch.load(store, paths, progress=step), store.revision


def _tell(report: "Report", revision: str | None) -> None:
    if report.refused:
        files = "1 file was" if len(report.refused) == 1 else f"{len(report.refused):,} files were"
        tell(f"{files} refused; {'what is not named here was loaded' if revision else 'nothing was loaded'}.")
    if report.ignored:
        tell(f"{len(report.ignored):,} ignored: no sheets by their names, such as {shown(report.ignored[0])}.")
    if report.withdrawn:
        sources = "1 source is" if report.withdrawn == 1 else f"{report.withdrawn:,} sources are"
        tell(f"{sources} withdrawn by a judgement, and nothing is made of it: see `corredor sources --retracted`.")
    if report.unresolved:
        tell("Some names lead to no single entity: see `corredor unresolved`.")


def _counts(report: "Report", revision: str | None) -> dict[str, Any]:
    return {
        "new": report.new,
        "same": report.same,
        "replaced": report.replaced,
        "withdrawn": report.withdrawn,
        "claims": report.claims,
        "unresolved": report.unresolved.total(),
        "refused": len(report.refused),
        "ignored": len(report.ignored),
        "revision": revision,
    }


def _document(report: "Report", revision: str | None) -> dict[str, Any]:
    return {
        **_counts(report, revision),
        "unresolved": dict(report.unresolved.most_common()),
        "refused": [_refusal(error) for error in report.refused],
        "ignored": report.ignored,
    }


def _refusal(error: "LoadError") -> dict[str, Any]:
    return {
        "file": error.path,
        "fact": error.fact,
        "key": error.key,
        "reason": error.reason,
        "advice": error.advice,
        "more": error.more,
    }


def _summary(report: "Report", revision: str | None) -> str:
    sources = f"{report.new:,} new, {report.same:,} the same, {report.replaced:,} replaced"
    parts = [f"Sources: {sources}", f"claims: {report.claims:,}", f"unresolved names: {report.unresolved.total():,}"]
    parts += [f"refused files: {len(report.refused):,}"] if report.refused else []
    return "; ".join([*parts, f"revision {revision}" if revision else "nothing was loaded"]) + "\n"
